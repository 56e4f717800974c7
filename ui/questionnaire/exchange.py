"""Where the talk between a browser and the server stands, and what the server says back.

Down, to the browser, with each run of the server (read by ui/components/questionnaire/book.js):

- `run`: another one for each run, so that the browser notices each.
- `visit`, `epoch`, `seen`: see message.py; `seen` is the `seq` that was taken in last.
- `moves`, `part`: the part to which the server has sent the person.
- `page`: the page of this run.
- `fresh`: the server holds nothing yet, so what the browser holds stands.
- `held`: all answers that the server holds, until the browser names their epoch.
- `adds`: these answers come beside those of the browser, which stand where both have one.
- `unknown`: foods that the server does not know, such as those of a food table that is not in use
  any more. The browser puts their answers aside and says the rest again.
- `refused`: the `seq` of a message that was refused for another reason, 0 for none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scoring.guidance.safety import SafetyAnswers
from scoring.questionnaire.answers import Answer

from .amounts import TypedAmount
from .message import Message, Older, Refused, Taken, TypedProfile, Why


@dataclass(frozen=True)
class Exchange:
    """What the server remembers of the talk; the fields are those above.

    Attributes:
        named: whether the browser has spoken under the present epoch.
    """

    visit: str
    epoch: int = 0
    seen: int = 0
    moves: int = 0
    part: str = ""
    named: bool = False
    adds: bool = False
    unknown: tuple[str, ...] = ()
    refused: int = 0

    def after(self, result: Taken | Older | Refused) -> "Exchange":
        """The talk after a message was read.

        >>> Exchange("a visit").after(Refused(Why.SHAPE, "part", seq=3)).refused
        3
        """
        if isinstance(result, Taken):
            message = result.message
            part = message.part if message.moves == self.moves else self.part
            return Exchange(self.visit, self.epoch, message.seq, self.moves, part, named=True)
        if isinstance(result, Older) or not result.seq:
            return self
        if result.why == Why.UNKNOWN_FOOD:
            return replace(self, unknown=result.unknown_foods)
        return replace(self, refused=result.seq)

    def with_other_answers(self, part: str = "") -> "Exchange":
        """The talk after the server has put other answers in place; begins at this part."""
        return Exchange(self.visit, self.epoch + 1, seen=self.seen, moves=self.moves + 1, part=part)

    def with_added_answers(self, part: str = "") -> "Exchange":
        """The talk after the server has put answers beside those of the browser."""
        return replace(self.with_other_answers(part), adds=True)

    def at_part(self, part: str) -> "Exchange":
        """The talk after the server has sent the person to a part."""
        return replace(self, moves=self.moves + 1, part=part)

    def down(
        self, *, run: str, page: str, held: Mapping[str, Any], holds_nothing: bool
    ) -> dict[str, Any]:
        """What the server says with this run."""
        said = {
            "run": run,
            "visit": self.visit,
            "epoch": self.epoch,
            "seen": self.seen,
            "moves": self.moves,
            "part": self.part,
            "page": page,
            "fresh": self.epoch == 0 and self.seen == 0 and holds_nothing,
            "adds": self.adds,
            "unknown": list(self.unknown),
            "refused": self.refused,
        }
        return said if self.named else {**said, "held": dict(held)}


def held(
    foods: Mapping[str, Answer],
    supplements: Mapping[str, TypedAmount],
    safety: SafetyAnswers,
    profile: TypedProfile,
    *,
    own: bool,
    country: str = "",
) -> dict[str, Any]:
    """All answers of the server as the browser writes them.

    Args:
        foods: the answers about foods, by id.
        supplements: by code, those that are taken.
        safety: the safety answers.
        profile: sex, age and life stage.
        own: whether they are the person's own, so that the browser may keep them for this tab;
            not those of an example person, which would pass for their own after a reload.
        country: the country that was chosen, as in message.py.
    """
    return {
        "foods": {food: [answer.frequency, answer.portion] for food, answer in foods.items()},
        "supplements": {
            name: [typed.text, typed.unit, typed.period, typed.language]
            for name, typed in supplements.items()
        },
        "safety": {
            "adult": {None: "", True: "yes", False: "no"}[safety.adult],
            "blood_thinner": safety.blood_thinner,
            "pregnancy": safety.pregnancy,
            "conditions": sorted(safety.conditions),
            "medicines": sorted(safety.medicines),
            "signs": sorted(safety.signs),
        },
        "profile": {"sex": profile.sex, "age": profile.age, "life_stage": profile.life_stage},
        "country": country,
        "own": own,
    }


def wanted_page(message: Message, page: str) -> str | None:
    """The page to which a message that was just taken in leads the person; None to stay.

    Where another page runs than the one on which it was said, something newer was asked for.

    Args:
        message: the message.
        page: the page of this run.
    """
    return message.wanted if message.wanted and message.page == page else None
