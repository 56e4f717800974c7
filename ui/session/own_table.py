"""Bringing a food table of one's own: a file that was chosen, and the change to another table."""

from dataclasses import dataclass

import streamlit as st

from scoring import FoodTable
from scoring.errors import Fault, FoodTableError
from scoring.foods.slips import questions
from ui.session.said import now
from ui.session.tables import OWN_KEY, OwnFoodTable, in_use, our_foods
from ui.text import file_name

OFFER_KEY = "own-food-table-offer"
ROUND_KEY = "own-food-table-round"


@dataclass(frozen=True)
class OwnTableOffer:
    """A file that the visitor chose and that is not in use: it has faults, or waits for a yes.

    Attributes:
        foods: the table, None where it has faults.
        data: what a file with faults holds.
    """

    name: str
    foods: FoodTable | None
    data: bytes = b""

    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the file, in the language in use now."""
        try:
            FoodTable.from_upload(self.data, self.name)
        except FoodTableError as error:
            return error.faults
        return ()


def use(own: OwnFoodTable | None) -> None:
    """Use a table of the visitor from now on, in this visit alone, or ours again for None.

    Answers stay where they are: those of foods that the table lacks do not count meanwhile.
    """
    st.session_state[OWN_KEY] = own
    st.session_state.pop(OFFER_KEY, None)
    st.session_state[ROUND_KEY] = _round() + 1


def file_key() -> str:
    """Widget key of the place for a file; a new one, thus an empty place, after each change."""
    return f"own-food-table-file-{_round()}"


def offer() -> OwnTableOffer | None:
    """The file of a food table that is not in use yet, or None."""
    found: OwnTableOffer | None = st.session_state.get(OFFER_KEY)
    return found


def take_file() -> None:
    """Read the file of a food table that was chosen just now, and use it at once where possible.

    It waits as an offer where it has faults, or where answers that count now would not any more.
    """
    file = st.session_state.get(file_key())
    if file is None:
        st.session_state.pop(OFFER_KEY, None)
        return
    name, data = file_name(file.name), file.getvalue()
    try:
        foods = FoodTable.from_upload(data, name)
    except FoodTableError:
        st.session_state[OFFER_KEY] = OwnTableOffer(name, None, data)
        return
    lost = any(food_id in in_use() and food_id not in foods for food_id in now().foods)
    if lost or questions(foods, our_foods()):
        st.session_state[OFFER_KEY] = OwnTableOffer(name, foods)
    else:
        use(OwnFoodTable(name, foods))


def _round() -> int:
    return int(st.session_state.get(ROUND_KEY) or 0)
