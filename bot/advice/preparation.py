"""Which talk somebody may prepare, and what for: knowledge + facts + today -> a preparation of their own. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from bot.advice.conditions import Reason, holds, reasons, truth
from bot.advice.routes import Advice, topics_of
from bot.advice.terms import TermState, find_state
from bot.model.condition import Condition, Truth
from bot.model.facts import EngineFact, Facts
from bot.model.knowledge import Knowledge
from bot.model.preparation import Item, Part, PlanQuestion, Preparation


class _How(IntEnum):
    """What brings a talk along; the first goes before the others for the same need."""

    ASKED = 0  # the talk itself is what they ask about
    SURE = 1  # a way that surely fits
    PERHAPS = 2  # a way that fits when the rest becomes known


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """An item or a question that counts for this resident, and the facts that brought it."""

    of: Item | PlanQuestion
    reasons: tuple[Reason, ...]
    answer: str = ""  # the fact with the resident's own answer; empty: not answered yet, or nothing to answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A preparation as it is for one resident. `deadline`: of the plan, once the day of the melding is known."""

    preparation: Preparation
    parts: Mapping[Part, tuple[Fitted, ...]]
    deadline: TermState | None


def fitting(knowledge: Knowledge, advice: Iterable[Advice], facts: Facts) -> tuple[Preparation, ...]:
    """The talks that go with these ways and topics: first that for what matters most to the resident.

    A way that only may fit brings its talk along as long as no other talk surely goes with the same need.
    """
    ways, wanted = tuple(advice), topics_of(facts)
    may = (one for one in knowledge.preparations.values() if truth(one.when, facts) is not Truth.NO)
    found = [(match, one) for one in may if (match := _match(one, ways, wanted)) is not None]
    settled = {need for (need, how), _ in found if how is not _How.PERHAPS}
    kept = [(match, one) for match, one in found if match[1] is not _How.PERHAPS or match[0] not in settled]
    return tuple(one for _, one in sorted(kept, key=lambda pair: (pair[0], pair[1].id)))


def chosen(fits: tuple[Preparation, ...], knowledge: Knowledge, facts: Facts) -> Preparation | None:
    """The talk that the resident named, else the only one that fits; None: there is something to choose."""
    named = facts.get(EngineFact.GESPREK)
    if named is not None:
        return knowledge.preparations.get(named.values()[0])
    return fits[0] if len(fits) == 1 else None


def prepare(knowledge: Knowledge, preparation: Preparation, facts: Facts, today: date) -> Prepared:
    """What counts for somebody with these facts, each with its reasons; own answers where they are known."""
    lists = {part: _fitted(items, facts) for part, items in preparation.lists.items()}
    term = knowledge.terms.get(preparation.plan.term)
    return Prepared(
        preparation=preparation,
        parts={part: lists.get(part, _fitted(preparation.plan.questions, facts)) for part in Part},
        deadline=find_state(term, knowledge.terms, facts, today) if term else None,
    )


def _match(preparation: Preparation, ways: tuple[Advice, ...], wanted: tuple[str, ...]) -> tuple[int, _How] | None:
    """For which need of the resident (0 matters most) this talk is there, and how; None when for none."""
    found = [(need, _How.ASKED) for need, topic in enumerate(wanted) if topic in preparation.topics]
    for way in ways:
        if way.route.id in preparation.routes or set(way.route.terms) & set(preparation.terms):
            need = min((wanted.index(topic) for topic in way.topics), default=len(wanted))
            found.append((need, _How.SURE if way.truth is Truth.YES else _How.PERHAPS))
    return min(found, default=None)


def _fitted(things: Iterable[Item | PlanQuestion], facts: Facts) -> tuple[Fitted, ...]:
    return tuple(
        Fitted(of=thing, reasons=_why(thing.when, facts), answer=_answer(thing, facts))
        for thing in things
        if holds(thing.when, facts)
    )


def _why(condition: Condition, facts: Facts) -> tuple[Reason, ...]:
    """What the resident told that made it hold; what is not known brings nothing."""
    return tuple(reason for reason in reasons(condition, facts) if reason.truth is Truth.YES and reason.value)


def _answer(thing: Item | PlanQuestion, facts: Facts) -> str:
    if isinstance(thing, Item):
        return ""
    return next((name for name in thing.answered_by if name in facts), "")
