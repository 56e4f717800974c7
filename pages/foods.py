"""Foods: the whole food table, searchable, with the range and the sources of every number."""

import streamlit as st

from scoring.guidance.safety import Hold, Place
from scoring.languages import N_, _, ngettext, whole
from ui import frame, notices, session
from ui.foods import own_table
from ui.foods.food_list import SORTS, foods_html, matching, nearest, sorted_by
from ui.text import as_markdown

PER_100_G, PER_SERVING = N_("100 g"), N_("a serving")

visit = frame.enter()
table = visit.foods
frame.heading(
    frame.TITLES["foods"],
    _(
        "Every figure the estimate uses. Open a food to see its ranges and sources. “+ ?” marks a "
        "food in which a form of K2 was never measured."
    ),
)
notices.show_for(visit, Place.FOODS)
own_table.show_upload(visit)

hold_ranking = Hold.VITAMIN_K_RANKING in visit.holds
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
        key=session.language.labelled("foods-order"),
        persist_state="session",
        width=220,
    )

per_serving = per == PER_SERVING
linked = "" if wanted else session.address.food_id()
chosen = [table[linked]] if linked in table else matching(table, wanted)
found = sorted_by(order, chosen, per_serving=per_serving)
shown = ngettext("{count} food of {all}", "{count} foods of {all}", len(found)).format(
    count=whole(len(found)), all=whole(len(table))
)
st.html(f'<p role="status">{shown}</p>')
if linked and linked not in table:
    st.write(_("The link names a food that is not in this table. Here are all foods."))
elif linked:
    st.button(_("Show all foods"), on_click=session.address.clear)
if not found:
    found = nearest(table, wanted)
    st.write(
        _(
            "“{food}” is not on our list by this name. A food that is not on the list is not "
            "counted by itself: the result adds an average for all foods that were not asked."
        ).format(food=as_markdown(wanted))
    )
    if found:
        st.write(_("These come nearest:"))
if found:
    st.html(foods_html(visit, found, per_serving=per_serving, opened=linked in table))
