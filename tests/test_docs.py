"""What the documents promise: every command and every setting is in the README, and nothing that is gone."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer

from bot import __version__
from bot.cli import app
from bot.content.load import load
from bot.model.places import Access, CheckedHow, Role
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))


def section(title: str) -> str:
    """One section of the README."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_in_the_readme(name: str) -> None:
    rows = "\n".join(row for row in section("Every command").splitlines() if f"`wegwijzer {name}" in row)
    assert rows, f"wegwijzer {name} is not in the README"
    options = [option for parameter in COMMANDS[name].params for option in parameter.opts if option.startswith("--")]
    missing = [option for option in options if option not in rows and option != "--help"]
    assert not missing, f"wegwijzer {name} has {missing}"


def test_the_readme_names_no_command_that_is_gone() -> None:
    named = set(re.findall(r"wegwijzer ([a-z][a-z-]*)", section("Every command")))
    assert named == set(COMMANDS)


def test_every_setting_is_in_the_readme_and_none_that_is_gone() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)`", section("Settings"), re.MULTILINE)
    assert sorted(rows) == sorted(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)
    assert len(rows) == len(set(rows))
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", README)) - {f"{PREFIX}X"}
    assert named <= set(rows)


def test_the_defaults_in_the_readme_are_true() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", section("Settings"), re.MULTILINE))
    shown = {
        name: rows[f"{PREFIX}{name.upper()}"] for name in Settings.model_fields if f"{PREFIX}{name.upper()}" in rows
    }
    true = {name: str(Settings.model_fields[name].default) for name in shown}
    assert shown == true


def test_there_are_two_commands_and_ci_runs_them() -> None:
    commands = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].endswith("wegwijzer chat")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    installs, checks = commands[1].split(" && ")[1:]
    assert installs.replace("pip install", "pip install -q") in ci
    assert checks in ci


def test_scripts_can_be_run() -> None:
    for path in (ROOT / ".ci" / "run", ROOT / "scripts" / "check"):
        assert path.stat().st_mode & stat.S_IXUSR, f"{path.name} cannot be run"


def test_every_decision_says_why() -> None:
    assert ADRS
    for number, path in enumerate(ADRS, start=1):
        text = path.read_text(encoding="utf-8")
        assert re.match(rf"# {int(path.name[:4])}\. \S", text), f"{path.name}: the title has its number"
        for part in ("Context", "Decision", "Consequences"):
            assert re.search(rf"\b{part[:-1]}", text), f"{path.name} has no {part.lower()}"
        assert len(text.splitlines()) <= 80, f"{path.name} is longer than a page"
        assert number <= int(path.name[:4])


def test_the_list_of_words_is_a_table() -> None:
    lines = (ROOT / "docs" / "woordenlijst.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ") and not line.startswith("| woord")]
    words = [row.split("|")[1].strip() for row in rows]
    assert len(words) >= 10
    assert all(row.count("|") == 5 for row in rows)
    assert len(words) == len(set(words))


def test_contributing_fits_one_screen() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 45


def test_the_changelog_names_this_version() -> None:
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_links_inside_the_repository_lead_somewhere() -> None:
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ADRS):
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_what_is_said_and_known_travels_in_the_wheel() -> None:
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {"flows": "bot/_data/flows", "knowledge": "bot/_data/knowledge"}


def test_every_dependency_has_a_lower_bound() -> None:
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]
    assert all(">=" in one for one in wanted), json.dumps(wanted)
    assert os.linesep not in "".join(wanted)


def test_the_example_place_in_the_page_for_editors_passes_the_check(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "plekken.md").read_text(encoding="utf-8")
    example = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    (tmp_path / "knowledge/municipalities/almere/places/inloop-geld.yaml").write_text(example[0], encoding="utf-8")
    place = load(tmp_path / "knowledge", ROOT / "flows").knowledge.municipalities["almere"].places["inloop-geld"]
    assert place.open
    assert place.locations[0].near == ("Almere Stad", "Stedenwijk")


def test_the_page_for_editors_names_every_key_that_an_example_may_hold() -> None:
    page = (ROOT / "docs" / "plekken.md").read_text(encoding="utf-8")
    for kinds in (Access, Role, CheckedHow):
        assert not [kind.value for kind in kinds if kind.value not in page]
    assert len(page.splitlines()) <= 80


@pytest.mark.parametrize("path", sorted((ROOT / "benchmarks").glob("*.py")), ids=lambda path: path.stem)
def test_a_benchmark_finds_all_it_needs(path: Path) -> None:
    """They run by hand, so nothing else would notice that they lost a helper."""
    command = [sys.executable, str(path), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
