"""What a person sees when something is broken, and what the log gets."""

import logging
import re

import pytest

from tests.conftest import ROOT
from tests.pages.conftest import SMALL_FOODS, frequencies, visit
from tests.pages.visitor import ADULT, Visitor
from ui import frame, session
from ui.text import as_markdown

PAGES = tuple(frame.TITLES)


@pytest.fixture
def broken_table(monkeypatch, tmp_path):
    """The app runs on a table with two faults: a serving of 0 g in row 2, a range upside down."""
    path = tmp_path / "foods.csv"
    text = SMALL_FOODS.read_text(encoding="utf-8")
    text = text.replace("1 pack,50,", "1 pack,0,").replace("500,350,700", "500,350,70")
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(session.tables, "FOODS_CSV", path)
    session.tables.our_foods.clear()
    yield
    session.tables.our_foods.clear()


@pytest.mark.parametrize("page", ["", "results", "questionnaire", "foods"])
def test_a_broken_food_table_shows_its_faults_and_nothing_else(broken_table, page):
    visitor = visit(page, **ADULT) if page else Visitor()
    assert "food table" in visitor.title
    (rows,) = visitor.tables()
    assert [(row["Row"], row["Column"], row["Value"]) for row in rows] == [
        ("2", as_markdown("serving_g"), "0"),
        ("6", as_markdown("k1_high"), "70"),
    ]
    assert as_markdown("at least k1_ug, 500") in rows[1]["What is allowed"]
    assert "0.01" in rows[0]["What is allowed"]
    assert not visitor.charts()
    assert not visitor.buttons()
    assert not visitor.app.button_group
    assert visitor.ways_on() == {}
    assert "about" not in visitor.words()


def test_a_missing_food_table_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(session.tables, "FOODS_CSV", tmp_path / "foods.csv")
    session.tables.our_foods.clear()
    visitor = Visitor()
    session.tables.our_foods.clear()
    assert "food table" in visitor.title
    assert "No such file" in visitor.words()


def test_the_faults_of_a_table_go_to_the_log(broken_table, caplog):
    Visitor()
    assert "serving_g" in caplog.text
    assert "k1_high" in caplog.text


PLACE = re.compile(r"\S+:\d+ in ")


def boom(*arguments, **named):
    raise RuntimeError(repr(session.visit.read().answers))


@pytest.mark.parametrize(
    ("page", "broken"),
    [
        ("results", "ui.results.headline.show"),
        ("results", "ui.results.causes.show"),
        ("what_if", "ui.what_if.effect.show"),
        ("questionnaire", "ui.questionnaire.sheet_data.questionnaire"),
        ("foods", "ui.foods.food_list.foods_html"),
        ("learn", "ui.learn.reading.show_passage"),
        ("method", "ui.method.studies.reference_link"),
        ("welcome", "content.texts.disclaimer_full"),
        ("before_you_start", "ui.notices.show"),
    ],
)
def test_an_unexpected_error_is_calm_and_tells_the_log_no_answer(
    page, broken, monkeypatch, caplog, all_once_a_week
):
    answers = all_once_a_week | frequencies({"natto": "3-4w"})
    visitor = Visitor(**ADULT, **answers, **{"profile-age": 57, "supplement-d": 1234.0})
    caplog.clear()
    module, _, name = broken.rpartition(".")
    monkeypatch.setattr(f"{module}.{name}", boom)
    with caplog.at_level(logging.DEBUG):
        visitor.open(page)
    message = visitor.app.error[-1].value
    assert "Something went wrong on our side" in message
    assert not visitor.app.exception
    assert "menu" in message
    logged = PLACE.sub(" in ", "\n".join(record.getMessage() for record in caplog.records))
    assert "RuntimeError" in logged
    assert "in boom" in logged  # the place is told
    for leak in ("natto", "3-4w", "1w", "57", "1234", "Answer"):
        assert leak not in logged
        assert leak not in message
    assert "Traceback" not in visitor.words()
    assert visitor.answer("frequency-natto") == "3-4w"


def test_the_app_goes_on_after_an_error(monkeypatch, all_once_a_week):
    visitor = Visitor(**ADULT, **all_once_a_week)
    with monkeypatch.context() as broken:
        broken.setattr("ui.results.causes.show", boom)
        visitor.open("results")
        assert visitor.app.error
    visitor.open("results")
    assert not visitor.app.error
    assert "causes" in visitor.charts()


def test_every_page_has_one_main_heading(all_once_a_week):
    visitor = Visitor(**ADULT, **all_once_a_week)
    for page in PAGES:
        visitor.open(page)
        in_sheets = [data for data in visitor.sheets() if any("name" in p for p in data["parts"])]
        assert len(visitor.app.title) + len(in_sheets) == 1, page
        assert not visitor.app.exception


def test_the_menu_holds_every_page_of_the_folder():
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} == set(PAGES)


@pytest.mark.parametrize(
    ("page", "key"), [("learn", session.language.KEY), ("results", session.authority.AUTHORITY_KEY)]
)
def test_a_run_leaves_a_choice_alone_that_the_person_may_have_changed_meanwhile(page, key):
    """Whatever a run sets, a browser puts in place of what was chosen since the run began."""
    visitor = Visitor(page, **ADULT, **{"frequency-natto": "1w"})
    visitor.app.run()
    assert not visitor.app.selectbox(key=key).proto.set_value
