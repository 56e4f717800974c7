"""A visitor brings a food table of their own: what changes, what stays, what is never run."""

import csv
import io
import re

import pytest

from scoring import FoodTable
from scoring.foods.table import COLUMNS
from tests.pages.conftest import SMALL_FOODS, frequencies, visit
from tests.pages.visitor import ADULT

LABEL = "Your food table"
SMALL = SMALL_FOODS.read_bytes()
NASTY = '<b>N</b> [x](http://e.vil) $x$ :red[y] %{x} "q" & *z*'


def table(*rows):
    """A food table of these rows: each a mapping of the columns that are not empty."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def food(food_id, **values):
    zero = {
        f"{n}_{end}": "0" for n in ("k1", "mk4", "mk7", "mkx", "d") for end in ("ug", "low", "high")
    }
    return (
        zero
        | {
            "food_id": food_id,
            "group": "All",
            "food": food_id,
            "serving": "1 piece",
            "serving_g": "100",
            "sources": "mine",
        }
        | values
    )


def line(visitor):
    """What stands above every page about the table in use."""
    found = [m.value for m in visitor.app.markdown if "food table" in m.value]
    return next((m for m in found if "session uses" in m or "counted" in m), "")


@pytest.fixture
def visitor():
    return visit("foods", **ADULT)


def test_a_table_without_faults_is_used_at_once_and_every_page_says_so(visitor):
    version = FoodTable.load(SMALL_FOODS).version
    visitor.upload(LABEL, "small.csv", SMALL)
    assert (
        line(visitor)
        == f"This session uses the food table **small.csv**, version `{version}`, not ours."
    )
    assert "5 foods of 5" in visitor.words()
    for page in (
        "welcome",
        "questionnaire",
        "results",
        "learn",
        "many_clients",
        "method",
        "validation",
    ):
        visitor.open(page)
        assert version in line(visitor), page
        assert "Something went wrong" not in visitor.words()


def test_the_way_back_to_our_table(visitor, foods):
    visitor.upload(LABEL, "small.csv", SMALL)
    visitor.press("Back to our food table")
    assert line(visitor) == ""
    assert f"{len(foods)} foods of {len(foods)}" in visitor.words()


def test_another_visitor_keeps_our_table(visitor, foods):
    visitor.upload(LABEL, "small.csv", SMALL)
    other = visit("foods", **ADULT)
    assert f"{len(foods)} foods of {len(foods)}" in other.words()
    assert line(other) == ""


def test_questionnaire_and_results_use_it(visitor):
    visitor.upload(LABEL, "mine.csv", table(food("aye", mk7_ug="70", mk7_low="70", mk7_high="70")))
    visitor.open("questionnaire")
    assert [food["id"] for food in visitor.part["foods"]] == ["aye"]
    visitor.choose("frequency-aye", "1w")
    visitor.open("results")
    # 70 µg in 100 g, one piece of 100 g once a week: 10 µg a day
    assert "about 10 µg a day" in visitor.card("Vitamin K2")


def test_method_and_citation_are_about_the_table_in_use(visitor, foods):
    visitor.upload(LABEL, "small.csv", SMALL)
    visitor.open("method")
    words = visitor.words()
    version = FoodTable.load(SMALL_FOODS).version
    assert f"food table version {version}" in words
    assert foods.version not in words
    assert "This session runs on 5 foods" in words
    assert "We have checked its format, not its figures" in words


def test_stories_and_validation_stay_about_our_table(visitor):
    visitor.open("validation")
    ours = visitor.tables()
    visitor.open("learn")
    visitor.choose("learn-part", "Food stories")
    charts = visitor.charts()
    visitor.open("foods")
    visitor.upload(LABEL, "mine.csv", table(food("natto"), food("aye")))
    visitor.open("validation")
    assert "All of this page is about our food table" in visitor.words()
    assert visitor.tables() == ours
    visitor.open("learn")
    visitor.choose("learn-part", "Food stories")
    assert "These stories and their charts are about our food table, not yours." in visitor.words()
    assert visitor.charts() == charts


def test_sources_of_ours_are_not_shown_for_it(visitor):
    visitor.upload(LABEL, "mine.csv", table(food("natto", sources="my_lab; <i>other</i>")))
    html = visitor.html()
    assert "Where this comes from" not in html
    assert "Sources named in your table: my_lab, &lt;i&gt;other&lt;/i&gt;" in html


def test_every_fault_is_listed_and_nothing_changes(visitor, foods):
    data = table(
        food("Aye", serving_g="0"), food("bee", k1_low="3", food=""), food("bee", note="a\nb")
    )
    visitor.upload(LABEL, "bad.csv", data)
    rows = visitor.table("Where")
    assert [row["Where"].replace("\\", "") for row in rows] == [
        "row 2, food_id",
        "row 2, serving_g",
        "row 3, food",
        "row 3, k1_low",
        "row 4, note",
        "row 4, food_id",
    ]
    assert "'0'" in rows[1]["Found"]
    assert "bad.csv cannot be used, and nothing has changed. It has 6 faults." in visitor.words()
    assert line(visitor) == ""
    assert f"{len(foods)} foods of {len(foods)}" in visitor.words()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "an empty file"),
        (b"PK\x03\x04rest", "a spreadsheet or another packed file"),
        ("food_id\n納豆".encode("shift_jis"), "UTF-8 text"),
        (SMALL.decode().encode("utf-16-le"), "a binary file"),
        (SMALL.replace(b",", b"\0", 1), "a binary file"),
        (SMALL.replace(b",", b";"), "one for each column"),
        ((",".join(f"c{n}" for n in range(10_000)) + "\n").encode(), "more unknown columns"),
        (b"a" * 1_000_001, "at most 1,000,000 bytes"),
        (table(*(food(f"f{n}") for n in range(501))), "at most 500 foods"),
        (table(food("aye", note="n" * 1001)), "at most 1,000 characters"),
        (table(food("aye", food="a\u202eb")), "not U+202E"),
    ],
)
def test_hostile_tables_are_refused_in_words(visitor, data, expected):
    visitor.upload(LABEL, "bad.csv", data)
    assert expected in visitor.words().replace("\\", "")
    assert "cannot be used, and nothing has changed" in visitor.words()
    assert "Something went wrong" not in visitor.words()
    visitor.upload(LABEL, "small.csv", SMALL)
    assert "5 foods of 5" in visitor.words()


def test_three_hundred_foods_work(visitor):
    rows = [food(f"food_{n}", group=f"Group {n // 30}") for n in range(300)]
    visitor.upload(LABEL, "many.csv", table(*rows))
    assert "300 foods of 300" in visitor.words()
    visitor.open("questionnaire")
    assert len(visitor.part["foods"]) == 30
    visitor.open("many_clients")
    data = b"respondent_id,food_0,food_299\nana,1w,never\n"
    visitor.upload("Responses: CSV, a spreadsheet, Parquet or JSON", "r.csv", data)
    assert "1 person scored" in visitor.words()


def test_answers_to_shared_foods_stay_and_no_question_is_asked():
    visitor = visit("foods", **ADULT, **frequencies({"natto": "1w"}))
    visitor.upload(LABEL, "mine.csv", table(food("natto"), food("aye")))
    assert "not ours." in line(visitor)
    assert "not counted" not in line(visitor)
    visitor.open("questionnaire")
    assert visitor.answer("frequency-natto") == "1w"


def test_answers_that_would_not_count_are_named_first_kept_and_counted_again():
    visitor = visit("foods", **ADULT, **frequencies({"natto": "1w", "miso": "2w"}))
    visitor.upload(LABEL, "mine.csv", table(food("natto"), food("aye")))
    assert line(visitor) == ""
    assert "You have 1 answer to foods that are not in mine.csv." in visitor.words()
    visitor.press("Use mine.csv all the same")
    assert "1 answer is to foods that it does not hold: kept" in line(visitor)
    visitor.open("questionnaire")
    visitor.choose("frequency-aye", "1d")
    visitor.press("Back to our food table")
    assert "1 answer is to foods that our food table does not hold" in line(visitor)
    assert visitor.answer("frequency-miso") == "2w"
    assert visitor.answer("frequency-natto") == "1w"


def test_names_in_it_are_text_wherever_they_stand(visitor):
    nasty = food(
        "aye",
        food=NASTY,
        group=NASTY,
        examples=NASTY,
        serving=NASTY,
        note=NASTY,
        mk7_ug="70",
        mk7_low="70",
        mk7_high="70",
        mk4_ug="",
        mk4_low="",
        mk4_high="",
    )
    visitor.upload(LABEL, "<b>x</b> [a](b).csv", table(nasty, food("bee", group="Other")))
    assert "**\\<b\\>x\\</b\\> \\[a\\]\\(b\\).csv**" in line(visitor)
    assert "<b>N</b>" not in visitor.html()
    assert "&lt;b&gt;N&lt;/b&gt;" in visitor.html()
    visitor.open("questionnaire")
    assert "<b>N</b>" not in visitor.html()
    assert visitor.title == NASTY  # the browser writes it as text
    visitor.choose("frequency-aye", "1w")
    visitor.open("results")
    visitor.press("Other: ")  # the list of foods without an answer leads back
    visitor.choose("frequency-bee", "never")
    visitor.open("results")
    for element in visitor.app.main.get("markdown"):
        assert "<b>N</b>" not in element.value
    for rows in visitor.tables():
        assert not any("<b>N</b>" in cell for row in rows for cell in row.values())
    labels = [
        a["text"] for f in visitor.charts().values() for a in f["layout"].get("annotations", ())
    ]
    joined = "".join(labels).replace("<br>", " ")
    assert "&lt;b&gt;N&lt;/b&gt;" in joined
    assert "<b>N" not in joined
    assert "&quot;" not in joined
    templates = re.findall(r"'hovertemplate': '(.*?)'", str(visitor.charts()))
    assert templates
    assert not any("%{x}" in template for template in templates), "a name is never a template"
