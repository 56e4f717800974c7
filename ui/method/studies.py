"""How well questionnaires like this one do, as studies found."""

from itertools import groupby

import streamlit as st

from content.effects import ValidationStudy, validation_studies
from content.texts import method_text
from scoring.languages import _, figure
from ui.links import reference_link
from ui.text import as_markdown


def show_studies() -> None:
    """What studies found of questionnaires like this one."""
    st.header(_("How well such questionnaires do"), anchor=False)
    st.markdown(method_text("validity"))
    studies = groupby(validation_studies(), key=lambda study: (study.instrument, study.ref_id))
    for (instrument, ref_id), results in studies:
        name = f"**{as_markdown(instrument)}**"
        lines = [_("{name}: {value}").format(name=name, value=reference_link(ref_id))]
        lines += [f"- {_study_words(study)}" for study in results]
        st.markdown("\n".join(lines))


def _study_words(study: ValidationStudy) -> str:
    """One result of a study; a value with words in it is in the language already."""
    has_words = any(map(str.isalpha, study.value))
    found = f"{study.statistic} {study.value if has_words else figure(study.value)}"
    if not study.people:
        return _("{nutrient}, against {method}: {found}").format(
            nutrient=study.nutrient, method=study.against, found=found
        )
    return _("{nutrient}, against {method}, {people} people: {found}").format(
        nutrient=study.nutrient, method=study.against, people=study.people, found=found
    )
