"""Imports run one way, in no circle, and widget state has one owner.

pages -> ui -> report -> content, workshop -> scoring. Nothing below ui knows Streamlit.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
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
    "scoring/languages": {"scoring", "app", "pages", "ui", "report", "content", "workshop"}
    | SCREEN,
}


def imported_modules(source: str, package: tuple[str, ...] = ()) -> set[str]:
    """The dotted names that a module imports, wherever in it the import stands.

    package: the package of the module, from which relative imports count. A name taken from a
    module is given behind it too, since it may be a module of its own.
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *filter(None, [node.module])))
            names.add(module)
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


def imported_packages(source: str) -> set[str]:
    return {name.partition(".")[0] for name in imported_modules(source, ("scoring", "room"))}


def modules(place: str) -> list[Path]:
    return [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py"))


def dotted(path: Path) -> tuple[str, ...]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def house() -> Mapping[str, set[str]]:
    """Each module of the house with the modules of the house that it imports."""
    paths = [path for place in FORBIDDEN for path in modules(place)]
    names = {".".join(dotted(path)) for path in paths}
    found = {}
    for path in paths:
        own = dotted(path)
        package = own if path.name == "__init__.py" else own[:-1]
        wanted = imported_modules(path.read_text(encoding="utf-8"), package)
        found[".".join(own)] = wanted & names - {".".join(own)}
    return found


WIDGET_STATE = {"session_state", "query_params"}


def touches_widget_state(source: str) -> bool:
    """Whether a module reads or writes what Streamlit keeps of a visit, by whatever name."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr in WIDGET_STATE)
        or (isinstance(node, ast.ImportFrom) and any(a.name in WIDGET_STATE for a in node.names))
        for node in ast.walk(ast.parse(source))
    )


def circles(arrows: Mapping[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """The groups of modules that reach each other, by Tarjan's algorithm."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []

    def visit(module: str) -> Iterator[tuple[str, ...]]:
        number[module] = lowest[module] = len(number)
        stack.append(module)
        for other in sorted(arrows[module]):
            if other not in number:
                yield from visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], number[other])
        if lowest[module] == number[module]:
            group = tuple(stack[stack.index(module) :])
            del stack[stack.index(module) :]
            if len(group) > 1:
                yield tuple(sorted(group))

    for module in sorted(arrows):
        if module not in number:
            yield from visit(module)


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("import streamlit as st", {"streamlit"}),
        ("import os, ui.charts", {"os", "ui"}),
        ("from pages.results import show", {"pages"}),
        ("def draw():\n    from plotly import graph_objects", {"plotly"}),
        ("if TYPE_CHECKING:\n    import ui", {"ui"}),
        ("from ..foods import FoodTable", {"scoring"}),
    ],
)
def test_imports_are_seen_in_every_form(source, packages):
    assert imported_packages(source) == packages


def test_a_relative_import_names_the_module_it_leads_to():
    found = imported_modules("from ..foods.table import Food", ("scoring", "intake"))
    assert "scoring.foods.table" in found


@pytest.mark.parametrize("place", FORBIDDEN)
def test_layer_imports_only_what_lies_below_it(place):
    files = modules(place)
    assert files, f"no Python file in {place}"
    wrong = {}
    for file in files:
        package = file.relative_to(ROOT).parent.parts
        found = imported_modules(file.read_text(encoding="utf-8"), package)
        if place == "scoring/languages":
            found = {name for name in found if not name.startswith("scoring.languages")}
        if bad := {name.partition(".")[0] for name in found} & FORBIDDEN[place]:
            wrong[file.relative_to(ROOT).as_posix()] = sorted(bad)
    assert wrong == {}


def test_no_modules_import_each_other_in_a_circle():
    assert list(circles(house())) == []


def test_a_circle_is_found():
    assert list(circles({"a": {"b"}, "b": {"c"}, "c": {"b"}})) == [("b", "c")]


@pytest.mark.parametrize(
    ("source", "touches"),
    [
        ("st.session_state['a'] = 1", True),
        ("found = streamlit.session_state.get('a')", True),
        ("from streamlit import session_state as kept", True),
        ("st.query_params.clear()", True),
        ("from streamlit.runtime.state.session_state import WStates", False),
        ("'session_state'", False),
    ],
)
def test_touching_widget_state_is_seen(source, touches):
    assert touches_widget_state(source) is touches


def test_only_ui_session_touches_widget_state():
    touching = {
        path.relative_to(ROOT).as_posix()
        for place in FORBIDDEN
        for path in modules(place)
        if touches_widget_state(path.read_text(encoding="utf-8"))
    }
    assert "ui/session/visit.py" in touching
    assert {path for path in touching if not path.startswith("ui/session/")} == set()


def test_run_py_needs_nothing_installed():
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    assert imported_packages(source) <= sys.stdlib_module_names
