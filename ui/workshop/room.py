"""The class on the screen: distributions, forms, foods, who eats what. Never one person."""

import html
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from content.marks import MarkKind
from content.numbers import micrograms, percent, plain, span, with_unit
from content.words import HEADLINES, LOWER_NAMES, NUTRIENT_NAMES
from scoring.guidance.safety import Hold
from scoring.languages import N_, Words, _
from scoring.nutrients import NUTRIENTS
from ui import charts, session
from ui.plot import show_chart
from ui.tables import show_table
from ui.text import as_markdown

if TYPE_CHECKING:
    from workshop.picture import Bar, Eaters, Picture, Spread
    from workshop.store import Session

ENLARGED = 1.3
"""How much larger than elsewhere: read from the back of a room, and still right on a phone."""

EATERS = Words({"natto": N_("Natto"), "oily_fish": N_("Oily fish"), "liver": N_("Liver")})
FOODS_COUNTED = 10
"""How many foods are named where it is counted how many eat them every week."""
EATEN_BY = Words(
    {
        "nearly_all": N_("all, or all but one or two"),
        "some": N_("some: three people or more"),
        "few": N_("fewer than 3 people"),
    }
)
"""By how many of the class, in the words of `workshop.picture.Told`."""
FOODS_BEHIND = ("d", "k2", "k1")
"""Vitamin D first: no list of foods by vitamin K stands on the screen until the host asks for it,
for somebody in the room may take a vitamin K antagonist."""


def show(picture: "Picture", of: "Session", holds: frozenset[Hold]) -> None:
    """Show the picture of a class.

    Args:
        picture: What the class may see of itself.
        of: The workshop.
        holds: What must not be shown to the visitor whose screen this is.
    """
    st.html(f'<p class="kd-lead">{lead(picture)}</p>')
    if not picture.spreads:
        st.write(
            _(
                "With fewer than ten people amounts are shown as groups of three or more: a figure "
                "in the middle of the class would be that of one person."
            )
        )
    if set(of.sections) < set(session.tables.our_foods().groups):
        parts = as_markdown(_("; ").join(map(_, of.sections)))
        st.write(_("Only these foods were asked: {parts}.").format(parts=parts))
    for column, nutrient in zip(st.columns(len(HEADLINES)), HEADLINES, strict=True):
        with column:
            _show_distribution(nutrient, picture)
    left, right = st.columns(2, gap="large")
    with left:
        if picture.spreads:
            _show_forms(picture)
        _show_eaters(picture)
    with right:
        _show_foods(picture, holds)
    with st.expander(_("The same numbers as a table")):
        _show_tables(picture)


def lead(picture: "Picture") -> str:
    """How many people these are, and what their picture is not."""
    return _(
        "{count} people are in this picture. It describes a room and advises nothing: nobody needs "
        "to eat more or less because of it."
    ).format(count=picture.people)


def _show_distribution(nutrient: str, picture: "Picture") -> None:
    title = _("{nutrient} in the class").format(nutrient=NUTRIENT_NAMES[nutrient])
    lines = amount_lines(nutrient, picture, lambda words: f"<b>{words}</b>")
    words = "".join(f'<p class="kd-{kind}">{line}</p>' for kind, line in lines)
    st.html(
        f'<section class="kd-card" style="--kd-hue: var(--kd-{nutrient})"><h2>{title}</h2>'
        f"{words}</section>"
    )
    if sum(bar.people > 0 for bar in picture.bars[nutrient]) < 2:
        return
    rows = [
        charts.ShareRow(
            bar_label(bar),
            ((NUTRIENT_NAMES[nutrient], bar.people, charts.COLOURS[nutrient]),),
            str(bar.people),
        )
        for bar in picture.bars[nutrient]
    ]
    show_chart(
        charts.enlarged(charts.shares(rows, _("people")), ENLARGED),
        key=f"workshop-{nutrient}",
        alt=_("How {nutrient} is spread over the class: {rows}").format(
            nutrient=LOWER_NAMES[nutrient],
            rows=_(", ").join(
                _("{name}: {value}").format(name=row.label, value=row.value_text) for row in rows
            ),
        ),
    )


