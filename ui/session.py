"""What one person has answered so far: the only module that reads or writes widget state.

Widgets carry the keys made here and `persist_state="session"`, so Streamlit itself keeps an
answer from the instant it is given, whatever page comes next; ui/overtaken.py sees to it that
this holds on a busy server too. Nothing is cached.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

import languages
from scoring import Answer, Answers, FoodTable
from scoring.errors import Fault, FoodTableError
from scoring.foods import Source, load_sources
from scoring.intake import Estimate, estimate
from scoring.provenance import Record, load_records
from scoring.questionnaire import UG_PER_IU_D, Profile, Supplements
from scoring.references import AUTHORITIES
from scoring.safety import (
    BLOOD_THINNERS,
    CONDITIONS,
    MEDICINES,
    PREGNANCY,
    SIGNS,
    SafetyAnswers,
)
from ui.text import file_name

if TYPE_CHECKING:
    from workshop.store import Session

FOODS_CSV = Path(__file__).parent.parent / "foods.csv"

SUPPLEMENT_KEYS = {
    "k1_ug_per_day": "supplement-k1",
    "mk4_ug_per_day": "supplement-mk4",
    "mk7_ug_per_day": "supplement-mk7",
    "d_ug_per_day": "supplement-d",
}
D_UNIT_KEY = "supplement-d-unit"
IU = "IU"

ADULT_KEY = "safety-adult"
BLOOD_THINNER_KEY = "safety-blood-thinner"
PREGNANCY_KEY = "safety-pregnancy"
AUTHORITY_KEY = "profile-authority"
AUTHORITY_CHOSEN_KEY = "profile-authority-chosen"
SEX_KEY = "profile-sex"
AGE_KEY = "profile-age"
LIFE_STAGE_KEY = "profile-life-stage"

AUTHORITY_OF_LANGUAGE = {"de": "dach", "ja": "japan", "nl": "efsa"}
"""Whose reference values the readers of a language meet first; others meet the first authority."""

EXAMPLE_KEY = "example"
NEXT_PAGE_KEY = "next-page"
SHOWN_PAGE_KEY = "shown-page"
SEAT_KEY = "workshop-seat"
SEAT_SESSION_KEY = "workshop-session"
SENT_KEY = "workshop-sent"

STEP_KEY = "questionnaire-step"
READ_KEY = "results-notices-read"
OWN_SAFETY_KEY = "safety-own"

FREQUENCY_PREFIX = "frequency-"
OWN_TABLE_KEY = "own-food-table"
OWN_TABLE_OFFER_KEY = "own-food-table-offer"
OWN_TABLE_ROUND_KEY = "own-food-table-round"


@dataclass(frozen=True)
class OwnFoodTable:
    """A food table that the visitor brought, and the name of its file: text of a stranger."""

    name: str
    foods: FoodTable


@dataclass(frozen=True)
class OwnTableOffer:
    """A file that the visitor chose and that is not in use: it has faults, or waits for a yes.

    foods: the table, None where it has faults. data: what a file with faults holds.
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


def food_table() -> FoodTable:
    """The food table of this session: the visitor's own where there is one, else ours."""
    own = own_food_table()
    return our_food_table() if own is None else own.foods


def food_records() -> Mapping[tuple[str, str], tuple[Record, ...]]:
    """The records behind each figure, by food and nutrient; none for a table of the visitor."""
    return our_food_records() if own_food_table() is None else {}


def own_food_table() -> OwnFoodTable | None:
    """The food table that the visitor brought for this session, or None.

    A class can only be added up over one table, so ours is in use while one is in a workshop.
    """
    own: OwnFoodTable | None = _get(OWN_TABLE_KEY)
    return own if workshop() is None else None


