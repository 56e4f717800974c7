"""What would narrow the ranges, on fixed answers."""

import re

import pytest

from content.stories import what_to_know
from scoring import Answer, Answers, FoodTable
from scoring.intake.estimate import estimate
from scoring.intake.sensitivity import what_would_narrow
from tests.conftest import ROOT
from tests.pages.conftest import SMALL_FOODS, frequencies, visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST

UNSURE = ADULT | {"safety-blood-thinner": "unsure"}
FOODS = FoodTable.load(SMALL_FOODS)
NAMES = {"k2": "Vitamin K2", "k1": "Vitamin K1", "d": "Vitamin D"}
WEEK = {"natto": "1w", "gouda": "1d", "egg": "3-4w", "salmon": "2w", "spinach": "never"}
ONE_FOOD = dict.fromkeys(WEEK, "never") | {"salmon": "1-3m"}
"""Salmon alone, one to three times a month: a class so coarse that knowing better helps."""

NOTHING = (
    "No single detail about a food would narrow them: how roughly people recall sets the least "
    "width. Among your foods, this is what leaves most open:"
)
NOT_THE_OTHERS = NOTHING.replace("narrow them", "narrow the rest")
KNOWN = {
    "content": "which product it is, and so what it holds",
    "frequency": "exactly how often it is eaten",
    "portion": "exactly how large a serving is",
}
TITLE = "What would narrow them"


def paragraphs(visitor):
    return [element.value for element in visitor.app.main.get("markdown")]


def lines(visitor):
    """The bullets of the part: nutrient -> words."""
    found = [
        re.fullmatch(r"- \*\*(Vitamin .+?)\*\*: (knowing, .+)", line)
        for paragraph in paragraphs(visitor)
        for line in paragraph.splitlines()
    ]
    bullets = [(line[1], line[2]) for line in found if line]
    assert len(dict(bullets)) == len(bullets)
    return dict(bullets)


def closings(visitor):
    """The sentences about what no detail would narrow."""
    return [words for words in paragraphs(visitor) if words.startswith("No single detail")]


def results(codes, who=ADULT, **state):
    return visit("results", **who, **frequencies(codes), **state)


def narrowings(codes, nutrient, portions=()):
    """What scoring says of each thing about each food, best first."""
    return what_would_narrow(FOODS, answers(codes, portions), nutrient)


def answers(codes, portions=()):
    chosen = dict(portions)
    return Answers({f: Answer(code, chosen.get(f, "M")) for f, code in codes.items()})


def expected(codes, nutrient, portions=()):
    """The words for the best thing that would narrow the range; None if nothing would."""
    found = narrowings(codes, nutrient, portions)
    best = next((one for one in found if one.shown_range_shrinks), None)
    if best is None:
        return None
    now = estimate(FOODS, answers(codes, portions)).intakes[nutrient]
    gone = 1 - (best.high_then - best.low_then) / (now.high - now.low)
    does = f"narrow the range by {100 * gone:.0f}\N{NO-BREAK SPACE}%"
    return (
        f"knowing, for “{FOODS[best.food_id].food}”, {what(best, nutrient)} would "
        f"{'halve the range' if 0.445 <= gone <= 0.555 else does}, "
        f"from “{in_words(now.low)} to {in_words(now.high)}” to "
        f"“{in_words(best.low_then)} to {in_words(best.high_then)}” µg a day."
    )


def what(narrowing, nutrient):
    """The words of the food, if it has any, for what it holds."""
    of_the_food = what_to_know(narrowing.food_id, nutrient)
    return (narrowing.known == "content" and of_the_food) or KNOWN[narrowing.known]


def expected_lines(codes):
    words = {name: expected(codes, nutrient) for nutrient, name in NAMES.items()}
    return {name: line for name, line in words.items() if line}


def in_words(amount):
    """Two decimals below 0.1, one below 10, none above."""
    return f"{amount:.{2 if amount < 0.095 else 1 if amount < 9.95 else 0}f}"