def amount_lines(
    nutrient: str, picture: "Picture", strong: Callable[[str], str]
) -> list[tuple[str, str]]:
    """What is said of an amount in the class: each line with what kind it is.

    Args:
        nutrient: One of HEADLINES.
        picture: The figures.
        strong: Marks what is to be read first.
    """
    lines = (
        _middle(picture.spreads[nutrient], strong)
        if picture.spreads
        else [_largest_group(nutrient, picture, strong)]
    )
    if added := picture.not_asked.get(nutrient):
        of_it = _("Of this, for foods that were not asked: about {amount} µg")
        lines.append(("also", of_it.format(amount=micrograms(added))))
    return lines


def _middle(spread: "Spread", strong: Callable[[str], str]) -> list[tuple[str, str]]:
    """The middle of the class and its half."""
    median = _("in the middle {amount} µg a day").format(amount=strong(micrograms(spread.median)))
    half = _("half the class {range} µg").format(
        range=span(spread.quarter_low, spread.quarter_high)
    )
    likely = _("For somebody in the middle, likely {range} µg").format(
        range=span(spread.likely_low, spread.likely_high)
    )
    return [("figure", median), ("range", half), ("also", likely)]


def _largest_group(
    nutrient: str, picture: "Picture", strong: Callable[[str], str]
) -> tuple[str, str]:
    """What the bars say of a class too small for a middle."""
    bars = picture.bars[nutrient]
    if len(bars) == 1:
        return "range", _("The amounts lie too far apart for groups of three or more.")
    most = max(bar.people for bar in bars)
    largest = [bar for bar in bars if bar.people == most]
    if len(largest) > 1:
        return "range", _("Several groups are equally large.")
    words = _("{some} of {people} people {amounts} a day").format(
        some=most, people=picture.people, amounts=strong(bar_label(largest[0]))
    )
    return "figure kd-group", words


def bar_label(bar: "Bar") -> str:
    """The amounts of a bar: '20 to 45 µg'."""
    low = plain(bar.low_ug)
    if bar.high_ug is not None:
        return _("{low} to {high} µg").format(low=low, high=plain(bar.high_ug))
    return _("{low} µg or more").format(low=low) if bar.low_ug else _("any amount")


def _show_forms(picture: "Picture") -> None:
    st.subheader(_("K2 by form"), anchor=False)
    spreads = {form: picture.spreads[form] for form in NUTRIENTS["k2"].parts}
    rows = [
        charts.RangeRow(
            label=NUTRIENT_NAMES[form],
            central=spread.median,
            low=spread.quarter_low,
            high=spread.quarter_high,
            colour=charts.COLOURS[form],
            value_text=with_unit(spread.median),
            kind=MarkKind.PEOPLE,
        )
        for form, spread in spreads.items()
    ]
    show_chart(
        charts.enlarged(
            charts.ranges(
                rows,
                legends={
                    MarkKind.PEOPLE: _("Diamond and line: the middle of the class and half of it")
                },
            ),
            ENLARGED,
        ),
        key="workshop-forms",
        alt=_("Forms of K2, median and middle half of the class: {rows}").format(
            rows=_(", ").join(
                f"{NUTRIENT_NAMES[form]} {_in_words(s)}" for form, s in spreads.items()
            )
        ),
    )


def _show_foods(picture: "Picture", holds: frozenset[Hold]) -> None:
    """The foods behind a nutrient; no order by vitamin K where this visitor is to see none."""
    st.subheader(_("Where it comes from"), anchor=False)
    nutrient = "d"
    if Hold.VITAMIN_K_RANKING not in holds:
        nutrient = st.segmented_control(
            _("Show the foods behind"),
            FOODS_BEHIND,
            default=nutrient,
            required=True,
            format_func=NUTRIENT_NAMES.__getitem__,
            key="workshop-foods-of",
        )
        st.write(
            _(
                "Somebody in the room may take warfarin or another vitamin K antagonist. So foods "
                "by vitamin K are shown only when you choose them here."
            )
        )
    if not picture.foods[nutrient]:
        st.write(
            _("None of the foods eaten here carries {nutrient} in our table.").format(
                nutrient=LOWER_NAMES[nutrient]
            )
        )
        return
    rows = [
        charts.ShareRow(
            food_name(share.food_id),
            ((NUTRIENT_NAMES[nutrient], 100 * share.share, charts.COLOURS[nutrient]),),
            percent(share.share),
        )
        for share in picture.foods[nutrient]
    ]
    show_chart(
        charts.enlarged(charts.shares(rows, _("% of the class’s intake")), ENLARGED),
        key=f"workshop-foods-{nutrient}",
        alt=_("Foods that carry the {nutrient} of this class: {rows}").format(
            nutrient=LOWER_NAMES[nutrient],
            rows=_(", ").join(f"{row.label} {row.value_text}" for row in rows),
        ),
    )


