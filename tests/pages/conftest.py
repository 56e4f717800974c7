"""What the tests of the pages share: visitors, and the app on a small table with round numbers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import app_test

from scoring import FoodTable
from tests.conftest import ROOT
from tests.pages.visitor import Visitor
from ui import session

FAST = ("before_you_start", "learn", "questionnaire", "results", "welcome")
"""The pages whose tests are in the fast part; those of all of them together take too long."""

SMALL_FOODS = ROOT / "tests" / "scoring" / "small_foods.csv"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        here = Path(__file__).parent == item.path.parent
        if here and item.path.stem.removeprefix("test_") not in FAST:
            item.add_marker(pytest.mark.slow)


class ServedPages(PagesManager):
    """Takes the settings that a test run makes afresh, so that those of the server stay."""


class OwnComponents(BidiComponentManager):
    """Knows the components that the app makes; the app uses none of an installed package.

    A look at all installed packages, which a server takes once, costs more than most pages.
    """

    def discover_and_register_components(self, *, start_file_watching: bool = True) -> None:
        pass


@pytest.fixture(autouse=True, scope="module")
def as_on_a_server() -> Iterator[None]:
    """Run each page through app.py, as a server does once its first visitor was there.

    AppTest forgets before each run that `st.navigation` was called, and would run a file of
    pages/ bare. The first visitor of a server is a matter for the browser tests.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PagesManager, "uses_pages_directory", False)
        patch.setattr(app_test, "PagesManager", ServedPages)
        patch.setattr(app_test, "BidiComponentManager", OwnComponents)
        yield
    _shared.clear()


@pytest.fixture(scope="session")
def foods() -> FoodTable:
    """The food table of the app."""
    return FoodTable.load(ROOT / "foods.csv")


@pytest.fixture
def all_once_a_week(foods: FoodTable) -> dict[str, str]:
    """Every food of the app's table, eaten once a week."""
    return frequencies({food.food_id: "1w" for food in foods})


@pytest.fixture
def small_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app runs on five foods whose sums can be done in the head."""
    monkeypatch.setattr(session.tables, "FOODS_CSV", SMALL_FOODS)
    session.tables.our_foods.clear()
    yield
    session.tables.our_foods.clear()


def frequencies(codes: dict[str, str]) -> dict[str, str]:
    """Answers as the state of a visit."""
    return {f"frequency-{food_id}": code for food_id, code in codes.items()}


def visit(page: str, **state: object) -> Visitor:
    return Visitor(page, **state)


_shared: dict[tuple[Path, str, frozenset[tuple[str, object]]], Visitor] = {}


def shared_visit(page: str, **state: object) -> Visitor:
    """The one visit of this kind of a module of tests, which only read the page."""
    kind = (session.tables.FOODS_CSV, page, frozenset(state.items()))
    if kind not in _shared:
        _shared[kind] = visit(page, **state)
        _shared[kind].app.shared = True
    return _shared[kind]
