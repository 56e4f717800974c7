"""What is not known: eaten foods without data, and what they could hide."""

import streamlit as st

from content.results.unknown import Unknown, unknown
from scoring.languages import _, ngettext, whole
from ui.panel import explain
from ui.session.visit import Visit
from ui.tables import show_table
from ui.text import as_markdown


def show(visit: Visit) -> None:
    """List the eaten foods that lack data and say how much that could add."""
    found = unknown(visit.assessment)
    with st.expander(_finding(found)):
        _show(visit, found)


def _finding(found: Unknown) -> str:
    """How many foods lack data or an answer, or that none does."""
    parts = []
    if lacking := len(found.without_data):
        words = ngettext(
            "{count} food you eat lacks data", "{count} foods you eat lack data", lacking
        )
        parts.append(words.format(count=whole(lacking)))
    if missing := len(found.unanswered):
        words = ngettext("{count} has no answer", "{count} have no answer", missing)
        parts.append(words.format(count=whole(missing)))
    if not parts:
        return _("Every food you eat has data")
    return _("What is not known: {parts}").format(parts=_("; ").join(parts))


def _show(visit: Visit, found: Unknown) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        if found.nothing:
            st.write(_("Every food you eat has data for every form, and every food has an answer."))
        if found.without_data:
            show_table(
                [
                    {
                        _("Food you eat"): as_markdown(_(food.food)),
                        _("No data for"): missing,
                    }
                    for food, missing in found.without_data
                ],
                _("Foods you eat that lack data"),
            )
            if found.could_hide:
                st.write(
                    _(
                        "What they hold is missing above. If each held as much as the middle one "
                        "of the foods in which it was found, a day would hold about {amounts} more."
                    ).format(amounts=found.could_hide)
                )
        if found.unanswered:
            names = as_markdown(_("; ").join(_(food.food) for food in found.unanswered))
            st.write(_("Without an answer, so missing above: {foods}.").format(foods=names))
    with right:
        explain("unknown", visit.holds)
