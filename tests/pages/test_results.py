"""Results for someone who needs no notice. Sums are done by hand on a table of five foods."""

import re
from statistics import median

import pytest

from content.evidence import references
from content.numbers import likely, micrograms
from scoring import Answer, Answers, FoodTable, estimate
from scoring.guidance import references as reference_values
from scoring.guidance.references import load_population_intakes
from scoring.intake.warnings import WARNING_TEXT
from scoring.questionnaire.answers import Supplements
from tests.pages.conftest import SMALL_FOODS, frequencies, shared_visit, visit
from tests.pages.visitor import ADULT, annotations

SMALL_ANSWERS = {"natto": "1w", "gouda": "1d", "egg": "3-4w", "salmon": "2w", "spinach": "never"}
SMALL_PORTIONS = {"portion-gouda": "L", "portion-egg": "S"}
"""Grams a day: natto 1/7 × 50 = 7.142857; Gouda 1 × 1.5 × 30 = 45; egg 0.5 × 0.5 × 60 = 15;
salmon 2/7 × 140 = 40; spinach none. With the table's µg per 100 g:

K1    1.428571 + 0.9 + 0.075 + 0.16     =  2.563571
MK-4  0.142857 + 3.6 + 3.0   + 0.2      =  6.942857
MK-7 57.142857 + ?   + 0     + ?        = 57.142857
other 6.0      + 22.5 + 0.15 + ?        = 28.65
K2                                      = 92.735714
D     0        + 0.18 + 0.3  + 4.0      =  4.48
"""
BY_HAND = {"k2": "93", "k1": "2.6", "d": "4.5", "mk4": "6.9", "mk7": "57", "mkx": "29"}
NAMES = {"k2": "Vitamin K2", "k1": "Vitamin K1", "d": "Vitamin D"}
FORMS = {"mk4": "MK-4", "mk7": "MK-7", "mkx": "Other long-chain K2"}

AUTHORITIES = {
    # authority: vitamin K counted, its reference, reference for D; any adult
    "us_canada": ("K1 and K2", "90 to 120", "15 to 20"),
    "efsa": ("K1", "70", "15"),
    "uk": ("K1 and K2", None, "10"),
    "dach": ("K1 and K2", "60 to 80", "20"),
    "japan": ("K1 and K2", "150", "9"),
    "nordic": ("K1 and K2", "60 to 75", "10 to 20"),
}


def small_visit(codes=SMALL_ANSWERS, **state):
    return visit("results", **ADULT, **frequencies(codes), **SMALL_PORTIONS, **state)


def small_estimate(supplements=None):
    portions = {"gouda": "L", "egg": "S"}
    foods = {f: Answer(code, portions.get(f, "M")) for f, code in SMALL_ANSWERS.items()}
    answers = Answers(foods=foods, supplements=supplements or Supplements())
    return estimate(FoodTable.load(SMALL_FOODS), answers)


def marks(figure):
    """The words of the reference marks of a chart; a mark has words and shapes or neither."""
    words = [note for note in annotations(figure) if note.startswith("Reference")]
    assert bool(words) == bool(figure["layout"].get("shapes"))
    return words


def reference(visitor, part):
    """The reference values drawn in a part, as words without their unit, or None."""
    found = marks(visitor.charts()[part])
    if not found:
        return None
    (words,) = found
    return re.fullmatch(r"Reference (.+) µg", words)[1]


@pytest.fixture
def visitor(small_table):
    """For tests that only read."""
    return shared_visit("results", **ADULT, **frequencies(SMALL_ANSWERS), **SMALL_PORTIONS)


@pytest.fixture
def own_visit(small_table):
    return small_visit()


@pytest.mark.parametrize("nutrient", NAMES)
def test_headline_is_the_sum_done_by_hand(visitor, nutrient):
    card = visitor.card(f"{NAMES[nutrient]} from food")
    assert f"about {BY_HAND[nutrient]} µg a day" in card


@pytest.mark.parametrize("nutrient", NAMES)
def test_headline_and_range_are_those_of_the_estimate(visitor, nutrient):
    intake = small_estimate().intakes[nutrient]
    card = visitor.card(f"{NAMES[nutrient]} from food")
    assert f"about {micrograms(intake.central)} µg" in card
    assert f"likely {likely(intake)} µg" in card
    low, high = (float(end) for end in re.search(r"likely (\S+) to (\S+) µg", card).groups())
    assert low < intake.central < high