def use_food_table(own: OwnFoodTable | None) -> None:
    """Use a table of the visitor from now on, in this session alone, or ours again for None.

    Answers stay where they are: those of foods that the table lacks do not count meanwhile.
    """
    st.session_state[OWN_TABLE_KEY] = own
    st.session_state.pop(OWN_TABLE_OFFER_KEY, None)
    st.session_state[OWN_TABLE_ROUND_KEY] = _own_table_round() + 1
    go_to_step(0)


def own_table_file_key() -> str:
    """Widget key of the place for a file; a new one, thus an empty place, after each change."""
    return f"own-food-table-file-{_own_table_round()}"


def own_table_offer() -> OwnTableOffer | None:
    """The file of a food table that is not in use yet, or None."""
    offer: OwnTableOffer | None = _get(OWN_TABLE_OFFER_KEY)
    return offer


def take_own_table_file() -> None:
    """Read the file of a food table that was chosen just now, and use it at once where possible.

    It waits as an offer where it has faults, or where answers that count now would not any more.
    """
    file = _get(own_table_file_key())
    if file is None:
        st.session_state.pop(OWN_TABLE_OFFER_KEY, None)
        return
    name, data = file_name(file.name), file.getvalue()
    try:
        foods = FoodTable.from_upload(data, name)
    except FoodTableError:
        st.session_state[OWN_TABLE_OFFER_KEY] = OwnTableOffer(name, None, data)
        return
    if set(answered_but_not_in(foods)) <= set(answered_but_not_in(food_table())):
        use_food_table(OwnFoodTable(name, foods))
    else:
        st.session_state[OWN_TABLE_OFFER_KEY] = OwnTableOffer(name, foods)


def answered_but_not_in(foods: FoodTable) -> list[str]:
    """Ids of the foods with an answer that are not in a table: those answers would not count."""
    answered = (
        key.removeprefix(FREQUENCY_PREFIX)
        for key, code in st.session_state.items()
        if isinstance(key, str) and key.startswith(FREQUENCY_PREFIX) and code is not None
    )
    return sorted(food_id for food_id in answered if food_id not in foods)


@st.cache_resource(show_spinner=False)
def our_food_table() -> FoodTable:
    """The food table of this app, read once and shared by all visitors; it is never changed."""
    return FoodTable.load(FOODS_CSV)


def asked_foods() -> FoodTable:
    """The foods this person is asked: all of them, or the sections that their workshop chose."""
    if (here := workshop()) is None or set(here.sections) >= set(food_table().groups):
        return food_table()
    return _foods_of_sections(here.sections)


def asks_everything() -> bool:
    """Whether the person is asked all foods, so that the figures are of a whole week."""
    return asked_foods() is food_table()


def unanswered_asked() -> list[str]:
    """The foods that are asked and have no answer yet."""
    return unanswered(food.food_id for food in asked_foods())


@st.cache_resource(show_spinner=False)
def _foods_of_sections(sections: tuple[str, ...]) -> FoodTable:
    return FoodTable(tuple(food for food in our_food_table() if food.group in sections))


@st.cache_resource(show_spinner=False)
def our_food_records() -> Mapping[tuple[str, str], tuple[Record, ...]]:
    """The records behind each figure of our food table, by food and nutrient."""
    records: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in load_records(FOODS_CSV.with_name("food_records.csv")):
        records[record.food_id, record.nutrient].append(record)
    return {key: tuple(found) for key, found in records.items()}


@st.cache_resource(show_spinner=False)
def our_sources() -> Mapping[str, Source]:
    """The sources of our food table, by their key."""
    return load_sources(FOODS_CSV.with_name("sources.csv"))


def frequency_key(food_id: str) -> str:
    """Widget key of a food's frequency."""
    return f"{FREQUENCY_PREFIX}{food_id}"


def portion_key(food_id: str) -> str:
    """Widget key of a food's portion."""
    return f"portion-{food_id}"


def frequency(food_id: str) -> str | None:
    """The frequency code chosen for a food, or None while it is unanswered."""
    return st.session_state.get(frequency_key(food_id))


