"""YAML read as text with positions: each field converts itself, every fault is collected.

Plain `safe_load` would turn the opening hour 9:30 into 570, the number 0201234567 into 33896823 and
`nee` or `on` into a truth value, and keep the last of two equal keys without a word. Nothing here does.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from bot.content.problems import ContentError, Problem, did_you_mean
from bot.content.trace import Trace
from bot.model.text import DUTCH, EMPTY, Source, Text

LABEL_LIMIT = 40  # characters a button shows whole on a small phone
MESSAGE_LIMIT = 4096  # Telegram's limit for one message
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
TO_DO = "INVULLEN"  # what a new folder says where something must still be written
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
E = TypeVar("E", bound=StrEnum)


class Report:
    """Where every reader leaves the faults it finds, and what can only be checked when all is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.names: list[tuple[str, str, Spot]] = []  # what sort of thing, its id, where it is named
        self.texts: list[tuple[str, Spot]] = []  # every text for people, and where it stands
        self.unread = False  # True: a file could not be read, so what it holds is not missed elsewhere

    def refuse(self, path: str, what: str, remedy: str, line: int = 1, column: int = 1) -> None:
        """Note that a file cannot be read at all."""
        self.problems.append(Problem(path, line, column, what, remedy))
        self.unread = True

    def raise_if_any(self) -> None:
        """Raise `ContentError` with every fault found so far; warnings do not count."""
        if self.problems:
            raise ContentError(self.problems)


