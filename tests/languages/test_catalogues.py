"""Every language has words for every text, with the same fields, marks and figures."""

import re
import shutil
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po

from languages import ENGLISH, catalogue, catalogue_path, offered
from languages.catalogue import update, words_of_the_app
from tests.conftest import ROOT

OTHERS = [code for code in offered() if code != ENGLISH]
FIELD = re.compile(r"\{[a-z_0-9]*\}")
MARKS = ("**", "](", "`", "<", ">", "¹", "²", "³", "[[")


def messages(code):
    """Each text of a language: English forms and translated forms."""
    with catalogue_path(code).open("rb") as file:
        catalogue = read_po(file, locale=code, abort_invalid=True)
    assert catalogue.locale.language == code
    found = []
    for message in catalogue:
        if message.id:
            assert not message.fuzzy, message.id
            ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            words = message.string
            found.append((ids, (words,) if isinstance(words, str) else tuple(words)))
    assert not catalogue.obsolete
    return found


def test_the_texts_of_code_tables_and_markdown_are_all_found():
    texts = {words.text for words in words_of_the_app()}
    assert {
        "Questionnaire",  # a title in the code
        "once a week",  # a constant of scoring
        "Natto",  # foods.csv
        "Dutch cheese lover",  # examples.json
        "K1, K2 and D side by side",  # the title of a Markdown file
    } <= texts
    assert not any("[[" in text for text in texts)


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_has_words_and_no_other(code):
    wanted = {words.text for words in words_of_the_app()}
    found = {ids[0]: words for ids, words in messages(code)}
    assert wanted - set(found) == set(), f"run: python -m languages {code}"
    assert set(found) - wanted == set(), f"run: python -m languages {code}"
    assert [text for text, words in found.items() if not all(w.strip() for w in words)] == []


@pytest.mark.parametrize("code", OTHERS)
def test_fields_and_marks_are_those_of_the_english_text(code):
    wrong = [
        ids[0]
        for ids, words in messages(code)
        for form in words
        if set(FIELD.findall(form)) != set(FIELD.findall(ids[-1]))
        or any(form.count(mark) != ids[-1].count(mark) for mark in MARKS)
    ]
    assert wrong == []


@pytest.mark.parametrize("code", OTHERS)
def test_an_update_changes_nothing_that_is_up_to_date(code, tmp_path, monkeypatch):
    before = catalogue_path(code).read_bytes()
    copy = tmp_path / "copy.po"
    copy.write_bytes(before)
    monkeypatch.setattr(catalogue, "catalogue_path", lambda code: copy)
    texts, empty = update(code)
    assert (texts, empty) == (len({words.text for words in words_of_the_app()}), 0)
    assert copy.read_bytes() == before


def test_the_command_makes_the_file_of_a_new_language_and_refuses_a_code_that_is_none(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(".*", "docs", "benchmarks"))
    command = [sys.executable, "-m", "languages"]
    refused = subprocess.run([*command, "klingon9"], cwd=project, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "'klingon9' is no code of a language" in refused.stderr
    made = subprocess.run([*command, "eo"], cwd=project, capture_output=True, text=True)
    assert made.returncode == 0
    assert re.fullmatch(r"eo: (\d+) texts, \1 without words\n", made.stdout)
    assert (project / "languages" / "eo.po").stat().st_size > 100_000
    assert not (project / "languages" / "klingon9.po").exists()
