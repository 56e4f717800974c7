"""What one person has answered so far: the only module that reads or writes widget state.

Widgets carry the keys made here and `persist_state="session"`, so Streamlit itself keeps an
answer from the instant it is given, whatever page comes next. Nothing is copied or cached.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from scoring import Answer, Answers, FoodTable
from scoring.errors import Fault, FoodTableError
from scoring.foods import Source, load_sources
from scoring.intake import Estimate, estimate
from scoring.provenance import Record, load_records
from scoring.questionnaire import UG_PER_IU_D, Profile, Supplements
from scoring.safety import CONDITIONS, MEDICINES, SIGNS, SafetyAnswers
from ui.text import file_name

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

STEP_KEY = "questionnaire-step"
READ_KEY = "results-notices-read"

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
    """A file that the visitor chose and that is not in use: it has faults, or waits for a yes."""

    name: str
    foods: FoodTable | None
    faults: tuple[Fault, ...] = ()


def food_table() -> FoodTable:
    """The food table of this session: the visitor's own where there is one, else ours."""
    own = own_food_table()
    return our_food_table() if own is None else own.foods


def food_records() -> Mapping[tuple[str, str], tuple[Record, ...]]:
    """The records behind each figure, by food and nutrient; none for a table of the visitor."""
    return our_food_records() if own_food_table() is None else {}


def own_food_table() -> OwnFoodTable | None:
    """The food table that the visitor brought for this session, or None."""
    own: OwnFoodTable | None = _get(OWN_TABLE_KEY)
    return own


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
    name = file_name(file.name)
    try:
        foods = FoodTable.from_upload(file.getvalue(), name)
    except FoodTableError as error:
        st.session_state[OWN_TABLE_OFFER_KEY] = OwnTableOffer(name, None, error.faults)
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
    foods = {}
    for food in food_table():
        code = frequency(food.food_id)
        if code is not None:
            portion = st.session_state.get(portion_key(food.food_id)) or "M"
            foods[food.food_id] = Answer(frequency=code, portion=portion)
    return Answers(foods=foods, supplements=supplements())


def current_estimate() -> Estimate:
    """The estimate for the present answers."""
    return estimate(food_table(), answers())


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


def _own_table_round() -> int:
    return int(_get(OWN_TABLE_ROUND_KEY) or 0)


def _ticked(name: str, codes: Iterable[str]) -> frozenset[str]:
    return frozenset(code for code in codes if _get(safety_tick_key(name, code)))


def _get(key: str) -> Any:
    return st.session_state.get(key)
