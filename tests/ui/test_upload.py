"""A place for files: one part of the app makes it, and tells its limits."""

import ast

from streamlit.testing.v1 import AppTest

from scoring import languages
from tests.conftest import ROOT


def test_no_other_part_asks_for_files_by_itself():
    asking = {
        path.relative_to(ROOT).as_posix()
        for place in ("app.py", "pages", "ui")
        for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "file_uploader"
    }
    assert asking == {"ui/upload.py"}


def a_place(code):
    from scoring import languages
    from ui import upload

    languages.use(code)
    upload.ask("Answers", ["csv", "ods"], 50, key="answers")


def test_the_limits_are_told_in_the_language_of_the_reader():
    for code, words in (("en", "CSV, ODS; each file 50 MB at most"), ("nl", "CSV, ODS; ")):
        app = AppTest.from_function(a_place, args=(code,)).run()
        (line,) = (told.value for told in app.markdown)
        assert line.startswith(words)
        assert ("at most" in line) == (code == languages.ENGLISH)
