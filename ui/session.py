"""What one person has answered so far: the only module that reads or writes widget state.

Widgets carry the keys made here and `persist_state="session"`, so Streamlit itself keeps an
answer from the instant it is given, whatever page comes next. Nothing is copied or cached.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from scoring import Answer, Answers, FoodTable
from scoring.foods import Source, load_sources
from scoring.intake import Estimate, estimate
from scoring.provenance import Record, load_records
from scoring.questionnaire import UG_PER_IU_D, Profile, Supplements
from scoring.safety import CONDITIONS, MEDICINES, SIGNS, SafetyAnswers

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
SEX_KEY = "profile-sex"
AGE_KEY = "profile-age"
LIFE_STAGE_KEY = "profile-life-stage"

SEAT_KEY = "workshop-seat"
SEAT_SESSION_KEY = "workshop-session"
SENT_KEY = "workshop-sent"

STEP_KEY = "questionnaire-step"
READ_KEY = "results-notices-read"


@st.cache_resource(show_spinner=False)
def food_table() -> FoodTable:
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
    return FoodTable(tuple(food for food in food_table() if food.group in sections))


@st.cache_resource(show_spinner=False)
def food_records() -> Mapping[tuple[str, str], tuple[Record, ...]]:
    """The records behind each figure of the food table, by food and nutrient."""
    records: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in load_records(FOODS_CSV.with_name("food_records.csv")):
        records[record.food_id, record.nutrient].append(record)
    return {key: tuple(found) for key, found in records.items()}


@st.cache_resource(show_spinner=False)
def sources() -> Mapping[str, Source]:
    """The sources of the food table, by their key."""
    return load_sources(FOODS_CSV.with_name("sources.csv"))


def frequency_key(food_id: str) -> str:
    """Widget key of a food's frequency."""
    return f"frequency-{food_id}"


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
    return Answers(foods=food_answers(), supplements=supplements())


def food_answers() -> dict[str, Answer]:
    """What the person has answered about the foods that are asked.

    Raises:
        AnswersError: a value is outside what the questionnaire allows.
    """
    foods = {}
    for food in asked_foods():
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
    adult = _get(ADULT_KEY)
    return SafetyAnswers(
        adult=None if adult is None else adult == "yes",
        blood_thinner=_get(BLOOD_THINNER_KEY) or "",
        pregnancy=_get(PREGNANCY_KEY) or "",
        conditions=_ticked("conditions", CONDITIONS),
        medicines=_ticked("medicines", MEDICINES),
        signs=_ticked("signs", SIGNS),
    )


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


def safety_tick_key(name: str, code: str) -> str:
    """Widget key of a tick box on Before you start."""
    return f"safety-{name}-{code}"


def step() -> int:
    """The section of the questionnaire the person is at, from 0."""
    return int(st.session_state.get(STEP_KEY, 0))


def go_to_step(number: int) -> None:
    """Move to a section of the questionnaire."""
    st.session_state[STEP_KEY] = number


def seat_key() -> str | None:
    """The key of the person's seat in a workshop, also while the seat is not found again yet."""
    key: str | None = st.session_state.get(SEAT_KEY)
    return key


def workshop() -> "Session | None":
    """The workshop the person has joined."""
    joined: Session | None = st.session_state.get(SEAT_SESSION_KEY)
    return joined


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
