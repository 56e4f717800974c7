"""The parts of the Compare page: two sides, their totals, and the foods that set them apart."""

from dataclasses import dataclass

import streamlit as st

from content.example_people import example_called, example_people, shown_name
from content.numbers import likely, micrograms, with_unit
from content.results import difference
from content.results.not_asked import amount_and_range
from content.results.sources import contents_of
from content.words import HEADLINES, LOWER_NAMES, NUTRIENT_NAMES
from scoring.foods.table import FoodTable
from scoring.guidance.safety import Hold, Situation, held
from scoring.intake.difference import Difference, differences
from scoring.intake.estimate import Estimate, estimate, range_z
from scoring.intake.warnings import WARNING_TEXT
from scoring.languages import _
from scoring.nutrients import NUTRIENTS
from scoring.questionnaire.answers import Answers
from scoring.questionnaire.answers_file import AnswersFile
from ui import charts, saved_files, session
from ui.nutrient_choice import ask_nutrient
from ui.panel import chart_panel
from ui.session.visit import Visit
from ui.tables import show_table
from ui.text import as_markdown

OWN = "own"
FOODS_SHOWN = 8


@dataclass(frozen=True)
class Side:
    """One of the two sides.

    Attributes:
        label: What to call it.
        answers: Its answers.
        holds: What must be held back for it.
        example: Whether it is a made-up person.
    """

    label: str
    answers: Answers
    holds: frozenset[Hold]
    example: bool = False


Sides = tuple[Side, Side]
Estimates = tuple[Estimate, Estimate]
Files = dict[str, AnswersFile]
"""Saved answers by the name of their file."""


def ask_files(visit: Visit) -> Files:
    """Ask for saved answers files."""
    with st.expander(_("Compare with a saved file"), icon=":material/folder_open:"):
        st.write(
            _(
                "A saved file holds no safety answers: what is shown here follows those of this "
                "visit. For someone on warfarin or the like, say so on Before you start."
            )
        )
        return saved_files.ask(visit, session.saved_files.compare)


def _choices(visit: Visit, files: Files) -> dict[str, Side]:
    """Everything that may be a side, by a key that stays the same in every language."""
    table, own = visit.foods, visit.holds
    found: dict[str, Side] = {}
    if visit.has_answers and not visit.example:
        found[OWN] = Side(_("Your answers"), visit.answers, own)
    for name, file in files.items():
        example = file.example
        words = _("File: {name} ({example})") if example else _("File: {name}")
        label = words.format(name=name or _("file"), example=shown_name(example))
        holds = own | _holds_of_example(example)
        found[f"file {name}"] = Side(label, file.answers, holds, bool(example))
    for person in example_people().values():
        if person.fits(table):
            holds = own | _holds_of_example(person.name)
            label, answers = shown_name(person.name), person.answers(table)
            found[person.name] = Side(label, answers, holds, example=True)
    return found


def _holds_of_example(name: str) -> frozenset[Hold]:
    """What is held back for an example person whose answers were saved; nothing for others."""
    person = example_called(name)
    return held(person.safety, Situation()) if person else frozenset()


def ask_sides(visit: Visit, files: Files) -> Sides | None:
    """Let the person choose the two sides; None while there are not two."""
    choices = _choices(visit, files)
    if len(choices) < 2:
        st.write(_("There is nothing to compare yet: answer the questionnaire, or open two files."))
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key="kd-sides"):
        chosen = [
            st.selectbox(
                name,
                list(choices),
                format_func=lambda choice: choices[choice].label,
                index=number,
                key=session.language.labelled(f"compare-{number}-{len(choices)}"),
                width=420,
            )
            for number, name in enumerate((_("First"), _("Second")))
        ]
    first, second = (choices[choice] for choice in chosen)
    if first == second:
        st.info(_("Both sides are the same. Choose two that differ."))
        return None
    return first, second


