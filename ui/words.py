"""Names of the nutrients as a person reads them."""

NUTRIENT_NAMES = {
    "k2": "Vitamin K2",
    "k1": "Vitamin K1",
    "d": "Vitamin D",
    "mk4": "MK-4",
    "mk7": "MK-7",
    "mkx": "Other long-chain K2",
}
LOWER_NAMES = {key: name[0].lower() + name[1:] for key, name in NUTRIENT_NAMES.items()} | {
    "mk4": "MK-4",
    "mk7": "MK-7",
}
"""The same in the middle of a sentence."""

HEADLINES = ("k2", "k1", "d")
