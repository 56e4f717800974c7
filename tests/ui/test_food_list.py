from dataclasses import replace

import pytest

from scoring import FoodTable, languages
from tests.conftest import ROOT
from ui import session
from ui.foods.food_list import SORTS, foods_html, matching, sorted_by

VISIT = session.visit.read()
BY_K2, BY_K1, BY_D = ("Most vitamin K2 first", "Most vitamin K1 first", "Most vitamin D first")


@pytest.fixture(scope="module")
def foods():
    """Five foods; K2 per 100 g: natto 886, Gouda 58, egg 21, salmon 0.5, spinach 0."""
    return FoodTable.load(ROOT / "tests" / "scoring" / "small_foods.csv")


def ids(found):
    return [food.food_id for food in found]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("", ["natto", "gouda", "egg", "salmon", "spinach"]),
        ("  ", ["natto", "gouda", "egg", "salmon", "spinach"]),
        ("NATTO", ["natto"]),
        ("smoked", ["salmon"]),  # an example
        ("dairy", ["gouda", "egg"]),  # a section
        ("not measured", ["gouda"]),  # a note
        ("fish fresh", ["salmon"]),  # every word, in any order
        ("fish cooked", []),
        ("(", []),
    ],
)
def test_search(foods, search, expected):
    assert ids(matching(foods, search)) == expected


@pytest.mark.parametrize(
    "search",
    ["ブロッコリー", "ぶろっこりー", "ﾌﾞﾛｯｺﾘｰ", "ブロッコリー　芽キャベツ"],
)
def test_a_search_in_japanese_finds_either_kana_and_any_width(search):
    foods = FoodTable.load(ROOT / "foods.csv")
    before = languages.current()
    languages.use("ja")
    try:
        assert ids(matching(foods, search)) == ["broccoli_brussels_sprouts"]
    finally:
        languages.use(before)


@pytest.mark.parametrize(
    ("language", "search", "expected"),
    [
        ("fr", "epinards", ["spinach"]),
        ("fr", "Épinards", ["spinach"]),
        ("fr", "oeufs omelette", ["eggs"]),
        ("fr", "pate de foie", ["liver_pate"]),
        ("de", "Rapsol", ["vegetable_oil"]),
    ],
)
def test_a_search_needs_no_accents(language, search, expected):
    foods = FoodTable.load(ROOT / "foods.csv")
    before = languages.current()
    languages.use(language)
    try:
        assert ids(matching(foods, search)) == expected
    finally:
        languages.use(before)


@pytest.mark.parametrize(
    ("order", "per_serving", "expected"),
    [
        ("As in the questionnaire", False, ["natto", "gouda", "egg", "salmon", "spinach"]),
        (BY_K2, False, ["natto", "gouda", "egg", "salmon", "spinach"]),
        (BY_K2, True, ["natto", "gouda", "egg", "salmon", "spinach"]),
        (BY_K1, False, ["spinach", "natto", "gouda", "egg", "salmon"]),
        # a serving: 400, 10, egg 60 g 0.3, Gouda 30 g 0.6, salmon 140 g 0.56
        (BY_K1, True, ["spinach", "natto", "gouda", "salmon", "egg"]),
        (BY_D, False, ["salmon", "egg", "gouda", "natto", "spinach"]),
    ],
)
def test_order(foods, order, per_serving, expected):
    assert ids(sorted_by(order, list(foods), per_serving=per_serving)) == expected


def test_orders_by_vitamin_k_are_marked_and_the_first_order_ranks_nothing():
    assert {name for name, sort in SORTS.items() if sort.by_vitamin_k} == {BY_K2, BY_K1}
    assert next(iter(SORTS.values())).key is None


def test_words_of_a_food_cannot_become_tags(foods):
    bad = "<script>x</script>"
    nasty = replace(foods["natto"], food_id="nasty", food=bad, examples=bad, note=bad, serving=bad)
    source = foods_html(VISIT, [nasty], per_serving=True)
    assert "<script" not in source
    assert source.count("&lt;script&gt;") == 5


def test_figures_of_a_serving(foods):
    egg = foods["egg"]  # 60 g; MK-4 20 µg, D 2 µg in 100 g
    assert "<b>MK-4</b>: 20 µg (8 of 10 such foods: 10 to 40)" in foods_html(
        VISIT, [egg], per_serving=False
    )
    assert "<b>MK-4</b>: 12 µg (8 of 10 such foods: 6 to 24)" in foods_html(
        VISIT, [egg], per_serving=True
    )
    assert "1.2 µg</span>" in foods_html(VISIT, [egg], per_serving=True)  # D


def test_a_form_without_data_shows_in_the_sum(foods):
    source = foods_html(VISIT, [foods["gouda"]], per_serving=False)
    assert "58 µg + ?" in source
    assert "<b>MK-7</b>: no data" in source
    assert "+ ?" not in foods_html(VISIT, [foods["egg"]], per_serving=False)
