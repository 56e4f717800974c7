"""The part of Many clients about two files of the same people: how far they agree."""

from collections.abc import Sequence
from copy import copy
from functools import partial

import numpy as np
import streamlit as st

from content.words import HEADLINES, NUTRIENT_NAMES
from scoring.agreement import words
from scoring.agreement.figures import Agreement, agreements, figures_table, pairs_table
from scoring.agreement.pairs import Pairs, paired_uploads
from scoring.batch.opened import READ_ENDINGS
from scoring.batch.uploads import MAX_MEGABYTES, Upload
from scoring.batch.write import csv_bytes
from scoring.errors import RESPONSE_FAULTS_SHOWN, ResponsesError, ScoringError
from scoring.foods.table import FoodTable
from scoring.languages import _, current
from ui import charts, session, upload
from ui.faults import show_faults
from ui.plot import show_chart
from ui.save import save_button
from ui.session.agreement import Outcome
from ui.tables import show_table
from ui.text import as_markdown, file_name

_DRAWN = 2_000
"""People in a picture; of more, every so many-th, in the order of the file."""


def show(foods: FoodTable) -> None:
    """Ask for two files, and show how far they agree."""
    with st.expander(
        _("Two files of the same people: how far do they agree?"), icon=":material/join:"
    ):
        st.write(
            _(
                "A questionnaire answered twice, or a questionnaire beside a diary: people are "
                "brought together by `respondent_id`. Each file holds answers, or intakes in µg a "
                "day in columns such as `k1_ug`. The same limits hold. What is worked out is kept "
                "for this visit only, and no longer than both files are here."
            )
        )
        given = [
            upload.ask(
                label,
                [ending.removeprefix(".") for ending in READ_ENDINGS],
                MAX_MEGABYTES,
                key=key,
            )
            for label, key in (
                (_("First file: the questionnaire"), session.agreement.FIRST_KEY),
                (_("Second file: the repeat, or the diary"), session.agreement.SECOND_KEY),
            )
        ]
        first, second = given
        if first is None or second is None:
            session.agreement.forget()
            return
        uploads = [Upload(file.name, file.getvalue()) for file in (first, second)]
        outcome = session.agreement.worked_out(
            (first.file_id, second.file_id, foods.version, current()),
            partial(_worked_out, foods, uploads),
        )
        match outcome:
            case ResponsesError(name=name, faults=faults):
                file = as_markdown(file_name(name))
                st.error(_("{file} cannot be compared.").format(file=file), icon=":material/edit:")
                faults = faults[:RESPONSE_FAULTS_SHOWN]
                show_faults(faults, "person", _("Faults of the responses file"))
            case ScoringError():
                st.error(as_markdown(str(outcome)), icon=":material/edit:")
            case pairs, found:
                _show_found(pairs, found)


def _worked_out(foods: FoodTable, uploads: Sequence[Upload]) -> Outcome:
    try:
        pairs = paired_uploads(foods, *uploads)
        return pairs, agreements(pairs)
    except ScoringError as error:
        return copy(error)  # without its traceback, which holds on to the files


def _show_found(pairs: Pairs, found: Sequence[Agreement]) -> None:
    for line in words.who_is_compared(pairs):
        st.write(as_markdown(line))
    by_nutrient = {own.nutrient: own for own in found}
    for nutrient in HEADLINES:
        if nutrient in by_nutrient:
            _show_nutrient(pairs, by_nutrient[nutrient])
    st.subheader(_("To paste into a paper"), anchor=False)
    st.write(
        _(
            "What STROBE-nut asks for about the method, the food table, its trial, who was left "
            "out and supplements (items nut-8.1, 8.2, 8.6, 13 and 16). Fill in what stands in [ ]."
        )
    )
    st.code("\n\n".join(words.sentences(pairs, found)), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        save_button(
            _("All figures as CSV"),
            csv_bytes(figures_table(found), None),
            "agreement.csv",
            key="agree-csv",
        )
        save_button(
            _("Both intakes as CSV, for R"),
            csv_bytes(pairs_table(pairs), None),
            "pairs.csv",
            key="agree-r",
        )
    st.markdown(
        _(
            "R packages for regression calibration, such as mecor, read the second file: "
            "`MeasError(k1_first_ln, reference = k1_second_ln)`. The logarithms are natural ones."
        )
    )


def _show_nutrient(pairs: Pairs, own: Agreement) -> None:
    name = NUTRIENT_NAMES[own.nutrient]
    st.subheader(name, anchor=False)
    for remark in words.remarks(own):
        st.write(remark)
    show_table(
        [{_("Figure"): figure, _("Value"): value} for figure, value in words.rows(own)],
        _("{nutrient}: how far the two files agree").format(nutrient=name),
    )
    limits = [own.ratio.mean.value, own.ratio.low.value, own.ratio.high.value]
    ratios = [value for value in limits if value is not None]
    if len(ratios) < len(limits):
        return
    first, second = pairs.intakes[own.nutrient]
    above = np.flatnonzero((first > 0) & (second > 0))
    drawn = above[:: -(-len(above) // _DRAWN)]
    people = list(zip(first[drawn].tolist(), second[drawn].tolist(), strict=True))
    names = (_("mean ratio"), _("lower limit"), _("upper limit"))
    show_chart(
        charts.ratios_of_two(
            people, list(zip(names, ratios, strict=True)), charts.COLOURS[own.nutrient]
        ),
        f"agree-{own.nutrient}",
        _(
            "{nutrient}: each person’s second intake to the first; mean ratio and limits {ratio}."
        ).format(nutrient=name, ratio=words.limits(own.ratio)),
    )
