"""The documentation is complete and true: its examples run, its links lead somewhere."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scoring import FoodTable
from scoring.__main__ import main
from scoring.exchange.names import response_columns
from scoring.foods.table import load_sources
from scoring.intake.warnings import WARNINGS
from scoring.nutrients import TOTALS
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES
from ui.frame import TITLES

ROOT = Path(__file__).resolve().parent.parent
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
}
README = TEXTS["README.md"]
FOODS = FoodTable.load(ROOT / "foods.csv")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
MAX_PICTURE_BYTES = 200_000


def run(folder: Path, *arguments: str) -> str:
    """What Python prints there, on either stream."""
    answer = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return answer.stdout


@pytest.mark.slow
def test_examples_in_the_readme_give_the_output_shown(tmp_path):
    for name in ("foods.csv", "foods_by_country.csv", "seldom_eaten.csv", "sources.csv"):
        shutil.copy(ROOT / name, tmp_path)
    printed, commands, scripts = "", 0, 0
    for language, block in re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL):
        if language == "python":
            printed = run(tmp_path, "-c", block)
            scripts += 1
        elif language == "text":
            assert printed == block
        elif language == "console":
            for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
                program, *arguments = shlex.split(command)
                if program == "cat":
                    (tmp_path / arguments[0]).write_text(output, encoding="utf-8")
                else:
                    assert program == "python"
                    assert run(tmp_path, *arguments) == output
                    commands += 1
    assert scripts == README.count("\n```python\n") == README.count("\n```text\n")
    assert commands == README.count("\n$ python ") > 0


def help_text(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        main([*arguments, "--help"])
    return capsys.readouterr().out


def test_readme_shows_every_command_and_names_every_option(capsys):
    commands = re.findall(r"^    (\w+) ", help_text(capsys), re.MULTILINE)
    assert "score" in commands
    for command in commands:
        assert re.search(rf"python -m scoring {command}\b", README)
        for option in re.findall(r"--\w+", help_text(capsys, command)):
            assert option == "--help" or option in README, option


def test_readme_names_every_code_and_column():
    words = set(re.findall(r"`([^`\n]+)`", README))
    own = {column for column in response_columns(FOODS) if column.partition(".")[0] not in FOODS}
    assert {*FREQUENCY_CODES, *PORTION_CODES, *WARNINGS, *TOTALS, *own} <= words


@pytest.mark.parametrize("title", TITLES.values())
def test_readme_names_every_page(title):
    assert f"\n- **{title}**: " in README


def test_readme_names_the_number_of_foods():
    assert f"{len(FOODS)} foods in short parts" in README


def test_changelog_and_citation_name_the_versions_in_force():
    changelog = TEXTS["CHANGELOG.md"]
    newest = changelog[changelog.index("\n## ") :].split("\n## ")[1]
    assert newest.startswith(f"{VERSION} (")
    assert re.search(rf"Food table: \d{{4}}-\d\d-\d\d, version `{FOODS.version}`", changelog)
    assert f"KD Check, version {VERSION}, food table {FOODS.version}." in README


def test_data_licence_lists_every_source_once():
    listed = re.findall(r"`(\w+)`", TEXTS["LICENSE-DATA.md"].split("| --- |")[1].split("\n\n")[0])
    assert sorted(listed) == sorted(load_sources(ROOT / "sources.csv"))


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_to_files_that_exist(name):
    links = re.findall(r'\]\(([^)\s]+)\)|src="([^"]+)"', TEXTS[name])
    targets = [link for pair in links for link in pair if link and "://" not in link]
    missing = [
        t for t in targets if not (ROOT / name).parent.joinpath(t.partition("#")[0]).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_paths_that_are_named_exist(name):
    named = re.findall(
        r"`(\.?\w[\w.-]*(?:/[\w.-]*)+|[\w.-]+\.(?:py|csv|md|txt|in|toml))`", TEXTS[name]
    )
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_map_names_every_room_and_every_module_of_the_science():
    text = TEXTS["docs/architecture.md"]
    rooms = [f"{path.parent.name}/" for path in ROOT.glob("*/*.py") if path.parent.name[0] != "."]
    rooms += [f"scoring/{path.parent.name}/" for path in ROOT.glob("scoring/*/*.py")]
    modules = [f"scoring/{path.name}" for path in ROOT.glob("scoring/*.py")]
    modules += [path.stem for path in ROOT.glob("scoring/*/*.py") if path.stem[0] != "_"]
    wanted = {*rooms, *modules, *(path.name for path in ROOT.glob("*.py"))}
    wanted -= {"scoring/__init__.py"}
    assert [name for name in sorted(wanted) if f"`{name}`" not in text] == []


def test_pictures_are_small_and_used():
    pictures = list(ROOT.glob("docs/screenshots/*.png"))
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < MAX_PICTURE_BYTES
        assert f"docs/screenshots/{picture.name}" in README
