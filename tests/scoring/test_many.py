"""Scoring of many: the same numbers as for one, and every fault of the responses named."""

from itertools import compress
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring import Answer, Answers, FoodTable, estimate, score_responses
from scoring.batch.pieces import score_piece
from scoring.batch.score_files import Tally, score_file
from scoring.errors import ResponsesError, ScoringError
from scoring.exchange.names import response_columns
from scoring.intake import warnings
from scoring.nutrients import NUTRIENTS, SUPPLEMENTED, TOTALS
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES, Supplements

SMALL_FOODS = Path(__file__).with_name("small_foods.csv")
SMALL = FoodTable.load(SMALL_FOODS)
IDS = [food.food_id for food in SMALL]
COLUMNS = [
    "respondent_id",
    *(f"{total}_{part}" for total in TOTALS for part in ("ug", "low", "high")),
    *(
        f"{total}_{part}"
        for total in TOTALS
        for part in ("not_asked_ug", "total_ug", "total_low", "total_high")
    ),
    *("k1_supplement_ug", "k2_supplement_ug", "d_supplement_ug"),
    *("unanswered", "unknown_k2_foods", "warnings"),
]

NO_NUMBER = {f"{total}_not_asked_ug": [""] for total in TOTALS}
"""Columns in which an empty cell is no number."""

person = st.tuples(
    st.dictionaries(
        st.sampled_from(IDS),
        st.builds(Answer, st.sampled_from(FREQUENCY_CODES), st.sampled_from(PORTION_CODES)),
    ),
    st.fixed_dictionaries(
        {n: st.floats(0, NUTRIENTS[n].supplement_limit_per_day) for n in SUPPLEMENTED}
    ).map(Supplements),
)


def as_row(answers: Answers) -> dict[str, str]:
    row = {food_id: answer.frequency for food_id, answer in answers.foods.items()}
    row |= {f"{food_id}.portion": answer.portion for food_id, answer in answers.foods.items()}
    for n in SUPPLEMENTED:
        row[f"supplement.{n}_ug"] = repr(float(answers.supplements.per_day[n]))
    return row


def frame(**columns: list) -> pd.DataFrame:
    people = len(next(iter(columns.values())))
    return pd.DataFrame({"respondent_id": [f"P{n}" for n in range(people)]} | columns)


def faults_of(responses: pd.DataFrame) -> list[tuple[int, str, str]]:
    with pytest.raises(ResponsesError) as caught:
        score_responses(SMALL, responses)
    for fault in caught.value.faults:
        assert str(fault) in str(caught.value)
    return [(fault.row, fault.column, fault.value) for fault in caught.value.faults]


@given(st.lists(person, min_size=1, max_size=6), st.sampled_from([0.5, 0.8, 0.95]))
def test_a_row_is_scored_like_one_person(people, level):
    everyone = [Answers(*parts) for parts in people]
    rows = [{"respondent_id": str(n)} | as_row(a) for n, a in enumerate(everyone)]
    scored = score_responses(SMALL, pd.DataFrame(rows), level)
    assert list(scored.columns) == COLUMNS
    for (_, row), answers in zip(scored.iterrows(), everyone, strict=True):
        one = estimate(SMALL, answers, level)
        for total in TOTALS:
            for part, name in (("central", "ug"), ("low", "low"), ("high", "high")):
                expected = getattr(one.intakes[total], part)
                assert row[f"{total}_{name}"] == pytest.approx(expected, rel=1e-9, abs=1e-12)
        for n, amount in one.supplements_per_day.items():
            assert row[f"{n}_supplement_ug"] == pytest.approx(amount, rel=1e-12)
        assert row["unanswered"] == len(one.unanswered)
        lacking = [
            f for f, missing in one.unknown.items() if set(missing) & set(NUTRIENTS["k2"].parts)
        ]
        assert row["unknown_k2_foods"] == len(lacking)
        assert row["warnings"] == ";".join(one.warnings)


def test_rows_ids_and_index_come_out_as_they_went_in():
    responses = pd.DataFrame(
        {"respondent_id": [30, 10, 20], "egg": ["1d", "never", "1w"]}, index=["c", "a", "b"]
    )
    scored = score_responses(SMALL, responses)
    assert scored["respondent_id"].tolist() == [30, 10, 20]
    assert scored.index.tolist() == ["c", "a", "b"]
    assert scored["mk4_ug"].tolist() == pytest.approx([12, 0, 12 / 7])


