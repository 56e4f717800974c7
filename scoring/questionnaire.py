"""The questionnaire: the frequency and portion scales, and what one person answers."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from numbers import Integral, Real

from languages import N_, _, whole
from scoring.errors import AnswersError, did_you_mean, found_and_allowed, shown
from scoring.frozen import ReadOnlyMappings


@dataclass(frozen=True)
class Frequency:
    """How often a food is eaten in a usual week over the past month.

    label: in English; `languages` has it in others.
    servings_per_week: what the central estimate counts.
    class_low, class_high: servings a week that people mean by this answer, from and to.
    """

    code: str
    label: str
    servings_per_week: float
    class_low: float
    class_high: float


@dataclass(frozen=True)
class Portion:
    """Size of a serving, as a multiple of the food's medium serving."""

    code: str
    label: str
    factor: float


FREQUENCIES = (
    Frequency("never", N_("never, or less than once a month"), 0, 0, 0),
    Frequency("1-3m", N_("1–3 times a month"), 0.5, 0.25, 0.75),
    Frequency("1w", N_("once a week"), 1, 0.75, 1.5),
    Frequency("2w", N_("twice a week"), 2, 1.5, 2.5),
    Frequency("3-4w", N_("3–4 times a week"), 3.5, 2.5, 4.5),
    Frequency("5-6w", N_("5–6 times a week"), 5.5, 4.5, 6.5),
    Frequency("1d", N_("once a day"), 7, 6.5, 10.5),
    Frequency("2-3d", N_("2–3 times a day"), 17.5, 10.5, 24.5),
    Frequency("4+d", N_("4 or more times a day"), 31.5, 24.5, 42),
)
PORTIONS = (
    Portion("S", N_("small"), 0.5),
    Portion("M", N_("medium"), 1),
    Portion("L", N_("large"), 1.5),
)
FREQUENCY_CODES = tuple(frequency.code for frequency in FREQUENCIES)
PORTION_CODES = tuple(portion.code for portion in PORTIONS)
DEFAULT_PORTION = "M"

UNANSWERED = 0
"""Number that stands for no answer in arrays of frequencies; FREQUENCIES are numbered from 1."""

NEVER = 1
"""Number of the answer `never` in such arrays; the numbers above it are foods that are eaten."""

SEXES = ("", "female", "male")
LIFE_STAGES = ("", "pregnant", "lactating")
AGE_YEARS = (18, 120)
"""Youngest and oldest age; the questionnaire is for adults."""

UG_PER_IU_D = 0.025
"""One international unit of vitamin D is 0.025 µg (1 µg = 40 IU)."""

SUPPLEMENT_LIMITS_UG_PER_DAY = {"k1": 20_000.0, "mk4": 100_000.0, "mk7": 10_000.0, "d": 2_500.0}
"""Largest amount accepted, µg a day. Not advice: each lies above every product on sale (MK-4 is
prescribed at 45,000 µg a day in Japan), so that a larger number is a slip of unit or of zeros."""


@dataclass(frozen=True)
class Answer:
    """How often a food is eaten, and in which portion. Raises AnswersError for an unknown code."""

    frequency: str
    portion: str = DEFAULT_PORTION

    def __post_init__(self) -> None:
        _require_code("frequency", self.frequency, FREQUENCY_CODES)
        _require_code("portion", self.portion, PORTION_CODES)


@dataclass(frozen=True)
class Supplements:
    """Supplements, µg a day of each form; vitamin D in µg, not IU. Kept apart from food.

    Raises AnswersError for anything but a number from 0 to SUPPLEMENT_LIMITS_UG_PER_DAY.
    """

    k1_ug_per_day: float = 0
    mk4_ug_per_day: float = 0
    mk7_ug_per_day: float = 0
    d_ug_per_day: float = 0

    def __post_init__(self) -> None:
        for nutrient, limit in SUPPLEMENT_LIMITS_UG_PER_DAY.items():
            name = f"{nutrient}_ug_per_day"
            value = getattr(self, name)
            if not (_is_number(value) and 0 <= value <= limit):
                place = _("Supplement {name}").format(name=name)
                allowed = supplement_range_text(nutrient)
                raise AnswersError(found_and_allowed(place, value, allowed))


@dataclass(frozen=True)
class Profile:
    """Who answers, as far as told: sex, age in years, life stage.

    Raises AnswersError for a value outside SEXES, AGE_YEARS or LIFE_STAGES, and for a man with
    a life stage.
    """

    sex: str = ""
    age: int | None = None
    life_stage: str = ""

    def __post_init__(self) -> None:
        _require_code("sex", self.sex, SEXES)
        _require_code("life_stage", self.life_stage, LIFE_STAGES)
        if self.age is not None and not _is_adult_age(self.age):
            raise AnswersError(found_and_allowed(_("Profile age"), self.age, age_text()))
        if self.sex == "male" and self.life_stage:
            place = _("Profile life_stage")
            allowed = _(MALE_LIFE_STAGE_TEXT)
            raise AnswersError(found_and_allowed(place, self.life_stage, allowed))


@dataclass(frozen=True)
class Answers(ReadOnlyMappings):
    """All answers of one person. A food that is missing from `foods` is unanswered."""

    foods: Mapping[str, Answer]
    supplements: Supplements = field(default_factory=Supplements)
    profile: Profile = field(default_factory=Profile)

    def __post_init__(self) -> None:
        super().__post_init__()
        for food_id, answer in self.foods.items():
            if not isinstance(answer, Answer):
                raise AnswersError(f"Food {shown(food_id)}: found {shown(answer)}; allowed: Answer")


MALE_LIFE_STAGE_TEXT = N_("empty where sex is male")


def age_text() -> str:
    """The allowed ages in words."""
    youngest, oldest = AGE_YEARS
    return _("empty, or a whole number of years from {youngest} to {oldest}").format(
        youngest=youngest, oldest=oldest
    )


def supplement_range_text(nutrient: str) -> str:
    """The allowed range of a supplement in words."""
    most = whole(SUPPLEMENT_LIMITS_UG_PER_DAY[nutrient])
    return _("a number from 0 to {most} µg a day").format(most=most)


def codes_text(codes: Iterable[str]) -> str:
    """The allowed codes of a scale in words."""
    return ", ".join(code or _("empty") for code in codes)


def _require_code(name: str, value: object, codes: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in codes:
        allowed = f"{codes_text(codes)}.{did_you_mean(str(value), codes)}"
        raise AnswersError(found_and_allowed(name, value, allowed))


def _is_number(value: object) -> bool:
    if not isinstance(value, Real) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond every float
        return False


def _is_adult_age(value: object) -> bool:
    youngest, oldest = AGE_YEARS
    return (
        isinstance(value, Integral)
        and not isinstance(value, bool)
        and youngest <= int(value) <= oldest
    )
