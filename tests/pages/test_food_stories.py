"""Food stories: the words, their sources, and a chart of the rows of the food table."""

import csv
import re

import pytest

from content.evidence import claims, references
from content.numbers import micrograms
from content.stories import FOOD_SOURCE, stories
from scoring.foods.table import load_sources
from tests.conftest import ROOT
from tests.pages.conftest import visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST, annotations

UNSURE = ADULT | {"safety-blood-thinner": "unsure"}
PREGNANT = ADULT | {"safety-pregnancy": "pregnant"}
CAPTION = "Eight in ten such foods lie on the line."
CAPTIONS = {
    "k2": f"Vitamin K2 in 100 g, all forms together. {CAPTION}",
    "k1": f"Vitamin K1 in 100 g. {CAPTION}",
    "d": f"Vitamin D in 100 g. {CAPTION}",
}
DOAC = ADULT | {"safety-blood-thinner": "doac"}
SLUGS = ["natto", "cheese", "egg_yolks", "liver", "greens", "oily_fish"]
STORIES = {story.slug: story for story in stories()}
FORMS = {"k1": ("k1",), "k2": ("mk4", "mk7", "mkx"), "d": ("d",)}
FOOD_SOURCES = load_sources(ROOT / "sources.csv")

with (ROOT / "foods.csv").open(encoding="utf-8", newline="") as file:
    FOODS = {row["food_id"]: row for row in csv.DictReader(file)}


def show_stories(who=ADULT):
    return visit("learn", **who, **{"learn-part": "Food stories"})


def charts(visitor):
    """The charts of the page by the story they belong to."""
    return {chart.key.partition("story-")[2]: chart.figure for chart in visitor.drawn()}


def figures(food_id, nutrient):
    """Central value, low and high of a row of foods.csv, µg in 100 g; K2 is its known forms."""
    row = FOODS[food_id]
    known = [form for form in FORMS.get(nutrient, (nutrient,)) if row[f"{form}_ug"]]
    return [sum(float(row[f"{form}_{end}"]) for form in known) for end in ("ug", "low", "high")]


def paragraphs(visitor):
    return [element.value for element in visitor.app.main.get("markdown")]


def captions(visitor):
    return [words for words in paragraphs(visitor) if words.endswith(CAPTION)]


def address(source_id):
    """The web address of a source of a story, or an empty text."""
    if source_id.startswith(FOOD_SOURCE):
        found = FOOD_SOURCES[source_id.removeprefix(FOOD_SOURCE)].url_or_doi
    else:
        reference = references()[source_id]
        found = reference.doi or reference.url
    return f"https://doi.org/{found}" if found.startswith("10.") else found


def source_parts(visitor):
    """The parts that open for the sources of a story, in the order of the page."""
    parts = visitor.app.main.get("expander")
    return [part for part in parts if part.label.startswith("Sources of this story")]


def assert_lists_sources(part, source_ids):
    """The part is closed and lists these sources, one a line, each with its link if it has one."""
    assert part.label == f"Sources of this story: {len(source_ids)}"
    assert not part.proto.expanded
    (words,) = (element.value for element in part.markdown)
    lines = words.splitlines()
    assert len(set(lines)) == len(source_ids)
    for line, source_id in zip(lines, source_ids, strict=True):
        assert re.fullmatch(r"- \S.*", line)
        found = re.search(r"\]\((https?://\S+)\)$", line)
        assert (found[1] if found else "") == address(source_id)


def test_six_stories_stand_in_their_order_each_with_its_chart():
    visitor = show_stories()
    assert list(STORIES) == SLUGS
    assert [header.value for header in visitor.app.header] == [s.title for s in STORIES.values()]
    assert list(charts(visitor)) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_the_chart_shows_the_rows_of_the_food_table(slug):
    story = STORIES[slug]
    figure = charts(show_stories())[slug]
    dots = [trace for trace in figure["data"] if trace["mode"] == "markers"]
    lines = [trace for trace in figure["data"] if trace["mode"] == "lines"]
    assert [dot["name"] for dot in dots] == [FOODS[food_id]["food"] for food_id in story.food_ids]
    words = annotations(figure)
    for food_id, dot, line in zip(story.food_ids, dots, lines, strict=True):
        central, low, high = figures(food_id, story.nutrient)
        assert dot["x"] == [pytest.approx(central)]
        assert line["x"] == pytest.approx([low, high])
        assert f"{micrograms(central)} µg" in words
    assert "µg in 100 g" in figure["layout"]["xaxis"]["title"]["text"]


