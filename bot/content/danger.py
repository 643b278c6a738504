"""Reads `knowledge/danger.yaml` and `knowledge/helplines.yaml`; faults point to the line of the pattern.

A pattern is a row of words. `a|b` is either word, `woord*` the beginning of a word, `<lijst>` a word of
that list, `?` behind a place makes it optional; `~` steps over filler words, `..` over at most 3 words
and `...` over at most 7 words of the same sentence; `$` is the end of a sentence.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from bot.content.phones import check_helpline_number
from bot.content.problems import did_you_mean
from bot.content.reader import Fields, Spot, read_map
from bot.model.danger import (
    About,
    Danger,
    DangerBook,
    DangerRule,
    Gap,
    Helpline,
    Level,
    Part,
    Pattern,
    Softeners,
)
from bot.model.fold import fold

_GAPS = {
    "~": Gap(most=5, fillers=True),
    "..": Gap(most=3, fillers=False),
    "...": Gap(most=7, fillers=False),
}
END = "$"
_LIST = re.compile(r"<([a-z_]+)>")
_SHORTEST_START = 3  # letters before a "*"; fewer would catch half the dictionary

Lists = Mapping[str, tuple[str, ...]]


def read_danger(spot: Spot) -> DangerBook:
    """The whole book. Every fault is noted at its place; what is returned then is not fit for use."""
    fields = spot.fields()
    lists_spot = fields.get("lists")
    lists: Lists = read_map(lists_spot, _read_list) if lists_spot else {}
    used: set[str] = set()
    reader = _PatternReader(lists, used)
    soft = fields.get("softeners")
    book = DangerBook(
        rules=_read_rules(fields, reader),
        idioms=reader.patterns(fields, "idioms"),
        softeners=_read_softeners(soft.fields() if soft else fields, reader),
        fillers=_word_set(fields, "fillers"),
        self_words=_word_set(fields, "self_words"),
        other_words=_word_set(fields, "other_words"),
        reported=reader.patterns(fields, "reported"),
        signs=_read_signs(fields),
        short_words=_word_set(fields, "short_words"),
        joined=_word_set(fields, "joined"),
        own_words=_word_set(fields, "own_words"),
    )
    fields.done()
    for name in sorted(set(lists) - used):
        if lists_spot:
            lists_spot.warn(f"list '{name}' is not used", "use it as <" + name + "> or take it out")
    return book


def read_helplines(spot: Spot) -> Mapping[str, Helpline]:
    """Every help line by its id, with the faults noted."""
    return read_map(spot, _read_helpline)


def _read_helpline(key: str, spot: Spot) -> Helpline:
    fields = spot.fields()
    number_spot = fields.find("number")
    number = (number_spot.scalar() or "") if number_spot else ""
    if number_spot and number:
        check_helpline_number(number_spot, number)
    shown_spot, days_spot, note = fields.get("shown"), fields.get("valid_days"), fields.plain("note", "")
    shown = shown_spot.yes_no() if shown_spot else False
    sources = fields.sources(required=shown)
    if shown and not sources:
        spot.fail(f"help line '{key}' is shown without a source", "add 'sources', or set 'shown: false'")
    if not shown and not note and shown_spot:
        shown_spot.fail("not shown, and no reason", "add a line 'note: ...' that says why")
    line = Helpline(
        id=key,
        name=fields.text("name"),
        number=number,
        open=fields.text("open"),
        sources=sources,
        valid_days=days_spot.number(1, 366) if days_spot else 0,
        shown=shown,
        web=fields.plain("web", ""),
        note=note,
    )
    fields.done()
    return line


def _read_rules(fields: Fields, reader: "_PatternReader") -> tuple[DangerRule, ...]:
    rules_spot = fields.get("rules")
    rules: list[DangerRule] = []
    for item in rules_spot.items() if rules_spot else ():
        rule = _read_rule(item, reader)
        if any(rule.id == other.id for other in rules):
            item.fail(f"double id '{rule.id}'", "give each rule its own id")
        rules.append(rule)
    return tuple(rules)


def _read_rule(spot: Spot, reader: "_PatternReader") -> DangerRule:
    fields = spot.fields()
    kind, level = fields.get("kind"), fields.get("level")
    about, now = fields.find("about"), fields.find("now")
    rule = DangerRule(
        id=fields.id(),
        kind=kind.one_of(Danger, Danger.SUICIDE) if kind else Danger.SUICIDE,
        level=level.one_of(Level, Level.FULL) if level else Level.FULL,
        about=about.one_of(About, About.UNCLEAR) if about else None,
        now=now.yes_no() if now else False,
        patterns=reader.patterns(fields, "phrases"),
    )
    fields.done()
    return rule


def _read_softeners(fields: Fields, reader: "_PatternReader") -> Softeners:
    softeners = Softeners(
        negations=_word_set(fields, "negations"),
        links=_word_set(fields, "links"),
        closers=_word_set(fields, "closers"),
        past=reader.patterns(fields, "past"),
        still=reader.patterns(fields, "still"),
        unreal=reader.patterns(fields, "unreal"),
        later=reader.patterns(fields, "later"),
        at_once=reader.patterns(fields, "at_once"),
    )
    fields.done()
    return softeners


def _read_signs(fields: Fields) -> Mapping[str, str]:
    spot = fields.find("signs")
    signs: dict[str, str] = {}
    for sign, at, value in spot.pairs() if spot else ():
        if len(sign) != 1 or sign.isalnum():
            at.fail(f"'{sign}' is not one sign", "write one emoji, without a variation behind it")
        signs[sign] = _checked_word(value.scalar() or "", value)
    return signs


def _read_list(key: str, spot: Spot) -> tuple[str, ...]:
    words = tuple(_checked_word(item.scalar() or "", item, start=True) for item in spot.items())
    if not words:
        spot.fail(f"list '{key}' is empty", "add words or take it out")
    for word in {word for word in words if words.count(word) > 1}:
        spot.fail(f"'{word}' stands twice in list '{key}'", "keep one of the two")
    return words


def _word_set(fields: Fields, key: str) -> frozenset[str]:
    spot = fields.get(key)
    if spot is None:
        return frozenset()
    return frozenset(
        word for item in spot.items() for word in (item.scalar() or "").split() if _checked_word(word, item)
    )


def _checked_word(word: str, spot: Spot, *, start: bool = False) -> str:
    """The word; a fault when no normalised text can hold it."""
    bare = word[:-1] if start and word.endswith("*") else word
    if not _is_folded(bare):
        spot.fail(f"'{word}' can never match", "write one word in small letters, without accents or punctuation")
    elif re.search(r"([^\W\d_])\1\1", bare):
        spot.fail(f"'{word}' can never match", "write a letter at most twice in a row")
    elif bare != word and len(bare) < _SHORTEST_START:
        spot.fail(f"'{word}' is too short a beginning", f"give at least {_SHORTEST_START} letters before the '*'")
    return word


@cache
def _is_folded(word: str) -> bool:
    """Whether normalised text can hold this word as it is written."""
    return word.isalnum() and fold(word) == word


class _PatternReader:
    """Turns phrases into patterns and remembers where each phrase stood first."""

    def __init__(self, lists: Lists, used: set[str]) -> None:
        self._lists, self._used = lists, used
        self._seen: dict[str, int] = {}

    def patterns(self, fields: Fields, key: str) -> tuple[Pattern, ...]:
        """The phrases under `key`; an empty list is a fault."""
        spot = fields.get(key)
        items = spot.items() if spot else []
        if spot and not items:
            spot.fail(f"'{key}' is empty", "add a phrase or take the rule out")
        return tuple(pattern for item in items if (pattern := self._pattern(item)) is not None)

    def _pattern(self, spot: Spot) -> Pattern | None:
        shown = spot.scalar()
        if shown is None:
            return None
        line = spot.node.start_mark.line + 1
        if shown in self._seen:
            spot.fail(f"phrase '{shown}' stands twice", f"first on line {self._seen[shown]}; keep one of the two")
        self._seen.setdefault(shown, line)
        parts = tuple(self._part(word, spot) for word in shown.split())
        if all(isinstance(part, Gap) or part.optional or END in part.words for part in parts):
            spot.fail(f"phrase '{shown}' is empty: nothing in it is required", "take a '?' away or add a word")
            return None
        if isinstance(parts[0], Gap) or isinstance(parts[-1], Gap):
            spot.fail(
                f"phrase '{shown}' starts or ends with a gap", "take the gap away; what stands there does not matter"
            )
        if any(isinstance(a, Gap) and isinstance(b, Gap) for a, b in pairwise(parts)):
            spot.fail(f"phrase '{shown}' has two gaps in a row", "keep the widest of the two")
        return Pattern(shown=shown, parts=parts)

    def _part(self, written: str, spot: Spot) -> Part | Gap:
        if written in _GAPS:
            return _GAPS[written]
        optional = written.endswith("?")
        words: list[str] = []
        for choice in written.removesuffix("?").split("|"):
            name = _LIST.fullmatch(choice)
            if choice == END:
                words.append(END)
            elif name is None:
                words.append(_checked_word(choice, spot, start=True))
            elif name[1] in self._lists:
                self._used.add(name[1])
                words.extend(self._lists[name[1]])
            else:
                spot.fail(f"unknown list '{name[1]}'", did_you_mean(name[1], self._lists))
        return Part(
            words=frozenset(word for word in words if not word.endswith("*")),
            starts=tuple(sorted(word[:-1] for word in words if word.endswith("*"))),
            optional=optional,
        )