def food_name(food_id: str) -> str:
    """The name of a food of ours; for "" and an unknown one, that of all others together."""
    table = session.tables.our_foods()
    return _(table[food_id].food) if food_id in table else _("All other foods")


def _show_eaters(picture: "Picture") -> None:
    if picture.eaters:
        st.subheader(_("Who eats it"), anchor=False)
        items = "".join(
            f"<li><b>{EATERS[tag]}</b>{_eaters(picture, one)}</li>"
            for tag, one in picture.eaters.items()
        )
        st.html(f'<ul class="kd-facts kd-eaters">{items}</ul>')
    if lines := weekly_lines(picture):
        st.subheader(_("Eaten every week"), anchor=False)
        items = "".join(f"<li><b>{by}</b>{html.escape(foods)}</li>" for by, foods in lines)
        st.html(f'<ul class="kd-facts">{items}</ul>')


def weekly_lines(picture: "Picture") -> list[tuple[str, str]]:
    """By how many, and which foods that many eat every week; where they are counted, the first."""
    nearly_all = [f for f, one in picture.weekly.items() if one.told == "nearly_all"]
    some = [f for f, one in picture.weekly.items() if one.told == "some"]
    counted = {f: one.people for f, one in picture.weekly.items() if one.people is not None}
    lines = [(EATEN_BY["nearly_all"], [food_name(food_id) for food_id in nearly_all])]
    if counted:
        first = sorted(counted, key=lambda food_id: -counted[food_id])[:FOODS_COUNTED]
        words = [
            _("{food} ({share})").format(
                food=food_name(food_id), share=percent(counted[food_id] / picture.people)
            )
            for food_id in first
        ]
        lines.append((_("then, most often"), words))
    else:
        lines.append((EATEN_BY["some"], [food_name(food_id) for food_id in some]))
    return [(by, _("; ").join(foods)) for by, foods in lines if foods]


def _eaters(picture: "Picture", one: "Eaters") -> str:
    if one.people is None:
        return EATEN_BY[one.told]
    return _("{eaters} of {people} ({share})").format(
        eaters=one.people, people=picture.people, share=percent(one.people / picture.people)
    )


def _show_tables(picture: "Picture") -> None:
    if picture.spreads:
        show_table(
            [
                {
                    _("Nutrient"): NUTRIENT_NAMES[name],
                    _("Median, µg a day"): micrograms(spread.median),
                    _("Half the class, µg a day"): span(spread.quarter_low, spread.quarter_high),
                    _("Likely, in the middle"): span(spread.likely_low, spread.likely_high),
                }
                for name, spread in picture.spreads.items()
            ],
            _("The class in figures"),
        )
    for nutrient in HEADLINES:
        name = NUTRIENT_NAMES[nutrient]
        show_table(
            [
                {
                    _("{nutrient} a day").format(nutrient=name): bar_label(bar),
                    _("People"): str(bar.people),
                }
                for bar in picture.bars[nutrient]
            ],
            _("{nutrient} over the class").format(nutrient=name),
        )
    if picture.groups:
        told = _(", ").join(_group(code, people) for code, people in picture.groups.items())
        st.write(_("As far as told, in groups of three or more: {groups}.").format(groups=told))


def _group(code: str, people: int) -> str:
    """How many people told this sex or age band."""
    from workshop.store import AGE_BANDS

    if code == "female":
        return _("{count} women").format(count=people)
    if code == "male":
        return _("{count} men").format(count=people)
    return _("{count} aged {band}").format(count=people, band=AGE_BANDS[code])


def _in_words(spread: "Spread") -> str:
    return f"{micrograms(spread.median)} µg ({span(spread.quarter_low, spread.quarter_high)} µg)"