def test_forms_are_shown_with_their_ranges(visitor):
    expected = small_estimate().intakes
    rows = visitor.table("Form")
    assert len(rows) == 3
    traces = {trace["name"]: trace for trace in visitor.charts()["k2_forms"]["data"]}
    for row, (form, name) in zip(rows, FORMS.items(), strict=True):
        assert row["Form"].startswith(name)
        assert row["About, µg a day"] == BY_HAND[form]
        assert row["Likely, µg a day"] == likely(expected[form])
        assert traces[name]["x"] == [pytest.approx(expected[form].central)]
        ends = [expected[form].low, expected[form].high]
        assert traces[f"{name}: likely range"]["x"] == pytest.approx(ends)


@pytest.mark.parametrize(
    ("nutrient", "contents", "amounts"),
    [
        ("k1", ["20", "2", "0.5", "0.4"], ["1.429", "0.900", "0.075", "0.160", "**2.564**"]),
        ("mk7", ["800", "no data", "0", "no data"], ["57.143", "", "0.000", "", "**57.143**"]),
        ("mkx", ["84", "50", "1", "no data"], ["6.000", "22.500", "0.150", "", "**28.650**"]),
        ("d", ["0", "0.4", "2", "10"], ["0.000", "0.180", "0.300", "4.000", "**4.480**"]),
    ],
)
def test_every_sum_can_be_redone_from_the_screen(own_visit, nutrient, contents, amounts):
    own_visit.choose("results-sum-of", nutrient)
    (sums,) = (rows for rows in own_visit.tables() if "Servings" in rows[0])
    assert [row["Food"] for row in sums] == ["Natto", "Gouda", "Egg", "Salmon", "**Sum**"]
    assert [row["Servings"] for row in sums][:-1] == [
        "1 × 50 g",
        "7 × 45 g",
        "3.5 × 30 g",
        "2 × 140 g",
    ]
    assert [row["µg in 100 g"] for row in sums][:-1] == contents
    assert [row["µg a day"] for row in sums] == amounts


def test_foods_behind_k2_add_up_to_it(visitor):
    (rows,) = (t for t in visitor.tables() if list(t[0]) == ["Food", "µg a day", "Share"])
    assert [(row["Food"], row["µg a day"], row["Share"]) for row in rows] == [
        ("Natto", "63", "68\N{NO-BREAK SPACE}%"),  # 0.142857 + 57.142857 + 6 of 92.735714
        ("Gouda", "26", "28\N{NO-BREAK SPACE}%"),  # 26.1
        ("Egg", "3.1", "3\N{NO-BREAK SPACE}%"),  # 3.15
        ("Salmon", "0.2", "under 1\N{NO-BREAK SPACE}%"),
    ]


@pytest.mark.parametrize(
    ("nutrient", "foods"),
    [("k1", ["Natto", "Gouda", "Salmon", "Egg"]), ("d", ["Salmon", "Egg", "Gouda"])],
)
def test_foods_behind_another_nutrient_can_be_chosen(own_visit, nutrient, foods):
    own_visit.choose("results-foods-of", nutrient)
    (rows,) = (t for t in own_visit.tables() if list(t[0]) == ["Food", "µg a day", "Share"])
    assert [row["Food"] for row in rows] == foods
    bars = own_visit.charts()[f"foods_{nutrient}"]["data"]
    total = sum(x for bar in bars for x in bar["x"])
    assert total == pytest.approx(small_estimate().intakes[nutrient].central)


def test_many_foods_are_gathered_and_nothing_is_lost(foods, all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week)
    answers = Answers(foods={food.food_id: Answer("1w") for food in foods})
    (rows,) = (t for t in visitor.tables() if list(t[0]) == ["Food", "µg a day", "Share"])
    assert "other foods together" in rows[-2]["Food"]
    assert rows[-1]["Food"] == "Foods that were not asked"
    bars = visitor.charts()["foods_k2"]["data"]
    k2 = estimate(foods, answers).wholes["k2"].central
    assert sum(x for bar in bars for x in bar["x"]) == pytest.approx(k2)


