"""The effects: figures as published, tied to claims, and side by side only where that is fair."""

import math
import re
import shutil

import pytest

from content import load
from content.effects import (
    EFFECT_GROUPS,
    Effect,
    all_effects,
    comparable,
    effects,
    study_designs,
)
from content.evidence import claims, references
from content.load import FOLDER, ContentError
from tests.content.test_content import FORBIDDEN, K_HINT

WITH_EFFECTS = [claim_id for claim_id in claims() if effects(claim_id)]
EFFECTS = list({id(effect): effect for x in WITH_EFFECTS for effect in effects(x)}.values())
BY_NAME = {f"{e.ref_id}: {e.exposure}: {e.outcome}": e for e in EFFECTS}

PUBLISHED = {
    ("geleijnse2004", "k2-diet-heart"): (0.43, 0.24, 0.77),
    ("geleijnse2004", "k2-diet-death"): (0.74, 0.59, 0.92),
    ("gast2009", "k2-per-10ug-heart"): (0.91, 0.85, 1.00),
    ("zwakenberg2017cn", "k2-diet-death"): (0.94, 0.82, 1.07),
    ("zwakenberg2017cn", "k2-per-10ug-heart"): (0.86, 0.74, 1.00),
    ("zwakenberg2017cn", "k1-diet-death"): (1.04, 0.92, 1.17),
    ("haugsgjerd2020", "k2-diet-heart"): (0.58, 0.28, 1.19),
    ("haugsgjerd2020", "k1-diet-heart"): (0.92, 0.54, 1.57),
    ("bellinge2021", "k2-diet-heart"): (0.86, 0.81, 0.91),
    ("bellinge2021", "k1-diet-heart"): (0.79, 0.74, 0.84),
    ("palmer2021", "k1-diet-death"): (0.76, 0.72, 0.79),
}
"""Typed in from the abstracts, apart from the data file."""

PEOPLE = {
    "geleijnse2004": 4807,
    "gast2009": 16057,
    "zwakenberg2017cn": 33289,
    "haugsgjerd2020": 2987,
    "bellinge2021": 53372,
    "palmer2021": 56048,
    "beulens2009": 564,
    "avadec2022": 365,
    "hasific2023": 304,
    "vitakcac2026": 180,
    "trevasc2023": 178,
    "saritas2022": 60,
    "li2023": 1533,
    "eelderink2023": 40,
    "lees2021": 90,
    "iwamoto2000": 92,
    "ushiroyama2002": 172,
}


def words(effect: Effect) -> str:
    return f"{effect.exposure} {effect.outcome} {effect.result}"


