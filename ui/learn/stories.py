"""The food stories: why the figures of a food differ, with a chart of their ranges."""

from collections.abc import Sequence

import streamlit as st

from content.marks import MarkKind
from content.numbers import with_unit
from content.stories import FOOD_SOURCE, Story, StoryPassage, stories
from scoring.foods.table import Food, NutrientContent
from scoring.guidance.safety import Hold
from scoring.languages import N_, Words, _, whole
from scoring.nutrients import NUTRIENTS
from ui import charts, session
from ui.evidence import show_chips
from ui.links import food_source_link, reference_link
from ui.plot import show_chart
from ui.session.visit import Visit

CHARTS = Words(
    {
        "k1": N_("Vitamin K1 in 100 g. Eight in ten such foods lie on the line."),
        "k2": N_(
            "Vitamin K2 in 100 g, all forms together. Eight in ten such foods lie on the line."
        ),
        "d": N_("Vitamin D in 100 g. Eight in ten such foods lie on the line."),
    }
)
ALT_TEXTS = {
    "k1": N_("{story}: vitamin K1 in 100 g. {figures}"),
    "k2": N_("{story}: vitamin K2 in 100 g. {figures}"),
    "d": N_("{story}: vitamin D in 100 g. {figures}"),
}


def show_stories(visit: Visit) -> None:
    """Show every story.

    No chart ranks vitamin K for people on an antagonist of it, or shows liver in pregnancy.
    """
    if visit.own_table:
        st.write(_("These stories and their charts are about our food table, not yours."))
    no_liver = Hold.LIVER in visit.holds
    hold = visit.holds_vitamin_k
    for story in stories():
        st.header(story.heading(hold), anchor=False)
        left, right = st.columns([3, 2], gap="large")
        with left:
            _show(story.blocks[0], visit)
            with st.expander(_("Read on: {title}").format(title=story.heading(hold))):
                for block in story.blocks[1:]:
                    _show(block, visit)
            sources = dict.fromkeys(
                s for block in story.blocks for s in block.sources_of_words(hold)
            )
            if sources:
                number = whole(len(sources))
                with st.expander(_("Sources of this story: {count}").format(count=number)):
                    st.markdown("\n".join(f"- {_source(source_id)}" for source_id in sources))
        with right:
            foods = _foods(story)
            of_liver = any("liver" in food.tags for food in foods)
            if not (hold and story.vitamin_k_sensitive) and not (no_liver and of_liver):
                _show_chart(story, foods)


def _show(block: StoryPassage, visit: Visit) -> None:
    st.markdown(block.words(visit.holds_vitamin_k))
    show_chips(block.claim_ids, visit.holds)


def _foods(story: Story) -> list[Food]:
    table = session.tables.our_foods()
    return [table[food_id] for food_id in story.food_ids if food_id in table]


def _show_chart(story: Story, foods: Sequence[Food]) -> None:
    rows = [_row(food, story.nutrient) for food in foods if _known(food, story.nutrient)]
    if rows:
        st.write(CHARTS[story.nutrient])
        show_chart(
            charts.ranges(rows, unit=_("µg in 100 g")),
            key=f"story-{story.slug}",
            alt=_(ALT_TEXTS[story.nutrient]).format(
                story=story.title,
                figures=_(", ").join(f"{row.label} {row.value_text}" for row in rows),
            ),
        )


def _known(food: Food, nutrient: str) -> list[NutrientContent]:
    parts = NUTRIENTS[nutrient].stored
    return [found for part in parts if (found := food.content[part]) is not None]


def _row(food: Food, nutrient: str) -> charts.RangeRow:
    """The food's range; that of K2 is the ranges of its known forms end to end."""
    known = _known(food, nutrient)
    central, low, high = (
        sum(getattr(found, end) for found in known) for end in ("central", "low", "high")
    )
    colour = charts.COLOURS[nutrient]
    return charts.RangeRow(
        _(food.food), central, low, high, colour, with_unit(central), MarkKind.FOODS
    )


def _source(source_id: str) -> str:
    if source_id.startswith(FOOD_SOURCE):
        return food_source_link(session.tables.our_sources()[source_id.removeprefix(FOOD_SOURCE)])
    return reference_link(source_id)
