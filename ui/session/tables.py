"""The food table in use: that of the app, or one that the visitor brought for this visit."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from scoring import FoodTable
from scoring.files.shipped import shipped_folder
from scoring.foods.records import Record, load_records
from scoring.foods.table import Source, load_sources
from ui.session.seat import WORKSHOP_KEY

FOODS_CSV = shipped_folder() / "foods.csv"

OWN_KEY = "own-food-table"


@dataclass(frozen=True)
class OwnFoodTable:
    """A food table that the visitor brought, and the name of its file: text of a stranger."""

    name: str
    foods: FoodTable


@st.cache_resource(show_spinner=False)
def our_foods() -> FoodTable:
    """The food table of this app, read once and shared by all visitors; it is never changed."""
    return FoodTable.load(FOODS_CSV)


@st.cache_resource(show_spinner=False)
def our_records() -> Mapping[tuple[str, str], tuple[Record, ...]]:
    """The records behind each figure of our food table, by food and nutrient."""
    records: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in load_records(FOODS_CSV.with_name("food_records.csv")):
        records[record.food_id, record.nutrient].append(record)
    return {key: tuple(found) for key, found in records.items()}


@st.cache_resource(show_spinner=False)
def our_sources() -> Mapping[str, Source]:
    """The sources of our food table, by their key."""
    return load_sources(FOODS_CSV.with_name("sources.csv"))


@st.cache_resource(show_spinner=False)
def our_foods_of(sections: tuple[str, ...]) -> FoodTable:
    """The foods of these sections of our food table."""
    return our_foods().of_groups(sections)


def own_in(state: Mapping[str, Any]) -> OwnFoodTable | None:
    """The food table that the visitor brought, as it stands in the state of a visit, or None.

    A class can only be added up over one table, so ours is in use while one is in a workshop.
    """
    own: OwnFoodTable | None = state.get(OWN_KEY)
    return own if state.get(WORKSHOP_KEY) is None else None


def in_use() -> FoodTable:
    """The food table in use just now: the visitor's own where there is one, else ours."""
    own = own_in(st.session_state.to_dict())
    return our_foods() if own is None else own.foods