def estimates_of(foods: FoodTable, sides: Sides) -> Estimates | None:
    """Both estimates; None, with the reason in words, where one is withheld."""
    first, second = (estimate(foods, side.answers) for side in sides)
    withheld = False
    for side, result in zip(sides, (first, second), strict=True):
        for code in ("unanswered", "all_never"):
            if code in result.warnings:
                withheld = True
                words = _("**{side}** cannot be compared. {warning}")
                st.warning(words.format(side=as_markdown(side.label), warning=WARNING_TEXT[code]))
    return None if withheld else (first, second)


def show_totals(visit: Visit, sides: Sides, estimates: Estimates) -> None:
    """Each nutrient: both intakes with their ranges, and the difference with its own."""
    st.header(_("In all, from food"), anchor=False)
    shown = _shown_nutrients(sides)
    if shown != list(HEADLINES):
        st.write(
            _(
                "Vitamin K is left out here: for people on warfarin or a similar medicine it is "
                "not set beside what others eat. Talk with the clinic that follows the medicine."
            )
        )
    found = differences(visit.foods, sides[0].answers, sides[1].answers, estimates[0].range_level)
    chart_panel(
        _("Both sides, each vitamin on a scale of its own"),
        "compare_people",
        charts.multiples({NUTRIENT_NAMES[n]: _range_rows(sides, estimates, n) for n in shown}),
        " ".join(_alt(sides, estimates, n) for n in shown),
        [row for n in shown for row in _rows_of_table(sides, estimates, n)],
        visit.holds,
        level=3,
        source=_("the answers of both; {contents}").format(
            contents=contents_of(visit.foods, own_table=visit.own_table is not None)
        ),
    )
    for nutrient in shown:
        st.write(
            _("{name}: {value}").format(
                name=f"**{NUTRIENT_NAMES[nutrient]}**",
                value=difference_in_words(sides, found[nutrient]),
            )
        )
        if not any(side.example for side in sides):
            first, second = (result.intakes[nutrient] for result in estimates)
            z = range_z(estimates[0].range_level)
            if repeated := difference.told_by_repeating(nutrient, first, second, z):
                st.write(repeated)


def _range_rows(sides: Sides, estimates: Estimates, nutrient: str) -> list[charts.RangeRow]:
    wholes = [result.wholes[nutrient] for result in estimates]
    return [
        charts.RangeRow(
            side.label,
            whole.central,
            whole.low,
            whole.high,
            charts.COLOURS[nutrient],
            with_unit(whole.central),
        )
        for side, whole in zip(sides, wholes, strict=True)
    ]


def _alt(sides: Sides, estimates: Estimates, nutrient: str) -> str:
    wholes = [result.wholes[nutrient] for result in estimates]
    return _("{nutrient} a day: {figures}.").format(
        nutrient=NUTRIENT_NAMES[nutrient],
        figures=_("; ").join(
            _("{side} about {amount} µg, likely {range}").format(
                side=side.label, amount=micrograms(whole.central), range=likely(whole)
            )
            for side, whole in zip(sides, wholes, strict=True)
        ),
    )


def _rows_of_table(sides: Sides, estimates: Estimates, nutrient: str) -> list[dict[str, str]]:
    return [
        {
            _("Whose"): as_markdown(side.label),
            _("Vitamin"): NUTRIENT_NAMES[nutrient],
            _("µg a day"): micrograms(result.wholes[nutrient].central),
            _("Likely"): likely(result.wholes[nutrient]),
            _("Of it not asked"): amount_and_range(result.not_asked.get(nutrient)),
            _("Supplements, µg a day"): micrograms(result.supplements_per_day[nutrient]),
        }
        for side, result in zip(sides, estimates, strict=True)
    ]


