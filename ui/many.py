"""The parts of Many clients: a responses file in, the intakes of everyone out."""

import math
from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from content.numbers import micrograms, span
from content.words import HEADLINES, NUTRIENT_NAMES
from languages import _, ngettext, whole
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
    bar = place.progress(0.0, _("Reading the file …"))

    def show_progress(people: int, share: float) -> None:
        words = ngettext("Scored {count} person …", "Scored {count} people …", people)
        bar.progress(share, words.format(count=whole(people)))

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
    people = len(found.intakes)
    words = ngettext(
        "<b>{count} person scored</b>, with food table {version}.",
        "<b>{count} people scored</b>, with food table {version}.",
        people,
    ).format(count=whole(people), version=f"<code>{foods.version}</code>")
    st.html(f'<p role="status">{words}</p>')
    with st.container(horizontal=True):
        st.download_button(
            _("Intakes as CSV"),
            found.csv,
            file_name="intakes.csv",
            mime="text/csv",
            on_click="ignore",
            type="primary",
            icon=":material/download:",
            key="many-csv",
        )
        st.download_button(
            _("Intakes as Parquet"),
            found.parquet,
            file_name="intakes.parquet",
            mime="application/vnd.apache.parquet",
            on_click="ignore",
            icon=":material/download:",
            key="many-parquet",
        )
    st.markdown(
        _(
            "One row a person, in your order, in µg a day. An apostrophe in the CSV file before a "
            "text such as `=1+1` keeps a spreadsheet from running it; the Parquet file has your "
            "ids as they are."
        )
    )


def show_first_people(intakes: "pd.DataFrame") -> None:
    """The first people of the file, to see at a glance that it was read as meant."""
    st.header(_("The first people"), anchor=False)
    rows = intakes.head(FIRST_PEOPLE).to_dict("records")
    show_table(
        [
            {_("Person"): _short_id(row["respondent_id"])}
            | {
                _("{nutrient}, µg a day").format(nutrient=NUTRIENT_NAMES[n]): _(
                    "{amount}, likely {range}"
                ).format(
                    amount=micrograms(row[f"{n}_ug"]),
                    range=span(row[f"{n}_low"], row[f"{n}_high"]),
                )
                for n in HEADLINES
            }
            for row in rows
        ],
        _("Intakes of the first people of the file"),
    )


def show_distribution(intakes: "pd.DataFrame") -> None:
    """How the three intakes from food are spread over the people of the file."""
    st.header(_("How the intakes are spread"), anchor=False)
    unanswered = intakes["warnings"].str.split(";").map(lambda codes: "unanswered" in codes)
    if many := int(unanswered.sum()):
        st.write(
            ngettext(
                "{count} person left more than one food in ten unanswered. That counts as 0, so "
                "these figures are too low by what was not told.",
                "{count} people left more than one food in ten unanswered. That counts as 0, so "
                "these figures are too low by what was not told.",
                many,
            ).format(count=whole(many))
        )
    if len(intakes) < PEOPLE_FOR_A_CHART:
        words = _("A chart of this is drawn from {count} people on.")
        st.write(words.format(count=PEOPLE_FOR_A_CHART))
        return
    spread = {n: distribution(intakes[f"{n}_ug"].to_numpy()) for n in HEADLINES}
    for column, (nutrient, found) in zip(st.columns(len(spread)), spread.items(), strict=True):
        with column:
            title = _("{nutrient} from food").format(nutrient=NUTRIENT_NAMES[nutrient])
            st.subheader(title, anchor=False)
            _show_histogram(nutrient, found)
    st.write(
        _("The dotted line is the middle person: half of the people have less, half have more.")
    )
    show_table(
        [
            {
                _("From food, µg a day"): NUTRIENT_NAMES[nutrient],
                _("Middle person"): micrograms(found.median),
                _("8 in 10 people"): span(found.p10, found.p90),
                _("Highest"): micrograms(found.highest),
            }
            for nutrient, found in spread.items()
        ],
        _("How the intakes are spread, by nutrient"),
    )


def show_warnings(intakes: "pd.DataFrame") -> None:
    """What deserves a second look: each warning in words, how many people, and the first ids."""
    st.header(_("What to look at again"), anchor=False)
    lists = intakes["warnings"].str.split(";")
    times = Counter(code for codes in lists for code in codes if code)
    without = sum(codes == [""] for codes in lists)
    st.write(
        ngettext(
            "Without a warning: {without} of {count} person. A warning changes nothing in the "
            "figures.",
            "Without a warning: {without} of {count} people. A warning changes nothing in the "
            "figures.",
            len(intakes),
        ).format(without=whole(without), count=whole(len(intakes)))
    )
    rows = []
    for code, words in WARNING_TEXT.items():
        if times[code]:
            has = [code in codes for codes in lists]
            ids = intakes.loc[has, "respondent_id"].head(IDS_SHOWN)
            more = ", …" if times[code] > IDS_SHOWN else ""
            rows.append(
                {
                    _("Warning"): _("{warning} In the file: `{code}`").format(
                        warning=words, code=code
                    ),
                    _("People"): whole(times[code]),
                    _("Who"): _(", ").join(map(_short_id, ids)) + more,
                }
            )
    if rows:
        with st.container(key="kd-warnings"):
            show_table(rows, _("Warnings, with the number of people they are about"))


def _show_histogram(nutrient: str, found: Distribution) -> None:
    title = _("{nutrient} from food").format(nutrient=NUTRIENT_NAMES[nutrient])
    bars = [
        charts.Bar(
            _("{amount} µg or more").format(amount=micrograms(b.low))
            if math.isinf(b.high)
            else _("{low} to {high} µg").format(low=micrograms(b.low), high=micrograms(b.high)),
            b.low,
            b.high,
            b.people,
        )
        for b in found.bins
    ]
    st.plotly_chart(
        charts.histogram(bars, found.median, charts.COLOURS[nutrient], _("µg a day")),
        key=f"many-{nutrient}",
        config=charts.CONFIG,
        alt=_(
            "{title}. Half of the people have {range} µg a day, the middle one {median}; the "
            "highest is {highest}."
        ).format(
            title=title,
            range=span(found.p25, found.p75),
            median=micrograms(found.median),
            highest=micrograms(found.highest),
        ),
    )
    last = found.bins[-1]
    if math.isinf(last.high):
        st.write(
            ngettext(
                "The last bar holds everyone from {amount} µg up: {count} person.",
                "The last bar holds everyone from {amount} µg up: {count} people.",
                last.people,
            ).format(amount=micrograms(last.low), count=whole(last.people))
        )


def _show_faults(error: ResponsesError) -> None:
    st.error(
        _(
            "{file} cannot be scored, so there is no result. Here is the first fault of each "
            "column."
        ).format(file=as_markdown(file_name(error.name))),
        icon=":material/edit:",
    )
    show_faults(error.faults[:RESPONSE_FAULTS_SHOWN], "person", _("Faults of the responses file"))
    more = len(error.faults) - RESPONSE_FAULTS_SHOWN
    if more > 0:
        st.write(
            ngettext(
                "{count} more column has a fault.", "{count} more columns have faults.", more
            ).format(count=whole(more))
        )


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
