"""The two scales of the questionnaire as a person reads them."""

from scoring.foods.table import Food
from scoring.languages import N_, Words
from scoring.questionnaire.answers import FREQUENCIES, PORTIONS
from scoring.questionnaire.words import portion_words
from ui.text import as_markdown

# What counts as `never` is said once on the page.
FREQUENCY_LABELS = Words(
    {frequency.code: frequency.label for frequency in FREQUENCIES} | {"never": N_("never")}
)
PORTIONS_BY_CODE = {portion.code: portion for portion in PORTIONS}


def portion_label(food: Food, code: str) -> str:
    """The portion in grams, the medium one also in its household measure."""
    return as_markdown(portion_words(food, PORTIONS_BY_CODE[code]))
