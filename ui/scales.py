"""The two scales of the questionnaire as a person reads them."""

from content.numbers import plain
from scoring.foods import Food
from scoring.questionnaire import FREQUENCIES, PORTIONS
from ui.text import as_markdown

# The label of `never` goes on after a comma; the rest of it is said once on the page.
FREQUENCY_LABELS = {frequency.code: frequency.label.split(",")[0] for frequency in FREQUENCIES}
PORTIONS_BY_CODE = {portion.code: portion for portion in PORTIONS}


def portion_label(food: Food, code: str) -> str:
    """The portion in grams, the medium one also in its household measure."""
    portion = PORTIONS_BY_CODE[code]
    weight = f"{plain(portion.factor * food.serving_g)}\N{NO-BREAK SPACE}g"
    measure = f" ({as_markdown(food.serving)})" if portion.factor == 1 else ""
    return f"{portion.label.capitalize()} · {weight}{measure}"
