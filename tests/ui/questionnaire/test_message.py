"""What a browser says is taken in whole or not at all, and never ends in an exception."""

import copy
import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring import Answer
from scoring.countries import COUNTRY_CODES
from scoring.guidance.safety import BLOOD_THINNERS, CONDITIONS, MEDICINES, PREGNANCY, SIGNS
from scoring.languages import offered
from scoring.questionnaire.answers import FREQUENCY_CODES, LIFE_STAGES, PORTION_CODES, SEXES
from ui.questionnaire.amounts import LONGEST_TEXT, PERIODS, UNITS, TypedAmount
from ui.questionnaire.message import (
    CHOSE_NONE,
    LARGEST_COUNT,
    MOST_FOODS,
    Known,
    Older,
    Refused,
    Taken,
    Why,
    read_message,
)

FOODS = frozenset({"natto", "gouda_edam", "eggs", "kale_collards"})
PAGES = frozenset({"welcome", "questionnaire", "results"})
KNOWN = Known("a1b2", 3, 7, FOODS, PAGES, frozenset(offered()))

# Each valid message is read as it is, and broken in some 115 ways: two hostile values in each of
# its places, each field left out. 50 of them make 5,800 messages; KDCHECK_MESSAGES=900 makes
# 104,000, which take some ten seconds.
VALID_MESSAGES = int(os.environ.get("KDCHECK_MESSAGES", "50"))


def message(**changed):
    return {
        "visit": "a1b2",
        "epoch": 3,
        "seq": 8,
        "moves": 0,
        "part": "Hard and sliced cheese",
        "page": "questionnaire",
        "wanted": "",
        "seat": "",
        "presses": [],
        "foods": {"natto": ["2w", "M"], "eggs": ["never", "M"]},
        "supplements": {name: ["", "ug", "day", "en"] for name in UNITS},
        "safety": {
            "adult": "yes",
            "blood_thinner": "none",
            "pregnancy": "",
            "conditions": ["cancer"],
            "medicines": [],
            "signs": [],
        },
        "profile": {"sex": "", "age": "", "life_stage": ""},
        "country": "",
        **changed,
    }


def test_a_message_is_taken_in_as_it_was_sent():
    said = message(
        supplements={
            "d": ["1.000", "iu", "week", "de"],
            "k1": ["", "ug", "day", "en"],
            "mk7": ["22,5", "ug", "day", "nl"],
            "mk4": ["", "ug", "day", "en"],
        },
        profile={"sex": "female", "age": "41", "life_stage": "lactating"},
    )
    taken = read_message(said, KNOWN)
    assert isinstance(taken, Taken)
    assert taken.message.foods == {"natto": Answer("2w", "M"), "eggs": Answer("never", "M")}
    assert taken.message.supplements["d"] == TypedAmount("1.000", "iu", "week", "de")
    assert taken.message.safety.adult is True
    assert taken.message.safety.conditions == {"cancer"}
    assert taken.message.profile.age == "41"
    assert (taken.message.seq, taken.message.part) == (8, "Hard and sliced cheese")


@pytest.mark.parametrize("changed", [{"seq": 7}, {"seq": 0}, {"epoch": 2}, {"epoch": 2, "seq": 99}])
def test_what_was_overtaken_does_not_count(changed):
    assert read_message(message(**changed), KNOWN) == Older()


