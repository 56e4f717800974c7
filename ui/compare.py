"""The parts of the Compare page: two sides, their totals, and the foods that set them apart."""

from dataclasses import dataclass
from pathlib import PurePath

import streamlit as st

from content.example_people import example_called, example_people
from content.numbers import count, likely, micrograms
from content.words import HEADLINES, LOWER_NAMES, NUTRIENT_NAMES
from scoring.answers_file import LARGEST_FILE_BYTES, AnswersFile, AnswersFileError, read_answers
from scoring.foods import K2_FORMS
from scoring.intake import Estimate, Intake, estimate
from scoring.plain_text import with_signs_for_hidden
from scoring.plausibility import WARNING_TEXT
from scoring.questionnaire import Answers
from scoring.safety import Hold, Situation, held
from ui import charts, notices, session
from ui.nutrient_choice import ask_nutrient
from ui.panel import chart_panel
from ui.tables import show_table
from ui.text import as_markdown

FILES_KEY = "compare-files"
UPLOADS_KEY = "compare-uploads"
FOODS_SHOWN = 8
LABEL_CHARACTERS = 60


@dataclass(frozen=True)
class Side:
    """One of the two sides: what to call it, its answers, and what must be held back for it."""

    label: str
    answers: Answers
    holds: frozenset[Hold]


Sides = tuple[Side, Side]
Estimates = tuple[Estimate, Estimate]


