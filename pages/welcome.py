"""Welcome: what the app is, how long it takes, what happens to the answers, the way in."""

import streamlit as st

from content.texts import disclaimer_full
from scoring.languages import _, ngettext, whole
from ui import example_result, frame, opening
from ui.components import plot

visit = frame.enter()
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
opening.ask(visit)
with st.container(horizontal=True, gap="small", key="kd-other-ways-in"):
    with st.popover(
        _("Look at an example"),
        icon=":material/theater_comedy:",
        key="opening-examples",
        on_change="rerun",
    ) as examples:
        if examples.open:
            plot.fetch_ahead()
        st.write(_("Made-up people, each with something to see. One press shows the results."))
        opening.show_examples(visit)
    opening.show_files(visit)

example_result.show(visit)
table = visit.foods
facts = {
    _("Your own food table") if visit.own_table else _("About five minutes"): ngettext(
        "{count} food in {parts} short parts, made for a phone.",
        "{count} foods in {parts} short parts, made for a phone.",
        len(table),
    ).format(count=whole(len(table)), parts=whole(len(table.groups) + 1)),
    _("Nothing is kept"): _(
        "No account, no tracking, no file. Your browser keeps food answers until you close the "
        "tab; an hour later nobody can bring them back. A draft stays longer only if you switch "
        "that on."
    ),
}
items = "".join(f"<li><b>{name}</b>{words}</li>" for name, words in facts.items())
st.html(f'<ul class="kd-facts">{items}</ul>')
st.header(_("Before you rely on it"), anchor=False)
st.markdown(disclaimer_full())
