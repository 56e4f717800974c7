"""Agreement of two fillings: beside R's own figures, and where nothing can be told.

R's figures are those of R 4.2.2 with psych 2.2.9 and vcd 1.4-11, made from the numbers below:

    ct <- cor.test(log(a), log(b)); c(ct$estimate, ct$conf.int)
    cor(a, b, method = "spearman")
    m <- lm(log(b) ~ log(a)); c(coef(m)[2], confint(m)[2, ], summary(m)$coefficients[2, 2])
    psych::ICC(cbind(log(a), log(b)), lmer = FALSE)$results[2, ]
    q <- function(x) 1L + rowSums(outer(x, quantile(x, c(.25, .5, .75)), ">"))
    tab <- table(factor(q(a), 1:4), factor(q(b), 1:4)); vcd::Kappa(tab)$Weighted
"""

import csv
import math
import re
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.__main__ import main
from scoring.agreement import words
from scoring.agreement.figures import agreements, figures_table
from scoring.agreement.pairs import pair, read_filling
from scoring.agreement.statistics import (
    Figure,
    Why,
    attenuation,
    corrected_slope,
    intraclass,
    limits_of_agreement,
    pearson,
    quarter_of,
    quarters,
    spearman,
    weighted_kappa,
)
from scoring.batch.score_files import NobodyScoredError
from scoring.errors import ResponsesError, ScoringError
from scoring.foods.table import FoodTable
from scoring.languages import ENGLISH, offered, speaking
from tests.conftest import ROOT

# Bland and Altman, Lancet 1986; i: 307, table 1: first readings of the peak flow by two meters.
LARGE = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
A, B = np.array(LARGE, float), np.array(MINI, float)
LOGS = np.log(A), np.log(B)

# Shrout and Fleiss, Psychological Bulletin 1979; 86: 420, table 2: six targets, four judges.
JUDGES = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)


def as_in_r(*figures):
    return pytest.approx(figures, abs=1e-6)


def interval(found):
    return found.value, found.low, found.high


def test_correlations_are_those_of_r():
    assert interval(pearson(*LOGS)) == as_in_r(0.919255551609, 0.785808991854, 0.970915506191)
    assert spearman(A, B).value == pytest.approx(0.899509803922, abs=1e-6)


def test_the_attenuation_factor_is_the_slope_of_r():
    found = attenuation(*LOGS)
    assert interval(found) == as_in_r(0.79500949419, 0.607644601046, 0.982374387334)
    assert found.standard_error == pytest.approx(0.0879049159452, abs=1e-6)


def test_intraclass_correlations_are_those_of_psych_and_of_shrout_and_fleiss():
    of_meters = intraclass(np.column_stack(LOGS))
    assert interval(of_meters) == as_in_r(0.913732873574, 0.779162366556, 0.967844341014)
    of_judges = intraclass(JUDGES)
    assert interval(of_judges) == as_in_r(0.289763779528, 0.0187865133747, 0.761084369649)
    assert round(of_judges.value, 2) == 0.29  # ICC(2,1), as printed in their table 4


def test_limits_of_agreement_are_those_of_bland_and_altman():
    found = limits_of_agreement(B, A)
    assert round(found.mean.value, 1) == -2.1  # as printed
    assert round(found.sd, 1) == 38.8
    assert interval(found.mean) == as_in_r(-2.11764705882, -22.0488376966, 17.813543579)
    assert (found.low.value, found.high.value) == as_in_r(-78.0959054671, 73.8606113495)
    assert found.high.high - found.high.value == pytest.approx(34.52183484, abs=1e-6)


