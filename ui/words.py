"""Names of the nutrients as a person reads them."""

NUTRIENT_NAMES = {
    "k2": "Vitamin K2",
    "k1": "Vitamin K1",
    "d": "Vitamin D",
    "mk4": "MK-4",
    "mk7": "MK-7",
    "mkx": "Other long-chain K2",
}
HEADLINES = ("k2", "k1", "d")
FORM_FOODS = {
    "mk4": "from eggs, poultry, meat and butter",
    "mk7": "mostly from natto",
    "mkx": "MK-8, MK-9 and their kin, mostly from cheese",
}
