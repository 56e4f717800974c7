"""What the tests of the pages share: visitors, and the app on a small table with round numbers."""

from collections.abc import Iterator

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import app_test

from scoring import FoodTable
from tests.conftest import ROOT
from tests.pages.visitor import Visitor
from ui import session

SMALL_FOODS = ROOT / "tests" / "scoring" / "small_foods.csv"


class ServedPages(PagesManager):
    """Takes the settings that a test run makes afresh, so that those of the server stay."""


@pytest.fixture(autouse=True)
def as_on_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each page through app.py, as a server does once its first visitor was there.

    AppTest forgets before each run that `st.navigation` was called, and would run a file of
    pages/ bare. The first visitor of a server is a matter for the browser tests.
    """
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    monkeypatch.setattr(app_test, "PagesManager", ServedPages)


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
    monkeypatch.setattr(session, "FOODS_CSV", SMALL_FOODS)
    session.our_food_table.clear()
    yield
    session.our_food_table.clear()


def frequencies(codes: dict[str, str]) -> dict[str, str]:
    """Answers as the state of a visit."""
    return {session.frequency_key(food_id): code for food_id, code in codes.items()}


def visit(page: str, **state: object) -> Visitor:
    visitor = Visitor(**state)
    visitor.open(page)
    return visitor
