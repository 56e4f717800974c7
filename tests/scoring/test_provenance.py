"""The rule from records to numbers: worked by hand, and held against every number of foods.csv."""

import dataclasses
import math
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.__main__ import main
from scoring.countries import COUNTRIES
from scoring.errors import FoodTableError, UnreadableTableError
from scoring.foods.build import (
    ANIMAL,
    content_of,
    deviations_of,
    pooled_sd,
    recompute,
    recompute_in,
    sources_in,
    sources_of,
    typical_relative_sd,
    used_by_key,
    write_country_table,
    write_table,
)
from scoring.foods.document import document, write_document
from scoring.foods.records import RECORD_COLUMNS, Record, load_records
from scoring.foods.table import FoodTable, load_sources
from scoring.nutrients import NUTRIENTS, STORED

ROOT = Path(__file__).parents[2]
TABLE = FoodTable.load(ROOT / "foods.csv")
RECORDS = load_records(ROOT / "food_records.csv")
SOURCES = load_sources(ROOT / "sources.csv")
ANIMAL_FOODS = {food.food_id for food in TABLE if ANIMAL in food.tags}

MakeRecord = Callable[..., Record]


@pytest.fixture
def record() -> MakeRecord:
    """Make a used record of 1 µg MK-4 in eggs, with some fields changed."""

    def make(value: float | None, **fields: object) -> Record:
        egg = Record(
            food_id="eggs", nutrient="mk4", subfood="", value_per_100g=value, low=None,
            high=None, n="", source_id="a_table", place="row 1", quoted="1 µg", conversion="",
            used=True, reason="",
        )  # fmt: skip
        return dataclasses.replace(egg, **fields)

    return make


def test_range_of_two_records_worked_by_hand(record: MakeRecord) -> None:
    # Mean 3. Relative squares 2 × (1/3)² = 0.2222, typical 4 × 0.8² = 2.56, over 4 + 2 − 1:
    # 0.55644; of two sources, × 1.5: 0.83467. Log-SD √ln 1.83467 = 0.77900. Median
    # 3 × e^(−0.77900²/2) = 2.2148, and ÷ or × e^(1.28155 × 0.77900) = 2.7137.
    content = content_of([record(2.0), record(4.0, source_id="table_b")], 0.8, is_animal=True)
    assert (content.central, content.low, content.high) == (3.0, 0.816, 6.01)


def test_one_record_gets_the_typical_spread_and_that_of_the_mean(record: MakeRecord) -> None:
    # Only the prior, twice: relative variance 2 × 0.8² = 1.28, log-SD √ln 2.28 = 0.90783.
    content = content_of([record(10.0)], 0.8, is_animal=True)
    assert content.central == 10
    assert content.log_sd == pytest.approx(0.90783, abs=0.003)


def test_editions_of_one_table_are_one_source(record: MakeRecord) -> None:
    # Squares 0.2222 + 2.56 over 5, but × 2: 1.11289, log-SD √ln 2.11289 = 0.86491.
    records = [record(2.0, source_id="ciqual2020"), record(4.0, source_id="ciqual_derived")]
    assert content_of(records, 0.8, is_animal=True).log_sd == pytest.approx(0.86491, abs=0.003)


@pytest.mark.parametrize(
    ("source_id", "family"),
    [
        ("usda_sr28", "usda"), ("usda_fdc", "usda"), ("japan2020", "japan"),
        ("k2viewer_derived", "k2viewer"), ("kamao2007", "k2viewer"), ("fineli", "fineli"),
    ],
)  # fmt: skip
def test_families_of_sources(record: MakeRecord, source_id: str, family: str) -> None:
    assert record(1.0, source_id=source_id).family == family


def test_papers_that_k2viewer_cites_are_of_its_family() -> None:
    cited = " ".join(r.place for r in RECORDS if r.source_id.startswith("k2viewer"))
    papers = {r for r in RECORDS if (found := re.match(r"([a-z]+)(\d{4})", r.source_id))
              and re.search(rf"{found[1]}\w* {found[2]}", cited, re.IGNORECASE)}  # fmt: skip
    assert {r.source_id for r in papers} >= {"kamao2007", "dunlop2022"}
    assert {r.family for r in papers} == {"k2viewer"}


def test_some_records_zero(record: MakeRecord) -> None:
    # Vitamin D 0 and 2: mean 1, squares 2, typical 4 × 0.6² = 1.44, over 5: 0.688; × 1.5: 1.032.
    # Log-SD √ln 2.032 = 0.84204; high = 1 × e^(1.28155 × 0.84204) = 2.94.
    records = [record(0.0, nutrient="d"), record(2.0, nutrient="d", source_id="table_b")]
    content = content_of(records, 0.6, is_animal=True)
    assert (content.central, content.low, content.high) == (1.0, 0.0, 2.94)


