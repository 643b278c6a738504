"""What a conversation keeps: learn, forget with what depends on it, take back, and its stored form."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.model.conversation import Aside, Conversation, Person, PersonMode, Phase, Unsigned
from bot.model.errors import BotError
from bot.model.facts import Fact, FactKind, FactSpec, Origin, Value
from bot.model.text import DUTCH

VERSION = 3
"""Of the stored form. A new one needs a function here that lifts the old one."""

State = dict[str, Any]


class MemoryFault(BotError):
    """A stored conversation that this version cannot read."""


Specs = Mapping[str, FactSpec]


def learn(talk: Conversation, specs: Specs, name: str, value: Value, origin: Origin, now: datetime) -> Conversation:
    """Keep an answer. A different answer than before drops what depends on it, and nothing else."""
    old = talk.facts.get(name)
    if old is not None and old.value != value and not _grows(specs[name], old, value):
        talk = forget(talk, specs, name)
    facts = {**talk.facts, name: Fact(value=value, origin=origin, at=now)}
    answered = () if origin is Origin.GIVEN else (name,)  # what came with the link was not answered
    order = (*(one for one in talk.order if one != name), *answered)
    return replace(talk, facts=facts, order=order, skipped=talk.skipped - {name})


def _grows(spec: FactSpec, old: Fact, value: Value) -> bool:
    """More topics beside the ones there were is no other answer."""
    return spec.kind is FactKind.TOPICS and set(old.values()) <= set(value)


def forget(talk: Conversation, specs: Specs, name: str) -> Conversation:
    """Drop an answer and everything that depends on it, however far."""
    gone = dependents(specs, name)
    return replace(
        talk,
        facts={key: fact for key, fact in talk.facts.items() if key not in gone},
        order=tuple(key for key in talk.order if key not in gone),
        skipped=talk.skipped - gone,
    )


def dependents(specs: Specs, name: str) -> frozenset[str]:
    """The fact and all that depends on it, directly or through others."""
    gone = {name}
    while True:
        more = {key for key, spec in specs.items() if key not in gone and gone.intersection(spec.depends_on)}
        if not more:
            return frozenset(gone)
        gone |= more


def skip(talk: Conversation, name: str) -> Conversation:
    """The question was put and answered with nothing: it is not put again."""
    order = (*(one for one in talk.order if one != name), name)
    return replace(talk, skipped=talk.skipped | {name}, order=order)


def take_back(talk: Conversation, specs: Specs) -> tuple[Conversation, tuple[str, ...]]:
    """Undo the last answer (all that was learnt in that same moment); what was undone, if anything."""
    if not talk.order:
        return talk, ()
    last = talk.facts.get(talk.order[-1])
    undone = [talk.order[-1]]
    if last is not None:
        undone = [name for name in talk.order if name in talk.facts and talk.facts[name].at == last.at]
    for name in undone:
        talk = forget(talk, specs, name)
    return replace(talk, skipped=talk.skipped - set(undone)), tuple(undone)


def code_of(talk: Conversation, version: int) -> str:
    """The reference that resident and coordinator share."""
    return f"W-{talk.ref}" if version == 1 else f"W-{talk.ref}-{version}"


def to_json(talk: Conversation) -> str:
    """The stored form: ids and short values, empty fields left out."""
    state: dict[str, object] = {"v": VERSION, "ref": talk.ref, "gemeente": talk.municipality, "turn": talk.turn}
    state["facts"] = _facts_out(talk.facts)
    optional: dict[str, object] = {
        "language": talk.language if talk.language != DUTCH else "",
        "phase": talk.phase.value if talk.phase is not Phase.TALKING else "",
        "order": list(talk.order),
        "skipped": sorted(talk.skipped),
        "told": sorted(talk.told),
        "waiting": talk.waiting,
        "asked": talk.asked,
        "asked_turn": talk.asked_turn,
        "misses": talk.misses,
        "aside": _aside_out(talk.aside),
        "person": _person_out(talk.person) if talk.person else None,
        "undo": _facts_out(talk.undo),
        "rejected": sorted(talk.rejected),
        "edits": dict(talk.edits),
        "sent": talk.sent,
        "unsigned": [talk.unsigned.text, talk.unsigned.line] if talk.unsigned else None,
        "shared": {code: _stamp(at) for code, at in talk.shared.items()},
        "alarms": sorted(talk.alarms),
        "missed": talk.missed,
        "previous": talk.previous,
        "started_at": _stamp(talk.started_at) if talk.started_at else None,
    }
    state.update({key: value for key, value in optional.items() if value})
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Conversation:
    """The conversation in its stored form, of now or of before. Raises `MemoryFault` on a form of a later version."""
    state = _lifted(json.loads(text))
    return Conversation(
        ref=state["ref"],
        municipality=state["gemeente"],
        turn=state["turn"],
        facts=_facts_in(state["facts"]),
        language=state.get("language", DUTCH),
        phase=Phase(state.get("phase", Phase.TALKING.value)),
        order=tuple(state.get("order", ())),
        skipped=frozenset(state.get("skipped", ())),
        told=frozenset(state.get("told", ())),
        waiting=state.get("waiting", ""),
        asked=state.get("asked", ""),
        asked_turn=state.get("asked_turn", 0),
        misses=state.get("misses", 0),
        aside=_aside_in(state.get("aside")),
        person=_person_in(state["person"]) if "person" in state else None,
        undo=_facts_in(state.get("undo", {})),
        rejected=frozenset(state.get("rejected", ())),
        edits=state.get("edits", {}),
        sent=state.get("sent", 0),
        unsigned=_unsigned_in(state.get("unsigned")),
        shared={code: _moment(at) for code, at in state.get("shared", {}).items()},
        alarms=frozenset(state.get("alarms", ())),
        missed=state.get("missed", ""),
        previous=state.get("previous", ""),
        started_at=_moment(state["started_at"]) if "started_at" in state else None,
    )


def _lifted(state: State) -> State:
    """The state in the form of now."""
    while (version := state.get("v")) != VERSION:
        lift = _LIFT.get(version) if isinstance(version, int) else None
        if lift is None:
            raise MemoryFault(f"a conversation in form {version!r}; this version reads up to form {VERSION}")
        state = lift(state)
    return state


def _from_1(state: State) -> State:
    """In form 1 no person could be in the talk, and nobody but the resident changed an answer."""
    return {**state, "v": 2}


def _from_2(state: State) -> State:
    """In form 2 what was not signed yet stood in the question about it, as `line|text`."""
    state = {**state, "v": 3}
    person = state.get("person")
    asides = [state.get("aside"), person["under"] if person else None]
    for aside in filter(None, asides):
        if aside[0] == "aanvulling_teken":
            line, _, text = aside[1].partition("|")
            state["unsigned"] = [text, line]
            aside[1] = ""
    return state


_LIFT: Mapping[int, Callable[[State], State]] = {1: _from_1, 2: _from_2}


def _facts_out(facts: Mapping[str, Fact]) -> State:
    return {
        name: [list(fact.value) if isinstance(fact.value, tuple) else fact.value, fact.origin.value, _stamp(fact.at)]
        for name, fact in facts.items()
    }


def _facts_in(stored: State) -> dict[str, Fact]:
    return {
        name: Fact(value=tuple(value) if isinstance(value, list) else value, origin=Origin(origin), at=_moment(at))
        for name, (value, origin, at) in stored.items()
    }


def _aside_out(aside: Aside | None) -> list[str] | None:
    return [aside.id, aside.about] if aside else None


def _aside_in(stored: list[str] | None) -> Aside | None:
    return Aside(id=stored[0], about=stored[1]) if stored else None


def _unsigned_in(stored: list[str] | None) -> Unsigned | None:
    return Unsigned(text=stored[0], line=stored[1]) if stored else None


def _person_out(person: Person) -> State:
    return {
        "name": person.name,
        "mode": person.mode.value,
        "since": _stamp(person.since),
        "ask": person.ask,
        "code": person.code,
        "under": _aside_out(person.under),
        "asked_turn": person.asked_turn,
    }


def _person_in(stored: State) -> Person:
    return Person(
        name=stored["name"],
        mode=PersonMode(stored["mode"]),
        since=_moment(stored["since"]),
        ask=stored["ask"],
        code=stored["code"],
        under=_aside_in(stored["under"]),
        asked_turn=stored["asked_turn"],
    )


def _stamp(moment: datetime) -> float:
    """Milliseconds matter: answers of one moment are taken back together."""
    return round(moment.timestamp(), 3)


def _moment(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)