def test_quarters_and_kappa_are_those_of_vcd():
    found = quarters(A, B)
    assert found.people.tolist() == [[3, 2, 0, 0], [1, 2, 1, 0], [1, 0, 3, 0], [0, 0, 0, 4]]
    assert found.kappa.value == pytest.approx(0.722826086957, abs=1e-6)
    assert found.same.value == pytest.approx(12 / 17)
    assert found.opposite.value == 0
    table = np.array([[11, 3, 1, 0], [0, 0, 0, 0], [1, 2, 9, 4], [0, 0, 3, 7]])
    assert weighted_kappa(table).value == pytest.approx(0.7004566210046, abs=1e-6)


def test_people_who_eat_none_share_the_first_quarter_and_the_others_keep_their_number():
    first = np.array([0, 0, 0, 0, 1, 2, 3, 5, 8, 13], float)
    second = np.array([0, 1, 0, 0, 2, 2, 3, 4, 9, 9], float)
    found = quarters(first, second)
    assert found.people.tolist() == [[3, 1, 0, 0], [0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 3]]
    assert found.kappa.value == pytest.approx(0.855072463768, abs=1e-6)  # as in R, by its formula
    assert spearman(first, second).value == pytest.approx(0.974601374572, abs=1e-6)
    assert quarter_of(np.array([0.0] * 8 + [1, 2])).tolist() == [1] * 8 + [4, 4]


def test_identical_fillings_are_one_without_an_interval():
    found = intraclass(np.column_stack([LOGS[0], LOGS[0]]))
    assert found == Figure(1.0, why=Why.IDENTICAL)
    assert words.told(found) == "1.00 (no interval: both files say the same)"


def test_a_negative_intraclass_correlation_stays_as_it_is():
    found = intraclass(np.array([[1, 5], [5, 1], [2, 4], [4, 2], [3, 3.5]]))
    assert found.low < found.value < 0


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [(A[:4], B[:4], Why.FEW), (A * 0 + 0.1, B, Why.CONSTANT), (A, B * 0, Why.CONSTANT)],
)
def test_what_cannot_be_told_has_no_value_and_says_why(first, second, why):
    parts = quarters(first, second)
    figures = [pearson(first, second), spearman(first, second), attenuation(first, second)]
    for found in (*figures, parts.same, parts.near, parts.opposite, parts.kappa):
        assert (found.value, found.why) == (None, why)
        assert words.told(found).startswith("cannot be told from these: ")


def test_a_factor_that_may_be_nothing_corrects_no_slope():
    assert corrected_slope(0.2, 0.1, Figure(0.1, standard_error=0.1)).value is None
    assert corrected_slope(0.2, 0.1, Figure(None, why=Why.FEW)).why == Why.FEW


@pytest.mark.slow
def test_the_corrected_slope_finds_the_truth_and_its_interval_holds_it():
    # 1,000 cohorts of 2,000 people with an outcome, and 300 others with a better measurement. The
    # questionnaire has errors of the person and of scale (0.8); the reference errors of its own.
    rng = np.random.default_rng(18)
    truth, corrected, held = 0.5, [], 0
    for _cohort in range(1000):
        usual = rng.normal(3, 0.5, 2300)
        asked = 0.6 + 0.8 * usual + rng.normal(0, 0.4, 2300)
        better = usual[2000:] + rng.normal(0, 0.3, 300)
        outcome = 1 + truth * usual[:2000] + rng.normal(0, 1, 2000)
        naive = attenuation(asked[:2000], outcome)
        found = corrected_slope(
            naive.value, naive.standard_error, attenuation(asked[2000:], better)
        )
        corrected.append(found.value)
        held += found.low <= truth <= found.high
    assert np.mean(corrected) == pytest.approx(truth, rel=0.05)
    assert 930 <= held <= 970


@pytest.fixture(scope="module")
def foods():
    return FoodTable.load(ROOT / "foods.csv")


def written(folder, name, rows, header="respondent_id,k1_ug,d_ug"):
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def diary(folder, name="diary.csv", people=20):
    rows = [f"p{n:02},{80 + 9 * (n % 7)},{(n % 5) * 1.5}" for n in range(people)]
    return written(folder, name, rows)