@pytest.mark.parametrize(
    ("nutrient", "least"), [("k1", 0.5), ("mk4", 0.3), ("mk7", 0.3), ("mkx", 0.5), ("d", 0.1)]
)
def test_no_range_is_narrower_than_what_can_be_told(
    record: MakeRecord, nutrient: str, least: float
) -> None:
    none = content_of([record(0.0, nutrient=nutrient)] * 9, 0.8, is_animal=True)
    assert (none.central, none.low, none.high) == (0, 0, least)
    some = content_of([record(2 * least, nutrient=nutrient)] * 40, 0.01, is_animal=False)
    assert (some.central, some.low, some.high) == pytest.approx((2 * least, least, 3 * least))


def test_a_plant_in_which_none_was_found_holds_none(record: MakeRecord) -> None:
    content = content_of([record(0.0), record(0.0)], 0.8, is_animal=False)
    assert (content.central, content.low, content.high) == (0.0, 0.0, 0.0)


def test_no_food_of_animals_is_said_to_hold_exactly_none() -> None:
    contents = {
        (food.food_id, n): food.content[n] for food in TABLE if ANIMAL in food.tags for n in STORED
    }
    zero = {key for key, content in contents.items() if content and content.central == 0}
    assert ("chicken_liver", "k1") in zero
    for key in zero:
        assert contents[key].high == NUTRIENTS[key[1]].resolution_per_100g, key


def test_typical_spread_worked_by_hand(record: MakeRecord) -> None:
    # Eggs 2 and 4: squares 0.2222, one degree of freedom. Milk 1, 1 and 4, mean 2: squares
    # 0.25 + 0.25 + 1 = 1.5, two. Together 1.7222 / 3 = 0.57407, root 0.75768. Cheese 0.1 and 0.3
    # holds less than 0.3 µg, beef has one record: neither says how much foods vary.
    records = [record(2.0), record(4.0)]
    records += [record(value, food_id="milk") for value in (1.0, 1.0, 4.0)]
    records += [record(value, food_id="cheese") for value in (0.1, 0.3)]
    records += [record(5.0, food_id="beef")]
    assert typical_relative_sd(used_by_key(records)) == {"mk4": pytest.approx(0.75768, abs=1e-5)}


def test_a_nutrient_with_one_record_takes_the_spread_of_all(record: MakeRecord) -> None:
    records = [record(2.0), record(4.0), record(5.0, nutrient="d")]
    found = typical_relative_sd(used_by_key(records))
    assert found == {"mk4": pytest.approx(math.sqrt(2 / 9)), "d": pytest.approx(found["mk4"])}
    with pytest.raises(FoodTableError, match="no typical spread'; allowed: a food with two used"):
        recompute([record(3.0)], ANIMAL_FOODS)


def test_each_subfood_counts_once(record: MakeRecord) -> None:
    records = [record(1.0, subfood="hen"), record(3.0, subfood="hen"), record(10.0, subfood="duck")]
    assert recompute(records, ANIMAL_FOODS)["eggs", "mk4"].central == 6


def test_a_countrys_own_records_stand_for_it_alone(record: MakeRecord) -> None:
    finnish = record(16.0, nutrient="d", subfood="Finland", countries=("FI",))
    french = record(8.0, nutrient="d", subfood="France", countries=("FR",))
    american = record(4.0, nutrient="d", used=False, in_country=True, countries=("US",))
    records = [finnish, french, american]
    assert recompute(records, ANIMAL_FOODS)["eggs", "d"].central == 12  # without the American one
    assert recompute_in("FI", records, ANIMAL_FOODS)["eggs", "d"].central == 16
    assert recompute_in("US", records, ANIMAL_FOODS)["eggs", "d"].central == 4
    assert recompute_in("DE", records, ANIMAL_FOODS) == {}
    assert sources_in("FI", records, "eggs") == ("a_table",)


def test_records_left_out_change_nothing(record: MakeRecord) -> None:
    left_out = record(1000.0, used=False, reason="too high")
    two = [record(2.0), record(3.0, source_id="table_b")]
    assert recompute([*two, left_out], ANIMAL_FOODS) == recompute(two, ANIMAL_FOODS)
    assert recompute([left_out], ANIMAL_FOODS) == {}


def test_records_that_disagree_more_give_a_wider_range(record: MakeRecord) -> None:
    near = content_of([record(9.0), record(10.0), record(11.0)], 0.8, is_animal=True)
    far = content_of([record(1.0), record(10.0), record(19.0)], 0.8, is_animal=True)
    assert far.central == near.central
    assert far.low < near.low < near.high < far.high


