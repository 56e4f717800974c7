"""Nothing is lost where a message of the browser overtakes the one before it.

A busy server, or a phone's bad line, can let two messages arrive together: an answer and the page
that the person went to at once. The second speaks of the new page alone. Streamlit joins messages
that wait, taking what the newer one leaves out for gone, and lets a newer one end a run before the
answers that came with it are taken in, or in the middle of a callback. Both are mended here in
Streamlit's own classes, as it offers no other place, together with `runner.fastReruns` in
.streamlit/config.toml, without which a waiting message is thrown away.

Streamlit's version is pinned, and tests/browser/test_kept.py stops the server between an answer
and a change of page: a version that works otherwise shows there.
"""

from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.state import SafeSessionState

_join = script_requests._coalesce_widget_states
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


def _take_in_whole(self: SafeSessionState, *message: Any, **further: Any) -> None:
    """Take a message in and run its callbacks; only then may a newer one end the run."""
    look_for_newer = self._yield_callback
    object.__setattr__(self, "_yield_callback", lambda: None)
    try:
        _take_in(self, *message, **further)
    finally:
        object.__setattr__(self, "_yield_callback", look_for_newer)


def keep_overtaken() -> None:
    """Let every visit of this server keep what is overtaken, from now on."""
    script_requests._coalesce_widget_states = _join_all
    SafeSessionState.on_script_will_rerun = _take_in_whole  # type: ignore[method-assign]
