"""What Results holds back, and from whom."""

import re

import pytest

from scoring.guidance.safety import load_rules
from tests.pages.conftest import frequencies, visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST

UNSURE = ADULT | {"safety-blood-thinner": "unsure"}
MORE_VITAMIN_K = re.compile(
    r"(?:eat|have|take|try|add|choose|get) (?:some |a little )?more\b|natto", re.IGNORECASE
)
"""Words that read as a hint to people who must keep their vitamin K steady."""


def notice_text(rule_id):
    return load_rules()[rule_id].notice.text


def eaten(foods, **codes):
    return frequencies({food.food_id: "never" for food in foods} | codes)


def without_natto(foods):
    return frequencies({food.food_id: "1w" for food in foods} | {"natto": "never"})


def share_tables(visitor):
    return [rows for rows in visitor.tables() if "Share" in rows[0]]


@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
def test_no_ranking_of_foods_by_vitamin_k_on_a_vitamin_k_antagonist(who, all_once_a_week):
    visitor = visit("results", **who, **all_once_a_week)
    assert set(visitor.charts()) == {
        "k2_forms",
        "foods_d",
        "cohorts_d",
        "compare_d",
        "causes",
    }
    assert "steady" in visitor.words_but_notices()
    assert "results-foods-of" not in [group.key for group in visitor.app.button_group]
    assert len(share_tables(visitor)) == 1
    assert notice_text("vka-blocker") in visitor.notices()
    assert notice_text("vka-natto-mk7") in visitor.notices()


def test_a_ranking_chosen_before_is_gone_on_a_vitamin_k_antagonist(all_once_a_week):
    visitor = visit(
        "results", **VITAMIN_K_ANTAGONIST, **all_once_a_week, **{"results-foods-of": "k1"}
    )
    assert "foods_k1" not in visitor.charts()
    assert "foods_d" in visitor.charts()


def test_everyone_else_may_see_the_ranking(all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week)
    assert "foods_k2" in visitor.charts()
    doac = visit("results", **ADULT | {"safety-blood-thinner": "doac"}, **all_once_a_week)
    assert "foods_k2" in doac.charts()


@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
def test_no_hint_to_eat_more_vitamin_k_on_a_vitamin_k_antagonist(who, foods):
    visitor = visit("results", **who, **without_natto(foods))
    hints = [
        line for line in visitor.words_but_notices().splitlines() if MORE_VITAMIN_K.search(line)
    ]
    assert hints == []
    assert "What would change it?" not in visitor.buttons()
    assert " from “" not in visitor.card("Vitamin K2") + visitor.card("Vitamin K1")
    assert " from “" in visitor.card("Vitamin D")


def test_such_words_are_seen_where_they_stand(foods):
    visitor = visit("results", **ADULT, **without_natto(foods))
    assert MORE_VITAMIN_K.search(visitor.words_but_notices())
    assert "What would change it?" in visitor.buttons()
    assert " from “" in visitor.card("Vitamin K2")


def test_foods_with_the_most_vitamin_k_are_not_named_on_a_vitamin_k_antagonist(foods):
    answers = eaten(foods, spinach="2-3d", kale_collards="1d")
    visitor = visit("results", **VITAMIN_K_ANTAGONIST, **answers)
    assert not visitor.app.warning
    words = [line for line in visitor.lines() if foods["spinach"].food in line]
    assert words == [foods["spinach"].food]  # its line in the sums, in the questionnaire's order
    plain = visit("results", **ADULT, **answers)
    (warning,) = (w.value for w in plain.app.warning)
    assert foods["spinach"].food in warning


@pytest.mark.parametrize(
    ("codes", "much"),
    [
        ({"natto": "1w"}, True),
        ({"spinach": "2-3d", "kale_collards": "1d"}, True),
        ({"eggs": "1w"}, False),
    ],
)
def test_much_vitamin_k_brings_the_notice_to_stop_nothing(foods, codes, much):
    visitor = visit("results", **VITAMIN_K_ANTAGONIST, **eaten(foods, **codes))
    assert (notice_text("vka-already-eats") in visitor.notices()) is much
    visitor = visit("results", **ADULT, **eaten(foods, **codes))
    assert notice_text("vka-already-eats") not in visitor.notices()


def test_kidney_disease_leaves_the_comparison_out(all_once_a_week):
    visitor = visit(
        "results", **ADULT, **all_once_a_week, **{"safety-conditions-kidney_disease": True}
    )
    assert not {"compare_k", "compare_d"} & set(visitor.charts())
    assert visitor.tables_beside_reference() == []
    assert "profile-authority" not in [box.key for box in visitor.app.selectbox]
    assert notice_text("kidney-disease") in visitor.notices()
    assert "left out" in visitor.words()
    assert "k2_forms" in visitor.charts()


