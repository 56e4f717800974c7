"""Every nutrient of an estimate, each described once.

A further nutrient is an entry of NUTRIENTS and data: columns `<id>_<unit>`, `<id>_low` and
`<id>_high` in foods.csv, and records behind them. Whoever needs something that differs between
nutrients asks for it here.

    >>> NUTRIENTS["k2"].name, NUTRIENTS["k2"].unit_symbol, NUTRIENTS["k2"].parts
    ('Vitamin K2', 'µg', ('mk4', 'mk7', 'mkx'))
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .languages import N_, _

UNIT_SYMBOLS = MappingProxyType({"ug": "µg", "mg": "mg"})
"""The units that a nutrient may have: as columns of files name them, and as a reader meets them."""

IU_PER_UG_D = 40
"""International units of vitamin D in 1 µg."""

_UG_PER_UNIT = {"ug": 1.0, "mg": 1000.0}


@dataclass(frozen=True, kw_only=True)
class Nutrient:
    """One nutrient, or a sum of nutrients.

    Attributes:
        nutrient_id: A word that never changes; columns of files start with it.
        name_en: Its name in English, as on top of a chart; see `name`.
        lower_name_en: The same in the middle of a sentence; see `lower_name`.
        unit: Of its content in 100 g of a food and of an intake a day: one of UNIT_SYMBOLS.
        parts: Ids of the nutrients that add up to it, all in its unit. Empty for one of the food
            table itself.
        is_vitamin_k: Held back where a person must get no hint about vitamin K.
        sigma_floor: Least log-SD of an intake: how far the raw answers to a food-frequency
            questionnaire lie from better methods; see `raw_answer_log_sd`.
        resolution_per_100g: What laboratories and tables can tell apart in 100 g of a food: no
            range of a content is narrower on either side. 0 for a sum.
        most_per_100g: Content of a food above which a figure is a slip: more than any food holds;
            infinite for a sum.
        unusual_per_day: An intake from food above it deserves a second look.
        unusual_per_day_with: The same for people who eat a food with this tag, by tag.
        high_warning: Code of the warning about it; its words stand in
            `scoring.intake.warnings.WARNING_TEXT`.
        upper_level_per_day: Upper level for adults, food and supplements together; infinite where
            no authority has set one, and for a part of another nutrient.
        upper_level_warning: Code of the warning about an intake above that, with words there too.
        supplement_limit_per_day: Largest amount of a supplement that is accepted. No advice: it
            lies above every product on sale, so that a larger number is a slip of unit or of zeros.
            0 where no supplement is asked about.
        reference_ids: What reference values may be about that count it, in the order in which they
            are looked up.

    Raises:
        ValueError: The unit is not known.
    """

    nutrient_id: str
    name_en: str
    lower_name_en: str
    unit: str = "ug"
    parts: tuple[str, ...] = ()
    is_vitamin_k: bool = False
    sigma_floor: float
    resolution_per_100g: float = 0
    most_per_100g: float = math.inf
    unusual_per_day: float = math.inf
    unusual_per_day_with: Mapping[str, float] = field(default_factory=dict, hash=False)
    high_warning: str = ""
    upper_level_per_day: float = math.inf
    upper_level_warning: str = ""
    supplement_limit_per_day: float = 0
    reference_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.unit not in UNIT_SYMBOLS:
            raise ValueError(
                f"{self.nutrient_id}: unit {self.unit!r}; allowed: {', '.join(UNIT_SYMBOLS)}"
            )

    @property
    def name(self) -> str:
        """Its name in the language in use, as on top of a chart."""
        return _(self.name_en)

    @property
    def lower_name(self) -> str:
        """Its name in the language in use, as in the middle of a sentence."""
        return _(self.lower_name_en)

    @property
    def unit_symbol(self) -> str:
        """Its unit as a reader meets it: `µg` or `mg`."""
        return UNIT_SYMBOLS[self.unit]

    @property
    def ug_per_unit(self) -> float:
        """How many µg its unit is: 1 or 1,000."""
        return _UG_PER_UNIT[self.unit]

    @property
    def stored(self) -> tuple[str, ...]:
        """Ids of the nutrients of the food table that it is made of: its parts, or itself.

        >>> NUTRIENTS["k2"].stored, NUTRIENTS["d"].stored
        (('mk4', 'mk7', 'mkx'), ('d',))
        """
        return self.parts or (self.nutrient_id,)

    @property
    def columns(self) -> tuple[str, str, str]:
        """Columns of its central value and of the two ends of its range.

        >>> NUTRIENTS["k1"].columns
        ('k1_ug', 'k1_low', 'k1_high')
        """
        own = self.nutrient_id
        return f"{own}_{self.unit}", f"{own}_low", f"{own}_high"

    @property
    def not_asked_column(self) -> str:
        """Column of the allowance for foods that are not asked.

        >>> NUTRIENTS["k1"].not_asked_column
        'k1_not_asked_ug'
        """
        return f"{self.nutrient_id}_not_asked_{self.unit}"

    @property
    def total_columns(self) -> tuple[str, str, str]:
        """Columns of the foods of the list and that allowance together, and of its range.

        >>> NUTRIENTS["k1"].total_columns
        ('k1_total_ug', 'k1_total_low', 'k1_total_high')
        """
        own = f"{self.nutrient_id}_total"
        return f"{own}_{self.unit}", f"{own}_low", f"{own}_high"

    @property
    def supplement_column(self) -> str:
        """Column of a supplement in a responses file.

        >>> NUTRIENTS["d"].supplement_column
        'supplement.d_ug'
        """
        return f"supplement.{self.nutrient_id}_{self.unit}"


SPREAD_OF_ANSWERS = 1.1
"""How many times as much answers to a list of foods spread as intakes do, on the log scale: in the
one study of vitamin K that states both, 96.5 µg a day (SD 64.3) by a list of 54 foods and 80 µg
(SD 47.7) by seven days of records (`portugal2023`), log-SDs of 0.606 and 0.551."""


def raw_answer_log_sd(*, between_people: float, r: float, between_tables: float) -> float:
    """Log-SD of the error of a raw answer, one that is not drawn towards the average.

    Truth and answer have the log-SDs s and k s and the correlation r, so their difference has the
    variance s² (1 + k² − 2 k r), which is 2 s² (1 − r) where both spread alike; the difference
    between food tables comes on top. (The smaller s² (1 − r²) is the error that is left after
    regression, which the app does not do: its figure stays a sum that can be checked by hand.)

        >>> raw_answer_log_sd(between_people=0.50, r=0.60, between_tables=0.15)
        0.5

    Args:
        between_people: s, the log-SD of usual intakes between people.
        r: Correlation of lists of foods with better methods.
        between_tables: Log-SD between food tables.

    Returns:
        The log-SD to the nearest 0.05: its parts are not known better.
    """
    k = SPREAD_OF_ANSWERS
    variance = between_people**2 * (1 + k**2 - 2 * k * r) + between_tables**2
    return round(20 * math.sqrt(variance)) / 20


_K2_FLOOR = raw_answer_log_sd(between_people=0.45, r=0.50, between_tables=0.35)
"""Of K2 and each of its forms. No study of K2 that could be read states r: it is taken to be lower
than those of K1. Tables of K2 differ by a factor of two."""

_ALL = (
    Nutrient(
        nutrient_id="k1",
        name_en=N_("Vitamin K1"),
        lower_name_en=N_("vitamin K1"),
        is_vitamin_k=True,
        sigma_floor=raw_answer_log_sd(between_people=0.50, r=0.60, between_tables=0.15),
        resolution_per_100g=0.5,
        most_per_100g=5_000,  # Taiwan's tables: wheatgrass powder 2,827, the most of any food there
        unusual_per_day=1000,
        high_warning="k1_high",
        supplement_limit_per_day=20_000,
        reference_ids=("k1", "k_total"),
    ),
    Nutrient(
        nutrient_id="mk4",
        name_en=N_("MK-4"),
        lower_name_en=N_("MK-4"),
        is_vitamin_k=True,
        sigma_floor=_K2_FLOOR,
        resolution_per_100g=0.3,
        most_per_100g=1_000,  # Ciqual 2020: goose liver 369, the most of any food there
        supplement_limit_per_day=100_000,  # prescribed at 45,000 µg a day in Japan
    ),
    Nutrient(
        nutrient_id="mk7",
        name_en=N_("MK-7"),
        lower_name_en=N_("MK-7"),
        is_vitamin_k=True,
        sigma_floor=_K2_FLOOR,
        resolution_per_100g=0.3,
        most_per_100g=3_000,  # Sumi (1999): 1,750 in natto, the most of the strains tried
        supplement_limit_per_day=10_000,
    ),
    Nutrient(
        nutrient_id="mkx",
        name_en=N_("Other long-chain K2"),
        lower_name_en=N_("other long-chain K2"),
        is_vitamin_k=True,
        sigma_floor=_K2_FLOOR,
        resolution_per_100g=0.5,
        most_per_100g=1_000,  # Walther et al. (2021): 131 in cheese, all forms of K2 together
    ),
    Nutrient(
        nutrient_id="k2",
        name_en=N_("Vitamin K2"),
        lower_name_en=N_("vitamin K2"),
        parts=("mk4", "mk7", "mkx"),
        is_vitamin_k=True,
        sigma_floor=_K2_FLOOR,
        unusual_per_day=150,
        unusual_per_day_with={"natto": 600},
        high_warning="k2_high",
        reference_ids=("k2",),
    ),
    Nutrient(
        nutrient_id="d",
        name_en=N_("Vitamin D"),
        lower_name_en=N_("vitamin D"),
        sigma_floor=raw_answer_log_sd(between_people=0.51, r=0.60, between_tables=0.20),
        resolution_per_100g=0.1,
        most_per_100g=250,  # USDA SR28, NDB 04589: cod liver oil, the most of any food there
        unusual_per_day=25,
        high_warning="d_food_high",
        upper_level_per_day=100,  # EFSA (2023) and the US National Academies (2011), for adults
        upper_level_warning="d_above_ul",
        supplement_limit_per_day=2_500,
        reference_ids=("d",),
    ),
)

NUTRIENTS: Mapping[str, Nutrient] = MappingProxyType({n.nutrient_id: n for n in _ALL})
"""The nutrients of an estimate by their id, in the order of every output."""

TOTALS = tuple(NUTRIENTS)
"""Their ids, in that order: k1, mk4, mk7, mkx (the other long-chain forms), k2, d (D2 + D3)."""

STORED = tuple(n for n in TOTALS if not NUTRIENTS[n].parts)
"""Ids of those whose content the food table holds; the others are sums of these."""

WHOLES = tuple(n for n in TOTALS if not any(n in other.parts for other in _ALL))
"""Ids of those that are no part of another: k1, k2, d. They are told, compared and ranked by."""

SUPPLEMENTED = tuple(n for n in TOTALS if NUTRIENTS[n].supplement_limit_per_day)
"""Ids of those that a person is asked to name as a supplement."""

SUPPLEMENT_TOTALS = tuple(
    n for n in WHOLES if not set(SUPPLEMENTED).isdisjoint(NUTRIENTS[n].stored)
)
"""Ids of the sums of supplements that an estimate gives: k1, k2, d."""

VITAMIN_K = frozenset(n for n in TOTALS if NUTRIENTS[n].is_vitamin_k)
"""Ids of the forms of vitamin K and their sum."""

K_TOTAL = "k_total"
"""What some authorities and papers state: all forms of vitamin K as one figure. Reference values
and published figures may be about it; an estimate is not."""
