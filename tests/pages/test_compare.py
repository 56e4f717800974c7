import json

from content.example_people import example_people
from content.results.difference import likely_more
from scoring import Answer, Answers, FoodTable, estimate
from scoring.intake.difference import Difference, differences
from tests.conftest import ROOT
from tests.pages.conftest import SMALL_FOODS, frequencies, visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST
from ui.compare import Side, difference_in_words

FOODS = FoodTable.load(ROOT / "foods.csv")
CHEESE, NATTO = "Example: Dutch cheese lover", "Example: natto twice a week"


def side_boxes(visitor):
    return [box for box in visitor.app.selectbox if box.key.startswith("compare-")]


def sides_of(visitor):
    return [box.format_func(box.value) for box in side_boxes(visitor)]


def choose(visitor, number, label):
    box = side_boxes(visitor)[number]
    box.select_index(box.options.index(label)).run()


def file_of(answers, **changes):
    content = {
        "format": "kdcheck-answers",
        "version": 1,
        "saved": "2026-10-05",
        "foods_version": FOODS.version,
        "answers": {food.food_id: {"frequency": "never"} for food in FOODS} | answers,
    }
    return json.dumps(content | changes).encode()


def give(visitor, *files):
    visitor.app.file_uploader[0].set_value(
        [(name, raw, "application/json") for name, raw in files]
    ).run()


def test_two_examples_side_by_side_with_their_ranges():
    visitor = visit("compare", **ADULT)
    assert sides_of(visitor) == [CHEESE, NATTO]
    k2 = next(table for table in visitor.tables() if "Whose" in table[0])
    cheese, natto = (person.answers(FOODS) for person in people(CHEESE, NATTO))
    wholes = [estimate(FOODS, answers).wholes["k2"] for answers in (cheese, natto)]
    assert [row["Vitamin"] for row in k2] == [
        *("Vitamin K2", "Vitamin K2", "Vitamin K1", "Vitamin K1", "Vitamin D", "Vitamin D")
    ]
    assert [(row["Whose"], row["µg a day"]) for row in k2[:2]] == [
        (r"Example\: Dutch cheese lover", f"{wholes[0].central:.0f}"),
        (r"Example\: natto twice a week", f"{wholes[1].central:.0f}"),
    ]
    more = differences(FOODS, cheese, natto)["k2"]
    words = f"{more.central:.0f} µg a day more, likely {likely_more(more)}."
    assert f"natto twice a week: about {words}" in visitor.words().replace("\\", "")
    assert "overlap" not in visitor.words()
    forms = visitor.table("Form")
    assert [row["Form"] for row in forms] == ["MK-4", "MK-7", "Other long-chain K2"]


def test_the_foods_behind_the_difference_add_up_to_it():
    visitor = visit("compare", **ADULT)
    chart = visitor.charts()["compare_foods_k2"]
    _, first, second = chart["data"]
    cheese, natto = (
        estimate(FOODS, person.answers(FOODS)).intakes["k2"].central
        for person in people(CHEESE, NATTO)
    )
    assert abs(sum(first["x"]) - cheese) < 1e-6
    assert abs(sum(second["x"]) - natto) < 1e-6
    assert (first["name"], second["name"]) == (CHEESE, NATTO)
    table = visitor.table("Food")
    assert table[0]["Food"] == "Natto"
    assert len(table) == 9
    assert table[-1]["Food"] == "All other foods"


def people(*names):
    by_name = {person.name: person for person in example_people().values()}
    return [by_name[name] for name in names]


def test_own_answers_come_first_where_there_are_any(all_once_a_week):
    visitor = visit("compare", **ADULT, **all_once_a_week)
    assert sides_of(visitor) == ["Your answers", CHEESE]


def test_a_saved_file_can_be_a_side_and_be_taken_away_again():
    visitor = visit("compare", **ADULT)
    give(visitor, ("Before.json", file_of({"natto": {"frequency": "1d", "portion": "M"}})))
    choose(visitor, 0, "File: Before")
    assert sides_of(visitor)[0] == "File: Before"
    first = next(t for t in visitor.tables() if "Whose" in t[0])[0]
    natto = estimate(FOODS, Answers({"natto": Answer("1d")})).intakes["k2"].central
    assert first["µg a day"] == f"{natto:,.0f}"
    visitor.open("learn")
    visitor.open("compare")
    assert "File: Before" in side_boxes(visitor)[0].options
    visitor.press("Take the files away")
    assert "File: Before" not in side_boxes(visitor)[0].options


def test_an_amount_of_a_supplement_that_cannot_be_is_said_as_on_results(all_once_a_week):
    visitor = visit("compare", **ADULT, **all_once_a_week, **{"supplement-d": 5000.0})
    assert visitor.title == "Compare"
    (fault,) = (alert.value for alert in visitor.app.error)
    assert fault.startswith("Vitamin D: 5,000 µg is not an amount we can count. Please enter 0")
    assert visitor.charts() == {}
    visitor.press("Back to the supplements")
    assert visitor.title == "Supplements"


