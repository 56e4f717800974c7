"""What a person may take along: a report on two pages, a picture of the summary, two tables."""

from datetime import date
from functools import partial

import streamlit as st

import report
from scoring import languages
from scoring.errors import AnswersError
from scoring.intake.warnings import WARNING_TEXT
from scoring.languages import _
from scoring.questionnaire.answers import AGE_YEARS
from ui import session
from ui.calm import calm
from ui.save import in_language, save_button
from ui.session.visit import Visit
from ui.text import as_markdown, in_file_name


@st.fragment
def show(visit: Visit) -> None:
    """Offer the report and the tables; what is typed for the report is kept nowhere.

    The report is made when it is asked for, from a form: what was typed last is on it even where
    the finger goes straight from the note to the button.
    """
    with calm(), st.container(key="kd-take-home"):
        visit = session.visit.read(visit)
        if "unanswered" in visit.estimate.warnings:
            words = _("{warning} There is no report until then.")
            st.write(words.format(warning=WARNING_TEXT["unanswered"]))
            return
        st.write(
            _(
                "A report on two pages of A4, for you or to go through with a dietitian. The note "
                "goes onto the paper and nowhere else, the name into the names of files too."
            )
        )
        client, note, asked = ask_for_report(_("Make the report (PDF)"))
        labelled = in_file_name(session.label.label())
        prefix = f"kd-check-example{labelled}" if visit.example else f"kd-check{labelled}"
        today = date.today()
        person = partial(
            report.Person,
            foods=visit.asked,
            answers=visit.answers,
            safety=visit.safety,
            country=visit.country,
            authority=visit.authority,
            made_on=today,
            example=visit.example,
            own_table=visit.own_table is not None,
        )
        if asked:
            _offer_report(visit, person, client, note, prefix)
        st.write(_("The summary as a picture, without your name, the day or your safety answers:"))
        save_button(
            _("Picture (PNG)"),
            in_language(languages.current(), lambda: report.picture(person())),
            "kd-check.png",
            icon="image",
        )
        st.write(_("The figures as tables, for a spreadsheet or a program:"))
        with st.container(horizontal=True):
            save_button(
                _("Foods (CSV)"),
                in_language(languages.current(), lambda: report.foods_csv(person())),
                f"{prefix}-foods-{today.isoformat()}.csv",
            )
            save_button(
                _("Intakes in one row (CSV)"),
                in_language(languages.current(), lambda: report.intakes_csv(person())),
                f"{prefix}-intakes-rough-estimate-no-medical-test-{today}.csv",
            )


def ask_for_report(words: str) -> tuple[str, str, bool]:
    """Ask for what goes onto a report.

    Args:
        words: On the button that makes it.

    Returns:
        The label of the client, which is kept for this visit; the note; whether it is to be made.
    """
    with st.form("report", width=640):
        client = st.text_input(
            _("Name or label on it (optional)"),
            session.label.label(),
            max_chars=report.CLIENT_CHARACTERS,
        )
        note = st.text_area(
            _("Note on it (optional, at most {lines} lines)").format(lines=report.NOTE_LINES),
            max_chars=report.NOTE_CHARACTERS,
        )
        asked = st.form_submit_button(words, icon=":material/description:")
    if asked:
        session.label.note(client)
    return client, note, asked


def _offer_report(
    visit: Visit, person: "partial[report.Person]", client: str, note: str, prefix: str
) -> None:
    try:
        profile = visit.profile
    except AnswersError:
        st.error(
            _(
                "The age under the reference values must be empty, or a whole number of years "
                "from {youngest} to {oldest}."
            ).format(youngest=AGE_YEARS[0], oldest=AGE_YEARS[1])
        )
        return
    offer_report(partial(person, profile=profile, client=client, note=note), prefix)


def offer_report(someone: "partial[report.Person]", prefix: str) -> None:
    """Make the report, and where it names somebody the picture too, and offer both.

    Args:
        someone: Whose; what it cannot hold is said in words.
        prefix: What the names of the files begin with.
    """
    try:
        person = someone()
        pages = report.pdf(person)
        picture = report.picture(person) if person.client else b""
    except report.ReportError as error:
        st.error(as_markdown(str(error)), icon=":material/edit:")
        return
    with st.container(horizontal=True):
        save_button(
            _("Save the report"),
            pages,
            f"{prefix}-report-{person.made_on}.pdf",
            kind="primary",
        )
        if picture:
            save_button(
                _("Save the picture with the name"),
                picture,
                f"{prefix}-{person.made_on}.png",
                icon="image",
            )