def unanswered(food_ids: Iterable[str]) -> list[str]:
    """Those of the foods that have no frequency yet."""
    return [food_id for food_id in food_ids if frequency(food_id) is None]


def answer_never(food_ids: Iterable[str]) -> None:
    """Answer `never` for each of the foods that has no answer yet."""
    for food_id in unanswered(food_ids):
        st.session_state[frequency_key(food_id)] = "never"


def answers() -> Answers:
    """The person's answers as `scoring` understands them; the profile plays no part in them.

    Raises:
        AnswersError: a value is outside what the questionnaire allows.
    """
    return replace(food_answers(), supplements=supplements())


def food_answers() -> Answers:
    """The answers about the foods that are asked, which are always within what is allowed."""
    return Answers(_answers_about(asked_foods()))


def all_answers() -> Answers:
    """Every answer with supplements and profile, for a file.

    Raises:
        AnswersError: a value is outside what the questionnaire allows.
    """
    return Answers(_answers_about(food_table()), supplements(), profile())


def _answers_about(asked: FoodTable) -> dict[str, Answer]:
    foods = {}
    for food in asked:
        code = frequency(food.food_id)
        if code is not None:
            portion = st.session_state.get(portion_key(food.food_id)) or "M"
            foods[food.food_id] = Answer(frequency=code, portion=portion)
    return foods


def current_estimate() -> Estimate:
    """The estimate for the present answers."""
    return estimate(asked_foods(), answers())


def supplements() -> Supplements:
    """Supplements in µg a day; vitamin D typed in IU is converted (40 IU = 1 µg).

    Raises:
        AnswersError: an amount is outside what the questionnaire allows.
    """
    return Supplements(**supplement_amounts())


def supplement_amounts() -> dict[str, float]:
    """The amounts behind `supplements`, by its field names and not checked."""
    amounts = {name: float(_get(key) or 0) for name, key in SUPPLEMENT_KEYS.items()}
    if d_in_iu():
        amounts["d_ug_per_day"] *= UG_PER_IU_D
    return amounts


def d_in_iu() -> bool:
    """Whether the vitamin D supplement is typed in international units."""
    return bool(_get(D_UNIT_KEY) == IU)


def authority() -> str:
    """The authority whose reference values Results shows; until one is chosen, the reader's own."""
    if _get(AUTHORITY_CHOSEN_KEY):
        return str(_get(AUTHORITY_KEY))
    return AUTHORITY_OF_LANGUAGE.get(languages.current(), next(iter(AUTHORITIES)))


def offer_authority() -> None:
    """Let the control for the authority stand at `authority()`."""
    st.session_state[AUTHORITY_KEY] = authority()


def note_authority_chosen() -> None:
    """The person chose an authority, which a change of language leaves as it is."""
    st.session_state[AUTHORITY_CHOSEN_KEY] = True


def profile() -> Profile:
    """Sex, age and life stage, each optional, as chosen on Results.

    A life stage chosen before the sex became male is out of sight there, so it does not count.

    Raises:
        AnswersError: the age is outside what the questionnaire allows.
    """
    sex, age = _get(SEX_KEY) or "", _get(AGE_KEY)
    return Profile(
        sex=sex,
        age=None if age is None else int(age),
        life_stage="" if sex == "male" else _get(LIFE_STAGE_KEY) or "",
    )


def safety_answers() -> SafetyAnswers:
    """What the person said on Before you start; it stays in this session."""
    return SafetyAnswers(
        adult={"yes": True, "no": False}.get(_get(ADULT_KEY)),
        blood_thinner=_code(BLOOD_THINNER_KEY, BLOOD_THINNERS),
        pregnancy=_code(PREGNANCY_KEY, PREGNANCY),
        conditions=_ticked("conditions", CONDITIONS),
        medicines=_ticked("medicines", MEDICINES),
        signs=_ticked("signs", SIGNS),
    )


