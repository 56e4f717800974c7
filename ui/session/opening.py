"""Opening other answers in place of the present ones: from a file, a draft or an example."""

from dataclasses import dataclass, replace

import streamlit as st

from scoring import Answers, languages
from scoring.guidance.safety import SafetyAnswers
from ui.questionnaire.amounts import as_typed
from ui.questionnaire.message import CHOSE_NONE, TypedProfile
from ui.session.history import added as added_to_history
from ui.session.label import forget as forget_label
from ui.session.many import remove as remove_many
from ui.session.said import Said, now, replace_answers
from ui.session.saved_files import compare, over_time
from ui.session.what_if import reset as reset_what_if

PENDING_KEY = "opening-pending"
UPLOADS_KEY = "opening-uploads"
POPOVER_KEYS = ("opening-examples", "opening-files")


@dataclass(frozen=True)
class Opening:
    """Answers that may replace the present ones.

    Attributes:
        answers: Every answer, with supplements and profile.
        example: Name of the example person; empty for a file of anybody else.
        safety: What an example person would say before the questionnaire; None for a file, which
            holds no safety answers, so that they are asked next.
        from_file: They come from a saved file.
        country: The country that the file names, as in an answers file; None for none, so that the
            present one stays.
    """

    answers: Answers
    example: str = ""
    safety: SafetyAnswers | None = None
    from_file: bool = False
    country: str | None = None


def open_answers(
    answers: Answers, example: str = "", part: str = "", country: str | None = None
) -> None:
    """Put other answers in place of the present ones, as if they had been given one by one.

    The safety answers given so far are about another person or another visit, so they go too.

    Args:
        answers: Every answer, with supplements and profile; a food without one is unanswered.
        example: Name of the example person, if it is one.
        part: The part of the questionnaire to begin with; "" for the first.
        country: The country that they name, as in an answers file; None leaves the present one.
    """
    _open(answers, example, SafetyAnswers(), None, part, country)


def open_example(answers: Answers, name: str, safety: SafetyAnswers) -> None:
    """Open the answers of an example person.

    What the visitor said about themselves before still holds: someone on a vitamin K antagonist
    must not meet a tip about vitamin K because the example person takes none.
    """
    said = _said_of_oneself(now())
    blood_thinner = said.blood_thinner if said.on_vitamin_k_blocker else safety.blood_thinner
    shown = replace(said, adult=said.adult is not False, blood_thinner=blood_thinner)
    _open(answers, name, shown, said)


def close_example() -> None:
    """Leave the example: no answers, and the safety answers as the visitor gave them."""
    _open(Answers({}), "", _said_of_oneself(now()), None)


def begin_as_another() -> None:
    """Nothing is answered or opened yet, neither of food nor of safety: another person begins."""
    _open(Answers({}), "", SafetyAnswers(), None)
    have_done()
    added_to_history()
    for files in (compare, over_time):
        files.forget()
    remove_many()


def _said_of_oneself(said: Said) -> SafetyAnswers:
    """What the visitor said about themselves, also while an example is open."""
    return said.own_safety if said.example and said.own_safety else said.safety


def _open(
    answers: Answers,
    example: str,
    safety: SafetyAnswers,
    own_safety: SafetyAnswers | None,
    part: str = "",
    country: str | None = None,
) -> None:
    language, profile = languages.current(), answers.profile
    age = "" if profile.age is None else str(profile.age)
    amounts = answers.supplements.per_day.items()
    reset_what_if()
    forget_label()
    replace_answers(
        part,
        foods=answers.foods,
        supplements={name: as_typed(amount, language) for name, amount in amounts},
        safety=safety,
        profile=TypedProfile(profile.sex, age, profile.life_stage),
        notices_read=frozenset(),
        example=example,
        own_safety=own_safety,
        country=now().country if country is None else country or CHOSE_NONE,
    )


def pending() -> Opening | None:
    """The answers of which the person is asked whether they may replace the present ones."""
    opening: Opening | None = st.session_state.get(PENDING_KEY)
    return opening


def ask_first(opening: Opening) -> None:
    """Ask whether these answers may replace the present ones."""
    st.session_state[PENDING_KEY] = opening
    for key in POPOVER_KEYS:  # an open one would cover the question
        if key in st.session_state:
            st.session_state[key] = False


def have_done() -> None:
    """Ask about no other answers any more, and let the place for a file be empty again."""
    st.session_state.pop(PENDING_KEY, None)
    st.session_state[UPLOADS_KEY] = _uploads() + 1


def file_key() -> str:
    """Widget key of the place for a file; a new one, thus an empty place, after each opening."""
    return f"opening-file-{_uploads()}"


def _uploads() -> int:
    return int(st.session_state.get(UPLOADS_KEY, 0))
