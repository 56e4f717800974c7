"""How far two fillings of one person lie apart where nothing has changed, from published studies.

A study of a food list gives the correlation r of two fillings of the same people; another the mean
and the standard deviation of the intake, hence its log-SD s between people. Two fillings then
differ by a log-SD of s × sqrt(2 (1 − r)). The studies stand in repeatability.csv beside this
module. None was found for vitamin K2 alone; the one for K1 took all vitamin K together.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from ..files.data_files import DataFileError, check_opened, read_rows_in_english
from ..nutrients import TOTALS

REPEATABILITY_CSV = Path(__file__).with_name("repeatability.csv")
_COLUMNS = (
    *("nutrient", "r", "people", "r_ref_id"),
    *("mean_ug", "sd_ug", "spread_ref_id", "status"),
)


@dataclass(frozen=True)
class Repeatability:
    """How two fillings of the same people agreed.

    Attributes:
        nutrient: One of TOTALS.
        r: Correlation of the two fillings.
        people: How many filled in twice.
        log_sd: Log-SD of the ratio of two fillings.
        r_ref_id: Where the correlation was read, a key of the references.
        spread_ref_id: Where the spread of the intake between people was read.
    """

    nutrient: str
    r: float
    people: int
    log_sd: float
    r_ref_id: str
    spread_ref_id: str

    def factor(self, z: float) -> float:
        """How many times one filling may be as high as the other.

        Args:
            z: Half-width of the range in log-SDs, from `scoring.intake.estimate.range_z`.
        """
        return math.exp(z * self.log_sd)


@lru_cache(maxsize=1)
def load_repeatability() -> Mapping[str, Repeatability]:
    """What studies found, by nutrient; a nutrient without a study has no entry.

    Raises:
        DataFileError: A row breaks the rules of the file.
    """
    found = {}
    for number, row in enumerate(read_rows_in_english(REPEATABILITY_CSV, _COLUMNS), start=2):
        check_opened(REPEATABILITY_CSV, number, row["status"])
        try:
            r, mean, sd = float(row["r"]), float(row["mean_ug"]), float(row["sd_ug"])
            people = int(row["people"])
        except ValueError as error:
            raise DataFileError(f"{REPEATABILITY_CSV.name}, row {number}: {error}.") from error
        if row["nutrient"] not in TOTALS or not (0 < r < 1 and mean > 0 and sd > 0):
            raise DataFileError(f"{REPEATABILITY_CSV.name}, row {number}: nutrient, r or spread.")
        log_sd = math.sqrt(2 * (1 - r) * math.log1p((sd / mean) ** 2))
        found[row["nutrient"]] = Repeatability(
            row["nutrient"], r, people, log_sd, row["r_ref_id"], row["spread_ref_id"]
        )
    return MappingProxyType(found)
