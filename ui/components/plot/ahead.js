/* Fetches plotly.js while a person reads or answers, runs it, and draws a chart that nobody sees, since
   a browser is slow with what it does for the first time: each once the page has nothing else to do.
   Who draws a chart that is seen will say what fails. */
const whenIdle = () => new Promise((done) => requestIdleCallback(done));

const BAR = { type: "bar", orientation: "h", x: [1], y: [1], name: "1" };
const FIRST = {
  data: [BAR, BAR, { type: "scatter", x: [0, 1], y: [1, 1], mode: "lines+markers", name: "1" }],
  layout: {
    width: 300, height: 200, showlegend: true, barmode: "stack",
    annotations: [{ text: "<b>1</b>", x: 0, xref: "paper", y: 1, showarrow: false }],
  },
};

async function drawUnseen(plotly) {
  const box = document.createElement("div");
  box.style.cssText = "position: absolute; width: 300px; height: 200px; visibility: hidden; contain: strict";
  document.body.append(box);
  await plotly.newPlot(box, FIRST.data, FIRST.layout, { displayModeBar: false });
  plotly.purge(box);
  box.remove();
}

export default function ({ data: [{ library }] }) {
  whenIdle()
    .then(() => fetched(library))
    .then(whenIdle)
    .then(() => run(library))
    .then((plotly) => whenIdle().then(() => drawUnseen(plotly)))
    .catch(() => {});
}
