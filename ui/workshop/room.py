"""The class on the screen: distributions, forms, foods, who eats what. Never one person."""

from typing import TYPE_CHECKING

import streamlit as st

from content.numbers import micrograms, span
from content.words import HEADLINES, LOWER_NAMES, NUTRIENT_NAMES
from scoring.foods import K2_FORMS
from scoring.safety import Hold
from ui import charts, notices, session
from ui.tables import show_table
from ui.text import as_markdown

if TYPE_CHECKING:
    from workshop.picture import Bar, Picture, Spread
    from workshop.store import Session

ENLARGED = 1.3
"""How much larger than elsewhere: read from the back of a room, and still right on a phone."""

EATERS = {"natto": "natto", "oily_fish": "oily fish", "liver": "liver"}
GROUPS = {"female": "women", "male": "men"}


def show(picture: "Picture", of: "Session") -> None:
    """Show the picture of a class."""
    st.html(
        f'<p class="kd-lead">{picture.people} people are in this picture. It describes a room and '
        "advises nothing: nobody needs to eat more or less because of it.</p>"
    )
    if set(of.sections) < set(session.our_food_table().groups):
        st.write(f"Only these foods were asked: {as_markdown(', '.join(of.sections))}.")
    for column, nutrient in zip(st.columns(len(HEADLINES)), HEADLINES, strict=True):
        with column:
            _show_distribution(nutrient, picture)
    left, right = st.columns(2, gap="large")
    with left:
        _show_forms(picture)
        _show_eaters(picture)
    with right:
        _show_foods(picture)
    with st.expander("The same numbers as a table"):
        _show_tables(picture)


def _show_distribution(nutrient: str, picture: "Picture") -> None:
    spread, bars = picture.spreads[nutrient], picture.bars[nutrient]
    st.html(
        f'<section class="kd-card" style="--kd-hue: var(--kd-{nutrient})">'
        f"<h2>{NUTRIENT_NAMES[nutrient]} in the class</h2>"
        f'<p class="kd-figure">in the middle <b>{micrograms(spread.median)}</b> µg a day</p>'
        f'<p class="kd-range">half the class {span(spread.quarter_low, spread.quarter_high)}</p>'
        '<p class="kd-also">For somebody in the middle, likely '
        f"{span(spread.likely_low, spread.likely_high)} µg</p></section>"
    )
    rows = [
        charts.ShareRow(
            _bar_label(bar),
            ((NUTRIENT_NAMES[nutrient], bar.people, charts.COLOURS[nutrient]),),
            str(bar.people),
        )
        for bar in bars
    ]
    st.plotly_chart(
        charts.enlarged(charts.shares(rows, "people"), ENLARGED),
        key=f"workshop-{nutrient}",
        config=charts.CONFIG,
        alt=f"How {LOWER_NAMES[nutrient]} is spread over the class: "
        + ", ".join(f"{row.label}: {row.value_text}" for row in rows),
    )


def _bar_label(bar: "Bar") -> str:
    if bar.high_ug is None:
        return f"{bar.low_ug:g} µg or more" if bar.low_ug else "any amount"
    return f"{bar.low_ug:g} to {bar.high_ug:g} µg"


def _show_forms(picture: "Picture") -> None:
    st.subheader("K2 by form", anchor=False)
    spreads = {form: picture.spreads[form] for form in K2_FORMS}
    rows = [
        charts.RangeRow(
            label=NUTRIENT_NAMES[form],
            central=spread.median,
            low=spread.quarter_low,
            high=spread.quarter_high,
            colour=charts.COLOURS[form],
            value_text=f"{micrograms(spread.median)} µg",
        )
        for form, spread in spreads.items()
    ]
    st.plotly_chart(
        charts.enlarged(charts.ranges(rows), ENLARGED),
        key="workshop-forms",
        config=charts.CONFIG,
        alt="Forms of K2, median and middle half of the class: "
        + ", ".join(f"{NUTRIENT_NAMES[form]} {_in_words(s)}" for form, s in spreads.items()),
    )


def _show_foods(picture: "Picture") -> None:
    """The foods behind a nutrient; no order by vitamin K where this visitor is to see none."""
    st.subheader("Where it comes from", anchor=False)
    held = Hold.VITAMIN_K_RANKING in notices.held_back()
    nutrient = (
        "d"
        if held
        else st.segmented_control(
            "Show the foods behind",
            list(HEADLINES),
            default=HEADLINES[0],
            required=True,
            format_func=NUTRIENT_NAMES.__getitem__,
            key="workshop-foods-of",
        )
    )
    if not picture.foods[nutrient]:
        st.write(f"None of the foods eaten here carries {LOWER_NAMES[nutrient]} in our table.")
        return
    rows = [
        charts.ShareRow(
            _food_name(share.food_id),
            ((NUTRIENT_NAMES[nutrient], 100 * share.share, charts.COLOURS[nutrient]),),
            f"{100 * share.share:.2g} %",
        )
        for share in picture.foods[nutrient]
    ]
    st.plotly_chart(
        charts.enlarged(charts.shares(rows, "% of the class’s intake"), ENLARGED),
        key=f"workshop-foods-{nutrient}",
        config=charts.CONFIG,
        alt=f"Foods that carry the {LOWER_NAMES[nutrient]} of this class: "
        + ", ".join(f"{row.label} {row.value_text}" for row in rows),
    )


def _food_name(food_id: str) -> str:
    table = session.our_food_table()
    return table[food_id].food if food_id in table else "All other foods"


def _show_eaters(picture: "Picture") -> None:
    if picture.eaters:
        st.subheader("Who eats it", anchor=False)
        items = "".join(
            f"<li><b>{EATERS[tag][0].upper()}{EATERS[tag][1:]}</b>{_share_of(picture, tag)}</li>"
            for tag in picture.eaters
        )
        st.html(f'<ul class="kd-facts kd-eaters">{items}</ul>')


def _share_of(picture: "Picture", tag: str) -> str:
    eaters = picture.eaters[tag]
    if eaters is None:
        return "all, or all but one or two" if picture.mostly[tag] else "fewer than 3 people"
    return f"{eaters} of {picture.people} ({100 * eaters / picture.people:.0f} %)"


def _show_tables(picture: "Picture") -> None:
    show_table(
        [
            {
                "Nutrient": NUTRIENT_NAMES[name],
                "Median, µg a day": micrograms(spread.median),
                "Half the class": span(spread.quarter_low, spread.quarter_high),
                "Likely, in the middle": span(spread.likely_low, spread.likely_high),
            }
            for name, spread in picture.spreads.items()
        ],
        "The class in figures",
    )
    for nutrient in HEADLINES:
        show_table(
            [
                {f"{NUTRIENT_NAMES[nutrient]} a day": _bar_label(bar), "People": str(bar.people)}
                for bar in picture.bars[nutrient]
            ],
            f"{NUTRIENT_NAMES[nutrient]} over the class",
        )
    if picture.groups:
        told = [f"{n} {GROUPS.get(name, f'aged {name}')}" for name, n in picture.groups.items()]
        st.write(f"As far as told, in groups of three or more: {', '.join(told)}.")


def _in_words(spread: "Spread") -> str:
    return f"{micrograms(spread.median)} µg ({span(spread.quarter_low, spread.quarter_high)})"
