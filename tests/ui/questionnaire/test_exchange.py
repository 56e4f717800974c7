"""What the server remembers of the talk with a browser, and what it says back."""

from scoring import Answer
from scoring.guidance.safety import SafetyAnswers
from tests.ui.questionnaire.test_message import KNOWN, message
from ui.questionnaire.amounts import TypedAmount
from ui.questionnaire.exchange import Exchange, held, wanted_page
from ui.questionnaire.message import Known, Older, Refused, Taken, TypedProfile, Why, read_message

TALK = Exchange("a1b2", epoch=3, seen=7)


def taken(**changed):
    result = read_message(message(**changed), KNOWN)
    assert isinstance(result, Taken)
    return result


def down(talk, **changed):
    return talk.down(
        **{"run": "r", "page": "results", "held": {}, "holds_nothing": True, **changed}
    )


def test_a_message_taken_in_is_acknowledged_and_its_part_noted():
    talk = TALK.after(taken(seq=9, part="Fats and oils"))
    assert (down(talk)["seen"], down(talk)["part"]) == (9, "Fats and oils")
    assert talk.after(Older()) == talk


def test_a_part_chosen_before_the_server_sent_the_person_elsewhere_does_not_count():
    talk = TALK.at_part("Meat and liver").after(taken(seq=9, part="Fats and oils", moves=0))
    assert (talk.seen, talk.part, talk.moves) == (9, "Meat and liver", 1)


def test_answers_go_down_until_the_browser_speaks_of_their_epoch():
    assert "held" in down(TALK)
    assert "held" not in down(TALK.after(taken()))
    other = TALK.after(taken()).with_other_answers()
    assert "held" in down(other)
    known = Known("a1b2", other.epoch, other.seen, KNOWN.foods, KNOWN.pages, KNOWN.languages)
    assert read_message(message(seq=99), known) == Older()  # said under the older epoch


def test_only_a_server_that_never_held_anything_leaves_the_browsers_answers_in_place():
    assert down(Exchange("new"))["fresh"]
    assert not down(Exchange("new"), holds_nothing=False)["fresh"]
    assert not down(Exchange("new").with_other_answers())["fresh"]
    assert not down(TALK)["fresh"]


def test_a_refusal_is_told_until_the_next_message_is_taken_in():
    refused = TALK.after(Refused(Why.SHAPE, "part", seq=8))
    assert down(refused)["refused"] == 8
    assert down(refused.after(taken(seq=9)))["refused"] == 0
    unknown = TALK.after(Refused(Why.UNKNOWN_FOOD, "foods", ("poi",), seq=8))
    assert (down(unknown)["unknown"], down(unknown)["refused"]) == (["poi"], 0)
    assert TALK.after(Refused(Why.ANOTHER_VISIT, "visit")) == TALK


def test_a_message_leads_on_only_from_the_page_on_which_it_was_said():
    asked = taken(page="questionnaire", wanted="results").message
    assert wanted_page(asked, "questionnaire") == "results"
    assert wanted_page(asked, "welcome") is None  # the menu was pressed since
    assert wanted_page(taken().message, "questionnaire") is None


def test_what_the_server_holds_is_taken_in_again_as_it_is():
    safety = SafetyAnswers(
        False, "vka", "pregnant", frozenset({"cancer"}), frozenset(), frozenset()
    )
    foods = {"natto": Answer("1d", "L")}
    supplements = {"d": TypedAmount("20.000", "iu", "week", "de")}
    profile = TypedProfile("female", "41", "pregnant")
    said = held(foods, supplements, safety, profile, own=True)
    said.pop("own")
    said["supplements"] = {**message()["supplements"], **said["supplements"]}
    again = taken(**said).message
    assert (again.foods, again.safety, again.profile) == (foods, safety, profile)
    assert again.supplements["d"] == supplements["d"]


def test_added_answers_go_down_marked_until_the_browser_speaks_of_their_epoch():
    added = TALK.with_added_answers("Fats and oils")
    assert (down(added)["adds"], down(added)["epoch"], down(added)["part"]) == (
        True,
        4,
        "Fats and oils",
    )
    known = Known("a1b2", 4, 7, KNOWN.foods, KNOWN.pages, KNOWN.languages)
    result = read_message(message(epoch=4, seq=9), known)
    assert not down(added.after(result))["adds"]
