"""A message of the browser that overtakes another takes nothing away; see ui/overtaken.py.

tests/browser/test_kept.py tries the same with a real browser and a server that is held up.
"""

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests
from streamlit.runtime.state import SafeSessionState, SessionState

from ui.overtaken import keep_overtaken

keep_overtaken()


def said(**texts: str) -> WidgetStates:
    states = WidgetStates()
    for widget, text in texts.items():
        states.widgets.add(id=widget, string_value=text)
    return states


def taken_together(*messages: WidgetStates | None) -> dict[str, str]:
    requests = ScriptRequests()
    for number, message in enumerate(messages):
        requests.request_rerun(RerunData(widget_states=message, page_script_hash=str(number)))
    taken = requests.on_scriptrunner_ready().rerun_data
    assert taken.page_script_hash == str(len(messages) - 1)
    return {state.id: state.string_value for state in taken.widget_states.widgets}


def test_of_two_messages_the_newer_adds_and_corrects_and_takes_nothing_away():
    assert taken_together(said(natto="never", miso="once a week"), said(miso="never")) == {
        "natto": "never",
        "miso": "never",
    }


@pytest.mark.parametrize("empty", [None, WidgetStates()])
def test_a_message_without_answers_takes_nothing_away(empty):
    assert taken_together(said(natto="never"), empty) == {"natto": "never"}
    assert taken_together(empty, said(natto="never")) == {"natto": "never"}


@pytest.mark.parametrize("page_runs", [False, True])
def test_an_answer_on_a_page_that_was_left_leads_not_back_to_it(page_runs):
    requests = ScriptRequests()
    requests.request_rerun(RerunData(page_script_hash="learn"))
    if page_runs:
        requests.on_scriptrunner_ready()
    answer = RerunData(
        widget_states=said(natto="never"), page_script_hash="questionnaire", fragment_id="natto"
    )
    requests.request_rerun(answer)
    asked = requests.on_scriptrunner_ready().rerun_data
    assert (asked.page_script_hash, asked.fragment_id_queue) == ("learn", [])
    assert asked.widget_states == said(natto="never")


def test_an_answer_on_the_page_that_runs_runs_its_part_alone():
    requests = ScriptRequests()
    requests.request_rerun(RerunData(page_script_hash="questionnaire"))
    requests.on_scriptrunner_ready()
    requests.request_rerun(RerunData(page_script_hash="questionnaire", fragment_id="natto"))
    assert requests.on_scriptrunner_ready().rerun_data.fragment_id_queue == ["natto"]


def test_a_message_is_taken_in_before_a_newer_one_ends_the_run():
    def newer_message() -> None:
        raise RerunException(RerunData())

    state = SessionState()
    safe = SafeSessionState(state, newer_message)
    safe.on_script_will_rerun(said(natto="never"))
    assert [widget.id for widget in safe.get_widget_states()] == ["natto"]
    with pytest.raises(RerunException):
        safe["anything"] = 1