@pytest.mark.parametrize(
    ("changed", "why", "place"),
    [
        ({"visit": "another"}, Why.ANOTHER_VISIT, "visit"),
        ({"visit": None}, Why.SHAPE, "visit"),
        ({"epoch": 4}, Why.EPOCH_TO_COME, "epoch"),
        ({"seq": True}, Why.SHAPE, "seq"),
        ({"seq": 8.0}, Why.SHAPE, "seq"),
        ({"seq": "8"}, Why.SHAPE, "seq"),
        ({"seq": 10**400}, Why.TOO_LARGE, "seq"),
        ({"moves": -1}, Why.TOO_LARGE, "moves"),
        ({"part": "x" * 201}, Why.TOO_LARGE, "part"),
        ({"part": "\ud800"}, Why.SHAPE, "part"),
        ({"page": "admin"}, Why.UNKNOWN_CODE, "page"),
        ({"wanted": "../etc"}, Why.UNKNOWN_CODE, "wanted"),
        ({"seat": None}, Why.SHAPE, "seat"),
        ({"visit": "another", "seat": "x" * 201}, Why.TOO_LARGE, "seat"),
        ({"presses": {}}, Why.SHAPE, "presses"),
        ({"presses": [[9]]}, Why.SHAPE, "presses"),
        ({"presses": [["9", "keep"]]}, Why.SHAPE, "seq"),
        ({"presses": [[9, None]]}, Why.SHAPE, "presses.key"),
        ({"presses": [[9, "x" * 201]]}, Why.TOO_LARGE, "presses.key"),
        ({"presses": [[9, "keep"]] * 51}, Why.TOO_LARGE, "presses"),
        ({"more": 1}, Why.SHAPE, ""),
        ({"foods": [["natto", "2w"]]}, Why.SHAPE, "foods"),
        ({"foods": {"natto": ["9w", "M"]}}, Why.UNKNOWN_CODE, "foods"),
        ({"foods": {"natto": ["2w", "XL"]}}, Why.UNKNOWN_CODE, "foods"),
        ({"foods": {"natto": [["2w"], "M"]}}, Why.UNKNOWN_CODE, "foods"),
        ({"foods": {"natto": ["2w"]}}, Why.SHAPE, "foods"),
        ({"foods": {"natto": "2w"}}, Why.SHAPE, "foods"),
        ({"foods": {"x" * 101: ["2w", "M"]}}, Why.SHAPE, "foods"),
        ({"foods": {str(n): ["2w", "M"] for n in range(1001)}}, Why.TOO_LARGE, "foods"),
        ({"supplements": {}}, Why.SHAPE, "supplements"),
        ({"profile": {"sex": "x", "age": "", "life_stage": ""}}, Why.UNKNOWN_CODE, "profile.sex"),
        ({"profile": {"sex": "", "age": 41, "life_stage": ""}}, Why.SHAPE, "profile.age"),
        ({"country": "XX"}, Why.UNKNOWN_CODE, "country"),
    ],
)
def test_a_fault_refuses_the_message_and_is_named(changed, why, place):
    refused = read_message(message(**changed), KNOWN)
    assert (refused.why, refused.place) == (why, place)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (["1" * (LONGEST_TEXT + 1), "ug", "day", "en"], Why.TOO_LARGE),
        (["1\n2", "ug", "day", "en"], Why.SHAPE),
        ([5, "ug", "day", "en"], Why.SHAPE),
        (["5", "iu", "day", "en"], Why.UNKNOWN_CODE),  # vitamin K has no IU
        (["5", "ug", "week", "en"], Why.UNKNOWN_CODE),
        (["5", "ug", "day", "tlh"], Why.UNKNOWN_CODE),
        (["5", "ug", "day"], Why.SHAPE),
    ],
)
def test_a_fault_in_an_amount_is_named(typed, why):
    said = message()
    said["supplements"]["k1"] = typed
    refused = read_message(said, KNOWN)
    assert (refused.why, refused.place.startswith("supplements.k1")) == (why, True)


@pytest.mark.parametrize(
    ("conditions", "why"),
    [
        (["cancer", "cancer"], Why.SHAPE),
        (["unknown"], Why.UNKNOWN_CODE),
        ([["cancer"]], Why.SHAPE),
        (["cancer"] * 1000, Why.TOO_LARGE),
        ("cancer", Why.SHAPE),
    ],
)
def test_a_fault_in_what_is_ticked_is_named(conditions, why):
    said = message()
    said["safety"]["conditions"] = conditions
    assert read_message(said, KNOWN) == Refused(why, "safety.conditions", seq=8)


def test_foods_of_another_table_are_named_so_that_the_browser_can_put_them_aside():
    said = message(foods={"natto": ["2w", "M"], "poi": ["1d", "S"], "lutefisk": ["never", "M"]})
    refused = read_message(said, KNOWN)
    assert refused == Refused(Why.UNKNOWN_FOOD, "foods", ("lutefisk", "poi"), seq=8)


def test_a_message_to_a_server_that_has_ended_still_names_the_seat():
    refused = read_message(message(visit="another", seat="6BhBiCi4xy2"), KNOWN)
    assert refused == Refused(Why.ANOTHER_VISIT, "visit", seat="6BhBiCi4xy2")
    assert read_message(message(seq="8", seat="6BhBiCi4xy2"), KNOWN).seat == ""


@pytest.mark.parametrize("said", [None, "", [], 0, True, 1.5, float("nan"), b"{}", object()])
def test_what_is_no_object_is_no_message(said):
    assert read_message(said, KNOWN) == Refused(Why.NO_MESSAGE)


@pytest.mark.parametrize("known_as", ["foods", "supplements", "safety", "profile", "visit", "part"])
def test_depth_and_size_cannot_hurt(known_as):
    deep = "deep"
    for _level in range(100_000):
        deep = [deep]
    for hostile in (
        deep,
        {"deep": deep},
        "x" * 1_000_000,
        [0] * 1_000_000,
        dict.fromkeys("ab", deep),
    ):
        assert isinstance(read_message(message(**{known_as: hostile}), KNOWN), Refused)
    while isinstance(deep, list):  # taken apart level by level, as Python would do it by recursion
        deep = deep[0]


