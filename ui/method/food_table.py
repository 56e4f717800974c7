"""The food table behind the estimate: how large it is, its version, and how to cite it."""

from itertools import chain

import streamlit as st

from content.numbers import percent, with_unit
from content.texts import method_text
from content.words import NUTRIENT_NAMES
from scoring.foods.build import PRIOR_RECORDS, typical_relative_sd, used_by_key
from scoring.languages import _, ngettext, whole
from scoring.nutrients import NUTRIENTS, STORED
from ui import frame, session
from ui.session.visit import Visit
from ui.tables import show_table


def show_food_table(visit: Visit) -> None:
    """The food table in numbers, and its version."""
    table = visit.foods
    known = sum(food.content[n] is not None for food in table for n in STORED)
    st.header(_("The food table"), anchor=False)
    own = visit.own_table
    if own:
        st.write(
            _(
                "This session uses a food table that you brought. We have checked its format, not "
                "its figures: where they come from, and how far their ranges reach, is for its "
                "makers to say."
            )
        )
    else:
        st.markdown(method_text("table"))
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
            unknown=whole(len(table) * len(STORED) - known),
            version=table.version,
        )
    )
    if not own:
        _show_range_of_a_food()
        st.page_link(
            frame.path("validation"), label=_("How these figures stand beside published ones")
        )


def _show_range_of_a_food() -> None:
    """The rule by which the ranges in our table follow from the records."""
    groups = used_by_key(chain(*session.tables.our_records().values()))
    typical = typical_relative_sd(groups)
    with st.expander(_("How the range of a single food is made")):
        st.markdown(method_text("table_range").format(prior_records=PRIOR_RECORDS))
        show_table(
            [
                {
                    _("Of"): NUTRIENT_NAMES[nutrient],
                    _("Typical spread of records"): percent(typical[nutrient]),
                    _("Least, in 100 g"): with_unit(NUTRIENTS[nutrient].resolution_per_100g),
                }
                for nutrient in STORED
            ],
            _("Typical spread of the records and least width of a range, by nutrient"),
        )


def show_how_to_cite(visit: Visit) -> None:
    """How to name the app and its food table."""
    own = visit.own_table
    st.header(_("How to cite"), anchor=False)
    if own:
        st.write(
            _("Name the file of your food table with its version; it is not part of KD Check.")
        )
    st.markdown(method_text("cite").format(foods_version=visit.foods.version))
