"""Reads the tables of sentences under `tests/sentences/`, as text: `no` stays a word, `2/11` a string."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from bot.content.danger import read_danger
from bot.content.files import read_file
from bot.content.reader import Report
from bot.model.danger import DangerBook
from bot.understanding.danger import DangerFinder

_ROOT = Path(__file__).parents[2]


@cache
def sentences(name: str) -> Mapping[str, Mapping[str, str] | list[str]]:
    """The tables of `tests/sentences/<name>.yaml`."""
    loaded = yaml.load((_ROOT / "tests" / "sentences" / f"{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def rows(name: str, table: str) -> list[tuple[str, str]]:
    """The rows of one table that maps a sentence to what is expected."""
    found = sentences(name)[table]
    assert isinstance(found, dict)
    return list(found.items())


def lines(name: str) -> list[tuple[str, str]]:
    """Every sentence of a file of lists, with the heading it stands under."""
    return [(heading, line) for heading, found in sentences(name).items() for line in found]


@cache
def danger_book() -> DangerBook:
    """The book as it is in the repository, checked."""
    report = Report()
    spot = read_file(_ROOT / "knowledge" / "danger.yaml", "knowledge/danger.yaml", report)
    assert spot is not None
    book = read_danger(spot)
    report.raise_if_any()
    return book


@cache
def danger_finder() -> DangerFinder:
    """One finder for all tests."""
    return DangerFinder(danger_book())
