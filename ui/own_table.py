"""A food table of the visitor's own: where to bring it, its faults, and the line on every page."""

import streamlit as st

from content.numbers import count
from scoring.errors import Fault
from scoring.foods import UPLOAD_BYTES, UPLOAD_FOODS
from ui import session
from ui.faults import show_faults
from ui.text import as_markdown

FAULTS_SHOWN = 500


def show_line() -> None:
    """Say which table is in use where it is not ours, and which answers do not count."""
    own = session.own_food_table()
    hidden = len(session.answered_but_not_in(session.food_table()))
    if own is None and not hidden:
        return
    parts = []
    if own is not None:
        parts.append(
            f"This session uses the food table **{as_markdown(own.name)}**, version "
            f"`{own.foods.version}`, not ours."
        )
    if hidden:
        parts.append(
            f"{count(hidden, 'answer is', 'answers are')} to foods that "
            f"{'it' if own else 'our food table'} does not hold: kept while this page is open, "
            "but not counted."
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(" ".join(parts))
        if own is not None:
            st.button(
                "Back to our food table",
                on_click=session.use_food_table,
                args=(None,),
                icon=":material/undo:",
                key="own-food-table-back",
            )


def show_upload() -> None:
    """Ask for the file of a food table; show its faults, or what using it would put aside."""
    offer = session.own_table_offer()
    with st.expander("Use a food table of your own", expanded=offer is not None):
        st.markdown(
            "For data of your own country: a CSV file (UTF-8) in the columns of ours, at most "
            f"{UPLOAD_FOODS} foods and {UPLOAD_BYTES // 1_000_000} MB. In this session everything "
            "then uses it, and every page says so. Nobody else sees it, and it is gone when you "
            "close the page.\n\n"
            "Keep our ids for foods that you and we both have: their answers stay. Keep our "
            "`tags` as well: the notices on these pages find liver, natto or soft cheese by them."
        )
        st.download_button(
            "Our food table, as a pattern",
            session.FOODS_CSV.read_bytes(),
            file_name="foods.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key="own-food-table-pattern",
        )
        st.file_uploader(
            "Your food table",
            type="csv",
            max_upload_size=UPLOAD_BYTES // 1_000_000,
            key=session.own_table_file_key(),
            on_change=session.take_own_table_file,
        )
        if offer is not None:
            _show_offer(offer)


def _show_offer(offer: session.OwnTableOffer) -> None:
    if offer.foods is None:
        _show_faults(offer.name, offer.faults)
        return
    lost = session.answered_but_not_in(offer.foods)
    st.warning(
        f"You have {count(len(lost), 'answer', 'answers')} to foods that are not in "
        f"{as_markdown(offer.name)}. They are kept while this page is open, but do not count "
        "until you go back to our food table.",
        icon=":material/help:",
    )
    st.button(
        f"Use {as_markdown(offer.name)} all the same",
        on_click=session.use_food_table,
        args=(session.OwnFoodTable(offer.name, offer.foods),),
        key="own-food-table-use",
    )


def _show_faults(name: str, faults: tuple[Fault, ...]) -> None:
    st.error(
        f"{as_markdown(name)} cannot be used, and nothing has changed. "
        f"It has {count(len(faults), 'fault', 'faults')}.",
        icon=":material/edit:",
    )
    show_faults(faults[:FAULTS_SHOWN], "row", "Faults of the food table")
    if len(faults) > FAULTS_SHOWN:
        st.write(f"{len(faults) - FAULTS_SHOWN:,} more faults are not shown.")