def answers(folder, people=18):
    kinds = ("1w", "2w", "3-4w", "1d", "never", "5-6w", "2-3d")
    rows = [f"p{n:02},{kinds[n % 7]},{kinds[n % 5]}" for n in range(1, people)]
    return written(folder, "asked.csv", [*rows, "zoe,1w,1w"], "respondent_id,spinach,eggs")


def test_a_questionnaire_beside_a_diary(foods, tmp_path):
    pairs = pair(*(read_filling(foods, path) for path in (answers(tmp_path), diary(tmp_path))))
    assert len(pairs.ids) == 17
    assert pairs.first_alone.to_pylist() == ["zoe"]
    assert pairs.second_alone.to_pylist() == ["p00", "p18", "p19"]
    assert list(pairs.intakes) == ["k1", "d"]
    assert words.who_is_compared(pairs) == [
        "17 people are in both files.",
        "1 person is in asked.csv alone and is left out: zoe.",
        "3 people are in diary.csv alone and are left out: p00, p18, p19.",
    ]
    k1, d = agreements(pairs)
    assert (k1.people, k1.without_logarithm) == (17, 1)  # p04 ate neither
    assert (d.people, d.without_logarithm) == (17, 3 + 3)  # never eggs, or nothing in the diary
    table = figures_table((k1, d)).to_pylist()
    for row in table:
        assert row["value"] is None or math.isfinite(row["value"]), row
    said = " ".join(words.sentences(pairs, (k1, d)))
    assert "version " + foods.version in said
    assert "1 and 3 people had one of the two alone" in said


def test_the_command_writes_figures_and_pairs_that_r_can_read(foods, tmp_path, capsys):
    first, second = answers(tmp_path), diary(tmp_path)
    out, pairs = tmp_path / "figures.csv", tmp_path / "pairs.csv"
    arguments = ["agree", str(first), str(second), "--out", str(out), "--pairs", str(pairs)]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "zoe" in said
    assert "nan" not in said.lower().split()
    with pairs.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 17
    for row in rows:
        amount, log = row["d_second_ug"], row["d_second_ln"]
        assert log == "" if float(amount) == 0 else float(log) == math.log(float(amount))
    with out.open(encoding="utf-8-sig", newline="") as file:
        names = {row["figure"] for row in csv.DictReader(file)}
    assert {"spearman", "icc_a1_log", "kappa_linear", "attenuation_log"} <= names


@pytest.mark.parametrize(
    ("rows", "header", "words_of_it"),
    [
        (["a,1,2", "b,1,2", "a,3,4"], "respondent_id,k1_ug,d_ug", "row 1 has this one"),
        (["a,1,2"], "respondent_id,k1_ug,d_iu", "allowed: µg a day, as d_ug"),
        (["a,1,2"], "respondent_id,k1_mg,d_ug", "allowed: µg a day, as k1_ug"),
        (["a,1,-2"], "respondent_id,k1_ug,d_ug", "found '-2'"),
        (["a,1,nan"], "respondent_id,k1_ug,d_ug", "found 'nan'"),
        ([",1,2"], "respondent_id,k1_ug,d_ug", "an id for every person"),
        (["a,1,2"], "person,k1_ug,d_ug", "no such column"),
    ],
)
def test_a_file_that_cannot_be_compared_is_refused_with_the_reason(
    foods, tmp_path, rows, header, words_of_it
):
    with pytest.raises(ResponsesError, match=words_of_it):
        read_filling(foods, written(tmp_path, "b.csv", rows, header))


def test_fewer_than_five_people_in_both_files_are_refused(foods, tmp_path):
    one, other = diary(tmp_path), diary(tmp_path, "other.csv", people=4)
    pairs = pair(read_filling(foods, one), read_filling(foods, other))
    with pytest.raises(ScoringError, match=r"in both diary.csv and other.csv: 4; allowed: 5 or m"):
        agreements(pairs)


