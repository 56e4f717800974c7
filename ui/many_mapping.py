"""Many clients before the scoring: what each column is, to be looked at and corrected."""

from collections.abc import Mapping, Sequence

import streamlit as st

from scoring.batch.uploads import Look
from scoring.exchange.mapping import (
    IGNORED,
    UNANSWERED,
    ColumnUse,
    FileMapping,
    SeenColumn,
    codes_of,
    words_of,
    write_mapping,
)
from scoring.exchange.names import RESPONDENT, column_labels, response_columns
from scoring.foods.table import FoodTable
from scoring.languages import _, ngettext, whole
from scoring.questionnaire.answers import FREQUENCIES, PORTIONS
from scoring.questionnaire.labels import plain
from ui import session
from ui.save import save_button
from ui.tables import show_table
from ui.text import as_markdown

MOST_ASKED = 40
ANSWERS_SHOWN = 4
ANSWERS_OF_A_PERSON = 8


def show(look: Look, mapping: FileMapping, foods: FoodTable) -> None:
    """Show what was understood, ask what was not, and offer the scoring once nothing is open."""
    st.header(_("What each column is"), anchor=False)
    st.write(as_markdown("; ".join((*look.written, mapping.in_words(foods)))))
    names = _names(foods)
    filled = _ask_codes(_ask_columns(mapping, look.columns, names), foods)
    _show_table(look.columns, filled, names)
    _show_correction(filled, names)
    _show_people(look, filled, foods, names)
    open_columns = [use for use in filled.open if use.number]
    if not filled.of(RESPONDENT):
        st.warning(_("No column is the id of a person yet: say which one is."))
    elif open_columns:
        words = ngettext(
            "{count} column is still open.", "{count} columns are still open.", len(open_columns)
        )
        st.write(words.format(count=whole(len(open_columns))))
    with st.container(horizontal=True):
        st.button(
            _("Score these people"),
            type="primary",
            disabled=bool(open_columns) or not filled.of(RESPONDENT),
            on_click=session.many.confirm,
            args=(filled,),
            icon=":material/calculate:",
            key="many-score",
        )
        save_button(
            _("This mapping as CSV"),
            write_mapping(filled),
            "mapping.csv",
            key="many-mapping",
        )
    st.markdown(
        _(
            "Corrected in a spreadsheet, `mapping.csv` can be dropped together with the file, and "
            "`score --map` takes it on the command line. A form’s data dictionary (REDCap, or a "
            "CSV file with the columns `variable`, `value`, `label`) can be dropped with it too."
        )
    )


def _names(foods: FoodTable) -> Mapping[str, str]:
    """What each column of the template is called on screen."""
    labels = dict(column_labels(foods))
    names = {column: labels.get(column, column) for column in response_columns(foods)}
    return names | {IGNORED: _("no answer: leave it aside")}


def _ask_columns(
    mapping: FileMapping, columns: Sequence[SeenColumn], names: Mapping[str, str]
) -> FileMapping:
    """Ask what the columns are whose header does not say it."""
    unknown = [use for use in mapping.uses if not use.meaning]
    for use in unknown[:MOST_ASKED]:
        column = columns[use.number - 1]
        answers = ", ".join(column.answers[:ANSWERS_SHOWN])
        chosen = st.selectbox(
            _("What is “{column}” ({answers})?").format(
                column=as_markdown(use.name), answers=as_markdown(answers)
            ),
            list(names),
            index=None,
            format_func=names.__getitem__,
            key=f"many-column-{use.number}",
        )
        if chosen:
            mapping = mapping.with_meaning(use.number, chosen)
    return mapping


def _ask_codes(mapping: FileMapping, foods: FoodTable) -> FileMapping:
    """Ask once for each answer what it stands for in all columns of the same scale."""
    scales: dict[tuple[str, ...], dict[str, list[ColumnUse]]] = {}
    for use in mapping.uses:
        codes = codes_of(foods, use.meaning)
        for answer, code in use.codes.items():
            if codes and not code:
                scales.setdefault(codes, {}).setdefault(answer, []).append(use)
    labels = {f.code: _(f.label) for f in FREQUENCIES} | {p.code: _(p.label) for p in PORTIONS}
    labels[UNANSWERED] = _("no answer")
    for codes, answers in scales.items():
        for answer, uses in list(answers.items())[:MOST_ASKED]:
            chosen = st.selectbox(
                _("What does “{answer}” stand for ({columns})?").format(
                    answer=as_markdown(answer),
                    columns=as_markdown(", ".join(use.name for use in uses[:ANSWERS_SHOWN])),
                ),
                [*codes, UNANSWERED],
                index=None,
                format_func=lambda code: labels.get(code, code),
                key=f"many-code-{codes[0]}-{answer}",
            )
            if chosen:
                mapping = mapping.with_code([use.number for use in uses], answer, chosen)
    return mapping


def _show_table(
    columns: Sequence[SeenColumn], mapping: FileMapping, names: Mapping[str, str]
) -> None:
    rows = [
        {
            _("Column"): as_markdown(use.name),
            _("First answers"): as_markdown(", ".join(column.answers[:ANSWERS_SHOWN])),
            _("Read as"): as_markdown(_read_as(use, names)),
        }
        for use, column in zip(mapping.uses, columns, strict=True)
        if use.meaning != IGNORED
    ]
    if rows:
        show_table(rows, _("What each column of the file is read as"))


def _read_as(use: ColumnUse, names: Mapping[str, str]) -> str:
    if not use.meaning:
        return _("open: {why}").format(why=use.why) if use.why else _("open")
    given = ", ".join(f"{answer} = {code}" for answer, code in use.codes.items() if code)
    return f"{names[use.meaning]} ({given})" if given else names[use.meaning]


def _show_correction(mapping: FileMapping, names: Mapping[str, str]) -> None:
    with st.expander(_("Correct a column")):
        by_number = {use.number: use.name for use in mapping.uses}
        st.selectbox(
            _("Column"),
            list(by_number),
            index=None,
            format_func=lambda number: f"{number}. {as_markdown(by_number[number])}",
            key=session.many.COLUMN_KEY,
        )
        st.selectbox(
            _("It is"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            key=session.many.MEANING_KEY,
        )
        st.button(
            _("Apply"),
            on_click=session.many.correct_column,
            args=(mapping,),
            key="many-correct",
        )


def _show_people(
    look: Look, mapping: FileMapping, foods: FoodTable, names: Mapping[str, str]
) -> None:
    """The first people as they would be scored."""
    rows = []
    for cells in look.people:
        answers = []
        respondent = ""
        for use, cell in zip(mapping.uses, cells, strict=True):
            if use.meaning == RESPONDENT:
                respondent = cell
            elif use.meaning not in ("", IGNORED) and cell.strip():
                code = use.codes.get(cell) or words_of(foods, use.meaning).get(plain(cell), cell)
                answers.append(_("{name}: {value}").format(name=names[use.meaning], value=code))
        shown = _("; ").join(answers[:ANSWERS_OF_A_PERSON])
        more = len(answers) - ANSWERS_OF_A_PERSON
        if more > 0:
            shown = _("{words} and {count} more").format(words=shown, count=whole(more))
        rows.append({_("Person"): as_markdown(respondent), _("Answers"): as_markdown(shown)})
    if rows:
        st.subheader(_("The first people, as they are read"), anchor=False)
        show_table(rows, _("Answers of the first people of the file"))
