"""Names of the nutrients as a person reads them."""

from scoring.foods import NUTRIENT_NAMES as NUTRIENT_NAMES

LOWER_NAMES = {key: name[0].lower() + name[1:] for key, name in NUTRIENT_NAMES.items()} | {
    "mk4": "MK-4",
    "mk7": "MK-7",
}
"""The same in the middle of a sentence."""

HEADLINES = ("k2", "k1", "d")
"""The nutrients of the three headline figures, in their order."""
