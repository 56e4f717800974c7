"""Move the keyboard focus to the page's heading after "next", as a person would expect.

Streamlit leaves the focus on the document body and the scroll where it was. This component
draws nothing; when its token changes it waits until the page is there, focuses the first heading,
scrolls to the top and closes the menu where that covers the page.
"""

import streamlit as st

_move = st.components.v2.component(
    "kdcheck-focus",
    js="""
    function moveToHeading() {
      const menu = document.querySelector('[data-testid="stSidebar"][data-collapsed="false"]');
      if (menu && window.innerWidth < 768)
        document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
      const main = document.querySelector('[data-testid="stMain"]');
      const heading = main?.querySelector("h1");
      if (!heading) return;
      heading.setAttribute("tabindex", "-1");
      heading.focus({ preventScroll: true });
      main.scrollTo({ top: 0 });
    }

    export default function ({ data }) {
      const seen = (window.kdcheckFocus ??= {});
      const before = seen[data.what];
      seen[data.what] = data.token;
      if (before === undefined || before === data.token) return;
      const app = document.querySelector('[data-testid="stApp"]');
      const ready = () => app.dataset.testScriptState === "notRunning";
      if (ready()) return moveToHeading();
      const observer = new MutationObserver(() => {
        if (!ready()) return;
        observer.disconnect();
        moveToHeading();
      });
      observer.observe(app, { attributeFilter: ["data-test-script-state"] });
    }
    """,
)


def focus_heading(what: str, token: str) -> None:
    """Focus the page's heading whenever the token differs from the last one for `what`."""
    _move(key=f"kdcheck-focus-{what}", data={"what": what, "token": token})
