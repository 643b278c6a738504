"""Reads `knowledge/weights.json`, which `scripts/weigh` makes out of `knowledge/examples/`."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from bot.content.problems import Problem
from bot.content.reader import Report
from bot.model.weights import NONE, WeightBook, Weights

_REMEDY = "make it anew with scripts/weigh"


def read_weights(path: Path, shown: str, topics: Collection[str], report: Report) -> WeightBook:
    """The weights; none when there is no such file. Weights of a topic that is gone are left out."""
    if not path.exists():
        return WeightBook()
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        kept = {NONE, *topics}
        return WeightBook(
            laws=_weights(held["laws"]), stages=_weights(held["stages"]), topics=_weights(held["topics"], kept)
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        report.problems.append(Problem(shown, 1, 1, f"cannot be read: {error}", _REMEDY))
        return WeightBook()


def _weights(held: Mapping[str, Any], kept: Collection[str] | None = None) -> Weights:
    start = {answer: float(points) for answer, points in held["start"].items() if kept is None or answer in kept}
    signs: dict[str, tuple[tuple[str, float], ...]] = {}
    for sign, rows in held["signs"].items():
        found = tuple((answer, points) for answer, points in rows.items() if answer in start)
        if found:
            signs[sign] = found
    return Weights(start=start, signs=signs)
