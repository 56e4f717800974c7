"""The rule from records to numbers: worked by hand, and held against every number of foods.csv."""

import dataclasses
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.errors import FoodTableError, UnreadableTableError
from scoring.foods import NUTRIENTS, FoodTable, load_sources
from scoring.foods_document import document, write_document
from scoring.provenance import (
    RECORD_COLUMNS,
    TYPICAL_RELATIVE_SD,
    Record,
    load_records,
    main,
    recompute,
    sources_of,
    typical_relative_sd,
    write_table,
)

ROOT = Path(__file__).parents[2]
TABLE = FoodTable.load(ROOT / "foods.csv")
RECORDS = load_records(ROOT / "food_records.csv")
SOURCES = load_sources(ROOT / "sources.csv")

MakeRecord = Callable[..., Record]


@pytest.fixture
def record() -> MakeRecord:
    """Make a used record of 1 µg MK-4 in eggs, with some fields changed."""

    def make(value: float | None, **fields: object) -> Record:
        egg = Record(
            food_id="eggs", nutrient="mk4", subfood="", value_ug_per_100g=value, low=None,
            high=None, n="", source_id="a_table", place="row 1", quoted="1 µg", conversion="",
            used=True, reason="",
        )  # fmt: skip
        return dataclasses.replace(egg, **fields)

    return make


def test_range_of_two_records_worked_by_hand(record: MakeRecord) -> None:
    # Mean 3. Relative squares 2 × (1/3)² = 0.2222, typical 4 × 0.57² = 1.2996, over 4 + 2 − 1:
    # 0.30436. Log-SD √ln 1.30436 = 0.51548. Median 3 × e^(−0.51548²/2) = 2.6268, and ÷ or × 1.9360.
    content = recompute([record(2.0), record(4.0)])["eggs", "mk4"]
    assert (content.central_ug, content.low_ug, content.high_ug) == (3.0, 1.36, 5.09)


def test_one_record_gets_the_typical_spread(record: MakeRecord) -> None:
    # Only the prior: relative variance 0.57² = 0.3249, log-SD √ln 1.3249 = 0.53044.
    content = recompute([record(10.0)])["eggs", "mk4"]
    assert content.central_ug == 10
    assert content.log_sd == pytest.approx(0.53044, abs=0.003)


def test_some_records_zero(record: MakeRecord) -> None:
    # Vitamin D 0 and 2: mean 1, squares 2, typical 4 × 0.56² = 1.2544, over 5: 0.65088.
    # Log-SD √ln 1.65088 = 0.70803; high = 1 × e^(1.2816 × 0.70803) = 2.48.
    content = recompute([record(0.0, nutrient="d"), record(2.0, nutrient="d")])["eggs", "d"]
    assert (content.central_ug, content.low_ug, content.high_ug) == (1.0, 0.0, 2.48)
    assert content.log_sd == pytest.approx(0.70803, abs=0.003)


def test_all_records_zero(record: MakeRecord) -> None:
    content = recompute([record(0.0), record(0.0)])["eggs", "mk4"]
    assert (content.central_ug, content.low_ug, content.high_ug) == (0.0, 0.0, 0.0)


def test_each_subfood_counts_once(record: MakeRecord) -> None:
    records = [record(1.0, subfood="hen"), record(3.0, subfood="hen"), record(10.0, subfood="duck")]
    assert recompute(records)["eggs", "mk4"].central_ug == 6


def test_records_left_out_change_nothing(record: MakeRecord) -> None:
    left_out = record(1000.0, used=False, reason="too high")
    assert recompute([record(2.0), left_out]) == recompute([record(2.0)])
    assert recompute([left_out]) == {}


def test_records_that_disagree_more_give_a_wider_range(record: MakeRecord) -> None:
    near = recompute([record(9.0), record(10.0), record(11.0)])["eggs", "mk4"]
    far = recompute([record(1.0), record(10.0), record(19.0)])["eggs", "mk4"]
    assert far.central_ug == near.central_ug
    assert far.low_ug < near.low_ug < near.high_ug < far.high_ug


