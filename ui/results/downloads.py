"""What a person may take along: a report on two pages and two tables."""

from datetime import date
from functools import partial

import streamlit as st

import report
from scoring.errors import AnswersError
from scoring.questionnaire import Profile, age_text
from ui import frame, session
from ui.text import as_markdown

TITLE = "Take it with you"


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
        st.header(TITLE, anchor=False)
        st.write(
            "A report on two pages of A4, for you or to go through with a dietitian. Name and note "
            "go onto the paper and nowhere else."
        )
        with st.form("report", width=640):
            client = st.text_input(
                "Name or label on it (optional)", max_chars=report.CLIENT_CHARACTERS
            )
            note = st.text_area(
                f"Note on it (optional, at most {report.NOTE_LINES} lines)",
                max_chars=report.NOTE_CHARACTERS,
            )
            asked = st.form_submit_button("Make the report (PDF)", icon=":material/description:")
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
        st.write("The figures as tables, for a spreadsheet or a program:")
        tables = person(profile=Profile())
        with st.container(horizontal=True):
            st.download_button(
                "Foods (CSV)",
                partial(report.foods_csv, tables),
                file_name=f"{prefix}-foods-{today.isoformat()}.csv",
                mime="text/csv",
                on_click="ignore",
                icon=":material/download:",
            )
            st.download_button(
                "Intakes in one row (CSV)",
                partial(report.intakes_csv, tables),
                file_name=f"{prefix}-intakes-rough-estimate-no-medical-test-{today}.csv",
                mime="text/csv",
                on_click="ignore",
                icon=":material/download:",
            )


def _offer_report(person: "partial[report.Person]", client: str, note: str, file_name: str) -> None:
    try:
        profile = session.profile()
    except AnswersError:
        st.error(f"The age under the reference values must be {age_text()}.")
        return
    try:
        pages = report.pdf(person(profile=profile, client=client, note=note))
    except report.ReportError as error:
        st.error(as_markdown(str(error)), icon=":material/edit:")
        return
    st.download_button(
        "Save the report",
        pages,
        file_name=file_name,
        mime="application/pdf",
        on_click="ignore",
        icon=":material/download:",
        type="primary",
    )