def _code(key: str, known: Collection[str]) -> str:
    """What was chosen; a value that is no code, which only a browser of its own sends, is none."""
    code = _get(key)
    return code if code in known else ""


def notices_read() -> frozenset[str]:
    """Ids of the notices the person said they have read."""
    read: frozenset[str] = st.session_state.get(READ_KEY, frozenset())
    return read


def mark_notices_read(rule_ids: frozenset[str]) -> None:
    """Remember that the person has read these notices."""
    st.session_state[READ_KEY] = notices_read() | rule_ids


def forget_notices_read() -> None:
    """Hold results back again until the notices are read: what they are about has changed."""
    st.session_state.pop(READ_KEY, None)


def has_answers() -> bool:
    """Whether the person answered anything about food or supplements."""
    foods = (food.food_id for food in food_table())
    return any(map(frequency, foods)) or any(_get(key) for key in SUPPLEMENT_KEYS.values())


def example() -> str:
    """Name of the example person whose answers are open; "" for a person's own answers."""
    name: str = _get(EXAMPLE_KEY) or ""
    return name


def open_answers(answers: Answers, example: str = "") -> None:
    """Put other answers in place of the present ones, as if they had been given one by one.

    The safety answers given so far are about another person or another visit, so they go too.

    Args:
        answers: every answer, with supplements and profile; a food without one is unanswered.
        example: name of the example person, if it is one.
    """
    state = st.session_state
    for key in list(state):
        if isinstance(key, str) and key.startswith(FREQUENCY_PREFIX):
            state[key] = None
    for food in food_table():
        answer = answers.foods.get(food.food_id)
        state[frequency_key(food.food_id)] = answer.frequency if answer else None
        state[portion_key(food.food_id)] = answer.portion if answer else "M"
    for name, key in SUPPLEMENT_KEYS.items():
        state[key] = getattr(answers.supplements, name) or None
    state[D_UNIT_KEY] = "µg"
    state[SEX_KEY] = answers.profile.sex or None
    state[AGE_KEY] = answers.profile.age
    state[LIFE_STAGE_KEY] = answers.profile.life_stage or None
    state[EXAMPLE_KEY] = example
    _set_safety_answers(SafetyAnswers())
    reset_what_if()
    go_to_step(0)


def open_example(answers: Answers, name: str, safety: SafetyAnswers) -> None:
    """Open the answers of an example person.

    What the visitor said about themselves before still holds: someone on a vitamin K antagonist
    must not meet a tip about vitamin K because the example person takes none.
    """
    own = _own_safety_answers()
    open_answers(answers, name)
    st.session_state[OWN_SAFETY_KEY] = own
    _set_safety_answers(
        replace(
            own,
            adult=own.adult is not False,
            blood_thinner=(own.blood_thinner if own.on_vitamin_k_blocker else safety.blood_thinner),
        )
    )


def close_example() -> None:
    """Leave the example: no answers, and the safety answers as the visitor gave them."""
    own = _own_safety_answers()
    open_answers(Answers({}))
    _set_safety_answers(own)
    st.session_state.pop(OWN_SAFETY_KEY, None)


def safety_tick_key(name: str, code: str) -> str:
    """Widget key of a tick box on Before you start."""
    return f"safety-{name}-{code}"


def step() -> int:
    """The section of the questionnaire the person is at, from 0."""
    return int(st.session_state.get(STEP_KEY, 0))


def go_to_step(number: int) -> None:
    """Move to a section of the questionnaire."""
    st.session_state[STEP_KEY] = number


def _own_safety_answers() -> SafetyAnswers:
    """What the visitor said about themselves, also while an example is open."""
    kept: SafetyAnswers | None = _get(OWN_SAFETY_KEY) if example() else None
    return safety_answers() if kept is None else kept


