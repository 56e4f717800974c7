"""What one run of the app knows of its visitor: read from widget state once, then unchanging."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import streamlit as st

from scoring import Answer, Answers, FoodTable, countries, languages
from scoring.countries import INTERNATIONAL
from scoring.errors import AnswersError, found_and_allowed
from scoring.foods.records import Record
from scoring.guidance.assessment import Assessment
from scoring.guidance.references import EVERYBODYS_AUTHORITY
from scoring.guidance.safety import (
    Hold,
    Notice,
    Place,
    Rule,
    SafetyAnswers,
    Situation,
    applying_rules,
    held_by,
    life_stage_of,
    notices_of,
)
from scoring.intake.estimate import Estimate
from scoring.languages import _
from scoring.questionnaire.answers import (
    Profile,
    Supplements,
    age_text,
    supplement_range_text,
)
from ui.questionnaire.amounts import AmountFault, TypedAmount, age_years, ug_per_day
from ui.questionnaire.message import CHOSE_NONE, TypedProfile
from ui.session.authority import authority_in
from ui.session.said import Said
from ui.session.said import now as said_now
from ui.session.seat import SEAT_KEY, SENT_KEY, WORKSHOP_KEY
from ui.session.tables import OwnFoodTable, our_foods, our_foods_of, our_records, own_in

if TYPE_CHECKING:
    from workshop.store import Session

PAGE_VISIT_KEY = "visit-of-page"


@dataclass(frozen=True)
class Visit:
    """What a person has said, as it stood when it was read, and all that follows from it.

    What follows is worked out when it is first asked for, and kept.

    Attributes:
        foods: The food table in use, ours with the contents of the country.
        own_table: The table that the visitor brought, None where ours is in use.
        asked: The foods this person is asked: all of them, or the sections that their workshop
            chose.
        given: Every answer about a food of the table in use, by its id.
        not_counted: Ids of foods with an answer that are not in that table.
        typed_supplements: Amounts by nutrient, as they were typed.
        typed_profile: Sex, age and life stage, as they were typed.
        safety: What was said before the questionnaire.
        notices_read: Ids of the notices that the person said they have read.
        example: Name of the example person whose answers are open; empty for one's own.
        seat_key: Key of the seat in a workshop, also while the seat is not found again yet.
        workshop: The workshop that the person has joined.
        sent: The answers that the class has of this person, None where it has none.
        country: The country that was chosen, else the guessed one; INTERNATIONAL for none.
        authority: Whose reference values count, a key of AUTHORITIES.
        said_country: What was said of the country, as in a message.
    """

    foods: FoodTable
    own_table: OwnFoodTable | None
    asked: FoodTable
    given: Mapping[str, Answer]
    not_counted: tuple[str, ...]
    typed_supplements: Mapping[str, TypedAmount]
    typed_profile: TypedProfile
    safety: SafetyAnswers
    notices_read: frozenset[str]
    example: str
    seat_key: str | None
    workshop: "Session | None"
    sent: Mapping[str, Answer] | None
    country: str = INTERNATIONAL
    authority: str = EVERYBODYS_AUTHORITY
    said_country: str = ""

    @property
    def chosen_country(self) -> str | None:
        """The country that the person chose, INTERNATIONAL for none of them; None for no choice."""
        return INTERNATIONAL if self.said_country == CHOSE_NONE else self.said_country or None

    @property
    def records(self) -> Mapping[tuple[str, str], tuple[Record, ...]]:
        """The records behind each figure, by food and nutrient; none for a visitor's table."""
        return our_records() if self.own_table is None else {}

    @property
    def asks_everything(self) -> bool:
        """Whether the person is asked all foods, so that the figures are of a whole week."""
        return self.asked is self.foods

    @property
    def seated(self) -> bool:
        """Whether the person has a seat in a workshop that is still there as far as is known."""
        return self.seat_key is not None and self.workshop is not None

    @property
    def has_answers(self) -> bool:
        """Whether the person answered anything about food or supplements."""
        return bool(self.given) or any(self._amounts.values())

    def answered_but_not_in(self, foods: FoodTable) -> list[str]:
        """Ids of foods with an answer that are not in a table: those answers would not count."""
        return sorted(f for f in (*self.given, *self.not_counted) if f not in foods)

    def unanswered(self, food_ids: Iterable[str]) -> list[str]:
        """Those of the foods that have no answer yet."""
        return [food_id for food_id in food_ids if food_id not in self.given]

    @cached_property
    def food_answers(self) -> Answers:
        """The answers about the foods that are asked, which are always within what is allowed."""
        asked = (food.food_id for food in self.asked)
        return Answers({food_id: self.given[food_id] for food_id in asked if food_id in self.given})

    @cached_property
    def answers(self) -> Answers:
        """The answers about the foods that are asked, with supplements; the profile plays no part.

        Raises:
            AnswersError: A supplement is outside what the questionnaire allows.
        """
        return replace(self.food_answers, supplements=self._supplements)

    def for_a_file(self) -> Answers:
        """Every answer with supplements and the profile.

        Raises:
            AnswersError: A value is outside what the questionnaire allows.
        """
        return Answers(self.given, self._supplements, self._profile(self.typed_profile.life_stage))

    @property
    def profile(self) -> Profile:
        """Sex, age and life stage, each optional; without a life stage, the one said before.

        Raises:
            AnswersError: the age is outside what the questionnaire allows.
        """
        return self._profile(self.typed_profile.life_stage or life_stage_of(self.safety))

    @cached_property
    def amount_faults(self) -> Mapping[str, AmountFault]:
        """Why amounts of supplements do not count, by nutrient; none where all do."""
        return {name: ug for name, ug in self._amounts.items() if isinstance(ug, AmountFault)}

    @property
    def supplements_that_count(self) -> Supplements:
        """The supplements, without amounts that do not count."""
        faults = self.amount_faults
        amounts = {name: ug for name, ug in self._amounts.items() if name not in faults}
        return Supplements(amounts)  # type: ignore[arg-type]  # no fault is among them

    @cached_property
    def assessment(self) -> Assessment:
        """The estimate, and what must not be shown with it.

        Raises:
            AnswersError: A supplement is outside what the questionnaire allows.
        """
        return self.assessment_of(self.answers)

    def assessment_of(self, answers: Answers) -> Assessment:
        """The same for other answers about the foods that are asked."""
        return Assessment(self.asked, answers, self.safety, self.country, self.authority)

    @property
    def estimate(self) -> Estimate:
        """The estimate for the present answers.

        Raises:
            AnswersError: A supplement is outside what the questionnaire allows.
        """
        return self.assessment.estimate

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The safety rules that apply: to the safety answers and, once there is one, the result."""
        try:
            if self.has_answers:
                return self.assessment.rules
        except AnswersError:  # such an amount must be mended before there is a result
            pass
        before = Situation(country=self.country, authority=self.authority)
        return applying_rules(self.safety, before)

    @cached_property
    def holds(self) -> frozenset[Hold]:
        """What the pages must not show this person."""
        return held_by(self.rules)

    @property
    def holds_vitamin_k(self) -> bool:
        """Whether this person must get no hint to eat more vitamin K."""
        return Hold.VITAMIN_K_HINTS in self.holds

    def notices_for(self, place: Place) -> list[Notice]:
        """The notices that belong on a page for this person, urgent ones first."""
        return [notice for notice in notices_of(self.rules) if place in notice.places]

    @cached_property
    def _amounts(self) -> Mapping[str, float | AmountFault]:
        return {name: ug_per_day(name, typed) for name, typed in self.typed_supplements.items()}

    @property
    def _supplements(self) -> Supplements:
        for name in self.amount_faults:
            place = _("Supplement {name}").format(name=f"{name}_ug_per_day")
            found = self.typed_supplements[name].text
            raise AnswersError(found_and_allowed(place, found, supplement_range_text(name)))
        return Supplements(self._amounts)  # type: ignore[arg-type]  # no fault is among them

    def _profile(self, life_stage: str) -> Profile:
        """The profile; a life stage chosen before the sex became male is out of sight."""
        typed = self.typed_profile
        age = age_years(typed.age)
        if isinstance(age, AmountFault):
            raise AnswersError(found_and_allowed(_("Profile age"), typed.age, age_text()))
        return Profile(typed.sex, age, "" if typed.sex == "male" else life_stage)


def read(before: Visit | None = None) -> Visit:
    """The visit as it stands just now.

    Args:
        before: An earlier one, which is returned where nothing has changed since, with all that
            it has worked out. A fragment, which may run without its page, gives that of its page.
    """
    now = visit_of(said_now(), st.session_state.to_dict(), guessed_country())
    return before if before == now else now


def guessed_country() -> str:
    """The country that the visitor's browser hints at."""
    language = st.context.locale or ""
    if not language.lower().startswith(languages.current()):  # chosen on the switch
        language = languages.current()
    return countries.guess(language, st.context.timezone or "")


