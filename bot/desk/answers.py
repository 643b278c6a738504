"""The answers of a resident as a coordinator knows them: those that were signed, and what people put right since. Pure.

What the resident left out at signing stays out: the conversation still knows it, a coordinator does not.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.desk.views.intake import Correction, Reply
from bot.dialogue.parts import Parts
from bot.intake.values import BETWEEN, value_in_words
from bot.model.cases import EntryKind
from bot.model.conversation import Json
from bot.model.facts import EngineFact, FactKind
from bot.model.intake import Intake
from bot.model.text import DUTCH
from bot.store import EntryRow
from bot.understanding.numbers import find_phone

Values = tuple[str, ...]

_REPLIES: Mapping[str, Reply] = {"fact_confirmed": Reply.YES, "fact_refused": Reply.NO}


def body_of(entry: EntryRow) -> Mapping[str, Json]:
    """What an entry holds."""
    body = json.loads(entry.body)
    return body if isinstance(body, dict) else {}


def words_of(parts: Parts, fact: str, values: Values) -> str:
    """A value as people read it; one that no longer can be is shown as it is kept."""
    spec = parts.specs.get(fact)
    if not values:
        return ""
    try:
        return value_in_words(parts.knowledge, parts.flows.texts, spec, values) if spec else BETWEEN.join(values)
    except ValueError:
        return BETWEEN.join(values)


def label_of(parts: Parts, fact: str) -> str:
    """What a fact is called; one that is no longer known comes back by its id."""
    spec = parts.specs.get(fact)
    return spec.label.to(DUTCH) if spec else fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The values of now, and how they came about since signing."""

    values: Mapping[str, Values]
    corrections: tuple[Correction, ...]

    def first(self, fact: EngineFact) -> str:
        """The value of a fact that has one; empty when it is not known."""
        return next(iter(self.values.get(fact, ())), "")


def known_of(intake: Intake, entries: Sequence[EntryRow], parts: Parts) -> Known:
    """What was signed, with each correction on top unless the resident said no, and a new number that they signed."""
    values = {name: fact.values() for name, fact in intake.draft.facts.items()}
    found: dict[int, Correction] = {}
    last: dict[str, tuple[int, Values]] = {}  # fact -> the entry of its last correction, and the value before
    for entry, body in _about_facts(entries):
        fact = str(body.get("fact"))
        if entry.kind == EntryKind.CORRECTION:
            old, new = values.get(fact, ()), _values(body.get("new"))
            last[fact], values[fact] = (entry.id, old), new
            found[entry.id] = Correction(
                label=label_of(parts, fact),
                old=words_of(parts, fact, old),
                new=words_of(parts, fact, new),
                who=str(body.get("who", "")),
                at=entry.at,
            )
        elif fact in last:
            number, old = last[fact]
            reply = _REPLIES[str(body["what"])]
            found[number] = replace(found[number], reply=reply)
            if reply is Reply.NO:
                values[fact] = old
    for addition in intake.additions:
        spec, corrected = parts.specs.get(addition.line), last.get(addition.line)
        phone = find_phone(addition.text) if spec and spec.kind is FactKind.PHONE else None
        if phone and (corrected is None or found[corrected[0]].at < addition.at):
            values[addition.line] = (phone,)
    return Known(values={name: value for name, value in values.items() if value}, corrections=tuple(found.values()))


def _about_facts(entries: Sequence[EntryRow]) -> Iterator[tuple[EntryRow, Mapping[str, Json]]]:
    for entry in entries:
        if entry.kind in (EntryKind.CORRECTION, EntryKind.SYSTEM):
            body = body_of(entry)
            if entry.kind == EntryKind.CORRECTION or body.get("what") in _REPLIES:
                yield entry, body


def _values(value: Json) -> Values:
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)
