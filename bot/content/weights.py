"""Reads what `scripts/weigh` makes out of examples and hints: `knowledge/weights.json` and `knowledge/lexicon.json`."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from bot.content.problems import Problem
from bot.content.reader import Report
from bot.model.hints import Lexicon
from bot.model.weights import Matter, Weights

_REMEDY = "make it anew with scripts/weigh"
T = TypeVar("T")


def read_weights(path: Path, shown: str, report: Report) -> Weights:
    """The weights; none when there is no such file."""
    return _read(path, shown, report, Weights(), _weights)


def read_lexicon(path: Path, shown: str, report: Report) -> Lexicon:
    """The hints, made ready; none when there is no such file."""
    return _read(
        path,
        shown,
        report,
        Lexicon(),
        lambda held: Lexicon(
            rows=_texts(held["rows"]),
            sounds=held["sounds"],
            atoms=frozenset(held["atoms"]),
            fillers=frozenset(held["fillers"]),
        ),
    )


def digest(knowledge_dir: Path) -> str:
    """What the weights are made of, as one short number: changes with any hint, word list or example."""
    files = [*(knowledge_dir / "examples").glob("*.yaml"), *(knowledge_dir / "hints").glob("*.yaml")]
    whole = sha256()
    for path in sorted([*files, knowledge_dir / "weighing.yaml"]):
        whole.update(path.name.encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def lexicon_document(lexicon: Lexicon) -> Mapping[str, object]:
    """The lexicon as it is kept."""
    return {
        "rows": lexicon.rows,
        "sounds": lexicon.sounds,
        "atoms": sorted(lexicon.atoms),
        "fillers": sorted(lexicon.fillers),
    }


def _read(path: Path, shown: str, report: Report, empty: T, make: Callable[[Any], T]) -> T:
    if not path.exists():
        return empty
    try:
        return make(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        report.problems.append(Problem(shown, 1, 1, f"cannot be read: {error}", _REMEDY))
        return empty


def _weights(held: Mapping[str, Any]) -> Weights:
    answers = {Matter(matter): tuple(names) for matter, names in held["answers"].items()}
    if sum(map(len, answers.values())) != len(held["start"]):
        raise ValueError("not as many answers as points")
    start = tuple(map(float, held["start"]))
    return Weights(answers=answers, start=start, signs=_texts(held["signs"]), made_of=str(held["made_of"]))


def _texts(held: Mapping[str, Any]) -> Mapping[str, str]:
    if set(map(type, held.values())) - {str}:
        raise TypeError("a row that is no text")
    return held
