"""The parts of Many clients: a responses file in, the intakes of everyone out."""

import math
from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from content.numbers import count, micrograms, span
from content.words import HEADLINES, NUTRIENT_NAMES
from scoring.distribution import Distribution, distribution
from scoring.errors import RESPONSE_FAULTS_SHOWN, ResponsesError
from scoring.foods import FoodTable
from scoring.plausibility import WARNING_TEXT
from scoring.score_files import Progress
from scoring.uploads import Scored, score_upload
from ui import charts
from ui.faults import show_faults
from ui.tables import show_table
from ui.text import as_markdown, file_name

if TYPE_CHECKING:
    import pandas as pd

PEOPLE_FOR_A_CHART = 10
IDS_SHOWN = 5
ID_CHARACTERS = 30
FIRST_PEOPLE = 5


def scored(foods: FoodTable, data: bytes, name: str) -> Scored | None:
    """Score a file while a bar shows how far it is; None once its faults have been shown."""
    place = st.empty()
    bar = place.progress(0.0, "Reading the file …")

    def show_progress(people: int, share: float) -> None:
        bar.progress(share, f"Scored {count(people, 'person', 'people')} …")

    try:
        found = score_upload(foods, data, name, _each_percent(show_progress))
    except ResponsesError as error:
        place.empty()
        _show_faults(error)
        return None
    place.empty()
    return found


def show_files(found: Scored, foods: FoodTable) -> None:
    """Say how many people were scored, with which table, and hand out the files."""
    people = count(len(found.intakes), "person", "people")
    st.html(
        f'<p role="status"><b>{people} scored</b>, with food table <code>{foods.version}</code>.'
        "</p>"
    )
    with st.container(horizontal=True):
        st.download_button(
            "Intakes as CSV",
            found.csv,
            file_name="intakes.csv",
            mime="text/csv",
            on_click="ignore",
            type="primary",
            icon=":material/download:",
            key="many-csv",
        )
        st.download_button(
            "Intakes as Parquet",
            found.parquet,
            file_name="intakes.parquet",
            mime="application/vnd.apache.parquet",
            on_click="ignore",
            icon=":material/download:",
            key="many-parquet",
        )
    st.markdown(
        "One row a person, in your order, in µg a day. An apostrophe in the CSV file before a text "
        "such as `=1+1` keeps a spreadsheet from running it; the Parquet file has your ids as "
        "they are."
    )


def show_first_people(intakes: "pd.DataFrame") -> None:
    """The first people of the file, to see at a glance that it was read as meant."""
    st.header("The first people", anchor=False)
    rows = intakes.head(FIRST_PEOPLE).to_dict("records")
    show_table(
        [
            {"Person": _short_id(row["respondent_id"])}
            | {
                f"{NUTRIENT_NAMES[n]}, µg a day": f"{micrograms(row[f'{n}_ug'])}, likely "
                f"{span(row[f'{n}_low'], row[f'{n}_high'])}"
                for n in HEADLINES
            }
            for row in rows
        ],
        "Intakes of the first people of the file",
    )


def show_distribution(intakes: "pd.DataFrame") -> None:
    """How the three intakes from food are spread over the people of the file."""
    st.header("How the intakes are spread", anchor=False)
    unanswered = intakes["warnings"].str.split(";").map(lambda codes: "unanswered" in codes)
    if unanswered.any():
        st.write(
            f"{count(int(unanswered.sum()), 'person', 'people')} left more than one food in ten "
            "unanswered. That counts as 0, so these figures are too low by what was not told."
        )
    if len(intakes) < PEOPLE_FOR_A_CHART:
        st.write(f"A chart of this is drawn from {PEOPLE_FOR_A_CHART} people on.")
        return
    spread = {n: distribution(intakes[f"{n}_ug"].to_numpy()) for n in HEADLINES}
    for column, (nutrient, found) in zip(st.columns(len(spread)), spread.items(), strict=True):
        with column:
            st.subheader(f"{NUTRIENT_NAMES[nutrient]} from food", anchor=False)
            _show_histogram(nutrient, found)
    st.write("The dotted line is the middle person: half of the people have less, half have more.")
    show_table(
        [
            {
                "From food, µg a day": NUTRIENT_NAMES[nutrient],
                "Middle person": micrograms(found.median),
                "8 in 10 people": span(found.p10, found.p90),
                "Highest": micrograms(found.highest),
            }
            for nutrient, found in spread.items()
        ],
        "How the intakes are spread, by nutrient",
    )


def show_warnings(intakes: "pd.DataFrame") -> None:
    """What deserves a second look: each warning in words, how many people, and the first ids."""
    st.header("What to look at again", anchor=False)
    lists = intakes["warnings"].str.split(";")
    times = Counter(code for codes in lists for code in codes if code)
    without = sum(codes == [""] for codes in lists)
    people = f"{without:,} of {count(len(intakes), 'person', 'people')}"
    st.write(f"Without a warning: {people}. A warning changes nothing in the figures.")
    rows = []
    for code, words in WARNING_TEXT.items():
        if times[code]:
            has = [code in codes for codes in lists]
            ids = intakes.loc[has, "respondent_id"].head(IDS_SHOWN)
            more = ", …" if times[code] > IDS_SHOWN else ""
            rows.append(
                {
                    "Warning": f"{words} In the file: `{code}`",
                    "People": f"{times[code]:,}",
                    "Who": ", ".join(map(_short_id, ids)) + more,
                }
            )
    if rows:
        with st.container(key="kd-warnings"):
            show_table(rows, "Warnings, with the number of people they are about")


def _show_histogram(nutrient: str, found: Distribution) -> None:
    unit = "µg a day"
    bars = [
        charts.Bar(
            f"{micrograms(b.low)} µg or more"
            if math.isinf(b.high)
            else f"{micrograms(b.low)} to {micrograms(b.high)} µg",
            b.low,
            b.high,
            b.people,
        )
        for b in found.bins
    ]
    st.plotly_chart(
        charts.histogram(bars, found.median, charts.COLOURS[nutrient], unit),
        key=f"many-{nutrient}",
        config=charts.CONFIG,
        alt=f"{NUTRIENT_NAMES[nutrient]} from food. Half of the people have "
        f"{span(found.p25, found.p75)} {unit}, the middle one {micrograms(found.median)}; the "
        f"highest is {micrograms(found.highest)}.",
    )
    last = found.bins[-1]
    if math.isinf(last.high):
        st.write(
            f"The last bar holds everyone from {micrograms(last.low)} µg up: "
            f"{count(last.people, 'person', 'people')}."
        )


def _show_faults(error: ResponsesError) -> None:
    st.error(
        f"{as_markdown(file_name(error.name))} cannot be scored, so there is no result. "
        "Here is the first fault of each column.",
        icon=":material/edit:",
    )
    show_faults(error.faults[:RESPONSE_FAULTS_SHOWN], "person", "Faults of the responses file")
    more = len(error.faults) - RESPONSE_FAULTS_SHOWN
    if more > 0:
        st.write(f"{count(more, 'more column has a fault', 'more columns have faults')}.")


def _each_percent(show: Progress) -> Progress:
    """The same, called only when another percent of the file is done."""
    shown = -1

    def progress(people: int, share: float) -> None:
        nonlocal shown
        if int(100 * share) > shown:
            shown = int(100 * share)
            show(people, share)

    return progress


def _short_id(respondent: str) -> str:
    short = respondent[:ID_CHARACTERS]
    return as_markdown(" ".join(short.split()) + ("…" if short != respondent else ""))
