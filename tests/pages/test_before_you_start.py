import pytest

from scoring.guidance.safety import (
    CONDITIONS,
    MEDICINES,
    NOTICE_GROUPS,
    SIGNS,
    Place,
    Situation,
    load_rules,
)
from tests.pages.conftest import visit
from tests.pages.visitor import ADULT

KIDNEY_DISEASE = "conditions-kidney_disease"
NOTICE = {
    "conditions-fat_malabsorption": "fat-malabsorption",
    "conditions-high_calcium_or_stones": "d-medical-caution",
    "conditions-overactive_parathyroid": "d-medical-caution",
    "conditions-sarcoidosis_or_tuberculosis": "d-medical-caution",
    "conditions-cancer": "d-medical-caution",
    "medicines-orlistat": "orlistat",
    "medicines-bile_acid_binder": "bile-acid-binder",
    "medicines-long_antibiotics": "long-antibiotics",
    "medicines-thiazide_or_digoxin": "d-thiazide-digoxin",
    "medicines-changes_vitamin_d": "d-other-medicines",
    "medicines-active_vitamin_d": "active-vitamin-d",
    "medicines-calcium": "calcium-tablets",
    "medicines-mineral_oil": "mineral-oil",
    "medicines-menatetrenone": "menatetrenone",
    "signs-heart": "red-flag-heart",
    "signs-bleeding": "red-flag-bleeding",
    "signs-excess_vitamin_d": "d-excess-signs",
}


def notice_text(rule_id):
    return load_rules()[rule_id].within(Situation()).notice.text


def can_go_on(visitor):
    """Whether a second press on Next leads on; the first may lead to notices."""
    visitor.say(wanted="questionnaire")
    if visitor.page == "before_you_start":
        visitor.say(wanted="questionnaire")
    found = visitor.page == "questionnaire" and "Two short questions" not in visitor.words()
    visitor.open("before_you_start")
    return found


def test_every_tick_box_is_tried_below():
    ticks = {
        f"{name}-{code}"
        for name, codes in (("conditions", CONDITIONS), ("medicines", MEDICINES), ("signs", SIGNS))
        for code in codes
    }
    assert {*NOTICE, KIDNEY_DISEASE} == ticks


@pytest.mark.parametrize(("tick", "rule_id"), NOTICE.items())
def test_a_tick_brings_its_notice_and_only_that(tick, rule_id):
    visitor = visit("before_you_start", **ADULT)
    assert visitor.notices() == []
    visitor.tick(f"safety-{tick}")
    assert visitor.notices() == [notice_text(rule_id)]
    urgent = [alert.value for alert in visitor.app.error]
    assert urgent == ([notice_text(rule_id)] if tick.startswith("signs") else [])
    assert can_go_on(visitor)


def test_kidney_disease_brings_its_notice_and_the_one_about_vitamin_d():
    visitor = visit("before_you_start", **ADULT)
    visitor.tick(f"safety-{KIDNEY_DISEASE}")
    assert visitor.notices() == [notice_text("kidney-disease"), notice_text("d-medical-caution")]


@pytest.mark.parametrize(
    ("question", "answer", "rule_ids"),
    [
        ("safety-blood-thinner", "none", []),
        ("safety-blood-thinner", "doac", ["doac"]),
        ("safety-blood-thinner", "heparin", ["heparin"]),
        ("safety-blood-thinner", "antiplatelet", ["antiplatelet"]),
        ("safety-blood-thinner", "vka", ["vka-blocker", "vka-natto-mk7"]),
        (
            "safety-blood-thinner",
            "unsure",
            ["vka-blocker", "blood-thinner-unsure", "vka-natto-mk7"],
        ),
        ("safety-pregnancy", "no", []),
        (
            "safety-pregnancy",
            "pregnant",
            [
                "pregnancy-liver-vitamin-a",
                "pregnancy-fish",
                "pregnancy-cheese",
                "infants-vitamin-k",
            ],
        ),
        (
            "safety-pregnancy",
            "breastfeeding",
            ["breastfeeding", "breastfeeding-fish", "infants-vitamin-k"],
        ),
        ("safety-pregnancy", "in_future", ["future-pregnancy-fish"]),
    ],
)
def test_an_answer_brings_its_notices(question, answer, rule_ids):
    visitor = visit("before_you_start", **ADULT)
    visitor.choose(question, answer)
    assert visitor.notices() == [notice_text(rule_id) for rule_id in rule_ids]


WITH_MUCH_TO_NOTE = ADULT | {
    "safety-blood-thinner": "unsure",
    "safety-pregnancy": "pregnant",
    **{f"safety-conditions-{code}": True for code in CONDITIONS},
    **{f"safety-medicines-{code}": True for code in MEDICINES},
}


def test_many_notices_are_grouped_and_stand_in_full_below():
    visitor = visit("before_you_start", **WITH_MUCH_TO_NOTE)
    (box,) = (alert.value for alert in visitor.app.info)
    groups = ("antagonist", "with_antagonist", "health", "vitamin_d", "pregnancy", "baby")
    assert box.split("\n\n") == [NOTICE_GROUPS[group] for group in groups]
    assert len(box.split()) <= 110
    (part,) = (part for part in visitor.app.expander if "notes in full" in part.label)
    (words,) = (text.value for text in part.markdown)
    assert part.label == f"All {len(words.split(chr(10) * 2))} notes in full"
    assert not part.proto.expanded
    for rule_id in ("vka-menatetrenone", "kidney-disease", "pregnancy-cheese", "mineral-oil"):
        assert notice_text(rule_id) in words


