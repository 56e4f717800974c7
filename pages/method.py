"""Method: how the estimate is made, what its range means, its limits, and how to cite it."""

import math
from itertools import groupby

import streamlit as st

import content
from content.numbers import count, plain
from content.words import HEADLINES, NUTRIENT_NAMES
from scoring.foods import NUTRIENTS
from scoring.intake import DEFAULT_RANGE_LEVEL, PORTION_LOG_SD, SIGMA_FLOOR, range_z
from scoring.plausibility import WARNING_TEXT
from scoring.questionnaire import FREQUENCIES, PORTIONS
from scoring.validation import what_typical_diets_lack
from ui import frame, session
from ui.links import reference_link
from ui.narrowing import show_typical_weeks
from ui.tables import show_table
from ui.text import as_markdown


def show_sum() -> None:
    """The arithmetic of the central figure, with the scales it uses."""
    st.header("The sum", anchor=False)
    st.markdown(content.method_text("sum"))
    show_table(
        [
            {
                "Answer": frequency.label,
                "Servings a week counted": plain(frequency.servings_per_week),
                "May mean": f"{plain(frequency.class_low)} to {plain(frequency.class_high)}",
            }
            for frequency in FREQUENCIES
        ],
        "The frequencies and what they count as",
    )
    portions = ", ".join(f"{portion.label} × {plain(portion.factor)}" for portion in PORTIONS)
    st.markdown(f"Portions: {portions} of the medium serving in grams.")


def show_range() -> None:
    """Where the likely range comes from."""
    z = range_z(DEFAULT_RANGE_LEVEL)
    st.header("The likely range", anchor=False)
    st.markdown(content.method_text("range").format(portion_log_sd=PORTION_LOG_SD))
    show_table(
        [
            {
                "Nutrient": NUTRIENT_NAMES[nutrient],
                "Least log-SD": plain(SIGMA_FLOOR[nutrient]),
                "So the range is at least": f"÷ and × {math.exp(z * SIGMA_FLOOR[nutrient]):.1f}",
            }
            for nutrient in HEADLINES
        ],
        "The least width of the range by nutrient",
    )
    with st.expander("What would narrow the range of typical weeks"):
        st.markdown(content.method_text("validation_diets"))
        show_typical_weeks(what_typical_diets_lack(session.our_food_table()))


def show_validation() -> None:
    """What studies found of questionnaires like this one."""
    st.header("How well such questionnaires do", anchor=False)
    st.markdown(content.method_text("validity"))
    studies = groupby(
        content.validation_studies(), key=lambda study: (study.instrument, study.ref_id)
    )
    for (instrument, ref_id), results in studies:
        lines = [f"**{as_markdown(instrument)}**: {reference_link(ref_id)}"]
        lines += [
            f"- {study.nutrient}, against {study.against.lower()}"
            f"{f', {study.people} people' if study.people else ''}: "
            f"{study.statistic} {study.value}"
            for study in results
        ]
        st.markdown("\n".join(lines))


def show_checks() -> None:
    """When the app asks to look again."""
    st.header("When we ask you to look again", anchor=False)
    st.markdown("\n".join(f"- {text}" for text in WARNING_TEXT.values()))


def show_data() -> None:
    """The food table in numbers, its version, and how to cite."""
    table = session.food_table()
    known = sum(food.content[n] is not None for food in table for n in NUTRIENTS)
    st.header("The food table", anchor=False)
    own = session.own_food_table()
    if own:
        st.write(
            "This session uses a food table that you brought. We have checked its format, not its "
            "figures: where they come from, and how far their ranges reach, is for its makers to "
            "say."
        )
    else:
        st.markdown(content.method_text("table"))
    st.markdown(
        f"This {'session' if own else 'app'} runs on {count(len(table), 'food', 'foods')} with "
        f"{known} figures; "
        f"{len(table) * len(NUTRIENTS) - known} are unknown and left empty. "
        f"Version of the table: `{table.version}`."
    )
    if not own:
        label = "How these figures stand beside published ones"
        st.page_link(frame.path("validation"), label=label)
    st.header("Limits", anchor=False)
    st.markdown(content.method_text("limits"))
    st.header("What happens to your answers", anchor=False)
    st.markdown(content.method_text("privacy"))
    st.header("How to cite", anchor=False)
    if own:
        st.write("Name the file of your food table with its version; it is not part of KD Check.")
    st.markdown(content.method_text("cite").format(foods_version=table.version))


frame.enter()
frame.heading("Method", "How the figures are made, so that you can check every one of them.")
show_sum()
show_range()
show_validation()
show_checks()
show_data()