def _set_safety_answers(safety: SafetyAnswers) -> None:
    state = st.session_state
    state[ADULT_KEY] = None if safety.adult is None else "yes" if safety.adult else "no"
    state[BLOOD_THINNER_KEY] = safety.blood_thinner or None
    state[PREGNANCY_KEY] = safety.pregnancy or None
    for group, codes in (("conditions", CONDITIONS), ("medicines", MEDICINES), ("signs", SIGNS)):
        for code in codes:
            state[safety_tick_key(group, code)] = code in getattr(safety, group)
    forget_notices_read()


def go_to_page(name: str) -> None:
    """Show another page when the present run of a callback is over."""
    st.session_state[NEXT_PAGE_KEY] = name


def take_next_page(here: str) -> str | None:
    """The page that a callback asked for, once; none where the person has gone on to another.

    here: the page that is shown now unless there is a next one.
    """
    name: str | None = st.session_state.pop(NEXT_PAGE_KEY, None)
    before = st.session_state.get(SHOWN_PAGE_KEY)
    st.session_state[SHOWN_PAGE_KEY] = here
    return name if here == before else None


def _own_table_round() -> int:
    return int(_get(OWN_TABLE_ROUND_KEY) or 0)


def seat_key() -> str | None:
    """The key of the person's seat in a workshop, also while the seat is not found again yet."""
    key: str | None = st.session_state.get(SEAT_KEY)
    return key


def workshop() -> "Session | None":
    """The workshop the person has joined."""
    joined: Session | None = st.session_state.get(SEAT_SESSION_KEY)
    return joined


def seated() -> bool:
    """Whether the person has a seat in a workshop that is still there as far as is known."""
    return seat_key() is not None and workshop() is not None


def sent_to_class() -> Mapping[str, Answer] | None:
    """The answers that the person sent to the class, or None."""
    sent: Mapping[str, Answer] | None = st.session_state.get(SENT_KEY)
    return sent


def remember_seat(
    key: str, joined: "Session | None", sent: Mapping[str, Answer] | None = None
) -> None:
    """Note the person's seat in a workshop; `joined` is None until the seat is found again."""
    if joined != workshop():
        go_to_step(0)  # other sections may be asked
    st.session_state[SEAT_KEY] = key
    st.session_state[SEAT_SESSION_KEY] = joined
    st.session_state[SENT_KEY] = sent


def note_sent(sent: Mapping[str, Answer] | None) -> None:
    """Note what the person sent to the class, None where they took it back."""
    st.session_state[SENT_KEY] = sent


def note_workshop_closed() -> None:
    """Note that the person's workshop takes no more answers."""
    joined = workshop()
    assert joined is not None
    st.session_state[SEAT_SESSION_KEY] = replace(joined, closed=True)


def note_seat_gone() -> None:
    """Note that the seat was deleted with its workshop; the person's own results stay."""
    note_workshop_closed()
    for key in (SEAT_KEY, SENT_KEY):
        st.session_state.pop(key, None)


def forget_seat() -> None:
    """The person is in no workshop; their answers stay."""
    go_to_step(0)
    for key in (SEAT_KEY, SEAT_SESSION_KEY, SENT_KEY):
        st.session_state.pop(key, None)


def restore(foods: Mapping[str, Answer]) -> None:
    """Bring answers back from a draft; where the person has answered since, that stays."""
    for food_id, answer in foods.items():
        if frequency(food_id) is None:
            st.session_state[frequency_key(food_id)] = answer.frequency
            st.session_state[portion_key(food_id)] = answer.portion


def _ticked(name: str, codes: Iterable[str]) -> frozenset[str]:
    return frozenset(code for code in codes if _get(safety_tick_key(name, code)))


def _get(key: str) -> Any:
    return st.session_state.get(key)


WHAT_IF_FOODS_KEY = "what-if-foods"
WHAT_IF_ADD_KEY = "what-if-add"
WHAT_IF_KEEP_KEY = "what-if-keep"
ASKED, KEPT = "asked", "kept"