def test_more_records_that_agree_give_a_narrower_range(record: MakeRecord) -> None:
    few = recompute([record(10.0)] * 2)["eggs", "mk4"]
    many = recompute([record(10.0)] * 8)["eggs", "mk4"]
    assert few.low_ug < many.low_ug < many.high_ug < few.high_ug


@pytest.mark.parametrize("food", TABLE, ids=lambda food: food.food_id)
def test_every_number_follows_from_the_records(food) -> None:
    contents = recompute(RECORDS)
    for nutrient in NUTRIENTS:
        assert food.content[nutrient] == contents.get((food.food_id, nutrient)), nutrient
    assert food.sources == sources_of(RECORDS, food.food_id)


def test_ranges_keep_the_central_value_as_the_mean() -> None:
    for (food_id, nutrient), content in recompute(RECORDS).items():
        if content.low_ug > 0:
            middle = (content.low_ug * content.high_ug) ** 0.5
            mean = middle * 2.718281828 ** (content.log_sd**2 / 2)
            assert mean == pytest.approx(content.central_ug, rel=0.01), (food_id, nutrient)


def test_typical_spread_is_what_the_records_say() -> None:
    found = typical_relative_sd(RECORDS)
    assert {nutrient: round(sd, 2) for nutrient, sd in found.items()} == TYPICAL_RELATIVE_SD


def test_records_name_foods_and_sources_that_exist() -> None:
    for record in RECORDS:
        assert record.food_id in TABLE, record
        assert record.source_id in SOURCES, record
    assert {record.source_id for record in RECORDS} == set(SOURCES)


def test_stated_ranges_enclose_their_value() -> None:
    for record in RECORDS:
        if record.low is not None or record.high is not None:
            assert record.low is not None, record
            assert record.high is not None, record
            assert record.low <= record.value <= record.high, record


def test_no_record_stands_twice() -> None:
    seen = [(r.food_id, r.nutrient, r.source_id, r.place) for r in RECORDS if r.used]
    assert sorted({key for key in seen if seen.count(key) > 1}) == []


def test_long_chain_k2_of_the_us_dairy_study_does_not_count() -> None:
    # It reports 4 to 30 times the European figures. Mozzarella is too low to contain it; processed
    # cheese has only one other record.
    counted = {
        r.food_id
        for r in RECORDS
        if r.used and r.nutrient == "mkx" and (r.source_id.startswith("fu") or "Fu 2017" in r.place)
    }
    assert counted == {"mozzarella", "processed_cheese"}
    for record in RECORDS:
        if record.used and record.food_id in counted and "Fu 2017" in record.place:
            assert record.nutrient != "mkx" or "US" in record.reason, record


def test_analyses_that_contradict_all_others_do_not_count() -> None:
    for record in RECORDS:
        if record.used:
            assert "analysis of its own" not in record.place, record
            assert "own analysis" not in record.place, record
            assert not (record.source_id == "ciqual2020" and record.place.startswith("203")), record


def _worked_out(conversion: str) -> float | None:
    """What the sum in a conversion gives; None where the conversion is words alone."""
    text = re.sub(r"MK-\d+|K[12] ", "", conversion)
    text = re.sub(r"\([^()]*[A-Za-z][^()]*\)", "", text)
    text = text.replace("−", "-").replace("×", "*")
    found = re.match(r"[\d.()+*/ -]+", text)
    if not found or not re.search(r"\d\s*[-+*/]", found[0]):
        return None
    return max(0.0, float(eval(found[0], {"__builtins__": {}})))


def test_sums_in_the_conversions_are_right() -> None:
    checked = 0
    for record in RECORDS:
        result = _worked_out(record.conversion)
        if result is not None:
            checked += 1
            assert record.value == pytest.approx(result, rel=0.001, abs=0.01), record
    assert checked >= 90


def test_derived_records_show_how() -> None:
    for record in RECORDS:
        if SOURCES[record.source_id].kind == "derived":
            assert record.conversion or not record.used, record


def test_docs_are_up_to_date() -> None:
    expected = document(TABLE, RECORDS, SOURCES)
    assert (ROOT / "docs" / "foods.md").read_text(encoding="utf-8") == expected


