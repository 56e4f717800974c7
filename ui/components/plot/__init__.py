"""Charts in the browser: a figure of plotly, drawn by the part of plotly.js that our charts need.

`st.plotly_chart` loads all of plotly.js, 4.7 MB, and only when the first chart is there. Ours is
0.4 MB and may be fetched ahead (`fetch_ahead`). static/plotly/README.md says where it comes from.
"""

from typing import Any

import streamlit as st

from ui.components.files import text

VERSION = "4.1.1"
"""Of plotly.js."""

LIBRARY = f"app/static/plotly/plotly-basic-{VERSION}.min.js.gz"
"""Its address, from that of the app."""


def _texts(*names: str) -> str:
    return "\n".join(text(f"plot/{name}") for name in names)


# Not in a shadow root: plotly.js writes its styles into the document.
_plot = st.components.v2.component(
    "kdcheck-plot",
    js=_texts("library.js", "plot.js"),
    css=_texts("plot.css"),
    isolate_styles=False,
)
_ahead = st.components.v2.component("kdcheck-plot-ahead", js=_texts("library.js", "ahead.js"))


def plot(key: str, figure: dict[str, Any], alt: str) -> None:
    """Draw a figure as wide as its place.

    Args:
        key: Stable name of the chart on its page.
        figure: `data`, `layout` and `config`, as plotly.js reads them; the layout has a height
            in px.
        alt: What the chart shows, in words, for those who do not see it.
    """
    _plot(key=key, data=[{"figure": figure, "alt": alt, "library": LIBRARY}])


def fetch_ahead() -> None:
    """Have the browser fetch plotly.js now, on a page that leads to charts but has none."""
    _ahead(key="kdcheck-plot-ahead", data=[{"library": LIBRARY}])