def test_more_people_than_one_step_takes_are_all_scored():
    codes = [FREQUENCY_CODES[n % 9] for n in range(3000)]
    scored = score_responses(SMALL, frame(egg=codes))
    by_code = dict(zip(codes, scored["mk4_ug"], strict=False))
    assert by_code["1d"] == pytest.approx(12)
    assert scored["mk4_ug"].tolist() == [by_code[code] for code in codes]


def test_blank_and_missing_mean_unanswered_medium_and_no_supplement():
    blank = frame(
        natto=["1w", "", None],
        **{"natto.portion": ["", None, "L"], "supplement.d_ug": ["", None, 5]},
    )
    scored = score_responses(SMALL, blank)
    assert scored["mk7_ug"].tolist() == pytest.approx([57.142857, 0, 0])
    assert scored["unanswered"].tolist() == [4, 5, 5]
    assert scored["d_supplement_ug"].tolist() == [0, 0, 5]


def test_columns_may_hold_categories_numbers_and_missing_values():
    mixed = frame(
        egg=pd.Categorical(["1d", None]), age=[42.0, np.nan], sex=["female", None],
        **{"supplement.d_ug": [25, 12.5]},
    )  # fmt: skip
    scored = score_responses(SMALL, mixed)
    assert scored["mk4_ug"].tolist() == pytest.approx([12, 0])
    assert scored["d_supplement_ug"].tolist() == [25, 12.5]


def test_nobody_is_scored_into_an_empty_frame():
    scored = score_responses(SMALL, pd.DataFrame({"respondent_id": []}))
    assert (len(scored), list(scored.columns)) == (0, COLUMNS)


@pytest.mark.parametrize(
    ("column", "value", "allowed"),
    [
        (
            "natto",
            "1W",
            "empty, never, 1-3m, 1w, 2w, 3-4w, 5-6w, 1d, 2-3d, 4+d. Did you mean '1w'?",
        ),
        ("natto", " 1w", "Did you mean '1w'?"),
        ("natto", "NA", "empty, never"),
        ("natto.portion", "XL", "S, M, L, empty."),
        ("sex", "F", "empty, female, male"),
        ("life_stage", "pregnent", "Did you mean 'pregnant'?"),
        ("age", "17", "from 18 to 120"),
        ("age", "121", "from 18 to 120"),
        ("age", "42.5", "a whole number"),
        ("age", "old", "a whole number"),
        ("supplement.d_ug", "4000", "a number from 0 to 2,500 µg a day"),
        ("supplement.d_ug", "-1", "a number from 0"),
        ("supplement.k1_ug", "nan", "a number from 0"),
        ("supplement.mk4_ug", "1e999", "a number from 0 to 100,000"),
        ("supplement.mk7_ug", "45 µg", "a number from 0"),
    ],
)
def test_a_bad_cell_is_named_by_row_column_value_and_what_is_allowed(column, value, allowed):
    with pytest.raises(ResponsesError) as caught:
        score_responses(SMALL, frame(**{column: ["", "", value, "", value]}))
    (fault,) = caught.value.faults
    assert (fault.row, fault.column, fault.value) == (3, column, value)
    assert allowed in fault.allowed
    assert f"row 3, column '{column}': found {value!r}; allowed: " in str(caught.value)


def test_the_first_fault_of_every_column_is_listed_in_the_order_of_rows():
    bad = frame(natto=["1w", "x", "y"], egg=["1w", "1w", "z"], age=["9", "", ""])
    assert faults_of(bad) == [(1, "age", "9"), (2, "natto", "x"), (3, "egg", "z")]


def test_a_file_of_wrong_codes_does_not_flood_the_screen(tmp_path):
    header, natto, *_ = SMALL_FOODS.read_text(encoding="utf-8").splitlines()
    rows = [natto.replace("natto", f"food{n}", 1) for n in range(30)]
    path = tmp_path / "many_foods.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    bad = frame(**{f"food{n}": ["x"] for n in range(30)})
    with pytest.raises(ResponsesError, match="… and 10 more columns") as caught:
        score_responses(FoodTable.load(path), bad)
    assert len(caught.value.faults) == 30


def test_a_man_has_no_life_stage():
    profile = frame(sex=["female", "male", "male"], life_stage=["pregnant", "", "lactating"])
    assert faults_of(profile) == [(3, "life_stage", "lactating")]


@pytest.mark.parametrize(
    ("ids", "fault", "said"),
    [
        (["a", "", "b"], (2, "respondent_id", ""), "an id for every person"),
        (["a", None, "b"], (2, "respondent_id", ""), "an id for every person"),
        (["a", "b", " "], (3, "respondent_id", " "), "an id for every person"),
        (["a", "b", "c", "b"], (4, "respondent_id", "b"), "row 2 has this one"),
    ],
)
def test_everyone_has_an_id_of_their_own(ids, fault, said):
    responses = pd.DataFrame({"respondent_id": ids})
    assert faults_of(responses) == [fault]
    with pytest.raises(ResponsesError, match=said):
        score_responses(SMALL, responses)


