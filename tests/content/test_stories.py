"""The food stories: sourced, true to the table, plain, and fit for people on a blood thinner."""

import re
import shutil

import pytest

from content import load
from content.evidence import claims, references
from content.load import FOLDER, ContentError
from content.stories import FOOD_SOURCE, Story, StoryPassage, stories
from scoring.foods.records import Record, load_records
from scoring.foods.table import FoodTable, load_sources
from tests.conftest import ROOT
from tests.content.test_content import FORBIDDEN, K_HINT, reading_grade, sentences

STORIES = {story.slug: story for story in stories()}
TABLE = FoodTable.load(ROOT / "foods.csv")
SOURCES = load_sources(ROOT / "sources.csv")
RECORDS = load_records(ROOT / "food_records.csv")
BLOCKS = {
    f"{story.slug}/{number}": (story, block)
    for story in STORIES.values()
    for number, block in enumerate(story.blocks, start=1)
}
NAMES_WITH_FIGURES = re.compile(r"\bMK-\d+(\(4H\))?|\bK[123]\b|\b100 g\b")
HEALTH_WORDS = re.compile(
    r"\barter|bone|heart|kidney|blood|clot|MGP|pregnan|prevent|lack of|disease", re.IGNORECASE
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def food_sources(block: StoryPassage) -> set[str]:
    return {x.removeprefix(FOOD_SOURCE) for x in block.source_ids if x.startswith(FOOD_SOURCE)}


def reference_ids(block: StoryPassage) -> list[str]:
    return [x for x in block.source_ids if not x.startswith(FOOD_SOURCE)]


def numbers(text: str) -> set[str]:
    """Figures in a text, 1,234 as 1234; those in names such as MK-7 and per 100 g left out."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", NAMES_WITH_FIGURES.sub("", text))
    return set(NUMBER.findall(plain))


def records_of(story: Story, source_ids: set[str]) -> list[Record]:
    return [r for r in RECORDS if r.food_id in story.food_ids and r.source_id in source_ids]


def figures_behind(story: Story, block: StoryPassage) -> set[str]:
    """Every figure that the table's rows and the sources named at the end of a paragraph hold."""
    found = {
        f"{value:g}"
        for food_id in story.food_ids
        for amount in TABLE[food_id].content.values()
        if amount is not None and food_sources(block)
        for value in (amount.central, amount.low, amount.high)
    }
    for record in records_of(story, food_sources(block)):
        found |= numbers(f"{record.place} {record.quoted} {record.reason}")
        found.add(f"{record.value_per_100g}".removesuffix(".0"))
    for ref_id in reference_ids(block):
        reference = references()[ref_id]
        found |= numbers(f"{reference.finding} {reference.year}")
    return found


def test_numbers_are_told_from_names():
    assert numbers("K2: 1,750 µg MK-7 and 3.5 µg per 100 g, MK-9(4H)") == {"1750", "3.5"}


def test_there_is_a_story_for_each_food_of_the_mission():
    assert {story.slug: story.nutrient for story in STORIES.values()} == {
        "natto": "k2",
        "cheese": "k2",
        "egg_yolks": "k2",
        "liver": "k2",
        "greens": "k1",
        "oily_fish": "d",
    }


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_story_is_short_and_plain(story):
    text = " ".join(block.text for block in story.blocks)
    assert 120 <= len(text.split()) <= 220
    assert 3 <= len(story.blocks) <= 5
    assert all(len(sentences(block.text)) <= 5 for block in story.blocks)
    assert reading_grade(text) <= 9
    held = " ".join(block.words(hold_vitamin_k=True) for block in story.blocks)
    assert reading_grade(held) <= 9


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_story_has_rows_for_its_chart(story):
    forms = ("mk4", "mk7", "mkx") if story.nutrient == "k2" else (story.nutrient,)
    for food_id in story.food_ids:
        assert any(TABLE[food_id].content[form] for form in forms), food_id


def test_every_paragraph_names_its_sources(subtests):
    for place, (story, block) in BLOCKS.items():
        with subtests.test(place=place):
            assert block.source_ids
            assert food_sources(block) <= set(SOURCES)
            for source_id in food_sources(block):
                assert records_of(story, {source_id}), source_id


def test_every_figure_stands_in_the_table_or_in_a_source_of_the_paragraph(subtests):
    for place, (story, block) in BLOCKS.items():
        with subtests.test(place=place):
            assert numbers(block.text) <= figures_behind(story, block)
            assert numbers(block.instead) <= figures_behind(story, block)


def test_no_health_statement_without_a_claim_and_no_promise(subtests):
    for place, (_, block) in BLOCKS.items():
        with subtests.test(place=place):
            assert block.claim_ids or not HEALTH_WORDS.search(block.text)
            assert not FORBIDDEN.search(f"{block.text} {block.instead}")


def test_a_changed_figure_is_noticed():
    cheese = STORIES["cheese"]
    wrong = StoryPassage(text="Brie holds 5.84 µg.", source_ids=cheese.blocks[3].source_ids)
    assert not numbers(wrong.text) <= figures_behind(cheese, wrong)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_people_on_a_vitamin_k_blocker_read_no_hint_to_eat_more_of_it(story):
    assert not K_HINT.search(story.heading(hold_vitamin_k=True))
    for block in story.blocks:
        assert not K_HINT.search(block.words(hold_vitamin_k=True))


def test_rich_sources_of_vitamin_k_are_held_back(subtests):
    for place, (story, block) in BLOCKS.items():
        with subtests.test(place=place):
            held = {c.claim_id for c in claims().values() if c.vitamin_k_sensitive}
            names_k_content = re.search(r"\d µg (MK-\d|K1)", block.text) or (
                story.nutrient != "d" and re.search(r"\d µg", block.text) and food_sources(block)
            )
            if names_k_content or held.intersection(block.claim_ids):
                assert block.instead
                assert not re.search(r"µg (MK-\d|K1)", block.instead)


def test_only_the_fish_story_is_for_everyone_as_it_stands():
    assert {s.slug for s in STORIES.values() if not s.vitamin_k_sensitive} == {"oily_fish"}


def test_held_words_come_without_the_titles_of_the_sources():
    first = STORIES["natto"].blocks[0]
    assert first.sources_of_words(hold_vitamin_k=False) == ("food:sumi1999",)
    assert first.sources_of_words(hold_vitamin_k=True) == ()
    fish = STORIES["oily_fish"].blocks[0]
    assert fish.sources_of_words(hold_vitamin_k=True) == fish.source_ids


def test_natto_has_another_heading_where_its_name_is_held_back():
    natto = STORIES["natto"]
    assert natto.heading(hold_vitamin_k=False) == "Natto"
    assert natto.heading(hold_vitamin_k=True) == "Fermented soya beans"
    assert STORIES["liver"].heading(hold_vitamin_k=True) == "Liver"


def test_the_liver_story_gives_the_pregnancy_advice_first_and_to_everyone():
    first = STORIES["liver"].blocks[0]
    assert "advise against liver and pâté in pregnancy" in first.text
    assert "liver-not-in-pregnancy" in first.claim_ids
    assert not first.instead


def test_the_stories_say_what_a_label_cannot_tell():
    for story in STORIES.values():
        text = " ".join(block.text for block in story.blocks)
        assert re.search(r"label|box|pack", text), story.slug


def test_statements_about_the_records_hold():
    natto = [r for r in RECORDS if (r.food_id, r.nutrient, r.used) == ("natto", "mk7", True)]
    assert len(natto) == 5
    assert {min(r.value for r in natto), max(r.value for r in natto)} == {672.4, 939}
    herring = [
        r.value
        for r in RECORDS
        if (r.food_id, r.nutrient, r.subfood, r.used)
        == ("herring_mackerel_sardines", "d", "herring", True)
    ]
    assert (min(herring), max(herring)) == (4.2, 22)
    fish = {r.subfood for r in RECORDS if (r.food_id, r.nutrient) == ("salmon_trout", "d")}
    assert fish == {"farmed salmon", "trout"}
    assert TABLE["chicken_liver"].content["mkx"].central < 0.5
    richest = max(TABLE, key=lambda food: food.content["mk7"].central if food.content["mk7"] else 0)
    assert richest.food_id == "natto"
    leaves = {x: TABLE[x].content["k1"].central for x in STORIES["greens"].food_ids}
    assert min(leaves, key=leaves.get) == "iceberg_lettuce"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    shutil.copytree(FOLDER, tmp_path / "content")
    monkeypatch.setattr(load, "MARKDOWN", tmp_path / "content" / "markdown")
    stories.cache_clear()
    yield tmp_path / "content" / "markdown" / "stories"
    stories.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nutrient: k2", "nutrient: e", r"01_natto\.md: nutrient 'e' is not one of k1, k2, d"),
        ("foods: natto\n", "", r"01_natto\.md: must begin with"),
        ("rocchi2024", "rocchi2042", r"01_natto\.md, paragraph 2: 'rocchi2042' is not known"),
        ("[[claim:k2-food-sources]]", "[[claim:k2]]", r"paragraph 1: 'k2' is not known"),
        ("Natto is", "Natto [[source:kamao2007]] is", r"paragraph 1: markers stand at the end"),
        ("[[source:rocchi2024]]", "[[note:x]]", r"paragraph 2: unknown marker 'note'"),
    ],
)
def test_a_faulty_story_is_named_with_its_paragraph(copy, old, new, message):
    path = copy / "01_natto.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        stories()


def test_the_references_of_the_stories_were_read_themselves():
    for story in STORIES.values():
        for block in story.blocks:
            for ref_id in reference_ids(block):
                assert not references()[ref_id].read_elsewhere
