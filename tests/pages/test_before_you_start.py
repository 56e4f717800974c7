import pytest

from scoring.safety import CONDITIONS, MEDICINES, SIGNS, Place, load_rules
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
    "signs-heart": "red-flag-heart",
    "signs-bleeding": "red-flag-bleeding",
    "signs-excess_vitamin_d": "d-excess-signs",
}


def notice_text(rule_id):
    return load_rules()[rule_id].notice.text


def can_go_on(visitor):
    """Whether there is a button that leads on, the only one of the page."""
    return len(visitor.buttons()) == 1


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
        ("safety-pregnancy", "breastfeeding", ["breastfeeding", "infants-vitamin-k"]),
    ],
)
def test_an_answer_brings_its_notices(question, answer, rule_ids):
    visitor = visit("before_you_start", **ADULT)
    visitor.choose(question, answer)
    assert visitor.notices() == [notice_text(rule_id) for rule_id in rule_ids]


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
        *("infants-vitamin-k", "breastfeeding"),
    }
    here = {rule for rule, what in load_rules().items() if Place.BEFORE in what.notice.places}
    assert here == reached


def test_both_needed_answers_open_the_way():
    visitor = visit("before_you_start")
    assert not can_go_on(visitor)
    visitor.choose("safety-adult", "yes")
    assert not can_go_on(visitor)
    assert "need an answer" in visitor.words()
    visitor.choose("safety-blood-thinner", "none")
    visitor.press("questionnaire")
    assert visitor.app.button_group[0].key == "frequency-natto"


def test_the_blood_thinner_alone_does_not_open_the_way():
    visitor = visit("before_you_start")
    visitor.choose("safety-blood-thinner", "none")
    assert not can_go_on(visitor)


def test_under_18_reads_why_and_is_led_to_learn():
    visitor = visit("before_you_start", **ADULT)
    visitor.choose("safety-adult", "no")
    assert visitor.notices() == [notice_text("under-18")]
    assert not can_go_on(visitor)
    assert list(visitor.ways_on().values()) == ["learn"]


@pytest.mark.parametrize("page", ["questionnaire", "results"])
def test_under_18_gets_no_questionnaire_and_no_result(page, all_once_a_week):
    visitor = visit(page, **ADULT | {"safety-adult": "no"}, **all_once_a_week)
    assert visitor.notices() == [notice_text("under-18")]
    assert not visitor.app.button_group
    assert not visitor.charts()
    assert "µg" not in visitor.words()
    assert list(visitor.ways_on().values()) == ["learn"]


@pytest.mark.parametrize("page", ["questionnaire", "results"])
@pytest.mark.parametrize("missing", ADULT)
def test_questionnaire_and_results_wait_for_both_answers(page, missing, all_once_a_week):
    known = {key: value for key, value in ADULT.items() if key != missing}
    visitor = visit(page, **known, **all_once_a_week)
    assert not visitor.app.button_group
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
    assert visitor.app.radio(key="safety-blood-thinner").value == "doac"
    assert visitor.app.checkbox(key="safety-medicines-orlistat").value
    assert visitor.notices() == before == [notice_text("doac"), notice_text("orlistat")]