def test_columns_that_are_missing_unknown_or_twice_are_refused():
    assert faults_of(pd.DataFrame({"egg": ["1d"]}))[0][1] == "respondent_id"
    with pytest.raises(ResponsesError, match=r"'nato'.*Did you mean 'natto'"):
        score_responses(SMALL, frame(nato=["1w"]))
    twice = pd.DataFrame([["a", "1w", "1d"]], columns=["respondent_id", "egg", "egg"])
    assert faults_of(twice) == [(0, "egg", "2 times")]


@pytest.mark.parametrize("count", [1, 8, 9, 16, 17, 40])
def test_a_person_may_have_any_number_of_warnings(monkeypatch, count):
    codes = tuple(f"warning_{n}" for n in range(count))
    raised = np.random.default_rng(1).random((60, count)) < 0.3
    raised[0], raised[1] = False, True
    monkeypatch.setattr(warnings, "WARNINGS", codes)
    monkeypatch.setattr(warnings, "flags", lambda *_: raised)
    scored = score_responses(SMALL, frame(egg=["1d"] * 60))
    assert scored["warnings"].tolist() == [";".join(compress(codes, row)) for row in raised]


def test_something_else_than_a_frame_is_refused():
    with pytest.raises(ScoringError, match="found dict; allowed: a pandas DataFrame"):
        score_responses(SMALL, {"respondent_id": ["a"]})  # type: ignore[arg-type]


@pytest.mark.parametrize("distinct", [16, 17, 300])
def test_a_column_of_many_wrong_texts_is_told_like_one_of_few(distinct):
    wrong = [f"wrong {n}" for n in range(distinct)]
    responses = frame(natto=["1w", *wrong, "2w"], **{"natto.portion": ["S", *wrong, "L"]})
    assert faults_of(responses) == [(2, "natto", "wrong 0"), (2, "natto.portion", "wrong 0")]


def test_a_dictionary_of_many_equal_texts_is_scored(tmp_path):
    codes = ["1w", "1d"] * 200
    egg = pa.DictionaryArray.from_arrays(np.arange(400, dtype=np.int16), codes)
    table = pa.record_batch({"respondent_id": [f"P{n}" for n in range(400)], "egg": egg})
    scored = score_piece(SMALL, table, 1.0).intakes.to_pandas()
    expected = score_responses(SMALL, frame(egg=codes))
    assert scored["mk4_ug"].tolist() == expected["mk4_ug"].tolist()


def test_a_range_level_is_checked_even_for_nobody():
    with pytest.raises(ScoringError, match="range level"):
        score_responses(SMALL, pd.DataFrame({"respondent_id": []}), 80)


def test_the_template_holds_every_column():
    assert response_columns(SMALL)[:7] == (
        "respondent_id", "sex", "age", "life_stage", "country", "natto", "natto.portion",
    )  # fmt: skip
    assert response_columns(SMALL)[-4:] == tuple(
        f"supplement.{n}_ug" for n in ("k1", "mk4", "mk7", "d")
    )
    assert len(response_columns(SMALL)) == 5 + 2 * 5 + 4


@pytest.mark.parametrize("source", [".csv", ".parquet"])
@pytest.mark.parametrize("target", [".csv", ".parquet"])
def test_files_of_both_kinds_give_what_the_frame_gives(tmp_path, source, target):
    responses = frame(egg=["1d", "1w", ""], natto=["never", "1w", "2w"])
    responses["respondent_id"] = ["007", "a,b", '"q"']
    read, written = tmp_path / f"r{source}", tmp_path / f"i{target}"
    responses.to_csv(read, index=False) if source == ".csv" else responses.to_parquet(read)
    assert score_file(SMALL, read, written, digits=None) == Tally(3, 0)
    kept = {"respondent_id": str, "warnings": str}
    scored = (
        pd.read_csv(written, dtype=kept, keep_default_na=False, na_values=NO_NUMBER)
        if target == ".csv"
        else pd.read_parquet(written)
    )
    expected = score_responses(SMALL, responses)
    pd.testing.assert_frame_equal(scored, expected, check_dtype=False, rtol=1e-12)
    assert scored["respondent_id"].tolist() == ["007", "a,b", '"q"']


