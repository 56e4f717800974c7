import json

import pytest

from content.example_people import example_people
from scoring import Answer, FoodTable
from scoring.questionnaire.answers_file import read_answers
from tests.conftest import ROOT
from tests.pages.conftest import frequencies, visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST
from ui.frame import TITLES
from ui.text import as_markdown

FOODS = FoodTable.load(ROOT / "foods.csv")
PEOPLE = example_people()
MINE = ADULT | frequencies({"natto": "1w", "eggs": "2w"})


def file_of(**changes):
    content = {
        "format": "kdcheck-answers",
        "version": 1,
        "saved": "2026-10-05",
        "foods_version": FOODS.version,
        "answers": {"gouda_edam": {"frequency": "3-4w", "portion": "L"}},
        "supplements": {"d": 25},
        "profile": {"sex": "female", "age": 61, "life_stage": ""},
    }
    return json.dumps(content | changes).encode()


def give(visitor, raw, name="answers.json"):
    visitor.app.file_uploader[0].set_value([(name, raw, "application/json")]).run()


def kept(visitor, food_id):
    return visitor.answer(f"frequency-{food_id}")


@pytest.mark.parametrize("person", PEOPLE.values(), ids=list(PEOPLE))
def test_one_press_opens_an_example_and_every_page_says_so(person):
    visitor = visit("welcome")
    visitor.press(person.name)
    assert visitor.title == "Your results"
    assert visitor.answer("frequency-natto") == (
        person.eats["natto"].frequency if "natto" in person.eats else "never"
    )
    for page in TITLES:
        visitor.open(page)
        assert not visitor.app.exception
        (banner,) = (info for info in visitor.app.info if as_markdown(person.name) in info.value)
        assert "A made-up person" in banner.value
        assert person.teaching_point in banner.value


def test_closing_an_example_begins_afresh():
    visitor = visit("welcome")
    visitor.press("natto twice")
    visitor.press("Close the example")
    assert kept(visitor, "natto") is None
    assert not any("A made-up person" in info.value for info in visitor.app.info)
    visitor.open("results")
    assert "Two short questions come first" in visitor.words()


def test_an_example_asks_before_it_replaces_own_answers():
    visitor = visit("welcome", **MINE)
    visitor.app.session_state["label"] = "Ms J."
    visitor.press("Example: vegan")
    assert visitor.title != "Your results"
    assert "You have answered 2 foods" in visitor.words()
    assert [button.proto.label for button in visitor.app.get("download_button")] == [
        "Save my answers"
    ]
    assert not visitor.app.error
    assert kept(visitor, "natto") == "1w"
    visitor.press("Keep mine")
    assert "Replace your answers?" not in visitor.words()
    assert kept(visitor, "eggs") == "2w"
    assert visitor.app.session_state["label"] == "Ms J."
    visitor.press("Example: vegan")
    visitor.press("Replace them")
    assert "label" not in visitor.app.session_state  # which was not of these answers
    assert visitor.title == "Your results"
    assert kept(visitor, "tempeh") == "1-3m"
    assert kept(visitor, "eggs") == "never"


def test_an_example_never_takes_away_what_a_person_on_warfarin_said():
    visitor = visit("welcome", **VITAMIN_K_ANTAGONIST)
    visitor.press("natto twice")
    assert visitor.answer("safety-blood-thinner") == "vka"
    visitor.press("Close the example")
    assert visitor.answer("safety-blood-thinner") == "vka"
    assert visitor.answer("safety-adult") == "yes"


def test_an_example_does_not_open_the_results_for_a_child():
    visitor = visit("welcome", **{"safety-adult": "no"})
    visitor.press("natto twice")
    assert visitor.answer("safety-adult") == "no"
    assert "µg a day" not in visitor.words()


def test_from_one_example_to_the_next_nothing_is_asked_and_warfarin_is_not_taken_along():
    visitor = visit("welcome")
    visitor.press("takes warfarin")
    visitor.open("welcome")
    visitor.press("natto twice")
    assert visitor.title == "Your results"
    assert visitor.answer("safety-blood-thinner") == "none"


def test_a_saved_file_opens_and_the_safety_questions_come_next():
    visitor = visit("welcome")
    give(visitor, file_of())
    assert "Saved on 5 October 2026, with answers about 1 food." in visitor.words()
    assert "frequency-gouda_edam" not in visitor.app.session_state
    visitor.press("Use these answers")
    assert visitor.title == "Before you start"
    assert kept(visitor, "gouda_edam") == "3-4w"
    assert visitor.answer("portion-gouda_edam") == "L"
    assert visitor.answer("supplement-d") == "25"
    assert visitor.answer("profile-age") == "61"


