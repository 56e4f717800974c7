"""Single changes: worked by hand, against brute force, and never against a safety rule."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Answer, Answers, FoodTable, estimate
from scoring.errors import AnswersError, ScoringError
from scoring.guidance.change import (
    FILTERS,
    hold_on,
    rank_changes,
    steps_from,
    usable_filters,
)
from scoring.guidance.safety import (
    BLOOD_THINNERS,
    CONDITIONS,
    MEDICINES,
    PREGNANCY,
    Hold,
    SafetyAnswers,
    Situation,
    held,
)
from scoring.intake import difference
from scoring.nutrients import WHOLES
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES, Supplements

OURS = FoodTable.load(Path(__file__).resolve().parents[2] / "foods.csv")
SMALL = FoodTable.load(Path(__file__).with_name("small_foods.csv"))
K = ("k1", "mk4", "mk7", "mkx")
SERVINGS = dict(zip(FREQUENCY_CODES, (0, 0.5, 1, 2, 3.5, 5.5, 7, 17.5, 31.5), strict=True))
FACTORS = {"S": 0.5, "M": 1, "L": 1.5}
WEEK = Answers(
    {
        "natto": Answer("1w"),
        "gouda": Answer("1d", "L"),
        "egg": Answer("never"),
        "salmon": Answer("1-3m", "S"),
    }
)
"""Spinach has no answer."""


def given_answers(**safety):
    return SafetyAnswers(**{"adult": True, "blood_thinner": "none", **safety})


VKA = held(given_answers(blood_thinner="vka"))
PREGNANT = held(given_answers(pregnancy="pregnant"))


def steps(ranking):
    return {(c.food_id, c.after.frequency, c.after.portion) for c in ranking.changes}


def differences(ranking):
    return {
        (c.food_id, c.after.frequency, c.after.portion): c.difference_per_day
        for c in ranking.changes
    }


def test_steps_of_each_kind():
    assert steps_from(Answer("never")) == (Answer("1w", "M"),)
    assert set(steps_from(Answer("2w", "M"))) == {
        Answer("3-4w", "M"),
        Answer("1w", "M"),
        Answer("2w", "L"),
        Answer("2w", "S"),
    }
    assert set(steps_from(Answer("4+d", "L"))) == {Answer("2-3d", "L"), Answer("4+d", "M")}
    assert set(steps_from(Answer("1-3m", "S"))) == {
        Answer("1w", "S"),
        Answer("never"),
        Answer("1-3m", "M"),
    }


def test_vitamin_k2_worked_by_hand():
    # In 100 g: natto 2 + 800 + 84 = 886 µg, gouda 8 + 50 (MK-7 unknown), egg 20 + 0 + 1,
    # salmon 0.5 (the rest unknown). Weight ÷ 100 ÷ 7: natto 1/14, gouda 3/70, egg 6/70, salmon 0.2.
    found = differences(rank_changes(SMALL, WEEK, "k2"))
    assert found == pytest.approx(
        {
            ("gouda", "2-3d", "L"): 10.5 * 1.5 * 58 * 3 / 70,
            ("natto", "2w", "M"): 886 / 14,
            ("natto", "1-3m", "M"): -443 / 14,
            ("natto", "1w", "L"): 443 / 14,
            ("natto", "1w", "S"): -443 / 14,
            ("gouda", "1d", "M"): -7 * 0.5 * 58 * 3 / 70,
            ("gouda", "5-6w", "L"): -1.5 * 1.5 * 58 * 3 / 70,
            ("egg", "1w", "M"): 21 * 6 / 70,
            ("salmon", "1w", "S"): 0.5 * 0.5 * 0.5 * 0.2,
            ("salmon", "1-3m", "M"): 0.5 * 0.5 * 0.5 * 0.2,
            ("salmon", "never", "M"): -0.5 * 0.5 * 0.5 * 0.2,
        }
    )
    first, *_, last = rank_changes(SMALL, WEEK, "k2").changes
    assert (first.food_id, first.after) == ("natto", Answer("2w"))  # 63.3, before gouda's 39.1
    assert last.food_id == "salmon"


def test_what_is_not_measured_is_said():
    changes = rank_changes(SMALL, WEEK, "k2").changes
    assert {c.food_id for c in changes if not c.measured} == {"gouda", "salmon"}
    unmeasured = rank_changes(OURS, Answers({"miso": Answer("1w"), "natto": Answer("1w")}), "k2")
    assert unmeasured.no_data == ("miso",)
    assert {c.food_id for c in unmeasured.changes} == {"natto"}


def test_a_food_without_an_answer_is_left_alone():
    assert "spinach" not in {c.food_id for c in rank_changes(SMALL, WEEK, "k1").changes}


def brute_force(foods, answers, nutrient):
    """Every answer about every food, kept where it is one step away, by one estimate each.

    None that brings vitamin D above 100 µg a day, or farther above it.
    """
    intakes = estimate(foods, answers).intakes
    now, d_now = intakes[nutrient].central, intakes["d"].central
    found = {}
    for food_id, old in answers.foods.items():
        for code, portion in itertools.product(FREQUENCY_CODES, PORTION_CODES):
            classes = FREQUENCY_CODES.index(code) - FREQUENCY_CODES.index(old.frequency)
            sizes = PORTION_CODES.index(portion) - PORTION_CODES.index(old.portion)
            if old.frequency == "never":
                one_step = (code, portion) == ("1w", "M")
            elif code == "never":
                one_step = classes == -1 and portion == "M"
            else:
                one_step = abs(classes) + abs(sizes) == 1
            if one_step:
                changed = Answers({**answers.foods, food_id: Answer(code, portion)})
                then = estimate(foods, changed).intakes
                intake = then[nutrient]
                if intake.central != now and then["d"].central <= max(100, d_now):
                    more = difference.differences(foods, answers, changed)[nutrient]
                    assert more.central == pytest.approx(intake.central - now, abs=1e-9)
                    found[food_id, code, portion] = (more.central, more.low, more.high)
    return found


def weeks(foods):
    answer = st.builds(Answer, st.sampled_from(FREQUENCY_CODES), st.sampled_from(PORTION_CODES))
    ids = st.sampled_from([food.food_id for food in foods])
    return st.builds(Answers, st.dictionaries(ids, answer))


@settings(max_examples=25)
@given(weeks(OURS), st.sampled_from(WHOLES))
def test_the_ranking_is_that_of_brute_force(answers, nutrient):
    expected = brute_force(OURS, answers, nutrient)
    ranking = rank_changes(OURS, answers, nutrient)
    assert steps(ranking) == set(expected)
    for change in ranking.changes:
        found = change.difference_per_day, change.difference.low, change.difference.high
        key = change.food_id, change.after.frequency, change.after.portion
        assert found == pytest.approx(expected[key], rel=1e-9, abs=1e-9)
    sizes = [abs(change.difference_per_day) for change in ranking.changes]
    assert sizes == sorted(sizes, reverse=True)


VEGAN = {
    *("natto", "tempeh", "fortified_drink"),
    *("spinach", "kale_collards", "dark_leaves", "lettuce", "iceberg_lettuce", "cabbage"),
    *("fresh_herbs", "broccoli_brussels_sprouts", "green_beans_peas", "sauerkraut"),
    *("kiwi_avocado_berries", "mushrooms", "mushrooms_uv", "vegetable_oil", "olive_oil"),
    *("soya_oil", "parsley", "seaweed", "other_vegetables"),
}
FISH = {
    *("salmon_trout", "herring_mackerel_sardines", "tuna", "white_fish", "shellfish"),
    *("salmon_wild", "eel_small_fish", "flatfish", "miso", "kimchi", "dressing", "pizza"),
}
MEAT = {
    *("beef", "pork", "fatty_meat", "sausage", "chicken_leg", "chicken_breast"),
    *("beef_liver", "chicken_liver", "liver_pate"),
}
DAIRY = {
    *("gouda_edam", "emmental", "cheddar", "parmesan_gruyere", "processed_cheese", "brie"),
    *("camembert", "blue_cheese", "feta", "mozzarella", "cottage_quark", "milk", "milk_fortified"),
    *("yogurt", "kefir_soured_milk", "cream", "butter", "spread_fortified", "fortified_cereal"),
    *("kefir", "dressing", "pizza", "fried_baked"),
}
ALL = {food.food_id for food in OURS}
LEFT = {
    "vegan": VEGAN,
    "vegetarian": ALL - FISH - MEAT,
    "no_dairy": ALL - DAIRY,
    "no_pork": ALL - {"pork", "fatty_meat", "sausage", "liver_pate", "pizza"},
    "no_fish": ALL - FISH,
    "no_natto": ALL - {"natto"},
    "no_liver": ALL - {"beef_liver", "chicken_liver", "liver_pate"},
}
ONCE_A_WEEK = Answers({food_id: Answer("1w") for food_id in ALL})


def proposed(foods, answers, **asked):
    found = set()
    for nutrient in WHOLES:
        ranking = rank_changes(foods, answers, nutrient, **asked)
        found |= {c.food_id for c in ranking.changes} | set(ranking.no_data)
    return found


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_leaves_just_the_foods_that_fit(name):
    assert proposed(OURS, ONCE_A_WEEK, filters=[name]) == LEFT[name]


def test_filters_add_up():
    found = proposed(OURS, ONCE_A_WEEK, filters=["no_fish", "no_dairy"])
    assert found == ALL - FISH - DAIRY


def without_tags(foods, *tags):
    return FoodTable(
        tuple(replace(f, tags=tuple(t for t in f.tags if t not in tags)) for f in foods)
    )


def test_a_filter_that_the_table_cannot_tell_is_refused_not_guessed():
    untagged = without_tags(OURS, *(tag for food in OURS for tag in food.tags))
    assert usable_filters(OURS) == tuple(FILTERS)
    assert usable_filters(untagged) == ("no_natto",)  # natto is told by its id as well
    assert "vegan" not in usable_filters(without_tags(OURS, "animal"))
    assert "vegetarian" not in usable_filters(without_tags(OURS, "fish"))
    with pytest.raises(ScoringError, match=r"filter vegan: .*tags animal.*a table that marks"):
        rank_changes(untagged, ONCE_A_WEEK, "k2", filters=["vegan"])
    assert "natto" not in proposed(untagged, ONCE_A_WEEK, filters=["no_natto"])


@pytest.mark.parametrize(
    "tag", ["liver", "pate", "raw_or_soft_cheese", "high_mercury_fish", "shellfish", "oily_fish"]
)
def test_a_table_that_does_not_mark_what_a_pregnancy_rules_out_gives_no_ranking(tag):
    ranking = rank_changes(without_tags(OURS, tag), ONCE_A_WEEK, "d", holds=PREGNANT)
    assert ranking.changes == ()
    assert ranking.unmarked == (tag,)


@pytest.mark.parametrize(
    ("safety", "nutrient", "hold"),
    [
        ({"blood_thinner": "vka"}, "k2", Hold.VITAMIN_K_RANKING),
        ({"blood_thinner": "unsure"}, "k1", Hold.VITAMIN_K_RANKING),
        ({"blood_thinner": "vka"}, "d", None),
        ({"blood_thinner": "doac"}, "k2", None),
        ({"conditions": frozenset({"cancer"})}, "d", Hold.D_HINTS),
        ({"conditions": frozenset({"cancer"})}, "k1", None),
        ({"conditions": frozenset({"kidney_disease"})}, "k1", Hold.FOOD_HINTS),
        ({"pregnancy": "pregnant"}, "k2", None),
    ],
)
def test_which_ranking_is_held_back_from_whom(safety, nutrient, hold):
    holds = held(given_answers(**safety))
    assert hold_on(nutrient, holds) is hold
    ranking = rank_changes(OURS, ONCE_A_WEEK, nutrient, holds=holds)
    assert ranking.held_by is hold
    assert (ranking.changes == ()) is (hold is not None)


def test_on_a_vitamin_k_antagonist_only_mushrooms_hold_vitamin_d_and_surely_no_vitamin_k():
    ranking = rank_changes(OURS, ONCE_A_WEEK, "d", holds=VKA)
    assert {c.food_id for c in ranking.changes} == {"mushrooms"}
    assert ranking.no_data == ()


HERRING_NEWLY = ("herring_mackerel_sardines", "1w")


@pytest.mark.parametrize(
    ("salmon", "herring", "steps"),
    [
        ("never", "never", {("salmon_trout", "1w"), HERRING_NEWLY}),
        ("1w", "1w", {("salmon_trout", "1-3m"), ("herring_mackerel_sardines", "1-3m")}),
        ("1w", "never", {("salmon_trout", "2w"), ("salmon_trout", "1-3m"), HERRING_NEWLY}),
        ("2w", "never", {("salmon_trout", "1w")}),
        ("1d", "never", set()),
    ],
)
def test_oily_fish_stays_within_two_portions_in_pregnancy(salmon, herring, steps):
    answers = Answers(
        {"salmon_trout": Answer(salmon), "herring_mackerel_sardines": Answer(herring)}
    )
    ranking = rank_changes(OURS, answers, "d", holds=PREGNANT)
    frequencies = {
        (c.food_id, c.after.frequency)
        for c in ranking.changes
        if c.after.frequency != c.before.frequency
    }
    assert frequencies == steps


def test_no_change_brings_vitamin_d_above_the_upper_level():
    # Mushrooms with 24.9 µg in 100 g, 70 g: once a day 17.43, 2–3 times a day 43.575 µg.
    answers = Answers({"mushrooms_uv": Answer("1d")}, Supplements({"d": 56}))
    assert ("mushrooms_uv", "2-3d", "M") in steps(rank_changes(OURS, answers, "d"))
    answers = replace(answers, supplements=Supplements({"d": 57}))
    assert ("mushrooms_uv", "2-3d", "M") not in steps(rank_changes(OURS, answers, "d"))
    assert ("mushrooms_uv", "5-6w", "M") in steps(rank_changes(OURS, answers, "d"))


everyone = st.builds(
    SafetyAnswers,
    adult=st.just(True),
    blood_thinner=st.sampled_from(tuple(BLOOD_THINNERS)),
    pregnancy=st.sampled_from(["", *PREGNANCY]),
    conditions=st.frozensets(st.sampled_from(tuple(CONDITIONS)), max_size=2),
    medicines=st.frozensets(st.sampled_from(tuple(MEDICINES)), max_size=2),
)


def grams_of_nutrient(food, answer, nutrient):
    """µg a day; None where nobody knows."""
    content = food.content[nutrient]
    grams = SERVINGS[answer.frequency] * FACTORS[answer.portion] * food.serving_g / 7
    return None if content is None else grams / 100 * content.central


@pytest.mark.slow
@settings(max_examples=200)
@given(
    weeks(OURS),
    everyone,
    st.sets(st.sampled_from(tuple(FILTERS)), max_size=3),
    st.sampled_from(WHOLES),
    st.floats(0, 120),
)
def test_no_proposal_breaks_a_rule_or_a_filter(answers, person, filters, nutrient, d_pill):
    answers = replace(answers, supplements=Supplements({"d": d_pill}))
    result = estimate(OURS, answers)
    holds = held(person, Situation.of(result, OURS))
    ranking = rank_changes(OURS, answers, nutrient, filters=filters, holds=holds)
    blocker = person.blood_thinner in ("vka", "unsure")
    d_total = result.intakes["d"].central + d_pill
    d_caution = (
        d_total > 100
        or person.conditions - {"fat_malabsorption"}
        or "thiazide_or_digoxin" in person.medicines
    )
    if "kidney_disease" in person.conditions:
        assert not ranking.changes
    if blocker and nutrient != "d":
        assert not ranking.changes
    if d_caution and nutrient == "d":
        assert not ranking.changes
    for change in ranking.changes:
        food = OURS[change.food_id]
        assert all(change.food_id in LEFT[name] for name in filters)
        frozen = (*(K if blocker else ()), *(("d",) if d_caution else ()))
        for n in frozen:
            then, now = (grams_of_nutrient(food, a, n) for a in (change.after, change.before))
            assert then == now == 0
        new_answers = {**answers.foods, change.food_id: change.after}
        d_then = estimate(OURS, Answers(new_answers)).intakes["d"].central + d_pill
        assert d_then <= max(100, d_total) + 1e-9
        if person.pregnancy == "pregnant":
            assert {"liver", "pate", "raw_or_soft_cheese"}.isdisjoint(food.tags)
            assert {"high_mercury_fish", "shellfish"}.isdisjoint(food.tags)
            if "oily_fish" in food.tags:
                portions = sum(
                    SERVINGS[a.frequency] * max(1, FACTORS[a.portion])
                    for food_id, a in new_answers.items()
                    if "oily_fish" in OURS[food_id].tags
                )
                assert portions <= 2


def test_the_property_is_not_empty():
    """The rules leave most people something to rank."""
    for safety in ({}, {"pregnancy": "pregnant"}, {"medicines": frozenset({"orlistat"})}):
        holds = held(given_answers(**safety))
        assert len(rank_changes(OURS, ONCE_A_WEEK, "k2", holds=holds).changes) > 80


def test_bad_input_is_named():
    with pytest.raises(ScoringError, match="nutrient: found 'mk4'; allowed: k1, k2, d"):
        rank_changes(OURS, WEEK, "mk4")
    with pytest.raises(ScoringError, match=r"found 'vegetarain'.*Did you mean 'vegetarian'"):
        rank_changes(OURS, ONCE_A_WEEK, "k2", filters=["vegetarain"])
    with pytest.raises(AnswersError, match="found food 'nato'"):
        rank_changes(OURS, Answers({"nato": Answer("1w")}), "k2")


def test_an_empty_week_has_no_change():
    ranking = rank_changes(OURS, Answers({}), "k2")
    assert ranking.changes == ranking.no_data == ()
