"""A button whose press reaches the server with the next page does what it says, and once."""

import json
from datetime import date

from scoring import Answer
from scoring.questionnaire.answers import Answers
from scoring.questionnaire.answers_file import write_answers
from scoring.questionnaire.history import read_history
from tests.pages.conftest import visit
from tests.pages.test_over_time import SIX, history_of, tell
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST
from ui import session
from ui.session import draft


def test_an_example_that_is_opened_on_the_way_elsewhere_is_open():
    visitor = visit("welcome")
    visitor.press_twice_and_go("example-natto_twice_a_week", "learn")
    assert visitor.page == "learn"
    assert visitor.said.example
    assert "Close the example" in visitor.buttons()


def test_an_example_pressed_on_the_way_elsewhere_replaces_nothing_unasked():
    visitor = visit("welcome", **ADULT, **{"frequency-natto": "1d"})
    visitor.press_twice_and_go("example-natto_twice_a_week", "learn")
    assert visitor.answer("frequency-natto") == "1d"
    visitor.open("welcome")
    assert "Replace them" in visitor.buttons()


def test_a_press_that_fails_is_said_once_and_keeps_nobody_from_the_page(monkeypatch):
    def fail(*_answers):
        raise RuntimeError("of ours")

    monkeypatch.setattr(session.opening, "ask_first", fail)
    visitor = visit("welcome", **ADULT, **{"frequency-natto": "1d"})
    visitor.press_twice_and_go("example-natto_twice_a_week", "learn")
    assert (visitor.page, visitor.title) == ("learn", "Learn")
    assert "Something went wrong on our side" in visitor.words()
    visitor.open("foods")
    assert "Something went wrong on our side" not in visitor.words()


def test_a_draft_switched_on_and_forgotten_on_the_way_elsewhere(foods):
    visitor = visit("questionnaire", **ADULT, **{"frequency-natto": "1d"})
    visitor.press_twice_and_go("draft-keep", "learn")
    kept = visitor.data_of("kdcheck-draft")
    assert json.loads(kept["file"])["answers"]["natto"]["frequency"] == "1d"
    visitor.open("questionnaire")
    assert "A draft of your answers is kept in this browser." in visitor.words()
    visitor.press_twice_and_go("draft-forget", "learn")
    forgotten = visitor.data_of("kdcheck-draft")
    assert forgotten["file"] == ""
    assert forgotten["forget"] != kept["forget"]


def with_draft(foods):
    """A visitor whose browser holds a draft: eggs once a week."""
    found = write_answers(Answers({"eggs": Answer("1w")}), foods, date(2026, 11, 30)).decode()
    visitor = visit("welcome")
    visitor.app.session_state[draft.BROWSER_KEY] = {"found": found, "refused": False}
    visitor.app.run()
    assert "Use the draft" in visitor.buttons()
    return visitor, found


def test_a_draft_put_to_use_on_the_way_elsewhere_is_in_use(foods):
    visitor, _ = with_draft(foods)
    visitor.press_twice_and_go("draft-use", "learn")
    assert visitor.page == "learn"
    assert visitor.answer("frequency-eggs") == "1w"
    assert visitor.app.session_state[draft.ON_KEY]


def test_a_draft_to_be_dropped_on_the_way_elsewhere_is_dropped(foods):
    visitor, found = with_draft(foods)
    visitor.press_twice_and_go("draft-drop", "learn")
    data = visitor.data_of("kdcheck-draft")
    assert data["resolved"] == found
    assert data["forget"]
    assert visitor.answer("frequency-eggs") is None


def test_answers_added_to_the_history_on_the_way_elsewhere_are_in_it_once(foods):
    visitor = visit("over_time", **ADULT, **{"frequency-natto": "1d"})
    visitor.press_twice_and_go("history-add", "learn")
    assert visitor.page == "learn"
    tell(visitor)
    put = visitor.data_of("kdcheck-history")["put"]
    (added,) = read_history(put["text"], foods)
    assert added.answers.foods == {"natto": Answer("1d")}
    tell(visitor, kept=put["text"], done=put["token"])
    assert "The history in this browser holds 1 filling" in visitor.words()
    visitor.open("foods")
    assert visitor.all_data_of("kdcheck-history") == []


def test_an_example_opened_with_the_press_is_not_added_to_the_history():
    visitor = visit("welcome", **ADULT, **{"frequency-natto": "1d"})
    visitor.open("over_time")
    message = visitor.message()
    message["presses"] = [[message["seq"], "history-add"]]
    visitor.hear(message)
    visitor.open("welcome")
    visitor.press_twice_and_go("example-vegan", "welcome")
    visitor.press("Replace them")
    assert visitor.said.example
    visitor.open("learn")
    tell(visitor)
    assert all(data["put"] is None for data in visitor.all_data_of("kdcheck-history"))


def test_fillings_forgotten_on_the_way_elsewhere_are_forgotten_once(foods):
    visitor = visit("over_time", **ADULT)
    kept = history_of(*SIX[:3])
    tell(visitor, kept=kept)
    visitor.press_twice_and_go("history-forget-0-of-3", "learn")
    put = visitor.data_of("kdcheck-history")["put"]
    assert put["over"] == kept
    assert [file.saved.month for file in read_history(put["text"], foods)] == [2, 3]
    tell(visitor, kept=put["text"], done=put["token"])
    visitor.open("over_time")
    tell(visitor, kept=put["text"])
    visitor.press_twice_and_go("history-forget-all", "learn")
    assert visitor.data_of("kdcheck-history")["put"]["text"] == ""


def test_notices_read_on_the_way_elsewhere_are_read():
    visitor = visit("results", **VITAMIN_K_ANTAGONIST, **{"frequency-natto": "1d"})
    visitor.press_twice_and_go("results-read", "learn")
    visitor.open("results")
    assert "I have read this, show my results" not in visitor.buttons()
    assert visitor.title == "Your results"


def test_a_change_tried_on_the_way_elsewhere_is_tried_once():
    visitor = visit("what_if", **ADULT, **{"frequency-natto": "1d"})
    visitor.press_twice_and_go("what-if-try-more-0", "learn")
    (tried,) = visitor.app.session_state[session.what_if.FOODS_KEY]
    visitor.open("what_if")
    visitor.press_twice_and_go(f"what-if-drop-{tried}", "learn")
    assert visitor.app.session_state[session.what_if.FOODS_KEY] == ()
