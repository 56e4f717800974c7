"""The food table itself: is each row whole, sourced and believable."""

import re
from pathlib import Path

import pytest

from scoring.countries import COUNTRIES, INTERNATIONAL
from scoring.foods.table import FoodTable, load_sources
from scoring.nutrients import NUTRIENTS, STORED

ROOT = Path(__file__).parents[2]
TABLE = FoodTable.load(ROOT / "foods.csv")
SOURCES = load_sources(ROOT / "sources.csv")
FILES = (
    "foods.csv", "foods_by_country.csv", "seldom_eaten.csv", "sources.csv", "food_records.csv",
)  # fmt: skip
KNOWN_TAGS = {
    "animal", "dairy", "egg", "fish", "oily_fish", "meat", "pork", "liver", "pate", "soy", "natto",
    "fortified", "raw_or_soft_cheese", "high_mercury_fish", "shellfish", "seaweed",
}  # fmt: skip


def central(food_id: str, nutrient: str) -> float:
    content = TABLE[food_id].content[nutrient]
    assert content is not None, (food_id, nutrient)
    return content.central


def a_day(week: dict[str, float], nutrient: str) -> float:
    """µg a day from medium servings a week; unknown counts as nothing."""
    total = 0.0
    for food_id, servings in week.items():
        content = TABLE[food_id].content[nutrient]
        if content:
            total += servings / 7 * TABLE[food_id].serving_g / 100 * content.central
    return total


def test_a_questionnaire_of_a_size_that_a_phone_can_bear() -> None:
    assert 54 <= len(TABLE) <= 66
    assert 8 <= len(TABLE.groups) <= 10
    for group in TABLE.groups:
        assert 2 <= len(TABLE.in_group(group)) <= 9, group
    for country in (INTERNATIONAL, *COUNTRIES):
        assert len(TABLE) - len(TABLE.for_country(country).seldom_eaten) <= 58, country


