"""The next question that decides: over what is still possible, never one that changes nothing."""

from bot.advice.conditions import facts_in, truth
from bot.advice.routes import topics_of
from bot.model.condition import Truth
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge


def deciding_fact(knowledge: Knowledge, facts: Facts, without: frozenset[str]) -> str | None:
    """The first fact that the resident's topics ask for, is unknown, and still makes a difference."""
    open_facts = _open(knowledge, facts)
    for topic in topics_of(facts):
        for fact in knowledge.topics[topic].asks:
            if fact not in facts and fact not in without and fact in open_facts:
                return fact
    return None


def _open(knowledge: Knowledge, facts: Facts) -> frozenset[str]:
    """The facts in the conditions of routes that are still PERHAPS for these topics."""
    wanted = set(topics_of(facts))
    undecided = (
        facts_in(route.when)
        for route in knowledge.routes.values()
        if wanted.intersection(route.topics) and truth(route.when, facts) is Truth.PERHAPS
    )
    return frozenset().union(*undecided)
