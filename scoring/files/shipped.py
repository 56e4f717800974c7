"""Where the tables lie that ship with the project: foods.csv and what belongs to it."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """The folder that holds foods.csv, food_records.csv and sources.csv.

    In a checkout they lie beside the package, for people to read and edit; in an installed package
    they lie in it.
    """
    return _PACKAGE if is_installed() else _PACKAGE.parent


def is_installed() -> bool:
    """Whether this is an installed package, and no checkout of the project."""
    return (_PACKAGE / "foods.csv").is_file()
