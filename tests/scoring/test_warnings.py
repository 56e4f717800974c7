"""Warnings: each at its limit, and in words that judge nobody."""

import numpy as np
import pytest

from scoring import Answer, Answers, FoodTable, estimate
from scoring.guidance.shares import heaviest_foods
from scoring.intake import warnings
from scoring.intake.warnings import WARNING_TEXT, WARNINGS
from scoring.nutrients import NUTRIENTS, STORED
from scoring.questionnaire.answers import Supplements

NEVER = {"natto": "never", "gouda": "never", "egg": "never", "salmon": "never", "spinach": "never"}
MIXED = NEVER | {"egg": "1w", "gouda": "2w"}


def warnings_of(foods: FoodTable, frequencies: dict[str, str], d_supplement: float = 0) -> tuple:
    answers = {food_id: Answer(code) for food_id, code in frequencies.items()}
    return estimate(foods, Answers(answers, Supplements({"d": d_supplement}))).warnings


def test_an_ordinary_diet_has_no_warning(foods):
    assert warnings_of(foods, MIXED) == ()


@pytest.mark.parametrize("foods", [1, 255, 256, 70_000])
def test_answers_are_counted_whatever_the_number_of_foods(foods):
    frequency = np.array([[1] * foods, [9] * foods], dtype=np.uint8)
    counts = warnings.answer_counts(frequency)
    assert counts[1].tolist() == [foods, 0]
    assert counts[9].tolist() == [0, foods]
    assert counts.sum() == 2 * foods


def test_the_limits_are_the_published_ones():
    assert warnings.UNANSWERED_SHARE == 0.10
    assert warnings.SAME_ANSWER_SHARE == 0.90
    assert warnings.SERVINGS_PER_DAY == 20
    assert NUTRIENTS["k1"].unusual_per_day == 1000
    assert NUTRIENTS["k2"].unusual_per_day == 150
    assert NUTRIENTS["k2"].unusual_per_day_with == {"natto": 600}
    assert NUTRIENTS["d"].unusual_per_day == 25
    assert NUTRIENTS["d"].upper_level_per_day == 100


@pytest.mark.parametrize(
    ("code", "nutrient", "limit", "food_id"),
    [
        ("k1_high", "k1", 1000, "beans"),
        ("k2_high", "mk7", 150, "beans"),
        ("k2_high", "mk7", 600, "natto"),
        ("d_food_high", "d", 25, "beans"),
        ("d_above_ul", "d", 100, "beans"),
    ],
)
def test_a_warning_starts_just_above_its_limit(write_table, code, nutrient, limit, food_id):
    """One serving of 100 g a day of a food that holds the limit, a little less or a little more."""
    none = {f"{n}_{p}": "0" for n in STORED for p in ("ug", "low", "high")}
    given = {}
    for content in (limit - 0.001, limit, limit + 0.001):
        number = {f"{nutrient}_{p}": str(content) for p in ("ug", "low", "high")}
        path = write_table(**none | number, food_id=food_id, serving_g="100", tags="soy")
        given[content - limit] = code in warnings_of(FoodTable.load(path), {food_id: "1d"})
    assert list(given.values()) == [False, False, True]


@pytest.mark.parametrize(("supplement", "above"), [(85.999, False), (86, False), (86.001, True)])
def test_d_from_food_and_supplements_is_above_the_limit_just_above_it(foods, supplement, above):
    # Salmon once a day holds 14 µg.
    found = warnings_of(foods, NEVER | {"salmon": "1d"}, d_supplement=supplement)
    assert ("d_above_ul" in found) is above


def test_the_codes_are_the_published_ones():
    assert WARNINGS == (
        "unanswered", "all_never", "same_answer", "many_servings",
        "k1_high", "k2_high", "d_food_high", "d_above_ul", "unknown_country",
    )  # fmt: skip


def ten_foods(write_table) -> FoodTable:
    """Ten copies of natto without any vitamin, to count answers with."""
    zero = {
        f"{n}_{p}": "0" for n in ("k1", "mk4", "mk7", "mkx", "d") for p in ("ug", "low", "high")
    }
    path = write_table(**zero)
    header, natto, *_ = path.read_text().splitlines()
    rows = [natto.replace("natto", f"food{n}", 1).replace(";natto", "") for n in range(10)]
    path.write_text("\n".join([header, *rows]))
    return FoodTable.load(path)


