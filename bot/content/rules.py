"""Checks on the rules as a whole: each can be met, no two are always level, each answer makes a difference."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from bot.content.possible import Possible, Wanted
from bot.content.reader import Spot
from bot.model.condition import ALWAYS, All, AnyOf, AtLeast, Condition, Is, Known, Not
from bot.model.facts import EngineFact, FactSpec
from bot.model.flow import Ask, Choose, Flows
from bot.model.knowledge import Knowledge, Route
from bot.model.terms import Term

Spots = Mapping[tuple[str, str], Spot]
_TOPIC = EngineFact.ONDERWERP
_ENGINE = frozenset(EngineFact)  # the program looks at the answers of these itself


def check_rules(knowledge: Knowledge, flows: Flows, spots: Spots, possible: Possible) -> None:
    """Find rules that never count, rules that are always level, circles, and answers without use.

    Call it when every name is known to exist.
    """
    for route in knowledge.routes.values():
        _check_met(knowledge, route, spots[("route", route.id)], possible)
    _check_ties(knowledge, spots, possible)
    _check_circles(knowledge.facts, spots)
    for topic in knowledge.topics.values():
        if topic.id in topic.behind:
            _at(spots[("topic", topic.id)], "behind").fail(f"topic '{topic.id}' lies behind itself", "take it out")
    _check_answers(knowledge, flows, spots)


def _check_met(knowledge: Knowledge, route: Route, spot: Spot, possible: Possible) -> None:
    """The route can be met by its own topics, and each of its terms can count on it."""
    for_topics = Is(_TOPIC, frozenset(route.topics)) if route.topics else ALWAYS
    shown = [(for_topics, Wanted.YES), (route.when, Wanted.NOT_NO)]
    if not possible.together([(for_topics, Wanted.YES), (route.when, Wanted.YES)]):
        _at(spot, "when").fail("this never holds for the topics of this route", "change 'topics' or 'when'")
        return
    for item in _at(spot, "terms").items() if route.terms else ():
        term = knowledge.terms[item.scalar() or ""]
        if not possible.together([*shown, (term.when, Wanted.YES), (_started(term), Wanted.YES)]):
            item.fail(f"term '{term.id}' never counts on this route", "take it out, or change one of the conditions")


def _started(term: Term) -> Condition:
    """One of the days is known from which the term counts."""
    return AnyOf(tuple(Known(name, True) for name in term.starts))


def _check_ties(knowledge: Knowledge, spots: Spots, possible: Possible) -> None:
    """No two routes for a topic are level in everything that ranks them, under the same condition."""
    for topic, routes in knowledge.index.by_topic.items():
        here = Is(_TOPIC, frozenset({topic})) if topic else ALWAYS
        for one, other in combinations(sorted(routes, key=lambda route: route.id), 2):
            if _level(one, topic) == _level(other, topic) and possible.same(
                All((here, one.when)), All((here, other.when))
            ):
                what = f"route '{other.id}' is always level with '{one.id}'" + (f" for '{topic}'" if topic else "")
                spots[("route", other.id)].fail(what, "give one of the two another 'order' (1 is first, 5 is usual)")


def _level(route: Route, topic: str) -> tuple[bool, bool, bool, int, int]:
    return (route.urgent, route.fallback, topic in route.lead, route.step, route.order)


def _check_circles(facts: Mapping[str, FactSpec], spots: Spots) -> None:
    """A fact that depends on itself would drop itself when it is answered."""
    for name in facts:
        todo, seen = list(facts[name].depends_on), set()
        while todo:
            other = todo.pop()
            if other not in seen:
                seen.add(other)
                todo.extend(facts[other].depends_on)
        if name in seen:
            what = f"a circle: fact '{name}' depends on itself"
            spots[("fact", name)].fail(what, "take a name out of 'depends_on'")


def _check_answers(knowledge: Knowledge, flows: Flows, spots: Spots) -> None:
    """Each answer that may be given makes a difference somewhere: in a rule, a flow or the summary."""
    named = set(_named(knowledge, flows))
    asked = {name for name, _ in named}
    for name, spec in knowledge.facts.items():
        if spec.section is not None or not spec.options or name in _ENGINE:
            continue
        without = [option.id for option in spec.options if not option.adds and (name, option.id) not in named]
        # One answer may be "all the others"; two that nothing tells apart might as well be one.
        if len(without) > 1 or (without and name not in asked):
            what = f"nothing tells {_listed(without)} of fact '{name}' from not answering"
            if len(without) > 1 and name in asked:
                what = f"nothing tells {_listed(without)} of fact '{name}' apart"
            spots[("fact", name)].warn(what, "use it in a condition, give the fact a 'section', or take it out")


def _named(knowledge: Knowledge, flows: Flows) -> Iterator[tuple[str, str]]:
    """Every fact with an answer that a rule or a flow names; with "" when only whether it is known counts."""
    rules = [route.when for route in knowledge.routes.values()] + [term.when for term in knowledge.terms.values()]
    rules += [case.when for rule in knowledge.rules.values() for case in rule.cases]
    rules += [change.when for change in knowledge.wlz_changes.values()]
    rules += [rule for kind in knowledge.question_kinds.values() for rule in (kind.when, kind.beside)]
    for step in flows.steps.values():
        rules.append(step.when)
        if isinstance(step.kind, Choose):
            rules += [when for when, _ in step.kind.cases]
        if isinstance(step.kind, Ask):
            yield from ((step.kind.fact, answer) for answer in step.kind.by)
    yield from (pair for rule in rules for pair in _in_condition(rule))


def _in_condition(condition: Condition) -> Iterator[tuple[str, str]]:
    match condition:
        case Is(fact, values):
            yield from ((fact, value) for value in values)
        case Known(fact, _):
            yield (fact, "")
        case Not(part):
            yield from _in_condition(part)
        case All(parts) | AnyOf(parts) | AtLeast(_, parts):
            yield from (pair for part in parts for pair in _in_condition(part))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _at(spot: Spot, key: str) -> Spot:
    """The value under `key` of a mapping that was read without faults, else the mapping itself."""
    return next((value for name, _, value in spot.pairs() if name == key), spot)