def test_a_file_is_read_with_the_food_table_in_use():
    visitor = visit("compare", **ADULT)
    give(visitor, ("Before.json", file_of({"natto": {"frequency": "1d", "portion": "M"}})))
    visitor.open("foods")
    visitor.upload("Your food table", "mine.csv", SMALL_FOODS.read_bytes())
    visitor.open("compare")
    assert "was saved with another food table" in visitor.words()
    visitor.open("foods")
    visitor.press("Back to our food table")
    visitor.open("compare")
    choose(visitor, 0, "File: Before")
    first = next(t for t in visitor.tables() if "Whose" in t[0])[0]
    natto = estimate(FOODS, Answers({"natto": Answer("1d")})).intakes["k2"].central
    assert first["µg a day"] == f"{natto:,.0f}"


def test_a_bad_file_is_named_and_the_page_goes_on():
    visitor = visit("compare", **ADULT)
    give(visitor, ("a.json", b"{"), ("b.json", file_of({"eggs": {"frequency": "1d"}})))
    assert "a.json cannot be opened" in visitor.app.error[0].value
    assert "File: b" in side_boxes(visitor)[0].options


def test_a_side_with_too_few_answers_is_withheld():
    visitor = visit("compare", **ADULT, **frequencies({"natto": "1w"}))
    assert "**Your answers** cannot be compared" in visitor.app.warning[0].value
    assert "More than one in ten foods has no answer" in visitor.app.warning[0].value
    assert visitor.charts() == {}


def test_the_same_side_twice_is_no_comparison():
    visitor = visit("compare", **ADULT)
    choose(visitor, 1, CHEESE)
    assert "Both sides are the same" in visitor.words()


def test_people_on_warfarin_see_vitamin_d_alone(all_once_a_week):
    visitor = visit("compare", **VITAMIN_K_ANTAGONIST, **all_once_a_week)
    assert set(visitor.charts()) == {"compare_people", "compare_foods_d"}
    assert "Vitamin K is left out here" in visitor.words()
    assert "MK-7" not in visitor.words_but_notices()


def test_the_example_who_takes_warfarin_hides_vitamin_k_too():
    visitor = visit("compare", **ADULT)
    choose(visitor, 1, "Example: takes warfarin")
    assert set(visitor.charts()) == {"compare_people", "compare_foods_d"}


def test_pregnant_people_get_no_liver_named():
    liver = {"beef_liver": {"frequency": "1w", "portion": "M"}}
    for pregnancy, named in (("no", True), ("pregnant", False)):
        visitor = visit("compare", **ADULT, **{"safety-pregnancy": pregnancy})
        give(visitor, ("a.json", file_of(liver)))
        choose(visitor, 0, "File: a")
        choose(visitor, 1, "Example: vegan")
        visitor.choose("compare-foods-of", "d")
        foods = [row["Food"] for row in visitor.table("Food")]
        assert ("Beef or calf liver" in foods) is named


def test_the_difference_in_words():
    sides = tuple(Side(name, Answers({}), frozenset()) for name in ("A", "B"))
    more = difference_in_words(sides, Difference(58, 25, 135))
    assert more == "B: about 58 µg a day more, likely 25 to 135 µg."
    less = difference_in_words(sides, Difference(-58, -135, -25))
    assert less == "A: about 58 µg a day more, likely 25 to 135 µg."
    either = difference_in_words(sides, Difference(-5, -30, 20))
    assert either == "A: about 5.0 µg a day more, likely from 20 µg less to 30 µg more."
    same = difference_in_words(sides, Difference(0, 0, 0))
    assert same.endswith("there is no difference.")


def test_two_fillings_of_one_person_beside_what_answering_twice_shows():
    visitor = visit("compare", **ADULT)
    week = {"spinach": {"frequency": "1w"}, "salmon_trout": {"frequency": "1w"}}
    far = {"spinach": {"frequency": "1d"}, "salmon_trout": {"frequency": "1w", "portion": "L"}}
    give(visitor, ("a.json", file_of(week)), ("b.json", file_of(far)))
    choose(visitor, 0, "File: a")
    choose(visitor, 1, "File: b")
    # Spinach once a day holds 7 times as much K1, more than the 1.9 times of two fillings; a
    # portion half as large again 1.5 times as much D, less than that.
    words = visitor.words()
    assert "so this is more than answering twice would usually show" in words
    assert "so answering twice alone may show as much" in words
    assert "54 people answered twice, 8 in 10 came out within 1.9 times" in words
    choose(visitor, 1, "Example: vegan")
    assert "answered twice" not in visitor.words()  # a made-up person is nobody's second filling


def test_another_language_keeps_the_two_sides():
    visitor = visit("compare", **ADULT)
    choose(visitor, 1, "Example: vegan")
    visitor.app.selectbox(key="language").set_value("nl").run()
    assert [box.value for box in side_boxes(visitor)] == [CHEESE, "Example: vegan"]
