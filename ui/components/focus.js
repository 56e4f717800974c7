/* The heading of a sheet of questions is in a shadow root. */
const find = (main, place) => main?.querySelector(place)
  ?? [...main?.querySelectorAll("*") ?? []].map((one) => one.shadowRoot?.querySelector(place)).find(Boolean);

function moveTo(place, frames = 60) {
  const menu = document.querySelector('[data-testid="stSidebar"][data-collapsed="false"]');
  if (menu && window.innerWidth < 768)
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  const main = document.querySelector('[data-testid="stMain"]');
  const heading = find(main, place);
  if (!heading) {  // a sheet is drawn a moment later
    if (frames) requestAnimationFrame(() => moveTo(place, frames - 1));
    return;
  }
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
  if (place === "h1") main.scrollTo({ top: 0 });
  else heading.scrollIntoView({ block: "center" });
}

export default function ({ data }) {
  const seen = (window.kdcheckFocus ??= {});
  const before = seen[data.what];
  seen[data.what] = data.token;
  if (before === undefined || before === data.token) return;
  const app = document.querySelector('[data-testid="stApp"]');
  const ready = () => app.dataset.testScriptState === "notRunning";
  if (ready()) return moveTo(data.place);
  const observer = new MutationObserver(() => {
    if (!ready()) return;
    observer.disconnect();
    moveTo(data.place);
  });
  observer.observe(app, { attributeFilter: ["data-test-script-state"] });
}
