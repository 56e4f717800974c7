"""How far a person is in the questionnaire, counted where the answers are given.

The count follows the options that are checked on screen, so it moves with the click itself; a
count written by the server would make every answer send, and every browser redraw, more than the
food that was answered (`benchmarks/answer_on_screen.py`).
"""

import streamlit as st

from languages import _, whole

_show = st.components.v2.component(
    "kdcheck-progress",
    html="""
    <div class="kd-progress">
      <p role="status"></p>
      <div class="kd-track" aria-hidden="true"><i></i></div>
    </div>
    """,
    js="""
    const ANSWERED = '[class*="st-key-frequency-"] [role="radio"][aria-checked="true"]';

    export default function ({ data, parentElement }) {
      const words = parentElement.querySelector("p");
      const bar = parentElement.querySelector("i");
      const show = () => {
        const answered = data.answered_elsewhere + document.querySelectorAll(ANSWERED).length;
        const text = data.words.replace("{answered}", answered);
        if (words.textContent === text) return;
        words.textContent = text;
        bar.style.width = `${(100 * answered) / data.foods}%`;
      };
      parentElement.observer?.disconnect();  // new data comes without a clean-up before it
      const observer = (parentElement.observer = new MutationObserver(show));
      observer.observe(document.querySelector('[data-testid="stMain"]'), {
        subtree: true, childList: true, attributeFilter: ["aria-checked"],
      });
      show();
      return () => observer.disconnect();
    }
    """,
    isolate_styles=False,
)


def show_progress(part: int, parts: int, answered_elsewhere: int, foods: int) -> None:
    """Say in words and as a bar how many foods are answered.

    Args:
        part: the part on screen, from 1.
        parts: how many parts there are.
        answered_elsewhere: foods answered in the parts that are not on screen.
        foods: how many foods there are.
    """
    _show(
        key="kdcheck-progress",
        data={
            "words": _("Part {part} of {parts} · {answered} of {foods} foods answered").format(
                part=part, parts=parts, answered="{answered}", foods=whole(foods)
            ),
            "answered_elsewhere": answered_elsewhere,
            "foods": foods,
        },
    )