def test_a_file_replaces_own_answers_only_after_a_question_and_asks_for_safety_again():
    visitor = visit("welcome", **VITAMIN_K_ANTAGONIST, **frequencies({"natto": "1w"}))
    give(visitor, file_of())
    visitor.press("Use these answers")
    assert kept(visitor, "natto") == "1w"
    assert "You have answered 1 food." in visitor.words()
    visitor.press("Replace them")
    assert visitor.title == "Before you start"
    assert kept(visitor, "natto") is None
    assert visitor.answer("safety-blood-thinner") is None


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ({}, False),
        ({"profile-age": 61, "profile-sex": "female"}, False),
        ({"portion-gouda_edam": "M"}, True),
        ({"frequency-natto": "never"}, True),
        ({"supplement-d": 20}, True),
        ({"supplement-mk7": "a lot"}, True),
        ({"profile-age": 60}, True),
    ],
)
def test_the_file_of_the_very_answers_that_are_here_opens_unasked(said, asks):
    mine = {"frequency-gouda_edam": "3-4w", "portion-gouda_edam": "L", "supplement-d": 25}
    visitor = visit("welcome", **ADULT, **(mine | said))
    give(visitor, file_of())
    visitor.press("Use these answers")
    assert ("Replace your answers?" in visitor.words()) is asks


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"not json", "damaged or not an answers file"),
        (file_of(version=2), "saved by a newer KD Check"),
        (file_of(version=0), "this app reads version 1"),
        (file_of(format="other"), "not an answers file of KD Check"),
        (file_of(answers={"nato": {"frequency": "1w"}}), "Did you mean 'natto'?"),
    ],
)
def test_a_bad_file_changes_nothing_and_says_why(raw, words):
    visitor = visit("welcome", **MINE)
    give(visitor, raw)
    assert words in visitor.app.error[0].value.replace("\\", "")
    assert "Your present answers are as they were" in visitor.app.error[0].value
    assert "Use these answers" not in visitor.buttons()
    assert kept(visitor, "natto") == "1w"


def test_a_file_of_another_food_table_says_what_changed():
    visitor = visit("welcome")
    answers = {f.food_id: {"frequency": "never"} for f in FOODS if f.food_id != "eggs"}
    give(
        visitor,
        file_of(foods_version="000000000000", answers=answers | {"goose": {"frequency": "1w"}}),
    )
    words = visitor.words()
    assert f"version 000000000000; this is {FOODS.version}" in words
    assert "1 answer is about foods that are not in this table and will not count: goose" in words
    assert "1 food of this table has no answer in the file: Eggs" in words


def test_words_from_a_file_are_shown_as_text():
    visitor = visit("welcome")
    give(visitor, file_of(example="Example: <b>x</b> [a](http://x) $y$"))
    visitor.press("Use these answers")
    (banner,) = (info.value for info in visitor.app.info if "made-up" in info.value)
    assert as_markdown("Example: <b>x</b> [a](http://x) $y$") in banner


def test_results_offer_to_save_and_to_open(all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week)
    assert "Save my answers" in [b.proto.label for b in visitor.app.get("download_button")]
    give(visitor, file_of())
    visitor.press("Use these answers")
    visitor.press("Replace them")
    assert visitor.title == "Before you start"


def test_the_saved_file_holds_the_answers_and_not_the_safety_answers(monkeypatch):
    made = []
    monkeypatch.setattr(
        "ui.opening.write_answers",
        lambda *args: made.append(real(*args)) or made[-1],
    )
    from scoring.questionnaire.answers_file import write_answers as real

    visit("welcome", **MINE, **{"supplement-d": 1000, "supplement-d-unit": "IU"})
    file = read_answers(made[-1], FOODS)
    assert file.answers.foods == {"natto": Answer("1w"), "eggs": Answer("2w")}
    assert file.answers.supplements.per_day["d"] == 25
    assert b"thinner" not in made[-1]
    assert b"adult" not in made[-1]


def test_who_opens_an_example_and_goes_on_at_once_is_not_called_back_to_its_results():
    visitor = visit("welcome")
    person = next(iter(PEOPLE.values()))
    visitor.app.switch_page("pages/learn.py")
    visitor.app.button(key=f"press-example-{person.example_id}").click().run()
    assert visitor.title == TITLES["learn"]
    assert as_markdown(person.name) in visitor.words()
    visitor.open("results")
    visitor.open("learn")
    assert visitor.title == TITLES["learn"]
