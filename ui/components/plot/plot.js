/* Draws one figure of plotly, as wide as its place is. */

const SOON_PX = 1500;  // two screens of a phone

function place(parentElement) {
  const box = document.createElement("div");
  box.className = "kd-plot";
  box.setAttribute("role", "img");
  parentElement.append(box);
  return box;
}

async function draw(box) {
  const { figure, library } = box.kdData;
  const width = box.clientWidth;
  try {
    const plotly = await run(library);
    if (!box.isConnected || !width) return;
    const { fontFamily } = getComputedStyle(box);
    const font = { family: fontFamily, size: 13, ...figure.layout.font };
    await plotly.react(box, figure.data, { ...figure.layout, font, width }, figure.config);
    box.kdWidth = width;
  } catch (error) {
    box.textContent = box.ariaLabel;  // offline: what it would show, in words
    console.warn(error);
  }
  box.removeAttribute("aria-busy");
}

/* At once where it is seen, else when there is time for it; not at all while it is folded away. */
function drawSoon(box) {
  if (!box.clientWidth) return;
  box.setAttribute("aria-busy", "true");
  if (box.getBoundingClientRect().top < window.innerHeight + SOON_PX) draw(box);
  else requestIdleCallback(() => draw(box), { timeout: 2000 });
}

export default function ({ data: [data], parentElement }) {
  const box = parentElement.querySelector(".kd-plot") ?? place(parentElement);
  const asked = JSON.stringify(data);
  if (box.kdAsked === asked) return box.kdEnd;
  Object.assign(box, { kdAsked: asked, kdData: data, kdWidth: 0, ariaLabel: data.alt });
  box.style.height = `${data.figure.layout.height}px`;
  box.kdEnd?.();
  const resized = new ResizeObserver(() => {
    if (box.clientWidth !== box.kdWidth) drawSoon(box);
  });
  resized.observe(box);
  box.kdEnd = () => resized.disconnect();
  return box.kdEnd;
}
