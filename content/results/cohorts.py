"""An intake beside what studied groups of people eat."""

from dataclasses import dataclass

from content.numbers import span, with_unit
from content.results.difference import nutrients_beside
from scoring.guidance.assessment import Assessment
from scoring.guidance.references import PopulationIntake, load_population_intakes
from scoring.intake.not_asked import WholeIntake
from scoring.languages import N_, _

HELD_BACK = N_(
    "With your medicine, what counts is a steady diet, so your vitamin K is not set beside "
    "other people's or beside reference values."
)
"""What stands in the place of the comparison for people on a vitamin K antagonist."""

NINE_IN_TEN = N_("Diamond and line: an average, and nine in ten people where that is known")
"""What the marks of the groups mean."""

MIDDLE = N_(
    "Diamond and line: an average, or the middle person where no average is known, and nine in ten "
    "people where that is known"
)
"""The same where no average is known of some."""


@dataclass(frozen=True)
class Cohort:
    """A studied group.

    Attributes:
        group: The group as its source has it.
        who: Which people, and where.
        middle, low, high: µg a day: the mean, or the middle person where none is known. It stands
            for both ends where nobody tells what nine in ten of them eat.
        about: The middle in words, with its unit.
        nine_in_ten: How much nine in ten of them eat, µg without the unit; empty where unknown.
    """

    group: PopulationIntake
    who: str
    middle: float
    low: float
    high: float
    about: str
    nine_in_ten: str

    @property
    def drawn(self) -> bool:
        """Whether it may stand in the chart: its figure was published as such."""
        return not self.group.computed

    @property
    def people(self) -> int:
        """How many they are; 0 where the source does not say."""
        return self.group.n or 0


@dataclass(frozen=True)
class BesideCohorts:
    """A person's intake of a nutrient and every group whose intake was observed."""

    mine: WholeIntake
    cohorts: tuple[Cohort, ...]

    @property
    def drawn(self) -> tuple[Cohort, ...]:
        """The groups that stand in the chart: of each country the one of most people."""
        largest: dict[str, Cohort] = {}
        for cohort in self.cohorts:
            before = largest.get(cohort.group.country)
            if cohort.drawn and (before is None or cohort.people > before.people):
                largest[cohort.group.country] = cohort
        return tuple(largest.values())

    @property
    def legend(self) -> str:
        """What the marks of the drawn groups mean."""
        averages = all(cohort.group.mean_ug is not None for cohort in self.drawn)
        return _(NINE_IN_TEN if averages else MIDDLE)


def beside_cohorts(person: Assessment, nutrient: str) -> BesideCohorts | None:
    """The comparison for this person; None where it could read as a hint to eat more or less.

    Args:
        person: Whose intake.
        nutrient: One of HEADLINES.
    """
    if nutrient not in nutrients_beside(person.holds):
        return None
    found = (_cohort(g) for g in load_population_intakes() if g.nutrient == nutrient)
    return BesideCohorts(
        mine=person.estimate.wholes[nutrient],
        cohorts=tuple(cohort for cohort in found if cohort is not None),
    )


def _cohort(group: PopulationIntake) -> Cohort | None:
    middle = group.percentiles.get(50) if group.mean_ug is None else group.mean_ug
    if middle is None:
        return None
    known = {5, 95} <= group.percentiles.keys()
    low, high = (group.percentiles[5], group.percentiles[95]) if known else (middle, middle)
    return Cohort(
        group=group,
        who=_(", ").join((group.population, group.country)),
        middle=middle,
        low=low,
        high=high,
        about=with_unit(middle),
        nine_in_ten=span(low, high) if known else "",
    )
