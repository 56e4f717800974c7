import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text import as_markdown

SPECIAL = "\\`*_{}[]<>()#+!|~$:^&"
"""What starts Markdown, HTML, LaTeX or a directive of Streamlit within a line."""

TEXTS = st.text(st.one_of(st.sampled_from(SPECIAL), st.characters()))


def unescaped(markdown):
    """What a reader of Markdown sees: a backslash before a special character is not shown."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


@pytest.mark.parametrize("character", SPECIAL)
def test_a_special_character_gets_one_backslash(character):
    assert as_markdown(f"a{character}b") == f"a\\{character}b"


@given(TEXTS)
def test_every_special_character_is_escaped_once_and_nothing_else_changes(text):
    expected = "".join(f"\\{c}" if c in SPECIAL else c for c in text)
    assert as_markdown(text) == expected


@given(TEXTS)
def test_a_reader_sees_the_text_as_it_is(text):
    assert unescaped(as_markdown(text)) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("MK-9(4H), 50 µg", "MK-9\\(4H\\), 50 µg"),
        ("K2: *more*", "K2\\: \\*more\\*"),
        ("[a](http://b)", "\\[a\\]\\(http\\://b\\)"),
        ("<b>$x$</b>", "\\<b\\>\\$x\\$\\</b\\>"),
        ("a\\*b", "a\\\\\\*b"),
    ],
)
def test_escaped_by_hand(text, markdown):
    assert as_markdown(text) == markdown


@pytest.mark.parametrize("text", ["", "Gouda, Edam and similar", "0.43 − 0.5 µg, 8 %; “barn”"])
def test_plain_words_stay_as_they_are(text):
    assert as_markdown(text) == text
