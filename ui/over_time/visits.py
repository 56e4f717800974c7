"""Which fillings are set in a line, and what moved between them."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import pairwise

import streamlit as st

import report
from content.numbers import likely, micrograms
from content.results.difference import nutrients_beside
from content.results.history import (
    Change,
    Estimated,
    Filling,
    changes,
    fillings,
    signs_of_others,
)
from content.words import NUTRIENT_NAMES
from scoring.countries import COUNTRIES
from scoring.errors import AnswersError
from scoring.foods.table import FoodTable
from scoring.guidance.safety import Hold
from scoring.intake.warnings import WARNING_TEXT
from scoring.languages import _, date_words
from scoring.questionnaire.answers_file import AnswersFile
from ui import history, saved_files, session
from ui.over_time import another_table
from ui.over_time.line import line
from ui.panel import explain
from ui.plot import show_chart
from ui.results import downloads
from ui.session.visit import Visit
from ui.tables import show_table
from ui.text import as_markdown, in_file_name


def ask(visit: Visit) -> list[Estimated] | None:
    """Ask for saved answers of one person; None, with the reason in words, until there are two."""
    st.write(
        _(
            "Drop the answers that you saved here at different times, all files at once. They are "
            "read in this visit and kept nowhere. Or build a history in this browser, which stays "
            "on this device. Neither holds safety answers: what is shown follows those of this "
            "visit."
        )
    )
    files = saved_files.ask(visit, session.saved_files.over_time)
    from_browser = history.ask(visit, beside_files=bool(files))
    given = [*files.items(), *((name, file) for name, _raw, file in from_browser)]
    _say_countries(visit.foods, [file for _name, file in given])
    raw = [*session.saved_files.over_time.kept().items()]
    raw += [(name, content) for name, content, _file in from_browser]
    another_table.show(visit, raw)
    if (
        visit.has_answers
        and not visit.amount_faults
        and st.toggle(
            _("Add the answers of this visit"), key="over-time-own", persist_state="session"
        )
    ):
        given.append((_("Your answers"), _of_now(visit)))
    history.offer(visit)
    history.keep(visit, always=True)
    estimated = [Estimated.of(visit.foods, filling) for filling in fillings(given)]
    found = [one for one in estimated if _counts(one)]
    if len(found) < 2:
        st.write(_("A line needs two fillings or more."))
        return None
    signs = signs_of_others([one.filling for one in found])
    if signs:
        words = "\n".join(f"- {as_markdown(sign)}" for sign in signs)
        head = _("**These may be different people’s answers.**")
        st.warning(f"{head}\n\n{words}")
        if not st.toggle(_("They are one person’s: show them together"), key="over-time-mixed"):
            return None
    return found


def _of_now(visit: Visit) -> AnswersFile:
    today = date.today()
    try:
        answers = visit.for_a_file()
    except AnswersError:  # an age that cannot be; it plays no part here
        answers = visit.answers
    return AnswersFile(answers, today, visit.foods.version, visit.example)


def _say_countries(foods: FoodTable, files: Iterable[AnswersFile]) -> None:
    others = {file.country for file in files if file.country} - {foods.country}
    if others:
        names = _(", ").join(sorted(COUNTRIES[code].name for code in others))
        here = COUNTRIES[foods.country].name if foods.country else _("no country")
        st.info(
            _(
                "Some files name another country: {countries}. Here all answers are worked out "
                "with foods as in: {here}."
            ).format(countries=names, here=here)
        )


def _counts(one: Estimated) -> bool:
    for code in ("unanswered", "all_never"):
        if code in one.estimate.warnings:
            words = _("**{file}** is left out. {warning}")
            name = as_markdown(one.filling.name)
            st.warning(words.format(file=name, warning=WARNING_TEXT[code]))
            return False
    return True


def show(visit: Visit, found: Sequence[Estimated]) -> None:
    """Each nutrient over time: the line, what moved since the first and the last time."""
    if Hold.VITAMIN_K_HINTS in visit.holds:
        st.write(
            _(
                "Vitamin K is left out here. Talk with the clinic that follows the medicine about "
                "changes of what you eat."
            )
        )
    steps = [changes(visit.foods, *pair, visit.holds) for pair in pairwise(found)]
    in_all = changes(visit.foods, found[0], found[-1], visit.holds)
    for number, nutrient in enumerate(nutrients_beside(visit.holds)):
        _show(
            nutrient,
            [one.filling for one in found],
            [step[number] for step in steps],
            in_all[number],
        )
    explain("over_time", visit.holds)


def _show(nutrient: str, found: Sequence[Filling], steps: Sequence[Change], in_all: Change) -> None:
    wholes = [steps[0].before, *(step.after for step in steps)]
    name = NUTRIENT_NAMES[nutrient]
    st.header(
        _("{nutrient}: {before} µg a day, then {after}").format(
            nutrient=name,
            before=micrograms(in_all.before.central),
            after=micrograms(in_all.after.central),
        ),
        anchor=False,
    )
    figures = _("; ").join(
        _("{day} about {amount} µg, likely {range}").format(
            day=date_words(filling.day), amount=micrograms(whole.central), range=likely(whole)
        )
        for filling, whole in zip(found, wholes, strict=True)
    )
    show_chart(
        line([(f.day, whole) for f, whole in zip(found, wholes, strict=True)], nutrient),
        f"chart-over-time-{nutrient}",
        _("{nutrient} a day: {figures}.").format(nutrient=name, figures=figures),
    )
    st.write(f"{in_all.words} {in_all.repeated}")
    if len(steps) > 1:
        st.write(f"{steps[-1].words} {steps[-1].repeated}")
    with st.expander(_("The same numbers as a table")):
        show_table(
            [
                {
                    _("Day"): date_words(filling.day),
                    _("File"): as_markdown(filling.name),
                    _("µg a day"): micrograms(whole.central),
                    _("Likely"): likely(whole),
                    _("Since the time before"): step.words if step else "",
                }
                for filling, whole, step in zip(found, wholes, (None, *steps), strict=True)
            ],
            _("{title}, as a table").format(title=name),
        )


def offer_report(visit: Visit, found: Sequence[Estimated]) -> None:
    """The report of the last filling beside the one before it."""
    before, last = (one.filling for one in found[-2:])
    st.header(_("The last time beside the one before, on paper"), anchor=False)
    client, note, asked = downloads.ask_for_report(_("Make the report of both (PDF)"))
    if not asked:
        return
    prefix = "kd-check-example" if last.example else "kd-check"
    downloads.offer_report(
        partial(
            report.Person,
            foods=visit.foods,
            answers=last.answers,
            safety=visit.safety,
            country=visit.country,
            authority=visit.authority,
            made_on=last.day,
            profile=last.answers.profile,
            client=client,
            note=note,
            example=last.example,
            own_table=visit.own_table is not None,
            before=before,
        ),
        f"{prefix}{in_file_name(client)}",
    )
