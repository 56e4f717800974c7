"""Welcome: what the app is, how long it takes, what happens to the answers, the way in."""

import streamlit as st

import content
from languages import _, ngettext, whole
from ui import frame, opening, session

frame.enter()
frame.heading(
    _("How much vitamin K2, K1 and D is in your week?"),
    _(
        "Say how often you eat the foods of a short list. You get an honest estimate, with a range "
        "on every figure and a source behind every number."
    ),
)
with st.container(horizontal=True, vertical_alignment="center", key="kd-ways-in"):
    if st.button(
        _("Start the questionnaire"),
        type="primary",
        icon=":material/arrow_forward:",
        icon_position="right",
    ):
        st.switch_page(frame.path("before_you_start"))
    st.page_link(frame.path("learn"), label=_("Read about the vitamins first"))
opening.ask()
with st.container(horizontal=True, gap="small", key="kd-other-ways-in"):
    with st.popover(
        _("Look at an example"),
        icon=":material/theater_comedy:",
        key="opening-examples",
        on_change="rerun",
    ):
        st.write(_("Made-up people, each with something to see. One press shows the results."))
        opening.show_examples()
    opening.show_files()

table = session.food_table()
facts = {
    _("Your own food table") if session.own_food_table() else _("About five minutes"): ngettext(
        "{count} food in {parts} short parts, made for a phone.",
        "{count} foods in {parts} short parts, made for a phone.",
        len(table),
    ).format(count=whole(len(table)), parts=whole(len(table.groups) + 1)),
    _("Nothing is kept"): _(
        "No account, no tracking, no file. An hour after you close the page nobody can bring your "
        "answers back. A draft stays in your browser only if you switch that on below."
    ),
    _("K2 by form"): _("MK-4, MK-7 and the other long-chain forms, each with its own figure."),
    _("Unknown is not zero"): _("Where nobody has measured a food, we say so."),
}
items = "".join(f"<li><b>{name}</b>{words}</li>" for name, words in facts.items())
st.html(f'<ul class="kd-facts">{items}</ul>')
st.header(_("Before you rely on it"), anchor=False)
st.markdown(content.disclaimer_full())
