"""Facts that a program gives as JSON -> facts: every value checked, every fault told in one line."""

import json
import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.content.problems import did_you_mean
from bot.model.errors import BotError
from bot.model.facts import Fact, FactKind, Facts, FactSpec, Origin, Value, as_day
from bot.model.knowledge import Knowledge
from bot.understanding.numbers import find_phone, find_postcode

_HERE = ZoneInfo("Europe/Amsterdam")
_DAY = re.compile(r"~?\d{4}-\d{2}-\d{2}")
_LONGEST = 200  # characters of a fault, apart from its remedy
_SEVERAL = (FactKind.CHOICES, FactKind.TOPICS)


class GivenError(BotError):
    """The facts cannot be used. One line a fault: where, what is wrong, what would be right."""

    def __init__(self, lines: Collection[str]) -> None:
        """Keep every line."""
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def read_facts(text: str, knowledge: Knowledge, today: date) -> Facts:
    """The facts in a JSON object such as `{"onderwerp": ["scootmobiel"], "duur": "lang"}`.

    Raises GivenError with every fault: a name or value that does not exist, a value of the wrong sort.
    """
    reader = _Reader(knowledge, today)
    facts = reader.facts(_object(text))
    if reader.faults:
        raise GivenError(reader.faults)
    return facts


def read_day(text: str | None, now: datetime) -> date:
    """The day to count from: as written, else the day that it is in the Netherlands at `now`."""
    if text is None:
        return now.astimezone(_HERE).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise GivenError([f"'{text}' is not an existing day; write it as 2026-11-21"]) from None


def _object(text: str) -> list[tuple[str, object]]:
    try:
        # Pairs, not a dict: of two equal names JSON would silently keep the last.
        document = json.loads(text, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        what = f"not readable as JSON at line {error.lineno}, column {error.colno}: {error.msg.lower()}"
        raise GivenError([f'{what}; write an object such as {{"duur": "lang"}}']) from None
    except RecursionError:
        raise GivenError(['nested too deep; write an object such as {"duur": "lang"}']) from None
    if not isinstance(document, _Pairs):
        raise GivenError(['not an object; write the facts as {"name": value}'])
    return document


def _as_written(value: object) -> str:
    return json.dumps(dict(value) if isinstance(value, _Pairs) else value)


class _Pairs(list[tuple[str, object]]):
    """A JSON object as it was written: names may come twice."""


class _Reader:
    def __init__(self, knowledge: Knowledge, today: date) -> None:
        self._knowledge, self._today = knowledge, today
        self._at = datetime.combine(today, time(), UTC)
        self.faults: list[str] = []

    def facts(self, pairs: list[tuple[str, object]]) -> Facts:
        """Every fact that could be read; the rest is in `faults`."""
        found: dict[str, Fact] = {}
        for name, given in pairs:
            spec = self._knowledge.facts.get(name)
            if spec is None:
                self._fail(f"unknown fact '{name}'", did_you_mean(name, self._knowledge.facts))
            elif name in found:
                self._fail(f"fact '{name}' is given twice", "keep one of the two")
            elif (value := self._value(spec, given)) is not None:
                found[name] = Fact(value=value, origin=Origin.GIVEN, at=self._at)
        return found

    def _fail(self, what: str, remedy: str) -> None:
        # One line a fault, whatever was given.
        self.faults.append(f"{' '.join(what.split())[:_LONGEST]}; {remedy}")

    def _value(self, spec: FactSpec, given: object) -> Value | None:
        if spec.kind in _SEVERAL:
            return self._several(spec, given)
        if not isinstance(given, str) or not given.strip():
            self._fail(f"fact '{spec.id}' is a {spec.kind.value}, not {_as_written(given)}", "write one text in quotes")
            return None
        if spec.kind is FactKind.CHOICE:
            return self._known(spec, given, [option.id for option in spec.options])
        if spec.kind is FactKind.DATE:
            return self._day(spec, given)
        if spec.kind is FactKind.PHONE:
            return self._found(spec, given, find_phone(given), "036 123 45 67")
        if spec.kind is FactKind.POSTCODE:
            return self._found(spec, given, find_postcode(given), "1315 or 1315AB")
        return given

    def _several(self, spec: FactSpec, given: object) -> tuple[str, ...] | None:
        items = [given] if isinstance(given, str) else given
        if isinstance(items, _Pairs) or not isinstance(items, list) or not items:
            self._fail(f"fact '{spec.id}' takes several answers, not {_as_written(given)}", "write a list of texts")
            return None
        topics = self._knowledge.topics
        known = topics if spec.kind is FactKind.TOPICS else [option.id for option in spec.options]
        values = [self._known(spec, item, known) for item in items]
        return tuple(dict.fromkeys(value for value in values if value is not None)) or None

    def _known(self, spec: FactSpec, value: object, known: Collection[str]) -> str | None:
        if isinstance(value, str) and value in known:
            return value
        shown = f"'{value}'" if isinstance(value, str) else _as_written(value)
        remedy = did_you_mean(value, known) if isinstance(value, str) else "write a text in quotes"
        self._fail(f"unknown answer to '{spec.id}': {shown}", remedy)
        return None

    def _day(self, spec: FactSpec, value: str) -> str | None:
        try:
            day, _ = as_day(value) if _DAY.fullmatch(value) else (None, False)
        except ValueError:
            day = None  # such as 2026-02-30
        if day is None:
            self._fail(f"fact '{spec.id}': '{value}' is not an existing day", "write it as 2026-11-21 or ~2026-11-21")
            return None
        if spec.past and day > self._today:
            self._fail(f"fact '{spec.id}': '{value}' is still to come", f"give a day up to {self._today.isoformat()}")
            return None
        return value

    def _found(self, spec: FactSpec, given: str, value: str | None, form: str) -> str | None:
        if value is None:
            self._fail(f"fact '{spec.id}': '{given}' is not a {spec.kind.value}", f"write it as {form}")
        return value
