const PLACE = "kdcheck-seats";

/* The keys of this browser's seats by the code of their workshop, each with the second since 1970 at
   which that is over. Damaged, it is as if there were none. */
function kept() {
  let seats;
  try { seats = JSON.parse(localStorage.getItem(PLACE)); } catch { /* as if there were none */ }
  const here = Object.entries(seats ?? {}).filter(([, seat]) =>
    Array.isArray(seat) && typeof seat[0] === "string" && seat[1] > Date.now() / 1000);
  return Object.fromEntries(here);
}

function write(seats) {
  if (Object.keys(seats).length) localStorage.setItem(PLACE, JSON.stringify(seats));
  else localStorage.removeItem(PLACE);
}

export default function ({ data: [data], setStateValue }) {
  let key = "";
  try {
    const seats = kept();
    for (const [code, seat] of Object.entries(seats))
      if (data.left.includes(seat[0])) delete seats[code];
    if (data.key) seats[data.code] = [data.key, data.ends_at];
    key = seats[data.code]?.[0] ?? "";
    write(seats);
  } catch { /* this browser keeps nothing: a seat is then found again by its address alone */ }
  const [code, told] = data.known ?? [];
  if (data.asks && (code !== data.code || told !== key)) setStateValue("found", [data.code, key]);
}
