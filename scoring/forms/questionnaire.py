"""The whole questionnaire as a form tool asks it: safety questions, foods, portions, supplements.

It is the same questionnaire as on the screen, from the same words and rules, and says nothing of
any tool; the modules beside this one write it in the format of one. Names are those of the columns
of a responses file, so that what comes back is scored without a mapping; a tool that takes no dot
in a name gets `without_dots`, and the labels are those of `exchange.names`.

An answer is one of three things, which stay apart in every tool: `never`; unanswered, since no food
must be answered; and not asked, as a portion of a food that is not eaten.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain, repeat
from typing import Any, TypeAlias, TypeVar

from .. import languages
from ..countries import COUNTRIES
from ..errors import ScoringError, did_you_mean, shown
from ..exchange.names import COUNTRY, RESPONDENT, column_labels, portion_column, without_dots
from ..foods.table import Food, FoodTable
from ..guidance.disclaimer import disclaimer_short
from ..guidance.safety import (
    BEFORE_A_RESULT,
    MANY_ANSWERS,
    NEEDED,
    OPTIONS,
    QUESTIONS,
    Notice,
    Place,
    SafetyAnswers,
    load_rules,
    notices,
)
from ..languages import _
from ..nutrients import NUTRIENTS, SUPPLEMENTED
from ..questionnaire.answers import FREQUENCIES, PORTIONS, supplement_range_text
from ..questionnaire.words import (
    PORTION_NAMES,
    SUPPLEMENT_NAMES,
    groups_in_order,
    lead,
    portion_words,
    supplements_lead,
)

_T = TypeVar("_T")

SAFETY = "safety"
"""Name of the section of the safety questions, and what their names begin with."""

_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
"""For our own narrow screens; in the export of a tool it would stand unseen within words."""

Text: TypeAlias = Mapping[str, str]
"""A text in each language of a form, by the code of the language."""


@dataclass(frozen=True)
class Says:
    """Holds where one of these codes is the answer, or among the answers that are ticked."""

    question: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Eats:
    """Holds where the question about a food is answered, and not by `never`."""

    question: str


@dataclass(frozen=True)
class Above:
    """Holds where a number is given that is larger than `limit`."""

    question: str
    limit: float


Condition: TypeAlias = Says | Eats | Above


@dataclass(frozen=True)
class Note:
    """Words to read. Shown where any of `shown_if` holds, or always where there are none."""

    name: str
    text: Text
    shown_if: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Line:
    """A question that is answered by a line of text."""

    name: str
    label: Text
    hint: Text


@dataclass(frozen=True)
class Choice:
    """A question with a list of answers.

    Attributes:
        name: Column of its answer.
        label: The question.
        hint: What helps to answer it; empty texts for nothing.
        scale: Name of the list, the same for all questions that share it.
        options: The answers by code.
        many: Whether several may be ticked.
        required: Whether it must be answered.
        shown_if: Asked where any of these holds, or always where there are none.
    """

    name: str
    label: Text
    hint: Text
    scale: str
    options: Mapping[str, Text]
    many: bool = False
    required: bool = False
    shown_if: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Amount:
    """A question for an amount a day, from 0 up.

    Attributes:
        name: Column of its answer.
        label: The question.
        hint: What helps to answer it.
        unit: Its unit in the code of UCUM, the Unified Code for Units of Measure.
        unit_words: The same as a person reads it.
        most: Largest amount that is accepted.
        fault: What is allowed, in words.
    """

    name: str
    label: Text
    hint: Text
    unit: str
    unit_words: str
    most: float
    fault: Text


Item: TypeAlias = Note | Line | Choice | Amount


@dataclass(frozen=True)
class Section:
    """What stands together on a page."""

    name: str
    title: Text
    items: tuple[Item, ...]
    shown_if: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Form:
    """The questionnaire.

    Attributes:
        title: Its title.
        languages: Codes of its languages; in the first, the tool begins.
        version: That of the food table, which changes with its values.
        sections: Its pages.
    """

    title: Text
    languages: tuple[str, ...]
    version: str
    sections: tuple[Section, ...] = field(repr=False)

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(chain.from_iterable(section.items for section in self.sections))

    @cached_property
    def many(self) -> frozenset[str]:
        """Names of the questions where several answers may be ticked."""
        return frozenset(item.name for item in self.items if isinstance(item, Choice) and item.many)


def questionnaire_form(foods: FoodTable, codes: Sequence[str]) -> Form:
    """The questionnaire about the foods of a table in some languages.

    The groups of foods come in the order of the first language.

    Raises:
        ScoringError: A language is not spoken or named twice, there is none, or two questions of
            the form would have one name.
    """
    _check_languages(codes)
    words = _Words(tuple(codes), foods)
    adults = (Says(f"{SAFETY}_adult", ("yes",)),)
    foods_asked = [
        Section(
            name=f"foods_{number}",
            title=words(partial(_, group)),
            items=(
                Note(f"note_foods_{number}", words(partial(lead, is_first=number == 1))),
                *chain.from_iterable(_food(words, food) for food in foods.in_group(group)),
            ),
            shown_if=adults,
        )
        for number, group in enumerate(groups_in_order(foods, codes[0]), start=1)
    ]
    form = Form(
        title=words(lambda: "KD Check"),
        languages=words.codes,
        version=foods.version,
        sections=(_beginning(words), *foods_asked, _supplements(words, adults)),
    )
    _check_names(form)
    return form


class _Words:
    """Makes a text in every language of a form."""

    def __init__(self, codes: tuple[str, ...], foods: FoodTable) -> None:
        self.codes = codes
        self._labels = self._in_each(lambda: dict(column_labels(foods)))

    def __call__(self, make: Callable[[], str]) -> Text:
        """The text that a function makes in the language in use."""
        made = self._in_each(make)
        return {code: text.replace(_SOFT_HYPHEN, "") for code, text in made.items()}

    def each(self, options: Mapping[str, str]) -> dict[str, Text]:
        """The same for a list of words that are read in the language in use."""
        return {key: self(partial(options.__getitem__, key)) for key in options}

    def label(self, column: str) -> Text:
        """The label under which a column of a responses file is asked for."""
        return self(lambda: self._labels[languages.current()][column])

    def _in_each(self, make: Callable[[], _T]) -> dict[str, _T]:
        def made(code: str) -> _T:
            languages.use(code)
            return make()

        return {code: copy_context().run(made, code) for code in self.codes}


def _beginning(words: _Words) -> Section:
    """The disclaimer, who answers, the safety questions and, for whom they are, the notices."""
    questions = [
        Choice(
            name=f"{SAFETY}_{name}",
            label=words(partial(QUESTIONS.__getitem__, name)),
            hint=words(_several if name in MANY_ANSWERS else _nothing),
            scale=f"{SAFETY}_{name}",
            options=words.each(OPTIONS[name]),
            many=name in MANY_ANSWERS,
            required=name in NEEDED,
        )
        for name in QUESTIONS
    ]
    return Section(
        name=SAFETY,
        title=words(lambda: _("Before you start")),
        items=(
            Note("note_disclaimer", words(disclaimer_short)),
            Line(
                RESPONDENT,
                words.label(RESPONDENT),
                words(lambda: _("The code that you were given. Please do not enter your name.")),
            ),
            Note(
                "note_safety",
                words(
                    lambda: _(
                        "Some people need other notes than the rest. What you say here decides "
                        "which notes you see, and it is kept with your other answers."
                    )
                ),
            ),
            *questions,
            _country(words),
            *_notices(words),
        ),
    )


def _country(words: _Words) -> Choice:
    return Choice(
        name=COUNTRY,
        label=words.label(COUNTRY),
        hint=words(
            lambda: _(
                "It decides what is added to foods there. If yours is not among them, leave it "
                "open: the international figures count."
            )
        ),
        scale=COUNTRY,
        options={
            code: words(partial(getattr, country, "name")) for code, country in COUNTRIES.items()
        },
    )


def _several() -> str:
    return _("Tick all that apply.")


def _nothing() -> str:
    return ""


def _notice(rule_id: str) -> str:
    return load_rules()[rule_id].within(BEFORE_A_RESULT).notice.text


def _notices(words: _Words) -> Iterable[Note]:
    """The notices of the page before the questionnaire, urgent ones first."""
    for rule_id in [n.rule_id for n in _every_notice() if Place.BEFORE in n.places]:
        yield Note(
            f"note_{rule_id.replace('-', '_')}",
            words(partial(_notice, rule_id)),
            tuple(
                Says(f"{SAFETY}_{question}", codes)
                for question, codes in answers_behind(rule_id).items()
            ),
        )


def _every_notice() -> list[Notice]:
    rules = load_rules().values()
    return sorted((rule.notice for rule in rules), key=lambda notice: not notice.urgent)


def answers_behind(rule_id: str) -> Mapping[str, tuple[str, ...]]:
    """The safety answers each of which alone brings the notice of a rule, by question.

    They are found by asking the rule about every single answer; a test holds that any of them, and
    nothing else, brings the notice of the page before the questionnaire. A notice about a medicine
    beside a vitamin K antagonist says itself that it is for those who have both: a form, which
    cannot ask about two answers at once in every tool, shows it to all who tick that medicine.
    """
    return _answers_behind(rule_id, SafetyAnswers()) or _answers_behind(
        rule_id, SafetyAnswers(blood_thinner="vka")
    )


def _answers_behind(rule_id: str, so_far: SafetyAnswers) -> Mapping[str, tuple[str, ...]]:
    """The same beside other answers."""
    found = {
        question: tuple(
            code
            for code in options
            if rule_id in _notices_for(_with_answer(so_far, question, code))
        )
        for question, options in OPTIONS.items()
    }
    return {question: codes for question, codes in found.items() if codes}


def _notices_for(answers: SafetyAnswers) -> frozenset[str]:
    return frozenset(notice.rule_id for notice in notices(answers, BEFORE_A_RESULT))


def _with_answer(so_far: SafetyAnswers, question: str, code: str) -> SafetyAnswers:
    if question == "adult":
        return replace(so_far, adult=code == "yes")
    answer: Any = frozenset({code}) if question in MANY_ANSWERS else code
    return replace(so_far, **{question: answer})


def _food(words: _Words, food: Food) -> tuple[Choice, Choice]:
    """How often a food is eaten and, where it is, in which portion."""
    portion = portion_column(food.food_id)
    frequency = Choice(
        name=food.food_id,
        label=words.label(food.food_id),
        hint=words(lambda: _(food.examples)),
        scale="frequency",
        options={f.code: words(partial(_, f.label)) for f in FREQUENCIES},
    )
    size = Choice(
        name=portion,
        label=words.label(portion),
        hint=words(lambda: _("; ").join(portion_words(food, size) for size in PORTIONS)),
        scale="portion",
        options=words.each(PORTION_NAMES),
        shown_if=(Eats(food.food_id),),
    )
    return frequency, size


def _supplements(words: _Words, shown_if: tuple[Condition, ...]) -> Section:
    """The supplements, with what is said to those who take any."""
    asked = [name for name in SUPPLEMENT_NAMES if name in SUPPLEMENTED]
    columns = {name: NUTRIENTS[name].supplement_column for name in asked}
    upper_level = NUTRIENTS["d"].upper_level_per_day
    told = {
        "d-over-upper-level": (Above(columns["d"], upper_level),),  # food can only add to it
        "supplements-always": tuple(map(Above, columns.values(), repeat(0))),
    }
    return Section(
        name="supplements",
        title=words(lambda: _("Supplements")),
        items=(
            Note("note_supplements", words(supplements_lead)),
            *(_amount(words, name) for name in asked),
            *(
                Note(
                    f"note_{rule_id.replace('-', '_')}",
                    words(partial(_notice, rule_id)),
                    conditions,
                )
                for rule_id, conditions in told.items()
            ),
        ),
        shown_if=shown_if,
    )


def _amount(words: _Words, name: str) -> Amount:
    nutrient = NUTRIENTS[name]
    iu = _IU_HINT if name == "d" else ""
    return Amount(
        name=nutrient.supplement_column,
        label=words.label(nutrient.supplement_column),
        hint=words(lambda: _(iu)),
        unit=f"{nutrient.unit}/d",
        unit_words=f"{nutrient.unit_symbol}/d",
        most=nutrient.supplement_limit_per_day,
        fault=words(lambda: supplement_range_text(name, may_be_empty=True)),
    )


_IU_HINT = languages.N_("1 µg is 40 IU: divide an amount in IU by 40.")


def _check_languages(codes: Sequence[str]) -> None:
    offered = tuple(languages.offered())
    for code in codes:
        if code not in offered:
            raise ScoringError(
                f"--language: found {shown(code)}; allowed: {', '.join(offered)}, with a comma "
                f"between several.{did_you_mean(code, offered)}"
            )
    if len(set(codes)) < len(codes):
        raise ScoringError(f"--language: found {', '.join(codes)}; allowed: each language once")


def _check_names(form: Form) -> None:
    """Refuse a food table whose ids are names of the form, or would be without their dots."""
    taken: dict[str, str] = {}
    for part in (*form.sections, *form.items):
        name = without_dots(part.name)
        if name in taken:
            raise ScoringError(
                f"the food table has an id that the form needs for something else: {shown(name)}; "
                "allowed: ids that are no other food's id with _portion behind it, and that begin "
                f"neither with {SAFETY}_ nor with note_, foods_ or supplement"
            )
        taken[name] = part.name
