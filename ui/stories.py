"""The food stories: why the figures of a food differ, with a chart of their ranges."""

from collections.abc import Sequence

import streamlit as st

import content
from content.numbers import micrograms
from content.words import LOWER_NAMES, NUTRIENT_NAMES
from scoring.foods import K2_FORMS, Content, Food
from scoring.safety import Hold
from ui import charts, notices, session
from ui.evidence import show_chips
from ui.links import food_source_link, reference_link


def show_stories() -> None:
    """Show every story.

    No chart ranks vitamin K for people on an antagonist of it, or shows liver in pregnancy.
    """
    if session.own_food_table():
        st.write("These stories and their charts are about our food table, not yours.")
    no_liver = Hold.LIVER in notices.held_back()
    hold = notices.holds_vitamin_k()
    for story in content.stories():
        st.header(story.heading(hold), anchor=False)
        left, right = st.columns([3, 2], gap="large")
        with left:
            for block in story.blocks:
                st.markdown(block.words(hold))
                show_chips(block.claim_ids)
            sources = dict.fromkeys(
                s for block in story.blocks for s in block.sources_of_words(hold)
            )
            if sources:
                with st.expander(f"Sources of this story: {len(sources)}"):
                    st.markdown("\n".join(f"- {_source(source_id)}" for source_id in sources))
        with right:
            foods = _foods(story)
            of_liver = any("liver" in food.tags for food in foods)
            if not (hold and story.vitamin_k_sensitive) and not (no_liver and of_liver):
                _show_chart(story, foods)


def _foods(story: content.Story) -> list[Food]:
    table = session.our_food_table()
    return [table[food_id] for food_id in story.food_ids if food_id in table]


def _show_chart(story: content.Story, foods: Sequence[Food]) -> None:
    rows = [_row(food, story.nutrient) for food in foods if _known(food, story.nutrient)]
    if rows:
        forms = ", all forms together" if story.nutrient == "k2" else ""
        st.write(
            f"{NUTRIENT_NAMES[story.nutrient]} in 100 g{forms}. Eight in ten such foods lie on the "
            "line."
        )
        st.plotly_chart(
            charts.ranges(rows, unit="µg in 100 g"),
            key=f"story-{story.slug}",
            config=charts.CONFIG,
            alt=f"{story.title}: {LOWER_NAMES[story.nutrient]} in 100 g. "
            + ", ".join(f"{row.label} {row.value_text}" for row in rows),
        )


def _known(food: Food, nutrient: str) -> list[Content]:
    forms = K2_FORMS if nutrient == "k2" else (nutrient,)
    return [found for form in forms if (found := food.content[form]) is not None]


def _row(food: Food, nutrient: str) -> charts.RangeRow:
    """The food's range; that of K2 is the ranges of its known forms end to end."""
    known = _known(food, nutrient)
    central, low, high = (
        sum(getattr(found, end) for found in known) for end in ("central_ug", "low_ug", "high_ug")
    )
    colour = charts.COLOURS[nutrient]
    return charts.RangeRow(food.food, central, low, high, colour, f"{micrograms(central)} µg")


def _source(source_id: str) -> str:
    if source_id.startswith(content.FOOD_SOURCE):
        return food_source_link(session.our_sources()[source_id.removeprefix(content.FOOD_SOURCE)])
    return reference_link(source_id)
