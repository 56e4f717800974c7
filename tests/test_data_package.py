"""The food table travels alone: its descriptor is valid and true, and it says how to cite it."""

import csv
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
FILES = ("foods.csv", "sources.csv", "food_records.csv", "foods_by_country.csv", "seldom_eaten.csv")
PACKAGE = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def frictionless_finds_no_fault(folder: Path) -> bool:
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in (*FILES, "datapackage.json"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def test_the_descriptor_fits_the_files(copy):
    assert frictionless_finds_no_fault(copy)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("foods.csv", ",50,soy;natto,", ",fifty,soy;natto,"),
        ("food_records.csv", "natto,k1,", "nato,k1,"),
        ("sources.csv", "usda_sr28,table,", "usda_sr28,rumour,"),
    ],
)
def test_a_file_that_breaks_the_descriptor_is_found(copy, name, good, bad):
    text = (copy / name).read_text(encoding="utf-8")
    assert good in text
    (copy / name).write_text(text.replace(good, bad, 1), encoding="utf-8")
    assert not frictionless_finds_no_fault(copy)


def test_every_file_and_column_is_described():
    assert [resource["path"] for resource in PACKAGE["resources"]] == list(FILES)
    for resource in PACKAGE["resources"]:
        with (ROOT / resource["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == header
        assert all(field["description"] for field in fields)


def test_version_licence_and_citation_agree():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= citation.keys()
    assert citation["version"] == PACKAGE["version"] == VERSION
    assert citation["license"] == "Apache-2.0"
    assert str(citation["date-released"]) in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [licence["name"] for licence in PACKAGE["licenses"]] == ["CC-BY-4.0"]