def test_parquet_may_hold_numbers_and_dictionaries(tmp_path):
    table = pa.table(
        {
            "respondent_id": [1, 2],
            "age": [42.0, None],
            "egg": pa.array(["1d", None]).dictionary_encode(),
            "supplement.d_ug": [25, 10],
        }
    )
    pyarrow.parquet.write_table(table, tmp_path / "r.parquet")
    score_file(SMALL, tmp_path / "r.parquet", tmp_path / "i.parquet")
    scored = pd.read_parquet(tmp_path / "i.parquet")
    assert scored["respondent_id"].tolist() == ["1", "2"]
    assert scored["mk4_ug"].tolist() == pytest.approx([12, 0])
    assert scored["d_supplement_ug"].tolist() == [25, 10]


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (pa.array([["1d"], ["1w"]]), "list<"),
        (pa.array([{"a": 1}, {"a": 2}]), "struct<a: int64>"),
        (pa.array([b"1d", b"\xe9"]), "binary"),
        (pa.array([b"1d", b"\xe9"]).view(pa.string()), "string"),
    ],
)
def test_a_parquet_column_that_is_no_text_is_named_with_its_type(tmp_path, column, kind):
    path = tmp_path / "r.parquet"
    ids = pa.array(["a", "b"])
    pyarrow.parquet.write_table(pa.table({"respondent_id": ids, "egg": column}), path)
    with pytest.raises(ResponsesError) as caught:
        score_file(SMALL, path, tmp_path / "i.csv")
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == (0, "egg")
    assert fault.value.startswith(kind)
    assert fault.allowed == "text (UTF-8) or numbers"


def test_a_damaged_code_in_parquet_is_refused(tmp_path):
    codes = [FREQUENCY_CODES[n % 5] for n in range(1000)]
    path = tmp_path / "r.parquet"
    table = pa.table({"egg": codes, "respondent_id": [f"P{n}" for n in range(1000)]})
    pyarrow.parquet.write_table(table, path, compression="none")
    pages = pyarrow.parquet.read_metadata(path).row_group(0).column(0)
    end = pages.dictionary_page_offset + pages.total_compressed_size
    data = bytearray(path.read_bytes())
    data[end - 60 : end - 50] = b"\xff" * 10  # the 8th of 5 codes, in 3 bits each
    path.write_bytes(data)
    with pytest.raises(ResponsesError, match="column 'egg'"):
        score_file(SMALL, path, tmp_path / "i.csv")


def test_an_id_with_a_nul_character_is_refused():
    assert faults_of(pd.DataFrame({"respondent_id": ["a", "b\0"]})) == [(2, "respondent_id", "b\0")]


@pytest.mark.slow
def test_progress_runs_to_the_last_person(tmp_path):
    frame(egg=["1d"] * 200_000).to_parquet(tmp_path / "r.parquet")
    seen: list[tuple[int, float]] = []
    score_file(
        SMALL, tmp_path / "r.parquet", tmp_path / "i.csv", progress=lambda *done: seen.append(done)
    )
    assert seen[-1] == (200_000, 1.0)
    assert len(seen) > 2
    assert seen == sorted(seen)


def check_words(error: ScoringError) -> None:
    assert str(error)
    assert all(line.isprintable() for line in str(error).splitlines())


def check_nothing_written(path: Path) -> None:
    assert not path.exists()


HOSTILE_CELL = st.text() | st.sampled_from(
    [
        "1w",
        "never",
        "=1+1",
        "1e309",
        "-5",
        "nan",
        "\u0661",
        "\u202e",
        "\0",
        "1w ",
        "1W",
        '"',
        "a\nb",
    ]
)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["respondent_id", "age", "sex", "natto", "natto.portion", "x"])
            | st.sampled_from(["supplement.d_ug", "natto\0"]),
            HOSTILE_CELL,
            min_size=1,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_hostile_responses_are_scored_or_refused_in_words(rows):
    try:
        scored = score_responses(SMALL, pd.DataFrame(rows))
    except ResponsesError as error:
        check_words(error)
    else:
        assert len(scored) == len(rows)
        assert np.isfinite(scored["k2_high"]).all()


@pytest.mark.slow
@given(raw=st.binary(max_size=300), ending=st.sampled_from([".csv", ".parquet"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_responses_file_of_any_bytes_is_scored_or_refused(tmp_path, raw, ending):
    header = b"respondent_id,natto,natto.portion\n"
    for data in (raw, header + raw, b"PAR1" + raw + b"PAR1"):
        path = tmp_path / f"any{ending}"
        path.write_bytes(data)
        out = tmp_path / "out.csv"
        try:
            score_file(SMALL, path, out)
        except ScoringError as error:
            check_words(error)
            check_nothing_written(out)
        out.unlink(missing_ok=True)
