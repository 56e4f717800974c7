"""The two scales of the questionnaire as a person reads them."""

from content.numbers import plain
from languages import N_, Words, _
from scoring.foods import Food
from scoring.questionnaire import FREQUENCIES, PORTIONS
from ui.text import as_markdown

# What counts as `never` is said once on the page.
FREQUENCY_LABELS = Words(
    {frequency.code: frequency.label for frequency in FREQUENCIES} | {"never": N_("never")}
)
PORTION_NAMES = Words({"S": N_("Small"), "M": N_("Medium"), "L": N_("Large")})
PORTIONS_BY_CODE = {portion.code: portion for portion in PORTIONS}


def portion_label(food: Food, code: str) -> str:
    """The portion in grams, the medium one also in its household measure."""
    portion = PORTIONS_BY_CODE[code]
    weight = f"{plain(portion.factor * food.serving_g)}\N{NO-BREAK SPACE}g"
    label = f"{PORTION_NAMES[code]} · {weight}"
    if portion.factor != 1:
        return label
    return _("{first} ({second})").format(first=label, second=as_markdown(_(food.serving)))