def test_docs_tell_each_food_and_what_was_left_out() -> None:
    text = document(TABLE, RECORDS, SOURCES)
    rows = [line for line in text.splitlines() if line.startswith("| **")]
    assert [re.search(r"`(\w+)`", row)[1] for row in rows] == [food.food_id for food in TABLE]
    natto = next(row for row in rows if "`natto`" in row)
    assert "Left out for MK-7: `sumi1999`" in natto
    tempeh = next(row for row in rows if "`tempeh`" in row)
    assert "MK-7 unknown" in tempeh


def test_writing_table_and_docs_again_changes_nothing(tmp_path: Path) -> None:
    copy_of_the_house(tmp_path)
    write_table(tmp_path / "foods.csv", RECORDS)
    write_document(tmp_path)
    for name in ("foods.csv", "docs/foods.md"):
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes(), name


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("nutrient", "k3", "allowed: k1, mk4, mk7, mkx, d"),
        ("value_ug_per_100g", "about 5", "found 'about 5'"),
        ("value_ug_per_100g", "", "a number, since the record is used"),
        ("use", "maybe", "allowed: used, not_used"),
        ("use", "not_used", "why the record is not used"),
        ("source_id", "", "source_id"),
    ],
)
def test_a_faulty_record_is_refused(tmp_path: Path, column: str, value: str, message: str) -> None:
    row = dict.fromkeys(RECORD_COLUMNS, "") | RECORD | {column: value}
    path = tmp_path / "food_records.csv"
    path.write_text(f"{','.join(RECORD_COLUMNS)}\n{','.join(row.values())}\n", encoding="utf-8")
    with pytest.raises(FoodTableError, match=re.escape(message)):
        load_records(path)


def test_records_with_other_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "food_records.csv"
    path.write_text("food_id,value\neggs,2\n", encoding="utf-8")
    with pytest.raises(
        FoodTableError,
        match=r"row 1, column 'value': found 'value'; allowed: the columns food_id, nutrient",
    ):
        load_records(path)


RECORD = {
    "food_id": "eggs", "nutrient": "d", "value_ug_per_100g": "2", "source_id": "a_table",
    "place": "row 1", "quoted": "2 µg", "use": "used",
}  # fmt: skip


@pytest.mark.parametrize("cells", [len(RECORD_COLUMNS) - 1, len(RECORD_COLUMNS) + 1])
def test_a_record_with_a_cell_too_few_or_too_many_is_refused(tmp_path: Path, cells: int) -> None:
    row = [RECORD.get(column, "") for column in RECORD_COLUMNS]
    whole, broken = ",".join(row), ",".join([*row, ""][:cells])
    path = tmp_path / "food_records.csv"
    path.write_text(f"{','.join(RECORD_COLUMNS)}\n{whole}\n{broken}\n", encoding="utf-8")
    with pytest.raises(FoodTableError, match=f"row 3: found '{cells} cells'; allowed: 13 cells"):
        load_records(path)


def test_records_that_are_missing_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTableError, match="a file that can be opened"):
        load_records(tmp_path / "food_records.csv")


def copy_of_the_house(folder: Path) -> None:
    for name in ("foods.csv", "sources.csv", "food_records.csv"):
        shutil.copy(ROOT / name, folder)
    (folder / "docs").mkdir()


def test_the_command_brings_numbers_and_document_up_to_date(tmp_path: Path) -> None:
    copy_of_the_house(tmp_path)
    rows = (tmp_path / "foods.csv").read_text(encoding="utf-8")
    (tmp_path / "foods.csv").write_text(rows.replace(",819,", ",,"), encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "scoring.provenance", tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert ",819," in (tmp_path / "foods.csv").read_text(encoding="utf-8")
    assert "natto" in (tmp_path / "docs" / "foods.md").read_text(encoding="utf-8")


def test_the_command_refuses_faulty_records_and_leaves_the_table_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_of_the_house(tmp_path)
    before = (tmp_path / "foods.csv").read_bytes()
    with (tmp_path / "food_records.csv").open("a", encoding="utf-8") as file:
        file.write("eggs,k3\n")
    assert main([str(tmp_path)]) == 2
    assert "found '2 cells'" in capsys.readouterr().err
    assert (tmp_path / "foods.csv").read_bytes() == before