def test_more_records_that_agree_give_a_narrower_range(record: MakeRecord) -> None:
    few = content_of([record(10.0)] * 2, 0.8, is_animal=True)
    many = content_of([record(10.0)] * 8, 0.8, is_animal=True)
    assert few.low < many.low < many.high < few.high


def test_every_number_follows_from_the_records(subtests: pytest.Subtests) -> None:
    contents = recompute(RECORDS, ANIMAL_FOODS)
    for food in TABLE:
        with subtests.test(food=food.food_id):
            for nutrient in STORED:
                assert food.content[nutrient] == contents.get((food.food_id, nutrient)), nutrient
            assert food.sources == sources_of(RECORDS, food.food_id)


def test_every_figure_of_a_country_follows_from_its_records(subtests: pytest.Subtests) -> None:
    for country in COUNTRIES:
        with subtests.test(country=country):
            contents = recompute_in(country, RECORDS, ANIMAL_FOODS)
            found = TABLE.countries[country].contents if country in TABLE.countries else {}
            assert dict(found) == contents


def test_ranges_keep_the_central_value_as_the_mean() -> None:
    for (food_id, nutrient), content in recompute(RECORDS, ANIMAL_FOODS).items():
        if 0 < content.low < content.central - NUTRIENTS[nutrient].resolution_per_100g:
            middle = (content.low * content.high) ** 0.5
            mean = middle * 2.718281828 ** (content.log_sd**2 / 2)
            assert mean == pytest.approx(content.central, rel=0.01), (food_id, nutrient)


def test_the_document_states_the_spread_that_the_records_have() -> None:
    found = typical_relative_sd(used_by_key(RECORDS))
    assert set(found) == set(STORED)
    text = " ".join(document(TABLE, RECORDS, SOURCES).split())
    words = ", ".join(f"{NUTRIENTS[n].name_en} {sd:.2f}" for n, sd in found.items())
    assert f"told from 0): {words}." in text
    for nutrient, sd in found.items():
        parts = [d for (_, n), d in deviations_of(used_by_key(RECORDS)).items() if n == nutrient]
        assert pooled_sd(parts) == sd


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
        if record.food_id == "tempeh" and record.nutrient in ("mk7", "mkx"):
            continue  # nobody else but one measured it, and the range is to span both
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
    assert "Kept for MK-7: `k2viewer`" in tempeh
    miso = next(row for row in rows if "`miso`" in row)
    assert "MK-7 unknown" in miso
    spread = next(row for row in rows if "`spread_fortified`" in row)
    assert "Ireland: Vitamin D 5.5 (" in spread


def test_writing_table_and_docs_again_changes_nothing(tmp_path: Path) -> None:
    copy_of_the_house(tmp_path)
    write_table(tmp_path / "foods.csv", RECORDS)
    write_country_table(tmp_path / "foods_by_country.csv", ROOT / "foods.csv", RECORDS)
    write_document(tmp_path)
    for name in ("foods.csv", "foods_by_country.csv", "docs/foods.md"):
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes(), name


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("nutrient", "k3", "allowed: k1, mk4, mk7, mkx, d"),
        ("value_ug_per_100g", "about 5", "found 'about 5'"),
        ("value_ug_per_100g", "", "a number, since the record is used"),
        ("use", "maybe", "allowed: used, in_country, not_used"),
        ("use", "not_used", "why the record does not count everywhere"),
        ("use", "in_country", "the countries for which the record counts"),
        ("country", "US;XX", "(not 'XX')"),
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
    with pytest.raises(FoodTableError, match=f"row 3: found '{cells} cells'; allowed: 14 cells"):
        load_records(path)


def test_records_that_are_missing_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTableError, match="a file that can be opened"):
        load_records(tmp_path / "food_records.csv")


def copy_of_the_house(folder: Path) -> None:
    for name in (
        "foods.csv", "foods_by_country.csv", "seldom_eaten.csv", "sources.csv", "food_records.csv",
    ):  # fmt: skip
        shutil.copy(ROOT / name, folder)
    (folder / "docs").mkdir()


def test_the_command_brings_numbers_and_document_up_to_date(tmp_path: Path) -> None:
    copy_of_the_house(tmp_path)
    rows = (tmp_path / "foods.csv").read_text(encoding="utf-8")
    (tmp_path / "foods.csv").write_text(rows.replace(",819,", ",,"), encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "scoring", "build", tmp_path]
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
    assert main(["build", str(tmp_path)]) == 2
    assert "found '2 cells'" in capsys.readouterr().err
    assert (tmp_path / "foods.csv").read_bytes() == before
