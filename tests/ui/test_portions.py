"""What a drawing of portions says and weighs; tests/browser/test_portions.py measures it."""

import re

import pytest

from scoring import FoodTable
from scoring.files.data_files import DataFileError
from tests.conftest import ROOT
from tests.ui.test_theme import MODES, contrast, grounds
from ui.questionnaire import portions
from ui.questionnaire.portions import COLOURS, drawing_of, shapes

FOODS = FoodTable.load(ROOT / "foods.csv")
NUMBERS = {"1": 1, "2": 2, "3": 3, "4": 4, "half": 0.5}
MAX_BYTES = 1500
SHEET_CSS = (ROOT / "ui/components/questionnaire/sheet.css").read_text("utf-8")
(THING_COLOUR,) = re.findall(r"\.thing \{[^}]*stroke: (#\w+);", SHEET_CSS)


def drawing(food_id):
    return drawing_of(food_id, FOODS[food_id].serving_g)


def test_every_food_has_three_small_drawings_with_words(subtests):
    for food in FOODS:
        with subtests.test(food=food.food_id):
            thing = shapes()[food.food_id].thing
            drawn = drawing(food.food_id)
            assert len({tuple(paths) for paths in drawn["portions"]}) == 3
            assert sum(len(path) for paths in drawn["portions"] for path in paths) <= MAX_BYTES
            for size, alt in zip(("Small", "Medium", "Large"), drawn["alts"], strict=True):
                assert alt.startswith(f"{size}: about ")
                assert thing.place.split(" ", 1)[1] in alt
            assert drawn["scale"] == f"Drawn to scale {thing.place}"


def test_there_is_no_drawing_without_a_food():
    assert set(shapes()) == {food.food_id for food in FOODS}


def test_units_are_those_of_the_household_measure(subtests):
    for food in FOODS:
        with subtests.test(food=food.food_id):
            shape = shapes()[food.food_id]
            said = food.serving.split()[0]
            assert shape.units == NUMBERS[said]
            assert shape.unit.split()[-1].removesuffix("y")[:4] in food.serving


@pytest.mark.parametrize(
    ("food_id", "small", "medium", "large"),
    [
        (
            "gouda_edam",  # 20 g / (1.1 g/ml × 2.5 mm) = 73 cm², a card has 46 cm²
            "Small: about 1 slice, about one and a half times as large as a bank card.",
            "Medium: about 2 slices, each about one and a half times as large as a bank card.",
            "Large: about 3 slices, each about one and a half times as large as a bank card.",
        ),
        (
            "brie",  # 30 ml, 2 cm thick: 15 cm², a matchbox has 19 cm²
            "Small: about ½ piece, about a third as large as a matchbox.",
            "Medium: about 1 piece, about two thirds as large as a matchbox.",
            "Large: about 1½ pieces, about as large as a matchbox.",
        ),
        (
            "spinach",
            "Small: about 1 heaped tablespoon, drawn on a tablespoon.",
            "Medium: about 2 heaped tablespoons, drawn on a tablespoon.",
            "Large: about 3 heaped tablespoons, drawn on a tablespoon.",
        ),
        (
            "milk",
            "Small: about ½ glass, drawn in a glass.",
            "Medium: about 1 glass, drawn in a glass.",
            "Large: about 1½ glasses, drawn in a glass.",
        ),
    ],
)
def test_words_say_how_many_and_how_large(food_id, small, medium, large):
    assert drawing(food_id)["alts"] == [small, medium, large]


def test_a_food_of_another_table_is_not_drawn():
    assert drawing_of("dragon_fruit", 100.0) is None
    assert drawing_of("natto", 40.0) is None  # ours is a pack of 50 g


def test_lines_stand_out_on_the_page(subtests):
    for colour in sorted({*COLOURS.values(), THING_COLOUR}):
        for mode in MODES:
            with subtests.test(colour=colour, mode=mode):
                full = "#" + "".join(2 * digit for digit in colour[1:])
                assert contrast(full, grounds(mode)["page"]) >= 3


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("bank card", "bank cart", "bank cart"),
        (",block,", ",blok,", "blok"),
        (",50,1,", ",?,1,", "?"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_row(tmp_path, monkeypatch, before, after, what):
    text = portions.SHAPES_CSV.read_text(encoding="utf-8")
    broken = tmp_path / "portion_shapes.csv"
    broken.write_text(text.replace(before, after, 1), encoding="utf-8")
    monkeypatch.setattr(portions, "SHAPES_CSV", broken)
    with pytest.raises(DataFileError, match=f"row 2.*{re.escape(what)}"):
        shapes.__wrapped__()