counts = st.integers(0, LARGEST_COUNT)
sound = st.characters(exclude_categories=["Cs", "Cc"])
amounts = st.fixed_dictionaries(
    {
        name: st.tuples(
            st.text(sound, max_size=LONGEST_TEXT) | st.just("2,5"),
            st.sampled_from(UNITS[name]),
            st.sampled_from(PERIODS[name]),
            st.sampled_from([*offered()]),
        ).map(list)
        for name in UNITS
    }
)


def ticked(codes):
    return st.lists(st.sampled_from([*codes]), unique=True)


messages = st.fixed_dictionaries(
    {
        "visit": st.just(KNOWN.visit),
        "epoch": st.just(KNOWN.epoch),
        "seq": st.integers(KNOWN.seen + 1, LARGEST_COUNT),
        "moves": counts,
        "part": st.text(sound, max_size=200),
        "page": st.sampled_from(sorted(PAGES)),
        "wanted": st.sampled_from(["", *sorted(PAGES)]),
        "seat": st.text(sound, max_size=200),
        "presses": st.lists(st.tuples(counts, st.text(sound, max_size=200)).map(list), max_size=50),
        "foods": st.dictionaries(
            st.sampled_from(sorted(FOODS)),
            st.tuples(st.sampled_from(FREQUENCY_CODES), st.sampled_from(PORTION_CODES)).map(list),
        ),
        "supplements": amounts,
        "safety": st.fixed_dictionaries(
            {
                "adult": st.sampled_from(["", "yes", "no"]),
                "blood_thinner": st.sampled_from(["", *BLOOD_THINNERS]),
                "pregnancy": st.sampled_from(["", *PREGNANCY]),
                "conditions": ticked(CONDITIONS),
                "medicines": ticked(MEDICINES),
                "signs": ticked(SIGNS),
            }
        ),
        "profile": st.fixed_dictionaries(
            {
                "sex": st.sampled_from(SEXES),
                "age": st.text(sound, max_size=10),
                "life_stage": st.sampled_from(LIFE_STAGES),
            }
        ),
        "country": st.sampled_from(["", CHOSE_NONE, *COUNTRY_CODES]),
    }
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def places(value, path=()):
    """The way to each value within a message."""
    if isinstance(value, (dict, list)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield (*path, key)
            yield from places(inner, (*path, key))


def put(said, path, value):
    """A copy of a message with another value in one place."""
    key, *rest = path
    broken = copy.copy(said)
    broken[key] = put(said[key], rest, value) if rest else value
    return broken


def as_sent(message):
    """A message that was taken in, written as a browser sends it."""
    safety = message.safety
    return {
        **{name: getattr(message, name) for name in ("visit", "epoch", "seq", "moves")},
        **{name: getattr(message, name) for name in ("part", "page", "wanted")},
        "foods": {
            food: [answer.frequency, answer.portion] for food, answer in message.foods.items()
        },
        "supplements": {
            name: [typed.text, typed.unit, typed.period, typed.language]
            for name, typed in message.supplements.items()
        },
        "safety": {
            "adult": {None: "", True: "yes", False: "no"}[safety.adult],
            "blood_thinner": safety.blood_thinner,
            "pregnancy": safety.pregnancy,
            **{
                name: sorted(getattr(safety, name)) for name in ("conditions", "medicines", "signs")
            },
        },
        "profile": vars(message.profile),
        "country": message.country,
    }


def sorted_ticks(said):
    safety = said["safety"]
    lists = {name: sorted(safety[name]) for name in ("conditions", "medicines", "signs")}
    return {**said, "safety": {**safety, **lists}}


def checked(said):
    """Read a message, and hold the answer to what is promised."""
    result = read_message(said, KNOWN)
    assert isinstance(result, Taken | Older | Refused)
    if isinstance(result, Taken):
        up_only = {"seat": said["seat"], "presses": said["presses"]}
        assert as_sent(result.message) | up_only == sorted_ticks(said)
        new = tuple(key for seq, key in said["presses"] if seq > KNOWN.seen)
        assert result.message.presses == new
        assert result.message.seq > KNOWN.seen
        assert result.message.foods.keys() <= KNOWN.foods
    if isinstance(result, Refused):
        assert len(result.unknown_foods) <= MOST_FOODS
    return result


@pytest.mark.slow
@settings(
    max_examples=VALID_MESSAGES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(said=messages, hostile=st.lists(anything, min_size=2, max_size=2))
def test_a_message_is_taken_in_whole_or_refused_whole(said, hostile):
    assert isinstance(checked(said), Taken)
    assert isinstance(checked(json.loads(json.dumps(said))), Taken)
    for place in places(said):
        for value in hostile:
            checked(put(said, place, value))
    for name in said:
        assert isinstance(checked({key: said[key] for key in said if key != name}), Refused)
    for value in hostile:
        assert not isinstance(checked(value), Taken)
