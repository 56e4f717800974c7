const PLACE = "kdcheck-draft";

/* What this page knows of its draft; it outlasts this component and a start of the server. */
const memory = (window.kdcheckDraft ??= {});
/* Whoever is here is told of each change of the book (questionnaire/book.js). */
const readers = (window.kdcheckReaders ??= new Set());

/* The answers of the book about these foods, as an answers file has them. */
function answersOf(book, foods) {
  const answered = foods.filter((id) => id in book.foods);
  return Object.fromEntries(answered.map((id) => {
    const [frequency, portion] = book.foods[id];
    return [id, { frequency, portion }];
  }));
}

/* The amounts of the book, µg a day, as an answers file has them: those that count.
   limits: the largest of each; signs: of each language, its decimal sign and that between thousands. */
function supplementsOf(book, limits, signs) {
  const amounts = Object.entries(limits).map(([name, limit]) => {
    const [text, unit, period, language] = book.supplements[name];
    const found = text.trim() === "" ? [0] : readings(text, signs[language][1]);
    const ug = found.length === 1 ? ugPerDay(found[0], unit, period) : Infinity;
    return [name, ug <= limit ? ug : 0];
  });
  return Object.fromEntries(amounts);
}

/* Whether the server has all that the tab kept: until then it cannot know a draft of the same
   answers from another one. */
function hasServerAll() {
  const book = window.kdcheckBook;
  return Boolean(book?.visit) && book.seen >= book.seq;
}

export default function ({ data: [data], setStateValue }) {
  const stop = () => readers.delete(memory.read);
  stop();
  let told = data.found;
  const tell = (found) => {
    if (found !== told) setStateValue("found", found);
    told = found;
  };
  const refuse = () => {
    if (memory.refused) return;
    memory.refused = true;
    setStateValue("refused", true);
  };
  const kept = () => localStorage.getItem(PLACE) ?? "";
  function write() {
    if (!["", memory.written, data.resolved].includes(kept())) return tell(kept());
    const draft = JSON.parse(data.file);
    const book = window.kdcheckBook;
    if (book) {
      draft.answers = answersOf(book, data.foods);
      draft.supplements = supplementsOf(book, data.limits, data.signs);
    }
    memory.written = JSON.stringify(draft);
    localStorage.setItem(PLACE, memory.written);
    if (data.found !== data.resolved) tell("");
  }
  memory.read = () => {
    try {
      if (data.file) write();
      else if (hasServerAll()) {
        stop();
        tell(kept());
      }
    } catch {
      refuse();
    }
  };
  try {
    if (memory.session !== data.session) {
      memory.session = data.session;
      memory.written = null;
    }
    if (data.forget && data.forget !== memory.forgotten) {
      memory.forgotten = data.forget;
      if ([memory.written, data.resolved].includes(kept())) localStorage.removeItem(PLACE);
    }
    if (!data.file) memory.written = null;
  } catch {
    refuse();
  }
  readers.add(memory.read);
  memory.read();
  return stop;
}
