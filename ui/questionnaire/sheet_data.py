"""The data that the browser draws questions from: words, foods, codes and drawings.

Everything here is the same for all visitors of one language and one food table, so it is made once.
"""

from collections.abc import Mapping, Set
from functools import lru_cache
from typing import Any

from content.words import LIFE_STAGES
from scoring import countries
from scoring.foods.table import Food, FoodTable
from scoring.guidance.safety import (
    MANY_ANSWERS,
    NEEDED,
    OPTIONS,
    PREGNANCY,
    QUESTIONS,
    SafetyAnswers,
    life_stage_of,
)
from scoring.languages import N_, Words, _, current, folded, offered, tag
from scoring.nutrients import NUTRIENTS
from scoring.questionnaire.answers import AGE_YEARS, PORTIONS
from scoring.questionnaire.words import (
    SUPPLEMENT_NAMES,
    groups_in_order,
    lead,
    portion_words,
    supplements_lead,
)

from .amounts import LONGEST_TEXT, PERIODS, UNITS, signs_of
from .message import CHOSE_NONE, LONGEST_AGE
from .portions import drawing_of
from .scales import FREQUENCY_LABELS

SUPPLEMENTS_PART = "supplements"
"""Id of the last part; those of the others are the names of their groups in English."""

LABELS = Words(
    {
        "d": N_("Vitamin D"),
        "k1": N_("Vitamin K1 (phylloquinone), µg a day"),
        "mk7": N_("Vitamin K2 as MK-7, µg a day"),
        "mk4": N_("Vitamin K2 as MK-4, µg a day"),
    }
)
UNIT_NAMES = Words({"ug": "µg", "iu": N_("IU")})
PERIOD_NAMES = Words({"day": N_("a day"), "week": N_("a week")})
AMOUNTS_OF_D = Words(
    {
        "ug_day": N_("{typed} µg are {iu} IU a day."),
        "iu_day": N_("{iu} IU are {amount} µg a day."),
        "ug_week": N_("{typed} µg a week are {amount} µg ({iu} IU) a day."),
        "iu_week": N_("{typed} IU a week are {amount} µg ({iu} IU) a day."),
    }
)
"""What an amount of vitamin D is a day, by the unit and the period of its label."""
SEXES = Words({"female": N_("Female"), "male": N_("Male")})


def questionnaire(table: FoodTable) -> Mapping[str, Any]:
    """Data of the sheet that asks for all foods of a table, and then for supplements."""
    return _questionnaire(table, current())


@lru_cache(maxsize=128)  # countries × languages
def _questionnaire(table: FoodTable, language: str) -> Mapping[str, Any]:
    parts = [
        {
            "id": group,
            "name": _(group),
            "lead": lead(is_first=number == 0),
            "foods": [
                {**_food(food), "seldom": food.food_id in table.seldom_eaten}
                for food in table.in_group(group)
            ],
            "seldom": _("Seldom eaten here, so left out unless you press:"),
        }
        for number, group in enumerate(groups_in_order(table, language))
    ]
    parts.append(
        {
            "id": SUPPLEMENTS_PART,
            "name": _("Supplements"),
            "lead": supplements_lead(),
            "amounts": [_amount(name) for name in UNITS],
        }
    )
    return {
        **_sheet(),
        "addresses": True,
        "back": "before_you_start",
        "next": "results",
        "frequencies": [[code, label] for code, label in FREQUENCY_LABELS.items()],
        "parts": parts,
    }


def first_part_with_gaps(table: FoodTable, answered: Set[str]) -> str:
    """Id of the first part with a food that has no answer; that of the supplements for none."""
    done = answered | table.seldom_eaten
    gaps = {food.group for food in table if food.food_id not in done}
    return next((g for g in groups_in_order(table, current()) if g in gaps), SUPPLEMENTS_PART)


def safety_questions(following: str, guessed_country: str = "") -> Mapping[str, Any]:
    """Data of the sheet on Before you start: two questions and the country, the others folded.

    Args:
        following: the page that follows.
        guessed_country: the country that counts until one is chosen, by its code.
    """
    return _safety_questions(following, guessed_country, current())


@lru_cache(maxsize=256)
def _safety_questions(following: str, guessed: str, _language: str) -> Mapping[str, Any]:
    questions = {
        name: _choice(name, label, OPTIONS[name], "many" if name in MANY_ANSWERS else "one")
        for name, label in QUESTIONS.items()
    }
    first = [question for name, question in questions.items() if name in NEEDED]
    more = [question for name, question in questions.items() if name not in NEEDED]
    part = {
        "id": "safety",
        "shelf": "safety",
        "questions": [*({**question, "needed": True} for question in first), _country(guessed)],
        "more": {"label": _("Only if it fits you"), "questions": more},
    }
    words = {**_words(), "finish": words_to_go_on(following)}
    return {**_sheet(), "words": words, "back": "welcome", "next": following, "parts": [part]}


