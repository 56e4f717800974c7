"""Terms of each language: those of its authorities, local names of medicines first, no calques."""

import re

import pytest
from babel.messages.pofile import read_po

from content.evidence import claims
from scoring.languages import catalogue_path

NOT_SAID = {
    "nl": {
        "gok": "a gamble, which is harsher than a guess",
        "winst": "what trials find is a voordeel",
        "dunne botten": "slender bones; bone loss makes them broos",
        "komt mee met": "a calque of comes with",
        "marge": "a range by division and multiplication is a bandbreedte",
        "te snel werkende": "said of the thyroid, not of the parathyroid",
        "proeven het niet eens": "trials cannot agree",
        "met jouw medicijn": "a calque of with your medicine",
    },
    "de": {
        "Gewinn": "what trials find is a Nutzen",
        "Dünne Knochen": "slender bones; bone loss makes them brüchig",
        "Fachstelle": "a Swiss advice office; those that set values are Institutionen",
        "Mütterberatung": "hardly known in Germany",
        "Lebensmittel daraus": "hides the Leberwurst that people eat",
        "Verzehrhäufigkeits": "Verzehrshäufigkeits",
        "niedriges Vitamin D": "a Spiegel is low, not the vitamin",
        "ohne Ergebnis": "a trial without an effect has a result",
    },
    "ja": {
        "基準値": "a laboratory's normal range; these are 食事摂取基準",
        "まちまち": "offhand for a label of evidence",
        "アガトストン": "clinics write Agatston",
        "滴下タイプ": "a word of machines",
        "心臓の動脈のカルシウム": "reads as a concentration; it is 冠動脈の石灰化",
        r"(?:ビタミン[ADK]|K[12]|D)の錠剤": "also a prescribed medicine; these are サプリメント",
        "血管に入りません": "calcium is always in the blood",
    },
}
"""Words that a native reader stumbled over, with why."""

FIRST_NAMES = {"nl": ("acenocoumarol", "warfarine"), "de": ("Phenprocoumon", "Warfarin")}
"""The vitamin K antagonist that people are given in a country, and the one that they are not."""


def words(code: str) -> dict[str, str]:
    """The texts of a language by the English ones, without soft hyphens."""
    with catalogue_path(code).open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    found = {}
    for message in messages:
        forms = [message.string] if isinstance(message.string, str) else message.string
        english = message.id if isinstance(message.id, str) else message.id[0]
        found[english] = " ".join(forms).replace("\N{SOFT HYPHEN}", "")
    return found


@pytest.mark.parametrize("code", NOT_SAID)
def test_words_that_readers_stumbled_over_stay_away(code, subtests):
    texts = words(code)
    for word, why in NOT_SAID[code].items():
        with subtests.test(word=word):
            at = re.compile(rf"\b{word}\b" if code == "nl" else word, re.IGNORECASE)
            assert [text for text in texts.values() if at.search(text)] == [], why


@pytest.mark.parametrize("code", FIRST_NAMES)
def test_the_medicine_that_people_know_is_named_first(code):
    """Where our own words address people on a vitamin K antagonist, not where a source is told.

    Advice of Japan names warfarin, the only one there.
    """
    first, other = (name.lower() for name in FIRST_NAMES[code])
    told = {claim.summary for claim in claims().values()}
    told |= {claim.topic for claim in claims().values()}
    texts = words(code)
    for english, text in texts.items():
        addresses = english in told or re.search(r"\b(you|your|clients|room)\b", english, re.I)
        if addresses and "Japan" not in english and other in text.lower():
            assert first in text.lower(), text
            assert text.lower().index(first) < text.lower().index(other), text


def test_in_japanese_what_the_article_says_is_told_as_its_saying():
    """Its sentences stand beside labels; by themselves they would read as facts."""
    english = [claim.article_says for claim in claims().values() if claim.article_says]
    texts = words("ja")
    for says in english:
        if "sends readers to" not in says:
            assert "とされています" in texts[says], says


def test_hedges_are_those_of_english():
    """A doubt in English is one in every language."""
    doubts = {
        "nl": r"lijk|kan |kunnen|misschien|niet duidelijk|onzeker|waarschijnlijk|mogelijk",
        "de": r"schein|kann|können|vielleicht|nicht klar|unsicher|wahrscheinlich|könnte",
        "ja": r"ようです|ことがあ|かもしれ|可能性|はっきり|確かでな",
    }
    english = [
        c.summary for c in claims().values() if re.search(r"\b(may|might|seem)\b", c.summary)
    ]
    assert english
    for code, words_of_doubt in doubts.items():
        texts = words(code)
        for summary in english:
            assert re.search(words_of_doubt, texts[summary]), f"{code}: {texts[summary]}"
