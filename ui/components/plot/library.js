/* plotly.js, fetched packed and at most once for a tab: ahead of the first chart, where it can be. */
const fetched = (address) => (window.kdcheckPlotly ??= fetch(new URL(address, document.baseURI))
  .then((answer) => {
    if (!answer.ok) throw new Error(`${answer.status} for plotly.js`);
    return new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).blob();
  })
  .catch((error) => {
    window.kdcheckPlotly = undefined;  // the next chart tries again
    throw error;
  }));

const run = (address) => (window.kdcheckPlotlyRun ??= fetched(address)
  .then((script) => {
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    return import(url).finally(() => URL.revokeObjectURL(url));
  })
  .then(() => window.Plotly)
  .catch((error) => {
    window.kdcheckPlotlyRun = undefined;
    throw error;
  }));
