"""A draft of the answers in the visitor's own browser, for those who switch it on.

The server keeps no draft. The browser writes down what the server last knew, and over it every
answer that is on screen, so that not even the last one is lost when the page or the server goes
away. What is written is an answers file (`scoring.answers_file`): it holds no safety answers.

The browser writes over nothing but what this visit wrote, or what the person was asked about and
has resolved: a draft of another tab, or of an earlier visit, is told to the server, which asks.
"""

import secrets
from typing import Any

import streamlit as st

from languages import _, whole
from scoring.answers_file import AnswersFile, AnswersFileError, read_answers, write_answers
from scoring.errors import AnswersError
from scoring.questionnaire import FREQUENCY_CODES, PORTION_CODES
from ui import opening, session
from ui.text import as_markdown

ON_KEY = "draft-on"
SWITCH_KEY = "draft-switch-key"
BROWSER_KEY = "kdcheck-draft"
FORGET_KEY = "draft-forget"
"""Another token for each press on Forget."""
RESOLVED_KEY = "draft-resolved"
"""The draft, as the browser found it, that was put to use or is to be forgotten."""
NOT_NOW_KEY = "draft-not-now"

_browser = st.components.v2.component(
    BROWSER_KEY,
    js="""
    const PLACE = "kdcheck-draft";

    /* Put the options that are checked on screen into the draft. */
    function overlay(answers, codes, portions) {
      const checked = (box) => [...box.querySelectorAll('[role="radio"]')]
        .findIndex((option) => option.getAttribute("aria-checked") === "true");
      for (const box of document.querySelectorAll('[class*="st-key-frequency-"]')) {
        const food = [...box.classList].find((name) => name.startsWith("st-key-frequency-"))
          .slice("st-key-frequency-".length);
        const at = checked(box);
        if (at < 0) { delete answers[food]; continue; }
        const portion = document.querySelector(`.st-key-portion-${food}`);
        answers[food] = {
          frequency: codes[at],
          portion: portion ? portions[checked(portion)] ?? "M" : answers[food]?.portion ?? "M",
        };
      }
    }

    /* What this page knows of its draft; it outlasts this component and a start of the server. */
    const memory = (window.kdcheckDraft ??= {});

    export default function ({ data, parentElement, setStateValue }) {
      parentElement.observer?.disconnect();
      const tell = (found) => { if (found !== data.found) setStateValue("found", found); };
      try {
        const kept = () => localStorage.getItem(PLACE) ?? "";
        if (memory.session !== data.session) {
          memory.session = data.session;
          memory.written = null;
        }
        if (data.forget && data.forget !== memory.forgotten) {
          memory.forgotten = data.forget;
          if ([memory.written, data.resolved].includes(kept())) localStorage.removeItem(PLACE);
        }
        if (!data.file) {
          memory.written = null;
          return tell(kept());
        }
        const write = () => {
          if (!["", memory.written, data.resolved].includes(kept())) return tell(kept());
          const draft = JSON.parse(data.file);
          overlay(draft.answers, data.frequencies, data.portions);
          memory.written = JSON.stringify(draft);
          localStorage.setItem(PLACE, memory.written);
          if (data.found !== data.resolved) tell("");
        };
        const observer = (parentElement.observer = new MutationObserver(write));
        observer.observe(document.querySelector('[data-testid="stMain"]'), {
          subtree: true, attributeFilter: ["aria-checked"],
        });
        write();
      } catch (error) {
        if (!memory.refused) {
          memory.refused = true;
          setStateValue("refused", true);
        }
      }
      return () => parentElement.observer?.disconnect();
    }
    """,
)


def show() -> None:
    """Keep the draft up to date, or ask what to do with one that the browser holds."""
    browser = _browser(
        key=BROWSER_KEY,
        data={
            "session": _switch_key(),
            "file": _draft(),
            "forget": _get(FORGET_KEY) or "",
            "found": _found(),
            "resolved": _get(RESOLVED_KEY) or "",
            "frequencies": FREQUENCY_CODES,
            "portions": PORTION_CODES,
        },
        default={"found": "", "refused": False},
        on_found_change=_nothing,
        on_refused_change=_nothing,
    )
    if _get(ON_KEY) and browser.refused:
        st.warning(_("This browser does not let a page keep anything, so there is no draft."))
    if _asks():
        _ask(_found())