def test_groups_stand_together_in_the_file() -> None:
    lines = (ROOT / "foods.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == [food.food_id for food in TABLE]


@pytest.mark.parametrize("name", FILES)
def test_files_are_plain_utf8_with_line_feeds(name: str) -> None:
    data = (ROOT / name).read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert "μ" not in data.decode("utf-8"), "the Greek letter mu in place of the micro sign"


def test_each_row_is_whole(subtests: pytest.Subtests) -> None:
    for food in TABLE:
        with subtests.test(food=food.food_id):
            assert food.sources
            assert len(food.food) <= 50, "too long for a phone"
            assert len(food.serving) <= 60
            assert set(food.tags) <= KNOWN_TAGS
            assert not re.search(r"\bug\b|mcg|\bIU\b", food.note + food.examples)
            assert food.content["k1"] is not None
            assert food.content["d"] is not None
            for nutrient, content in food.content.items():
                if content:
                    assert 0 <= content.low <= content.central <= content.high
                    told = content.central + NUTRIENTS[nutrient].resolution_per_100g
                    says_something = content.log_sd < 1.7 or content.high <= told * 1.01
                    assert says_something, "a range so wide says nothing"


def test_each_source_is_cited_in_full() -> None:
    for source in SOURCES.values():
        assert source.kind in {"table", "paper", "derived"}
        assert len(source.citation) > 40, source
        assert source.licence, source
        assert "2026-11-23" <= source.accessed <= "2026-11-30", source
        if source.kind == "paper" and "names no authors" not in source.citation:
            assert re.search(r"\d{4};\d+", source.citation), source
            assert source.url_or_doi, source


def test_foods_that_carry_the_vitamins_are_there() -> None:
    wanted = """
        natto tempeh miso gouda_edam emmental cheddar brie camembert blue_cheese feta mozzarella
        cottage_quark processed_cheese milk milk_fortified yogurt kefir_soured_milk cream butter
        spread_fortified eggs beef_liver chicken_liver liver_pate chicken_leg chicken_breast beef
        pork sausage salmon_trout herring_mackerel_sardines tuna white_fish shellfish spinach
        kale_collards dark_leaves lettuce broccoli_brussels_sprouts cabbage sauerkraut kimchi
        green_beans_peas fresh_herbs kiwi_avocado_berries vegetable_oil olive_oil mayonnaise
        mushrooms mushrooms_uv fortified_drink fortified_cereal dressing other_vegetables pizza
        fried_baked seaweed eel_small_fish flatfish salmon_wild parsley soya_oil fatty_meat kefir
    """
    assert [food_id for food_id in wanted.split() if food_id not in TABLE] == []


def test_k2_that_nobody_measured_is_unknown() -> None:
    assert TABLE["miso"].unknown == ("mk4", "mk7", "mkx")
    assert TABLE["kimchi"].unknown == TABLE["mayonnaise"].unknown == ("mkx",)
    fish = {food.food_id for food in TABLE if "fish" in food.tags and "shellfish" not in food.tags}
    assert all("mkx" in TABLE[food_id].unknown for food_id in fish)


def test_two_figures_far_apart_give_a_wide_range_and_not_unknown() -> None:
    # Tempeh: 111 µg of MK-7 in Taiwan, 2 in Germany.
    content = TABLE["tempeh"].content["mk7"]
    assert content is not None
    assert content.central == 56.4
    assert content.high / content.low > 4
    assert TABLE["tempeh"].unknown == ()


def test_judgement_errors_of_earlier_tables_stay_mended(subtests: pytest.Subtests) -> None:
    mended = {
        "Jarlsberg does not stand for Emmental": ("emmental", "mkx", 30, 31),
        "parsley is apart from other herbs": ("parsley", "k1", 900, 1100),
        "herbs without parsley": ("fresh_herbs", "k1", 350, 500),
        "rapeseed oil is apart from soya oil": ("vegetable_oil", "k1", 90, 100),
        "soya oil": ("soya_oil", "k1", 240, 260),
        "kefir is apart from soured milk": ("kefir", "mkx", 4, 5),
        "soured milk without kefir": ("kefir_soured_milk", "mkx", 6, 8),
        "dark leaves hold East Asian ones": ("dark_leaves", "k1", 350, 450),
        "pork holds less vitamin D": ("pork", "d", 0.3, 0.45),
        "Finland's spread counts once": ("spread_fortified", "d", 8, 10.5),
        "long-chain K2 of chicken liver is next to none": ("chicken_liver", "mkx", 0.1, 0.3),
        "quark holds some K1": ("cottage_quark", "k1", 0.1, 0.6),
        "prawns hold a trace of vitamin D": ("shellfish", "d", 0.01, 0.1),
        "lean pork is apart from fatty meat": ("fatty_meat", "mk4", 15, 30),
        "Pacific salmon is apart from farmed": ("salmon_wild", "d", 15, 25),
        "farmed salmon and trout": ("salmon_trout", "d", 8, 11),
    }
    for what, (food_id, nutrient, least, most) in mended.items():
        with subtests.test(what):
            assert least <= central(food_id, nutrient) <= most


@pytest.mark.parametrize(
    ("country", "food_id", "central_d"),
    [
        ("FI", "spread_fortified", 17.5),
        ("IE", "spread_fortified", 5.5),
        ("GB", "spread_fortified", 8.6),  # 8.4 and 8.8
        ("NL", "spread_fortified", 7.5),
        ("BE", "spread_fortified", 6.75),  # from 6 to 7.5
        ("US", "processed_cheese", 7.5),
        ("US", "yogurt", 0.65),  # 1.3 in yogurt with added vitamin D, none in plain yogurt
        ("SE", "milk_fortified", 0.925),  # from 0.75 to 1.10
        ("DK", "processed_cheese", 0.6),  # no figure of its own
    ],
)
def test_vitamin_d_of_fortified_foods_by_country(
    country: str, food_id: str, central_d: float
) -> None:
    content = TABLE.for_country(country)[food_id].content["d"]
    assert content is not None
    assert content.central == pytest.approx(central_d, rel=0.001)


def test_a_country_changes_what_it_has_figures_for_and_nothing_else() -> None:
    american = TABLE.for_country("US")
    assert [food.food_id for food in american] == [food.food_id for food in TABLE]
    assert american["spread_fortified"].content["k1"] == TABLE["spread_fortified"].content["k1"]
    assert "usda_sr28" in american["processed_cheese"].sources
    assert american.version == TABLE.version
    assert TABLE.for_country("DE")["gouda_edam"] is TABLE["gouda_edam"]
    assert TABLE.for_country("US") is american
    assert american.for_country("") is TABLE


def test_plants_hold_no_vitamin_d_unless_it_was_added() -> None:
    for food in TABLE:
        if "animal" not in food.tags and "fortified" not in food.tags:
            allowed = food.food_id.startswith(("mushrooms", "fried", "dressing"))
            assert allowed or central(food.food_id, "d") == 0, food.food_id


def test_natto_once_a_week_worked_by_hand() -> None:
    # 819 µg MK-7 per 100 g; a pack of 50 g holds 409.5 µg; once a week is 409.5 / 7 = 58.5 a day.
    assert central("natto", "mk7") == 819
    assert TABLE["natto"].serving_g == 50
    assert a_day({"natto": 1}, "mk7") == pytest.approx(58.5)


MAGNITUDES = (  # in 100 g
    ("natto", "mk7", 600, 1100),
    ("gouda_edam", "mkx", 20, 80),
    ("gouda_edam", "mk4", 5, 20),
    ("emmental", "mkx", 10, 60),
    ("cheddar", "mkx", 10, 20),
    ("camembert", "mkx", 30, 70),
    ("parmesan_gruyere", "mkx", 0.5, 3),
    ("yogurt", "mkx", 0.1, 1),
    ("butter", "mk4", 10, 21),
    ("eggs", "mk4", 8, 30),
    ("chicken_leg", "mk4", 20, 58),
    ("chicken_breast", "mk4", 8, 16),
    ("beef_liver", "mk7", 3, 8),
    ("spinach", "k1", 300, 600),
    ("kale_collards", "k1", 300, 500),
    ("fresh_herbs", "k1", 300, 600),
    ("parsley", "k1", 322, 1640),
    ("seaweed", "k1", 400, 2600),
    ("flatfish", "d", 2, 7),
    ("eel_small_fish", "d", 10, 25),
    ("broccoli_brussels_sprouts", "k1", 100, 200),
    ("lettuce", "k1", 70, 150),
    ("iceberg_lettuce", "k1", 15, 30),
    ("vegetable_oil", "k1", 70, 210),
    ("olive_oil", "k1", 26, 65),
    ("milk", "k1", 0.1, 0.6),
    ("salmon_trout", "d", 5, 15),
    ("herring_mackerel_sardines", "d", 4, 15),
    ("tuna", "d", 1, 7),
    ("eggs", "d", 1, 3),
    ("milk", "d", 0, 0.3),
    ("milk_fortified", "d", 0.7, 1.5),
    ("spread_fortified", "d", 7, 18),
    ("mushrooms_uv", "d", 10, 35),
    ("mushrooms", "d", 0.05, 0.5),
)


def test_magnitudes_that_are_well_known(subtests: pytest.Subtests) -> None:
    for food_id, nutrient, least, most in MAGNITUDES:
        with subtests.test(food=food_id, nutrient=nutrient):
            assert least <= central(food_id, nutrient) <= most


def test_orders_that_are_well_known() -> None:
    assert central("natto", "mk7") > 50 * max(
        content.central
        for food in TABLE
        if food.food_id not in ("natto", "tempeh") and (content := food.content["mk7"])
    )
    assert central("chicken_leg", "mk4") > 2 * central("chicken_breast", "mk4")
    assert central("lettuce", "k1") > 3 * central("iceberg_lettuce", "k1")
    assert central("mushrooms_uv", "d") > 20 * central("mushrooms", "d")
    assert central("camembert", "mkx") > 3 * central("brie", "mkx")
    assert central("vegetable_oil", "k1") > central("olive_oil", "k1")


def test_filters_by_tag_hold_what_they_promise() -> None:
    for food in TABLE:
        if {"meat", "fish", "dairy", "egg"} & set(food.tags):
            assert "animal" in food.tags, food.food_id
    liver = {food.food_id for food in TABLE if "liver" in food.tags}
    assert liver == {"beef_liver", "chicken_liver", "liver_pate"}
    soft = {food.food_id for food in TABLE if "raw_or_soft_cheese" in food.tags}
    assert soft == {"brie", "camembert", "blue_cheese"}
    vegan = {food.food_id for food in TABLE if "animal" not in food.tags}
    assert {"natto", "spinach", "olive_oil", "fortified_drink"} <= vegan
    assert not {"eggs", "mayonnaise", "butter", "yogurt", "tuna", "beef"} & vegan


def test_a_usual_dutch_week_gives_usual_intakes() -> None:
    week = {
        "gouda_edam": 7, "brie": 1, "milk": 7, "yogurt": 5.5, "kefir_soured_milk": 1, "butter": 3.5,
        "spread_fortified": 10, "eggs": 1.75, "chicken_breast": 2, "chicken_leg": 0.5, "beef": 2,
        "pork": 2, "sausage": 2, "liver_pate": 0.5, "salmon_trout": 0.5, "white_fish": 0.5,
        "herring_mackerel_sardines": 0.5, "spinach": 1.125, "lettuce": 2, "cabbage": 0.5,
        "broccoli_brussels_sprouts": 1, "green_beans_peas": 2, "kiwi_avocado_berries": 2,
        "vegetable_oil": 3, "olive_oil": 4.5, "mayonnaise": 1, "mushrooms": 1,
    }  # fmt: skip
    intake = {nutrient: a_day(week, nutrient) for nutrient in STORED}
    assert 20 <= intake["mk4"] + intake["mk7"] + intake["mkx"] <= 50
    assert 60 <= intake["k1"] <= 250
    assert 2 <= intake["d"] <= 6
