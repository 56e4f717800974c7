"""The history of one person: read whole or not at all, each fault named."""

import json
from datetime import date

import pytest

from scoring import Answer, Answers, FoodTable
from scoring.questionnaire.answers_file import write_answers
from scoring.questionnaire.history import (
    MOST_FILLINGS,
    HistoryError,
    read_history,
    with_filling,
    without_filling,
)
from tests.conftest import ROOT

FOODS = FoodTable.load(ROOT / "foods.csv")


def filling(day, frequency="1w"):
    answers = Answers({"gouda_edam": Answer(frequency)})
    return write_answers(answers, FOODS, date(2026, 1, day))


def test_fillings_are_added_read_and_taken_away():
    history = with_filling(with_filling("", filling(1)), filling(2, "1d"))
    first, second = read_history(history, FOODS)
    assert (first.saved.day, second.saved.day) == (1, 2)
    assert second.answers.foods["gouda_edam"] == Answer("1d")
    (left,) = read_history(without_filling(history, 0), FOODS)
    assert left.saved.day == 2
    assert without_filling(without_filling(history, 0), 0) == ""
    assert read_history("", FOODS) == ()


WHOLE = with_filling(with_filling("", filling(1)), filling(2))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (WHOLE[:-9], "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no history of KD Check"),
        (json.dumps(json.loads(WHOLE) | {"version": 2}), "version"),
        (json.dumps(json.loads(WHOLE) | {"version": True}), "version"),
        (json.dumps(json.loads(WHOLE) | {"format": "kdcheck-answers"}), "format"),
        (json.dumps(json.loads(WHOLE) | {"fillings": [1]}), "a list of answers files"),
        (json.dumps(json.loads(WHOLE) | {"fillings": ["{}"] * 41}), "at most"),
        (WHOLE.replace("1w", "often", 1), "filling 1: answers, 'gouda_edam'"),
    ],
)
def test_a_damaged_history_is_read_in_no_part(text, fault):
    with pytest.raises(HistoryError) as error:
        read_history(text, FOODS)
    assert fault in str(error.value)


def test_a_damaged_history_is_not_added_to():
    with pytest.raises(HistoryError):
        with_filling(WHOLE[:-9], filling(3))


def test_a_history_holds_no_more_than_a_message_carries():
    full = json.dumps(json.loads(WHOLE) | {"fillings": [filling(1).decode()] * MOST_FILLINGS})
    with pytest.raises(HistoryError, match="Forget one first"):
        with_filling(full, filling(2))
    every = Answers({food.food_id: Answer("2-3d") for food in FOODS})
    largest = write_answers(every, FOODS, date(2026, 1, 1)).decode()
    whole = json.dumps(json.loads(WHOLE) | {"fillings": [largest] * MOST_FILLINGS})
    assert len(json.dumps(whole)) < 1_000_000


def filling_of_another_table(foods):
    answers = {f"food_{n}": {"frequency": "2-3d", "portion": "M"} for n in range(foods)}
    return json.dumps(json.loads(filling(1)) | {"answers": answers}, indent=1).encode()


def test_a_history_of_long_fillings_holds_no_more_than_a_message_carries():
    long, history = filling_of_another_table(1_000), with_filling("", filling(1))
    length = len(with_filling(history, long)) - len(history)
    for _ in range((400_000 - len(history)) // length):
        history = with_filling(history, long)
    with pytest.raises(HistoryError) as error:
        with_filling(history, long)
    assert f"would be {len(history) + length:,} characters long" in str(error.value)
    assert "400,000 are allowed. Forget a filling first." in str(error.value)
    assert len(json.dumps(history)) < 1_000_000
    assert with_filling(history, filling(2)) != history


def test_a_filling_too_long_for_any_history_tells_nobody_to_forget_one():
    with pytest.raises(HistoryError, match=r"400,000 are allowed\.$"):
        with_filling("", filling_of_another_table(8_000))
