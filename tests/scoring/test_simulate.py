"""Made-up responses: the same for the same seed, scored without a fault, believable."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest

from scoring import FoodTable, languages, score_responses
from scoring.__main__ import main
from scoring.batch.pieces import PIECE_PEOPLE
from scoring.batch.simulate import DIET_SHARES, STEP_SHARES, SUPPLEMENTS, simulate_file
from scoring.errors import ScoringError
from scoring.exchange.names import response_columns
from scoring.validation.diets import load_typical_diets

FOODS = FoodTable.load(Path(__file__).parent.parent.parent / "foods.csv")
SMALL_FOODS = Path(__file__).with_name("small_foods.csv")
SMALL = FoodTable.load(SMALL_FOODS)
PEOPLE = 3000


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    path = tmp_path_factory.mktemp("simulated") / "r.parquet"
    simulate_file(FOODS, PEOPLE, path)
    return pd.read_parquet(path)


def test_everybody_has_every_column_and_can_be_scored(people):
    assert tuple(people.columns) == response_columns(FOODS)
    assert people["respondent_id"].is_unique
    assert len(score_responses(FOODS, people)) == PEOPLE


def test_intakes_lie_where_surveys_found_them(people):
    """Means of surveys: K1 67 to 257 µg, K2 29 µg in the Netherlands; D some µg from food."""
    median = score_responses(FOODS, people)[["k1_ug", "k2_ug", "d_ug"]].median()
    assert 67 < median["k1_ug"] < 257
    assert 20 < median["k2_ug"] < 45
    assert 2 < median["d_ug"] < 8


def test_vegans_eat_nothing_of_animals(people):
    animal = [food.food_id for food in FOODS if "animal" in food.tags]
    without = people[animal].isin(["never", ""]).all(axis=1).mean()
    assert DIET_SHARES["vegan"] / 2 < without < DIET_SHARES["vegan"] * 3


def test_shares_add_up_and_diets_exist():
    assert set(DIET_SHARES) <= set(load_typical_diets())
    for shares in (DIET_SHARES, STEP_SHARES, *SUPPLEMENTS.values()):
        assert sum(shares.values()) == pytest.approx(1)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_same_seed_makes_the_same_people(tmp_path, ending):
    count = PIECE_PEOPLE + 10
    files = []
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        files.append(tmp_path / f"{name}.{ending}")
        simulate_file(SMALL, count, files[-1], seed)
    first, again, other = (path.read_bytes() for path in files)
    assert first == again != other
    if ending == "parquet":
        table = pyarrow.parquet.read_table(files[0])
        assert table.num_rows == count
        assert table.slice(0, 10).drop(["respondent_id"]) != table.slice(PIECE_PEOPLE, 10).drop(
            ["respondent_id"]
        )


def test_a_file_that_is_there_is_kept(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("answers")
    with pytest.raises(ScoringError, match="exists already, and may hold answers"):
        simulate_file(SMALL, 10, path)
    assert path.read_text() == "answers"


def test_the_command_says_what_it_made(tmp_path, capsys):
    out = str(tmp_path / "r.csv")
    foods = ["--foods", str(SMALL_FOODS)]
    assert main(["simulate", "--people", "1200", "--out", out, "--seed", "7", *foods]) == 0
    assert capsys.readouterr().out == f"{out}: made-up responses of 1,200 people, seed 7\n"
    with pytest.raises(SystemExit, match="2"):
        main(["simulate", "--people", "0", "--out", out, *foods])
    assert "found '0'; allowed: a whole number from 1 up" in capsys.readouterr().err


def test_the_people_are_the_same_in_every_language(tmp_path):
    simulate_file(FOODS, 40, tmp_path / "english.csv", seed=3)
    languages.use("nl")
    try:
        simulate_file(FOODS, 40, tmp_path / "dutch.csv", seed=3)
    finally:
        languages.use(languages.ENGLISH)
    assert (tmp_path / "dutch.csv").read_bytes() == (tmp_path / "english.csv").read_bytes()
