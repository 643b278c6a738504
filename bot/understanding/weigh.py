"""Weighs the answers to one question by the signs in a text: as shares that add up to one, with reasons. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp

from bot.model.weights import Weights
from bot.understanding.signs import HINT, TOPIC, Sign

_REASONS = 6  # of one answer
_LEAST = 0.05  # points; less is no reason


class Weighing:
    """What the signs of one text say about one question."""

    def __init__(self, weights: Weights, signs: Sequence[Sign]) -> None:
        self._signs = [(sign, found) for sign in signs if (found := weights.signs.get(sign.name))]
        points = dict(weights.start)
        for sign, found in self._signs:
            for answer, weight in found:
                points[answer] += weight * sign.part
        self._points = points

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
        for sign, found in self._signs:
            for to, weight in found:
                if to == answer:
                    points[_reason(sign)] += weight * sign.part
        strongest = sorted(points.items(), key=lambda item: (-abs(item[1]), item[0]))[:_REASONS]
        return tuple(f"{why} {worth:+.1f}" for why, worth in strongest if abs(worth) >= _LEAST)


def _reason(sign: Sign) -> str:
    """The sign for people: a word with the runs of letters in it is one reason."""
    kind = sign.name[:1]
    if kind == HINT:
        return f"{sign.name[1:]}: '{sign.shown}'"
    return f"onderwerp {sign.shown}" if kind == TOPIC else f"'{sign.shown}'"
