from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.codes import (
    ALPHABET,
    CODE_LENGTH,
    GuessBrake,
    key_hash,
    new_code,
    new_key,
    shown_code,
    typed_code,
)

LOOK_ALIKE = ("0O", "0Q", "1I", "1L", "5S", "2Z", "8B", "6G", "UV")


def test_no_two_signs_of_a_code_look_alike():
    assert len(set(ALPHABET)) == len(ALPHABET) == 20
    for pair in LOOK_ALIKE:
        assert not set(pair) <= set(ALPHABET), pair
    assert not set("AEIOU") & set(ALPHABET)  # no words


def test_codes_are_random_and_use_every_sign():
    codes = [new_code() for _ in range(2000)]
    assert len(set(codes)) >= len(codes) - 5  # one in a hundred runs meets one code twice
    assert set("".join(codes)) == set(ALPHABET)
    assert {len(code) for code in codes} == {CODE_LENGTH}
    commonest = Counter("".join(codes)).most_common()
    assert commonest[0][1] < 1.7 * commonest[-1][1]


@given(st.text(ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_a_code_is_found_in_what_people_type(code):
    assert typed_code(code) == code
    assert typed_code(f"  {shown_code(code).lower()} ") == code
    assert typed_code("-".join(code)) == code


@pytest.mark.parametrize("text", ["", "KMN 4T", "KMN 4TT7", "KMN 4TO", "' OR 1=1", "KMN\u00e97"])
def test_what_cannot_be_a_code_is_none(text):
    assert typed_code(text) is None


@given(st.text() | st.text(ALPHABET + ALPHABET.lower() + " -", max_size=20))
def test_any_text_is_a_code_or_none(text):
    code = typed_code(text)
    assert code is None or (len(code) == CODE_LENGTH and set(code) <= set(ALPHABET))


def test_keys_have_256_bits_and_only_their_hash_is_kept():
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {43}  # 32 bytes in base64
    assert len({key_hash(key) for key in keys}) == 100
    assert not any(key in key_hash(key) for key in keys)


def test_the_brake_lets_some_wrong_codes_through_and_then_none_for_a_while():
    now = [0.0]
    brake = GuessBrake(limit=3, seconds=60, clock=lambda: now[0])
    for _ in range(3):
        assert not brake.holds()
        brake.note_wrong()
        now[0] += 10
    assert brake.holds()
    now[0] = 59.9
    assert brake.holds()
    now[0] = 60
    assert not brake.holds()  # the first one is a minute ago
    brake.note_wrong()
    assert brake.holds()
