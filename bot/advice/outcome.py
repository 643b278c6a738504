"""All that follows from somebody's facts: the ways, the terms that go with them, and who takes the question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.advice.desks import DeskChoice, choose_desk
from bot.advice.routes import Advice, advise
from bot.advice.terms import TermState, terms_for
from bot.advice.view import derive
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.municipality import Municipality


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What follows, and from which facts: those given and those derived from them."""

    facts: Facts
    advice: tuple[Advice, ...]
    terms: tuple[TermState, ...]
    desk: DeskChoice


def work_out(knowledge: Knowledge, municipality: Municipality, facts: Facts, today: date) -> Outcome:
    """Everything that follows from `facts` in this municipality, seen from `today`."""
    view = derive(knowledge, municipality, facts)
    advice = advise(knowledge, municipality, view)
    return Outcome(
        facts=view,
        advice=advice,
        terms=terms_of(knowledge, advice, view, today),
        desk=choose_desk(municipality, view),
    )


def terms_of(knowledge: Knowledge, advice: Iterable[Advice], facts: Facts, today: date) -> tuple[TermState, ...]:
    """The terms of these ways, as far as their days are known."""
    wanted = dict.fromkeys(term for one in advice for term in one.route.terms)
    return terms_for((knowledge.terms[name] for name in wanted), facts, today)
