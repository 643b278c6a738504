"""The next question that decides: over what is still possible, never one that changes nothing."""

from datetime import UTC, datetime

from bot.advice.conditions import facts_in, holds, truth
from bot.advice.routes import Advice, best, routes_of, topics_of
from bot.advice.rules import behind, conclude
from bot.model.facts import Fact, Facts, Origin
from bot.model.knowledge import Knowledge, Route

_SUPPOSED_AT = datetime(2000, 1, 1, tzinfo=UTC)  # a supposed answer is never kept; its moment means nothing


def deciding_fact(knowledge: Knowledge, facts: Facts, without: frozenset[str]) -> str | None:
    """The first fact that the resident's topics ask for, is unknown, and whose answer changes what is advised."""
    topics = topics_of(facts)
    routes = routes_of(knowledge, topics)
    wanted = dict.fromkeys(fact for topic in topics for fact in knowledge.topics[topic].asks)
    open_facts = (fact for fact in wanted if fact not in facts and fact not in without)
    return next((fact for fact in open_facts if _changes(knowledge, routes, facts, fact)), None)


def deciding_date(
    knowledge: Knowledge, advice: tuple[Advice, ...], facts: Facts, without: frozenset[str]
) -> str | None:
    """The first day that is unknown, and from which a term of the ways that were advised counts for somebody else.

    The best way first. A term that the resident must act in is asked about where the letter is.
    """
    first = best(advice, facts)
    for one in sorted(advice, key=lambda way: way is not first):
        for term in (knowledge.terms[name] for name in one.route.terms):
            asked = term.starts[-1]
            is_open = not term.mine and asked not in without and facts.keys().isdisjoint(term.starts)
            if is_open and knowledge.facts[asked].question and holds(term.when, facts):
                return asked
    return None


def _changes(knowledge: Knowledge, routes: list[Route], facts: Facts, name: str) -> bool:
    """Whether some answer makes some route surer, less sure or impossible, by itself or through a rule."""
    concerned = [route for route in routes if name in behind(knowledge.rules, facts_in(route.when))]
    now = [truth(route.when, facts) for route in concerned]
    for option in knowledge.facts[name].options:
        answer = Fact(value=option.id, origin=Origin.RULED, at=_SUPPOSED_AT)
        supposed = conclude(knowledge.rules, {**facts, name: answer})
        if [truth(route.when, supposed) for route in concerned] != now:
            return True
    return False
