import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.codes import (
    CODE_LENGTH,
    EXAMPLE_CODE,
    GuessBrake,
    GuessBrakes,
    key_hash,
    new_code,
    new_key,
    shown_code,
    typed_code,
)

CODES = (
    st.text("0123456789", min_size=8, max_size=8)
    .map(lambda first: [f"{first}{last}" for last in range(10) if typed_code(f"{first}{last}")])
    .filter(bool)
    .map(lambda fitting: fitting[0])
)


def test_codes_are_random_digits():
    codes = [new_code() for _ in range(2000)]
    assert len(set(codes)) >= len(codes) - 5  # one in a hundred runs meets one code twice
    assert {len(code) for code in codes} == {CODE_LENGTH}
    commonest = Counter("".join(codes)).most_common()
    assert {digit for digit, _ in commonest} == set("0123456789")
    assert commonest[0][1] < 1.3 * commonest[-1][1]


@given(CODES)
def test_a_code_is_found_in_what_people_type(code):
    assert shown_code(code) == f"{code[:3]} {code[3:6]} {code[6:]}"
    full_width = code.translate({ord(str(d)): 0xFF10 + d for d in range(10)})
    for typed in (
        code,
        f"  {shown_code(code)} ",
        "-".join(code),
        full_width,
        f"{full_width}\u3000",
    ):
        assert typed_code(typed) == code


@given(CODES, st.data())
def test_one_digit_misheard_or_two_swapped_make_no_code(code, data):
    at = data.draw(st.integers(0, CODE_LENGTH - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != code[at]]))
    assert typed_code(code[:at] + other + code[at + 1 :]) is None
    first, second = sorted(data.draw(st.permutations(range(CODE_LENGTH)))[:2])
    if code[first] != code[second]:
        swapped = [*code]
        swapped[first], swapped[second] = code[second], code[first]
        assert typed_code("".join(swapped)) is None


@pytest.mark.parametrize(
    "text", ["", "482 719 53", "482 719 5390", "48271953O", "' OR 1=1", "48271953\u0669"]
)
def test_what_cannot_be_a_code_is_none(text):
    assert typed_code(text) is None
    assert typed_code(EXAMPLE_CODE) is None


@given(st.text() | st.text("0123456789 -", max_size=20))
def test_any_text_is_a_code_or_none(text):
    code = typed_code(text)
    assert code is None or re.fullmatch("[0-9]{9}", code)


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


def test_wrong_codes_of_one_address_hold_up_nobody_at_another_and_leave_no_address():
    now = [0.0]
    brakes = GuessBrakes(limit=3, seconds=60, clock=lambda: now[0])
    for _ in range(3):
        assert not brakes.holds("192.0.2.1")
        brakes.note_wrong("192.0.2.1")
    assert brakes.holds("192.0.2.1")
    assert not brakes.holds("192.0.2.2")
    assert "192.0.2" not in str(vars(brakes))
    now[0] = 60
    assert not brakes.holds("192.0.2.1")
    assert not brakes._brakes  # a right code frees it too
    brakes.note_wrong("192.0.2.2")
    assert len(brakes._brakes) == 1
    now[0] = 119.9
    assert not brakes.holds("192.0.2.3")
    assert len(brakes._brakes) == 1
    now[0] = 120
    assert not brakes.holds("192.0.2.3")
    assert not brakes._brakes
