"""Both stores, real, and people who send."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from scoring import Answer, FoodTable
from tests.conftest import ROOT
from tests.postgres import Postgres, running_postgres
from workshop.store import Store, _metadata


class Clock:
    """Seconds since 1970 that pass when told."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_hours(self, hours: float) -> None:
        self.now += hours * 3600


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path) -> Iterator[str]:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/workshop.sqlite3"
        return
    server = request.getfixturevalue("postgres")
    yield server.url
    engine = sa.create_engine(server.url.replace("://", "+psycopg://"))
    _metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    made = Store(url, clock)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def foods() -> FoodTable:
    return FoodTable.load(ROOT / "tests" / "scoring" / "small_foods.csv")


def eats(**frequencies: str) -> dict[str, Answer]:
    return {food_id: Answer(code.replace("_", "-")) for food_id, code in frequencies.items()}