class Spot:
    """One YAML node and the file it stands in: where a fault points to. `key`: what it stands under."""

    def __init__(self, node: yaml.Node, path: str, report: Report, key: str = "", trace: Trace | None = None) -> None:
        self.node, self.path, self.report, self.key, self.trace = node, path, report, key, trace

    def read_as(self, kind: str) -> None:
        """Note in the trace, if one is kept, what a reader takes this for."""
        if self.trace is not None:
            self.trace.kinds.add(kind)

    def fail(self, what: str, remedy: str, inside: int = 0) -> None:
        """Note a fault here, or so many characters inside a plain value."""
        self.report.problems.append(self._problem(what, remedy, inside))

    def warn(self, what: str, remedy: str, inside: int = 0) -> None:
        """Note something that works but should be looked at."""
        self.report.warnings.append(self._problem(what, remedy, inside))

    def unknown(self, kind: str, name: str, known: Collection[str]) -> None:
        """Note that what is named here does not exist."""
        if not self.report.unread:
            self.fail(f"unknown {kind} '{name}'", did_you_mean(name, known))

    def _problem(self, what: str, remedy: str, inside: int) -> Problem:
        start, end = self.node.start_mark, self.node.end_mark
        # In a value of several lines the place inside is not known: how it was folded is gone.
        if inside and start.line == end.line:
            inside += 1 if getattr(self.node, "style", None) in ("'", '"') else 0
        else:
            inside = 0
        return Problem(self.path, start.line + 1, start.column + inside + 1, what, remedy)

    def at(self, node: yaml.Node, key: str = "", trace: Trace | None = None) -> "Spot":
        """The same file, another node."""
        return Spot(node, self.path, self.report, key or self.key, trace)

    def scalar(self) -> str | None:
        """The text of a plain value; None (and a fault) for a list or a mapping, or for nothing."""
        self.read_as("plain")
        if isinstance(self.node, yaml.ScalarNode):
            text = str(self.node.value).strip()
            if text.startswith(TO_DO):
                self.warn("this is not filled in yet", "write what it is, or take the line out")
            if text:
                return text
            self.fail("empty value", "write a value or take the line out")
            return None
        self.fail("expected one value", "write it on one line, without '-' or nested keys")
        return None

    def items(self) -> list["Spot"]:
        """The members of a list; a single value counts as a list of one."""
        trace = self.trace and self.trace.for_item()
        if isinstance(self.node, yaml.SequenceNode):
            return [self.at(child, trace=trace) for child in self.node.value]
        if isinstance(self.node, yaml.ScalarNode):
            return [self.at(self.node, trace=trace)]
        self.fail("expected a list", "write one item a line, each with '- ' in front")
        return []

    def pairs(self) -> list[tuple[str, "Spot", "Spot"]]:
        """Key, the key's place and the value's place, of a mapping; double keys are faults."""
        trace = self.trace and self.trace.for_each()
        return [(key, at, self.at(value.node, key, trace)) for key, at, value in self.entries()]

    def entries(self) -> list[tuple[str, "Spot", "Spot"]]:
        """As `pairs`, for who asks for some of the keys by name."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("expected keys with values", "write 'key: value' lines")
            return []
        seen: dict[str, int] = {}
        found = []
        for key_node, value_node in self.node.value:
            key_spot = self.at(key_node)
            key = key_spot.scalar()
            if key is None:
                continue
            if key in seen:
                key_spot.fail(f"double key '{key}'", f"first used on line {seen[key]}; keep one of the two")
                continue
            seen[key] = key_node.start_mark.line + 1
            found.append((key, key_spot, self.at(value_node, key)))
        return found

    def fields(self) -> "Fields":
        """The mapping as fields to be read one by one; call `done()` after the last."""
        return Fields(self)

    def text(self, languages: Collection[str] = (DUTCH,)) -> Text:
        """A text: one plain value (Dutch), or a mapping from language to value."""
        self.read_as("text")
        if isinstance(self.node, yaml.SequenceNode):
            self.fail("expected a text", "write it as one value, without '-' or brackets")
            return EMPTY
        if isinstance(self.node, yaml.ScalarNode):
            words = {DUTCH: self.scalar() or ""}
        else:
            words = {language: spot.scalar() or "" for language, _, spot in self.pairs()}
        for language in languages:
            if language not in words:
                self.fail(f"text in '{language}' is missing", f"add a line '{language}: ...'")
        for language, said in words.items():
            self.report.texts.append((said, self))
            if len(said) > MESSAGE_LIMIT:
                self.fail(f"text of {len(said)} characters", f"at most {MESSAGE_LIMIT}; split it")
            if not LANGUAGE.fullmatch(language):
                self.fail(f"'{language}' is not a language code", "use nl, en, tr, pl, ar ...")
            elif language not in languages:
                what = f"text in '{language}', which this file does not list"
                self.fail(what, "add it to 'languages' or take it out")
        words.setdefault(DUTCH, "")
        return Text(words)

    def label(self, languages: Collection[str] = (DUTCH,)) -> Text:
        """A text that fits a button."""
        self.read_as("label")
        text = self.text(languages)
        for words in text.words.values():
            if len(words) > LABEL_LIMIT:
                self.fail(f"label '{words}' has {len(words)} characters", f"keep it to {LABEL_LIMIT}")
        return text

    def name(self, kind: str) -> str:
        """The id of another thing of sort `kind`; whether that exists is looked up when all is read."""
        if self.trace is not None:
            self.trace.names.add(kind)
        value = self.scalar() or ""
        if value:
            self.report.names.append((kind, value, self))
        return value

    def day(self) -> date | None:
        """A day as 2026-11-21."""
        self.read_as("day")
        value = self.scalar()
        if value is None:
            return None
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass  # such as 2026-02-30
        self.fail(f"'{value}' is not an existing day", "write it as 2026-11-21")
        return None

    def number(self, low: int, high: int) -> int:
        """A whole number between `low` and `high`, both included."""
        if self.trace is not None:
            self.trace.range = (low, high)
        value = self.scalar()
        if value is None:
            return low
        if not re.fullmatch(r"-?\d{1,9}", value) or not low <= int(value) <= high:
            self.fail(f"'{value}' is not a whole number from {low} to {high}", "write it in digits")
            return low
        return int(value)

    def yes_no(self) -> bool:
        """`true` or `false`, as words of the file's structure."""
        self.read_as("yes_no")
        value = self.scalar()
        if value not in ("true", "false", None):
            self.fail(f"'{value}' is not true or false", "write true or false")
        return value == "true"

    def one_of(self, kinds: type[E], default: E) -> E:
        """A member of an enumeration."""
        self.read_as("one_of")
        value = self.scalar()
        known = {member.value: member for member in kinds}
        if self.trace is not None:
            self.trace.values = tuple(known)
        if value is not None and value not in known:
            self.fail(f"unknown value '{value}'", did_you_mean(value, known))
        return known.get(value or "", default)

    def identifier(self) -> str:
        """An id: lower case, digits, '_' and '-', at most 40 characters."""
        self.read_as("id")
        value = self.scalar() or ""
        if value and not ID.fullmatch(value):
            self.fail(f"'{value}' is not an id", "use a-z, 0-9, '_' and '-', at most 40 characters")
        return value


