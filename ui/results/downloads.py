"""What a person may take along: a report on two pages and two tables."""

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

import languages
import report
from languages import _
from scoring.errors import AnswersError
from scoring.questionnaire import AGE_YEARS, Profile
from ui import frame, session
from ui.text import as_markdown


@st.fragment
def show(*, example: str = "", own_table: bool = False) -> None:
    """Offer the report and the tables; what is typed for the report is kept nowhere.

    The report is made when it is asked for, from a form: what was typed last is on it even where
    the finger goes straight from the note to the button.

    Args:
        example: the name of an example person whose answers these are, or empty.
        own_table: the foods are not those of the app.
    """
    with frame.calm():
        st.header(_("Take it with you"), anchor=False)
        st.write(
            _(
                "A report on two pages of A4, for you or to go through with a dietitian. Name and "
                "note go onto the paper and nowhere else."
            )
        )
        with st.form("report", width=640):
            client = st.text_input(
                _("Name or label on it (optional)"), max_chars=report.CLIENT_CHARACTERS
            )
            note = st.text_area(
                _("Note on it (optional, at most {lines} lines)").format(lines=report.NOTE_LINES),
                max_chars=report.NOTE_CHARACTERS,
            )
            asked = st.form_submit_button(_("Make the report (PDF)"), icon=":material/description:")
        prefix = "kd-check-example" if example else "kd-check"
        today = date.today()
        person = partial(
            report.Person,
            foods=session.asked_foods(),
            answers=session.answers(),
            safety=session.safety_answers(),
            authority=session.authority(),
            made_on=today,
            example=example,
            own_table=own_table,
        )
        if asked:
            _offer_report(person, client, note, f"{prefix}-report-{today.isoformat()}.pdf")
        st.write(_("The figures as tables, for a spreadsheet or a program:"))
        tables = person(profile=Profile())
        with st.container(horizontal=True):
            st.download_button(
                _("Foods (CSV)"),
                _in_this_language(partial(report.foods_csv, tables)),
                file_name=f"{prefix}-foods-{today.isoformat()}.csv",
                mime="text/csv",
                on_click="ignore",
                icon=":material/download:",
            )
            st.download_button(
                _("Intakes in one row (CSV)"),
                _in_this_language(partial(report.intakes_csv, tables)),
                file_name=f"{prefix}-intakes-rough-estimate-no-medical-test-{today}.csv",
                mime="text/csv",
                on_click="ignore",
                icon=":material/download:",
            )


def _in_this_language(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """The making of a file, for later: Streamlit calls it outside the run that knows the reader."""
    code = languages.current()

    def made() -> bytes:
        languages.use(code)
        return make()

    return made


def _offer_report(person: "partial[report.Person]", client: str, note: str, file_name: str) -> None:
    try:
        profile = session.profile()
    except AnswersError:
        st.error(
            _(
                "The age under the reference values must be empty, or a whole number of years "
                "from {youngest} to {oldest}."
            ).format(youngest=AGE_YEARS[0], oldest=AGE_YEARS[1])
        )
        return
    try:
        pages = report.pdf(person(profile=profile, client=client, note=note))
    except report.ReportError as error:
        st.error(as_markdown(str(error)), icon=":material/edit:")
        return
    st.download_button(
        _("Save the report"),
        pages,
        file_name=file_name,
        mime="application/pdf",
        on_click="ignore",
        icon=":material/download:",
        type="primary",
    )
