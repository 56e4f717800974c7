import json

from content.example_people import example_people
from scoring import Answer, Answers, FoodTable, estimate
from scoring.intake import Causes, Intake
from tests.conftest import ROOT
from tests.pages.conftest import frequencies, visit
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


def intake(central, low, high):
    return Intake(central, low, high, 0.5, Causes(0, 0, 1))


def test_two_examples_side_by_side_with_their_ranges():
    visitor = visit("compare", **ADULT)
    assert sides_of(visitor) == [CHEESE, NATTO]
    k2 = next(table for table in visitor.tables() if "Whose" in table[0])
    assert [(row["Whose"], row["µg a day"]) for row in k2] == [
        (r"Example\: Dutch cheese lover", "78"),
        (r"Example\: natto twice a week", "153"),
    ]
    assert "75 µg a day more by the central figures. The likely ranges overlap" in visitor.words()
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
    assert set(visitor.charts()) == {"compare_people_d", "compare_foods_d"}
    assert "Vitamin K is left out here" in visitor.words()
    assert "MK-7" not in visitor.words_but_notices()


def test_the_example_who_takes_warfarin_hides_vitamin_k_too():
    visitor = visit("compare", **ADULT)
    choose(visitor, 1, "Example: takes warfarin")
    assert set(visitor.charts()) == {"compare_people_d", "compare_foods_d"}


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
    overlapping = difference_in_words(sides, (intake(10, 5, 20), intake(25, 15, 40)))
    assert overlapping.startswith("B: 15 µg a day more")
    assert "The likely ranges overlap" in overlapping
    apart = difference_in_words(sides, (intake(100, 60, 160), intake(10, 6, 16)))
    assert apart == (
        "A: 90 µg a day more by the central figures. The likely ranges do not overlap."
    )
    same = difference_in_words(sides, (intake(10, 5, 20), intake(10.01, 5, 20)))
    assert same == "Both central figures are the same."


def test_another_language_keeps_the_two_sides():
    visitor = visit("compare", **ADULT)
    choose(visitor, 1, "Example: vegan")
    visitor.app.selectbox(key="language").set_value("nl").run()
    assert [box.value for box in side_boxes(visitor)] == [CHEESE, "Example: vegan"]