WEEKS = {
    "a mixed week": WEEK,
    "salmon alone": ONE_FOOD,
    "natto daily": dict.fromkeys(WEEK, "never") | {"natto": "1d"},
    "spinach seldom": dict.fromkeys(WEEK, "never") | {"spinach": "1-3m", "egg": "2w"},
}


@pytest.mark.usefixtures("small_table")
@pytest.mark.parametrize("codes", WEEKS.values(), ids=WEEKS)
def test_words_and_numbers_are_those_of_scoring(codes):
    visitor = results(codes)
    assert TITLE in [header.value for header in visitor.app.subheader]
    assert lines(visitor) == expected_lines(codes)


def test_one_some_and_all_vitamins_are_among_these_weeks():
    numbers = [len(expected_lines(codes)) for codes in WEEKS.values()]
    assert {0, 1, len(NAMES)} <= set(numbers)
    assert len({line for codes in WEEKS.values() for line in expected_lines(codes).values()}) >= 7


@pytest.mark.usefixtures("small_table")
def test_one_sentence_tells_of_the_vitamins_that_nothing_would_narrow():
    visitor = results(WEEK)
    assert list(lines(visitor)) == ["Vitamin D"]
    assert closings(visitor) == [NOT_THE_OTHERS]
    shown = paragraphs(visitor)
    (bullets,) = (words for words in shown if words.startswith("- **Vitamin D**: knowing,"))
    assert shown.index(NOT_THE_OTHERS) == shown.index(bullets) + 1


@pytest.mark.usefixtures("small_table")
def test_the_range_would_be_narrower_than_the_one_shown():
    visitor = results(ONE_FOOD)
    card = visitor.card("Vitamin D from food")
    low, high = map(float, re.search(r"likely (\S+) to (\S+) µg", card).groups())
    words = re.search(
        r"from “(\S+) to (\S+)” to “(\S+) to (\S+)” µg a day", lines(visitor)["Vitamin D"]
    )
    low_now, high_now, low_then, high_then = map(float, words.groups())
    assert (low_now, high_now) == (low, high)
    assert low < low_then < high_then < high


@pytest.mark.usefixtures("small_table")
@pytest.mark.parametrize(
    ("food_id", "code", "nutrient", "words"),
    [
        # Salmon: 10 µg × 140 g ÷ 7 days = 2 µg a day. Variance: frequency ln(1 + 0.125 ÷ 3),
        # content 0.54087², portion 0.09, reporting 0.04: sigma 0.68071, so 0.8359 to 4.7852. With
        # its content known, recall sets the range: 2 ÷ and × exp(1.281552 × 0.5) = 1.89805, so
        # 1.0537 to 3.7961: 1 - (3.7961 - 1.0537) ÷ (4.7852 - 0.8359) = 0.306.
        (
            "salmon",
            "1w",
            "d",
            f"knowing, for “Salmon”, {KNOWN['content']} would narrow "
            "the range by 31\N{NO-BREAK SPACE}%, from “0.8 to 4.8” to “1.1 to 3.8” µg",
        ),
        # Spinach: 500 µg × 80 g × 0.5 ÷ 7 days = 28.571 µg a day. Frequency ln(1 + 0.0625 ÷ 3 ÷
        # 0.25), content 0.27043², and 0.13: sigma 0.53214, so 14.447 to 56.507. With its frequency
        # known, recall sets the range: 15.053 to 54.230.
        (
            "spinach",
            "1-3m",
            "k1",
            f"knowing, for “Spinach”, {KNOWN['frequency']} would narrow "
            "the range by 7\N{NO-BREAK SPACE}%, from “14 to 57” to “15 to 54” µg",
        ),
    ],
)
def test_the_range_of_one_food_worked_out_by_hand(food_id, code, nutrient, words):
    visitor = results(dict.fromkeys(WEEK, "never") | {food_id: code})
    assert lines(visitor)[NAMES[nutrient]] == f"{words} a day."


