"""Nothing is lost where a message of the browser overtakes the one before it, or its answer.

A busy server, or a phone's bad line, can let two messages arrive together, or the second before
the browser has shown what the first did. Streamlit joins messages that wait, taking what the newer
one leaves out for gone, though a change of page speaks of the new page alone. It lets a newer one
end a run before the answers that came with it are taken in, or in the middle of a callback. With
each press of a button it takes in all that is on screen, over what a callback has set since. And
an answer on a page that the person has just left makes it show neither page. All of it is mended
here in Streamlit's own classes, as it offers no other place, together with `runner.fastReruns` in
.streamlit/config.toml, without which a waiting message is thrown away.

Streamlit's version is pinned, and tests/ui/test_overtaken.py joins its messages, and
tests/browser/test_kept.py stops the server between a press and what the person does next: a version
that works otherwise shows there.
"""

from dataclasses import replace
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests
from streamlit.runtime.state import SafeSessionState
from streamlit.runtime.state.session_state import WStates

SAID_KEY = "said-by-browser"
PAGE_KEY = "kdcheck_page"
"""Where the requests for runs of a visit note the page that runs, or is to run next."""

_join = script_requests._coalesce_widget_states
_is_press = script_requests._has_active_trigger_value
_ask = ScriptRequests.request_rerun
_take_in = SafeSessionState.on_script_will_rerun


def _join_all(
    old_states: WidgetStates | None, new_states: WidgetStates | None
) -> WidgetStates | None:
    """What Streamlit makes of two messages, and what the newer one does not speak of."""
    joined = _join(old_states, new_states)
    if old_states is None or joined is None:
        return joined
    spoken_of = {state.id for state in joined.widgets}
    joined.widgets.extend([state for state in old_states.widgets if state.id not in spoken_of])
    return joined


def _stay_on_new_page(self: ScriptRequests, new_data: RerunData) -> bool:
    """Ask for a run; an answer on a page that the person has left since leads not back to it."""
    if not new_data.fragment_id:
        vars(self)[PAGE_KEY] = new_data.page_script_hash
    elif (page := vars(self).get(PAGE_KEY)) not in (None, new_data.page_script_hash):
        new_data = replace(new_data, fragment_id=None, page_script_hash=page)
    return _ask(self, new_data)


def _take_in_whole(
    self: SafeSessionState, fresh_widget_states: WidgetStates | None, **further: Any
) -> None:
    """Take a message in and run its callbacks; only then may a newer one end the run."""
    look_for_newer = self._yield_callback
    object.__setattr__(self, "_yield_callback", lambda: None)
    try:
        _take_in(self, _said_now(self, fresh_widget_states), **further)
    finally:
        object.__setattr__(self, "_yield_callback", look_for_newer)


def _said_now(session: SafeSessionState, message: WidgetStates | None) -> WidgetStates | None:
    """A message; where a button is pressed, without what is older than a change by a callback.

    Older is what the message before said too: the browser has not shown the change yet.
    """
    if message is None:
        return None
    before = session[SAID_KEY] if SAID_KEY in session else {}  # noqa: SIM401 -- it has no `get`
    session[SAID_KEY] = {state.id: state for state in message.widgets}
    if not any(map(_is_press, message.widgets)):
        return message
    known = session._state._new_widget_state.widget_metadata
    heard = WStates(widget_metadata=dict(known))
    for state in message.widgets:
        heard.set_widget_from_proto(state)

    def is_older(state: WidgetState) -> bool:
        return (
            not _is_press(state)
            and state == before.get(state.id)
            and state.id in known
            and state.id in session
            and heard[state.id] != session[state.id]
        )

    return WidgetStates(widgets=[state for state in message.widgets if not is_older(state)])


def note_page() -> None:
    """Note which page runs: the one asked for may have led on to another, or had no name yet."""
    run = get_script_run_ctx()
    if run and run.script_requests:
        vars(run.script_requests)[PAGE_KEY] = run.page_script_hash


def keep_overtaken() -> None:
    """Let every visit of this server keep what is overtaken, from now on."""
    script_requests._coalesce_widget_states = _join_all
    ScriptRequests.request_rerun = _stay_on_new_page  # type: ignore[method-assign]
    SafeSessionState.on_script_will_rerun = _take_in_whole  # type: ignore[method-assign]