def _country(guessed: str) -> dict[str, Any]:
    """The question for the country, which is guessed until it is answered."""
    names = sorted(
        ((country.name, code) for code, country in countries.COUNTRIES.items()),
        key=lambda named: folded(named[0]),
    )
    return {
        "id": "country",
        "kind": "pick",
        "shelf": "",
        "label": _("In which country do you eat?"),
        "hint": _(
            "It says what is added to foods there and what is asked first. Where we have no figure "
            "of a country, the international one counts."
        ),
        "guess": guessed or CHOSE_NONE,
        "options": [*([code, name] for name, code in names), [CHOSE_NONE, _("Another country")]],
    }


def words_to_go_on(following: str) -> str:
    """What stands on the button that leads on from the safety questions."""
    return _("Go to the questionnaire") if following == "questionnaire" else _("Next")


def profile_questions() -> Mapping[str, Any]:
    """Data of the sheet on Results that asks for sex, age and life stage, all optional."""
    return _profile_questions(current())


@lru_cache(maxsize=64)
def _profile_questions(_language: str) -> Mapping[str, Any]:
    age = {"id": "age", "kind": "text", "label": _("Age (optional)"), "longest": LONGEST_AGE}
    life_stage = _choice("life_stage", _("Life stage (optional)"), LIFE_STAGES)
    life_stages = {code: life_stage_of(SafetyAnswers(pregnancy=code)) for code in PREGNANCY}
    part = {
        "id": "profile",
        "shelf": "profile",
        "questions": [
            _choice("sex", _("Sex (optional)"), SEXES),
            age,
            {
                **life_stage,
                "shown_unless": ["sex", "male"],
                "otherwise": {"shelf": "safety", "id": "pregnancy", "codes": life_stages},
            },
        ],
    }
    return {**_sheet(), "parts": [part]}


def _sheet() -> dict[str, Any]:
    """What every sheet needs, whatever it asks."""
    return {
        "language": current(),
        "lang": tag(),
        "dir": "ltr",
        "signs": {code: signs_of(code) for code in offered()},
        "much_d_ug": NUTRIENTS["d"].upper_level_per_day,
        "age": AGE_YEARS,
        "longest_text": LONGEST_TEXT,
        "words": _words(),
    }


def _words() -> dict[str, str]:
    youngest, oldest = AGE_YEARS
    return {
        "progress": _("Part {part} of {parts} · {answered} of {foods} foods answered"),
        "portion": _("Portion: {food}"),
        "change": _("Change"),
        "change_food": _("Change: {food}"),
        "clear": _("Clear"),
        "clear_food": _("Clear the answer: {food}"),
        "none_of_these": _("I eat none of these"),
        "never_for_the_rest": _("Never for the rest of this part"),
        "undo": _("Undo “never”"),
        "comma": _(", "),
        "skipped": _(
            "No answer yet: {foods} Press Next again to go on. They then count as unknown."
        ),
        "gaps": _("Foods without an answer count as unknown. Answer them now?"),
        "gap": _("{part}: {count}"),
        "back": _("Back"),
        "next": _("Next"),
        "finish": _("See my results"),
        "late": _(
            "No connection just now. Your answers stay on this page and are sent once it is back."
        ),
        "refused": _("Your last answers could not be taken in. Please load this page again."),
        "unit": _("Unit on the vitamin D label"),
        "amount": _("Amount"),
        "period": _("A day or a week"),
        "none": _("none"),
        **AMOUNTS_OF_D,
        "no_number": _("Please enter a number, such as {example}."),
        "too_much": _(
            "{supplement}: {amount} {unit} is not an amount we can count. Please enter 0 to "
            "{limit} {unit}, and check the unit on the label."
        ),
        "two_readings": _("Which number do you mean?"),
        "much_d": _("That is a lot. What does the label say?"),
        "needed": _("Please answer this question before you go on."),
        "age_fault": _(
            "Please enter an age from {youngest} to {oldest}, or leave it empty."
        ).format(youngest=youngest, oldest=oldest),
    }


def _food(food: Food) -> dict[str, Any]:
    return {
        "id": food.food_id,
        "name": _(food.food),
        "examples": _(food.examples),
        "portions": [[portion.code, portion_words(food, portion)] for portion in PORTIONS],
        "drawing": drawing_of(food.food_id, food.serving_g),
    }


def _amount(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "label": LABELS[name],
        "name": SUPPLEMENT_NAMES[name],
        "units": [[unit, UNIT_NAMES[unit]] for unit in UNITS[name]],
        "periods": [[period, PERIOD_NAMES[period]] for period in PERIODS[name]],
        "limit": NUTRIENTS[name].supplement_limit_per_day,
    }


def _choice(name: str, label: str, options: Mapping[str, str], kind: str = "one") -> dict[str, Any]:
    """A question with one answer, or with many."""
    return {"id": name, "kind": kind, "label": label, "options": [[*o] for o in options.items()]}