class Fields:
    """The keys of one mapping. What is not asked for before `done()` is an unknown key."""

    def __init__(self, spot: Spot) -> None:
        self.spot = spot
        self._values: dict[str, tuple[Spot, Spot]] = {key: (at, value) for key, at, value in spot.entries()}
        if spot.trace is not None and isinstance(spot.node, yaml.MappingNode):
            spot.trace.visits += 1
        self._asked: set[str] = set()

    def find(self, key: str) -> Spot | None:
        """The value under `key`, or None when the key is not there."""
        return self._look(key, needed=False)

    def _look(self, key: str, *, needed: bool) -> Spot | None:
        first = key not in self._asked
        self._asked.add(key)
        found = self._values.get(key)
        if self.spot.trace is not None:
            trace = self.spot.trace.ask(key, needed=needed and first)
            if found:
                found[1].trace = trace
        return found[1] if found else None

    def get(self, key: str) -> Spot | None:
        """The value under `key`; a fault when the key is not there."""
        found = self._look(key, needed=True)
        if found is None and isinstance(self.spot.node, yaml.MappingNode):
            self.spot.fail(f"'{key}' is missing", f"add a line '{key}: ...'")
        return found

    def keys(self) -> list[str]:
        """The keys as they stand in the file."""
        return list(self._values)

    def done(self) -> None:
        """Every key that was not asked for is a fault."""
        for key, (spot, _) in self._values.items():
            if key not in self._asked:
                spot.fail(f"unknown key '{key}'", did_you_mean(key, self._asked))

    # what follows: `find` or `get` and convert, with the kind's own empty value

    def id(self, key: str = "id") -> str:
        """A required id."""
        spot = self.get(key)
        return spot.identifier() if spot else ""

    def plain(self, key: str, default: str | None = None) -> str:
        """A plain value; required unless there is a default."""
        spot = self.get(key) if default is None else self.find(key)
        value = spot.scalar() if spot else None
        return value if value is not None else (default or "")

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of plain values; not there: empty."""
        spot = self.find(key)
        values = (item.scalar() for item in spot.items()) if spot else ()
        return tuple(value for value in values if value is not None)

    def name(self, key: str, kind: str) -> str:
        """A required id of another thing of sort `kind`."""
        spot = self.get(key)
        return spot.name(kind) if spot else ""

    def names(self, key: str, kind: str) -> tuple[str, ...]:
        """A list of ids of other things of sort `kind`; not there: empty."""
        spot = self.find(key)
        values = (item.name(kind) for item in spot.items()) if spot else ()
        return tuple(value for value in values if value)

    def label(self, key: str, languages: Collection[str] = (DUTCH,)) -> Text:
        """A required text that fits a button."""
        spot = self.get(key)
        return spot.label(languages) if spot else EMPTY

    def text(self, key: str, languages: Collection[str] = (DUTCH,), *, required: bool = True) -> Text:
        """A text in every one of `languages`."""
        spot = self.get(key) if required else self.find(key)
        return spot.text(languages) if spot else EMPTY

    def texts(self, key: str, languages: Collection[str] = (DUTCH,)) -> tuple[Text, ...]:
        """A list of texts; not there: empty."""
        spot = self.find(key)
        return tuple(item.text(languages) for item in spot.items()) if spot else ()

    def sources(self, key: str = "sources", *, required: bool = True) -> tuple[Source, ...]:
        """Where the claims come from: a list of {url, checked_on, article}."""
        spot = self.get(key) if required else self.find(key)
        items = spot.items() if spot else []
        if spot and required and isinstance(spot.node, yaml.SequenceNode) and not items:
            spot.fail("no source", "add where this comes from: {url: ..., checked_on: 2026-11-21}")
        return tuple(read_source(item) for item in items)


def read_source(spot: Spot) -> Source:
    """One source; the url must be https or http, the day must exist."""
    fields = spot.fields()
    url_spot, day_spot = fields.get("url"), fields.get("checked_on")
    url = (url_spot.scalar() or "") if url_spot else ""
    if url_spot and url and not re.fullmatch(r"https?://\S+", url):
        url_spot.fail(f"'{url}' is not a web address", "write it whole, with https://")
    day = day_spot.day() if day_spot else None
    source = Source(url=url, checked_on=day or date.min, article=fields.plain("article", ""))
    fields.done()
    return source


K = TypeVar("K")


def read_all(spot: Spot, read: Callable[[Spot], K]) -> tuple[K, ...]:
    """Every member of a list, each read by `read`."""
    return tuple(read(item) for item in spot.items())


def read_map(spot: Spot, read: Callable[[str, Spot], K]) -> Mapping[str, K]:
    """Every value of a mapping, each read by `read(key, value)`; the keys must be ids."""
    result = {}
    for key, at, value in spot.pairs():
        if not ID.fullmatch(key):
            at.fail(f"'{key}' is not an id", "use a-z, 0-9, '_' and '-', at most 40 characters")
        result[key] = read(key, value)
    return result
