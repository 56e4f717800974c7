"""What one person's answers come to and what must not be shown to them, each worked out once."""

from dataclasses import dataclass
from functools import cached_property

from ..countries import INTERNATIONAL
from ..foods.table import FoodTable
from ..intake.estimate import Estimate, estimate
from ..intake.sensitivity import Narrowing, what_would_narrow
from ..questionnaire.answers import Answers
from .references import EVERYBODYS_AUTHORITY
from .safety import (
    Hold,
    Notice,
    Place,
    Rule,
    SafetyAnswers,
    Situation,
    applying_rules,
    held_by,
    notices_of,
)


@dataclass(frozen=True)
class Assessment:
    """One person's answers and all that follows from them.

    What follows is worked out when it is first asked for, and kept. A hold that the result brings
    is among `holds` from the start, so nobody can forget it.

    Attributes:
        foods: The foods that the person was asked.
        answers: About foods of that table, with supplements.
        safety: What the person said before the questionnaire.
        country: Where the person eats, one of COUNTRIES, or INTERNATIONAL.
        authority: Whose reference values the person compares with, a key of AUTHORITIES.
    """

    foods: FoodTable
    answers: Answers
    safety: SafetyAnswers
    country: str = INTERNATIONAL
    authority: str = EVERYBODYS_AUTHORITY

    @cached_property
    def estimate(self) -> Estimate:
        """The intakes, µg a day.

        Raises:
            AnswersError: An answer about a food that is not in the table.
        """
        return estimate(self.foods, self.answers)

    @cached_property
    def situation(self) -> Situation:
        """What the rules look at besides the safety answers."""
        return Situation.of(self.estimate, self.foods, self.country, self.authority)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The safety rules that apply to the safety answers and to the result."""
        return applying_rules(self.safety, self.situation)

    @cached_property
    def holds(self) -> frozenset[Hold]:
        """What must not be shown to this person."""
        return held_by(self.rules)

    def notices_for(self, place: Place) -> tuple[Notice, ...]:
        """The notices that belong in a place, urgent ones first."""
        return tuple(notice for notice in notices_of(self.rules) if place in notice.places)

    def narrowing(self, nutrient: str) -> tuple[Narrowing, ...]:
        """What would narrow the likely range of one of TOTALS, best first."""
        return what_would_narrow(self.foods, self.answers, nutrient, estimated=self.estimate)
