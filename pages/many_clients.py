"""Many clients: a responses file in, the intakes of everyone in it out."""

import streamlit as st

from languages import _, whole
from scoring.clean_parquet import MAX_UNPACKED_MEGABYTES
from scoring.uploads import MAX_COLUMNS, MAX_MEGABYTES, MAX_PEOPLE, template_csv
from ui import frame, many, session

frame.enter()
frame.heading(
    frame.TITLES["many_clients"],
    _(
        "Drop a file with the answers of many people and get a file with everyone’s intakes, "
        "worked out as for one person and as on the command line."
    ),
)
foods = session.food_table()
st.markdown(
    _(
        "Start from the template: one row a person, one column a food. Write `never`, `1-3m`, "
        "`1w`, `2w`, `3-4w`, `5-6w`, `1d`, `2-3d` or `4+d`; portions `S`, `M` or `L`. Empty is "
        "unanswered. Columns that you do not need may be left out. Give people codes, not names."
    )
)
st.download_button(
    _("Template (CSV)"),
    template_csv(foods),
    file_name="responses.csv",
    mime="text/csv",
    on_click="ignore",
    icon=":material/download:",
    key="many-template",
)
file = st.file_uploader(
    _("Responses file, CSV or Parquet"),
    type=["csv", "parquet"],
    max_upload_size=MAX_MEGABYTES,
    key="many-responses",
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
if file is not None:
    found = many.scored(foods, file.getvalue(), file.name)
    if found is not None and found.intakes.empty:
        st.write(_("The file has a header and no people, so there is nothing to score."))
    elif found is not None:
        many.show_files(found, foods)
        many.show_first_people(found.intakes)
        many.show_distribution(found.intakes)
        many.show_warnings(found.intakes)
