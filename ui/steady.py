"""A press counts for what it began on, also when the page moves below the finger.

The portions of a food appear a moment after its answer and push the rest down. By then a quick
person is at the next food: a browser gives the press to whatever has come under the finger, or to
nothing. This component draws nothing; it hands such a press back to the button where it began.
"""

import streamlit as st

_hand_back = st.components.v2.component(
    "kdcheck-steady",
    js="""
    const BUTTON = '[data-testid="stMain"] button';
    const STILL_PX = 10;  /* who moves further away takes the press back, as anywhere */

    export default function () {
      let begun = null;
      const down = (event) => {
        const button = event.isPrimary && event.target.closest?.(BUTTON);
        begun = button ? { button, x: event.clientX, y: event.clientY } : null;
      };
      const cancel = () => { begun = null; };
      const click = (event) => {
        if (!begun || event.detail === 0) return;  /* 0: from the keyboard */
        const { button, x, y } = begun;
        begun = null;
        if (!button.isConnected || button.contains(event.target)) return;
        if (Math.hypot(event.clientX - x, event.clientY - y) > STILL_PX) return;
        event.stopPropagation();
        event.preventDefault();
        button.click();
      };
      const listeners = { pointerdown: down, pointercancel: cancel, click };
      for (const [name, listener] of Object.entries(listeners))
        window.addEventListener(name, listener, true);
      return () => {
        for (const [name, listener] of Object.entries(listeners))
          window.removeEventListener(name, listener, true);
      };
    }
    """,
)


def steady_presses() -> None:
    """Let every press on this page count for the button where it began."""
    _hand_back(key="kdcheck-steady")
