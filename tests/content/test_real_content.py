"""The real knowledge and flows: whole, quick to load, and safe to edit wrongly."""

import ast
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.files import read_file
from bot.content.load import Content, load
from bot.content.problems import ContentError
from bot.content.reader import Report

ROOT = Path(__file__).parents[2]
FOLDERS = ("knowledge", "flows")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.yaml"))
ROUNDS = max(170, len(FILES))  # mutations of each sort: every file gets one of each
SEED = 20261121
# A word to recognise, and a placeholder, that read the same as a fact.
NO_FACTS = {("numbers.py", "postcode"), ("parts.py", "telefoon")}
Mutation = Callable[[str, random.Random], str]


def test_the_real_content_is_whole() -> None:
    content = load(ROOT / "knowledge", ROOT / "flows")
    assert len(content.knowledge.topics) >= 110
    assert all(warning.line for warning in content.warnings)


def test_what_the_engine_reads_by_name_is_checked() -> None:
    """A fact that code names in a plain text would be missed by the check: it belongs in `EngineFact`."""
    known = load(ROOT / "knowledge", ROOT / "flows").knowledge.facts
    faults = [
        f"{path.relative_to(ROOT)}:{node.lineno}: '{node.value}' is a fact; add it to EngineFact and write that"
        for package in ("understanding", "advice", "intake", "dialogue")
        for path in sorted((ROOT / "bot" / package).glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in known and (path.name, node.value) not in NO_FACTS
    ]
    assert not faults, "\n".join(faults)


def test_loading_twice_gives_the_same() -> None:
    first, second = (load(ROOT / "knowledge", ROOT / "flows") for _ in range(2))
    assert first == second


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text))]


def _drop_line(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return "".join(lines)


def _rename_key(text: str, chance: random.Random) -> str:
    keys = list(re.finditer(r"[a-z_]+(?=:)", text))
    key = chance.choice(keys)
    return f"{text[: key.start()]}{key[0]}x{text[key.end() :]}"


def _swap_signs(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice("[]{}:-'\"\t\n#&*!|>%@`0\x00") + text[place + 1 :]


def _double_line(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    place = chance.randrange(len(lines))
    return "".join([*lines[: place + 1], *lines[place:]])


def _indent_line(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    lines.insert(place := chance.randrange(len(lines)), "  " + lines.pop(place))
    return "".join(lines)


GENTLE = (_drop_line, _rename_key, _double_line)
ROUGH = (_cut, _swap_signs, _indent_line)


def _load(folder: Path) -> Content | ContentError:
    try:
        return load(folder / "knowledge", folder / "flows")
    except ContentError as error:
        return error


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("content")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    return folder


def _batches(size: int, count: int, chance: random.Random) -> list[list[Path]]:
    """Every file in turn, `size` different ones at a time, until `count` are out."""
    shuffled = chance.sample(FILES, len(FILES))
    chosen = [shuffled[number % len(FILES)] for number in range(count)]
    return [list(dict.fromkeys(chosen[start : start + size])) for start in range(0, count, size)]


@pytest.mark.parametrize(("mutations", "size"), [(GENTLE, 96), (ROUGH, 48)], ids=["gentle", "rough"])
def test_whatever_an_editor_breaks_is_told_or_harmless(mutations: tuple[Mutation, ...], size: int, copy: Path) -> None:
    """Several files at once, since each load reads all; a rough fault hides what rests on that file."""
    chance = random.Random(SEED)
    refused, batches = 0, _batches(size, ROUNDS, chance)
    for batch in batches:
        done = [(path, chance.choice(mutations)) for path in batch]
        for path, mutate in done:
            broken = mutate(path.read_text(encoding="utf-8"), chance)
            (copy / path.relative_to(ROOT)).write_bytes(broken.encode())
        try:
            found = _load(copy)
        except Exception as error:
            told = ", ".join(f"{mutate.__name__} {path.name}" for path, mutate in done)
            pytest.fail(f"{told}: {type(error).__name__}: {error}")
        finally:
            for path in batch:
                shutil.copyfile(path, copy / path.relative_to(ROOT))
        if isinstance(found, ContentError):
            refused += 1
            assert all(one.line >= 1 and one.column >= 1 and one.what and one.remedy for one in found.problems)
    assert refused > len(batches) // 2, "most damage should be noticed"


def test_random_bytes_are_refused(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    for number in range(200):
        path = tmp_path / "file.yaml"
        path.write_bytes(chance.randbytes(chance.randrange(1, 80)))
        report = Report()
        spot = read_file(path, path.name, report)
        assert spot is not None or report.problems, f"round {number}"
