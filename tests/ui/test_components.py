"""JavaScript and CSS stand in files of their own, and the files are JavaScript that runs."""

import ast
import re
import shutil
import subprocess

import pytest

from tests.conftest import ROOT
from ui.frame import STYLE

COMPONENTS = sorted(ROOT.glob("ui/components/*.js"))
MODULES = sorted(path for folder in ("pages", "ui") for path in ROOT.glob(f"{folder}/**/*.py"))
JAVASCRIPT = re.compile(
    r"<script|\bexport default\b|=>|\b(?:document|window|localStorage)\.\w|\bfunction\s*\w*\("
)
CSS = re.compile(
    r"<style[^>]*>\s*[^<\s]|^\s*(?:[.#@\[]|:?\w)[^{}\n]*\{[^{}]*[\w-]+\s*:[^{}]*\}", re.M
)


def texts_of(source: str) -> list[str]:
    """Every text of a module that is no docstring; the parts of an f-string apart."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


def other_languages(source: str) -> list[str]:
    return [text for text in texts_of(source) if JAVASCRIPT.search(text) or CSS.search(text)]


def test_no_module_of_a_page_holds_javascript_or_css():
    found = {path: other_languages(path.read_text(encoding="utf-8")) for path in MODULES}
    assert len(found) > 50
    assert {path: texts for path, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "text",
    [
        "export default function ({ data }) { document.cookie = data.cookie; }",
        "<script>alert(1)</script>",
        "const tell = (found) => setStateValue('found', found);",
        "<style>p { color: red }</style>",
        ":root { --menu: red }",
        ".kd-chip > summary {\n  min-height: 2.75rem;\n}",
    ],
)
def test_javascript_and_css_in_a_module_are_found(text):
    assert other_languages(f"SOURCE = {text!r}") == [text]
    assert other_languages(f"SOURCE = f{text.replace('{', '{{').replace('}', '}}')!r}") == [text]


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_javascript_of_a_component_can_be_parsed(path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed; tests/browser runs every component all the same")
    command = [node, "--input-type=module", "--check"]
    checked = subprocess.run(command, input=path.read_bytes(), capture_output=True)
    assert checked.returncode == 0, checked.stderr.decode()


def test_every_file_of_a_component_is_used():
    folder = ROOT / "ui" / "components"
    modules = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    files = [path for path in folder.rglob("*") if path.suffix in (".js", ".css", ".html")]
    assert len(files) > 8
    assert [path.name for path in files if f'"{path.name}"' not in modules] == []


def test_style_sheet_has_a_place_for_each_word_that_the_frame_puts():
    assert sorted(STYLE.get_identifiers()) == ["language", "menu", "more", "upload"]
    assert STYLE.template.count("$") == 4