TOLD = {
    "natto": [("natto", "mk7", "{} µg, and most packs should lie between {} and {} µg")],
    "cheese": [
        ("camembert", "mkx", "is {} µg per 100 g in Camembert"),
        ("gouda_edam", "mkx", "{} µg in Gouda (range {} to {})"),
        ("brie", "mkx", "{} µg in Brie"),
        ("parmesan_gruyere", "mkx", "{} µg in Parmesan"),
    ],
    "egg_yolks": [
        ("eggs", "mk4", "{} µg MK-4 per 100 g, with a range from {} to {} µg"),
        ("eggs", "d", "For vitamin D it is {} µg"),
    ],
    "liver": [
        ("beef_liver", "mk7", "beef liver holds {} µg MK-7"),
        ("beef_liver", "mkx", "{} µg of the other long forms"),
        ("chicken_liver", "mk4", "Chicken liver holds MK-4 instead: {} µg"),
    ],
    "greens": [
        ("spinach", "k1", "{} µg per 100 g for spinach (range {} to {})"),
        ("iceberg_lettuce", "k1", "down to {} µg for iceberg"),
    ],
    "oily_fish": [
        ("salmon_trout", "d", "count half each: {} µg per 100 g, range {} to {}"),
        ("salmon_wild", "d", "a row of its own: {} µg, range {} to {}"),
        ("herring_mackerel_sardines", "d", "share a row: {} µg, range {} to {}"),
    ],
}


def test_figures_of_the_table_are_those_written_in_the_story(subtests):
    """Figures that the stories tell in words, so that a changed table cannot go unseen."""
    assert sorted(TOLD) == sorted(SLUGS)
    for slug, told in TOLD.items():
        words = " ".join(block.text for block in STORIES[slug].blocks)
        for food_id, nutrient, phrase in told:
            with subtests.test(food_id=food_id, nutrient=nutrient):
                numbers = (f"{figure:g}" for figure in figures(food_id, nutrient))
                assert phrase.format(*numbers) in words


def test_the_chart_is_told_in_words_too():
    for chart in show_stories().drawn():
        story = STORIES[chart.key.partition("story-")[2]]
        assert chart.alt.startswith(story.title)
        for food_id in story.food_ids:
            central = micrograms(figures(food_id, story.nutrient)[0])
            assert f"{FOODS[food_id]['food']} {central} µg" in chart.alt


def test_a_story_of_foods_that_a_small_table_lacks_has_words_and_no_chart(small_table):
    """The small table holds natto and spinach, and none of the rows of the other stories."""
    visitor = show_stories()
    assert list(charts(visitor)) == ["natto", "greens"]
    assert [header.value for header in visitor.app.header] == [s.title for s in STORIES.values()]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_paragraph_of_a_story_stands_in_its_order(slug):
    shown = paragraphs(show_stories())
    places = [shown.index(block.text) for block in STORIES[slug].blocks]
    assert places == sorted(places)


def test_the_sources_of_a_story_stand_once_in_a_closed_part_with_their_links():
    visitor = show_stories()
    parts = source_parts(visitor)
    for part, story in zip(parts, STORIES.values(), strict=True):
        wanted = dict.fromkeys(s for block in story.blocks for s in block.source_ids)
        assert_lists_sources(part, list(wanted))
        assert sum(bool(address(source_id)) for source_id in wanted) >= 4
    lists = [part.markdown[0].value for part in parts]
    shown = paragraphs(visitor)
    assert [words for words in shown if words in lists] == lists
    elsewhere = "\n".join(words for words in shown if words not in lists)
    assert "Sources" not in elsewhere
    assert not re.search(r"\]\(https?://", elsewhere)