def test_few_notices_stand_in_full_at_once():
    visitor = visit("before_you_start", **ADULT | {"safety-pregnancy": "pregnant"})
    assert len(visitor.notices()) == 4
    assert not [part for part in visitor.app.expander if "notes in full" in part.label]


def test_every_notice_of_this_page_can_be_reached():
    reached = set(NOTICE.values()) | {
        *(
            "under-18",
            "kidney-disease",
            "doac",
            "vka-blocker",
            "vka-natto-mk7",
            "blood-thinner-unsure",
        ),
        *("pregnancy-liver-vitamin-a", "pregnancy-fish", "pregnancy-cheese"),
        *("infants-vitamin-k", "breastfeeding", "breastfeeding-fish", "future-pregnancy-fish"),
        *("vka-antibiotics", "vka-bile-acid-binder", "vka-menatetrenone"),
        *("heparin", "antiplatelet"),
    }
    here = {rule for rule, what in load_rules().items() if Place.BEFORE in what.notice.places}
    assert here == reached


def test_both_needed_answers_open_the_way():
    visitor = visit("before_you_start")
    needed = [q["id"] for q in visitor.part["questions"] if q.get("needed")]
    assert needed == ["adult", "blood_thinner"]
    visitor.say(wanted="questionnaire", **ADULT)
    assert visitor.page == "questionnaire"
    assert visitor.part["foods"]


@pytest.mark.parametrize("missing", ADULT)
def test_one_of_them_alone_does_not(missing):
    visitor = visit("before_you_start", **{k: v for k, v in ADULT.items() if k != missing})
    assert not can_go_on(visitor)


def test_a_person_is_led_to_the_notices_before_going_on():
    visitor = visit("before_you_start", **ADULT)
    visitor.say(wanted="questionnaire", **{"safety-signs-heart": True})
    assert visitor.page == "before_you_start"
    assert visitor.notices() == [notice_text("red-flag-heart")]
    assert visitor.buttons() == ["I do not need help now: go on"]
    visitor.say(wanted="questionnaire")
    assert visitor.page == "questionnaire"
    visitor.open("before_you_start")
    visitor.say(wanted="questionnaire", **{"safety-medicines-orlistat": True})  # another notice
    assert visitor.page == "before_you_start"
    visitor.press("go on")
    assert visitor.page == "questionnaire"


def test_back_is_open_whatever_was_said():
    visitor = visit("before_you_start", **ADULT)
    visitor.say(wanted="welcome", **{"safety-adult": "no"})
    assert visitor.page == "welcome"


@pytest.mark.parametrize("page", ["results", "what_if", "questionnaire"])
def test_the_page_that_was_wanted_comes_after_the_questions(page):
    visitor = visit(page)
    assert "Two short questions come first" in visitor.words()
    visitor.open("before_you_start")
    assert visitor.sheet["next"] == page
    visitor.say(wanted=page, **ADULT)
    assert visitor.page == page
    assert "Two short questions" not in visitor.words()


def test_a_page_that_was_wanted_long_ago_is_forgotten():
    visitor = visit("results")
    visitor.open("learn")
    visitor.open("before_you_start")
    assert visitor.sheet["next"] == "questionnaire"


def test_under_18_reads_why_and_is_led_to_learn():
    visitor = visit("before_you_start", **ADULT)
    visitor.choose("safety-adult", "no")
    assert visitor.notices() == [notice_text("under-18")]
    assert list(visitor.ways_on().values()) == ["learn"]
    assert visitor.buttons() == []
    assert not can_go_on(visitor)


@pytest.mark.parametrize("page", ["questionnaire", "results"])
def test_under_18_gets_no_questionnaire_and_no_result(page, all_once_a_week):
    visitor = visit(page, **ADULT | {"safety-adult": "no"}, **all_once_a_week)
    assert visitor.notices() == [notice_text("under-18")]
    assert not visitor.sheets()
    assert not visitor.charts()
    assert "µg" not in visitor.words()
    assert list(visitor.ways_on().values()) == ["learn"]


@pytest.mark.parametrize("page", ["questionnaire", "results"])
@pytest.mark.parametrize("missing", ADULT)
def test_questionnaire_and_results_wait_for_both_answers(page, missing, all_once_a_week):
    known = {key: value for key, value in ADULT.items() if key != missing}
    visitor = visit(page, **known, **all_once_a_week)
    assert not visitor.sheets()
    assert not visitor.charts()
    assert list(visitor.ways_on().values()) == ["before_you_start"]


def test_answers_are_there_on_coming_back():
    visitor = visit("before_you_start")
    visitor.choose("safety-adult", "yes")
    visitor.choose("safety-blood-thinner", "doac")
    visitor.tick("safety-medicines-orlistat")
    before = visitor.notices()
    visitor.open("learn")
    visitor.open("before_you_start")
    assert visitor.answer("safety-blood-thinner") == "doac"
    assert visitor.answer("safety-medicines-orlistat")
    assert visitor.notices() == before == [notice_text("doac"), notice_text("orlistat")]
