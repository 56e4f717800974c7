"""What the person changes on What if, beside their own answers, which stay as they are."""

from dataclasses import replace

import streamlit as st

from scoring import Answer, Answers, languages
from scoring.questionnaire.answers import Supplements
from ui.questionnaire.amounts import UNITS, AmountFault, TypedAmount, as_typed, readings, ug_per_day
from ui.session.said import now, replace_answers
from ui.session.visit import read

FOODS_KEY = "what-if-foods"
ADD_KEY = "what-if-add"
KEEP_KEY = "what-if-keep"
MEANT_KEY = "what-if-meant"
ASKED, KEPT = "asked", "kept"


def frequency_key(food_id: str) -> str:
    """Widget key of a food's frequency on What if."""
    return f"what-if-frequency-{food_id}"


def portion_key(food_id: str) -> str:
    """Widget key of a food's portion on What if."""
    return f"what-if-portion-{food_id}"


def supplement_key(nutrient: str) -> str:
    """Widget key on What if of a supplement."""
    return f"what-if-{nutrient}_ug_per_day"


def foods() -> tuple[str, ...]:
    """Ids of the foods that the person is asked and changes, in the order in which they came."""
    asked = read().asked
    return tuple(f for f in st.session_state.get(FOODS_KEY) or () if f in asked)


def typed() -> dict[str, TypedAmount]:
    """The amounts of supplements typed on What if, µg a day, by nutrient."""
    texts = {name: st.session_state.get(supplement_key(name)) or "" for name in UNITS}
    language = languages.current()
    return {
        name: TypedAmount(text, language=language) for name, text in texts.items() if text.strip()
    }


def faults() -> dict[str, AmountFault]:
    """Why amounts typed on What if do not count, by nutrient."""
    amounts = {name: ug_per_day(name, amount) for name, amount in typed().items()}
    return {name: ug for name, ug in amounts.items() if isinstance(ug, AmountFault)}


def supplements() -> dict[str, float]:
    """The amounts typed on What if that count, µg a day, by nutrient."""
    amounts = {name: ug_per_day(name, amount) for name, amount in typed().items()}
    return {name: ug for name, ug in amounts.items() if not isinstance(ug, AmountFault)}


def vitamin_d_as_typed() -> float | None:
    """The number that stands in the field for vitamin D, also where it does not count as µg."""
    amount = typed().get("d")
    found = readings(amount.text, amount.language) if amount else ()
    return found[0] if len(found) == 1 else None


def type_supplement(nutrient: str, ug: float) -> None:
    """Put an amount, µg a day, into the field of a supplement."""
    text = as_typed(ug, languages.current()).text
    st.session_state[supplement_key(nutrient)] = text


def mean_it(nutrient: str) -> None:
    """Note that a large amount is meant as it stands."""
    st.session_state[MEANT_KEY] = (nutrient, st.session_state.get(supplement_key(nutrient)))


def is_meant(nutrient: str) -> bool:
    """Whether the person said that the large amount that stands there is meant."""
    stands = (nutrient, st.session_state.get(supplement_key(nutrient)))
    return bool(st.session_state.get(MEANT_KEY) == stands)


def tried(own: Answers) -> Answers:
    """The person's own answers with the changes in their place."""
    return replace(
        own,
        foods={**own.foods, **_changed()},
        supplements=Supplements({**own.supplements.per_day, **supplements()}),
    )


def _changed() -> dict[str, Answer]:
    changed = {}
    for food_id in foods():
        code = st.session_state.get(frequency_key(food_id))
        if code is not None:
            changed[food_id] = Answer(code, st.session_state.get(portion_key(food_id)) or "M")
    return changed


def take_added() -> str | None:
    """The food that was chosen to be changed too, once; None where none was."""
    food_id: str | None = st.session_state[ADD_KEY]
    if food_id is not None:
        st.session_state[ADD_KEY] = None
    return food_id


def change(food_id: str, answer: Answer | None) -> None:
    """Put a food among the changes with this answer; None where it has no answer yet."""
    if food_id not in foods():
        st.session_state[FOODS_KEY] = (*foods(), food_id)
    st.session_state[frequency_key(food_id)] = answer.frequency if answer else None
    st.session_state[portion_key(food_id)] = answer.portion if answer else "M"


def drop(food_id: str) -> None:
    """Leave a food as it is in the person's own answers."""
    st.session_state[FOODS_KEY] = tuple(f for f in foods() if f != food_id)


def reset() -> None:
    """Forget every change."""
    st.session_state[FOODS_KEY] = ()
    for name in UNITS:
        st.session_state[supplement_key(name)] = ""
    ask_to_keep(False)


def ask_to_keep(asked: bool) -> None:
    """Ask whether the changes shall replace the person's own answers, or stop asking."""
    st.session_state[KEEP_KEY] = ASKED if asked else None


def asks_to_keep() -> bool:
    """Whether the person is asked just now if the changes shall be kept."""
    return bool(st.session_state.get(KEEP_KEY) == ASKED)


def just_kept() -> bool:
    """Whether the changes were kept by the last click; True once."""
    if st.session_state.get(KEEP_KEY) != KEPT:
        return False
    ask_to_keep(False)
    return True


def keep() -> None:
    """Put the changes into the person's own answers."""
    said = now()
    language = languages.current()
    amounts = {name: as_typed(ug, language) for name, ug in supplements().items()}
    replace_answers(
        said.exchange.part,
        foods={**said.foods, **_changed()},
        supplements={**said.supplements, **amounts},
    )
    reset()
    st.session_state[KEEP_KEY] = KEPT