def test_k1_of_the_apps_own_table_is_its_plain_sum_and_an_allowance(foods):
    """Spinach twice a day and more, all else never: 17.5 / 7 × serving / 100 × content.

    What is added for foods that were not asked stands on a line of its own, and not in the sum.
    """
    spinach = foods["spinach"]
    codes = {food.food_id: "never" for food in foods} | {"spinach": "2-3d"}
    visitor = visit("results", **ADULT, **frequencies(codes))
    k1 = 2.5 * spinach.serving_g / 100 * spinach.content["k1"].central
    assert k1 > 100
    answers = Answers({food_id: Answer(code) for food_id, code in codes.items()})
    added = estimate(foods, answers).not_asked["k1"]
    card = visitor.card("Vitamin K1")
    assert f"about {k1 + added.central:,.0f} µg a day" in card
    assert f"Of this, for foods that were not asked: about {added.central:.0f} µg, likely " in card
    (row,) = (row for row in visitor.table("Vitamin") if row["Vitamin"] == "Vitamin K1")
    assert row["Foods you were asked about"] == f"{k1:,.0f} µg"
    visitor.choose("results-sum-of", "k1")
    (total,) = (r for t in visitor.tables() for r in t if r.get("Food") == "**Sum**")
    assert total["µg a day"] == f"**{k1:,.3f}**"
    assert "is not part of this sum" in visitor.words()
    assert visitor.card("Vitamin K2") == "Vitamin K2 from food 0 µg a day"


VERDICTS = re.compile(
    r"deficien|low risk|you are (?:safe|healthy|fine)|your \w+ is too (?:low|high)|insufficient"
    r"|not enough|you (?:need|should eat|lack)",
    re.IGNORECASE,
)


def test_results_give_no_verdict(foods, all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week)
    titles = re.compile("|".join(re.escape(ref.title) for ref in references().values()))
    sentences = [titles.sub("", line) for line in visitor.lines()]  # titles are not our words
    assert [line for line in sentences if VERDICTS.search(line)] == []
    assert VERDICTS.search("Your K2 is too low")


# Beside reference values


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_each_authority_counts_and_sets_what_it_sets(own_visit, authority):
    counted, vitamin_k, vitamin_d = AUTHORITIES[authority]
    own_visit.choose("profile-authority", authority)
    assert reference(own_visit, "compare_k") == vitamin_k
    assert reference(own_visit, "compare_d") == vitamin_d
    mine = {"K1": 2.563571, "K1 and K2": 95.299286}[counted]
    (dot,) = (t for t in own_visit.charts()["compare_k"]["data"] if t["mode"] == "markers")
    assert dot["name"] == f"Your {counted} from food"
    assert dot["x"] == [pytest.approx(mine, abs=1e-6)]


def test_every_authority_is_offered_that_of_the_reader_first(visitor):
    offered = visitor.app.selectbox(key="profile-authority").options
    assert offered[0] == reference_values.AUTHORITIES["efsa"]
    assert sorted(offered) == sorted(reference_values.AUTHORITIES.values())


def test_a_value_by_body_weight_is_told_in_words(own_visit):
    own_visit.choose("profile-authority", "uk")
    amounts = [row["µg a day"] for row in own_visit.tables_beside_reference()[0]]
    assert "1 µg for each kg you weigh" in amounts
    assert "no single line" in own_visit.words()


@pytest.mark.parametrize(
    ("language", "authority"),
    [
        ("en", "efsa"),
        ("de", "dach"),
        ("fr", "france"),
        ("ja", "japan"),
        ("nl", "netherlands"),
    ],
)
def test_readers_meet_the_reference_values_of_their_own_authority_first(
    small_table, language, authority
):
    visitor = visit("welcome", **ADULT, **frequencies(SMALL_ANSWERS))
    visitor.app.selectbox(key="language").set_value(language).run()
    visitor.open("results")
    assert visitor.app.selectbox(key="profile-authority").value == authority


def test_the_upper_level_of_vitamin_d_stands_in_the_table(visitor):
    rows = visitor.tables_beside_reference()[1]
    (upper,) = (row for row in rows if row["What"].startswith("Upper level"))
    assert upper["µg a day"] == "100"


@pytest.mark.parametrize(
    ("authority", "profile", "vitamin_k", "vitamin_d"),
    [
        ("us_canada", {"sex": "female"}, "90", "15 to 20"),
        ("us_canada", {"sex": "male"}, "120", "15 to 20"),
        ("us_canada", {"sex": "male", "age": 18}, "75", "15"),
        ("us_canada", {"sex": "male", "age": 70}, "120", "15"),
        ("us_canada", {"sex": "male", "age": 71}, "120", "20"),
        ("dach", {"sex": "female", "age": 50}, "60", "20"),
        ("dach", {"sex": "female", "age": 51}, "65", "20"),
        ("nordic", {"sex": "female", "age": 30}, "65", "10"),
        ("nordic", {"sex": "female", "age": 80}, "60", "20"),
        ("nordic", {"life-stage": "pregnant"}, "80", "10 to 20"),
        ("nordic", {"sex": "female", "life-stage": "lactating"}, "65", "10 to 20"),
    ],
)
def test_sex_age_and_life_stage_change_the_values(
    own_visit, authority, profile, vitamin_k, vitamin_d
):
    own_visit.choose("profile-authority", authority)
    for name, value in profile.items():
        own_visit.choose(f"profile-{name}", value)
    assert reference(own_visit, "compare_k") == vitamin_k
    assert reference(own_visit, "compare_d") == vitamin_d


