"""The questionnaire: the frequency and portion scales, and what one person answers."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from numbers import Integral, Real

from ..errors import AnswersError, did_you_mean, found_and_allowed, shown
from ..frozen import ReadOnlyMappings
from ..languages import N_, Words, _, whole
from ..nutrients import IU_PER_UG_D, NUTRIENTS, SUPPLEMENTED, WHOLES


@dataclass(frozen=True)
class Frequency:
    """How often a food is eaten in a usual week over the past month.

    Attributes:
        code: What stands in files.
        label: In English; `languages` has it in others.
        servings_per_week: What the central estimate counts.
        class_low: Fewest servings a week that people mean by this answer.
        class_high: Most servings a week that they mean.
    """

    code: str
    label: str
    servings_per_week: float
    class_low: float
    class_high: float


@dataclass(frozen=True)
class Portion:
    """Size of a serving.

    Attributes:
        code: What stands in files.
        label: In English; `languages` has it in others.
        factor: How many medium servings of the food it is.
    """

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

UG_PER_IU_D = 1 / IU_PER_UG_D
"""One international unit of vitamin D is 0.025 µg (1 µg = 40 IU)."""

_SUPPLEMENT_RANGES = Words(
    {
        "ug": N_("a number from 0 to {most} µg a day"),
        "mg": N_("a number from 0 to {most} mg a day"),
    }
)
_SUPPLEMENT_RANGES_OR_EMPTY = Words(
    {
        "ug": N_("empty, or a number from 0 to {most} µg a day"),
        "mg": N_("empty, or a number from 0 to {most} mg a day"),
    }
)


@dataclass(frozen=True)
class Answer:
    """How often a food is eaten, and in which portion.

        >>> Answer("2w", "L")
        Answer(frequency='2w', portion='L')

    Attributes:
        frequency: One of FREQUENCY_CODES.
        portion: One of PORTION_CODES.

    Raises:
        AnswersError: A code is unknown.
    """

    frequency: str
    portion: str = DEFAULT_PORTION

    def __post_init__(self) -> None:
        _require_code("frequency", self.frequency, FREQUENCY_CODES)
        _require_code("portion", self.portion, PORTION_CODES)


@dataclass(frozen=True)
class Supplements(ReadOnlyMappings):
    """Supplements of one person, kept apart from food.

        >>> taken = Supplements({"d": 25, "mk7": 45})
        >>> taken.per_day["d"], taken.per_day["k1"], taken.totals["k2"]
        (25, 0, 45.0)

    Attributes:
        per_day: Amount a day of each of SUPPLEMENTED in the unit of the nutrient, so vitamin D in
            µg and not in IU; what is not given is 0.

    Raises:
        AnswersError: A nutrient is not among SUPPLEMENTED, or an amount is no number from 0 to its
            `supplement_limit_per_day`.
    """

    per_day: Mapping[str, float] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for nutrient in self.per_day:
            _require_code("supplements", nutrient, SUPPLEMENTED)
        per_day = {nutrient: self.per_day.get(nutrient, 0) for nutrient in SUPPLEMENTED}
        for nutrient, amount in per_day.items():
            asked = NUTRIENTS[nutrient]
            if not (_is_number(amount) and 0 <= amount <= asked.supplement_limit_per_day):
                name = f"{nutrient}_{asked.unit}_per_day"
                place = _("Supplement {name}").format(name=name)
                allowed = supplement_range_text(nutrient)
                raise AnswersError(found_and_allowed(place, amount, allowed))
        object.__setattr__(self, "per_day", per_day)
        super().__post_init__()

    @property
    def totals(self) -> dict[str, float]:
        """Amount a day of each of WHOLES: MK-4 and MK-7 together are the `k2`."""
        return {
            total: float(sum(self.per_day.get(part, 0) for part in NUTRIENTS[total].stored))
            for total in WHOLES
        }


@dataclass(frozen=True)
class Profile:
    """Who answers, as far as told.

    Attributes:
        sex: One of SEXES; "" where not told.
        age: In years, within AGE_YEARS; None where not told.
        life_stage: One of LIFE_STAGES; "" where not told or for neither.

    Raises:
        AnswersError: A value is not among those, or a man has a life stage.
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
    """All answers of one person.

    Attributes:
        foods: The answer about each food by its id; a food that is missing is unanswered.
        supplements: What is taken beside food.
        profile: Who answers; it does not enter the estimate.

    Raises:
        AnswersError: Something in `foods` is no Answer.
    """

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


def supplement_range_text(nutrient: str, *, may_be_empty: bool = False) -> str:
    """The allowed range of a supplement in words."""
    asked = NUTRIENTS[nutrient]
    words = _SUPPLEMENT_RANGES_OR_EMPTY if may_be_empty else _SUPPLEMENT_RANGES
    return words[asked.unit].format(most=whole(asked.supplement_limit_per_day))


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
