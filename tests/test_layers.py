"""Imports run one way: pages -> ui -> report -> content, workshop -> scoring -> languages.

Nothing below ui knows Streamlit.
"""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCREEN = {"streamlit", "plotly", "altair"}
FORBIDDEN = {
    "app.py": {"app", "pages"},
    "pages": {"app", "pages"},  # a page is run, never imported
    "ui": {"app", "pages"},
    "report": {"app", "pages", "ui", "workshop"} | SCREEN,
    "content": {"app", "pages", "ui", "report", "workshop"} | SCREEN,
    "workshop": {"app", "pages", "ui", "report", "content"} | SCREEN,
    "scoring": {"app", "pages", "ui", "report", "content", "workshop"} | SCREEN,
    "languages": {"app", "pages", "ui", "report", "content", "workshop", "scoring"} | SCREEN,
}


def imported_packages(source: str) -> set[str]:
    """Return the top-level names that a module imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module.partition(".")[0])
    return names


def modules(place: str) -> list[Path]:
    return [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py"))


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("import streamlit as st", {"streamlit"}),
        ("import os, ui.charts", {"os", "ui"}),
        ("from pages.results import show", {"pages"}),
        ("def draw():\n    from plotly import graph_objects", {"plotly"}),
        ("if TYPE_CHECKING:\n    import ui", {"ui"}),
        ("from .foods import FoodTable", set()),
    ],
)
def test_imports_are_seen_in_every_form(source, packages):
    assert imported_packages(source) == packages


@pytest.mark.parametrize("place", FORBIDDEN)
def test_layer_imports_only_what_lies_below_it(place):
    files = modules(place)
    assert files, f"no Python file in {place}"
    wrong = {
        file.relative_to(ROOT).as_posix(): sorted(found)
        for file in files
        if (found := imported_packages(file.read_text(encoding="utf-8")) & FORBIDDEN[place])
    }
    assert wrong == {}


def test_run_py_needs_nothing_installed():
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    assert imported_packages(source) <= sys.stdlib_module_names