def hand_to_page(visit: Visit) -> None:
    """Let the page that runs next in this run take this visit."""
    st.session_state[PAGE_VISIT_KEY] = visit


def take() -> Visit:
    """The visit that the frame has read for this page."""
    visit: Visit | None = st.session_state.pop(PAGE_VISIT_KEY, None)
    return visit or read()


def visit_of(said: Said, state: Mapping[str, Any], guessed: str = INTERNATIONAL) -> Visit:
    """The visit of a person.

    Args:
        said: What they have said.
        state: What else is noted of them, by the keys of this room.
        guessed: The country that counts until they choose one.
    """
    own = own_in(state)
    workshop: Session | None = state.get(WORKSHOP_KEY)
    foods = our_foods() if own is None else own.foods
    country = INTERNATIONAL if said.country == CHOSE_NONE else said.country or guessed
    if own is None and workshop is None:  # a class is added up over one table
        foods = foods.for_country(country)
    return Visit(
        foods=foods,
        own_table=own,
        asked=_asked(foods, workshop),
        given={food_id: answer for food_id, answer in said.foods.items() if food_id in foods},
        not_counted=tuple(food_id for food_id in said.foods if food_id not in foods),
        typed_supplements=said.supplements,
        typed_profile=said.profile,
        safety=said.safety,
        notices_read=said.notices_read,
        example=said.example,
        seat_key=state.get(SEAT_KEY),
        workshop=workshop,
        sent=state.get(SENT_KEY),
        country=country,
        authority=authority_in(state, country),
        said_country=said.country,
    )


def _asked(foods: FoodTable, workshop: "Session | None") -> FoodTable:
    if workshop is None or set(workshop.sections) >= set(foods.groups):
        return foods
    return our_foods_of(workshop.sections)
