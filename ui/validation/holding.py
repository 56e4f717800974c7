"""Whether the ranges hold figures that they were not made from."""

from collections.abc import Sequence
from statistics import mean

import streamlit as st

from content.numbers import percent, span, with_unit
from content.texts import method_text
from scoring.languages import _, figure, ngettext, whole
from scoring.validation.left_out import Held, LeftOut, by_nutrient, held_of_left_out
from scoring.validation.outside import OutsideTest
from scoring.validation.published import PublishedComparison
from scoring.validation.report import Validation, held_of_comparisons
from ui.charts import OUTSIDE, AgreementPoint, agreement
from ui.plot import show_chart
from ui.session import tables
from ui.tables import show_table
from ui.text import as_markdown
from ui.validation.words import name_of, source


def show_what_tests_can_show() -> None:
    """Which of the tests on this page can show what."""
    st.markdown(method_text("validation_tests"))


def show_foods_hold(found: Validation) -> None:
    """The ranges of single foods, beside figures of sources left out and of sources not used."""
    left_out, unused = held_of_left_out(found.left_out), held_of_comparisons(found.unused)
    st.header(_("Do the ranges of single foods hold?"), anchor=False)
    st.markdown(
        method_text("validation_foods").format(
            left_out=whole(left_out.figures),
            left_out_share=percent(left_out.share),
            left_out_error=percent(left_out.standard_error),
            unused=whole(unused.figures),
            unused_share=percent(unused.share),
            unused_error=percent(unused.standard_error),
            high_to_low=figure(f"{found.high_to_low:.1f}"),
        )
    )
    rows = {name_of(n): held for n, held in by_nutrient(found.left_out).items()}
    show_table(
        [_held(_("Sources left out: {nutrient}").format(nutrient=n), h) for n, h in rows.items()]
        + [_held(_("Sources not used"), unused)],
        _("How many figures lie in the range of a single food"),
    )
    _show_picture(found.unused)
    misses = [one for one in found.left_out if not one.inside]
    label = ngettext(
        "{count} figure left out that lies outside its range",
        "{count} figures left out that lie outside their range",
        len(misses),
    ).format(count=whole(len(misses)))
    with st.expander(label):
        show_table([_missed(one) for one in misses], label)


def show_total_holds(found: Validation) -> None:
    """The range of an intake, tried with errors from outside its model."""
    st.header(_("Does the range of a week hold?"), anchor=False)
    st.markdown(method_text("validation_outside"))
    show_table(
        [row for one in found.outside for row in _tried(one)],
        _("How often the range of a typical week holds, with errors from outside the model"),
    )


def _held(name: str, held: Held) -> dict[str, str]:
    words = _("{share} (± {error}) of {count}; {below} below, {above} above")
    return {
        _("Figures"): name,
        _("In the range"): words.format(
            share=percent(held.share),
            error=percent(held.standard_error),
            count=whole(held.figures),
            below=whole(held.below),
            above=whole(held.above),
        ),
    }


def _show_picture(unused: Sequence[PublishedComparison]) -> None:
    """Our ranges over published figures of sources not used, and the misses by name."""
    misses = [c for c in unused if not c.inside]
    numbers = {c.case.case_id: str(n) for n, c in enumerate(misses, start=1)}
    points = [
        AgreementPoint(
            label=_("{name}: {value}").format(name=c.case.about, value=name_of(c.case.nutrient)),
            published=c.published_ug,
            central=c.ours_ug,
            low=c.ours_low_ug,
            high=c.ours_high_ug,
            number=numbers.get(c.case.case_id, ""),
        )
        for c in unused
    ]
    names = (_("in our range"), _("outside, numbered as below"))
    alt = _(
        "Published figures of sources that our table does not use, from left to right, and our "
        "ranges as bars over them: {inside} of {count} bars cross the line of agreement."
    ).format(inside=whole(len(unused) - len(misses)), count=whole(len(unused)))
    show_chart(agreement(points, names, OUTSIDE), "agreement", alt)
    st.caption(_("A range holds the published figure where its bar crosses the dotted line."))
    st.markdown("\n".join(f"{numbers[c.case.case_id]}. {_named(c)}" for c in misses))


def _named(miss: PublishedComparison) -> str:
    """A miss in words."""
    return _("{what}: {nutrient}; {published}, ours {ours} ({range}); {source}").format(
        what=as_markdown(miss.case.about),
        nutrient=name_of(miss.case.nutrient),
        published=with_unit(miss.published_ug),
        ours=with_unit(miss.ours_ug),
        range=span(miss.ours_low_ug, miss.ours_high_ug),
        source=source(miss.case.source),
    )


def _missed(one: LeftOut) -> dict[str, str]:
    """A left-out figure that its range does not hold."""
    record, content = one.record, one.content
    cited = tables.our_sources()[record.source_id].citation.partition(". ")[0]
    return {
        _("What, and from where"): _("{what}: {nutrient}; from {source}").format(
            what=_(tables.our_foods()[record.food_id].food),
            nutrient=name_of(record.nutrient),
            source=as_markdown(f"{cited}, {record.place}"),
        ),
        _("In 100 g, left out and from the others"): _("{figure}; others {others}").format(
            figure=with_unit(record.value),
            others=_("{first} ({second})").format(
                first=with_unit(content.central), second=span(content.low, content.high)
            ),
        ),
    }


def _tried(one: OutsideTest) -> list[dict[str, str]]:
    """How often the range of one nutrient held, and how wide it is."""
    figures = {
        _("{nutrient}, every food asked"): _mean_and_span(one.all_asked),
        _("{nutrient}, foods left out"): _mean_and_span(one.left_out),
        _("{nutrient}, left out and allowed for"): _mean_and_span(one.allowed_for),
        _("{nutrient}, high end ÷ low end"): figure(f"{one.high_to_low:.1f}"),
    }
    return [
        {_("Typical weeks"): label.format(nutrient=name_of(one.nutrient)), _("Held"): value}
        for label, value in figures.items()
    ]


def _mean_and_span(shares: Sequence[float]) -> str:
    """The mean over the span of how much answers spread, and its two ends."""
    return _("{first} ({second})").format(
        first=percent(mean(shares)),
        second=_("{low} to {high}").format(
            low=whole(round(100 * min(shares))), high=percent(max(shares))
        ),
    )
