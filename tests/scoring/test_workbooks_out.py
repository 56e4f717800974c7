"""Workbooks: an empty responses file with lists of codes, and intakes whose ids stay texts."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from scoring import FoodTable
from scoring.__main__ import main
from scoring.batch.write import WholeFile
from scoring.countries import COUNTRY_CODES
from scoring.errors import ScoringError
from scoring.exchange.names import response_columns
from scoring.files import workbooks
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES

SMALL_FOODS = Path(__file__).with_name("small_foods.csv")
IDS = ["007", "1E5", "=1+1", "-5", "@x", "mailto:a@b.c", "José", "三", "+31", "'x"]


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Worksheet:
    path = tmp_path_factory.mktemp("template") / "t.xlsx"
    assert main(["template", "--out", str(path), "--foods", str(SMALL_FOODS)]) == 0
    book = load_workbook(path)
    assert book.sheetnames == ["responses", "codes"]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    return book["responses"]


def rules(template: Worksheet) -> dict[str, object]:
    """The rule of each column, by its header."""
    headers = {cell.column_letter: cell.value for cell in template[1]}
    found = {}
    for rule in template.data_validations.dataValidation:
        (cells,) = rule.sqref.ranges
        first, last = cells.coord.split(":")
        assert (first.rstrip("0123456789"), cells.min_row, cells.max_row) == (
            *(last.rstrip("0123456789"), 2, 1_048_576),
        )
        found[headers[first.rstrip("0123456789")]] = rule
    return found


def test_the_template_has_every_column(template):
    foods = FoodTable.load(SMALL_FOODS)
    assert tuple(cell.value for cell in template[1]) == response_columns(foods)
    assert template.max_row == 1


def test_codes_are_chosen_from_a_list_and_nothing_else_is_taken(template):
    found = rules(template)
    for food in FoodTable.load(SMALL_FOODS):
        for column, codes in (
            (food.food_id, FREQUENCY_CODES),
            (f"{food.food_id}.portion", PORTION_CODES),
        ):
            rule = found[column]
            assert (rule.type, rule.formula1) == ("list", f'"{",".join(codes)}"')
            assert rule.showErrorMessage
            assert rule.errorStyle in (None, "stop")
            assert rule.error == ", ".join(codes)
    assert found["natto"].showInputMessage
    assert found["natto.portion"].promptTitle == "Natto: usual portion"
    assert "50\xa0g" in found["natto.portion"].prompt
    assert found["sex"].formula1 == '"female,male"'
    assert found["country"].formula1 == f'"{",".join(COUNTRY_CODES)}"'


def test_amounts_and_ages_are_numbers_within_limits(template):
    found = rules(template)
    d, age = found["supplement.d_ug"], found["age"]
    assert (d.type, d.operator, d.formula1, d.formula2) == ("decimal", None, "0", "2500")
    assert (age.type, age.formula1, age.formula2) == ("whole", "18", "120")
    assert d.showErrorMessage
    assert "2,500 µg" in d.error


def test_only_the_id_of_a_person_has_no_rule_and_is_text_as_codes_are(template):
    names = [cell.value for cell in template[1]]
    assert set(names) - rules(template).keys() == {"respondent_id"}
    formats = dict.fromkeys(names, "General")
    for alike in template.column_dimensions.values():  # columns of one format stand together
        formats |= dict.fromkeys(names[alike.min - 1 : alike.max], alike.number_format)
    texts = ("respondent_id", "natto", "natto.portion", "sex", "country")
    assert {formats[name] for name in texts} == {"@"}
    assert formats["supplement.d_ug"] == "General"


def test_the_second_sheet_says_what_the_codes_mean(tmp_path):
    path = tmp_path / "t.xlsx"
    assert main(["template", "--out", str(path), "--foods", str(SMALL_FOODS)]) == 0
    rows = list(load_workbook(path)["codes"].iter_rows(values_only=True))
    assert rows[0] == ("code", "meaning")
    assert ("1-3m", "1–3 times a month") in rows
    assert ("L", "Large") in rows
    assert len(rows) == 1 + len(FREQUENCY_CODES) + len(PORTION_CODES)


@pytest.fixture
def responses(tmp_path: Path) -> Path:
    path = tmp_path / "responses.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("respondent_id", "natto"), *((i, "1w") for i in IDS)])
    return path


def score(responses: Path, out: Path, *more: str) -> Path:
    options = ["--out", str(out), "--foods", str(SMALL_FOODS), *more]
    assert main(["score", str(responses), *options]) == 0
    return out


def test_intakes_in_a_workbook_keep_ids_as_texts_and_figures_as_numbers(responses, tmp_path):
    book = load_workbook(score(responses, tmp_path / "i.xlsx"))
    header, *rows = book.active.iter_rows()
    names = [cell.value for cell in header]
    assert names[:4] == ["respondent_id", "k1_ug", "k1_low", "k1_high"]
    assert [row[0].value for row in rows] == IDS
    assert {(row[0].data_type, row[0].number_format) for row in rows} == {("s", "@")}
    mk7 = [row[names.index("mk7_ug")] for row in rows]
    assert {(cell.value, cell.data_type) for cell in mk7} == {(57.14, "n")}
    assert {row[names.index("unanswered")].data_type for row in rows} == {"n"}


def test_figures_have_four_digits_in_files_for_people_and_all_where_asked_or_in_parquet(
    responses, tmp_path
):
    def mk7(path: Path) -> str:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return next(csv.DictReader(file))["mk7_ug"]

    exact = 100 * 4 / 7
    assert mk7(score(responses, tmp_path / "short.csv")) == "57.14"
    full = float(mk7(score(responses, tmp_path / "full.csv", "--digits", "full")))
    assert full == pytest.approx(exact, rel=1e-15)
    parquet = pyarrow.parquet.read_table(score(responses, tmp_path / "i.parquet"))
    assert parquet["mk7_ug"][0].as_py() == pytest.approx(exact, rel=1e-15)
    book = load_workbook(score(responses, tmp_path / "full.xlsx", "--digits", "full"))
    (header, first, *_) = book.active.iter_rows(values_only=True)
    assert first[header.index("mk7_ug")] == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize("name", ["i.csv", "faults.csv", "t.csv"])
def test_a_csv_file_says_that_it_is_utf8(responses, tmp_path, name):
    with responses.open("a", encoding="utf-8") as file:
        file.write("Zoë,2µg\n")
    more = ("--on-error", "skip", "--errors", str(tmp_path / "faults.csv"))
    score(responses, tmp_path / "i.csv", *more)
    assert main(["template", "--out", str(tmp_path / "t.csv")]) == 0
    data = (tmp_path / name).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "\ufeff" not in data.decode("utf-8-sig")


def written(path: Path, figures: list[float]) -> list[float]:
    table = pa.table({"x_ug": pa.array(figures, pa.float64())})
    with WholeFile(path, table.schema) as file:
        file.write(file.encoded(table))
    return [float(line) for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]


@settings(max_examples=25)
@given(figures=st.lists(st.just(0.0) | st.floats(1e-12, 1e9), max_size=9))
def test_rounding_moves_a_figure_by_no_more_than_half_of_its_fourth_digit(
    tmp_path_factory, figures
):
    path = tmp_path_factory.getbasetemp() / "rounded.csv"
    for exact, short in zip(figures, written(path, figures), strict=True):
        assert short == float(f"{exact:.3e}") or short == pytest.approx(exact, rel=0.000_500_1)
        assert len(f"{short!r}".replace(".", "").split("e")[0].strip("0")) <= 4


def test_a_workbook_that_cannot_hold_the_rows_or_a_text_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 3)
    for texts, said in (
        (["a", "b", "c"], "found more than 2 rows; allowed in .xlsx: up to that many"),
        (["x" * 32_768], "row 1, column 'respondent_id': found 32,768 characters"),
    ):
        table = pa.table({"respondent_id": texts})
        out = tmp_path / "i.xlsx"
        with pytest.raises(ScoringError) as caught, WholeFile(out, table.schema) as file:
            file.write(file.encoded(table))
        assert said in str(caught.value)
        assert list(tmp_path.iterdir()) == []
