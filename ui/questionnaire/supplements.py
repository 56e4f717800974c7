"""What is wrong with amounts of supplements, in the words and units in which they were typed."""

from content.numbers import plain
from scoring.languages import _
from scoring.nutrients import NUTRIENTS
from scoring.questionnaire.answers import UG_PER_IU_D
from scoring.questionnaire.words import SUPPLEMENT_NAMES
from ui.questionnaire.amounts import DAYS, AmountFault, TypedAmount, readings
from ui.questionnaire.sheet_data import UNIT_NAMES
from ui.session.visit import Visit


def faults(visit: Visit) -> list[str]:
    """What is wrong with the amounts of a visit; nothing where all of them count."""
    return [
        fault_in_words(name, visit.typed_supplements[name], fault)
        for name, fault in visit.amount_faults.items()
    ]


def fault_in_words(nutrient: str, typed: TypedAmount, fault: AmountFault) -> str:
    """Why an amount does not count, and what would."""
    if fault is AmountFault.TOO_MUCH:
        per_ug = DAYS[typed.period] / (UG_PER_IU_D if typed.unit == "iu" else 1)
        (amount,) = readings(typed.text, typed.language)
        limit = NUTRIENTS[nutrient].supplement_limit_per_day
        return _(
            "{supplement}: {amount} {unit} is not an amount we can count. Please enter 0 to "
            "{limit} {unit}, and check the unit on the label."
        ).format(
            supplement=SUPPLEMENT_NAMES[nutrient],
            amount=plain(amount),
            unit=UNIT_NAMES[typed.unit],
            limit=plain(limit * per_ug),
        )
    if fault is AmountFault.TWO_READINGS:
        found = _("; ").join(plain(number) for number in readings(typed.text, typed.language))
        question = _("Which number do you mean?")
        words = f"{question} {found}"
    else:
        words = _("Please enter a number, such as {example}.").format(example=plain(2.5))
    return _("{name}: {value}").format(name=SUPPLEMENT_NAMES[nutrient], value=words)
