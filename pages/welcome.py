"""Welcome: what the app is, how long it takes, what happens to the answers, the way in."""

import streamlit as st

import content
from content.numbers import count
from ui import frame, opening, session

frame.enter()
frame.heading(
    "How much vitamin K2, K1 and D is in your week?",
    "Say how often you eat the foods of a short list. You get an honest estimate, with a range on "
    "every figure and a source behind every number.",
)
with st.container(horizontal=True, vertical_alignment="center", key="kd-ways-in"):
    if st.button(
        "Start the questionnaire",
        type="primary",
        icon=":material/arrow_forward:",
        icon_position="right",
    ):
        st.switch_page(frame.path("before_you_start"))
    st.page_link(frame.path("learn"), label="Read about the vitamins first")
opening.ask()
with st.container(horizontal=True, gap="small", key="kd-other-ways-in"):
    with st.popover(
        "Look at an example",
        icon=":material/theater_comedy:",
        key="opening-examples",
        on_change="rerun",
    ):
        st.write("Made-up people, each with something to see. One press shows the results.")
        opening.show_examples()
    opening.show_files()

table = session.food_table()
effort = "Your own food table" if session.own_food_table() else "About five minutes"
st.html(
    '<ul class="kd-facts">'
    f"<li><b>{effort}</b>{count(len(table), 'food', 'foods')} in {len(table.groups) + 1} "
    "short parts, made for a phone.</li>"
    "<li><b>Nothing is kept</b>No account, no tracking, no file. An hour after you close the page "
    "nobody can bring your answers back. A draft stays in your browser only if you switch that "
    "on below.</li>"
    "<li><b>K2 by form</b>MK-4, MK-7 and the other long-chain forms, each with its own figure.</li>"
    "<li><b>Unknown is not zero</b>Where nobody has measured a food, we say so.</li>"
    "</ul>"
)
st.header("Before you rely on it", anchor=False)
st.markdown(content.disclaimer_full())
