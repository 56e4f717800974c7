import contextlib
import json
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Answer, Answers, FoodTable
from scoring.nutrients import NUTRIENTS, SUPPLEMENTED
from scoring.questionnaire.answers import (
    FREQUENCY_CODES,
    PORTION_CODES,
    Profile,
    Supplements,
)
from scoring.questionnaire.answers_file import (
    LARGEST_FILE_BYTES,
    AnswersFileError,
    read_answers,
    write_answers,
)
from tests.conftest import ROOT

SECONDS_OF_THE_LARGEST = 5
FOODS = FoodTable.load(ROOT / "foods.csv")
DAY = date(2026, 11, 23)
GOOD = {
    "format": "kdcheck-answers",
    "version": 1,
    "saved": "2026-11-23",
    "foods_version": FOODS.version,
    "answers": {"natto": {"frequency": "2w", "portion": "L"}, "eggs": {"frequency": "never"}},
    "supplements": {"mk7": 45, "d": 12.5},
    "profile": {"sex": "female", "age": 42, "life_stage": "lactating"},
}


def as_file(**changes):
    content = GOOD | changes
    return json.dumps({key: value for key, value in content.items() if value is not ...}).encode()


def faults(raw):
    with pytest.raises(AnswersFileError) as caught:
        read_answers(raw, FOODS)
    return str(caught.value)


amounts = {n: st.floats(0, NUTRIENTS[n].supplement_limit_per_day) for n in SUPPLEMENTED}
profiles = st.builds(
    Profile,
    sex=st.sampled_from(["", "female"]),
    age=st.none() | st.integers(18, 120),
    life_stage=st.sampled_from(["", "pregnant", "lactating"]),
)
people = st.builds(
    Answers,
    foods=st.dictionaries(
        st.sampled_from([food.food_id for food in FOODS]),
        st.builds(Answer, st.sampled_from(FREQUENCY_CODES), st.sampled_from(PORTION_CODES)),
    ),
    supplements=st.fixed_dictionaries(amounts).map(Supplements),
    profile=profiles,
)


names = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=100)


@given(people, st.dates(), names)
def test_what_is_saved_opens_again_as_it_was(answers, saved, example):
    file = read_answers(write_answers(answers, FOODS, saved, example), FOODS)
    assert file.answers == answers
    assert file.saved == saved
    assert file.example == example
    assert file.foods_version == FOODS.version
    assert file.foods_gone == ()


def test_the_file_is_what_the_contract_says():
    answers = Answers(
        {"natto": Answer("2w", "L")},
        Supplements({"mk7": 45}),
        Profile(sex="female", age=42),
    )
    assert json.loads(write_answers(answers, FOODS, DAY)) == {
        "format": "kdcheck-answers",
        "version": 1,
        "saved": "2026-11-23",
        "foods_version": FOODS.version,
        "answers": {"natto": {"frequency": "2w", "portion": "L"}},
        "supplements": {"k1": 0, "mk4": 0, "mk7": 45, "d": 0},
        "profile": {"sex": "female", "age": 42, "life_stage": ""},
    }


def test_a_missing_portion_is_medium_and_what_is_optional_may_be_missing():
    file = read_answers(as_file(supplements=..., profile=...), FOODS)
    assert file.answers.foods["eggs"] == Answer("never", "M")
    assert file.answers.supplements == Supplements()
    assert file.answers.profile == Profile()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": 2}, "saved by a newer KD Check"),
        ({"version": 0}, "this app reads version 1"),
        ({"version": True}, "this app reads version 1"),
        ({"format": "something"}, "not an answers file of KD Check"),
        ({"format": ...}, "not an answers file of KD Check"),
        ({"answers": ...}, "'answers' is missing"),
        ({"ansers": {}}, "'ansers' is not known; allowed: format"),
        ({"answers": []}, "answers: found '[]'"),
        ({"answers": {"nato": {"frequency": "2w"}}}, "no food 'nato' in the food table. Did you"),
        ({"answers": {"natto": {"frequency": "weekly"}}}, "'natto': frequency: found 'weekly'"),
        ({"answers": {"natto": {"frequency": ["2w"]}}}, "allowed: never, 1-3m"),
        ({"answers": {"natto": {"frequency": "2w", "portion": "XL"}}}, "portion: found 'XL'"),
        ({"answers": {"natto": {"frequency": "2w", "size": "L"}}}, "'size' is not known"),
        ({"answers": {"natto": "2w"}}, "'natto': found '2w'"),
        ({"supplements": {"d": -1}}, "d_ug_per_day: found '-1'"),
        ({"supplements": {"d": 1e9}}, "a number from 0 to 2,500 µg a day"),
        ({"supplements": {"d": "25"}}, "d_ug_per_day: found '25'"),
        ({"supplements": {"vitamin_d": 5}}, "'vitamin_d' is not known; allowed: k1, mk4, mk7, d"),
        ({"supplements": 5}, "supplements: found '5'"),
        ({"profile": {"age": 12}}, "Profile age: found '12'"),
        ({"profile": {"sex": "f"}}, "sex: found 'f'"),
        ({"profile": {"name": "Ann"}}, "'name' is not known"),
        ({"profile": None}, "profile: found 'None'"),
        ({"saved": "yesterday"}, "saved: found 'yesterday'"),
        ({"foods_version": 7}, "foods_version: found '7'"),
        ({"example": "x" * 101}, "100 characters at most"),
    ],
)
def test_each_fault_is_named_with_what_is_allowed(change, words):
    assert words in faults(as_file(**change))


def test_every_fault_is_listed_at_once():
    message = faults(
        as_file(
            answers={"nato": {"frequency": "2w"}, "eggs": {"frequency": "often"}},
            supplements={"d": -1},
            profile={"age": 1},
        )
    )
    assert len(message.splitlines()) == 4


