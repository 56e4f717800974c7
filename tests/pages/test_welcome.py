from content.texts import disclaimer_full
from scoring.guidance.disclaimer import disclaimer_short
from tests.pages.conftest import visit
from tests.pages.visitor import VITAMIN_K_ANTAGONIST, Visitor, read_html


def test_welcome_says_what_it_is_and_what_happens_to_the_answers(foods):
    visitor = Visitor()
    words = visitor.words()
    assert "K2, K1 and D" in visitor.title
    assert f"{len(foods)} foods" in words
    assert f"{len(foods.groups) + 1} short parts" in words
    assert "five minutes" in words
    assert "No account" in words
    assert "not medical advice" in words


def test_welcome_shows_the_result_of_an_example_who_takes_what_the_visitor_takes(foods):
    assert "Example: Dutch cheese lover. A made-up person." in visit("welcome").words()
    words = visit("welcome", **VITAMIN_K_ANTAGONIST).words()
    assert "Example: takes warfarin. A made-up person." in words


def test_welcome_shows_the_whole_disclaimer(foods):
    words = Visitor().words()
    for paragraph in disclaimer_full().split("\n\n"):
        assert paragraph in words


def test_welcome_leads_to_the_safety_questions_and_to_learn():
    visitor = Visitor()
    assert "learn" in visitor.ways_on().values()
    visitor.press("Start")
    assert visitor.title == "Before you start"


def test_every_other_page_carries_the_disclaimer_also_where_it_stops_early():
    visitor = Visitor()
    for page in (
        "before_you_start",
        "questionnaire",
        "results",
        "learn",
        "foods",
        "method",
    ):
        visitor.open(page)
        assert disclaimer_short() in visitor.words(), page


def test_html_is_read_as_words():
    source = "<p>one &amp; <b>two</b></p><ul><li>three</li></ul>"
    assert read_html(source) == ["one & two", "three"]
