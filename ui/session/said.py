"""All that a person has said about themselves, as one value that is put in place as a whole.

The truth about it is in the browser (ui/components/questionnaire/book.js), which says all of it
each time. Whoever asks here what was said hears the newest message first: a page, a fragment, and a
callback, which Streamlit runs before any page. A run may be ended by a newer one wherever it reads
or writes state; as there is one value and one write, nothing is ever half taken in.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from scoring import Answer, FoodTable, languages
from scoring.frozen import ReadOnlyMappings
from scoring.guidance.safety import SafetyAnswers
from ui.questionnaire.amounts import TypedAmount
from ui.questionnaire.exchange import Exchange, held, wanted_page
from ui.questionnaire.message import (
    Known,
    Message,
    Older,
    Refused,
    Taken,
    TypedProfile,
    read_message,
)
from ui.session.tables import OWN_KEY, OwnFoodTable, our_foods

KEY = "said"
COURIER_KEY = "kdcheck-courier"
PAGES = frozenset(path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py"))
"""Names of the pages of the app, which a message may name."""


@dataclass(frozen=True)
class Said(ReadOnlyMappings):
    """What a person has said.

    Attributes:
        exchange: where the talk with their browser stands.
        foods: every answer about a food, of whatever table, by its id.
        supplements: amounts as typed, by nutrient; one that is missing was never asked.
        safety: what was said before the questionnaire.
        profile: sex, age as typed, life stage.
        country: the country that was chosen, as in message.py; "" where nobody chose.
        notices_read: ids of the notices that the person said they have read.
        example: name of the example person whose answers these are; empty for one's own.
        own_safety: while an example is open, what the visitor said about themselves.
        presses: keys of the buttons that were pressed, until what they do is done.
        news: the message taken in last, until it is clear to which page it leads.
    """

    exchange: Exchange
    foods: Mapping[str, Answer] = field(default_factory=dict)
    supplements: Mapping[str, TypedAmount] = field(default_factory=dict)
    safety: SafetyAnswers = field(default_factory=SafetyAnswers)
    profile: TypedProfile = field(default_factory=TypedProfile)
    country: str = ""
    notices_read: frozenset[str] = frozenset()
    example: str = ""
    own_safety: SafetyAnswers | None = None
    presses: tuple[str, ...] = ()
    news: Message | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was said yet."""
        return (
            not self.foods
            and not any(typed.text for typed in self.supplements.values())
            and self.safety == SafetyAnswers()
            and self.profile == TypedProfile()
            and not self.country
        )

    def after(self, result: Taken | Refused) -> "Said":
        """What was said once a message was read; other safety answers bring their notices anew."""
        exchange = self.exchange.after(result)
        if isinstance(result, Refused):
            return replace(self, exchange=exchange)
        message = result.message
        return replace(
            self,
            exchange=exchange,
            foods=message.foods,
            supplements=message.supplements,
            safety=message.safety,
            profile=message.profile,
            country=message.country,
            presses=(*self.presses, *message.presses),
            notices_read=self.notices_read if message.safety == self.safety else frozenset(),
            news=message,
        )


def now() -> Said:
    """What was said up to now, with the newest message of the browser."""
    said: Said | None = st.session_state.get(KEY)
    if said is None:
        said = Said(Exchange(visit=secrets.token_hex(16)))
        _put(said)
    heard = _heard()
    if heard is None:
        return said
    result = read_message(heard, _known(said))
    if isinstance(result, Older):
        return said
    after = said.after(result)
    if after.exchange != said.exchange:
        _put(after)
    return after


def seat_before() -> str:
    """The seat in a workshop that the browser had with a server that has ended; "" for none.

    It is known only after the courier was shown once in this visit.
    """
    result = read_message(_heard(), _known(now()))
    return result.seat if isinstance(result, Refused) else ""


def mark_notices_read(rule_ids: frozenset[str]) -> None:
    """Remember that the person has read these notices."""
    said = now()
    _put(replace(said, notices_read=said.notices_read | rule_ids))


def replace_answers(part: str = "", **changed: Any) -> None:
    """Put other answers in place: what the browser says about the present ones counts no more.

    Args:
        part: the part of the questionnaire to begin with; "" for the first.
        changed: fields of Said.
    """
    said = now()
    _put(replace(said, exchange=said.exchange.with_other_answers(part), **changed))


def add_answers(foods: Mapping[str, Answer], part: str) -> None:
    """Put answers in where there are none; what the person has answered since stays.

    Args:
        foods: the answers.
        part: the part of the questionnaire to begin with.
    """
    said = now()
    exchange = said.exchange.with_added_answers(part)
    _put(replace(said, exchange=exchange, foods={**foods, **said.foods}))


def go_to_part(part: str) -> None:
    """Send the person to a part of the questionnaire, by its id."""
    said = now()
    _put(replace(said, exchange=said.exchange.at_part(part)))


def leads_to(page: str, shown: str | None) -> str | None:
    """The page to which the newest message leads the person; None to stay on this one.

    A message without a page to go to, said here after the server has shown another page, came too
    late: it leads to that other page again.

    Args:
        page: the page that was asked for.
        shown: the page that the server showed last; None where it has shown none.
    """
    said = now()
    if said.news is None:
        return None
    if said.news.page == page:
        target = wanted_page(said.news, page) or shown
        if target not in (None, page):
            return target
    stay()
    return None


def stay() -> None:
    """Let the newest message lead nowhere."""
    _put(replace(now(), news=None))


def press_done() -> None:
    """Forget the oldest press: what its button does is done."""
    said = now()
    _put(replace(said, presses=said.presses[1:]))


def down(page: str) -> dict[str, Any]:
    """What the server says to the browser with this run of a page."""
    said = now()
    return said.exchange.down(
        run=secrets.token_hex(4),
        page=page,
        held=held(
            said.foods,
            said.supplements,
            said.safety,
            said.profile,
            own=not said.example,
            country=said.country,
        ),
        holds_nothing=said.is_nothing,
    )


def _heard() -> object:
    """The newest message of the browser; None for none."""
    return (st.session_state.get(COURIER_KEY) or {}).get("said")


def _put(said: Said) -> None:
    st.session_state[KEY] = said


@lru_cache(maxsize=8)
def _ids_of(table: FoodTable) -> frozenset[str]:
    return frozenset(food.food_id for food in table)


def _known(said: Said) -> Known:
    own: OwnFoodTable | None = st.session_state.get(OWN_KEY)
    foods = _ids_of(our_foods()) | said.foods.keys()
    if own is not None:
        foods |= _ids_of(own.foods)
    return Known(
        visit=said.exchange.visit,
        epoch=said.exchange.epoch,
        seen=said.exchange.seen,
        foods=foods,
        pages=PAGES,
        languages=languages.offered().keys(),
    )
