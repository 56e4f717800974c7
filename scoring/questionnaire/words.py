"""What stands around the questions wherever they are asked: on the screen and in form tools."""

from collections.abc import Mapping, Sequence

from .. import countries
from ..foods.table import Food, FoodTable
from ..languages import N_, Words, _, plain
from .answers import Portion

FIRST_GROUPS: Mapping[str, Sequence[str]] = {
    "JP": ("Soya and fortified foods",),
    "": ("Hard and sliced cheese", "Soft and fresh cheese", "Milk, cream and eggs"),
}
"""What is asked first, by country, "" for the others: the foods that most K2 comes from there. The
other groups follow in the order of the food table."""

PORTION_NAMES = Words({"S": N_("Small"), "M": N_("Medium"), "L": N_("Large")})
SUPPLEMENT_NAMES = Words(
    {
        "d": N_("Vitamin D"),
        "k1": N_("Vitamin K1 (phylloquinone)"),
        "mk7": N_("Vitamin K2 as MK-7"),
        "mk4": N_("Vitamin K2 as MK-4"),
    }
)
"""The supplements in the order in which they are asked."""


def groups_in_order(table: FoodTable, language: str) -> list[str]:
    """The groups of a food table in the order in which they are asked for.

    The country of the table says it; where it has none, the one that the language hints at.
    """
    country = table.country or countries.guess(language, "")
    first = FIRST_GROUPS.get(country, FIRST_GROUPS[""])
    return [
        *(group for group in first if group in table.groups),
        *(group for group in table.groups if group not in first),
    ]


def lead(*, is_first: bool) -> str:
    """What is said before the foods of a part; the whole of it once, before the first."""
    if not is_first:
        return _("In a usual week, how often?")
    how_often = _(
        "In a usual week over the past month, how often do you eat these? “Never” also means less "
        "than once a month."
    )
    mixed = _(
        "Mixed dishes count by their parts: tell here of the vegetables, oil, cheese and meat in "
        "them. Only pizza and the like, fried and baked foods are asked about as a whole."
    )
    return f"{how_often} {mixed}"


def supplements_lead() -> str:
    """What is said before the supplements."""
    return _("Only what you take in most weeks. Leave empty what you do not take.")


def portion_words(food: Food, portion: Portion) -> str:
    """A portion of a food in grams, the medium one also in its household measure."""
    weight = f"{plain(portion.factor * food.serving_g)}\N{NO-BREAK SPACE}g"
    label = f"{PORTION_NAMES[portion.code]} · {weight}"
    if portion.factor != 1:
        return label
    return _("{first} ({second})").format(first=label, second=_(food.serving))
