"""Method: how the estimate is made, what its range means, its limits, and how to cite it."""

import math
from itertools import groupby

import streamlit as st

import content
from content.numbers import plain
from content.words import HEADLINES, NUTRIENT_NAMES
from languages import _, figure, ngettext, whole
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
    st.header(_("The sum"), anchor=False)
    st.markdown(content.method_text("sum"))
    show_table(
        [
            {
                _("Answer"): _(frequency.label),
                _("Servings a week counted"): plain(frequency.servings_per_week),
                _("May mean"): _("{low} to {high}").format(
                    low=plain(frequency.class_low), high=plain(frequency.class_high)
                ),
            }
            for frequency in FREQUENCIES
        ],
        _("The frequencies and what they count as"),
    )
    portions = _(", ").join(f"{_(portion.label)} × {plain(portion.factor)}" for portion in PORTIONS)
    st.markdown(_("Portions: {portions} of the medium serving in grams.").format(portions=portions))


def show_range() -> None:
    """Where the likely range comes from."""
    z = range_z(DEFAULT_RANGE_LEVEL)
    st.header(_("The likely range"), anchor=False)
    st.markdown(content.method_text("range").format(portion_log_sd=plain(PORTION_LOG_SD)))
    show_table(
        [
            {
                _("Nutrient"): NUTRIENT_NAMES[nutrient],
                _("Least log-SD"): plain(SIGMA_FLOOR[nutrient]),
                _("So the range is at least"): _("÷ and × {factor}").format(
                    factor=figure(f"{math.exp(z * SIGMA_FLOOR[nutrient]):.1f}")
                ),
            }
            for nutrient in HEADLINES
        ],
        _("The least width of the range by nutrient"),
    )
    with st.expander(_("What would narrow the range of typical weeks")):
        st.markdown(content.method_text("validation_diets"))
        show_typical_weeks(what_typical_diets_lack(session.our_food_table()))


def show_validation() -> None:
    """What studies found of questionnaires like this one."""
    st.header(_("How well such questionnaires do"), anchor=False)
    st.markdown(content.method_text("validity"))
    studies = groupby(
        content.validation_studies(), key=lambda study: (study.instrument, study.ref_id)
    )
    for (instrument, ref_id), results in studies:
        lines = [f"**{as_markdown(instrument)}**: {reference_link(ref_id)}"]
        lines += [f"- {_study_words(study)}" for study in results]
        st.markdown("\n".join(lines))


def _study_words(study: content.ValidationStudy) -> str:
    """One result of a study; a value with words in it is in the language already."""
    has_words = any(map(str.isalpha, study.value))
    found = f"{study.statistic} {study.value if has_words else figure(study.value)}"
    if not study.people:
        return _("{nutrient}, against {method}: {found}").format(
            nutrient=study.nutrient, method=study.against, found=found
        )
    return _("{nutrient}, against {method}, {people} people: {found}").format(
        nutrient=study.nutrient, method=study.against, people=study.people, found=found
    )


def show_checks() -> None:
    """When the app asks to look again."""
    st.header(_("When we ask you to look again"), anchor=False)
    st.markdown("\n".join(f"- {text}" for text in WARNING_TEXT.values()))


def show_data() -> None:
    """The food table in numbers, its version, and how to cite."""
    table = session.food_table()
    known = sum(food.content[n] is not None for food in table for n in NUTRIENTS)
    st.header(_("The food table"), anchor=False)
    own = session.own_food_table()
    if own:
        st.write(
            _(
                "This session uses a food table that you brought. We have checked its format, not "
                "its figures: where they come from, and how far their ranges reach, is for its "
                "makers to say."
            )
        )
    else:
        st.markdown(content.method_text("table"))
    if own:
        size = ngettext(
            "This session runs on {count} food with {known} figures; {unknown} are unknown and "
            "left empty. Version of the table: `{version}`.",
            "This session runs on {count} foods with {known} figures; {unknown} are unknown and "
            "left empty. Version of the table: `{version}`.",
            len(table),
        )
    else:
        size = _(
            "This app runs on {count} foods with {known} figures; {unknown} are unknown and left "
            "empty. Version of the table: `{version}`."
        )
    st.markdown(
        size.format(
            count=whole(len(table)),
            known=whole(known),
            unknown=whole(len(table) * len(NUTRIENTS) - known),
            version=table.version,
        )
    )
    if not own:
        st.page_link(
            frame.path("validation"), label=_("How these figures stand beside published ones")
        )
    st.header(_("Limits"), anchor=False)
    st.markdown(content.method_text("limits"))
    st.header(_("What happens to your answers"), anchor=False)
    st.markdown(content.method_text("privacy"))
    st.header(_("How to cite"), anchor=False)
    if own:
        st.write(
            _("Name the file of your food table with its version; it is not part of KD Check.")
        )
    st.markdown(content.method_text("cite").format(foods_version=table.version))


frame.enter()
frame.heading(
    frame.TITLES["method"],
    _("How the figures are made, so that you can check every one of them."),
)
show_sum()
show_range()
show_validation()
show_checks()
show_data()
