import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text import as_hidden_label, as_markdown

SPECIAL = "\\`*_{}[]<>()#+!|~$:^&"
"""What starts Markdown, HTML, LaTeX or a directive of Streamlit within a line."""

TEXTS = st.text(st.one_of(st.sampled_from(SPECIAL), st.characters()))


JOINER = "\u2060"
"""Invisible; stands in addresses alone."""


def unescaped(markdown):
    """What a reader of Markdown sees: a backslash before a special character is not shown."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).replace(JOINER, "")


@pytest.mark.parametrize("character", SPECIAL)
def test_a_special_character_gets_one_backslash(character):
    assert as_markdown(f"a{character}b") == f"a\\{character}b"


@given(TEXTS)
def test_every_special_character_is_escaped_once_and_nothing_else_changes(text):
    expected = "".join(f"\\{c}" if c in SPECIAL else c for c in f"x{text}")
    assert as_markdown(f"x{text}").replace(JOINER, "") == expected.replace(JOINER, "")


@given(TEXTS)
def test_a_reader_sees_the_text_as_it_is(text):
    assert unescaped(as_markdown(text)) == text.replace(JOINER, "")


@pytest.mark.parametrize("text", ["- a", "-", "1. a", "12.", "--- ", " - a"])
def test_no_text_starts_a_list_or_draws_a_line(text):
    assert re.fullmatch(r" ?\d*\\[-.].*", as_markdown(text))
    assert unescaped(as_markdown(text)) == text


@pytest.mark.parametrize("text", ["-5", "1.5 µg", "-a", "a - b"])
def test_a_number_or_a_word_is_no_list(text):
    assert as_markdown(text) == text


@pytest.mark.parametrize(
    "text",
    ["https://a.example", "HTTP://a.de", "see www.a.example", "WWW.a.b", "me@a.example"],
)
def test_no_address_becomes_a_link(text):
    # What turns plain text into links, after the backslashes were taken away.
    link = re.compile(r"(https?://|www(?=\.))[-.\w]+|[-.\w+]+@[-\w]+", re.IGNORECASE)
    markdown = as_markdown(text)
    assert link.search(text)
    assert not link.search(re.sub(r"\\(?=[:.])", "", markdown))
    assert unescaped(markdown) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("MK-9(4H), 50 µg", "MK-9\\(4H\\), 50 µg"),
        ("K2: *more*", "K2\\: \\*more\\*"),
        ("[a](http://b)", f"\\[a\\]\\(http\\:{JOINER}//b\\)"),
        ("<b>$x$</b>", "\\<b\\>\\$x\\$\\</b\\>"),
        ("a\\*b", "a\\\\\\*b"),
    ],
)
def test_escaped_by_hand(text, markdown):
    assert as_markdown(text) == markdown


@pytest.mark.parametrize("text", ["", "Gouda, Edam and similar", "0.43 − 0.5 µg, 8 %; “barn”"])
def test_plain_words_stay_as_they_are(text):
    assert as_markdown(text) == text


@pytest.mark.parametrize(
    "text", ["![x](http://a.example/p.png)", "www.a.example", "[a](b)", "m@a.de"]
)
def test_a_hidden_label_is_heard_as_it_is_and_fetches_nothing(text):
    label = as_hidden_label(text)
    assert label.replace(JOINER, "") == text
    assert not re.search(r"\]\(|https?://|www\.|@\w", label)


def test_a_hidden_label_of_plain_words_stays_as_it_is():
    assert as_hidden_label("Natto (MK-7), 50 g") == "Natto (MK-7), 50 g"