def test_some_source_serves_two_paragraphs_of_one_story():
    """Else nothing above would tell a source listed once from one listed at each paragraph."""
    named = [[s for block in story.blocks for s in block.source_ids] for story in STORIES.values()]
    assert any(len(set(source_ids)) < len(source_ids) for source_ids in named)


@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
def test_vitamin_k_antagonist_reads_the_words_written_for_them(who):
    shown = paragraphs(show_stories(who))
    usual = paragraphs(show_stories())
    replaced = 0
    for story in STORIES.values():
        for block in story.blocks:
            assert block.text in usual
            if block.instead:
                replaced += 1
                assert block.instead in shown
                assert block.text not in shown
            else:
                assert block.text in shown
    assert replaced >= 12


@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
def test_vitamin_k_antagonist_sees_no_source_of_words_that_were_replaced(who):
    kept = [
        list(dict.fromkeys(s for b in story.blocks if not b.instead for s in b.source_ids))
        for story in STORIES.values()
    ]
    wanted = [source_ids for source_ids in kept if source_ids]
    assert wanted
    for part, source_ids in zip(source_parts(show_stories(who)), wanted, strict=True):
        assert_lists_sources(part, source_ids)


@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
def test_vitamin_k_antagonist_sees_no_chart_but_that_of_oily_fish(who):
    assert list(charts(show_stories(who))) == ["oily_fish"]


@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
def test_vitamin_k_antagonist_finds_no_natto(who):
    visitor = show_stories(who)
    headings = [header.value for header in visitor.app.header]
    assert headings == [story.heading_instead for story in STORIES.values()]
    assert len(set(headings) - {story.title for story in STORIES.values()}) == 1
    assert "natto" not in visitor.words_but_notices().casefold()
    assert "natto" not in visitor.html().casefold()


def test_others_do_find_natto():
    assert "natto" in show_stories().words_but_notices().casefold()
    assert "natto" in "".join(header.value for header in show_stories().app.header).casefold()


def test_vitamin_k_antagonist_sees_no_sensitive_claim():
    html = show_stories(VITAMIN_K_ANTAGONIST).html()
    usual = show_stories().html()
    sensitive = [
        claims()[claim_id].topic
        for story in STORIES.values()
        for block in story.blocks
        for claim_id in block.claim_ids
        if claims()[claim_id].vitamin_k_sensitive
    ]
    assert sensitive
    for topic in sensitive:
        assert f"<b>{topic}</b>" in usual
        assert f"<b>{topic}</b>" not in html


def test_another_blood_thinner_changes_no_story():
    assert paragraphs(show_stories(DOAC)) == paragraphs(show_stories())
    assert list(charts(show_stories(DOAC))) == SLUGS


def test_liver_begins_with_pregnancy():
    shown = paragraphs(show_stories())
    first = STORIES["liver"].blocks[0]
    assert "pregnancy" in first.text
    assert "vitamin A" in first.text
    assert shown.index(first.text) < min(shown.index(b.text) for b in STORIES["liver"].blocks[1:])


def test_pregnancy_leaves_out_the_chart_of_liver_alone():
    visitor = show_stories(PREGNANT)
    assert list(charts(visitor)) == [slug for slug in SLUGS if slug != "liver"]
    assert captions(visitor) == [
        CAPTIONS[story.nutrient] for slug, story in STORIES.items() if slug != "liver"
    ]
    shown = paragraphs(visitor)
    assert all(block.text in shown for block in STORIES["liver"].blocks)
    assert len(source_parts(visitor)) == len(SLUGS)


def test_breastfeeding_changes_no_chart():
    visitor = show_stories(ADULT | {"safety-pregnancy": "breastfeeding"})
    assert list(charts(visitor)) == SLUGS
    assert captions(visitor) == [CAPTIONS[story.nutrient] for story in STORIES.values()]


def test_pregnancy_with_a_vitamin_k_antagonist_leaves_the_chart_of_oily_fish():
    assert list(charts(show_stories(PREGNANT | VITAMIN_K_ANTAGONIST))) == ["oily_fish"]
