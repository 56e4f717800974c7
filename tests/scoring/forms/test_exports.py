"""What a form tool exports of our form is scored as it is: no mapping, no column left out by hand.

The exports are laid out as the tools write them: ODK Central with the path of groups and a column
for each note, KoboToolbox with semicolons and several answers split, REDCap with checkboxes split
and its own columns, SurveyJS as a list of `survey.data`.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet
import pytest

from scoring import FoodTable, estimate
from scoring.batch.score_files import score_file
from scoring.exchange.names import without_dots
from scoring.forms.questionnaire import Choice, Form, Note, questionnaire_form
from scoring.forms.redcap import redcap_fields
from scoring.questionnaire.labels import without_signs
from tests.conftest import ROOT
from tests.scoring.forms.filled import FILLINGS, MEANT, unanswered

FOODS = FoodTable.load(ROOT / "foods.csv")
PEOPLE = [dict(filling) | {"safety_signs": ["heart"]} for filling in FILLINGS]
for person in PEOPLE:
    if person.get("eggs") == "never":
        person.pop("eggs.portion", None)  # no tool keeps what it no longer asks


@pytest.fixture(scope="module")
def form() -> Form:
    return questionnaire_form(FOODS, ["en"])


def text(value: object) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)


def of_odk(form: Form, path: Path) -> None:
    names = {
        item.name: f"page_{section.name}-{without_dots(item.name)}"
        for section in form.sections
        for item in section.items
    }
    header = ["SubmissionDate", *names.values(), "meta-instanceID", "KEY", "Status", "FormVersion"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        for number, person in enumerate(PEOPLE):
            cells = {names[name]: text(value) for name, value in person.items()}
            writer.writerow(cells | {"KEY": f"uuid:{number}", "FormVersion": form.version})


def of_kobo(form: Form, path: Path) -> None:
    header = ["start", "end"]
    for item in form.items:
        name = without_dots(item.name)
        if isinstance(item, Note):
            continue
        header.append(name)
        if isinstance(item, Choice) and item.many:
            header += [f"{name}/{code}" for code in item.options]
    header += ["_id", "_uuid", "_submission_time", "_validation_status", "__version__", "_index"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, "", delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        for number, person in enumerate(PEOPLE, start=1):
            cells = {without_dots(name): text(value) for name, value in person.items()}
            split = {f"safety_signs/{code}": "0" for code in ("bleeding", "excess_vitamin_d")}
            writer.writerow(cells | split | {"safety_signs/heart": "1", "_id": 100 + number})


def of_redcap(form: Form, path: Path) -> None:
    names, split = [], {}
    for row in redcap_fields(form):
        name = row["Variable / Field Name"]
        if row["Field Type"] == "checkbox":
            choices = row["Choices, Calculations, OR Slider Labels"].split(" | ")
            columns = [f"{name}___{choice.partition(',')[0]}" for choice in choices]
            split |= dict.fromkeys(columns, "0")
            names += columns
        elif row["Field Type"] != "descriptive":
            names.append(name)
    names = [names[0], "redcap_survey_identifier", "kdcheck_timestamp", *names[1:]]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*names, "kdcheck_complete"], "")
        writer.writeheader()
        for person in PEOPLE:
            cells = {
                without_dots(name): without_signs(value) if name in FOODS else value
                for name, value in person.items()
                if name not in ("respondent_id", "safety_signs")
            }
            cells |= split | {"safety_signs___heart": "1", "record_id": person["respondent_id"]}
            cells |= {"kdcheck_timestamp": "2026-11-29 09:04:12", "kdcheck_complete": "2"}
            writer.writerow(cells)


def of_surveyjs(form: Form, path: Path) -> None:
    path.write_text(json.dumps(PEOPLE), encoding="utf-8")


@pytest.mark.parametrize(
    ("export", "name"),
    [
        (of_odk, "submissions.csv"),
        (of_kobo, "kobo.csv"),
        (of_redcap, "redcap.csv"),
        (of_surveyjs, "surveyjs.json"),
    ],
)
def test_an_export_is_scored_without_a_mapping(
    form, tmp_path, export: Callable[[Form, Path], None], name: str
):
    export(form, tmp_path / name)
    score_file(FOODS, tmp_path / name, tmp_path / "intakes.parquet")
    rows = pyarrow.parquet.read_table(tmp_path / "intakes.parquet").to_pylist()
    assert [row["respondent_id"] for row in rows] == ["a1", "007", "1E5"]
    for row, answers in zip(rows, MEANT, strict=True):
        assert row["unanswered"] == unanswered(FOODS, answers)
        assert row["d_supplement_ug"] == answers.supplements.per_day["d"]
        for nutrient, intake in estimate(FOODS, answers).intakes.items():
            assert row[f"{nutrient}_ug"] == pytest.approx(intake.central)