def test_a_man_is_asked_for_no_life_stage(own_visit):
    own_visit.choose("profile-life-stage", "pregnant")
    own_visit.choose("profile-sex", "male")
    assert "profile-life-stage" not in [box.key for box in own_visit.app.selectbox]
    own_visit.choose("profile-authority", "us_canada")
    assert reference(own_visit, "compare_k") == "120"


def test_the_profile_never_changes_an_intake(own_visit):
    before = [own_visit.card(name) for name in NAMES.values()]
    own_visit.choose("profile-sex", "female")
    own_visit.choose("profile-age", 60)
    own_visit.choose("profile-life-stage", "lactating")
    assert [own_visit.card(name) for name in NAMES.values()] == before


# No body sets a value for K2


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("profile", [{}, {"sex": "female", "life-stage": "pregnant", "age": 30}])
def test_k2_never_stands_beside_a_reference_or_a_percentage(own_visit, authority, profile):
    own_visit.choose("profile-authority", authority)
    for name, value in profile.items():
        own_visit.choose(f"profile-{name}", value)
    charts = own_visit.charts()
    assert marks(charts["k2_forms"]) == marks(charts["cohorts_k2"]) == []
    for part in ("compare_k", "compare_d"):
        for trace in charts[part]["data"]:
            assert "K2" not in trace["name"].replace("K1 and K2", "")
    for rows in (own_visit.table("Form"), own_visit.table("Who")):
        assert "%" not in str([list(row.values())[1:] for row in rows]).replace("9 of 10", "")
    finding = "Most of it is from “Natto”: 68\N{NO-BREAK SPACE}%."  # of the person's own K2
    assert "%" not in own_visit.card("Vitamin K2").replace(finding, "")
    for rows in own_visit.tables_beside_reference():
        for row in rows:
            assert "K2" not in row["What"].replace("K1 and K2", "")


def test_results_say_plainly_that_no_body_sets_a_value_for_k2(visitor):
    words = visitor.words()
    assert re.search(r"no official daily goal", words)
    assert re.search(r"no daily amount of K2|no official body", words, re.IGNORECASE)


def test_k2_stands_beside_every_observed_group(visitor):
    groups = [g for g in load_population_intakes() if g.nutrient == "k2" and g.mean_ug is not None]
    reported = [group.mean_ug for group in groups if not group.computed]
    assert reported
    traces = visitor.charts()["cohorts_k2"]["data"]
    dots = [trace["x"][0] for trace in traces if trace["mode"] == "markers"]
    assert dots == pytest.approx([92.735714, *reported])
    for group in groups:
        assert any(group.population in row["Who"] for row in visitor.table("Who"))


# What is not known


def test_unknown_foods_are_listed_with_what_they_could_hide(visitor):
    rows = visitor.table("Food you eat")
    assert rows == [
        {"Food you eat": "Gouda", "No data for": "MK-7"},
        {"Food you eat": "Salmon", "No data for": "MK-7, other long-chain K2"},
    ]
    # MK-7 was found in natto alone (800): 85 g a day would hold 680. The others: median of
    # 84, 50 and 1, so 40 g of salmon would hold 20.
    hidden = 0.85 * 800 + 0.40 * median([84, 50, 1])
    assert hidden == 700
    assert re.search(r"would hold about 700 µg vitamin K2 more", visitor.words())


def test_a_week_without_unknown_foods_says_so(small_table):
    codes = dict.fromkeys(SMALL_ANSWERS, "never") | {"egg": "1d"}
    visitor = small_visit(codes)
    assert "Every food you eat has data" in visitor.words()
    assert "would hold about" not in visitor.words()


# Too few answers


def asked_at_once(foods):
    """Ids of the foods that do not wait behind a press, in the order of the table."""
    return [food.food_id for food in foods if food.food_id not in foods.seldom_eaten]


def without(state, food_ids):
    return {k: v for k, v in state.items() if k.removeprefix("frequency-") not in food_ids}


