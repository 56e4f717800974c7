"""The allowance for foods that are not asked, worked out from published shares and intakes.

For a country and a nutrient it is the share of the intake that the list lacks × the mean intake.

- The share comes from source_shares.csv: groups that the list lacks; those that it carries in part,
  as far as it does not; and what a source leaves open, which the list may carry or not. The middle
  of the lowest and the highest share counts. Sources that state less than half of an intake are
  left out. Where no source tells of a country, the mean of all countries stands in.
- The mean intake comes from population_intakes.csv: the mean of its groups of people of that
  country, a median where no mean was published; where there is none, the mean of all countries.
- Its log-SD holds two things: the share, uniform from the lowest to the highest, and how far people
  differ, which is the middle of the published standard deviations. For MK-4, MK-7 and the other
  forms those of K2 stand in.

Where nobody published shares of a form of K2, there is no allowance for it.

`python -m scoring build` writes the figures to `scoring/intake/not_asked.csv`.
"""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from ..countries import COUNTRIES, INTERNATIONAL
from ..foods.table import FoodTable
from ..guidance.references import PopulationIntake, load_population_intakes
from ..intake.not_asked import COLUMNS, NOT_ASKED_CSV
from ..nutrients import NUTRIENTS, STORED, WHOLES
from .coverage import SourceCoverage, source_coverage


@dataclass(frozen=True)
class _Share:
    """The share of an intake that the list lacks, percent, and what it follows from."""

    low: float
    high: float
    sources: tuple[str, ...]
    carried_by: tuple[str, ...]

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


def write_allowances(foods: FoodTable, path: Path = NOT_ASKED_CSV) -> None:
    """Write not_asked.csv anew.

    Args:
        foods: Our foods, of which source_shares.csv tells.
        path: Where to.
    """
    path.write_text(allowances_text(foods), encoding="utf-8")


def allowances_text(foods: FoodTable) -> str:
    """The text of not_asked.csv: the international rows first, then the countries by their code.

    A country has a row where a share or a mean intake was published for it. `share_from` and
    `intake_from` hold its code where its own figure counts, and nothing where that of all countries
    stands in. `carried_by` names the foods that a list must hold for the allowance to fit.
    """
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    covered = source_coverage(foods)
    for nutrient in STORED:
        shares = _shares([c for c in covered if c.nutrient == nutrient])
        if not shares:
            continue
        intakes = _intakes([i for i in load_population_intakes() if i.nutrient == nutrient])
        people = _log_sd_between_people(nutrient)
        for country in (INTERNATIONAL, *sorted(COUNTRIES)):
            own_share, own_intake = country in shares, country in intakes
            if country == INTERNATIONAL or own_share or own_intake:
                share = shares[country if own_share else INTERNATIONAL]
                intake, sources = intakes[country if own_intake else INTERNATIONAL]
                log_sd = math.hypot(_log_sd_of(share), people)
                writer.writerow(
                    {
                        "country": country,
                        "nutrient": nutrient,
                        "ug_per_day": f"{share.middle / 100 * intake:.4g}",
                        "log_sd": f"{log_sd:.3f}" if share.middle else "0",
                        "missing_percent": f"{share.middle:.1f}",
                        "missing_low_percent": f"{share.low:.1f}",
                        "missing_high_percent": f"{share.high:.1f}",
                        "mean_intake_ug": f"{intake:.4g}",
                        "share_from": country if own_share else INTERNATIONAL,
                        "intake_from": country if own_intake else INTERNATIONAL,
                        "carried_by": ";".join(share.carried_by),
                        "source_keys": ";".join(dict.fromkeys((*share.sources, *sources))),
                    }
                )
    return file.getvalue()


def _shares(covered: Sequence[SourceCoverage]) -> dict[str, _Share]:
    """The share that the list lacks, by country; that of all where there is any."""
    by_country: dict[str, list[SourceCoverage]] = {}
    for one in covered:
        if one.tells_what_is_missing:
            for code in one.country_codes or (one.country,):
                by_country.setdefault(code, []).append(one)
    found = {code: _share_of(ones) for code, ones in by_country.items()}
    if found:
        found[INTERNATIONAL] = _Share(
            low=fmean(share.low for share in found.values()),
            high=fmean(share.high for share in found.values()),
            sources=tuple(dict.fromkeys(s for share in found.values() for s in share.sources)),
            carried_by=tuple(
                dict.fromkeys(f for share in found.values() for f in share.carried_by)
            ),
        )
    return found


def _share_of(ones: Sequence[SourceCoverage]) -> _Share:
    return _Share(
        low=fmean(one.missing_low_percent for one in ones),
        high=fmean(one.missing_high_percent for one in ones),
        sources=tuple(dict.fromkeys(one.source.source_key for one in ones)),
        carried_by=tuple(dict.fromkeys(f for one in ones for f in one.food_ids)),
    )


def _intakes(groups: Sequence[PopulationIntake]) -> dict[str, tuple[float, tuple[str, ...]]]:
    """The mean intake, µg a day, and its sources, by country; that of all countries too."""
    codes = {country.name: country.code for country in COUNTRIES.values()}
    by_country: dict[str, list[tuple[float, str]]] = {}
    for group in groups:
        amount = group.mean_ug if group.mean_ug is not None else group.percentiles.get(50)
        if amount is not None:
            country = codes.get(group.country, group.country)
            by_country.setdefault(country, []).append((amount, group.ref_id))
    found = {
        country: (fmean(amount for amount, _ in own), tuple(dict.fromkeys(ref for _, ref in own)))
        for country, own in by_country.items()
    }
    if found:
        refs = dict.fromkeys(ref for _, own in found.values() for ref in own)
        found[INTERNATIONAL] = (fmean(amount for amount, _ in found.values()), tuple(refs))
    return found


def _log_sd_of(share: _Share) -> float:
    """Log-SD of a share that is uniform from its low to its high; 0 for none."""
    if not share.middle:
        return 0.0
    variance = (share.high - share.low) ** 2 / 12
    return math.sqrt(math.log1p(variance / share.middle**2))


def _log_sd_between_people(nutrient: str) -> float:
    """How far people differ in an intake: the middle of the groups with a published SD."""
    of = next(whole for whole in WHOLES if nutrient in NUTRIENTS[whole].stored)
    return median(
        math.sqrt(math.log1p((group.sd_ug / group.mean_ug) ** 2))
        for group in load_population_intakes()
        if group.nutrient == of and group.sd_ug is not None and group.mean_ug
    )
