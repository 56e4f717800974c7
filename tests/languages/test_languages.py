"""The language in use: words, numbers and dates; the one to begin with; what is kept for each."""

import datetime
import threading

import pytest

from content.numbers import micrograms, percent, span
from scoring import languages
from scoring.languages import N_, Words, _, cached_by_language, ngettext


@pytest.fixture
def dutch():
    languages.use("nl")
    yield
    languages.use("en")


def test_english_is_itself_until_somebody_says_otherwise():
    assert languages.current() == "en"
    assert _("Questionnaire") == "Questionnaire"
    assert ngettext("{count} food", "{count} foods", 1) == "{count} food"
    assert ngettext("{count} food", "{count} foods", 2) == "{count} foods"


def test_every_language_says_its_own_name():
    assert next(iter(languages.offered())) == "en"
    names = {"de": "Deutsch", "fr": "Français", "ja": "日本語", "nl": "Nederlands"}
    assert names.items() <= languages.offered().items()


@pytest.mark.usefixtures("dutch")
def test_words_without_a_translation_stay_as_they_are():
    assert _("no such words in the app") == "no such words in the app"
    assert _("") == ""


@pytest.mark.parametrize(
    ("wished", "begun"),
    [
        ("nl-NL", "nl"),
        ("nl", "nl"),
        ("de-AT", "de"),
        ("ja-JP", "ja"),
        ("en-US", "en"),
        ("fr-FR", "fr"),
        ("fr-BE", "fr"),
        ("es-ES", "en"),
        ("", "en"),
        ("not a language", "en"),
    ],
)
def test_the_nearest_language_to_what_a_browser_asks_for(wished, begun):
    assert languages.nearest(wished) == begun


def test_a_language_of_one_region_is_found_and_named_as_pages_name_it(monkeypatch):
    offered = {"en": "English", "pt_BR": "Português (Brasil)"}
    monkeypatch.setattr(languages, "offered", lambda: offered)
    monkeypatch.setattr(languages, "_codes", lambda: tuple(offered))
    assert languages.nearest("pt-BR") == "pt_BR"
    languages.use("pt_BR")
    try:
        assert languages.tag() == "pt-BR"
    finally:
        languages.use("en")


def test_an_unknown_language_is_refused_by_name():
    with pytest.raises(ValueError, match="'xx' is not one of en, "):
        languages.use("xx")
    assert languages.current() == "en"


@pytest.mark.parametrize(
    ("code", "large", "small", "ends"),
    [
        ("en", "1,234", "3.1", ".,"),
        ("nl", "1.234", "3,1", ",."),
        ("de", "1.234", "3,1", ",."),
        ("fr", "1\u202f234", "3,1", ",\u202f"),
        ("ja", "1,234", "3.1", ".,"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(code, large, small, ends):
    languages.use(code)
    try:
        assert micrograms(1234.5) == large
        assert micrograms(3.14159) == small
        assert languages.separators() == ends
    finally:
        languages.use("en")


def test_shares_below_one_in_a_hundred_are_not_nothing():
    assert percent(0) == "0\N{NO-BREAK SPACE}%"
    assert percent(0.004) == "under 1\N{NO-BREAK SPACE}%"
    assert percent(0.126) == "13\N{NO-BREAK SPACE}%"


def test_a_range_is_whole_words_in_dutch(dutch):
    assert span(12, 48) == _("{low} to {high}").format(low="12", high="48") != "12 to 48"


@pytest.mark.parametrize(
    ("code", "day", "month"),
    [
        ("en", "23 November 2026", "November 2026"),
        ("nl", "23 november 2026", "november 2026"),
        ("de", "23. November 2026", "November 2026"),
        ("fr", "23 novembre 2026", "novembre 2026"),
        ("ja", "2026年11月23日", "2026年11月"),
    ],
)
def test_days_and_months_in_words(code, day, month):
    languages.use(code)
    try:
        assert languages.date_words(datetime.date(2026, 11, 23)) == day
        assert languages.month_words(datetime.date(2026, 11, 1)) == month
    finally:
        languages.use("en")


def test_the_first_of_a_month_in_french():
    languages.use("fr")
    try:
        assert languages.date_words(datetime.date(2026, 11, 1)) == "1er novembre 2026"
        assert languages.day_words(datetime.date(2026, 1, 1)) == "1er janv. 2026"
        assert languages.date_words(datetime.date(2026, 11, 11)) == "11 novembre 2026"
    finally:
        languages.use("en")


def test_texts_by_key_follow_the_language_and_write_their_numbers_in_it():
    texts = Words({"a": N_("Vitamin K2"), "b": N_("no such {amount} words")}, amount=1000)
    assert (texts["a"], texts["b"]) == ("Vitamin K2", "no such 1,000 words")
    languages.use("nl")
    try:
        assert (texts["a"], texts["b"]) == ("Vitamine K2", "no such 1.000 words")
        assert list(texts) == ["a", "b"]
    finally:
        languages.use("en")


def test_what_holds_words_is_kept_once_for_each_language():
    made = []

    @cached_by_language
    def load():
        made.append(languages.current())
        return languages.current()

    for code in ("en", "nl", "nl", "en"):
        languages.use(code)
        assert load() == code
    assert made == ["en", "nl"]


def test_one_visitor_does_not_change_the_language_of_another(dutch):
    elsewhere = []
    visitor = threading.Thread(target=lambda: elsewhere.append(languages.current()))
    visitor.start()
    visitor.join()
    assert (languages.current(), elsewhere) == ("nl", ["en"])
