/* Keeps a person's history in the browser: tells what is kept, and puts another text in its place
   where nothing has changed it meanwhile, as another tab may have. */
const PLACE = "kdcheck-history";
const memory = (window.kdcheckHistory ??= {});  // outlasts this component

const kept = () => localStorage.getItem(PLACE) ?? "";

function put({ over, text, token }) {
  if (token === memory.token) return;
  memory.token = token;
  if (kept() !== over) return;
  if (text) localStorage.setItem(PLACE, text);
  else localStorage.removeItem(PLACE);
}

export default function ({ data: [data], setStateValue }) {
  const told = { kept: "", done: data.put?.token ?? data.told?.done ?? "", refused: false };
  try {
    if (data.put) put(data.put);
    told.kept = kept();
  } catch {
    told.refused = true;
  }
  if (JSON.stringify(told) !== JSON.stringify(data.told)) setStateValue("told", told);
}
