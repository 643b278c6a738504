"""Reads `knowledge/hints/*.yaml` and `knowledge/weighing.yaml`; what hints and rules name is checked in `meaning`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from bot.content.patterns import Lists, PatternReader, read_list, word_set
from bot.content.reader import ID, LANGUAGE, Fields, Spot, read_map
from bot.model.hints import Hint, HintBook, HintRule, Points
from bot.model.law import Law, Stage
from bot.model.patterns import Pattern

E = TypeVar("E", bound=StrEnum)
_MOST_POINTS = 6


class HintReader:
    """Reads the files one by one; `book` gives what they hold together."""

    def __init__(self, weighing: Spot) -> None:
        fields = weighing.fields()
        lists = fields.get("lists")
        self._lists: Lists = read_map(lists, read_list) if lists else {}
        self._fillers = word_set(fields, "fillers")
        self._law_priors = _points(fields, "laws", Law)
        self._stage_priors = _points(fields, "stages", Stage)
        fields.done()
        self._hints: dict[str, Hint] = {}
        self._rules: list[HintRule] = []

    def add(self, spot: Spot) -> None:
        """One file: hints by their id, and under `rules` what they say together."""
        fields = spot.fields()
        hints, rules = fields.find("hints"), fields.find("rules")
        for key, at, value in hints.pairs() if hints else ():
            if not ID.fullmatch(key):
                at.fail(f"'{key}' is not an id", "use a-z, 0-9, '_' and '-', at most 40 characters")
            if key in self._hints:
                at.fail(f"double hint '{key}'", "put the words of both together")
            self._hints[key] = self._hint(key, value)
        for item in rules.items() if rules else ():
            self._rules.append(_rule(item))
        fields.done()

    def _hint(self, key: str, spot: Spot) -> Hint:
        fields = spot.fields()
        patterns: dict[str, tuple[Pattern, ...]] = {}
        for language, _, value in spot.pairs():
            if LANGUAGE.fullmatch(language) and language != "off":
                fields.find(language)
                patterns[language] = PatternReader(self._lists, set(), fold=True).read(value)
        hint = Hint(id=key, patterns=patterns, points=_all_points(fields))
        fields.done()
        if not patterns:
            spot.fail(f"hint '{key}' has no words", "add 'nl:' with the words that people use")
        return hint

    def book(self) -> HintBook:
        """Everything read so far."""
        return HintBook(
            hints=self._hints,
            rules=tuple(self._rules),
            fillers=self._fillers,
            law_priors=self._law_priors,
            stage_priors=self._stage_priors,
        )


def _rule(spot: Spot) -> HintRule:
    fields = spot.fields()
    rule = HintRule(
        when=fields.names("when", "hint"), unless=fields.names("unless", "hint"), points=_all_points(fields)
    )
    fields.done()
    if not rule.when:
        spot.fail("a rule without 'when' always holds", "add 'when: [hint, ...]'")
    return rule


def _all_points(fields: Fields) -> Points:
    topics, off = fields.find("topics"), fields.find("off")
    found: dict[str, float] = {}
    for key, at, value in topics.pairs() if topics else ():
        at.report.names.append(("topic", key, at))
        found[key] = _number(value)
    return Points(
        topics=found,
        laws=_points(fields, "laws", Law),
        stages=_points(fields, "stages", Stage),
        off=_number(off) if off else 0.0,
    )


def _points(fields: Fields, key: str, kind: type[E]) -> Mapping[E, float]:
    spot = fields.find(key)
    known = {one.value: one for one in kind}
    found: dict[E, float] = {}
    for name, at, value in spot.pairs() if spot else ():
        if name not in known:
            at.unknown(f"{kind.__name__.lower()}", name, known)
            continue
        found[known[name]] = _number(value)
    return found


def _number(spot: Spot) -> float:
    value = spot.scalar() or ""
    try:
        number = float(value)
    except ValueError:
        spot.fail(f"'{value}' is not a number of points", f"write a number from -{_MOST_POINTS} to {_MOST_POINTS}")
        return 0.0
    if not abs(number) <= _MOST_POINTS:
        spot.fail(f"{value} points are too many", f"write a number from -{_MOST_POINTS} to {_MOST_POINTS}")
    return number