def numbers(text: str) -> set[float]:
    """Figures in a text, without those in K1, MK-4; 1,234 is 1234. Signs do not count."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r"\bMK-\d+|\bK[12]\b|g/cm[²2]", "", text))
    return {float(x) for x in re.findall(r"\d+(?:\.\d+)?", plain)}


@pytest.mark.parametrize(("key", "figures"), PUBLISHED.items(), ids=map(str, PUBLISHED))
def test_ratios_on_an_axis_are_those_published(key, figures):
    found = [e for e in EFFECTS if (e.ref_id, e.group) == key]
    assert [(e.estimate, e.low, e.high) for e in found] == [figures]


def test_every_ratio_on_an_axis_is_pinned():
    assert {(e.ref_id, e.group) for e in EFFECTS if e.group} == set(PUBLISHED)


@pytest.mark.parametrize(("ref_id", "people"), PEOPLE.items())
def test_how_many_people_were_studied(ref_id, people):
    assert {e.people for e in EFFECTS if e.ref_id == ref_id} == {people}
    assert people in numbers(references()[ref_id].finding)


def test_every_figure_stands_in_the_source(subtests):
    for name, effect in BY_NAME.items():
        with subtests.test(effect=name):
            reference = references()[effect.ref_id]
            source = numbers(f"{effect.quoted} {reference.finding} {reference.title}")
            figures = {x for x in (effect.estimate, effect.low, effect.high) if x is not None}
            assert figures <= numbers(effect.quoted)
            assert numbers(words(effect)) <= source
            assert effect.people is None or effect.people in source


def test_the_estimate_lies_in_the_middle_of_its_interval(subtests):
    """The interval of a ratio is symmetric on the log scale, so a slip of the pen shows."""
    for name, effect in BY_NAME.items():
        with subtests.test(effect=name):
            if effect.low is None:
                continue
            assert effect.low < effect.estimate < effect.high
            assert effect.estimate == pytest.approx(math.sqrt(effect.low * effect.high), rel=0.04)


def test_the_words_agree_with_the_interval(subtests):
    for name, effect in BY_NAME.items():
        with subtests.test(effect=name):
            if effect.low is None:
                continue
            if effect.high < 1:
                assert re.match("Fewer|Less", effect.result)
            elif effect.low > 1:
                assert effect.result.startswith("More")
            elif effect.high > 1:
                assert effect.result.startswith("No ")


def test_an_effect_belongs_to_the_references_of_its_claims(subtests):
    for name, effect in BY_NAME.items():
        with subtests.test(effect=name):
            for claim_id in effect.claim_ids:
                claim = claims()[claim_id]
                assert effect.ref_id in claim.for_refs + claim.against_refs


def test_words_are_calm_and_name_no_dose(subtests):
    for name, effect in BY_NAME.items():
        with subtests.test(effect=name):
            assert not FORBIDDEN.search(words(effect))
            assert not re.search(r"\d (µg|mg|IU)\b(?! more)", words(effect))


def test_a_study_stands_once_in_a_group_and_every_group_has_a_title():
    for claim_id in WITH_EFFECTS:
        for group, those in comparable(claim_id).items():
            assert group in EFFECT_GROUPS
            assert len(those) == len({e.ref_id for e in those}) >= 2
            assert len({e.exposure.split(" in food")[0][-2:] for e in those}) == 1


def test_what_may_stand_side_by_side():
    groups = comparable("low-k2-arteries-vulnerable")
    assert {group: [e.ref_id for e in those] for group, those in groups.items()} == {
        "k2-diet-heart": ["geleijnse2004", "haugsgjerd2020", "bellinge2021"],
        "k2-per-10ug-heart": ["gast2009", "zwakenberg2017cn"],
        "k2-diet-death": ["geleijnse2004", "zwakenberg2017cn"],
        "k1-diet-heart": ["haugsgjerd2020", "bellinge2021"],
    }


def test_trials_on_calcium_never_share_an_axis():
    assert comparable("more-k2-prevents-calcification") == {}
    rows = effects("more-k2-prevents-calcification")
    assert {"avadec2022", "hasific2023", "vitakcac2026", "trevasc2023"} <= {e.ref_id for e in rows}


def test_trials_that_saw_a_slowdown_stand_beside_those_that_saw_none():
    rows = {e.ref_id: e.result for e in effects("more-k2-prevents-calcification")}
    assert "68 % less" in rows["saritas2022"]
    assert "17.37 units less" in rows["li2023"]
    assert "no figures" in rows["brandenburg2017"]
    assert rows["lees2021"].startswith("No clear effect")
    claim = claims()["more-k2-prevents-calcification"]
    assert {"saritas2022", "li2023", "brandenburg2017"} <= set(claim.for_refs)
    assert {"lees2021", "vlasschaert2020", "andrian2023"} <= set(claim.against_refs)
    assert {"for", "against"} == {
        side
        for side, refs in (
            ("for", claims()["mk7-highly-effective"].for_refs),
            ("against", claims()["mk7-highly-effective"].against_refs),
        )
        if "eelderink2023" in refs
    }


def test_no_effect_of_a_claim_stands_on_two_axes(subtests):
    for claim_id in WITH_EFFECTS:
        with subtests.test(claim=claim_id):
            grouped = [e for those in comparable(claim_id).values() for e in those]
            assert set(grouped) <= set(effects(claim_id))
            assert len(set(grouped)) == len(grouped)


def test_both_sides_of_a_claim_have_their_effects():
    """Where studies stand for and against, neither side goes without its figures."""
    for claim_id in ("low-k2-arteries-vulnerable", "more-k2-prevents-calcification"):
        claim = claims()[claim_id]
        shown = {e.ref_id for e in effects(claim_id)}
        assert shown & set(claim.for_refs)
        assert shown & set(claim.against_refs)


def test_the_careful_model_goes_on_the_axis_and_the_other_is_told():
    rows = [e for e in EFFECTS if e.ref_id == "haugsgjerd2020" and e.exposure.startswith("K2")]
    assert [(e.estimate, e.group) for e in rows] == [(0.58, "k2-diet-heart"), (0.52, "")]


def test_who_paid_is_told_or_that_it_was_not_seen():
    funding = {e.ref_id: e.funding for e in EFFECTS}
    assert "NattoPharma" in funding["knapen2015"]
    assert funding["k4kidneys2020"] == "British Heart Foundation"
    assert funding["gast2009"] == "not stated in the part opened"


def test_people_on_a_vitamin_k_blocker_see_no_study_of_vitamin_k():
    for effect in EFFECTS:
        of_vitamin_k = re.search(r"\bK[12]\b|\bMK-|[Vv]itamin K\b", effect.exposure)
        assert effect.vitamin_k_sensitive == bool(of_vitamin_k), words(effect)
        if not effect.vitamin_k_sensitive:
            assert not K_HINT.search(words(effect)), words(effect)


def test_designs_say_what_they_can_show():
    used = {e.design.design for e in EFFECTS}
    assert used == set(study_designs())
    assert "other habits" in study_designs()["cohort"].meaning


def test_an_unknown_claim_is_named():
    with pytest.raises(ContentError, match=r"No claim 'k2-activates-mpg'\. Did you mean"):
        effects("k2-activates-mpg")


@pytest.fixture
def copy(tmp_path, monkeypatch):
    shutil.copytree(FOLDER, tmp_path / "content")
    monkeypatch.setattr(load, "FOLDER", tmp_path / "content")
    all_effects.cache_clear()
    yield tmp_path / "content" / "effects.csv"
    all_effects.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("0.43,0.24,0.77", "0.43,0.44,0.77", "row 2: columns low and high: the interval must hold"),
        ("0.43,0.24,0.77", "0.43,,0.77", "row 2: columns low and high stand together"),
        ("0.43,0.24,0.77", ",0.24,0.77", "row 2: columns measure and estimate stand together"),
        ("0.43,0.24,0.77", "0.43,,", "row 2: columns low and high: an effect in a group needs"),
        (
            "0.43,0.24,0.77",
            "-0.43,0.24,0.77",
            "row 2: column estimate: '-0.43' is not a ratio above 0",
        ),
        ("RR,0.43", "XR,0.43", "row 2: column measure: 'XR' is not one of HR, RR, OR, ratio"),
        (
            "k2-diet-heart",
            "k2-heart",
            "row 2: column group: 'k2-heart' is not one of k2-diet-heart",
        ),
        (
            "geleijnse2004,",
            "gast2009,",
            "row 2: column claim_ids: 'gast2009' is not among the references",
        ),
        ("geleijnse2004,", "geleijnse,", "row 2: column ref_id: 'geleijnse' is not known"),
        (",cohort,", ",cohorts,", "row 2: column design: 'cohorts' is not one of"),
        (",Fewer deaths,", ",,", "row 2: column result is empty"),
    ],
)
def test_a_faulty_effect_is_named_with_its_row(copy, old, new, message):
    text = copy.read_text(encoding="utf-8")
    assert old in text
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        effects("k2-lack-primary-cause")
