"""Foods: the whole food table, searchable, with the range and the sources of every number."""

import streamlit as st

from content.numbers import count
from scoring.safety import Hold, Place
from ui import frame, notices, own_table, session
from ui.food_list import SORTS, foods_html, matching, sorted_by

frame.enter()
table = session.food_table()
frame.heading(
    "Foods",
    "Every figure the estimate uses. Open a food to see its ranges and sources. “+ ?” marks a food "
    "in which a form of K2 was never measured.",
)
notices.show_for(Place.FOODS)
own_table.show_upload()

hold_ranking = Hold.VITAMIN_K_RANKING in notices.held_back()
sorts = [name for name, sort in SORTS.items() if not (hold_ranking and sort.by_vitamin_k)]

with st.container(horizontal=True, vertical_alignment="bottom", key="kd-food-tools"):
    wanted = st.text_input(
        "Search", placeholder="a food or a word", key="foods-search", persist_state="session"
    )
    per = st.segmented_control(
        "Figures for",
        ["100 g", "a serving"],
        default="100 g",
        required=True,
        key="foods-per",
        persist_state="session",
    )
    order = st.selectbox("Order", sorts, key="foods-order", persist_state="session", width=220)

found = sorted_by(order, matching(table, wanted), per_serving=per == "a serving")
st.html(f'<p role="status">{count(len(found), "food", "foods")} of {len(table)}</p>')
if found:
    st.html(foods_html(found, per_serving=per == "a serving"))
else:
    st.write("No food fits this search. Try a shorter word, or empty the search box.")
