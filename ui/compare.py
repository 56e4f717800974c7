"""The parts of the Compare page: two sides, their totals, and the foods that set them apart."""

from dataclasses import dataclass
from pathlib import PurePath

import streamlit as st

from content.example_people import example_called, example_people, shown_name
from content.numbers import likely, micrograms, with_unit
from content.words import HEADLINES, LOWER_NAMES, NUTRIENT_NAMES
from languages import _, ngettext, whole
from scoring.answers_file import LARGEST_FILE_BYTES, AnswersFile, AnswersFileError, read_answers
from scoring.foods import K2_FORMS
from scoring.intake import Estimate, Intake, estimate
from scoring.plain_text import with_signs_for_hidden
from scoring.plausibility import WARNING_TEXT
from scoring.questionnaire import Answers
from scoring.safety import Hold, Situation, held
from ui import charts, language, notices, session
from ui.nutrient_choice import ask_nutrient
from ui.panel import chart_panel
from ui.tables import show_table
from ui.text import as_markdown

FILES_KEY = "compare-files"
UPLOADS_KEY = "compare-uploads"
OWN = "own"
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
    files = _files()
    with st.expander(_("Compare with a saved file"), icon=":material/folder_open:"):
        st.write(
            _(
                "A saved file holds no safety answers: what is shown here follows those of this "
                "visit. For someone on warfarin or the like, say so on Before you start."
            )
        )
        given = st.file_uploader(
            _("Saved answers, one or more files"),
            type="json",
            accept_multiple_files=True,
            key=f"compare-upload-{st.session_state.get(UPLOADS_KEY, 0)}",
            max_upload_size=max(1, LARGEST_FILE_BYTES // 1_000_000),
            help=_("Files that were saved here earlier; read in this visit and kept nowhere."),
        )
        for upload in given:
            name = with_signs_for_hidden(upload.name)[-LABEL_CHARACTERS:]
            try:
                file = read_answers(upload.getvalue(), session.food_table())
            except AnswersFileError as error:
                faults = "\n".join(f"- {as_markdown(fault)}" for fault in str(error).splitlines())
                words = _("{file} cannot be opened.").format(file=as_markdown(name))
                st.error(f"{words}\n\n{faults}")
                continue
            files[PurePath(name).stem, file.example] = file
            if file.foods_version != session.food_table().version:
                st.info(_of_another_table(name, file))
        if files:
            st.button(_("Take the files away"), on_click=_forget_files)


def _of_another_table(name: str, file: AnswersFile) -> str:
    gone = len(file.foods_gone)
    return ngettext(
        "{file} was saved with another food table (version {theirs}). Here both sides are worked "
        "out with version {ours}; {count} answer does not count, because this table lacks the "
        "food.",
        "{file} was saved with another food table (version {theirs}). Here both sides are worked "
        "out with version {ours}; {count} answers do not count, because this table lacks the "
        "food.",
        gone,
    ).format(
        file=as_markdown(name),
        theirs=as_markdown(file.foods_version),
        ours=session.food_table().version,
        count=whole(gone),
    )


def _files() -> dict[tuple[str, str], AnswersFile]:
    """The opened files by name and the example person in them."""
    files: dict[tuple[str, str], AnswersFile] = st.session_state.setdefault(FILES_KEY, {})
    return files


def _forget_files() -> None:
    st.session_state.pop(FILES_KEY, None)
    st.session_state[UPLOADS_KEY] = st.session_state.get(UPLOADS_KEY, 0) + 1


def _choices() -> dict[str, Side]:
    """Everything that may be a side, by a key that stays the same in every language."""
    table = session.food_table()
    own = notices.held_back()
    found: dict[str, Side] = {}
    if session.has_answers() and not session.example():
        found[OWN] = Side(_("Your answers"), session.answers(), own)
    for (name, example), file in _files().items():
        words = _("File: {name} ({example})") if example else _("File: {name}")
        label = words.format(name=name or _("file"), example=shown_name(example))
        holds = own | _holds_of_example(example)
        found[f"file {name} {example}"] = Side(label, file.answers, holds)
    for person in example_people().values():
        if person.fits(table):
            holds = own | _holds_of_example(person.name)
            found[person.name] = Side(shown_name(person.name), person.answers(table), holds)
    return found


def _holds_of_example(name: str) -> frozenset[Hold]:
    """What is held back for an example person whose answers were saved; nothing for others."""
    person = example_called(name)
    return held(person.safety, Situation()) if person else frozenset()


def ask_sides() -> Sides | None:
    """Let the person choose the two sides; None while there are not two."""
    choices = _choices()
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
                key=language.labelled(f"compare-{number}-{len(choices)}"),
                width=420,
            )
            for number, name in enumerate((_("First"), _("Second")))
        ]
    first, second = (choices[choice] for choice in chosen)
    if first == second:
        st.info(_("Both sides are the same. Choose two that differ."))
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
                words = _("**{side}** cannot be compared. {warning}")
                st.warning(words.format(side=as_markdown(side.label), warning=WARNING_TEXT[code]))
    return None if withheld else (first, second)