def test_unanswered_starts_above_one_food_in_ten(write_table):
    foods = ten_foods(write_table)
    mixed = {f"food{n}": "1w" if n % 2 else "2w" for n in range(10)}
    del mixed["food0"]
    assert warnings_of(foods, mixed) == ()
    del mixed["food1"]
    assert warnings_of(foods, mixed) == ("unanswered",)


def test_same_answer_starts_at_nine_answers_in_ten(write_table):
    foods = ten_foods(write_table)
    same = {f"food{n}": "1w" for n in range(10)}
    assert warnings_of(foods, same | {"food0": "2w"}) == ("same_answer",)
    assert warnings_of(foods, same | {"food0": "2w", "food1": "never"}) == ()


def test_all_never_is_not_same_answer(foods):
    assert warnings_of(foods, NEVER) == ("all_never",)


def test_no_answer_at_all_is_unanswered_alone(foods):
    assert warnings_of(foods, {}) == ("unanswered",)


def test_many_servings_starts_above_twenty_a_day(write_table):
    foods = ten_foods(write_table)
    # 2.5 × 8 = 20 servings a day, then one more a week.
    eight = {f"food{n}": "2-3d" for n in range(8)} | {"food8": "never", "food9": "never"}
    assert warnings_of(foods, eight) == ()
    assert warnings_of(foods, eight | {"food9": "1w"}) == ("many_servings",)


def test_k1_is_high_above_1000(foods):
    # Spinach 2-3 times a day: 2.5 × 80 / 100 × 500 = 1000 µg; an egg adds to it.
    assert warnings_of(foods, NEVER | {"spinach": "2-3d"}) == ()
    assert warnings_of(foods, NEVER | {"spinach": "2-3d", "egg": "1w"}) == ("k1_high",)


def test_k2_is_high_above_150_without_natto_and_600_with(foods):
    # Gouda 4+ times a day: 4.5 × 30 / 100 × 58 = 78 µg; the table holds too little for 150.
    richer = {"gouda": "4+d", "egg": "4+d"}  # 78.3 + 56.7 = 135 µg
    assert "k2_high" not in warnings_of(foods, NEVER | richer)
    large = Answers({f: Answer(code, "L") for f, code in richer.items()})
    assert "k2_high" in estimate(foods, large).warnings  # 202.5 µg, no natto
    with_natto = Answers({**large.foods, "natto": Answer("1-3m")})
    assert "k2_high" not in estimate(foods, with_natto).warnings  # 234 µg with natto
    assert "k2_high" in warnings_of(foods, NEVER | {"natto": "2-3d"})  # 1107 µg


def test_natto_is_known_by_its_tag_too(write_table):
    large = {"gouda": Answer("4+d", "L"), "egg": Answer("4+d", "L")}
    tagged = FoodTable.load(write_table(food_id="beans", tags="soy;natto"))
    untagged = FoodTable.load(write_table(food_id="beans", tags="soy"))
    eaten = Answers({**large, "beans": Answer("1-3m")})
    assert "k2_high" not in estimate(tagged, eaten).warnings
    assert "k2_high" in estimate(untagged, eaten).warnings


def test_d_from_food_is_high_above_25(foods):
    # Salmon: 2 µg a serving a week; 2-3 a day gives 35, once a day 14.
    assert "d_food_high" not in warnings_of(foods, MIXED | {"salmon": "1d"})
    assert "d_food_high" in warnings_of(foods, MIXED | {"salmon": "2-3d"})


def test_d_above_ul_counts_food_and_supplements_together(foods):
    # Salmon once a day: 14 µg from food; nothing else with D.
    eaten = NEVER | {"salmon": "1d"}
    assert warnings_of(foods, eaten, d_supplement=86) == ()
    assert warnings_of(foods, eaten, d_supplement=86.5) == ("d_above_ul",)
    assert warnings_of(foods, NEVER, d_supplement=101) == ("all_never", "d_above_ul")


def test_the_two_foods_that_weigh_most_are_named(foods):
    answers = {f: Answer(c) for f, c in {"spinach": "4+d", "natto": "1d", "egg": "1d"}.items()}
    result = estimate(foods, Answers(answers))
    assert heaviest_foods(result, "k1_high") == ("spinach", "natto")
    assert heaviest_foods(result, "d_food_high") == ("egg",)
    assert heaviest_foods(result, "same_answer") == ()


@pytest.mark.parametrize("text", WARNING_TEXT.values(), ids=WARNINGS)
def test_the_words_are_sentences_without_verdicts(text):
    assert text.endswith(".")
    lowered = text.lower()
    for verdict in ("deficien", "safe", "danger", "toxic", "risk", "too much", "wrong", "overdose"):
        assert verdict not in lowered