@pytest.mark.usefixtures("small_table")
def test_natto_once_a_week_is_as_well_known_as_recall_allows():
    visitor = results(dict.fromkeys(WEEK, "never") | {"natto": "1w"})
    assert lines(visitor) == {}
    assert closings(visitor) == [NOTHING]


@pytest.mark.usefixtures("small_table")
def test_nothing_is_said_of_a_vitamin_that_no_eaten_food_carries():
    codes = dict.fromkeys(WEEK, "never") | {"spinach": "1-3m"}
    assert narrowings(codes, "d") == ()
    found = lines(results(codes))
    assert found
    assert set(found) <= {"Vitamin K2", "Vitamin K1"}


@pytest.mark.usefixtures("small_table")
def test_portions_count():
    visitor = results(ONE_FOOD, **{"portion-salmon": "L"})
    assert lines(visitor)["Vitamin D"] == expected(ONE_FOOD, "d", [("salmon", "L")])
    assert lines(visitor)["Vitamin D"] != expected(ONE_FOOD, "d")


@pytest.mark.usefixtures("small_table")
@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
@pytest.mark.parametrize("codes", [WEEK, ONE_FOOD], ids=["mixed", "salmon"])
def test_vitamin_k_antagonist_reads_of_vitamin_d_alone(who, codes):
    visitor = results(codes, who)
    assert expected(codes, "d")
    assert lines(visitor) == {"Vitamin D": expected(codes, "d")}


@pytest.mark.usefixtures("small_table")
@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
def test_vitamin_k_antagonist_reads_nothing_where_vitamin_k_alone_would_narrow(who):
    codes = dict.fromkeys(WEEK, "never") | {"spinach": "1-3m"}
    assert list(expected_lines(codes)) == ["Vitamin K1"]
    visitor = results(codes, who)
    assert lines(visitor) == {}
    assert closings(visitor) == []
    assert TITLE not in [header.value for header in visitor.app.subheader]


def test_recall_sets_the_range_of_a_person_who_eats_everything(all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week)
    assert TITLE in [header.value for header in visitor.app.subheader]
    assert lines(visitor) == {}
    assert closings(visitor) == [NOTHING]


OURS = FoodTable.load(ROOT / "foods.csv")


def week_of_ours(**codes):
    return frequencies(dict.fromkeys((food.food_id for food in OURS), "never") | codes)


def test_a_food_says_what_about_it_would_have_to_be_known():
    visitor = visit("results", **ADULT, **week_of_ours(salmon_trout="1w"))
    words = lines(visitor)["Vitamin D"]
    assert words.startswith("knowing, for “Farmed salmon, trout”, which of the two it is would ")
    assert re.search(r"would narrow the range by \d\d\s%, from ", words)


def test_knowing_one_thing_can_halve_a_range():
    visitor = visit("results", **ADULT, **week_of_ours(fresh_herbs="1w"))
    assert lines(visitor)["Vitamin K1"] == (
        "knowing, for “Basil, coriander and other herbs”, which herb it is would "
        "halve the range, from “1.6 to 14” to “2.5 to 9.1” µg a day."
    )


def test_where_recall_rules_it_says_what_the_foods_leave_open():
    codes = {"gouda_edam": "1d", "eggs": "3-4w", "chicken_leg": "1w", "spinach": "1w"}
    visitor = visit("results", **ADULT, **week_of_ours(**codes))
    assert "Vitamin K2" not in lines(visitor)
    assert (
        "- **Vitamin K2**, “Gouda, Edam and similar”: "
        "which cheese it is, from which dairy and how old"
    ) in visitor.words().replace("\\", "")


@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
def test_vitamin_k_antagonist_reads_of_no_food_that_leaves_vitamin_k_open(who):
    codes = {"gouda_edam": "1d", "eggs": "3-4w", "chicken_leg": "1w", "spinach": "1w"}
    words = visit("results", **who, **week_of_ours(**codes)).words()
    assert "**Vitamin K2**, “" not in words
    assert "**Vitamin K1**, “" not in words
