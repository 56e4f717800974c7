"""The part of plotly.js that we ship is what static/plotly/README.md says, and what charts load."""

import gzip
import re
from hashlib import sha256
from pathlib import Path

import plotly

from tests.conftest import ROOT
from ui.components import plot

FOLDER = ROOT / "static" / "plotly"
(PACKED,) = FOLDER.glob("*.gz")
SCRIPT = gzip.decompress(PACKED.read_bytes())


def version_of(script: bytes) -> str:
    return re.search(rb"plotly\.js (?:\(basic - minified\) )?v([\d.]+)\n", script)[1].decode()


def test_the_library_is_the_one_whose_sum_and_version_are_told():
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"`{sha256(SCRIPT).hexdigest()}`" in told
    assert f"`{PACKED.name}`" in told
    assert version_of(SCRIPT) == plot.VERSION
    assert PACKED.name.split("-")[2].removesuffix(".min.js.gz") == plot.VERSION
    assert f"app/static/plotly/{PACKED.name}" == plot.LIBRARY


def test_it_is_the_version_whose_figures_the_tests_check():
    whole = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    assert version_of(whole.read_bytes()[:400]) == plot.VERSION


def test_it_lies_there_with_its_licence():
    licence = (FOLDER / "LICENSE.txt").read_text(encoding="utf-8")
    assert licence.startswith("MIT License")
    assert b"Licensed under the MIT license" in SCRIPT[:400]
