/* Draws one picture, an SVG of ours, as wide as its place and no wider than its frame. */
export default function ({ data: [data], parentElement }) {
  const box = parentElement.querySelector(".kd-drawing") ?? document.createElement("div");
  box.className = "kd-drawing";
  box.setAttribute("role", "img");
  box.ariaLabel = data.alt;
  box.innerHTML = data.svg;
  parentElement.append(box);
}
