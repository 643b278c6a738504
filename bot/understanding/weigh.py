"""Weighs the answers to one question by the signs in a text: as shares that add up to one, with reasons. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from math import exp

from bot.model.weights import Weights
from bot.understanding.signs import HINT, LENGTH, TOPIC, Signs, runs

_REASONS = 6  # of one answer
_LEAST = 0.05  # points; less is no reason
_KEPT = 20_000  # words of which the runs of letters are added up already

_Points = tuple[tuple[int, float], ...]  # place of an answer, and points


class Weigher:
    """Weighs one question. Built once; holds no state but what it remembers of words."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._answers = tuple(weights.start)
        place = {answer: at for at, answer in enumerate(self._answers)}
        self._start = [weights.start[answer] for answer in self._answers]
        self._signs = {
            sign: tuple((place[answer], points) for answer, points in found) for sign, found in weights.signs.items()
        }
        self._runs = lru_cache(maxsize=_KEPT)(self._add_runs)

    def weigh(self, signs: Signs) -> "Weighing":
        """What these signs say. In points, before they are shares, each answer is a plain sum."""
        points = self._start.copy()
        known = self._signs
        for part, names in ((signs.word_part, signs.words), (signs.named_part, signs.named)):
            for name in names:
                for at, weight in known.get(name, ()):
                    points[at] += weight * part
        part = signs.run_part
        for token in signs.tokens:
            for at, weight in self._runs(token):
                points[at] += weight * part
        return Weighing(self._weights, signs, dict(zip(self._answers, points, strict=True)))

    def _add_runs(self, token: str) -> _Points:
        total: dict[int, float] = defaultdict(float)
        for run in runs(token):
            for at, weight in self._signs.get(run, ()):
                total[at] += weight
        return tuple(total.items())


class Weighing:
    """What the signs of one text say about one question."""

    def __init__(self, weights: Weights, signs: Signs, points: Mapping[str, float]) -> None:
        self._weights, self._signs, self._points = weights, signs, points

    def shares(self) -> Mapping[str, float]:
        """Every answer with its share (0 to 1), the largest first."""
        highest = max(self._points.values(), default=0.0)
        heights = {answer: exp(points - highest) for answer, points in self._points.items()}
        whole = sum(heights.values())
        ranked = sorted(heights.items(), key=lambda item: (-item[1], item[0]))
        return {answer: round(height / whole, 4) for answer, height in ranked}

    def because(self, answer: str) -> tuple[str, ...]:
        """What counted for this answer and what against, in points, the strongest first."""
        points: dict[str, float] = defaultdict(float)
        for name, part, shown in self._signs.each():
            for to, weight in self._weights.signs.get(name, ()):
                if to == answer:
                    points[_reason(name, shown)] += weight * part
        strongest = sorted(points.items(), key=lambda item: (-abs(item[1]), item[0]))[:_REASONS]
        return tuple(f"{why} {worth:+.1f}" for why, worth in strongest if abs(worth) >= _LEAST)


def _reason(name: str, shown: str) -> str:
    """A sign for people: a word with all the runs of letters in it is one reason."""
    if name.startswith(HINT):
        return f"{name[1:]}: '{shown}'"
    if name.startswith(LENGTH):
        return f"{shown} woorden lang"
    return f"onderwerp {shown}" if name.startswith(TOPIC) else f"'{shown}'"