def show_switch() -> None:
    """Let the person have a draft kept, or forgotten again."""
    if session.example():  # the draft of one's own answers waits untouched
        st.session_state[ON_KEY] = False
        st.session_state.pop(RESOLVED_KEY, None)
        return
    if _asks():
        st.markdown(_("This browser keeps a draft. What becomes of it is asked at the top."))
        return
    key = _switch_key()
    st.session_state[key] = bool(_get(ON_KEY))
    st.toggle(
        _("Keep a draft in this browser"),
        key=key,
        on_change=_switched,
        help=_(
            "Your answers then outlast a reload or a broken connection. They stay in this browser, "
            "on this device; the safety questions are never kept. Leave it off on a device that "
            "others use."
        ),
    )
    if _get(ON_KEY):
        st.button(_("Forget the draft"), on_click=_forget, key="draft-forget-button")


def _switch_key() -> str:
    """Key of the switch, another one for each session.

    After a restart of the server the browser sends the old state of the switch to a session that
    knows no answers, and which was not told to keep a draft.
    """
    key: str = st.session_state.setdefault(SWITCH_KEY, f"draft-switch-{secrets.token_hex(8)}")
    return key


def _found() -> str:
    """The draft that the browser holds and this visit did not write."""
    state = _get(BROWSER_KEY)
    return state.found if state else ""


def _unresolved() -> bool:
    return _found() not in ("", _get(RESOLVED_KEY))


def _asks() -> bool:
    return _unresolved() and not _get(NOT_NOW_KEY)


def _ask(found: str) -> None:
    with st.container(border=True, key="kd-draft"):
        try:
            file = read_answers(found.encode(), session.food_table())
        except AnswersFileError as error:
            st.error(
                _("This browser holds a draft that cannot be read. {fault}").format(
                    fault=as_markdown(error.faults[0])
                ),
                icon=":material/error:",
            )
            st.button(_("Forget the draft"), on_click=_drop, args=(found,), key="draft-damaged")
            return
        mine = len(session.food_answers().foods)
        words = [
            _("**A draft is kept in this browser.** {content}").format(
                content=opening.what_is_in(file)
            )
        ]
        if mine:
            place = _("It takes the place of the {count} you see here now.")
            words.append(place.format(count=whole(mine)))
        st.write("\n\n".join(words))
        with st.container(horizontal=True):
            st.button(
                _("Use the draft"),
                on_click=_use,
                args=(file, found),
                key="draft-use",
                type="primary",
            )
            st.button(_("Not now"), on_click=_not_now, key="draft-later")
            st.button(_("Forget the draft"), on_click=_drop, args=(found,), key="draft-drop")


def _draft() -> str:
    """The answers file to keep; empty where nothing is to be kept."""
    if not _get(ON_KEY):
        return ""
    try:
        answers = session.all_answers()
    except AnswersError:
        answers = session.food_answers()
    table = session.food_table()
    return write_answers(answers, table, opening.today(), session.example()).decode()


def _use(file: AnswersFile, found: str) -> None:
    session.open_answers(file.answers, file.example)
    table = session.food_table()
    for number, group in enumerate(table.groups):
        if session.unanswered(food.food_id for food in table.in_group(group)):
            session.go_to_step(number)
            break
    st.session_state[RESOLVED_KEY] = found
    st.session_state[ON_KEY] = True
    session.go_to_page("before_you_start")


def _switched() -> None:
    """A draft that the browser holds is asked about before another takes its place."""
    if not _get(_switch_key()):
        _forget()
    elif _unresolved():
        st.session_state.pop(NOT_NOW_KEY, None)
    else:
        st.session_state[ON_KEY] = True


def _forget() -> None:
    """Keep no draft any more, nor the one that was kept."""
    st.session_state[ON_KEY] = False
    st.session_state[FORGET_KEY] = secrets.token_hex(8)


def _drop(found: str) -> None:
    """Forget the draft that was asked about; one of this visit, if switched on, takes its place."""
    st.session_state[RESOLVED_KEY] = found
    st.session_state[FORGET_KEY] = secrets.token_hex(8)


def _not_now() -> None:
    st.session_state[ON_KEY] = False
    st.session_state[NOT_NOW_KEY] = True


def _nothing() -> None:
    """Streamlit keeps a value of a component only where a change of it is listened to."""


def _get(key: str) -> Any:
    return st.session_state.get(key)
