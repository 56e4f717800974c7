"""What the scoring tests share: a small food table with round numbers, and ways to change it."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring import FoodTable

HERE = Path(__file__).parent
SMALL_FOODS = HERE / "small_foods.csv"

WriteTable = Callable[..., Path]


@pytest.fixture(scope="session")
def foods() -> FoodTable:
    return FoodTable.load(SMALL_FOODS)


@pytest.fixture
def write_table(tmp_path: Path) -> WriteTable:
    """Write the small table with some cells of natto (line 2 of the file) changed."""

    def write(**cells: str) -> Path:
        with SMALL_FOODS.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        rows[0].update(cells)
        path = tmp_path / "foods.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write