def test_a_long_list_of_faults_ends_with_how_many_more():
    message = faults(as_file(answers={f"food{n}": {"frequency": "2w"} for n in range(50)}))
    assert len(message.splitlines()) == 21
    assert message.endswith("… and 30 more")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "damaged or not an answers file"),
        (b"\x00" * 50, "damaged or not an answers file"),
        (b"PK\x03\x04\xff\xfe", "not text in UTF-8"),
        ('{"format": "kdcheck-answers"}'.encode("utf-16"), "not text in UTF-8"),
        (as_file()[:-40], "damaged"),
        (b"[1, 2]", "not an answers file"),
        (b'"text"', "not an answers file"),
        (b"[" * 100_000, "damaged"),
        (as_file(age=float("nan")), "NaN is not a number"),
        (b'{"version": ' + b"9" * 5000 + b"}", "damaged"),
        (b'{"format": "a", "format": "kdcheck-answers"}', "the same thing twice: 'format'"),
        (b" " * (LARGEST_FILE_BYTES + 1), "1,000,001 bytes long"),
    ],
)
def test_damaged_and_foreign_files_are_refused_in_words(raw, words):
    assert words in faults(raw)


@given(
    st.binary()
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ).map(lambda value: json.dumps(value).encode())
)
def test_no_file_does_anything_but_open_or_be_refused(raw):
    faults(raw)


@given(
    st.dictionaries(
        st.sampled_from(list(GOOD)),
        st.none()
        | st.integers()
        | st.text()
        | st.dictionaries(st.text(), st.integers() | st.text()),
        min_size=1,
    )
)
def test_wrong_values_in_a_good_file_never_end_in_another_error(changes):
    with contextlib.suppress(AnswersFileError):
        read_answers(as_file(**changes), FOODS)


def test_a_file_of_another_food_table_opens_and_names_the_foods_that_are_gone():
    raw = as_file(
        foods_version="000000000000",
        answers={"eggs": {"frequency": "1d"}, "goose": {"frequency": "1w"}},
    )
    file = read_answers(raw, FOODS)
    assert file.foods_gone == ("goose",)
    assert list(file.answers.foods) == ["eggs"]
    assert file.foods_version == "000000000000"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"supplements": {"d": 10**400}}, "Supplement d_ug_per_day"),
        ({"profile": {"age": 10**400}}, "Profile age"),
        ({"version": 10**400}, "answers format"),
        ({"saved": 20261123}, "saved: found '20261123'"),
        ({"foods_version": "x" * 101}, "foods_version"),
        ({"example": "a\u202eb"}, "example: found 'a\\u202eb'"),
        ({"example": "a\0b"}, "example: found 'a\\x00b'"),
        ({"example": "a\ud800b"}, "example: found 'a\\ud800b'"),
        ({"foods_version": "0", "answers": {"<b>": {"frequency": "1w"}}}, "allowed: ids of foods"),
        ({"foods_version": "0", "answers": {"x" * 101: {"frequency": "1w"}}}, "ids of foods"),
        ({"answers": {"natto": {"frequency": ["1w"]}}}, "frequency: found"),
        ({"answers": {"natto": {"frequency": "1w\0"}}}, "frequency: found"),
    ],
)
def test_hostile_values_are_refused_in_words(changes, words):
    message = faults(as_file(**changes))
    assert words in message
    assert all(line.isprintable() for line in message.splitlines())
    assert len(message) < 1_000


HOSTILE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**309, -(10**400), 1e308, 5e-324, -0.0])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters())
    | st.sampled_from(["\u202e", "\0", "\ud800", "1w", "__proto__", "natto", "x" * 10_000]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text() | st.sampled_from(["natto", "frequency", "d"]), inner)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*GOOD, "example", "extra"]), HOSTILE))
def test_a_hostile_file_opens_or_is_refused_in_words_that_can_be_shown(changes):
    try:
        file = read_answers(as_file(**changes), FOODS)
    except AnswersFileError as error:
        message = str(error)
        assert message
        message.encode()
        assert all(line.isprintable() for line in message.splitlines())
        assert len(message) < 20_000
    else:
        again = write_answers(file.answers, FOODS, file.saved, file.example)
        assert read_answers(again, FOODS).answers == file.answers


@given(st.data())
def test_a_file_with_some_bytes_changed_opens_or_is_refused(data):
    raw = bytearray(as_file())
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(AnswersFileError):
        read_answers(bytes(raw), FOODS)


@pytest.mark.slow
def test_the_largest_file_is_answered_at_once():
    """A file of the most bytes, filled with as many foods, faults or brackets as fit."""
    many = {f"food_{n}": {"frequency": "1w"} for n in range(25_000)}
    raw = as_file(foods_version="0", answers=many)
    assert len(raw) <= LARGEST_FILE_BYTES
    began = time.process_time()
    assert faults(raw) == "answers: found 25,000 foods; allowed: 1,000 at most"
    assert "damaged" in faults(b"[" * LARGEST_FILE_BYTES)
    assert "the same thing twice" in faults(b"{" + b'"a":1,' * 160_000 + b'"b":1}')
    unknown = {f"k{n}": 1 for n in range(60_000)}
    assert "the file: found 60,0" in faults(as_file(**unknown))
    assert "supplements: found 60,000 entries" in faults(as_file(supplements=unknown))
    assert "profile: found 60,000 entries" in faults(as_file(profile=unknown))
    entry = as_file(answers={"natto": {"frequency": "1w"} | unknown})
    assert "60,001 entries" in faults(entry)
    assert time.process_time() - began < SECONDS_OF_THE_LARGEST
