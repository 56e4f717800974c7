"""Made-up responses of many people, for teaching and for measuring speed. Nobody's real answers.

What is assumed, all of it ours and none of it a survey:

- Everybody has one of the diets of typical_diets.csv; DIET_SHARES says how many have which.
- A food of the diet is eaten as often as there, or one or two steps of the scale more or less
  (STEP_SHARES), within the scale. Of the other foods each is eaten now and then (OTHER_SHARES),
  except what the diet avoids (AVOIDED_TAGS); natto and what is seldom eaten anywhere
  hardly by anybody (NATTO_SHARES). A food
  that none of the diets knows, from a table of a user's own, is eaten by ANY_FOOD_SHARES.
- Men eat large portions more often than women (PORTION_SHARES).
- Most people leave one answer in a hundred blank, one person in fifty a fifth of them.
- Age is spread evenly from 18 to 79. A few women of 20 to 44 are pregnant or breastfeeding.
- A quarter take vitamin D, few take vitamin K (SUPPLEMENTS). Foods are independent of each other
  beyond what the diet brings.
- Countries take turns, some people each; one turn in sixteen names none. What people eat does not
  depend on them.

The same seed gives the same people, as far as the version of numpy does.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..countries import COUNTRY_CODES, INTERNATIONAL
from ..exchange.names import COUNTRY, RESPONDENT, response_columns
from ..foods.table import FoodTable
from ..nutrients import NUTRIENTS, SUPPLEMENTED
from ..questionnaire.answers import FREQUENCY_CODES, PORTION_CODES
from ..validation.diets import load_typical_diets
from .arrays import number_array, text_array, truth_array
from .score_files import Progress
from .template import refuse_to_replace
from .write import WholeFile, require_extension

_PEOPLE_AT_ONCE = 32_768
"""How many people are made in one go: with another number a seed would make other people."""

DIET_SHARES = {
    "omnivore_nl": 0.18,
    "omnivore_us": 0.18,
    "german": 0.14,
    "rarely_cooks": 0.12,
    "mediterranean": 0.10,
    "nordic": 0.08,
    "elderly_small": 0.06,
    "vegetarian_uk": 0.05,
    "oily_fish": 0.03,
    "cheese_lover": 0.02,
    "vegan": 0.02,
    "meat_and_eggs": 0.01,
    "japan_natto": 0.01,
}
AVOIDED_TAGS = {
    "vegan": frozenset({"animal"}),
    "vegetarian_uk": frozenset({"meat", "fish"}),
}

STEP_SHARES = {-2: 0.15, -1: 0.25, 0: 0.40, 1: 0.15, 2: 0.05}
# From "never" to "4 or more times a day".
OTHER_SHARES = (0.85, 0.09, 0.035, 0.017, 0.008, 0, 0, 0, 0)
NATTO_SHARES = (0.99, 0.01, 0, 0, 0, 0, 0, 0, 0)
ANY_FOOD_SHARES = (0.35, 0.18, 0.16, 0.12, 0.09, 0.04, 0.04, 0.015, 0.005)

SEX_SHARES = {"female": 0.51, "male": 0.46, "": 0.03}
# Small, medium, large, and no answer, which counts as medium.
PORTION_SHARES = {
    "female": (0.28, 0.45, 0.17, 0.10),
    "male": (0.14, 0.45, 0.31, 0.10),
    "": (0.21, 0.45, 0.24, 0.10),
}
AGES = (18, 79)
LIFE_STAGE_AGES = (20, 44)
LIFE_STAGE_SHARES = {"": 0.94, "pregnant": 0.03, "lactating": 0.03}
AGE_BLANK_SHARE = 0.02
BLANK_SHARE = 0.01
HASTY_SHARE = 0.02
HASTY_BLANK_SHARE = 0.20

SUPPLEMENTS: Mapping[str, Mapping[str, float]] = {
    "k1": {"": 0.92, "25": 0.05, "75": 0.03},
    "mk4": {"": 0.995, "100": 0.004, "1000": 0.001},
    "mk7": {"": 0.95, "45": 0.02, "90": 0.02, "180": 0.01},
    "d": {"": 0.75, "5": 0.07, "10": 0.07, "20": 0.04, "25": 0.05, "50": 0.015, "100": 0.005},
}
"""Text of the answer, amount a day, and how many give it; nobody takes any other nutrient."""


PEOPLE_OF_ONE_COUNTRY = 5
"""So many made-up people follow each other before the next country begins."""


def simulate_file(
    foods: FoodTable, people: int, path: str | Path, seed: int = 1, progress: Progress | None = None
) -> None:
    """Write the responses of made-up people, CSV or Parquet by its extension.

    Args:
        foods: The foods that are asked about.
        people: How many.
        path: The file to write.
        seed: The same seed gives the same people.
        progress: Told how far the writing is.

    Raises:
        ScoringError: There is such a file already, or it cannot be written.
    """
    path = Path(path)
    require_extension(path)
    refuse_to_replace(path)
    # Blank is an empty text: columns without null are read twice as fast.
    schema = pa.schema(
        [pa.field(name, pa.string(), nullable=False) for name in response_columns(foods)]
    )
    with WholeFile(path, schema) as file:
        for piece, start in enumerate(range(0, people, _PEOPLE_AT_ONCE)):
            count = min(_PEOPLE_AT_ONCE, people - start)
            rng = np.random.default_rng([seed, piece])
            table = _simulated(foods, start, count, rng).cast(schema)
            file.write(file.encoded(table))
            if progress is not None:
                progress(start + count, (start + count) / people)


def _simulated(foods: FoodTable, start: int, people: int, rng: np.random.Generator) -> pa.Table:
    """The responses of some people, the first of whom is number `start`, counted from 0."""
    numbers = pc.utf8_lpad(
        number_array(np.arange(start + 1, start + people + 1)).cast("string"), 9, "0"
    )
    letter, blank = text_array(["P", ""])
    sexes = list(SEX_SHARES)
    sex = _drawn(rng, list(SEX_SHARES.values()), people)
    age = np.floor(AGES[0] + rng.random(people) * (AGES[1] + 1 - AGES[0])).astype(np.int64)
    is_blank = truth_array(rng.random(people) < AGE_BLANK_SHARE)
    age_text = pc.if_else(is_blank, blank, number_array(age).cast("string"))
    stage = _drawn(rng, list(LIFE_STAGE_SHARES.values()), people)
    youngest, oldest = LIFE_STAGE_AGES
    stage[(sex != sexes.index("female")) | (age < youngest) | (age > oldest)] = 0
    columns = {
        RESPONDENT: pc.binary_join_element_wise(letter, numbers, blank),
        "sex": _texts(sexes, sex),
        "age": age_text,
        "life_stage": _texts(list(LIFE_STAGE_SHARES), stage),
    }
    countries = [INTERNATIONAL, *COUNTRY_CODES]
    country = np.arange(start, start + people) // PEOPLE_OF_ONE_COUNTRY % len(countries)
    columns[COUNTRY] = _texts(countries, country)

    frequency = _frequencies(foods, people, rng)
    portion_shares = np.array([PORTION_SHARES[code] for code in sexes])[sex]
    blank_share = np.where(rng.random(people) < HASTY_SHARE, HASTY_BLANK_SHARE, BLANK_SHARE)
    unanswered, no_portion = len(FREQUENCY_CODES), len(PORTION_CODES)
    for food, codes in zip(foods, frequency, strict=True):
        portion = (rng.random(people)[:, None] >= portion_shares.cumsum(axis=1)[:, :-1]).sum(axis=1)
        blank = rng.random(people) < blank_share
        columns[food.food_id] = _texts([*FREQUENCY_CODES, ""], np.where(blank, unanswered, codes))
        portion[blank | (codes == 0)] = no_portion  # nobody is asked for a portion of nothing
        columns[f"{food.food_id}.portion"] = _texts([*PORTION_CODES, ""], portion)
    for nutrient in SUPPLEMENTED:
        shares = SUPPLEMENTS.get(nutrient, {"": 1.0})
        taken = _drawn(rng, list(shares.values()), people)
        columns[NUTRIENTS[nutrient].supplement_column] = _texts(list(shares), taken)
    return pa.table(columns)


def _frequencies(foods: FoodTable, people: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Places in FREQUENCY_CODES, foods × people."""
    diets = load_typical_diets()
    usual = {
        diet: {food: FREQUENCY_CODES.index(a.frequency) for food, a in diets[diet].eats.items()}
        for diet in DIET_SHARES
    }
    known = {food for diet in usual.values() for food in diet}
    diet_of = _drawn(rng, list(DIET_SHARES.values()), people)
    codes = np.empty((len(foods), people), dtype=np.intp)
    for n, food in enumerate(foods):
        step = np.array(list(STEP_SHARES))[_drawn(rng, list(STEP_SHARES.values()), people)]
        if food.food_id not in known:
            shares = ANY_FOOD_SHARES
        else:
            is_seldom = food.is_natto or food.food_id in foods.seldom_eaten
            shares = NATTO_SHARES if is_seldom else OTHER_SHARES
        other = _drawn(rng, shares, people)
        in_diet = np.array([usual[diet].get(food.food_id, 0) for diet in DIET_SHARES])[diet_of]
        avoids = [bool(AVOIDED_TAGS.get(d, frozenset()) & set(food.tags)) for d in DIET_SHARES]
        eaten = np.clip(in_diet + step, 0, len(FREQUENCY_CODES) - 1)
        codes[n] = np.where(in_diet > 0, eaten, np.where(np.array(avoids)[diet_of], 0, other))
    return codes


def _drawn(rng: np.random.Generator, shares: Sequence[float], people: int) -> NDArray[np.intp]:
    """Which of the shares each person falls into, by number."""
    return np.searchsorted(np.cumsum(shares)[:-1], rng.random(people), side="right")


def _texts(codes: list[str], numbers: NDArray[np.intp]) -> pa.Array:
    return text_array(codes).take(number_array(numbers))
