"""The next question that decides: over what is still possible, never one that changes nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from math import log2

from bot.advice.conditions import facts_in, holds, may_hold, truth
from bot.advice.routes import Advice, best, routes_of, topics_of
from bot.advice.rules import behind, conclude
from bot.model.facts import EngineFact, Fact, Facts, Origin
from bot.model.knowledge import Knowledge, Route

_LEAST_ASKED = 0.4  # of the chance: a question that most topics have no use for puzzles whoever gets it
_LEAST_BITS = 0.2  # a question that is expected to tell less is not worth an answer
_SUPPOSED_AT = datetime(2000, 1, 1, tzinfo=UTC)  # a supposed answer is never kept; its moment means nothing


def deciding_fact(knowledge: Knowledge, facts: Facts, without: frozenset[str]) -> str | None:
    """The first fact that the resident's topics ask for, is unknown, and whose answer changes what is advised."""
    topics = topics_of(facts)
    routes = routes_of(knowledge, topics)
    wanted = dict.fromkeys(fact for topic in topics for fact in knowledge.topics[topic].asks)
    open_facts = (fact for fact in wanted if fact not in facts and fact not in without)
    return next((fact for fact in open_facts if _changes(knowledge, routes, facts, fact)), None)


def telling_fact(
    knowledge: Knowledge, chances: Mapping[str, float], facts: Facts, without: frozenset[str]
) -> str | None:
    """The fact that is expected to tell most about which way is meant; None when none tells enough to be asked.

    `chances`: the topics that somebody's words may mean, with how likely each is. An outcome is a topic with one of
    its ways that can still hold; each answer is as likely under an outcome as the other answers that leave it
    possible. What a question tells is the mutual information of its answer and the outcome, in bits.
    """
    outcomes = list(_outcomes(knowledge, chances, facts))
    asked: dict[str, float] = defaultdict(float)  # by topics of so much chance together
    for topic, chance in chances.items():
        for fact in knowledge.topics[topic].asks:
            if EngineFact.ONDERWERP not in knowledge.facts[fact].depends_on:  # that makes sense only for the topic
                asked[fact] += chance
    enough = _LEAST_ASKED * sum(chances.values())
    told = {
        fact: _bits(knowledge, outcomes, facts, fact)
        for fact, chance in asked.items()
        if chance >= enough and fact not in facts and fact not in without and knowledge.facts[fact].options
    }
    best = max(told, key=lambda fact: told[fact], default=None)
    return best if best is not None and told[best] >= _LEAST_BITS else None


def _outcomes(knowledge: Knowledge, chances: Mapping[str, float], facts: Facts) -> Iterator[tuple[Route, float]]:
    whole = sum(chances.values())
    for topic, chance in chances.items():
        ways = [one for one in knowledge.index.by_topic.get(topic, ()) if may_hold(one.when, facts)]
        yield from ((way, chance / whole / len(ways)) for way in ways)


def _bits(knowledge: Knowledge, outcomes: list[tuple[Route, float]], facts: Facts, name: str) -> float:
    """What the answer to one question is expected to tell."""
    fitting: dict[int, list[str]] = defaultdict(list)  # outcome -> answers that leave it possible
    for option in knowledge.facts[name].options:
        supposed = _suppose(knowledge, facts, name, option.id)
        for at, (way, _) in enumerate(outcomes):
            if may_hold(way.when, supposed):
                fitting[at].append(option.id)
    joint = [(one, at, chance / len(fitting[at])) for at, (_, chance) in enumerate(outcomes) for one in fitting[at]]
    answers: dict[str, float] = defaultdict(float)
    for one, _, chance in joint:
        answers[one] += chance
    return sum(chance * log2(chance / (answers[one] * outcomes[at][1])) for one, at, chance in joint if chance)


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
        supposed = _suppose(knowledge, facts, name, option.id)
        if [truth(route.when, supposed) for route in concerned] != now:
            return True
    return False


def _suppose(knowledge: Knowledge, facts: Facts, name: str, answer: str) -> Facts:
    """The facts as they would be with this answer."""
    return conclude(knowledge.rules, {**facts, name: Fact(value=answer, origin=Origin.RULED, at=_SUPPOSED_AT)})
