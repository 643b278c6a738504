"""`knowledge/language.yaml` -> the language rules that a program can check. Data, never opinions in code."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.content.reader import Fields, Spot, read_all


class Grade(StrEnum):
    """What breaking a rule means."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What may not stand in a text, and what to do instead."""

    id: str
    pattern: re.Pattern[str]
    instead: str
    grade: Grade
    only: tuple[str, ...]  # beginnings of paths; empty: everywhere
    allow: tuple[str, ...]  # what the pattern finds but does not mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long things may be."""

    sentence_words: int = 1
    text_words: int = 1
    text_sentences: int = 1
    mean_words: int = 1  # per sentence, over a text
    long_word: int = 1  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRules:
    """Every rule of the file."""

    limits: Limits
    one_question: frozenset[str]  # keys under which a text asks something
    rules: tuple[Rule, ...]
    stiff: dict[str, str]  # stiff word -> everyday word
    hard: tuple[str, ...]  # words that need an explanation in the glossary
    names: frozenset[str]  # names that are written in capitals


def read_language(spot: Spot) -> LanguageRules:
    """The rules; every fault is noted at its place."""
    fields = spot.fields()
    limits = fields.get("limits")
    rules, stiff = fields.get("rules"), fields.get("stiff")
    found = LanguageRules(
        limits=_limits(limits.fields()) if limits else Limits(),
        one_question=frozenset(fields.strings("one_question")),
        rules=read_all(rules, _rule) if rules else (),
        stiff={word: value.scalar() or "" for word, _, value in stiff.pairs()} if stiff else {},
        hard=fields.strings("hard"),
        names=frozenset(fields.strings("names")),
    )
    fields.done()
    return found


def _limits(fields: Fields) -> Limits:
    limits = Limits(
        sentence_words=_number(fields, "sentence_words"),
        text_words=_number(fields, "text_words"),
        text_sentences=_number(fields, "text_sentences"),
        mean_words=_number(fields, "mean_words"),
        long_word=_number(fields, "long_word"),
    )
    fields.done()
    return limits


def _number(fields: Fields, key: str) -> int:
    spot = fields.get(key)
    return spot.number(1, 200) if spot else 1


def _rule(spot: Spot) -> Rule:
    fields = spot.fields()
    pattern, grade, exact = fields.get("pattern"), fields.get("grade"), fields.find("exact")
    rule = Rule(
        id=fields.plain("id"),
        pattern=_pattern(pattern, exact=exact.yes_no() if exact else False) if pattern else _NEVER,
        instead=fields.plain("instead"),
        grade=grade.one_of(Grade, Grade.FAULT) if grade else Grade.FAULT,
        only=fields.strings("only"),
        allow=fields.strings("allow"),
    )
    fields.done()
    return rule


_NEVER = re.compile(r"(?!)")


def _pattern(spot: Spot, *, exact: bool) -> re.Pattern[str]:
    """Small and capital letters are the same, unless `exact`."""
    try:
        return re.compile(spot.scalar() or "(?!)", re.NOFLAG if exact else re.IGNORECASE)
    except re.error as error:
        spot.fail(f"not a regular expression: {error}", "write it as in Python's module re")
        return _NEVER