def test_pregnancy_takes_liver_out_of_charts_but_not_out_of_sums(foods):
    liver = [food for food in foods if "liver" in food.tags]
    assert len(liver) >= 3
    answers = eaten(foods, eggs="1w", **{food.food_id: "1w" for food in liver})
    plain = visit("results", **ADULT, **answers)
    visitor = visit("results", **ADULT, **answers, **{"safety-pregnancy": "pregnant"})
    for food in liver:
        assert any(food.food in row["Food"] for row in share_tables(plain)[0])
        assert not any(food.food in row["Food"] for row in share_tables(visitor)[0])
    assert any(foods["eggs"].food in row["Food"] for row in share_tables(visitor)[0])
    total = sum(x for bar in visitor.charts()["foods_k2"]["data"] for x in bar["x"])
    assert total == pytest.approx(
        sum(x for bar in plain.charts()["foods_k2"]["data"] for x in bar["x"])
    )
    assert visitor.card("Vitamin K2") == plain.card("Vitamin K2")
    assert notice_text("pregnancy-liver-vitamin-a") in visitor.notices()


@pytest.mark.parametrize(
    ("sign", "rule_id"),
    [
        ("heart", "red-flag-heart"),
        ("bleeding", "red-flag-bleeding"),
        ("excess_vitamin_d", "d-excess-signs"),
    ],
)
def test_an_urgent_sign_holds_the_result_until_read(sign, rule_id, all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week, **{f"safety-signs-{sign}": True})
    assert not visitor.charts()
    assert "µg" not in visitor.words()
    assert [alert.value for alert in visitor.app.error] == [notice_text(rule_id)]
    visitor.press("I have read this")
    assert visitor.charts()
    visitor.open("learn")
    visitor.open("results")
    assert visitor.charts()


def test_a_second_urgent_sign_must_be_read_too(all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week, **{"safety-signs-heart": True})
    visitor.press("I have read this")
    visitor.open("before_you_start")
    visitor.tick("safety-signs-bleeding")
    visitor.open("results")
    assert not visitor.charts()
    assert notice_text("red-flag-bleeding") in visitor.notices()


def test_another_blood_thinner_brings_its_own_notice(all_once_a_week):
    visitor = visit("results", **ADULT | {"safety-blood-thinner": "doac"}, **all_once_a_week)
    assert notice_text("doac") in visitor.notices()
    assert notice_text("no-target-no-diagnosis") in visitor.notices()
    assert notice_text("vka-blocker") not in visitor.notices()


def test_pregnancy_told_before_chooses_the_life_stage(all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week, **{"safety-pregnancy": "breastfeeding"})
    chosen_by = visitor.sheet["parts"][0]["questions"][-1]["otherwise"]
    assert (
        chosen_by["codes"][visitor.answer(f"{chosen_by['shelf']}-{chosen_by['id']}")] == "lactating"
    )
    before = visitor.tables_beside_reference()
    visitor.choose("profile-life-stage", "lactating")
    assert visitor.tables_beside_reference() == before


def test_an_urgent_sign_ticked_again_must_be_read_again(all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week, **{"safety-signs-heart": True})
    visitor.press("I have read this")
    assert visitor.charts()
    visitor.open("before_you_start")
    visitor.choose("safety-signs-heart", False)
    visitor.choose("safety-signs-heart", True)
    visitor.open("results")
    assert not visitor.charts()


def test_many_notices_do_not_bury_a_result(all_once_a_week):
    """Two that are not urgent are seen at once, what the result brings up first; none is lost."""
    many = [f"safety-conditions-{name}" for name in ("kidney_disease", "fat_malabsorption")]
    many += [f"safety-medicines-{name}" for name in ("orlistat", "thiazide_or_digoxin")]
    who = VITAMIN_K_ANTAGONIST | {"safety-pregnancy": "pregnant"} | dict.fromkeys(many, True)
    visitor = visit("results", **who, **all_once_a_week, **{"supplement-d": 120})
    found = visitor.notices()
    at_once = visitor.app.info[0].value.split("\n\n")
    assert len(at_once) == 2
    over, _, _ = notice_text("d-over-upper-level").partition("{ug}")
    assert any(text.startswith(f"{over}100 µg") for text in at_once)
    (rest,) = (part for part in visitor.app.expander if "more notices" in part.label)
    assert rest.label == f"{len(found) - 2} more notices"
    for rule_id in ("vka-natto-mk7", "orlistat", "pregnancy-cheese", "no-target-no-diagnosis"):
        assert notice_text(rule_id) in found


def test_several_warnings_stand_behind_one_line(foods):
    visitor = visit("results", **ADULT, **frequencies({food.food_id: "4+d" for food in foods}))
    (part,) = (part for part in visitor.app.expander if "look unusual" in part.label)
    (words,) = (warning.value for warning in part.warning)
    assert part.label.startswith(f"{len(words.split(chr(10) * 2))} things")
    assert "Nearly all answers are the same." in words
