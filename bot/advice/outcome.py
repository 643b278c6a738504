"""All that follows from somebody's facts: the ways, the terms that go with them, and who takes the question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

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
    seen = Outlook(knowledge, municipality, derive(knowledge, municipality, facts), today)
    return Outcome(facts=seen.facts, advice=seen.advice, terms=seen.terms, desk=choose_desk(municipality, seen.facts))


class Outlook:
    """What follows from these facts, each thing worked out when it is first asked for and then once.

    What is over may open a way with terms of its own, so with a day known the ways are settled first.
    """

    def __init__(self, knowledge: Knowledge, municipality: Municipality, facts: Facts, today: date) -> None:
        """`facts` are derived already."""
        self._knowledge, self._municipality, self._today, self._given = knowledge, municipality, today, facts
        self._days = [fact for name, fact in facts.items() if _is_day(knowledge, name)]

    @property
    def facts(self) -> Facts:
        """The facts with `voorbij`: what is over among the terms of the ways. Never stored."""
        return self._settled[0] if self._days else self._given

    @property
    def advice(self) -> tuple[Advice, ...]:
        """The ways for these facts, best first."""
        return self._settled[1]

    @property
    def terms(self) -> tuple[TermState, ...]:
        """The terms of these ways, as far as their days are known."""
        return self._settled[2]

    @cached_property
    def _settled(self) -> tuple[Facts, tuple[Advice, ...], tuple[TermState, ...]]:
        facts = self._given
        found: tuple[Over, ...] = ()
        while True:
            advice = advise(self._knowledge, self._municipality, facts, self._today)
            terms = _terms_of(self._knowledge, advice, facts, self._today)
            new = [one for one in over(terms) if one not in found] if self._days else []
            if not new:
                return facts, advice, terms
            found = (*found, *new)
            facts = {**facts, EngineFact.VOORBIJ: Fact(value=found, origin=Origin.RULED, at=self._days[-1].at)}


def _terms_of(knowledge: Knowledge, advice: Iterable[Advice], facts: Facts, today: date) -> tuple[TermState, ...]:
    wanted = dict.fromkeys(term for one in advice for term in one.route.terms)
    return terms_for(wanted, knowledge.terms, facts, today)


def _is_day(knowledge: Knowledge, name: str) -> bool:
    spec = knowledge.facts.get(name)
    return spec is not None and spec.kind is FactKind.DATE
