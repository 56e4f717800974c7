"""A food table of the visitor's own: where to bring it, its faults, and the line on every page."""

import streamlit as st

from scoring.errors import Fault
from scoring.foods.slips import questions
from scoring.foods.table import UPLOAD_BYTES, UPLOAD_FOODS
from scoring.languages import _, ngettext, whole
from ui import press, session
from ui.faults import show_faults
from ui.save import save_button
from ui.session.own_table import OwnTableOffer
from ui.session.tables import OwnFoodTable
from ui.session.visit import Visit
from ui.text import as_markdown

FAULTS_SHOWN = 500


def show_line(visit: Visit) -> None:
    """Say which table is in use where it is not ours, and which answers do not count."""
    own, hidden = visit.own_table, len(visit.not_counted)
    if own is None and not hidden:
        return
    parts = []
    if own is not None:
        parts.append(
            _("This session uses the food table **{name}**, version `{version}`, not ours.").format(
                name=as_markdown(own.name), version=own.foods.version
            )
        )
    if hidden:
        parts.append(_not_counted(hidden, in_own_table=own is not None))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(" ".join(parts))
        if own is not None:
            press.button(
                _("Back to our food table"),
                session.own_table.use,
                None,
                icon=":material/undo:",
                key="own-food-table-back",
            )


def _not_counted(answers: int, *, in_own_table: bool) -> str:
    words = (
        ngettext(
            "{count} answer is to foods that it does not hold: kept while this page is open, but "
            "not counted.",
            "{count} answers are to foods that it does not hold: kept while this page is open, but "
            "not counted.",
            answers,
        )
        if in_own_table
        else ngettext(
            "{count} answer is to foods that our food table does not hold: kept while this page is "
            "open, but not counted.",
            "{count} answers are to foods that our food table does not hold: kept while this page "
            "is open, but not counted.",
            answers,
        )
    )
    return words.format(count=whole(answers))


def show_upload(visit: Visit) -> None:
    """Ask for the file of a food table; show its faults, or what using it would put aside."""
    offer = session.own_table.offer()
    with st.expander(_("Use a food table of your own"), expanded=offer is not None):
        st.markdown(
            _(
                "For data of your own country: a CSV file or a workbook in the columns of ours, at "
                "most {foods} foods and {megabytes} MB. In this session everything then uses it, "
                "and every page says so. Nobody else sees it, and it is gone when you close the "
                "page."
            ).format(foods=whole(UPLOAD_FOODS), megabytes=whole(UPLOAD_BYTES // 1_000_000))
        )
        st.markdown(
            _(
                "Signs of national tables are read as what they mean: `Tr` and `<0.5` as less than "
                "can be told, `N` and `-` as no figure, `(0)` and `[2.1]` as estimates."
            )
        )
        st.markdown(
            _(
                "Keep our ids for foods that you and we both have: their answers stay. Keep our "
                "`tags` as well: the notices on these pages find liver, natto or soft cheese by "
                "them."
            )
        )
        save_button(
            _("Our food table, as a pattern"),
            session.tables.FOODS_CSV.read_bytes(),
            "foods.csv",
            key="own-food-table-pattern",
        )
        st.file_uploader(
            _("Your food table"),
            type=["csv", "xlsx", "ods"],
            max_upload_size=UPLOAD_BYTES // 1_000_000,
            key=session.own_table.file_key(),
            on_change=session.own_table.take_file,
        )
        if offer is not None:
            _show_offer(visit, offer)


def _show_offer(visit: Visit, offer: OwnTableOffer) -> None:
    if offer.foods is None:
        _show_faults(offer.name, offer.faults())
        return
    if asked := questions(offer.foods, session.tables.our_foods()):
        st.warning(
            _(
                "These figures look as if they were in another unit, or as if a spreadsheet had "
                "read a decimal point as thousands. Please look at them again."
            ),
            icon=":material/help:",
        )
        show_faults(asked[:FAULTS_SHOWN], "row", _("Figures to look at again"))
    if lost := len(visit.answered_but_not_in(offer.foods)):
        st.warning(
            ngettext(
                "You have {count} answer to foods that are not in {name}. They are kept while this "
                "page is open, but do not count until you go back to our food table.",
                "You have {count} answers to foods that are not in {name}. They are kept while "
                "this page is open, but do not count until you go back to our food table.",
                lost,
            ).format(count=whole(lost), name=as_markdown(offer.name)),
            icon=":material/help:",
        )
    press.button(
        _("Use {name} all the same").format(name=as_markdown(offer.name)),
        session.own_table.use,
        OwnFoodTable(offer.name, offer.foods),
        key="own-food-table-use",
    )


def _show_faults(name: str, faults: tuple[Fault, ...]) -> None:
    number = len(faults)
    st.error(
        ngettext(
            "{name} cannot be used, and nothing has changed. It has {count} fault.",
            "{name} cannot be used, and nothing has changed. It has {count} faults.",
            number,
        ).format(name=as_markdown(name), count=whole(number)),
        icon=":material/edit:",
    )
    show_faults(faults[:FAULTS_SHOWN], "row", _("Faults of the food table"))
    more = number - FAULTS_SHOWN
    if more > 0:
        st.write(
            ngettext(
                "{count} more fault is not shown.", "{count} more faults are not shown.", more
            ).format(count=whole(more))
        )