def show_totals(sides: Sides, estimates: Estimates) -> None:
    """Each nutrient: both intakes with their ranges, the difference, and what it can carry."""
    st.header(_("In all, from food"), anchor=False)
    shown = _shown_nutrients(sides)
    if shown != list(HEADLINES):
        st.write(
            _(
                "Vitamin K is left out here: for people on warfarin or a similar medicine it is "
                "not set beside what others eat. Talk with the clinic that follows the medicine."
            )
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
                with_unit(intake.central),
            )
            for side, intake in zip(sides, intakes, strict=True)
        ]
        chart_panel(
            NUTRIENT_NAMES[nutrient],
            f"compare_people_{nutrient}",
            charts.ranges(rows),
            _("{nutrient} a day: {figures}.").format(
                nutrient=NUTRIENT_NAMES[nutrient],
                figures=_("; ").join(
                    _("{side} about {amount} µg, likely {range}").format(
                        side=side.label, amount=micrograms(i.central), range=likely(i)
                    )
                    for side, i in zip(sides, intakes, strict=True)
                ),
            ),
            [
                {
                    _("Whose"): as_markdown(side.label),
                    _("µg a day"): micrograms(intake.central),
                    _("Likely"): likely(intake),
                    _("Supplements, µg a day"): micrograms(result.supplements_ug_per_day[nutrient]),
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
        return _("Both central figures are the same.")
    words = (
        _(
            "{side}: {amount} µg a day more by the central figures. The likely ranges overlap, so "
            "with answers as rough as these the difference may not be a real one."
        )
        if max(first.low, second.low) <= min(first.high, second.high)
        else _(
            "{side}: {amount} µg a day more by the central figures. The likely ranges do not "
            "overlap."
        )
    )
    return words.format(side=as_markdown(high[1].label), amount=micrograms(gap))


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
            for form in K2_FORMS
        ],
        _("Vitamin K2 by form on both sides, with likely ranges"),
    )


def show_foods(sides: Sides, estimates: Estimates) -> None:
    """The foods that set the two sides apart, for a nutrient that the person chooses."""
    offered = _shown_nutrients(sides)
    st.header(_("Foods behind the difference"), anchor=False)
    nutrient = ask_nutrient(_("Show the foods for"), offered, "compare-foods-of")
    rows = _food_rows(sides, estimates, nutrient)
    if not rows:
        words = _("No food sets them apart in {nutrient}.")
        st.write(words.format(nutrient=LOWER_NAMES[nutrient]))
        return
    chart_panel(
        NUTRIENT_NAMES[nutrient],
        f"compare_foods_{nutrient}",
        charts.pairs(rows, (sides[0].label, sides[1].label), charts.COLOURS[nutrient]),
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
            _(food.food), amounts[0].get(food.food_id, 0), amounts[1].get(food.food_id, 0)
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
        _("All other foods"), sum(row.first for row in rest), sum(row.second for row in rest)
    )
    return [*top, together] if together.first or together.second else top


def _shown_nutrients(sides: Sides) -> list[str]:
    """K2, K1 and D, or D alone where vitamin K must not be set beside that of others."""
    holds = sides[0].holds | sides[1].holds
    return ["d"] if Hold.VITAMIN_K_HINTS in holds else list(HEADLINES)


def _both(estimates: Estimates, nutrient: str) -> tuple[Intake, Intake]:
    return estimates[0].intakes[nutrient], estimates[1].intakes[nutrient]
