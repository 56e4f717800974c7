"""Which answers may be shown together, so that no one can be told from the figures.

What is published is always a set of people, from `FEWEST_SHOWN` on. Whoever sees several published
sets, one after the other, can subtract them. So every set is made of cells: people who have been in
exactly the same published sets so far. A cell is shown whole or not at all, and has at least
`FEWEST_IN_STEP` people. All that adding and subtracting published sets can give is a union of
cells; so it never comes down to fewer than three people, whatever the order of events:

- New answers wait until there are three; then they become a cell of their own and are shown.
- Somebody in the picture takes the answers back. They leave the picture at once, but never alone:
  where fewer than three left a cell, others of it, drawn at random, leave with them until three
  are gone. Where that would leave fewer than three, the whole cell leaves. What is hidden in this
  way stays hidden: to show it again would give away who had left.
- The host asks for a refresh. The same rule decides; a refresh shows no more than waiting would.
- Somebody takes answers back and sends again. These are new answers and wait like all others.

People are counted in the figures too (`workshop.picture`). No bar stands for one or two of them. A
median is the figure of one person or lies between two, and so is a quarter: rounding hides that
among many people and not among few. So below `FEWEST_FOR_MEDIANS` there is none; the bars, and the
words made of them alone, are all that is said about amounts.

What is safe below `FEWEST_FOR_MEDIANS`, and why (tests/workshop/test_small_class.py proves it):

- Bars of three people or more, between edges that are the same for every class. An answer that is
  changed within the step of its bar changes no bar, so an amount is never known more closely than
  to one such step, also from two pictures in a row.
- Of a food, that few (two at most), some or nearly all (all but two at most) eat it. Seen before
  and after three or more people came, these words leave open of each of them whether they eat it.
  Numbers would not: 3 and then 6 would say that all three do. So numbers, also of women, men and
  age bands, come from `FEWEST_FOR_COUNTS` on, where steps of three weigh less.
- Shares of foods that three or more eat, in the food of all together. They stay the same where
  everybody eats twice as much, so they tell of no amount.

Whom answers belong to is never in a picture: two people of one cell may have each other's answers,
and every picture stays the same.

A cell must know how many left it. So of a shown person who left there remains an empty row with
the cell's random name: no answers, no person.

What it cannot do: it counts people, not friends. Two people who send answers they know by heart
learn the third of their step. And a host who resets a session, or opens a second one with the same
class, gets a new picture of those who choose to send again.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

FEWEST_SHOWN = 5
"""The smallest class of which figures are shown."""

FEWEST_IN_STEP = 3
"""The smallest number of people by which two published sets differ, and of any bar or count."""

FEWEST_FOR_MEDIANS = 10
"""The smallest class of which medians and quarters are shown."""

FEWEST_FOR_COUNTS = 20
"""The smallest class of which it is counted how many eat a food, or are of a sex or age band."""


@dataclass(frozen=True)
class Member:
    """One row of the store.

    Attributes:
        key: Names the row.
        cell: None before it was ever shown.
        here: False for the empty row of somebody who left.
    """

    key: str
    cell: str | None
    here: bool


@dataclass(frozen=True)
class Grouping:
    """What may be shown now.

    Attributes:
        cells: The cells to show; empty where there are too few people.
        moved: The new cell of each row that gets one, by the key of the row.
        waiting: How many answers wait for others.
    """

    cells: frozenset[str]
    moved: dict[str, str]
    waiting: int


def regroup(members: Iterable[Member]) -> Grouping:
    """Decide which people may be shown now; see the top of this module."""
    here: dict[str | None, list[str]] = defaultdict(list)
    left: dict[str | None, int] = defaultdict(int)
    for member in members:
        if member.here:
            here[member.cell].append(member.key)
        else:
            left[member.cell] += 1
    fresh = here.pop(None, [])
    cells: set[str] = set()
    moved: dict[str, str] = {}
    shown = 0
    for cell, keys in here.items():
        assert cell is not None
        stay = _who_stays(sorted(keys), left[cell])
        shown += len(stay)
        if len(stay) == len(keys) and not left[cell]:
            cells.add(cell)
        elif stay:
            name = new_name()
            cells.add(name)
            moved |= dict.fromkeys(stay, name)
    if len(fresh) >= FEWEST_IN_STEP and shown + len(fresh) >= FEWEST_SHOWN:
        name = new_name()
        cells.add(name)
        moved |= dict.fromkeys(fresh, name)
        return Grouping(frozenset(cells), moved, waiting=0)
    if shown < FEWEST_SHOWN:
        return Grouping(frozenset(), {}, waiting=len(fresh))
    return Grouping(frozenset(cells), moved, waiting=len(fresh))


def new_name() -> str:
    """A random name: it tells neither order nor time."""
    return secrets.token_hex(16)


def _who_stays(keys: list[str], left: int) -> list[str]:
    """Of a cell's people, those who may stay in the picture after some left."""
    if not left:
        return keys
    go_along = max(0, FEWEST_IN_STEP - left)
    if len(keys) - go_along < FEWEST_IN_STEP:
        return []
    return secrets.SystemRandom().sample(keys, len(keys) - go_along)
