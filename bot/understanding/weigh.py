"""Weighs the signs in a text: shares that add up to one, about each matter, with reasons. Pure."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import exp

from bot.model.weights import Matter, Weights
from bot.understanding.points import Rows
from bot.understanding.remembered import remembered
from bot.understanding.signs import ALARM, END, HINT, SHAPE, TOPIC, Signs, runs

_REASONS = 6  # of one answer
_LEAST = 0.05  # points; less is no reason
_UNIT = 100  # points are kept in hundredths
_WHOLE = 1 << 12  # what a part of 1 counts: rows are added up in whole numbers, and have room for the longest text
_ROWS_KEPT = 16_000  # of signs, packed: some 10 MB


class Weigher:
    """Weighs signs. Built once; holds no state but what it remembers of words and of signs that it knows."""

    def __init__(self, weights: Weights, known: Container[str] = ()) -> None:
        """`known`: words that are met often, and may be remembered."""
        self._weights = weights
        self._rows = Rows(len(weights.start))
        self._row = lru_cache(_ROWS_KEPT)(self._read_row)
        self._runs = remembered(self._add_runs, known)

    def weigh(self, signs: Signs) -> "Weighed":
        """What these signs say about every matter. In points, before they are shares, each answer is a plain sum."""
        row = sum(map(self._runs, signs.tokens)) * _share(signs.run_part)
        row += self._add(signs.words) * _share(signs.word_part)
        row += self._add(signs.named) * _share(signs.named_part)
        row += self._add(signs.ending) * _share(signs.end_part)
        row += self._add(signs.shape) * _share(signs.shape_part)
        row += self._add(signs.alarms) * _share(signs.alarm_part)
        return Weighed(self._weights, signs, self._with(self._weights.start, row))

    def weigh_alarms(self, weighed: "Weighed", alarms: tuple[str, ...]) -> "Weighed":
        """What was weighed without alarms, with these."""
        row = self._add(alarms) * _share(weighed.signs.alarm_part)
        return Weighed(self._weights, replace(weighed.signs, alarms=alarms), self._with(weighed.points, row))

    def _with(self, points: Sequence[float], row: int) -> Sequence[float]:
        return [before + more / (_UNIT * _WHOLE) for before, more in zip(points, self._rows.unpack(row), strict=True)]

    def _add(self, names: Iterable[str]) -> int:
        """The rows of those that are known, added up."""
        return sum(map(self._row, filter(self._weights.signs.__contains__, names)))

    def _add_runs(self, token: str) -> int:
        return self._add(runs(token))

    def _read_row(self, name: str) -> int:
        return self._rows.pack(_pairs(self._weights.signs[name]))


def _share(part: float) -> int:
    return round(part * _WHOLE)


def _pairs(written: str) -> Iterator[tuple[int, int]]:
    """Place of an answer and its points in hundredths."""
    numbers = map(int, written.split())
    return zip(numbers, numbers, strict=True)


class Weighed:
    """What the signs of one text say, about every matter."""

    def __init__(self, weights: Weights, signs: Signs, points: Sequence[float]) -> None:
        self._weights, self.signs, self.points = weights, signs, points

    def about(self, matter: Matter) -> "Weighing":
        """What they say about one matter."""
        before = 0
        for one, answers in self._weights.answers.items():
            if one is matter:
                points = self.points[before : before + len(answers)]
                return Weighing(self._weights, self.signs, answers, before, points)
            before += len(answers)
        return Weighing(self._weights, self.signs, (), 0, ())


class Weighing:
    """What the signs of one text say about one matter."""

    def __init__(
        self, weights: Weights, signs: Signs, answers: tuple[str, ...], before: int, points: Sequence[float]
    ) -> None:
        """`before`: so many answers stand in the row of the weights before those about this matter."""
        self._weights, self._signs, self._answers, self._before, self._points = weights, signs, answers, before, points

    def shares(self, at_least: float = 0.0, digits: int = 4) -> Mapping[str, float]:
        """Every answer with its share (0 to 1) if that is at least so much, the largest first; so many decimals."""
        highest = max(self._points, default=0.0)
        heights = [exp(points - highest) for points in self._points]
        whole = sum(heights)
        least = at_least * whole
        held = [(-height, at) for at, height in enumerate(heights) if height >= least]
        return {self._answers[at]: round(-height / whole, digits) for height, at in sorted(held)}

    def because(self, answer: str) -> tuple[str, ...]:
        """What counted for this answer and what against, in points, the strongest first."""
        points: dict[str, float] = defaultdict(float)
        place = self._before + self._answers.index(answer) if answer in self._answers else None
        for name, part, shown in self._signs.each():
            for at, more in _pairs(self._weights.signs.get(name, "")):
                if at == place:
                    points[_reason(name, shown)] += more / _UNIT * part
        strongest = sorted(points.items(), key=lambda item: (-abs(item[1]), item[0]))[:_REASONS]
        return tuple(f"{why} {worth:+.1f}" for why, worth in strongest if abs(worth) >= _LEAST)


def _reason(name: str, shown: str) -> str:
    """A sign for people: a word with all the runs of letters in it is one reason."""
    if name.startswith(HINT):
        return f"{name[1:]}: '{shown}'"
    if name.startswith(SHAPE):
        return shown
    if name.startswith(END):
        return f"aan het slot '{shown}'"
    if name.startswith(ALARM):
        return f"regel {shown}"
    return f"onderwerp {shown}" if name.startswith(TOPIC) else f"'{shown}'"
