"""The report and the tables on Results: offered with a result, refused with words."""

import pytest

import report
from tests.pages.conftest import frequencies, visit
from tests.pages.visitor import ADULT, Visitor

pytestmark = pytest.mark.usefixtures("small_table")

ANSWERS = ADULT | frequencies(
    {"natto": "1w", "gouda": "1d", "egg": "never", "salmon": "1w", "spinach": "2w"}
)


def downloads(visitor: Visitor) -> list[str]:
    labels = [button.proto.label for button in visitor.app.get("download_button")]
    return [label for label in labels if label != "Save my answers"]


def errors(visitor: Visitor) -> list[str]:
    return [error.value for error in visitor.app.error]


def test_the_report_is_made_only_when_asked(monkeypatch):
    made = []
    monkeypatch.setattr(report, "pdf", lambda person: made.append(person) or b"%PDF")
    visitor = visit("results", **ANSWERS)
    assert "Take it with you" in visitor.parts()
    assert downloads(visitor) == ["Picture (PNG)", "Foods (CSV)", "Intakes in one row (CSV)"]
    assert made == []
    visitor.app.text_input[0].set_value("Ms J.")
    visitor.app.text_area[0].set_value("Two eggs")
    visitor.press("Make the report")
    assert downloads(visitor)[:2] == ["Save the report", "Save the picture with the name"]
    assert [(person.client, person.note, person.authority) for person in made] == [
        ("Ms J.", "Two eggs", "efsa")
    ]


def test_the_report_follows_the_comparison_on_the_page(monkeypatch):
    made = []
    monkeypatch.setattr(report, "pdf", lambda person: made.append(person) or b"%PDF")
    visitor = visit("results", **ANSWERS)
    visitor.choose("profile-authority", "dach")
    visitor.choose("profile-sex", "male")
    visitor.choose("profile-age", 60)
    visitor.press("Make the report")
    (person,) = made
    assert person.authority == "dach"
    assert (person.profile.sex, person.profile.age) == ("male", 60)


def test_the_name_goes_with_the_answers_and_the_note_goes_with_the_page():
    visitor = visit("results", **ANSWERS)
    visitor.app.text_input[0].set_value("Ms J. / 7")
    visitor.app.text_area[0].set_value("Two eggs")
    visitor.press("Make the report")
    visitor.open("learn")
    visitor.open("results")
    assert visitor.app.text_input[0].value == "Ms J. / 7"
    assert visitor.app.text_area[0].value == ""


@pytest.mark.parametrize(
    ("note", "message"),
    [("x\n" * 9, "9 lines"), ("김", "김")],
)
def test_what_does_not_fit_gets_words_and_no_file(note, message):
    visitor = visit("results", **ANSWERS)
    visitor.app.text_area[0].set_value(note)
    visitor.press("Make the report")
    assert any(message in error for error in errors(visitor))
    assert "Save the report" not in downloads(visitor)


def test_an_age_that_cannot_be_is_named():
    visitor = visit("results", **ANSWERS)
    visitor.choose("profile-age", 12)
    visitor.press("Make the report")
    assert any("18 to 120" in error and "reference values" in error for error in errors(visitor))
    assert "Save the report" not in downloads(visitor)


@pytest.mark.parametrize(
    "state",
    [
        ADULT,
        ANSWERS | {"safety-adult": "no"},
        ANSWERS | {"safety-signs-heart": True},
        ADULT | frequencies(dict.fromkeys(["natto", "gouda", "egg", "salmon", "spinach"], "never")),
    ],
)
def test_nothing_to_take_where_the_result_is_withheld(state):
    visitor = visit("results", **state)
    assert downloads(visitor) == []
    assert "Take it with you" not in visitor.parts()


def test_an_incomplete_result_is_not_taken_along():
    visitor = visit("results", **ADULT, **frequencies({"natto": "1w"}))
    assert downloads(visitor) == []
    assert "There is no report until then." in visitor.words()
