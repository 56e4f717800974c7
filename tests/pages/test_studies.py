"""The studies behind a claim side by side, against the file of effects."""

import csv
import re
from collections import defaultdict

import pytest

from content.effects import EFFECT_GROUPS
from content.evidence import claims, evidence_label
from tests.conftest import ROOT
from tests.pages.conftest import shared_visit, visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST, annotations

UNSURE = ADULT | {"safety-blood-thinner": "unsure"}
NOT_STATED = "not stated in the part opened"
MEASURES = {"HR": "Hazard ratio", "RR": "Risk ratio", "OR": "Odds ratio", "ratio": "Ratio"}


def read_csv(name):
    with (ROOT / "content" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


EFFECTS = defaultdict(list)
for effect in read_csv("effects.csv"):
    for one in effect["claim_ids"].split(";"):
        EFFECTS[one].append(effect)
CLAIMS = {row["claim_id"]: row for row in read_csv("claims.csv")}
REFERENCES = {row["ref_id"]: row for row in read_csv("references.csv")}
DESIGNS = {row["design"]: row["label"] for row in read_csv("study_designs.csv")}


def groups_of(claim_id):
    """The groups that two or more effects of a claim share, with these effects."""
    groups = defaultdict(list)
    for effect in EFFECTS[claim_id]:
        if effect["group"]:
            groups[effect["group"]].append(effect)
    return {group: effects for group, effects in groups.items() if len(effects) > 1}


WITH_AXIS = [claim_id for claim_id in EFFECTS if groups_of(claim_id)]
TABLE_ALONE = [claim_id for claim_id in EFFECTS if not groups_of(claim_id)]


def studies(claim_id, who=ADULT):
    return shared_visit("learn", **who, **{"learn-part": "Claims", "learn-claim": claim_id})


def charts(visitor, claim_id):
    """The charts of the page by the group of effects they show."""
    return {
        chart.key.partition(f"studies-{claim_id}-")[2]: chart.figure for chart in visitor.drawn()
    }


def as_read(text):
    """The words of a piece of Markdown without the backslashes that guard them."""
    return re.sub(r"\\([^\w\s])", r"\1", text)


def rows(visitor):
    return [{name: as_read(cell) for name, cell in row.items()} for row in visitor.table("Study")]


def line(effect):
    """What the table says of an effect."""
    size = [f"{int(effect['people']):,} people"] if effect["people"] else []
    if effect["years"]:
        size.append(f"{effect['years']} {'year' if effect['years'] == '1' else 'years'}")
    figure = ""
    if effect["measure"]:
        interval = ""
        if effect["low"]:
            interval = f" ({float(effect['low']):g} to {float(effect['high']):g})"
        figure = f"{MEASURES[effect['measure']]} {float(effect['estimate']):g}{interval}. "
    return {
        "Study": ", ".join([DESIGNS[effect["design"]], *size]),
        "What was compared": f"{effect['exposure']}. {effect['outcome']}",
        "Result": figure + effect["result"],
        "Payer": REFERENCES[effect["ref_id"]]["funding"] or NOT_STATED,
    }


def test_both_kinds_of_claim_are_there():
    assert len(WITH_AXIS) >= 3
    assert len(TABLE_ALONE) >= 5


def test_nothing_is_shown_before_a_claim_is_chosen():
    visitor = visit("learn", **ADULT, **{"learn-part": "Claims"})
    assert visitor.app.selectbox(key="learn-claim").value is None
    assert visitor.charts() == {}
    assert visitor.tables() == []


def test_every_claim_with_studies_in_the_file_is_offered():
    visitor = visit("learn", **ADULT, **{"learn-part": "Claims"})
    offered = visitor.app.selectbox(key="learn-claim").options
    assert offered == [CLAIMS[claim_id]["topic"] for claim_id in CLAIMS if claim_id in EFFECTS]


def test_a_claim_is_chosen_by_its_topic():
    visitor = visit("learn", **ADULT, **{"learn-part": "Claims"})
    visitor.choose("learn-claim", TABLE_ALONE[0])
    assert CLAIMS[TABLE_ALONE[0]]["topic"] == visitor.app.header[0].value
    assert len(rows(visitor)) == len(EFFECTS[TABLE_ALONE[0]])


@pytest.mark.parametrize("claim_id", WITH_AXIS)
def test_ratios_and_intervals_on_an_axis_are_those_of_the_file(claim_id):
    found = charts(studies(claim_id), claim_id)
    assert set(found) == set(groups_of(claim_id))
    for group, effects in groups_of(claim_id).items():
        figure = found[group]
        dots = [trace for trace in figure["data"] if trace["mode"] == "markers"]
        lines = [trace for trace in figure["data"] if trace["mode"] == "lines"]
        assert [dot["x"] for dot in dots] == [[float(e["estimate"])] for e in effects]
        assert [one["x"] for one in lines] == [[float(e["low"]), float(e["high"])] for e in effects]
        for dot, effect in zip(dots, effects, strict=True):
            reference = REFERENCES[effect["ref_id"]]
            author = reference["authors"] or reference["journal"]
            assert dot["name"] == f"{author} ({reference['year']}): {effect['outcome']}"
            assert f"{float(effect['estimate']):g}" in annotations(figure)
        assert figure["layout"]["xaxis"]["type"] == "log"
        assert "1: no difference" in annotations(figure)


@pytest.mark.parametrize("claim_id", WITH_AXIS)
def test_an_axis_has_its_question_above_and_its_limits_below(claim_id):
    visitor = studies(claim_id)
    words = as_read(visitor.words())
    for group in groups_of(claim_id):
        assert f"**{EFFECT_GROUPS[group]}**" in words
    assert words.count("none of them shows cause") == 1
    assert "Left of 1, fewer" in words


def test_what_cannot_be_compared_stands_on_no_axis(subtests):
    for claim_id in TABLE_ALONE:
        with subtests.test(claim=claim_id):
            assert studies(claim_id).drawn() == []


def test_every_effect_is_in_the_table_with_design_size_result_and_payer(subtests):
    for claim_id in EFFECTS:
        with subtests.test(claim=claim_id):
            found = rows(studies(claim_id))
            for row, effect in zip(found, EFFECTS[claim_id], strict=True):
                expected = line(effect)
                assert row["Study"].endswith(f": {expected['Study']}")
                assert row["What was compared"] == expected["What was compared"]
                result, payer = expected["Result"].rstrip("."), expected["Payer"].rstrip(".")
                assert row["Result and who paid"] == f"{result}. Paid by: {payer}."


def test_every_study_is_named_with_its_year_and_its_link(subtests):
    for claim_id in EFFECTS:
        with subtests.test(claim=claim_id):
            for row, effect in zip(rows(studies(claim_id)), EFFECTS[claim_id], strict=True):
                reference = REFERENCES[effect["ref_id"]]
                name = reference["authors"] or reference["journal"] or reference["title"]
                assert name in row["Study"]
                assert f"({reference['year']})" in row["Study"]
                doi = reference["doi"]
                address = f"https://doi.org/{doi}" if doi else reference["url"]
                assert address
                assert row["Study"].startswith("[")
                assert address in row["Study"]


def test_a_study_read_by_hand():
    """Geleijnse 2004: 4,807 people, RR 0.43 (0.24 to 0.77) for death from heart disease."""
    first = rows(studies("low-k2-arteries-vulnerable"))[0]
    assert first["Study"] == (
        "[Geleijnse et al. (2004)](https://doi.org/10.1093/jn/134.11.3100): "
        "People followed over time, 4,807 people"
    )
    assert first["What was compared"] == (
        "K2 in food, highest against lowest third. Death from coronary heart disease"
    )
    assert first["Result and who paid"] == (
        "Risk ratio 0.43 (0.24 to 0.77). Fewer deaths. Paid by: not stated in the part opened."
    )


def test_some_payers_are_named_and_some_are_not_known():
    payers = {row["Payer"] for claim_id in EFFECTS for row in map(line, EFFECTS[claim_id])}
    assert NOT_STATED in payers
    assert len(payers) >= 3


def test_a_claim_says_its_label_its_summary_and_when_the_evidence_was_looked_at(subtests):
    for claim_id in EFFECTS:
        with subtests.test(claim=claim_id):
            visitor = studies(claim_id)
            claim = CLAIMS[claim_id]
            (lead,) = (
                element.value
                for element in visitor.app.main.get("markdown")
                if "evidence was last looked at" in element.value
            )
            label = evidence_label(claim["verdict"]).label
            assert as_read(lead).startswith(f"**{label}.** {claim['summary']}")
            assert claim["looked_at"] == "2026-11"
            assert lead.endswith("last looked at in November 2026.")


# People on a vitamin K antagonist


OF_OTHER_THINGS = {
    claim_id: [e for e in effects if e["vitamin_k_sensitive"] == "no"]
    for claim_id, effects in EFFECTS.items()
}
LEFT_OUT = "Studies of vitamin K are left out here"


def test_vitamin_d_is_among_the_studies_of_other_things_and_no_vitamin_k():
    exposures = {e["exposure"] for effects in OF_OTHER_THINGS.values() for e in effects}
    assert any("itamin D" in exposure for exposure in exposures)
    assert not any(re.search(r"K[12]|MK-|itamin K", exposure) for exposure in exposures)


@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
def test_vitamin_k_antagonist_is_offered_claims_with_studies_of_other_things(who):
    visitor = visit("learn", **who, **{"learn-part": "Claims"})
    offered = visitor.app.selectbox(key="learn-claim").options
    expected = [
        CLAIMS[claim_id]["topic"]
        for claim_id in CLAIMS
        if OF_OTHER_THINGS.get(claim_id) and CLAIMS[claim_id]["vitamin_k_sensitive"] == "no"
    ]
    assert offered == expected
    assert "Low D and plaque" in offered
    assert "More K2 against deposits" not in offered


def test_vitamin_k_antagonist_sees_no_study_of_vitamin_k(subtests):
    for claim_id in EFFECTS:
        with subtests.test(claim=claim_id):
            visitor = studies(claim_id, VITAMIN_K_ANTAGONIST)
            assert not visitor.app.exception
            assert visitor.drawn() == []
            shown = OF_OTHER_THINGS[claim_id]
            if claims()[claim_id].vitamin_k_sensitive or not shown:
                assert visitor.tables() == []
                continue
            assert [row["What was compared"] for row in rows(visitor)] == [
                line(effect)["What was compared"] for effect in shown
            ]
            assert (LEFT_OUT in visitor.words()) == (len(shown) < len(EFFECTS[claim_id]))


def test_others_see_every_study_and_no_word_of_studies_left_out():
    assert LEFT_OUT not in studies("nutrient-gaps-speed-ageing").words()
