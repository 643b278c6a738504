"""All that follows from somebody's facts: the ways, the terms that go with them, and who takes the question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.advice.desks import DeskChoice, choose_desk
from bot.advice.routes import Advice, advise
from bot.advice.terms import TermState, over, terms_for
from bot.advice.view import derive
from bot.model.facts import EngineFact, Fact, FactKind, Facts, Origin
from bot.model.knowledge import Knowledge
from bot.model.municipality import Municipality
from bot.model.terms import Over


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What follows, and from which facts: those given and those derived from them."""

    facts: Facts
    advice: tuple[Advice, ...]
    terms: tuple[TermState, ...]
    desk: DeskChoice


def work_out(knowledge: Knowledge, municipality: Municipality, facts: Facts, today: date) -> Outcome:
    """Everything that follows from `facts` in this municipality, seen from `today`."""
    view, advice, terms = _settle(knowledge, municipality, derive(knowledge, municipality, facts), today)
    return Outcome(facts=view, advice=advice, terms=terms, desk=choose_desk(municipality, view))


def terms_of(knowledge: Knowledge, advice: Iterable[Advice], facts: Facts, today: date) -> tuple[TermState, ...]:
    """The terms of these ways, as far as their days are known."""
    wanted = dict.fromkeys(term for one in advice for term in one.route.terms)
    return terms_for(wanted, knowledge.terms, facts, today)


def with_over(knowledge: Knowledge, municipality: Municipality, facts: Facts, today: date) -> Facts:
    """The facts with `voorbij`: what is over among the terms of the ways that would be advised. Never stored."""
    known = any(_is_day(knowledge, name) for name in facts)
    return _settle(knowledge, municipality, facts, today)[0] if known else facts


def _settle(
    knowledge: Knowledge, municipality: Municipality, facts: Facts, today: date
) -> tuple[Facts, tuple[Advice, ...], tuple[TermState, ...]]:
    """The facts with what is over, and the ways and terms that go with them.

    What is over may open a way with terms of its own, so this goes on until nothing more comes.
    """
    days = [fact for name, fact in facts.items() if _is_day(knowledge, name)]
    found: tuple[Over, ...] = ()
    while True:
        advice = advise(knowledge, municipality, facts, today)
        terms = terms_of(knowledge, advice, facts, today)
        new = [one for one in over(terms) if one not in found] if days else []
        if not new:
            return facts, advice, terms
        found = (*found, *new)
        facts = {**facts, EngineFact.VOORBIJ: Fact(value=found, origin=Origin.RULED, at=days[-1].at)}


def _is_day(knowledge: Knowledge, name: str) -> bool:
    spec = knowledge.facts.get(name)
    return spec is not None and spec.kind is FactKind.DATE
