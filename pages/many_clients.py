"""Many clients: a responses file in, the intakes of everyone in it out."""

import streamlit as st

from scoring.batch.clean_parquet import MAX_UNPACKED_MEGABYTES
from scoring.batch.opened import READ_ENDINGS
from scoring.batch.uploads import MAX_COLUMNS, MAX_MEGABYTES, MAX_PEOPLE, template_csv
from scoring.languages import _, whole
from ui import agreement, frame, many, session, upload
from ui.save import save_button

visit = frame.enter()
frame.heading(
    frame.TITLES["many_clients"],
    _(
        "Drop a file with the answers of many people and get a file with everyone’s intakes, "
        "worked out as for one person and as on the command line."
    ),
)
foods = visit.foods
st.markdown(
    _(
        "Start from the template: one row a person, one column a food. Write `never`, `1-3m`, "
        "`1w`, `2w`, `3-4w`, `5-6w`, `1d`, `2-3d` or `4+d`; portions `S`, `M` or `L`. Empty is "
        "unanswered. Columns that you do not need may be left out. Give people codes, not names."
    )
)
save_button(
    _("Template (CSV)"),
    template_csv(foods),
    "responses.csv",
    key="many-template",
)
st.markdown(
    _(
        "Exports of REDCap, KoboToolbox, ODK, LimeSurvey, Qualtrics, SurveyJS, Google or Microsoft "
        "Forms and FHIR are read too, by id or by label in any language of this app, and answers "
        "files of single people, several at once. What a file does not say is asked before "
        "anything is scored."
    )
)
upload.ask(
    _("Responses: CSV, a spreadsheet, Parquet or JSON"),
    [ending.removeprefix(".") for ending in READ_ENDINGS],
    MAX_MEGABYTES,
    accept_multiple_files=True,
    key=session.many.file_key(),
    on_change=session.many.take_files,
)
st.markdown(
    _(
        "**What happens to the file**: we keep no copy. It is in this server’s memory until you "
        "remove it or close the page, and while it is scored in a temporary file that is deleted "
        "at once. Up to {megabytes} MB, {people} people, {columns} columns and, for Parquet, "
        "{unpacked} MB once unpacked; the command line takes more."
    ).format(
        megabytes=whole(MAX_MEGABYTES),
        people=whole(MAX_PEOPLE),
        columns=whole(MAX_COLUMNS),
        unpacked=whole(MAX_UNPACKED_MEGABYTES),
    )
)
st.info(
    _(
        "Clients who take warfarin or a similar blood thinner: no figure here is a reason to eat "
        "more or less vitamin K. Their clinic asks for about as much each week as usual."
    ),
    icon=":material/info:",
)
kept = session.many.kept(foods)
if kept is not None:
    many.show_kept(kept, foods, visit.holds)
agreement.show(foods)
