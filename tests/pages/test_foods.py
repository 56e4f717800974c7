import csv
import re

import pytest

from tests.conftest import ROOT
from tests.pages.conftest import visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST, read_html

ROW = re.compile(
    r'<details class="kd-food-row" id="food-(\w+)"(?: open)?>(.*?)</div></details>', re.DOTALL
)


def rows(visitor):
    """The HTML of each food on the page, in its order, by food_id."""
    return dict(ROW.findall(visitor.html()))


def figures(row):
    """The three figures in the line of a food, as (K2, K1, D)."""
    line = row.partition("</summary>")[0]
    return tuple(
        read_html(cell)[0].split(" ", 1)[1] for cell in re.findall(r"<span>.*?</span>", line)
    )


def status(visitor):
    (line,) = re.findall(r'<p role="status">(.*?)</p>', visitor.html())
    return line


@pytest.fixture
def visitor():
    return visit("foods", **ADULT)


def test_every_food_is_there_with_its_note(visitor, foods):
    found = rows(visitor)
    assert list(found) == [food.food_id for food in foods]
    assert status(visitor) == f"{len(foods)} foods of {len(foods)}"
    for food in foods:
        words = "\n".join(read_html(found[food.food_id]))
        for text in (food.food, food.examples, food.note, food.serving):
            assert text in words


