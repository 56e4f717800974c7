"""The food table: what is read, what is refused and how it is said."""

import csv
import io
import math
import pickle
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.errors import Fault, FoodTableError, ScoringError, UnreadableTableError
from scoring.foods.slips import questions
from scoring.foods.table import COLUMNS, FoodTable, NutrientContent, load_sources
from tests.scoring.workbooks import workbook

SMALL_FOODS = Path(__file__).with_name("small_foods.csv")
SMALL = FoodTable.load(SMALL_FOODS)
SOURCES_HEADER = "source_id,kind,citation,year,country,url_or_doi,licence,accessed\n"


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(FoodTableError) as caught:
        FoodTable.load(path)
    for fault in caught.value.faults:
        assert str(fault) in str(caught.value)
    return caught.value.faults


def write(tmp_path: Path, text: str | bytes, name: str = "foods.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_food_is_read_with_its_units_and_its_unknowns(foods):
    gouda = foods["gouda"]
    assert (gouda.food, gouda.serving, gouda.serving_g) == ("Gouda", "1 slice", 30.0)
    assert gouda.tags == ("animal", "dairy")
    assert gouda.content["k1"] == NutrientContent(central=2.0, low=1.0, high=4.0)
    assert gouda.content["mk7"] is None
    assert gouda.unknown == ("mk7",)
    assert foods["egg"].content["mk7"] == NutrientContent(0.0, 0.0, 0.0)
    assert foods["egg"].unknown == ()
    assert foods["egg"].sources == ("table_a", "table_b")
    assert foods["salmon"].examples == "fresh, smoked"


def test_groups_and_foods_keep_the_order_of_the_file(foods):
    assert foods.groups == ("Soy", "Dairy", "Fish", "Vegetables")
    assert [food.food_id for food in foods] == ["natto", "gouda", "egg", "salmon", "spinach"]
    assert [food.food_id for food in foods.in_group("Dairy")] == ["gouda", "egg"]
    assert foods.in_group("Cakes") == ()
    assert len(foods) == 5
    assert "natto" in foods
    assert "nato" not in foods


def test_foods_of_a_scattered_group_are_brought_together(tmp_path):
    header, natto, gouda, egg, *_ = SMALL_FOODS.read_text().splitlines()
    table = FoodTable.load(write(tmp_path, "\n".join([header, gouda, natto, egg])))
    assert [food.food_id for food in table] == ["gouda", "egg", "natto"]


@pytest.mark.parametrize("asked", ["nato", "Natto", "natto_"])
def test_an_unknown_food_gets_a_suggestion(foods, asked):
    with pytest.raises(KeyError) as caught:
        foods[asked]
    assert isinstance(caught.value, ScoringError)
    assert str(caught.value) == f"No food {asked!r} in the food table. Did you mean 'natto'?"


@pytest.mark.parametrize(
    ("content", "log_sd"),
    [
        (NutrientContent(10, 5, 20), math.log(4) / 2.5631),
        (NutrientContent(10, 0, 20), math.log(2) / 1.28155),
        (NutrientContent(10, 0, 10), 0),
        (NutrientContent(10, 10, 10), 0),
        (NutrientContent(0, 0, 0), 0),
        (NutrientContent(0, 0, 5), 0),
    ],
)
def test_the_log_sd_of_a_content_is_read_off_its_range(content, log_sd):
    assert content.log_sd == pytest.approx(log_sd, abs=1e-5)


def test_the_version_depends_on_values_and_not_on_layout(tmp_path, write_table, foods):
    text = SMALL_FOODS.read_text()
    assert len(foods.version) == 12
    assert int(foods.version, 16) > 0
    spaced = text.replace("natto,Soy,", " natto , Soy ,").replace(",50,", ", 50.0 ,")
    for same in (text.replace("\n", "\r\n"), "\ufeff" + text, spaced, text + "\n\n"):
        assert FoodTable.load(write(tmp_path, same)).version == foods.version
    assert FoodTable.load(write_table(mk7_ug="801")).version != foods.version


@pytest.mark.parametrize(
    ("column", "value", "allowed"),
    [
        ("k1_ug", "abc", "a number"),
        ("k1_ug", "nan", "a number"),
        ("k1_high", "inf", "a number"),
        ("k1_low", "-1", "a number"),
        ("k1_ug", "20,500", "decimal point"),
        ("k1_ug", "1_000", "a number"),
        ("k1_high", "1e9", "100000000"),
        ("k1_low", "1e-300", "1e-06"),
        ("k1_low", "21", "at most k1_ug, 20"),
        ("k1_high", "19", "at least k1_ug, 20"),
        ("k1_low", "", "all of k1_ug, k1_low, k1_high empty"),
        ("serving_g", "0", "a number from 0.01 to 10000"),
        ("serving_g", "", "a number from 0.01 to 10000"),
        ("food_id", "Natto", "lower-case words"),
        ("food_id", "", "lower-case words"),
        ("food_id", "natto_", "lower-case words"),
        ("food_id", "age", "any word but respondent_id, sex, age"),
        ("group", "", "some text"),
        ("food", " ", "some text"),
        ("serving", "", "some text"),
        ("tags", "soy; Natto!", "lower-case words"),
        ("sources", "", "at least one source"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_what_is_allowed(write_table, column, value, allowed):
    (fault,) = faults_of(write_table(**{column: value}))
    assert (fault.row, fault.column, fault.value) == (2, column, value.strip())
    assert allowed in fault.allowed


def test_a_food_without_any_number_needs_no_source(tmp_path):
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {"food_id": "tea", "group": "Drinks", "food": "Tea", "serving": "cup"}
    cells["serving_g"] = "200"
    row = ",".join(cells.values())
    table = FoodTable.load(write(tmp_path, ",".join(COLUMNS) + "\n" + row))
    assert table["tea"].unknown == ("k1", "mk4", "mk7", "mkx", "d")


def test_every_fault_is_listed_at_once(tmp_path):
    lines = SMALL_FOODS.read_text().splitlines()
    lines[1] = lines[1].replace(",50,soy", ",zero,soy").replace("800", "much")
    lines[2] = lines[2].replace("gouda,", "natto,")
    lines[3] += ",extra"
    lines[4] = lines[4].replace("Salmon", "")
    found = [(f.row, f.column) for f in faults_of(write(tmp_path, "\n".join(lines)))]
    assert sorted(found) == [
        (2, "mk7_ug"), (2, "serving_g"), (3, "food_id"), (4, ""), (5, "food"),
    ]  # fmt: skip


def test_a_repeated_id_names_the_line_that_had_it_first(tmp_path):
    lines = SMALL_FOODS.read_text().splitlines()
    (fault,) = faults_of(write(tmp_path, "\n".join([*lines, lines[1]])))
    assert (fault.row, fault.column, fault.value) == (7, "food_id", "natto")
    assert "row 2" in fault.allowed


def test_the_line_is_that_of_the_file_after_a_cell_of_two_lines(tmp_path):
    text = SMALL_FOODS.read_text().replace("MK-7 not measured", '"not\nmeasured"')
    (fault,) = faults_of(write(tmp_path, text.replace(",60,animal", ",x,animal")))
    assert (fault.row, fault.column) == (5, "serving_g")


@pytest.mark.parametrize(
    ("old", "new", "column", "said"),
    [
        ("mk4_low", "mk4_lo", "mk4_lo", "Did you mean 'mk4_low'?"),
        ("mk4_low", "mk4_lo", "mk4_low", "this column"),
        ("k1_low", "k1_ug", "k1_ug", "once"),
        (",note", ",colour", "note", "this column"),
    ],
)
def test_a_header_that_is_not_the_format_is_refused(tmp_path, old, new, column, said):
    text = SMALL_FOODS.read_text().replace(old, new, 1)
    faults = [fault for fault in faults_of(write(tmp_path, text)) if fault.row == 1]
    assert any(fault.column == column and said in fault.allowed for fault in faults)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "an empty file"),
        (b" \n \n", "an empty file"),
        (b"PK\x03\x04\x14\x00", "found 'a spreadsheet or another packed file'"),
        (SMALL_FOODS.read_text().encode("utf-16-le"), "found 'a binary file'; allowed: a header"),
        (b"\xef\xbb\xbf", "no such column"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a binary file"),
        (SMALL_FOODS.read_bytes() + b"\xe9", "row 7: found 'byte 0xe9'; allowed: UTF-8"),
        (",".join(COLUMNS).encode(), "at least one row"),
        (";".join(COLUMNS).encode() + b"\nnatto", "row 2: found '1 cell'"),
        (SMALL_FOODS.read_bytes() + b'"open', "double quotes"),
        (b"<html><body>404</body></html>", "no such column"),
    ],
)
def test_a_file_that_is_no_food_table_is_refused_in_words(tmp_path, data, said):
    path = write(tmp_path, data)
    faults_of(path)
    with pytest.raises(FoodTableError, match=r"^foods.csv cannot be used") as caught:
        FoodTable.load(path)
    assert said in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused_as_no_table_at_all(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        (fault,) = faults_of(path)
        assert fault.value.startswith(f"{path}: ")
        assert fault.allowed == "a file that can be opened"
        with pytest.raises(UnreadableTableError):
            FoodTable.load(path)


def test_faults_before_an_open_quote_are_listed_with_it(tmp_path):
    text = SMALL_FOODS.read_text().replace(",60,animal", ",x,animal") + '"open'
    found = [(fault.row, fault.column) for fault in faults_of(write(tmp_path, text))]
    assert sorted(found) == [(4, "serving_g"), (7, "")]


def test_many_unknown_columns_are_refused_in_few_words(tmp_path):
    header, *rows = SMALL_FOODS.read_text().splitlines()
    header += "".join(f",extra{n}" for n in range(10_000))
    path = write(tmp_path, "\n".join([header, *(row + "," * 10_000 for row in rows)]))
    start = time.perf_counter()
    with pytest.raises(FoodTableError, match="9,980 more unknown columns") as caught:
        FoodTable.load(path)
    assert time.perf_counter() - start < 30
    assert str(caught.value).count("mk4_low") == 1
    assert len(str(caught.value)) < 4000


def test_a_table_that_visitors_share_cannot_be_changed(foods):
    natto = foods["natto"]
    with pytest.raises(TypeError):
        natto.content["k1"] = None
    given = dict(natto.content)
    copy = replace(natto, content=given)
    given["k1"] = None
    assert copy == natto
    assert len({natto, copy, foods["egg"]}) == 2
    assert pickle.loads(pickle.dumps(natto)) == natto


@pytest.mark.parametrize(
    ("food_id", "tags", "is_natto"),
    [
        ("natto", "soy", True),
        ("beans", "soy;natto", True),
        ("beans", "soy", False),
        ("natto_free", "", False),
    ],
)
def test_natto_is_known_by_its_id_or_its_tag(write_table, food_id, tags, is_natto):
    table = FoodTable.load(write_table(food_id=food_id, tags=tags))
    assert table[food_id].is_natto is is_natto
    assert not table["gouda"].is_natto


def test_a_hostile_cell_is_shown_cut_and_on_one_line(write_table):
    for fault in faults_of(write_table(serving_g="9" * 100_000 + "\n\x1b[2J")):
        assert fault.column == "serving_g"
        assert len(str(fault)) < 300
        assert "\n" not in str(fault)
        assert "\x1b" not in str(fault)


def test_sources_beside_the_table_must_hold_every_key(tmp_path, write_table):
    path = write_table()
    write(tmp_path, SOURCES_HEADER + "table_a,table,A,2020,,,,\n", "sources.csv")
    faults = faults_of(path)
    assert [(fault.row, fault.column) for fault in faults] == [(4, "sources"), (5, "sources")]
    assert "Did you mean 'table_a'?" in faults[0].allowed
    rows = "table_a,table,A,2020,,,,\ntable_b,paper,B,2021,,,,\n"
    write(tmp_path, SOURCES_HEADER + rows, "sources.csv")
    assert len(FoodTable.load(path)) == 5


def test_faulty_sources_do_not_hide_the_faults_of_the_table(tmp_path, write_table):
    path = write_table(serving_g="x", sources="table_c")
    rows = "table_a,table,A,,,,,\ntable_b,book,B,,,,,\n"
    write(tmp_path, SOURCES_HEADER + rows, "sources.csv")
    faults = faults_of(path)
    assert [(fault.file, fault.row, fault.column) for fault in faults] == [
        ("", 2, "serving_g"),
        ("", 2, "sources"),
        ("sources.csv", 3, "kind"),
    ]
    with pytest.raises(FoodTableError, match=r"\n  sources.csv, row 3, column 'kind': found"):
        FoodTable.load(path)


def test_sources_that_cannot_be_read_are_one_fault_and_no_key_is_blamed(tmp_path, write_table):
    path = write_table()
    write(tmp_path, b"PK\x03\x04", "sources.csv")
    assert [(fault.file, fault.column) for fault in faults_of(path)] == [("sources.csv", "")]


def test_sources_are_read_by_id(tmp_path):
    row = 'usda,table,"USDA, SR28",2016,US,https://fdc.nal.usda.gov,public domain,2026-01-01\n'
    sources = load_sources(write(tmp_path, SOURCES_HEADER + row))
    assert list(sources) == ["usda"]
    assert sources["usda"].citation == "USDA, SR28"
    assert sources["usda"].kind == "table"


def test_faulty_sources_are_refused(tmp_path):
    rows = "a,table,A,,,,,\na,book,,,,,,\n"
    with pytest.raises(FoodTableError) as caught:
        load_sources(write(tmp_path, SOURCES_HEADER + rows))
    found = [(fault.row, fault.column) for fault in caught.value.faults]
    assert found == [(3, "source_id"), (3, "citation"), (3, "kind")]


def test_errors_survive_being_sent_to_another_process(write_table):
    with pytest.raises(FoodTableError) as caught:
        FoodTable.load(write_table(serving_g="x"))
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.faults) == (str(caught.value), caught.value.faults)


def upload_faults(data):
    with pytest.raises(FoodTableError) as raised:
        FoodTable.from_upload(data, "mine.csv")
    assert raised.value.name == "mine.csv"
    return [(fault.row, fault.column, fault.allowed) for fault in raised.value.faults]


def test_an_uploaded_table_is_that_of_the_file():
    path = Path(__file__).with_name("small_foods.csv")
    assert FoodTable.from_upload(path.read_bytes(), "x").version == FoodTable.load(path).version


def test_an_uploaded_table_has_limits():
    data = Path(__file__).with_name("small_foods.csv").read_bytes()
    header, first, *_ = data.decode().splitlines()
    food_id, rest = first.split(",", 1)
    rows = [f"{food_id}_{n},{rest}" for n in range(501)]
    assert len(FoodTable.from_upload("\n".join([header, *rows[:500]]).encode(), "x")) == 500
    assert upload_faults("\n".join([header, *rows]).encode()) == [(0, "", "at most 500 foods")]
    assert upload_faults(b"x" * 1_000_001) == [(0, "", "at most 1,000,000 bytes")]


@pytest.mark.parametrize("sign", ["\n", "\t"])
def test_an_uploaded_table_has_text_on_one_line(sign):
    data = Path(__file__).with_name("small_foods.csv").read_text(encoding="utf-8")
    header, first, *_ = data.splitlines()
    table = f'{header}\n{first.rstrip(",")},"a{sign}b"\n'
    assert upload_faults(table.encode()) == [(2, "note", "text on one line")]


@pytest.mark.parametrize("column", ["food", "group", "examples", "serving", "note", "tags"])
@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\x1b", "\x07", "\u2028"])
def test_characters_that_are_not_seen_are_refused(write_table, column, sign):
    found = [f for f in faults_of(write_table(**{column: f"nat{sign}to"})) if f.column == column]
    assert found
    assert f"U+{ord(sign):04X}" in "".join(fault.allowed for fault in found)
    assert sign not in "".join(map(str, found))


def test_words_of_every_script_are_kept(write_table):
    for name in ("納豆 (なっとう)", "נאטו", "ما‌ست", "नाट्टो", "crème fraîche", "🧀"):
        assert FoodTable.load(write_table(food=name))["natto"].food == name


@pytest.mark.parametrize("column", ["food", "note", "examples"])
def test_a_cell_that_is_too_long_is_refused(write_table, column):
    assert FoodTable.load(write_table(**{column: "x" * 2_000}))
    (fault,) = faults_of(write_table(**{column: "x" * 2_001}))
    assert fault.column == column
    assert "at most 2,000 characters (here 2,001)" in fault.allowed


@pytest.mark.slow
def test_a_file_of_a_million_rows_is_refused_at_once(tmp_path):
    with (tmp_path / "foods.csv").open("w") as file:
        file.write(",".join(COLUMNS) + "\n")
        file.writelines(f"food_{n}{',' * (len(COLUMNS) - 1)}\n" for n in range(1_000_000))
    with pytest.raises(FoodTableError) as caught:
        FoodTable.load(tmp_path / "foods.csv")
    assert "row 20002: found 'another row'; allowed: at most 20,000 rows" in str(caught.value)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_table_with_hostile_cells_loads_or_names_its_faults(data, tmp_path):
    with SMALL_FOODS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    hostile = st.text() | st.sampled_from(
        ["", "=1+1", "<b>", "1e309", "-1", "nan", "1_000", "\u0661", "a;b;;", "\u202e", '"', "x\ny"]
    )
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.integers(0, len(rows) - 1))
        rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = data.draw(hostile)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    load_or_name_faults(write(tmp_path, text.getvalue().encode("utf-8", "surrogatepass")))


@given(raw=st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_table_of_any_bytes_names_its_faults(raw, tmp_path):
    header = ",".join(COLUMNS).encode()
    for data in (raw, header + b"\n" + raw):
        load_or_name_faults(write(tmp_path, data))


def check_words(error: FoodTableError) -> None:
    assert error.faults
    assert all(line.isprintable() for line in str(error).splitlines())
    str(error).encode()


def load_or_name_faults(path: Path) -> None:
    try:
        table = FoodTable.load(path)
    except FoodTableError as error:
        check_words(error)
    else:
        for food in table:
            f"{food.food} {food.note} {food.examples}".encode()
            assert math.isfinite(sum(c.high for c in food.content.values() if c))


def national(**cells):
    """The small table with some cells of natto changed, as bytes."""
    rows = list(csv.reader(io.StringIO(SMALL_FOODS.read_text(encoding="utf-8"))))
    for column, cell in cells.items():
        rows[1][rows[0].index(column)] = cell
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize(
    ("cells", "content"),
    [
        (("<0.5", "", ""), (0.25, 0, 0.5)),
        (("< 0,5", "", ""), (0.25, 0, 0.5)),
        (("N", "", ""), None),
        (("-", "-", "-"), None),
        (("(0)", "0", "0"), (0, 0, 0)),
        (("[2.1]", "1", "4"), (2.1, 1, 4)),
        (("2,1", "1,0", "4,5"), (2.1, 1, 4.5)),
    ],
)
def test_signs_of_national_tables_are_read_as_what_they_mean(cells, content):
    columns = dict(zip(("k1_ug", "k1_low", "k1_high"), cells, strict=True))
    found = FoodTable.from_upload(national(**columns), "t.csv")["natto"].content["k1"]
    assert (found and (found.central, found.low, found.high)) == content


def test_a_trace_is_less_than_the_smallest_amount_that_the_table_shows():
    smallest = min(f.content["k1"].central for f in SMALL if f.food_id != "natto"
                   and f.content["k1"] and f.content["k1"].central)  # fmt: skip
    found = FoodTable.from_upload(national(k1_ug="Tr", k1_low="", k1_high=""), "t.csv")
    content = found["natto"].content["k1"]
    assert (content.low, content.high) == (0, pytest.approx(smallest))


@pytest.mark.parametrize(
    ("factor", "asked"),
    [(1e-3, "in milligrams"), (1e-6, "in grams"), (1.5, None)],
)
def test_a_figure_that_is_a_thousandth_of_ours_is_asked_about(factor, asked):
    ours = SMALL["natto"].content["mk7"]
    values = (ours.central, ours.low, ours.high)
    names = ("mk7_ug", "mk7_low", "mk7_high")
    cells = {n: f"{value * factor:.9f}" for n, value in zip(names, values, strict=True)}
    found = questions(FoodTable.from_upload(national(**cells), "t.csv"), SMALL)
    assert [(f.column, asked in f.allowed) for f in found if asked] == (
        [("natto, mk7_ug", True)] if asked else []
    )
    assert bool(found) == bool(asked)


def test_a_small_figure_that_is_a_thousand_times_ours_is_asked_about():
    cells = {"k1_ug": "20000", "k1_low": "15000", "k1_high": "27000"}
    ours = FoodTable.from_upload(national(d_ug="0.2", d_low="0.1", d_high="0.25"), "t.csv")
    found = questions(
        FoodTable.from_upload(national(d_ug="200", d_low="100", d_high="250"), "t.csv"), ours
    )
    assert [(f.column, "three decimals" in f.allowed) for f in found] == [("natto, d_ug", True)]
    with pytest.raises(FoodTableError, match="three decimals"):
        FoodTable.from_upload(national(**cells), "t.csv")


@pytest.mark.slow
def test_a_food_table_as_a_workbook_is_the_table(tmp_path):
    rows = list(csv.reader(io.StringIO(SMALL_FOODS.read_text(encoding="utf-8"))))
    numbers = [[float(c) if re.fullmatch(r"[0-9.]+", c) else c for c in row] for row in rows]
    (tmp_path / "foods.xlsx").write_bytes(workbook({"foods": numbers}))
    assert FoodTable.load(tmp_path / "foods.xlsx").version == SMALL.version
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([[c.replace(".", ",") for c in row] for row in rows])
    german = FoodTable.from_upload(text.getvalue().encode("cp1252"), "foods.csv")
    assert german["natto"].content == SMALL["natto"].content
