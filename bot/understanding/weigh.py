"""Weighs the signs in a text: shares that add up to one, about each matter, with reasons. Pure."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import exp

from bot.model.weights import Matter, Weights
from bot.understanding.points import Rows
from bot.understanding.remembered import remembered
from bot.understanding.signs import ALARM, END, HINT, SHAPE, TOPIC, Signs, runs

_REASONS = 6  # of one answer
_LEAST = 0.05  # points; less is no reason
_UNIT = 100  # points are kept in hundredths
_LONG = 80  # characters; a sign that says so much is added as a packed row, one that says less answer by answer


class Weigher:
    """Weighs signs. Built once; holds no state but what it remembers of words and of signs that it knows."""

    def __init__(self, weights: Weights, known: Container[str] = ()) -> None:
        """`known`: words that are met often, and may be remembered."""
        self._weights = weights
        self._rows = Rows(len(weights.start))
        self._packed = cache(self._pack_sign)
        self._runs = remembered(self._pack_runs, known)

    def weigh(self, signs: Signs) -> "Weighed":
        """What these signs say about every matter. In points, before they are shares, each answer is a plain sum."""
        points = list(self._weights.start)
        self._add_row(points, sum(map(self._runs, signs.tokens)), signs.run_part)
        self._add(points, signs.words, signs.word_part)
        self._add(points, signs.named, signs.named_part)
        self._add(points, signs.ending, signs.end_part)
        self._add(points, signs.shape, signs.shape_part)
        self._add(points, signs.alarms, signs.alarm_part)
        return Weighed(self._weights, signs, points)

    def weigh_alarms(self, weighed: "Weighed", alarms: tuple[str, ...]) -> "Weighed":
        """What was weighed without alarms, with these."""
        points = list(weighed.points)
        self._add(points, alarms, weighed.signs.alarm_part)
        return Weighed(self._weights, replace(weighed.signs, alarms=alarms), points)

    def _add(self, points: list[float], names: Iterable[str], part: float) -> None:
        known, packed, worth = self._weights.signs, 0, part / _UNIT
        for name in filter(known.__contains__, names):
            held = known[name]
            if len(held) > _LONG:
                packed += self._packed(name)
            else:
                for at, more in _pairs(held):
                    points[at] += more * worth
        self._add_row(points, packed, part)

    def _add_row(self, points: list[float], packed: int, part: float) -> None:
        if packed:
            worth = part / _UNIT
            points[:] = [before + more * worth for before, more in zip(points, self._rows.unpack(packed), strict=True)]

    def _pack_sign(self, name: str) -> int:
        return self._rows.pack(_pairs(self._weights.signs[name]))

    def _pack_runs(self, token: str) -> int:
        """What all runs of letters in a word say together, to a tenth: they count for some hundredth part."""
        known = self._weights.signs
        total: dict[int, int] = defaultdict(int)
        for run in filter(known.__contains__, runs(token)):
            for at, more in _pairs(known[run]):
                total[at] += more
        return self._rows.pack((at, round(round(points / _UNIT, 1) * _UNIT)) for at, points in total.items())


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
