"""A saved answer under the food table it was saved with and under the one in use."""

from collections.abc import Iterable

import streamlit as st

from content.numbers import micrograms, signed_with_unit, with_unit
from content.results.difference import nutrients_beside
from content.words import NUTRIENT_NAMES
from scoring.foods.changes import earlier_table, earlier_versions
from scoring.guidance.safety import Hold
from scoring.intake.two_tables import FoodMove, TwoTables, under_two_tables
from scoring.languages import _, date_words, ngettext, whole
from scoring.questionnaire.answers_file import AnswersFile, AnswersFileError, read_answers
from ui.session.visit import Visit
from ui.tables import show_table
from ui.text import as_markdown

_FOODS_SHOWN = 8
_DECIMALS = 6
"""Of µg: what is left of a sum after these is rounding."""


def show(visit: Visit, files: Iterable[tuple[str, bytes]]) -> None:
    """Explain, for each file saved with a food table that is kept, what today's table changes.

    Args:
        visit: What the visitor has said.
        files: Names and bytes of saved answers that can be opened.
    """
    for name, raw in files:
        version = read_answers(raw, visit.foods).foods_version
        if version in earlier_versions() and version != visit.foods.version:
            table = earlier_table(version)
            try:
                file = read_answers(raw, table)
            except AnswersFileError as error:  # foods that this version never had
                words = _("{file} cannot be opened.").format(file=as_markdown(name))
                st.error(f"{words} {as_markdown(str(error))}")
                continue
            title = _("{file}: then, and under the food table in use now")
            with st.expander(title.format(file=as_markdown(name)), icon=":material/history:"):
                _show_file(visit, file, under_two_tables(table, visit.foods, file.answers))


def _show_file(visit: Visit, file: AnswersFile, found: TwoTables) -> None:
    st.write(
        _(
            "The answers of {day} under the food table of then ({then}) and the one in use "
            "({now}), both with today’s formulas. The answers are the same: only what foods hold, "
            "and how much a serving weighs, has changed."
        ).format(
            day=date_words(file.saved),
            then=f"`{file.foods_version}`",
            now=f"`{visit.foods.version}`",
        )
    )
    if new := len(found.not_asked_then):
        st.write(
            ngettext(
                "{count} food that is asked about now was not asked then: what it gave is unknown, "
                "not zero.",
                "{count} foods that are asked about now were not asked then: what they gave is "
                "unknown, not zero.",
                new,
            ).format(count=whole(new))
        )
    for nutrient in nutrients_beside(visit.holds):
        before, after = (made.wholes[nutrient].central for made in (found.before, found.after))
        st.subheader(
            _("{nutrient}: {before} µg a day, then {after}").format(
                nutrient=NUTRIENT_NAMES[nutrient],
                before=micrograms(before),
                after=micrograms(after),
            ),
            anchor=False,
        )
        show_table(
            _rows(visit, found, nutrient),
            _("{nutrient}: what each food has to do with it").format(
                nutrient=NUTRIENT_NAMES[nutrient]
            ),
        )


def _rows(visit: Visit, found: TwoTables, nutrient: str) -> list[dict[str, str]]:
    """The foods that moved most or are unknown, all others, foods that are not asked, and the sum.

    What an unknown food gave counts in a row of its own, so that the differences add up.
    """
    moves = found.foods[nutrient]
    told = [move for move in moves if not _is_held(visit, move)]
    named = [move for n, move in enumerate(told) if n < _FOODS_SHOWN or move.is_unknown]
    both = (found.before, found.after)
    not_asked = [own.central if (own := made.not_asked.get(nutrient)) else 0.0 for made in both]
    wholes = [made.wholes[nutrient].central for made in both]
    rows = [
        _row(
            _(visit.foods[move.food_id].food)
            if move.food_id in visit.foods
            else as_markdown(move.food_id),
            move.before,
            move.after,
            _sources(move),
        )
        for move in named
    ]
    others_before, others_after = (
        max(0.0, round(whole - part - sum(getattr(m, end) or 0.0 for m in named), _DECIMALS))
        for whole, part, end in zip(wholes, not_asked, ("before", "after"), strict=True)
    )
    untold = sum(move.difference for move in moves if move.is_unknown and move not in named)
    difference = round(others_after - others_before - untold, _DECIMALS)
    rows.append(_row(_("All other foods"), others_before, others_after, difference=difference))
    for name, unknown in (
        (_("Counted then, unknown now"), [move for move in moves if move.after is None]),
        (_("Unknown then, counted now"), [move for move in moves if move.before is None]),
    ):
        if unknown:
            in_all = signed_with_unit(sum(move.difference for move in unknown))
            rows.append(_cells(name, "", "", in_all))
    rows.append(_row(_("Foods that are not asked"), not_asked[0], not_asked[1]))
    rows.append(_row(_("In all"), wholes[0], wholes[1]))
    return rows


def _is_held(visit: Visit, move: FoodMove) -> bool:
    """Whether a food must not be named to this person."""
    is_liver = move.food_id in visit.foods and "liver" in visit.foods[move.food_id].tags
    return Hold.LIVER in visit.holds and is_liver


def _row(
    name: str,
    before: float | None,
    after: float | None,
    sources: str = "",
    difference: float | None = None,
) -> dict[str, str]:
    if difference is None and before is not None and after is not None:
        difference = after - before
    return _cells(
        name,
        _("unknown then") if before is None else with_unit(before),
        _("unknown now") if after is None else with_unit(after),
        _("unknown") if difference is None else signed_with_unit(difference),
        sources,
    )


def _cells(name: str, then: str, now: str, difference: str, sources: str = "") -> dict[str, str]:
    return {
        _("Food"): name,
        _("Then"): then,
        _("Now"): now,
        _("Difference"): difference,
        _("Sources that changed"): sources,
    }


def _sources(move: FoodMove) -> str:
    gone = [
        f"\N{MINUS SIGN} `{key}`" for key in move.sources_before if key not in move.sources_after
    ]
    new = [f"+ `{key}`" for key in move.sources_after if key not in move.sources_before]
    return _(", ").join([*new, *gone]) or _("the same, read anew")