def test_figures_are_those_of_the_file(visitor):
    with (ROOT / "foods.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    found = rows(visitor)
    for row in table:
        words = " ".join(read_html(found[row["food_id"]]))
        for nutrient, name in (
            *(("k1", "Vitamin K1"), ("mk4", "MK-4"), ("mk7", "MK-7")),
            *(("mkx", "Other long-chain K2"), ("d", "Vitamin D")),
        ):
            if row[f"{nutrient}_ug"] == "":
                assert f"{name}: no data" in words
                continue
            low, central, high = (
                f"{float(row[f'{nutrient}_{part}']):,.10g}" for part in ("low", "ug", "high")
            )
            if high == "0":
                assert f"{name}: 0 µg, measured or known to be none" in words
            else:
                assert f"{name}: {central} µg (8 of 10 such foods: {low} to {high})" in words


def test_figures_for_a_serving_are_those_for_100_g_times_its_weight(visitor, foods):
    visitor.choose("foods-per", "a serving")
    found = rows(visitor)
    compared = 0
    for food in foods:
        words = " ".join(read_html(found[food.food_id]))
        assert f"Figures for {food.serving}, {food.serving_g:,.10g} g" in words
        shown = [float(n.replace(",", "")) for n in re.findall(r": ([\d.,e-]+) µg \(", words)]
        known = [c for c in food.content.values() if c is not None and c.high]
        expected = [round(c.central * food.serving_g / 100, 4) for c in known]
        assert shown == pytest.approx(expected)
        compared += len(expected)
    assert compared > 100


def test_no_data_is_not_zero(visitor, foods):
    found = rows(visitor)
    for food in foods:
        k2, k1, d = figures(found[food.food_id])
        forms = [food.content[form] for form in ("mk4", "mk7", "mkx")]
        if not any(forms):
            assert k2 == "no data"
        assert k2.endswith("+ ?") == (any(forms) and not all(forms))
        assert (d == "no data") == (food.content["d"] is None)
        assert (k1 == "no data") == (food.content["k1"] is None)


@pytest.mark.parametrize(
    ("search", "expected"),
    [("natto", {"natto"}), ("NATTO", {"natto"}), ("roquefort", {"blue_cheese"})],
)
def test_search_finds_names_and_examples(visitor, search, expected, foods):
    visitor.choose("foods-search", search)
    assert expected <= set(rows(visitor))
    assert len(rows(visitor)) < len(foods) / 4
    count = len(rows(visitor))
    assert status(visitor).startswith(f"{count} food{'' if count == 1 else 's'} of")


def test_a_search_without_a_find_says_so(visitor, foods):
    visitor.choose("foods-search", "zzz")
    assert rows(visitor) == {}
    assert status(visitor) == f"0 foods of {len(foods)}"
    assert "“zzz” is not on our list by this name." in visitor.words()
    assert "come nearest" not in visitor.words()


@pytest.mark.parametrize(
    ("search", "first"),
    [
        ("chese", "processed_cheese"),
        ("cod liver", "beef_liver"),
        ("cod liver", "white_fish"),
        ("nato", "natto"),
    ],
)
def test_a_misspelt_or_unknown_food_leads_to_the_nearest(visitor, search, first, foods):
    visitor.choose("foods-search", search)
    assert status(visitor) == f"0 foods of {len(foods)}"
    assert "These come nearest:" in visitor.words()
    assert first in rows(visitor)
    assert "an average for all foods that were not asked" in visitor.words()


def test_a_link_to_a_food_shows_it_opened_and_holds_nothing_else(foods):
    visitor = visit("foods", **ADULT)
    visitor.app.query_params["food"] = "natto"
    visitor.app.run()
    assert list(rows(visitor)) == ["natto"]
    assert '<details class="kd-food-row" id="food-natto" open>' in visitor.html()
    assert 'href="foods?food=natto"' in visitor.html()
    visitor.press("Show all foods")
    assert len(rows(visitor)) == len(foods)
    visitor.app.query_params["food"] = "<b>"
    visitor.app.run()
    assert len(rows(visitor)) == len(foods)
    assert "names a food that is not in this table" in visitor.words()


@pytest.mark.parametrize(
    ("order", "nutrients"),
    [
        ("Most vitamin K2 first", ("mk4", "mk7", "mkx")),
        ("Most vitamin K1 first", ("k1",)),
        ("Most vitamin D first", ("d",)),
    ],
)
@pytest.mark.parametrize("per", ["100 g", "a serving"])
def test_order_goes_by_the_figures_shown(visitor, foods, order, nutrients, per):
    visitor.choose("foods-order", order)
    visitor.choose("foods-per", per)
    amounts = []
    for food_id in rows(visitor):
        food = foods[food_id]
        grams = food.serving_g if per == "a serving" else 100
        known = (food.content[n] for n in nutrients)
        amounts.append(sum(c.central for c in known if c is not None) * grams)
    assert len(amounts) == len(foods)
    assert amounts == sorted(amounts, reverse=True)


def test_the_records_behind_a_number_can_be_opened(visitor, foods):
    with (ROOT / "food_records.csv").open(encoding="utf-8", newline="") as file:
        records = [r for r in csv.DictReader(file) if r["food_id"] == "natto"]
    mk7 = [r for r in records if r["nutrient"] == "mk7"]
    assert mk7
    row = rows(visitor)["natto"]
    assert f"Where this comes from: {len(mk7)} record" in row
    words = "\n".join(read_html(row))
    for record in records:
        assert record["quoted"] in words
        assert record["place"] in words
    assert words.count("(not used)") == sum(r["use"] == "not_used" for r in records)
    assert 'target="_blank"' in row


def test_every_known_figure_above_zero_has_a_source_behind_it(visitor, foods):
    found = rows(visitor)
    for food in foods:
        items = found[food.food_id].split('<ul class="kd-nutrients">')[1]
        for nutrient, name in (("k1", "Vitamin K1"), ("mk7", "MK-7"), ("d", "Vitamin D")):
            known = food.content[nutrient]
            if known is not None and known.central > 0:
                item = items.partition(f"<b>{name}</b>")[2].partition("<li><b>MK")[0]
                assert "Where this comes from" in item, (food.food_id, nutrient)


def test_vitamin_k_antagonist_gets_no_order_by_vitamin_k(foods):
    visitor = visit("foods", **VITAMIN_K_ANTAGONIST)
    offered = visitor.app.selectbox(key="foods-order").options
    assert not any("vitamin K" in option for option in offered)
    assert "Most vitamin D first" in offered
    assert list(rows(visitor)) == [food.food_id for food in foods]
    assert len(visitor.notices()) == 2


def test_an_order_chosen_before_is_gone_on_a_vitamin_k_antagonist(visitor, foods):
    visitor.choose("foods-order", "Most vitamin K2 first")
    visitor.open("before_you_start")
    visitor.choose("safety-blood-thinner", "vka")
    visitor.open("foods")
    assert list(rows(visitor)) == [food.food_id for food in foods]


def test_others_may_order_by_vitamin_k(visitor):
    offered = visitor.app.selectbox(key="foods-order").options
    assert sum("vitamin K" in option for option in offered) == 2