def show_file_opener() -> None:
    """Take saved answers files; each stays in this visit until it is taken away."""
    files: dict[str, AnswersFile] = st.session_state.setdefault(FILES_KEY, {})
    with st.expander("Compare with a saved file", icon=":material/folder_open:"):
        st.write(
            "A saved file holds no safety answers: what is shown here follows those of this visit. "
            "For someone on warfarin or the like, say so on Before you start."
        )
        given = st.file_uploader(
            "Saved answers, one or more files",
            type="json",
            accept_multiple_files=True,
            key=f"compare-upload-{st.session_state.get(UPLOADS_KEY, 0)}",
            max_upload_size=max(1, LARGEST_FILE_BYTES // 1_000_000),
            help="Files that were saved here earlier; read in this visit and kept nowhere.",
        )
        for upload in given:
            name = with_signs_for_hidden(upload.name)[-LABEL_CHARACTERS:]
            label = PurePath(name).stem or "file"
            try:
                file = read_answers(upload.getvalue(), session.food_table())
            except AnswersFileError as error:
                faults = "\n".join(f"- {as_markdown(fault)}" for fault in str(error).splitlines())
                st.error(f"{as_markdown(name)} cannot be opened.\n\n{faults}")
                continue
            files[f"File: {label}" + (f" ({file.example})" if file.example else "")] = file
            if file.foods_version != session.food_table().version:
                st.info(
                    f"{as_markdown(name)} was saved with another food table (version "
                    f"{as_markdown(file.foods_version)}). Here both sides are worked out with "
                    f"version {session.food_table().version}; "
                    f"{count(len(file.foods_gone), 'answer does', 'answers do')} not count, "
                    "because this table lacks the food."
                )
        if files:
            st.button("Take the files away", on_click=_forget_files)


def _forget_files() -> None:
    st.session_state.pop(FILES_KEY, None)
    st.session_state[UPLOADS_KEY] = st.session_state.get(UPLOADS_KEY, 0) + 1


def _choices() -> dict[str, Side]:
    """Everything that may be a side, by its label."""
    table = session.food_table()
    own = notices.held_back()
    found: dict[str, Side] = {}
    if session.has_answers() and not session.example():
        found["Your answers"] = Side("Your answers", session.answers(), own)
    for label, file in st.session_state.get(FILES_KEY, {}).items():
        found[label] = Side(label, file.answers, own | _holds_of_example(file.example))
    for person in example_people().values():
        if person.fits(table):
            holds = own | _holds_of_example(person.name)
            found[person.name] = Side(person.name, person.answers(table), holds)
    return found


def _holds_of_example(name: str) -> frozenset[Hold]:
    """What is held back for an example person whose answers were saved; nothing for others."""
    person = example_called(name)
    return held(person.safety, Situation()) if person else frozenset()


def ask_sides() -> Sides | None:
    """Let the person choose the two sides; None while there are not two."""
    choices = _choices()
    if len(choices) < 2:
        st.write("There is nothing to compare yet: answer the questionnaire, or open two files.")
        return None
    labels = list(choices)
    with st.container(horizontal=True, vertical_alignment="bottom", key="kd-sides"):
        chosen = [
            st.selectbox(
                name,
                labels,
                index=number,
                key=f"compare-{number}-{len(labels)}",
                width=420,
            )
            for number, name in enumerate(("First", "Second"))
        ]
    first, second = (choices[label] for label in chosen)
    if first == second:
        st.info("Both sides are the same. Choose two that differ.")
        return None
    return first, second


def estimates_of(sides: Sides) -> Estimates | None:
    """Both estimates; None, with the reason in words, where one is withheld."""
    table = session.food_table()
    first, second = (estimate(table, side.answers) for side in sides)
    withheld = False
    for side, result in zip(sides, (first, second), strict=True):
        for code in ("unanswered", "all_never"):
            if code in result.warnings:
                withheld = True
                st.warning(
                    f"**{as_markdown(side.label)}** cannot be compared. {WARNING_TEXT[code]}"
                )
    return None if withheld else (first, second)


def show_totals(sides: Sides, estimates: Estimates) -> None:
    """Each nutrient: both intakes with their ranges, the difference, and what it can carry."""
    st.header("In all, from food", anchor=False)
    shown = _shown_nutrients(sides)
    if shown != list(HEADLINES):
        st.write(
            "Vitamin K is left out here: for people on warfarin or a similar medicine it is not "
            "set beside what others eat. Talk with the clinic that follows the medicine."
        )
    for nutrient in shown:
        intakes = _both(estimates, nutrient)
        rows = [
            charts.RangeRow(
                side.label,
                intake.central,
                intake.low,
                intake.high,
                charts.COLOURS[nutrient],
                f"{micrograms(intake.central)} µg",
            )
            for side, intake in zip(sides, intakes, strict=True)
        ]
        chart_panel(
            NUTRIENT_NAMES[nutrient],
            f"compare_people_{nutrient}",
            charts.ranges(rows),
            f"{NUTRIENT_NAMES[nutrient]} a day: "
            + "; ".join(
                f"{side.label} about {micrograms(i.central)} µg, likely {likely(i)}"
                for side, i in zip(sides, intakes, strict=True)
            )
            + ".",
            [
                {
                    "Whose": as_markdown(side.label),
                    "µg a day": micrograms(intake.central),
                    "Likely": likely(intake),
                    "Supplements, µg a day": micrograms(result.supplements_ug_per_day[nutrient]),
                }
                for side, intake, result in zip(sides, intakes, estimates, strict=True)
            ],
            level=3,
        )
        st.write(difference_in_words(sides, intakes))


def difference_in_words(sides: Sides, intakes: tuple[Intake, Intake]) -> str:
    """How far the two lie apart, and whether their likely ranges let one say so."""
    first, second = intakes
    low, high = sorted(zip(intakes, sides, strict=True), key=lambda pair: pair[0].central)
    gap = high[0].central - low[0].central
    if micrograms(first.central) == micrograms(second.central):
        return "Both central figures are the same."
    words = (
        f"{as_markdown(high[1].label)}: {micrograms(gap)} µg a day more by the central figures. "
    )
    if max(first.low, second.low) <= min(first.high, second.high):
        return words + (
            "The likely ranges overlap, so with answers as rough as these the difference may not "
            "be a real one."
        )
    return words + "The likely ranges do not overlap."


def show_forms(sides: Sides, estimates: Estimates) -> None:
    """Vitamin K2 by form, as a table."""
    if "k2" not in _shown_nutrients(sides):
        return
    st.header("Vitamin K2 by form", anchor=False)
    show_table(
        [
            {"Form": NUTRIENT_NAMES[form]}
            | {
                as_markdown(side.label): (
                    f"{micrograms(result.intakes[form].central)} µg "
                    f"(likely {likely(result.intakes[form])})"
                )
                for side, result in zip(sides, estimates, strict=True)
            }
            for form in K2_FORMS
        ],
        "Vitamin K2 by form on both sides, with likely ranges",
    )


def show_foods(sides: Sides, estimates: Estimates) -> None:
    """The foods that set the two sides apart, for a nutrient that the person chooses."""
    offered = _shown_nutrients(sides)
    st.header("Foods behind the difference", anchor=False)
    nutrient = ask_nutrient("Show the foods for", offered, "compare-foods-of")
    rows = _food_rows(sides, estimates, nutrient)
    if not rows:
        st.write(f"No food sets them apart in {LOWER_NAMES[nutrient]}.")
        return
    chart_panel(
        NUTRIENT_NAMES[nutrient],
        f"compare_foods_{nutrient}",
        charts.pairs(rows, (sides[0].label, sides[1].label), charts.COLOURS[nutrient]),
        f"Foods that differ most in {LOWER_NAMES[nutrient]}: "
        + "; ".join(
            f"{row.label} {micrograms(row.first)} and {micrograms(row.second)} µg a day"
            for row in rows[:3]
        )
        + ".",
        [
            {
                "Food": as_markdown(row.label),
                as_markdown(sides[0].label): f"{micrograms(row.first)} µg",
                as_markdown(sides[1].label): f"{micrograms(row.second)} µg",
            }
            for row in rows
        ],
        level=3,
    )


def _food_rows(sides: Sides, estimates: Estimates, nutrient: str) -> list[charts.PairRow]:
    """The foods with the largest difference, then all others together, so that sums add up."""
    table = session.food_table()
    amounts = [
        {c.food_id: c.ug_per_day[nutrient] or 0.0 for c in result.contributions}
        for result in estimates
    ]
    rows = {
        food.food_id: charts.PairRow(
            food.food, amounts[0].get(food.food_id, 0), amounts[1].get(food.food_id, 0)
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
        "All other foods", sum(row.first for row in rest), sum(row.second for row in rest)
    )
    return [*top, together] if together.first or together.second else top


def _shown_nutrients(sides: Sides) -> list[str]:
    """K2, K1 and D, or D alone where vitamin K must not be set beside that of others."""
    holds = sides[0].holds | sides[1].holds
    return ["d"] if Hold.VITAMIN_K_HINTS in holds else list(HEADLINES)


def _both(estimates: Estimates, nutrient: str) -> tuple[Intake, Intake]:
    return estimates[0].intakes[nutrient], estimates[1].intakes[nutrient]
