"""The files of a closed class: intakes alone, in the language of the room, and who is held back."""

import csv
import io

import pytest
from openpyxl import load_workbook

from scoring import Answer, estimate, languages
from scoring.questionnaire.answers import Answers
from tests.workshop.conftest import eats
from workshop.export import intakes_csv, intakes_xlsx
from workshop.picture import Sent
from workshop.store import Count

WEEK = {"natto": Answer("1w", "L"), "egg": Answer("1d")}
SENT = [Sent(WEEK), Sent(eats(gouda="2w"), "female", "18 to 29")]
COUNT = Count(joined=6, sent=5, shown=2, waiting=2, apart=1)


@pytest.fixture
def part(foods):
    return foods.of_groups(("Soy", "Dairy"))


def read(data, delimiter=","):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter))


def test_a_row_for_each_who_sent_and_why_some_have_no_figures(part):
    rows = read(intakes_csv(part, SENT, COUNT))
    assert [row["Person"] for row in rows] == [f"Person {n}" for n in range(1, 6)]
    whole = estimate(part, Answers(WEEK)).wholes["k2"]
    assert float(rows[0]["Vitamin K2, µg a day"]) == pytest.approx(whole.central, rel=1e-3)
    assert float(rows[0]["Vitamin K2, likely from"]) == pytest.approx(whole.low, rel=1e-3)
    assert float(rows[0]["Vitamin K2, likely to"]) == pytest.approx(whole.high, rel=1e-3)
    assert rows[1]["Foods without an answer"] == "2"  # of the three foods that were asked
    why = [row["Held back"] for row in rows]
    assert why[:2] == ["", ""]
    assert all("fewer than three more" in words for words in why[2:4])
    assert "taken back" in why[4]
    for row in rows[2:]:
        assert {row[column] for column in row if column not in ("Person", "Held back")} == {""}


def test_no_answer_no_sex_no_age_and_no_formula(part):
    data = intakes_csv(part, SENT, COUNT).decode("utf-8-sig")
    assert not [word for word in ("female", "18 to 29", "natto", "1w") if word in data]
    cells = [cell for row in csv.reader(io.StringIO(data)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]


@pytest.mark.parametrize(("code", "delimiter"), [("nl", ";"), ("de", ";"), ("ja", ",")])
def test_headings_and_signs_are_those_of_the_language(part, code, delimiter):
    english = read(intakes_csv(part, SENT, COUNT))
    with languages.speaking(code):
        rows = read(intakes_csv(part, SENT, COUNT), delimiter)
    assert len(rows[0]) == len(english[0])
    assert {*rows[0]} & {*english[0]} <= {"Person"}  # which is German too
    amounts = [[*found[0].values()][1] for found in (rows, english)]
    assert amounts[0].replace(",", ".") == amounts[1]
    assert ("," in amounts[0]) == (delimiter == ";")
    assert languages.current() == "en"


def test_the_workbook_holds_the_same_and_says_how_many_are_held_back(part):
    title = '=HYPERLINK("http://example.org")'
    book = load_workbook(io.BytesIO(intakes_xlsx(part, SENT, COUNT, title)))
    sheet, about = book.worksheets
    header, *rows = sheet.iter_rows(values_only=True)
    of_csv = read(intakes_csv(part, SENT, COUNT))
    assert [*header] == [*of_csv[0]]
    assert len(rows) == COUNT.sent
    assert rows[0][1] == float(of_csv[0]["Vitamin K2, µg a day"])
    lines = [row[0] for row in about.iter_rows(values_only=True)]
    assert lines[:2] == [title, "6 joined, 5 sent, 2 in the picture."]
    assert about["A1"].data_type == "s"
    assert any("2 answers are held back: with fewer" in line for line in lines)
    assert any("1 answer is held back because" in line for line in lines)