def difference_in_words(sides: Sides, found: Difference) -> str:
    """How much more one side holds than the other, with the likely range of that.

    Args:
        sides: The two sides.
        found: What the second holds more than the first.
    """
    if found.low == found.central == found.high:
        return _("Both sides answered alike about the foods that hold it: there is no difference.")
    more = sides[1] if found.central >= 0 else sides[0]
    if found.central < 0:
        found = Difference(-found.central, -found.high, -found.low)
    return _("{side}: about {amount} µg a day more, likely {range}.").format(
        side=as_markdown(more.label),
        amount=micrograms(found.central),
        range=difference.likely_more(found),
    )


def show_forms(sides: Sides, estimates: Estimates) -> None:
    """Vitamin K2 by form, as a table."""
    if "k2" not in _shown_nutrients(sides):
        return
    st.header(_("Vitamin K2 by form"), anchor=False)
    show_table(
        [
            {_("Form"): NUTRIENT_NAMES[form]}
            | {
                as_markdown(side.label): (
                    _("{amount} µg (likely {range})").format(
                        amount=micrograms(result.intakes[form].central),
                        range=likely(result.intakes[form]),
                    )
                )
                for side, result in zip(sides, estimates, strict=True)
            }
            for form in NUTRIENTS["k2"].parts
        ],
        _("Vitamin K2 by form on both sides, with likely ranges"),
    )


def show_foods(visit: Visit, sides: Sides, estimates: Estimates) -> None:
    """The foods that set the two sides apart, for a nutrient that the person chooses."""
    offered = _shown_nutrients(sides)
    st.header(_("Foods behind the difference"), anchor=False)
    nutrient = ask_nutrient(_("Show the foods for"), offered, "compare-foods-of")
    rows = _food_rows(visit.foods, sides, estimates, nutrient)
    if not rows:
        words = _("No food sets them apart in {nutrient}.")
        st.write(words.format(nutrient=LOWER_NAMES[nutrient]))
        return
    chart_panel(
        NUTRIENT_NAMES[nutrient],
        f"compare_foods_{nutrient}",
        charts.pairs(rows, (sides[0].label, sides[1].label)),
        _("Foods that differ most in {nutrient}: {figures}.").format(
            nutrient=LOWER_NAMES[nutrient],
            figures=_("; ").join(
                _("{food} {first} and {second} µg a day").format(
                    food=row.label, first=micrograms(row.first), second=micrograms(row.second)
                )
                for row in rows[:3]
            ),
        ),
        [
            {
                _("Food"): as_markdown(row.label),
                as_markdown(sides[0].label): with_unit(row.first),
                as_markdown(sides[1].label): with_unit(row.second),
            }
            for row in rows
        ],
        visit.holds,
        level=3,
    )


def _food_rows(
    table: FoodTable, sides: Sides, estimates: Estimates, nutrient: str
) -> list[charts.PairRow]:
    """The foods with the largest difference, then all others together, so that sums add up."""
    amounts = [
        {c.food_id: c.per_day[nutrient] or 0.0 for c in result.contributions}
        for result in estimates
    ]
    colour = charts.COLOURS[nutrient]
    rows = {
        food.food_id: charts.PairRow(
            _(food.food), amounts[0].get(food.food_id, 0), amounts[1].get(food.food_id, 0), colour
        )
        for food in table
    }
    holds = sides[0].holds | sides[1].holds
    named = [
        row
        for food_id, row in rows.items()
        if row.first != row.second and not (Hold.LIVER in holds and "liver" in table[food_id].tags)
    ]
    if not named:
        return []
    named.sort(key=lambda row: -abs(row.first - row.second))
    top = named[:FOODS_SHOWN]
    rest = [row for row in rows.values() if row not in top]
    together = charts.PairRow(
        _("All other foods"),
        sum(row.first for row in rest),
        sum(row.second for row in rest),
        colour,
    )
    return [*top, together] if together.first or together.second else top


def _shown_nutrients(sides: Sides) -> list[str]:
    return list(difference.nutrients_beside(sides[0].holds | sides[1].holds))