def test_results_with_gaps_say_on_top_what_is_missing_and_lead_to_it(foods, all_once_a_week):
    allowed = len(foods) // 10
    missing = asked_at_once(foods)[: allowed + 1]
    visitor = visit("results", **ADULT, **without(all_once_a_week, missing))
    words = visitor.words()
    assert visitor.charts()
    gaps = f"{len(missing)} foods have no answer yet. {WARNING_TEXT['unanswered']}"
    assert words.index(gaps) < words.index("Vitamin K2 from food")
    assert "Foods without an answer count as unknown." in words
    for group in {foods[food_id].group for food_id in missing}:
        gaps = sum(foods[food_id].group == group for food_id in missing)
        assert f"{group}: {gaps} food{'s' if gaps > 1 else ''}" in visitor.buttons()
    second = foods[missing[-1]].group
    visitor.press(f"{second}:")
    assert visitor.title == second


def test_one_food_in_ten_unanswered_is_told_without_a_warning(foods, all_once_a_week):
    missing = asked_at_once(foods)[: len(foods) // 10]
    visitor = visit("results", **ADULT, **without(all_once_a_week, missing))
    assert visitor.charts()
    assert f"{len(missing)} foods have no answer yet." in visitor.words()
    assert WARNING_TEXT["unanswered"] not in visitor.words()
    names = "; ".join(foods[food_id].food for food_id in missing)
    assert f"so missing above: {names}." in visitor.words()


def test_no_answers_at_all_show_no_zeros():
    visitor = visit("results", **ADULT)
    assert not visitor.charts()
    assert not re.search(r"about 0", visitor.words())


# Supplements and warnings


def test_supplements_stand_apart_from_food(small_table):
    plain = small_visit()
    visitor = small_visit(
        **{"supplement-d": 10.0, "supplement-k1": 5.0, "supplement-mk4": 3.0, "supplement-mk7": 4.0}
    )
    visitor.choose("profile-authority", "us_canada")  # which counts K1 and K2 together
    for nutrient, amount in (("k2", "7.0"), ("k1", "5.0"), ("d", "10")):
        card = visitor.card(NAMES[nutrient])
        assert f"about {BY_HAND[nutrient]} µg" in card
        assert re.search(rf"Supplements add {amount} µg a day", card)
        assert "Supplements" not in plain.card(NAMES[nutrient])
    assert visitor.table("Form") == plain.table("Form")
    names = [t["name"] for t in visitor.charts()["compare_d"]["data"] if t["mode"] == "markers"]
    dots = [t["x"][0] for t in visitor.charts()["compare_d"]["data"] if t["mode"] == "markers"]
    assert "supplements" in names[1]
    assert dots == pytest.approx([4.48, 14.48])
    dots = [t["x"][0] for t in visitor.charts()["compare_k"]["data"] if t["mode"] == "markers"]
    assert dots == pytest.approx([95.299286, 95.299286 + 5 + 3 + 4])
    assert "no advice on supplements" in visitor.words()


def test_more_than_100_micrograms_of_d_in_all_is_said(small_table):
    # 4.48 µg from food: 95.52 reaches 100, the smallest step beyond it passes it.
    below = small_visit(**{"supplement-d": 95.5})
    above = small_visit(**{"supplement-d": 95.6})
    (notice,) = (notice for notice in above.notices() if "above 100 µg" in notice)
    assert "4,000 IU" in notice
    assert "doctor" in notice
    assert not any("above 100 µg" in line for line in below.lines() if "KD Check" not in line)


def test_a_result_far_from_usual_names_the_foods_behind_it(foods):
    codes = {food.food_id: "never" for food in foods} | {"spinach": "2-3d", "kale_collards": "1w"}
    visitor = visit("results", **ADULT, **frequencies(codes), **{"portion-spinach": "L"})
    (warning,) = (w.value for w in visitor.app.warning)
    assert "above 1,000 µg" in warning
    assert foods["spinach"].food in warning


def test_all_never_is_asked_about_and_shows_no_zeros(foods):
    codes = frequencies({food.food_id: "never" for food in foods})
    visitor = visit("results", **ADULT, **codes)
    assert "Every answer is “never”" in visitor.words()
    assert not visitor.charts()
    assert "µg" not in visitor.words()
    assert "questionnaire" in visitor.ways_on().values()


def test_a_nutrient_that_no_eaten_food_carries_says_so(foods):
    codes = frequencies({food.food_id: "never" for food in foods} | {"spinach": "1w"})
    visitor = visit("results", **ADULT, **codes)
    assert "None of the foods you chose carries vitamin K2" in visitor.words()


def test_likely_range_is_never_called_a_confidence_interval(visitor):
    assert "confidence interval" not in visitor.words()
    assert "likely" in visitor.words()
