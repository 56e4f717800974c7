"""The parts of Many clients: a responses file in, the intakes of everyone out."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from content.numbers import micrograms, span
from content.words import HEADLINES, NUTRIENT_NAMES
from scoring import languages
from scoring.batch.distribution import Distribution, distribution
from scoring.batch.score_files import Progress, Tally
from scoring.batch.uploads import Look, Scored, Upload, look_at, score_uploads, sorted_out
from scoring.errors import RESPONSE_FAULTS_SHOWN, Fault, ResponsesError, ScoringError
from scoring.exchange.dictionary import NO_DICTIONARY, read_dictionary
from scoring.exchange.mapping import FileMapping, MappingError, read_mapping
from scoring.foods.table import FoodTable
from scoring.intake.warnings import WARNING_TEXT
from scoring.languages import _, ngettext, whole
from ui import charts, many_mapping, press, session
from ui.faults import show_faults
from ui.plot import show_chart
from ui.save import save_button
from ui.session.many import Kept
from ui.tables import show_table
from ui.text import as_markdown, file_name

if TYPE_CHECKING:
    import pandas as pd

PEOPLE_FOR_A_CHART = 10
IDS_SHOWN = 5
ID_CHARACTERS = 30
FIRST_PEOPLE = 5


def looked_at(foods: FoodTable, kept: Kept) -> Look | None:
    """What the files say of themselves, and a mapping or dictionary that came with them.

    None where there is nothing to ask.

    Raises:
        ScoringError: A file has faults.
    """
    responses, mappings, dictionaries = sorted_out(kept.files)
    if not responses:
        fault = Fault(0, "", _("no responses"), _("a responses file"))
        raise ResponsesError(kept.files[0].name, [fault])
    dictionary = NO_DICTIONARY
    if dictionaries:
        dictionary = read_dictionary(dictionaries[0].data, dictionaries[0].name)
    look = look_at(foods, responses, dictionary)
    if look is None or not mappings:
        return look
    headers = [column.header for column in look.columns]
    mapping = read_mapping(mappings[0].data, mappings[0].name, foods, headers)
    return replace(look, mapping=mapping)


def show_kept(kept: Kept, foods: FoodTable) -> None:
    """Show what came of the files of this visit, or what has to be said before."""
    names = _(", ").join(as_markdown(file_name(file.name)) for file in kept.files)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(names)
        press.button(_("Remove"), session.many.remove, icon=":material/delete:", key="many-remove")
    found = kept.scored
    if found is None:
        try:
            found = _scored(kept, foods)
        except (ResponsesError, MappingError) as error:
            _show_faults(error.name, error.faults, foods)
        except ScoringError as error:
            st.error(as_markdown(str(error)), icon=":material/edit:")
        if found is not None:
            session.many.keep_result(found, foods)
    if found is not None and kept.is_confirmed:
        st.button(
            _("Look at the columns again"),
            on_click=session.many.look_again,
            icon=":material/undo:",
            key="many-look-again",
        )
    if found is not None:
        _show_result(found, foods)


def _scored(kept: Kept, foods: FoodTable) -> Scored | None:
    """The intakes, or None while something is to be said about the columns."""
    responses = sorted_out(kept.files)[0]
    mapping = kept.mapping
    if not kept.is_confirmed:
        look = kept.look if kept.look_language == languages.current() else None
        look = look or looked_at(foods, kept)
        if look is not None:
            session.many.keep_look(look)
            many_mapping.show(look, mapping or look.mapping, foods)
            return None
        mapping = None
    return _with_bar(foods, responses, mapping)


def _show_result(found: Scored, foods: FoodTable) -> None:
    if found.intakes.empty:
        st.write(_("The file has a header and no people, so there is nothing to score."))
        return
    show_files(found, foods)
    show_how_it_was_read(found.tally)
    show_first_people(found.intakes)
    show_distribution(found.intakes)
    show_warnings(found.intakes)


def show_how_it_was_read(tally: Tally) -> None:
    """What was special about the file, who had not finished, and what was not used."""
    if tally.read_as:
        st.write(as_markdown("; ".join(tally.read_as)))
    if tally.unfinished:
        words = ngettext(
            "{count} person had not come to the end of the form: what they left open is "
            "unanswered.",
            "{count} people had not come to the end of the form: what they left open is "
            "unanswered.",
            tally.unfinished,
        )
        st.write(words.format(count=whole(tally.unfinished)))
    if tally.remarks:
        st.write(
            _(
                "These cells could not be used, and the people are scored all the same; where the "
                "country is not known, with the international figures."
            )
        )
        first = [remark.first for remark in tally.remarks]
        show_faults(first, "person", _("Cells that were not used"))


def _with_bar(foods: FoodTable, responses: Sequence[Upload], mapping: FileMapping | None) -> Scored:
    """Score files while a bar shows how far it is."""
    place = st.empty()
    bar = place.progress(0.0, _("Reading the file …"))

    def show_progress(people: int, share: float) -> None:
        words = ngettext("Scored {count} person …", "Scored {count} people …", people)
        bar.progress(share, words.format(count=whole(people)))

    try:
        return score_uploads(foods, responses, _each_percent(show_progress), mapping)
    finally:
        place.empty()


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
        save_button(
            _("Intakes as CSV"),
            found.csv,
            "intakes.csv",
            kind="primary",
            key="many-csv",
        )
        save_button(
            _("Intakes as Parquet"),
            found.parquet,
            "intakes.parquet",
            key="many-parquet",
        )
    st.markdown(
        _(
            "One row a person, in your order, in µg a day. An apostrophe in the CSV file before a "
            "text such as `=1+1` keeps a spreadsheet from running it; the Parquet file has your "
            "ids as they are."
        )
    )
    if found.intakes["k1_not_asked_ug"].notna().any():
        st.write(
            _(
                "The figures on this page hold an allowance for foods that were not asked. In the "
                "files it has columns of its own, `_not_asked_ug`, beside the sum over the foods "
                "of the list and the total of both."
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
                    amount=micrograms(row[f"{n}_total_ug"]),
                    range=span(row[f"{n}_total_low"], row[f"{n}_total_high"]),
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
    spread = {n: distribution(intakes[f"{n}_total_ug"].to_numpy()) for n in HEADLINES}
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
    show_chart(
        charts.histogram(bars, found.median, charts.COLOURS[nutrient], _("µg a day")),
        key=f"many-{nutrient}",
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


def _show_faults(name: str, faults: Sequence[Fault], foods: FoodTable) -> None:
    st.error(
        _(
            "{file} cannot be scored, so there is no result. Here is the first fault of each "
            "column."
        ).format(file=as_markdown(file_name(name))),
        icon=":material/edit:",
    )
    show_faults(faults[:RESPONSE_FAULTS_SHOWN], "person", _("Faults of the responses file"))
    more = len(faults) - RESPONSE_FAULTS_SHOWN
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
