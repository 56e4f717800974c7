"""Which single change moves a vitamin most: ideas to try out, up and down alike."""

from collections.abc import Sequence

import streamlit as st

from content.results import difference
from content.words import HEADLINES, LOWER_NAMES
from scoring.foods.table import FoodTable
from scoring.guidance.assessment import Assessment
from scoring.guidance.change import FILTERS, Change, hold_on, rank_changes, usable_filters
from scoring.guidance.safety import Hold
from scoring.languages import N_, Words, _
from ui import press, session
from ui.nutrient_choice import ask_nutrient
from ui.questionnaire.scales import FREQUENCY_LABELS, PORTIONS_BY_CODE
from ui.session.visit import Visit
from ui.text import as_markdown

SHOWN = 5
WHY_HELD = Words(
    {
        Hold.VITAMIN_K_RANKING: N_(
            "With your medicine, what counts is a steady diet. So no change is named here that "
            "moves vitamin K, neither up nor down, and no food is ranked by it."
        ),
        Hold.D_HINTS: N_(
            "With what you told us, vitamin D is a matter for your doctor. So no change is named "
            "here that moves vitamin D."
        ),
        Hold.FOOD_HINTS: N_(
            "With what you told us, ideas for other food do not fit you, so none are named here."
        ),
    }
)
PREGNANCY_HOLDS = (
    Hold.LIVER,
    Hold.PATE,
    Hold.SOFT_CHEESE,
    Hold.FISH_TO_AVOID,
    Hold.FISH_OVER_LIMIT,
)


def show(visit: Visit, tried: Assessment) -> None:
    """Rank single changes of the week tried out by one vitamin, which the person chooses.

    People for whom a vitamin must not be ranked read why instead.

    Args:
        visit: What the person has said; what its result holds back holds here too.
        tried: The answers with the changes of What if in their place.
    """
    foods, holds = visit.asked, visit.holds | tried.holds
    st.header(_("Which single change moves it most"), anchor=False)
    held = {nutrient: hold_on(nutrient, holds) for nutrient in HEADLINES}
    for hold in dict.fromkeys(hold for hold in held.values() if hold):
        st.write(WHY_HELD[hold])
    offered = [nutrient for nutrient, hold in held.items() if hold is None]
    if not offered:
        return
    st.write(
        _(
            "One step in one food: eaten one class more or less often, a portion one size up or "
            "down, or a food newly once a week. The list says how far a step moves the figure. It "
            "does not say that you should take it."
        )
    )
    nutrient = ask_nutrient(_("Vitamin"), offered, "what-if-rank-by")
    ranking = rank_changes(
        foods, tried.answers, nutrient, filters=_ask_filters(foods, holds), holds=holds
    )
    if ranking.unmarked:
        marks = _(", ").join(tag.replace("_", " ") for tag in ranking.unmarked)
        st.write(
            _(
                "This food table does not mark which of its foods are: {marks}. With what you told "
                "us we need to know, so no changes are named here."
            ).format(marks=marks)
        )
        return
    if holds.intersection(PREGNANCY_HOLDS):
        st.write(
            _(
                "Because of what you told us, liver, pâté, soft and blue cheese, shellfish, tuna "
                "and more than two portions of oily fish a week are not among them."
            )
        )
    if changed := session.what_if.foods():
        words = _("Tried out so far: {foods}. The steps below start from there.")
        st.write(words.format(foods=_names(foods, changed)))
    up = _best([c for c in ranking.changes if c.difference_per_day > 0])
    down = _best([c for c in ranking.changes if c.difference_per_day < 0])
    for column, direction, title, changes in zip(
        st.columns(2, gap="large"),
        ("more", "less"),
        (_("More {nutrient}"), _("Less {nutrient}")),
        (up, down),
        strict=True,
    ):
        with column:
            st.subheader(title.format(nutrient=LOWER_NAMES[nutrient]), anchor=False)
            farthest = max((abs(c.difference_per_day) for c in changes), default=0)
            for number, change in enumerate(changes):
                key = f"what-if-try-{direction}-{number}"
                _show_change(
                    foods, change, key, abs(change.difference_per_day) / farthest, nutrient
                )
            if not changes:
                st.write(
                    _("No single step that leaves vitamin K alone.")
                    if visit.holds_vitamin_k
                    else _("No single step does.")
                )
    if ranking.no_data:
        words = _("Not in the list, since nobody has measured it in them: {foods}.")
        st.write(words.format(foods=_names(foods, ranking.no_data)))


def _names(foods: FoodTable, food_ids: Sequence[str]) -> str:
    return _("; ").join(as_markdown(_(foods[f].food)) for f in food_ids)


def _ask_filters(foods: FoodTable, holds: frozenset[Hold]) -> list[str]:
    """Ask which foods to leave out, as far as the tags of the table can tell.

    Where vitamin K is held back natto is never named, so nobody is asked about it.
    """
    usable = usable_filters(foods)
    unasked = {"no_natto"} if Hold.VITAMIN_K_HINTS in holds else set()
    chosen: list[str] = st.pills(
        _("Leave out what you do not eat"),
        [name for name in usable if name not in unasked],
        selection_mode="multi",
        format_func=lambda name: _(FILTERS[name].label),
        key="what-if-filters",
        persist_state="session",
    )
    missing = [_(FILTERS[name].label) for name in FILTERS if name not in {*usable, *unasked}]
    if missing:
        words = _("This food table does not mark its foods for: {filters}.")
        st.write(words.format(filters=_(", ").join(missing)))
    if chosen:
        st.write(
            _(
                "This goes by what a food is mainly made of; foods that are often made with fish "
                "or milk are left out too. The label tells what is in yours."
            )
        )
    return chosen


def _best(changes: Sequence[Change]) -> list[Change]:
    """The farthest step of each food, for the first foods."""
    by_food: dict[str, Change] = {}
    for change in changes:
        by_food.setdefault(change.food_id, change)
    return list(by_food.values())[:SHOWN]


def _show_change(foods: FoodTable, change: Change, key: str, share: float, nutrient: str) -> None:
    """A step to try out, with how far it moves the figure in words and as a bar.

    Args:
        foods: The table that was used.
        change: The step.
        key: Widget key.
        share: How far it goes, beside the farthest step of its list.
        nutrient: What it moves.
    """
    with st.container(gap="xxsmall"):
        press.button(
            in_words(foods, change),
            session.what_if.change,
            change.food_id,
            change.after,
            icon=":material/add:",
            key=key,
            width="stretch",
        )
        words = f"<b>{difference.adds(change.difference)}</b>"
        if not change.measured:
            words = _("{difference}, as far as it was measured").format(difference=words)
        style = f"--kd-hue: var(--kd-{nutrient}); --share: {100 * share:.1f}%"
        st.html(f'<p class="kd-effect" style="{style}">{words}</p>')


def in_words(foods: FoodTable, change: Change) -> str:
    """A change as Markdown: 'Eggs: twice a week instead of once a week'."""
    before, after = change.before, change.after
    food = as_markdown(_(foods[change.food_id].food))
    if before.frequency != after.frequency:
        return _("{food}: {new} instead of {old}").format(
            food=food,
            new=FREQUENCY_LABELS[after.frequency],
            old=FREQUENCY_LABELS[before.frequency],
        )
    return _("{food}: {new} portion instead of {old}").format(
        food=food,
        new=_(PORTIONS_BY_CODE[after.portion].label),
        old=_(PORTIONS_BY_CODE[before.portion].label),
    )
