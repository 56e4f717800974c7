"""Every language has words for every text, with the same fields, marks and figures."""

import ast
import re
import shutil
import subprocess
import sys
from functools import cache

import pytest
from babel.messages.pofile import read_po, write_po

from scoring.languages import ENGLISH, catalogue, catalogue_path, offered
from scoring.languages.catalogue import CODE, KEYWORDS, template, update
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


@cache
def wanted():
    """The texts of the app in English, of two forms the one of a single thing."""
    ids = [message.id for message in template() if message.id]
    return frozenset(text if isinstance(text, str) else text[0] for text in ids)


def calls_in_f_strings(source):
    return [
        ast.unparse(call)
        for f_string in ast.walk(ast.parse(source))
        if isinstance(f_string, ast.JoinedStr)
        for call in ast.walk(f_string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in KEYWORDS
        and isinstance(call.args[0], ast.Constant)
    ]


def test_no_text_stands_in_an_f_string_where_it_would_not_be_found():
    assert calls_in_f_strings("f'<b>{escape(_(\"Sum\"))}</b>'") == ["_('Sum')"]
    paths = [path for pattern in CODE for path in ROOT.glob(pattern.replace("**", "**/*"))]
    assert len(paths) > 100
    found = {path: calls_in_f_strings(path.read_text(encoding="utf-8")) for path in paths}
    assert {path: calls for path, calls in found.items() if calls} == {}


@pytest.mark.slow
def test_the_texts_of_code_tables_and_markdown_are_all_found():
    texts = wanted()
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
    found = {ids[0]: words for ids, words in messages(code)}
    assert wanted() - set(found) == set(), f"run: python -m scoring.languages {code}"
    assert set(found) - wanted() == set(), f"run: python -m scoring.languages {code}"
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


@pytest.mark.slow
@pytest.mark.parametrize("code", OTHERS)
def test_an_update_changes_nothing_that_is_up_to_date(code, tmp_path, monkeypatch):
    before = catalogue_path(code).read_bytes()
    copy = tmp_path / "copy.po"
    copy.write_bytes(before)
    monkeypatch.setattr(catalogue, "catalogue_path", lambda code: copy)
    texts, empty = update(code)
    assert (texts, empty) == (len(wanted()), 0)
    assert copy.read_bytes() == before


@pytest.mark.slow
def test_an_update_drops_texts_of_the_past_and_asks_for_words_of_a_new_form(tmp_path, monkeypatch):
    with catalogue_path("nl").open("rb") as file:
        old = read_po(file, locale="nl")
    one, many = next(m.id for m in old if m.id and m.pluralizable)
    old.delete(one)
    old.add(one, "Een tekst zonder meervoud")
    old.add("A text of the past", "Een tekst van vroeger")
    copy = tmp_path / "copy.po"
    with copy.open("wb") as file:
        write_po(file, old)
    monkeypatch.setattr(catalogue, "catalogue_path", lambda code: copy)
    assert update("nl") == (len(wanted()), 1)
    assert "of the past" not in copy.read_text(encoding="utf-8")
    assert f'msgid_plural "{many}"' in copy.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_command_makes_the_file_of_a_new_language_and_refuses_a_code_that_is_none(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(".*", "docs", "benchmarks"))
    command = [sys.executable, "-m", "scoring.languages"]
    refused = subprocess.run([*command, "klingon9"], cwd=project, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "'klingon9' is no code of a language" in refused.stderr
    made = subprocess.run([*command, "eo"], cwd=project, capture_output=True, text=True)
    assert made.returncode == 0
    assert re.fullmatch(r"eo: (\d+) texts, \1 without words\n", made.stdout)
    assert (project / "scoring" / "languages" / "eo.po").stat().st_size > 100_000
    assert not (project / "scoring" / "languages" / "klingon9.po").exists()
