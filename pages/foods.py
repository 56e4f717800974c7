"""Foods: the whole food table, searchable, with the range and the sources of every number."""

import streamlit as st

from languages import N_, _, ngettext, whole
from scoring.safety import Hold, Place
from ui import frame, language, notices, own_table, session
from ui.food_list import SORTS, foods_html, matching, sorted_by

PER_100_G, PER_SERVING = N_("100 g"), N_("a serving")

frame.enter()
table = session.food_table()
frame.heading(
    frame.TITLES["foods"],
    _(
        "Every figure the estimate uses. Open a food to see its ranges and sources. “+ ?” marks a "
        "food in which a form of K2 was never measured."
    ),
)
notices.show_for(Place.FOODS)
own_table.show_upload()

hold_ranking = Hold.VITAMIN_K_RANKING in notices.held_back()
sorts = [name for name, sort in SORTS.items() if not (hold_ranking and sort.by_vitamin_k)]

with st.container(horizontal=True, vertical_alignment="bottom", key="kd-food-tools"):
    wanted = st.text_input(
        _("Search"), placeholder=_("a food or a word"), key="foods-search", persist_state="session"
    )
    per = st.segmented_control(
        _("Figures for"),
        [PER_100_G, PER_SERVING],
        default=PER_100_G,
        required=True,
        format_func=_,
        key="foods-per",
        persist_state="session",
    )
    order = st.selectbox(
        _("Order"),
        sorts,
        format_func=_,
        key=language.labelled("foods-order"),
        persist_state="session",
        width=220,
    )

found = sorted_by(order, matching(table, wanted), per_serving=per == PER_SERVING)
shown = ngettext("{count} food of {all}", "{count} foods of {all}", len(found)).format(
    count=whole(len(found)), all=whole(len(table))
)
st.html(f'<p role="status">{shown}</p>')
if found:
    st.html(foods_html(found, per_serving=per == PER_SERVING))
else:
    st.write(_("No food fits this search. Try a shorter word, or empty the search box."))
