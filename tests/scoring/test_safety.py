"""Safety rules: the right notice for the right person, and what is held back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Answer, Answers, FoodTable, estimate
from scoring.files.data_files import OPENED_STATUSES, DataFileError, read_data_rows
from scoring.guidance import safety
from scoring.guidance.references import upper_levels
from scoring.guidance.safety import (
    BLOOD_THINNERS,
    CONDITIONS,
    MEDICINES,
    NOTICE_GROUPS,
    PREGNANCY,
    SIGNS,
    Hold,
    Place,
    SafetyAnswerError,
    SafetyAnswers,
    Situation,
    held,
    life_stage_of,
    load_rules,
    notices,
    ready,
)
from scoring.intake.warnings import WARNING_TEXT
from scoring.nutrients import NUTRIENTS
from scoring.questionnaire.answers import LIFE_STAGES, Supplements


def some_of(codes):
    return st.frozensets(st.sampled_from(tuple(codes)))


everyone = st.builds(
    SafetyAnswers,
    adult=st.sampled_from([None, True, False]),
    blood_thinner=st.sampled_from(["", *BLOOD_THINNERS]),
    pregnancy=st.sampled_from(["", *PREGNANCY]),
    conditions=some_of(CONDITIONS),
    medicines=some_of(MEDICINES),
    signs=some_of(SIGNS),
)
situations = st.builds(
    Situation,
    d_total_ug_per_day=st.none() | st.floats(0, 300),
    has_supplements=st.booleans(),
    much_vitamin_k=st.booleans(),
)


def ids(answers, situation=None):
    """The rules that apply, before a result unless a situation is given."""
    found = notices(answers) if situation is None else notices(answers, situation)
    return {notice.rule_id for notice in found}


def having(**answers):
    return SafetyAnswers(**{"adult": True, "blood_thinner": "none", **answers})


def test_a_healthy_adult_gets_one_notice_only():
    assert ids(having(pregnancy="no")) == {"no-target-no-diagnosis"}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"adult": False}, {"under-18"}),
        ({"signs": {"heart"}}, {"red-flag-heart"}),
        ({"signs": {"bleeding"}}, {"red-flag-bleeding"}),
        ({"signs": {"excess_vitamin_d"}}, {"d-excess-signs"}),
        ({"blood_thinner": "vka"}, {"vka-blocker", "vka-natto-mk7"}),
        (
            {"blood_thinner": "unsure"},
            {"vka-blocker", "vka-natto-mk7", "blood-thinner-unsure"},
        ),
        ({"blood_thinner": "doac"}, {"doac"}),
        ({"blood_thinner": "heparin"}, {"heparin"}),
        ({"blood_thinner": "antiplatelet"}, {"antiplatelet"}),
        (
            {"blood_thinner": "vka", "medicines": {"long_antibiotics", "bile_acid_binder"}},
            {
                *("vka-blocker", "vka-natto-mk7", "long-antibiotics", "bile-acid-binder"),
                *("vka-antibiotics", "vka-bile-acid-binder"),
            },
        ),
        (
            {"blood_thinner": "unsure", "medicines": {"menatetrenone"}},
            {
                *("vka-blocker", "vka-natto-mk7", "blood-thinner-unsure", "menatetrenone"),
                "vka-menatetrenone",
            },
        ),
        (
            {"blood_thinner": "antiplatelet", "medicines": {"menatetrenone"}},
            {"antiplatelet", "menatetrenone"},
        ),
        ({"conditions": {"kidney_disease"}}, {"kidney-disease", "d-medical-caution"}),
        ({"conditions": {"fat_malabsorption"}}, {"fat-malabsorption"}),
        ({"conditions": {"high_calcium_or_stones"}}, {"d-medical-caution"}),
        ({"conditions": {"overactive_parathyroid"}}, {"d-medical-caution"}),
        ({"conditions": {"sarcoidosis_or_tuberculosis"}}, {"d-medical-caution"}),
        ({"conditions": {"cancer"}}, {"d-medical-caution"}),
        ({"medicines": {"orlistat"}}, {"orlistat"}),
        ({"medicines": {"bile_acid_binder"}}, {"bile-acid-binder"}),
        ({"medicines": {"long_antibiotics"}}, {"long-antibiotics"}),
        ({"medicines": {"thiazide_or_digoxin"}}, {"d-thiazide-digoxin"}),
        ({"medicines": {"changes_vitamin_d"}}, {"d-other-medicines"}),
        ({"medicines": {"active_vitamin_d"}}, {"active-vitamin-d"}),
        ({"medicines": {"calcium"}}, {"calcium-tablets"}),
        ({"medicines": {"mineral_oil"}}, {"mineral-oil"}),
        ({"medicines": {"menatetrenone"}}, {"menatetrenone"}),
        ({"pregnancy": "in_future"}, {"future-pregnancy-fish"}),
        (
            {"pregnancy": "pregnant"},
            {
                "pregnancy-liver-vitamin-a",
                "pregnancy-fish",
                "pregnancy-cheese",
                "infants-vitamin-k",
            },
        ),
        (
            {"pregnancy": "breastfeeding"},
            {"breastfeeding", "breastfeeding-fish", "infants-vitamin-k"},
        ),
    ],
)
def test_each_answer_brings_exactly_its_notices(answers, expected):
    given_answers = {
        key: frozenset(value) if isinstance(value, set) else value for key, value in answers.items()
    }
    assert ids(having(**given_answers)) == expected | {"no-target-no-diagnosis"}


def test_every_condition_medicine_and_sign_leads_somewhere():
    for name, codes in (("conditions", CONDITIONS), ("medicines", MEDICINES), ("signs", SIGNS)):
        for code in codes:
            assert len(ids(having(**{name: frozenset({code})}))) > 1, code


@pytest.mark.parametrize(
    ("total_ug_per_day", "fires"), [(None, False), (99.9, False), (100, False), (100.1, True)]
)
def test_the_upper_limit_notice_starts_above_100_ug(total_ug_per_day, fires):
    found = ids(having(), Situation(d_total_ug_per_day=total_ug_per_day))
    assert ("d-over-upper-level" in found) is fires


def test_the_upper_limit_is_the_one_among_the_reference_values():
    assert {v.value_ug_per_day for v in upper_levels("efsa", "d")} == {
        NUTRIENTS["d"].upper_level_per_day
    }


def notice_in(rule_id, answers, situation):
    """The words of a notice that a person in a situation reads; None where it does not apply."""
    return next((n.text for n in notices(answers, situation) if n.rule_id == rule_id), None)


@pytest.mark.parametrize(
    ("authority", "total", "says"),
    [
        ("efsa", 80.1, None),
        (
            "efsa",
            100.1,
            "above 100 µg (4,000 IU) of vitamin D a day, the upper level for adults ("
            "European Union (EFSA))",
        ),
        ("australia_nz", 80, None),
        (
            "australia_nz",
            80.1,
            "above 80 µg (3,200 IU) of vitamin D a day, the upper level for "
            "adults (Australia and New Zealand (NHMRC))",
        ),
        ("dach", 100.1, "European Union (EFSA)"),  # none of its own was opened
    ],
)
def test_the_upper_level_is_that_of_the_authority_of_the_person(authority, total, says):
    situation = Situation(d_total_ug_per_day=total, authority=authority)
    found = notice_in("d-over-upper-level", having(), situation)
    assert found is None if says is None else says in found
    assert (Hold.D_HINTS in held(having(), situation)) == (says is not None)


@pytest.mark.parametrize(
    ("rule_id", "answers", "country", "says"),
    [
        ("pregnancy-fish", having(pregnancy="pregnant"), "", "Countries differ"),
        ("pregnancy-fish", having(pregnancy="pregnant"), "IE", "Countries differ"),
        ("pregnancy-fish", having(pregnancy="pregnant"), "GB", "two steaks or four cans"),
        (
            "pregnancy-fish",
            having(pregnancy="pregnant"),
            "JP",
            "canned tuna may be eaten as before",
        ),
        ("pregnancy-fish", having(pregnancy="pregnant"), "NL", "once oily and once lean"),
        ("pregnancy-fish", having(pregnancy="pregnant"), "US", "two to three servings"),
        ("pregnancy-fish", having(pregnancy="pregnant"), "FR", "lamprey"),
        ("breastfeeding-fish", having(pregnancy="breastfeeding"), "GB", "marlin to one"),
        ("breastfeeding-fish", having(pregnancy="breastfeeding"), "JP", "sets no limit"),
        ("future-pregnancy-fish", having(pregnancy="in_future"), "SE", "Vänern"),
        ("vka-natto-mk7", having(blood_thinner="vka"), "JP", "chlorella and green juice"),
        ("vka-natto-mk7", having(blood_thinner="vka"), "NL", "seaweed or green tea"),
    ],
)
def test_advice_is_that_of_the_readers_country(rule_id, answers, country, says):
    assert says in notice_in(rule_id, answers, Situation(country=country))


def test_advice_of_a_country_holds_back_what_that_of_others_does(subtests):
    for rule_id, rule in load_rules().items():
        for country, notice in rule.of_country.items():
            with subtests.test(rule=rule_id, country=country):
                within = rule.within(Situation(country=country))
                assert within.holds == rule.holds
                assert within.notice.text == notice.text != rule.notice.text
                assert (notice.rule_id, notice.places) == (rule_id, rule.notice.places)
                assert notice.ref_ids


def test_people_on_aspirin_or_heparin_are_not_treated_as_on_warfarin():
    for thinner in ("antiplatelet", "heparin"):
        answers = having(blood_thinner=thinner)
        assert not answers.on_vitamin_k_blocker
        assert not {Hold.VITAMIN_K_HINTS, Hold.VITAMIN_K_RANKING} & held(answers)
        assert Hold.WARFARIN_WORDING in held(answers)


def test_every_calm_notice_has_a_group_and_every_group_has_one():
    calm = [rule.notice for rule in load_rules().values() if not rule.notice.urgent]
    assert {notice.group for notice in calm} == set(NOTICE_GROUPS)
    assert all(not rule.notice.group for rule in load_rules().values() if rule.notice.urgent)


@given(everyone, situations)
def test_what_rests_on_intake_fires_exactly_then(answers, situation):
    found = ids(answers, situation)
    blocker = answers.blood_thinner in ("vka", "unsure")
    assert ("vka-already-eats" in found) == (blocker and situation.much_vitamin_k)
    assert ("supplements-always" in found) == situation.has_supplements


@given(everyone, situations)
def test_people_on_a_vitamin_k_blocker_get_no_vitamin_k_hint(answers, situation):
    holds = held(answers, situation)
    must = {Hold.VITAMIN_K_HINTS, Hold.VITAMIN_K_RANKING}
    if answers.blood_thinner in ("vka", "unsure"):
        assert must <= holds
    else:  # the words put in place of the hints speak of this medicine, so nobody else gets them
        assert not must & holds


@given(everyone, situations)
def test_under_18_sees_neither_questionnaire_nor_result(answers, situation):
    holds = held(answers, situation)
    assert (Hold.QUESTIONNAIRE in holds) == (answers.adult is False)
    assert (Hold.RESULTS in holds) == (answers.adult is False)


@given(everyone, situations)
def test_a_sign_right_now_comes_first_and_stops_the_result_until_read(answers, situation):
    found = notices(answers, situation)
    assert [n.urgent for n in found] == sorted((n.urgent for n in found), reverse=True)
    assert any(n.until_read for n in found) == bool(answers.signs)


NEVER_SAID = {
    "a target or need for K2": (
        r"\b(goal|target|need)s? (of|for|is)\b.*K2|K2 .*(need|should) ",
        "Your goal for vitamin K2 is 75 µg.",
    ),
    "a verdict": (
        r"deficien|\bsafe|danger|sufficient|too (much|little)|good level|healthy level",
        "You get too little vitamin K1.",
    ),
    "that all is well": (
        r"all is well|nothing to worry|no cause for|is fine|looks? (good|fine|ok)",
        "That looks good.",
    ),
    "that intake is enough": (
        r"\b(is|looks|have|get|seems) (quite |already )?enough",
        "Your vitamin D is already enough.",
    ),
    "a score for arteries or bones": (
        r"(risk|bone|artery|heart) (score|grade)|low risk|high risk",
        "Your bone score is 7.",
    ),
    "praise of an amount": (
        r"\b(well done|great|excellent|impressive)\b",
        "Well done!",
    ),
    "a dose": (
        r"\b(take|swallow|add) (about )?\d|\d (µg|IU|mcg) (twice|once|of a supplement)",
        "Take 10 µg.",
    ),
    "a ratio of D to K2": (
        r"\bratio\b|together with K2|combine .*K2",
        "Keep the ratio of D to K2.",
    ),
    "that nothing gets in the way of a medicine": (
        r"no (known )?interaction|does not interact",
        "This food does not interact with it.",
    ),
    "a figure for a baby": (
        r"\d[^.]*\bfor (your|the|a) baby|baby needs? \d",
        "Give 10 µg a day for your baby.",
    ),
    "calcium pills": (
        r"calcium (pill|tablet|supplement)",
        "A calcium tablet may help.",
    ),
}
"""What nobody may be told, whoever they are: rules of the product, each with a breach of it."""


def test_what_nobody_may_be_told_is_not_said(subtests):
    texts = {
        f"{rule_id}/{number}": notice.text
        for rule_id, rule in load_rules().items()
        for number, notice in enumerate(rule.notices)
    }
    texts |= dict(WARNING_TEXT) | dict(NOTICE_GROUPS)
    for name, text in texts.items():
        for forbidden, (pattern, breach) in NEVER_SAID.items():
            with subtests.test(text=name, forbidden=forbidden):
                assert re.search(pattern, breach, re.IGNORECASE)
                assert not re.search(pattern, text, re.IGNORECASE)


@given(everyone, st.sampled_from(tuple(CONDITIONS)))
def test_one_more_condition_never_lifts_a_hold(answers, condition):
    more = SafetyAnswers(
        answers.adult,
        answers.blood_thinner,
        answers.pregnancy,
        answers.conditions | {condition},
        answers.medicines,
        answers.signs,
    )
    assert held(answers) <= held(more)


@pytest.mark.parametrize(
    ("answers", "hold"),
    [
        (having(conditions=frozenset({"kidney_disease"})), Hold.REFERENCE_COMPARISON),
        (having(conditions=frozenset({"kidney_disease"})), Hold.FOOD_HINTS),
        (having(conditions=frozenset({"fat_malabsorption"})), Hold.SUPPLEMENT_HINTS),
        (having(medicines=frozenset({"long_antibiotics"})), Hold.SUPPLEMENT_HINTS),
        (having(medicines=frozenset({"thiazide_or_digoxin"})), Hold.D_HINTS),
        (having(conditions=frozenset({"cancer"})), Hold.D_HINTS),
        (having(pregnancy="pregnant"), Hold.LIVER),
        (having(pregnancy="pregnant"), Hold.SOFT_CHEESE),
        (having(pregnancy="pregnant"), Hold.PATE),
        (having(pregnancy="pregnant"), Hold.FISH_OVER_LIMIT),
        (having(pregnancy="pregnant"), Hold.FISH_TO_AVOID),
        (having(pregnancy="breastfeeding"), Hold.SUPPLEMENT_HINTS),
        (having(pregnancy="breastfeeding"), Hold.FISH_OVER_LIMIT),
        (having(pregnancy="in_future"), Hold.FISH_OVER_LIMIT),
        (having(pregnancy="in_future"), Hold.FISH_TO_AVOID),
        (having(medicines=frozenset({"active_vitamin_d"})), Hold.D_HINTS),
        (having(medicines=frozenset({"menatetrenone"})), Hold.SUPPLEMENT_HINTS),
        (having(blood_thinner="doac"), Hold.WARFARIN_WORDING),
    ],
)
def test_what_is_held_back_for_whom(answers, hold):
    assert hold in held(answers)
    assert hold not in held(having(pregnancy="no"))


def test_above_the_upper_limit_of_d_no_tip_about_d_is_shown():
    assert Hold.D_HINTS in held(having(), Situation(d_total_ug_per_day=100.1))
    assert Hold.D_HINTS not in held(having(), Situation(d_total_ug_per_day=100))


def test_a_situation_before_a_result_knows_nothing():
    assert Situation() == Situation(None, has_supplements=False, much_vitamin_k=False)


def of(foods: FoodTable, frequencies: dict[str, str], **supplements: float) -> Situation:
    answers = {food_id: Answer(code) for food_id, code in frequencies.items()}
    return Situation.of(estimate(foods, Answers(answers, Supplements(supplements))), foods)


def test_the_situation_of_a_result_adds_supplements_of_d_to_food(foods):
    # Salmon twice a week holds 2 × 140 / 7 / 100 × 10 = 4 µg of vitamin D a day.
    situation = of(foods, {"salmon": "2w"}, d=97)
    assert situation.d_total_ug_per_day == pytest.approx(101)
    assert situation.has_supplements
    assert not of(foods, {"salmon": "2w"}).has_supplements
    assert of(foods, {}, mk7=45).has_supplements


def test_natto_however_little_or_a_high_k1_is_much_vitamin_k(foods):
    assert of(foods, {"natto": "1-3m"}).much_vitamin_k
    assert of(foods, {"spinach": "4+d"}).much_vitamin_k
    assert not of(foods, {"natto": "never", "spinach": "1d", "gouda": "1d"}).much_vitamin_k


def test_much_k2_from_a_table_without_natto_is_much_vitamin_k(write_table):
    table = FoodTable.load(write_table(food_id="beans", tags="soy"))
    assert of(table, {"beans": "2-3d"}).much_vitamin_k
    assert not of(table, {"beans": "1-3m"}).much_vitamin_k
    tagged = FoodTable.load(write_table(food_id="beans", tags="soy;natto"))
    assert of(tagged, {"beans": "1-3m"}).much_vitamin_k


@pytest.mark.parametrize(
    ("pregnancy", "life_stage"),
    [
        *(("", ""), ("no", ""), ("in_future", "")),
        *(("pregnant", "pregnant"), ("breastfeeding", "lactating")),
    ],
)
def test_the_life_stage_of_a_profile_follows_from_the_safety_answers(pregnancy, life_stage):
    assert life_stage_of(having(pregnancy=pregnancy)) == life_stage
    assert life_stage in LIFE_STAGES


def test_every_kind_of_hold_is_asked_for_by_some_rule():
    assert {hold for rule in load_rules().values() for hold in rule.holds} == set(Hold)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (SafetyAnswers(), False),
        (SafetyAnswers(adult=True), False),
        (SafetyAnswers(blood_thinner="none"), False),
        (SafetyAnswers(adult=False, blood_thinner="none"), False),
        (SafetyAnswers(adult=True, blood_thinner="none"), True),
        (SafetyAnswers(adult=True, blood_thinner="vka"), True),
    ],
)
def test_the_questionnaire_opens_for_adults_who_answered(answers, expected):
    assert ready(answers) is expected


@pytest.mark.parametrize(
    "answers",
    [
        {"blood_thinner": "aspirin"},
        {"pregnancy": "yes"},
        {"conditions": frozenset({"gout"})},
        {"medicines": frozenset({"statin"})},
        {"signs": frozenset({"cough"})},
    ],
)
def test_an_unknown_answer_is_refused_by_name(answers):
    (name,) = answers
    with pytest.raises(SafetyAnswerError, match=f"{name}: .* is not known; allowed: "):
        SafetyAnswers(**answers)


def test_notices_are_short_calm_and_sourced(subtests):
    for notice in (notice for rule in load_rules().values() for notice in rule.notices):
        with subtests.test(rule=notice.rule_id, text=notice.text[:30]):
            text = notice.text
            assert len(text.split()) <= 70
            assert 1 <= len(re.findall(r"[.!?](?:\s|$)", text)) <= 3
            assert not re.search(
                r"deficien|\bsafe|danger|sufficient|low risk|toxic", text, re.IGNORECASE
            )
            assert not re.search(r"\b(take|swallow) (about )?\d", text, re.IGNORECASE)
            assert notice.ref_ids
            assert all(notice.ref_ids)
            assert notice.places


def test_every_notice_says_where_it_is_shown_and_red_flags_show_before_the_start():
    for rule in load_rules().values():
        if rule.notice.urgent:
            assert {Place.BEFORE, Place.RESULTS} <= rule.notice.places
            assert rule.notice.until_read


def test_only_opened_sources_speak():
    rows = read_data_rows(safety.SAFETY_RULES_CSV, safety._COLUMNS)
    assert {row["status"] for row in rows} <= set(OPENED_STATUSES)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("under-18,", "over-18,", "unmatched: over-18, under-18"),
        ("questionnaire;results", "questionnaire;result", "row 2: column holds: 'result'"),
        (",no,no,before,", ",no,maybe,before,", "row 2: column until_read: 'maybe'"),
        (",no,no,before,", ",no,no,,", "row 2: column places: '' is not one of before"),
        ("under-18,,adults,", "under-18,,,", "row 2: column group: '' is not one of adults"),
        ("under-18,,adults,", "under-18,JP,adults,", "row 2: column group: must be empty"),
        ("efsa2017k_news;efsa2023d;sacn2016", "", "row 2: column ref_ids: must not be empty"),
        ("vka-natto-mk7,JP,", "vka-natto-mk7,XX,", "column countries: 'XX' is not one of AT"),
        ("pregnancy-fish,GB,", "pregnancy-fish,JP,", "column countries: JP has a row"),
        ("opened-primary", "not-opened", "row 2.*not-opened"),
    ],
)
def test_a_broken_rule_file_is_refused_with_its_row(monkeypatch, tmp_path, old, new, message):
    broken = tmp_path / "safety_rules.csv"
    text = safety.SAFETY_RULES_CSV.read_text(encoding="utf-8")
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(safety, "SAFETY_RULES_CSV", broken)
    with pytest.raises(DataFileError, match=message):
        load_rules.__wrapped__()