@pytest.mark.parametrize("code", [code for code in offered() if code != ENGLISH])
def test_why_files_cannot_be_compared_is_said_in_the_language_of_the_reader(foods, tmp_path, code):
    few = read_filling(foods, diary(tmp_path, "few.csv", people=4))
    k1 = read_filling(foods, written(tmp_path, "k1.csv", ["a,1"], "respondent_id,k1_ug"))
    d = read_filling(foods, written(tmp_path, "d.csv", ["a,1"], "respondent_id,d_ug"))

    def said():
        for compare in (lambda: agreements(pair(few, few)), lambda: pair(k1, d)):
            with pytest.raises(ScoringError) as error:
                compare()
            yield str(error.value)
        yield str(NobodyScoredError("few.csv", 1234))

    english = list(said())
    assert "share no nutrient: Vitamin K1 in one, Vitamin D in the other" in english[1]
    with speaking(code):
        theirs = list(said())
    for one, other in zip(english, theirs, strict=True):
        assert not set(re.findall(r"\b(?:people|nobody|allowed|share|one)\b", other)), other
        assert set(re.findall(r"\w+\.csv", one)) == set(re.findall(r"\w+\.csv", other, re.ASCII))


def test_more_than_a_gram_a_day_is_refused_with_the_reason(foods, tmp_path):
    assert read_filling(foods, written(tmp_path, "a.csv", ["a,1000000,1"])).intakes["k1"] == 1e6
    for amount in ("1000001", "1e200", "1e999"):
        with pytest.raises(ResponsesError) as error:
            read_filling(foods, written(tmp_path, "a.csv", ["a,1,1", f"b,{amount},1"]))
        (fault,) = error.value.faults
        assert (fault.row, fault.column, fault.value) == (2, "k1_ug", amount)
        assert fault.allowed.startswith("µg a day, from 0 to 1,000,000 (1 g: nobody")


def test_a_trace_that_nobody_can_measure_is_none(foods, tmp_path):
    path = written(tmp_path, "a.csv", ["a,1e-17,1", "b,0.000001,1", "c,,1", "d,1e-320,1"])
    found = read_filling(foods, path).intakes["k1"]
    assert found[[0, 1, 3]].tolist() == [0, 1e-6, 0]
    assert math.isnan(found[2])


AMOUNTS = st.one_of(
    st.sampled_from(["0", "1e-320", "1e-300", "0.000001", "1", "1000000"]),
    st.floats(0, 1e6).map(str),
)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=5, max_size=12))
def test_no_figure_is_endless_or_no_number(foods, rows):
    with tempfile.TemporaryDirectory() as folder:
        both = (
            written(
                Path(folder),
                f"{side}.csv",
                [f"p{n},{row[side]}" for n, row in enumerate(rows)],
                "respondent_id,k1_ug",
            )
            for side in (0, 1)
        )
        pairs = pair(*(read_filling(foods, path) for path in both))
    with np.errstate(all="raise"):
        (k1,) = agreements(pairs)
    assert math.isfinite(k1.times)
    for row in figures_table([k1]).to_pylist():
        for end in ("value", "low_95", "high_95", "standard_error"):
            assert row[end] is None or math.isfinite(row[end]), row
    said = " ".join(value for _name, value in words.rows(k1))
    assert not {"nan", "inf"} & set(re.findall(r"[a-z]+", said))


def test_intakes_as_if_in_another_unit_are_asked_about(foods, tmp_path):
    rows = [f"p{n:02},{80 + 9 * (n % 7)},{(n % 5 + 1) * 60}" for n in range(20)]
    other = written(tmp_path, "iu.csv", rows)
    pairs = pair(read_filling(foods, diary(tmp_path)), read_filling(foods, other))
    k1, d = agreements(pairs)
    assert words.remarks(k1) == []
    (unit,) = (line for line in words.remarks(d) if "µg" in line)
    assert "60.00 times" in unit
