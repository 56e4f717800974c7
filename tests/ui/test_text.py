import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text import as_markdown

SPECIAL = "\\`*_{}[]<>()#+!|~$:^&"
"""What starts Markdown, HTML, LaTeX or a directive of Streamlit within a line."""

JOINER = "\N{WORD JOINER}"
SIGN = "\N{REPLACEMENT CHARACTER}"
SEEN = st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"])
TEXTS = st.text(st.one_of(st.sampled_from(SPECIAL + "-.@w1 "), SEEN)).map(
    lambda text: re.sub("  +", " ", text).strip(" ")
)


def read(markdown):
    """What a reader of Markdown sees: no backslash before punctuation, nothing without width."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown.replace(JOINER, ""))


@pytest.mark.parametrize("character", SPECIAL)
def test_a_special_character_gets_one_backslash(character):
    assert as_markdown(f"a{character} b") == f"a\\{character} b"


@given(TEXTS)
def test_a_reader_sees_the_text_as_it_is(text):
    assert read(as_markdown(text)) == text


@given(TEXTS)
def test_no_special_character_is_left_without_a_backslash(text):
    left = re.sub(r"\\[!-/:-@\[-`{-~]", "", as_markdown(text))
    assert not set(left) & set(SPECIAL)


@given(TEXTS)
def test_nothing_is_left_of_what_is_found_after_markdown(text):
    found = r"://|www\.|\w@\w|:\\?material/|:\\?streamlit|->|<-|--"
    assert not re.search(found, as_markdown(text).replace("\\", ""), re.IGNORECASE)


@given(st.text())
def test_a_text_stays_on_its_line_and_runs_in_its_own_direction(text):
    shown = as_markdown(text)
    assert len(shown.splitlines()) <= 1
    assert not set(shown) & set("\0\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\ufeff")
    shown.encode()  # whatever was in it, it can be sent


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
    assert read(markdown) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("MK-9(4H), 50 µg", "MK-9\\(4H\\), 50 µg"),
        ("K2: *more*", "K2\\: \\*more\\*"),
        ("[a](http://b)", f"\\[a\\]\\(http\\:{JOINER}//b\\)"),
        ("<b>$x$</b>", "\\<b\\>\\$x\\$\\</b\\>"),
        ("a\\*b", "a\\\\\\*b"),
        (":material/home:", f"\\:{JOINER}material/home\\:"),
        ("me@home", f"me{JOINER}@home"),
        ("www.home", f"www{JOINER}.home"),
        ("a -> b", f"a -{JOINER}\\> b"),
        ("- a - b", "\\- a - b"),
        ("12. a", "12\\. a"),
        ("# a\r\n# b", "\\# a \\# b"),
        ("gpj.\u202eexe", f"gpj.{SIGN}exe"),
    ],
)
def test_escaped_by_hand(text, markdown):
    assert as_markdown(text) == markdown


@pytest.mark.parametrize("text", ["", "Gouda, Edam and similar", "0.43 − 0.5 µg, 8 %; “barn”"])
def test_plain_words_stay_as_they_are(text):
    assert as_markdown(text) == text