def what_if_frequency_key(food_id: str) -> str:
    """Widget key of a food's frequency on What if."""
    return f"what-if-frequency-{food_id}"


def what_if_portion_key(food_id: str) -> str:
    """Widget key of a food's portion on What if."""
    return f"what-if-portion-{food_id}"


def what_if_supplement_key(name: str) -> str:
    """Widget key on What if of a supplement, by its field name in Supplements."""
    return f"what-if-{name}"


def what_if_foods() -> tuple[str, ...]:
    """The foods that the person changes on What if, in the order in which they came."""
    return tuple(f for f in _get(WHAT_IF_FOODS_KEY) or () if f in food_table())


def what_if_supplements() -> dict[str, float]:
    """The supplement amounts given on What if, µg a day, by field name and not checked."""
    amounts = {name: _get(what_if_supplement_key(name)) for name in SUPPLEMENT_KEYS}
    return {name: float(amount) for name, amount in amounts.items() if amount is not None}


def what_if_answers() -> Answers:
    """The person's answers with the changes of What if in their place.

    Raises:
        AnswersError: a supplement amount is outside what the questionnaire allows.
    """
    own = answers()
    changed = {}
    for food_id in what_if_foods():
        code = _get(what_if_frequency_key(food_id))
        if code is not None:
            changed[food_id] = Answer(code, _get(what_if_portion_key(food_id)) or "M")
    return replace(
        own,
        foods={**own.foods, **changed},
        supplements=replace(own.supplements, **what_if_supplements()),
    )


def change_on_what_if(food_id: str, answer: Answer | None) -> None:
    """Put a food among the changes with this answer; None where it has no answer yet."""
    if food_id not in what_if_foods():
        st.session_state[WHAT_IF_FOODS_KEY] = (*what_if_foods(), food_id)
    st.session_state[what_if_frequency_key(food_id)] = answer.frequency if answer else None
    st.session_state[what_if_portion_key(food_id)] = answer.portion if answer else "M"


def drop_from_what_if(food_id: str) -> None:
    """Leave a food as it is in the person's own answers."""
    st.session_state[WHAT_IF_FOODS_KEY] = tuple(f for f in what_if_foods() if f != food_id)


def reset_what_if() -> None:
    """Forget every change of What if."""
    st.session_state[WHAT_IF_FOODS_KEY] = ()
    for name in SUPPLEMENT_KEYS:
        st.session_state[what_if_supplement_key(name)] = None
    ask_to_keep_what_if(False)


def ask_to_keep_what_if(asked: bool) -> None:
    """Ask whether the changes shall replace the person's own answers, or stop asking."""
    st.session_state[WHAT_IF_KEEP_KEY] = ASKED if asked else None


def asks_to_keep_what_if() -> bool:
    """Whether the person is asked just now if the changes shall be kept."""
    return bool(_get(WHAT_IF_KEEP_KEY) == ASKED)


def just_kept_what_if() -> bool:
    """Whether the changes were kept by the last click; True once."""
    if _get(WHAT_IF_KEEP_KEY) != KEPT:
        return False
    ask_to_keep_what_if(False)
    return True


def keep_what_if() -> None:
    """Put the changes of What if into the person's own answers.

    Raises:
        AnswersError: a supplement amount is outside what the questionnaire allows.
    """
    wanted = what_if_answers()
    for food_id in what_if_foods():
        answer = wanted.foods.get(food_id)
        if answer is not None:
            st.session_state[frequency_key(food_id)] = answer.frequency
            st.session_state[portion_key(food_id)] = answer.portion
    for name, amount in what_if_supplements().items():
        in_iu = name == "d_ug_per_day" and d_in_iu()
        st.session_state[SUPPLEMENT_KEYS[name]] = amount / UG_PER_IU_D if in_iu else amount
    reset_what_if()
    st.session_state[WHAT_IF_KEEP_KEY] = KEPT
