import pytest

from content.example_people import example_people
from content.numbers import micrograms
from scoring import FoodTable, estimate
from tests.conftest import ROOT

FOODS = FoodTable.load(ROOT / "foods.csv")
PEOPLE = example_people()


def intakes(example_id):
    return estimate(FOODS, PEOPLE[example_id].answers(FOODS)).intakes


@pytest.mark.parametrize("person", PEOPLE.values(), ids=list(PEOPLE))
def test_an_example_answers_everything_and_is_marked_as_one(person):
    result = estimate(FOODS, person.answers(FOODS))
    assert person.fits(FOODS)
    assert person.name.startswith("Example: ")
    assert result.unanswered == ()
    assert set(result.warnings) <= {"d_above_ul"}
    assert len(person.teaching_point) > 80


def test_the_people_that_a_dietitian_needs_are_there():
    assert [person.name for person in PEOPLE.values()] == [
        "Example: Dutch cheese lover",
        "Example: natto twice a week",
        "Example: vegan",
        "Example: takes warfarin",
        "Example: rarely cooks",
        "Example: vitamin D supplement above the upper level",
    ]


def test_each_teaching_point_is_true_of_its_person():
    cheese, natto = intakes("dutch_cheese_lover"), intakes("natto_twice_a_week")
    assert cheese["mkx"].central > cheese["k2"].central / 2
    assert natto["mk7"].central > natto["k2"].central / 2
    vegan = intakes("vegan")
    assert vegan["k1"].central > max(cheese["k1"].central, natto["k1"].central)
    assert vegan["k2"].central < 5
    assert PEOPLE["takes_warfarin"].safety.on_vitamin_k_blocker
    supplemented = PEOPLE["d_supplement_above_upper_level"]
    result = estimate(FOODS, supplemented.answers(FOODS))
    assert result.warnings == ("d_above_ul",)
    assert float(micrograms(result.intakes["d"].central)) < 5
    rarely = estimate(FOODS, PEOPLE["rarely_cooks"].answers(FOODS))
    assert min(rarely.intakes[n].central for n in ("k1", "k2", "d")) > 0
    assert rarely.unknown


def test_the_vegan_eats_nothing_from_an_animal():
    for food_id in PEOPLE["vegan"].eats:
        assert "animal" not in FOODS[food_id].tags


def test_an_example_does_not_fit_a_table_without_its_foods():
    small = FoodTable.load(ROOT / "tests" / "scoring" / "small_foods.csv")
    assert not PEOPLE["vegan"].fits(small)
