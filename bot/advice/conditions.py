"""Weigh a condition against the facts: yes, no, or perhaps when a fact is not known yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.condition import All, AnyOf, AtLeast, Condition, Is, Known, Not, Truth
from bot.model.facts import Facts

_FLIP = {Truth.NO: Truth.YES, Truth.PERHAPS: Truth.PERHAPS, Truth.YES: Truth.NO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One fact that counted, and what it did.

    `value`: of several answers those that counted; empty while the fact is unknown.
    """

    fact: str
    value: tuple[str, ...]
    truth: Truth


def truth(condition: Condition, facts: Facts) -> Truth:
    """Whether the condition holds (Kleene's three values: an unknown fact is PERHAPS, not NO)."""
    # Chains of `isinstance`, most frequent first, with an early end: this is where advice takes its time.
    if isinstance(condition, Is):
        known = facts.get(condition.fact)
        if known is None:
            return Truth.PERHAPS
        return Truth.NO if condition.values.isdisjoint(known.values()) else Truth.YES
    if isinstance(condition, All | AnyOf):
        settles, found = (Truth.NO, Truth.YES) if isinstance(condition, All) else (Truth.YES, Truth.NO)
        for part in condition.parts:
            one = truth(part, facts)
            if one is settles:
                return one
            if one is Truth.PERHAPS:
                found = one
        return found
    if isinstance(condition, Known):
        return Truth.YES if (condition.fact in facts) == condition.wanted else Truth.NO
    if isinstance(condition, AtLeast):
        return _counted(condition.count, [truth(part, facts) for part in condition.parts])
    return _FLIP[truth(condition.part, facts)]


def _counted(count: int, parts: list[Truth]) -> Truth:
    """YES when so many surely hold, NO when so many no longer can."""
    if parts.count(Truth.YES) >= count:
        return Truth.YES
    return Truth.PERHAPS if len(parts) - parts.count(Truth.NO) >= count else Truth.NO


def may_hold(condition: Condition, facts: Facts) -> bool:
    """Whether it holds now, or may once more is known; what asks for a known fact then waits for that fact."""
    return _later(condition, facts) is not Truth.NO


def _later(condition: Condition, facts: Facts) -> Truth:
    """As `truth`, with PERHAPS for whether an unknown fact is known."""
    match condition:
        case Known(fact, _) if fact not in facts:
            return Truth.PERHAPS
        case Not(part):
            return _FLIP[_later(part, facts)]
        case All(parts):
            return _counted(len(parts), [_later(part, facts) for part in parts])
        case AnyOf(parts):
            return _counted(1, [_later(part, facts) for part in parts])
        case AtLeast(count, parts):
            return _counted(count, [_later(part, facts) for part in parts])
        case _:
            return truth(condition, facts)


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether the condition surely holds."""
    return truth(condition, facts) is Truth.YES


def reasons(condition: Condition, facts: Facts) -> tuple[Reason, ...]:
    """The facts that decided, in the condition's own order, each once; with PERHAPS what still may decide.

    What made no difference is left out: of several cases of which one holds, only that one is a reason.
    A fact under `not` counts for what it does there: one that keeps the `not` true says YES.
    """
    return tuple(dict.fromkeys(_reasons(condition, facts, wanted=True)))


def _reasons(condition: Condition, facts: Facts, *, wanted: bool) -> Iterator[Reason]:
    match condition:
        case Is(fact, _) | Known(fact, _):
            known, weight = facts.get(fact), truth(condition, facts)
            value = known.values() if known else ()
            if isinstance(condition, Is) and weight is Truth.YES:
                value = tuple(one for one in value if one in condition.values)
            yield Reason(fact=fact, value=value, truth=weight if wanted else _FLIP[weight])
        case Not(part):
            yield from _reasons(part, facts, wanted=not wanted)
        case All(parts) | AnyOf(parts) | AtLeast(_, parts):
            own = truth(condition, facts)
            # All that is not NO rests on every part of an All; else only on the parts that made it so.
            every = isinstance(condition, All) and own is not Truth.NO
            for part in parts:
                if every or truth(part, facts) is own:
                    yield from _reasons(part, facts, wanted=wanted)


def facts_in(condition: Condition) -> frozenset[str]:
    """Every fact the condition names."""
    match condition:
        case Is(fact, _) | Known(fact, _):
            return frozenset({fact})
        case Not(part):
            return facts_in(part)
        case All(parts) | AnyOf(parts) | AtLeast(_, parts):
            return frozenset().union(*(facts_in(part) for part in parts))
