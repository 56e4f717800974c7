"""Our figures beside published ones, one by one."""

import math

import streamlit as st

from content.numbers import span, with_unit
from content.texts import method_text
from scoring.languages import N_, Words, _, figure, ngettext, whole
from scoring.validation.published import (
    INDEPENDENCE_WORDS,
    Case,
    Independence,
    PublishedComparison,
    Verdict,
)
from scoring.validation.report import Validation
from ui.tables import show_table
from ui.text import as_markdown
from ui.validation.words import name_of, source

VERDICT_WORDS = {
    Verdict.MISS: N_("Outside our range: {published}, ours {ours}"),
    Verdict.PARTLY: N_("Partly inside: {published}, ours {ours}"),
    Verdict.INSIDE: N_("Inside our range: {published}, ours {ours}"),
}
TITLES = Words(
    {
        Independence.INDEPENDENT: N_("Sources that our table does not use"),
        Independence.UNCLEAR: N_("Figures whose origin could not be seen"),
        Independence.LEFT_OUT: N_("Figures known and left out of our table"),
        Independence.SAME_TABLE: N_("Other figures of sources that our table uses"),
        Independence.SAME_FIGURE: N_("Figures that our table uses: no test of it"),
    }
)


def show_comparisons(found: Validation) -> None:
    """Every published figure that was found, misses first, none hidden."""
    st.header(_("Beside published figures"), anchor=False)
    independent = [
        c.verdict for c in found.comparisons if c.case.independence is Independence.INDEPENDENT
    ]
    st.markdown(
        method_text("validation_figures").format(
            compared=whole(len(independent)),
            inside=whole(independent.count(Verdict.INSIDE)),
            partly=whole(independent.count(Verdict.PARTLY)),
        )
    )
    for independence, title in TITLES.items():
        chosen = [c for c in found.comparisons if c.case.independence is independence]
        if not chosen:
            continue
        outside = sum(c.verdict is Verdict.MISS for c in chosen)
        label = ngettext(
            "{title}: {count} figure, {outside} outside our range",
            "{title}: {count} figures, {outside} outside our range",
            len(chosen),
        ).format(title=title, count=whole(len(chosen)), outside=whole(outside))
        with st.expander(label, expanded=independence is Independence.INDEPENDENT):
            st.write(INDEPENDENCE_WORDS[independence])
            chosen.sort(key=lambda c: list(VERDICT_WORDS).index(c.verdict))
            show_table([_compared(c) for c in chosen], title)
    if not found.not_compared:
        return
    number = whole(len(found.not_compared))
    with st.expander(_("Found and not compared: {count}").format(count=number)):
        show_table([_not_compared(case) for case in found.not_compared], _("Not compared"))


def _compared(comparison: PublishedComparison) -> dict[str, str]:
    """One published figure beside ours."""
    case = comparison.case
    ours = _("{first} ({second})").format(
        first=with_unit(comparison.ours_ug),
        second=span(comparison.ours_low_ug, comparison.ours_high_ug),
    )
    words = _(VERDICT_WORDS[comparison.verdict]).format(published=_published(case), ours=ours)
    if not math.isnan(comparison.ratio):
        ratio = figure(f"{comparison.ratio:.2f}")
        words += _(", ") + _("ours ÷ theirs {ratio}").format(ratio=ratio)
    return {
        _("What, and from where"): _("{what}: {nutrient}; from {source}").format(
            what=as_markdown(case.about),
            nutrient=name_of(case.nutrient),
            source=source(case.source),
        ),
        _("Published and ours"): words,
    }


def _published(case: Case) -> str:
    """The published figure in µg for the weight that was compared."""
    if case.low_ug is None or case.high_ug is None:
        return as_markdown(case.quoted)
    return f"{span(case.low_ug, case.high_ug)} µg"


def _not_compared(case: Case) -> dict[str, str]:
    """One published figure that was found, and why it is not compared."""
    return {
        _("What, and from where"): _("{what}; from {source}").format(
            what=as_markdown(case.about), source=source(case.source)
        ),
        _("Published, and why not compared"): as_markdown(f"{case.quoted}. {case.reason}"),
    }
