"""From facts to routes: which way, in the order of help, each with its reasons."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.advice.conditions import Reason, reasons, truth
from bot.model.condition import Truth
from bot.model.facts import EngineFact, Facts
from bot.model.knowledge import Knowledge, Route
from bot.model.municipality import Municipality
from bot.model.places import Confidence, Place

MOST_ROUTES = 4  # more ways than a tired person can take in do not help

_NEXT_NEED = 0.6  # a later need counts so much less than the one before it, in ways that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A route that may fit: how sure, for which of the resident's topics, and why."""

    route: Route
    truth: Truth  # YES, or PERHAPS while a fact is unknown
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]
    places: tuple[Place, ...]


def topics_of(facts: Facts) -> tuple[str, ...]:
    """The resident's topics, best first."""
    fact = facts.get(EngineFact.ONDERWERP)
    return fact.values() if fact else ()


def advise(knowledge: Knowledge, municipality: Municipality, facts: Facts) -> tuple[Advice, ...]:
    """The routes for these facts, in the order of help; no local desks for who lives elsewhere."""
    wanted = topics_of(facts)
    known = knowledge.places if EngineFact.ELDERS in facts else {**knowledge.places, **municipality.places}
    found = [one for route in routes_of(knowledge, wanted) if (one := _advice(known, route, wanted, facts))]
    found.sort(key=lambda advice: _rank(advice, wanted))
    kept = _fair(found, wanted)[:MOST_ROUTES]
    left = [advice for advice in found if advice not in kept and _pressing(knowledge, advice, facts, wanted)]
    kept = [*kept[: MOST_ROUTES - len(left[:1])], *left[:1]]
    return tuple(sorted(kept, key=lambda advice: (advice.route.step, _rank(advice, wanted))))


def _fair(found: list[Advice], wanted: tuple[str, ...]) -> list[Advice]:
    """Every need gets its best way; the first need a second one before a third need gets its first.

    What cannot wait comes before all of that. `found` is in the order of `_rank`.
    """
    had: Counter[int] = Counter()
    order = []
    for rank, advice in enumerate(found):
        need = min((wanted.index(topic) for topic in advice.topics), default=0)
        urgent = advice.route.urgent and advice.truth is Truth.YES
        order.append((-1.0 if urgent else had[need] + need * _NEXT_NEED, rank))
        had[need] += 1
    return [found[rank] for _, rank in sorted(order)]


def best(advice: tuple[Advice, ...], facts: Facts) -> Advice | None:
    """The way to name first: the surest one for the topic that matters most."""
    wanted = topics_of(facts)
    return min(advice, key=lambda one: _rank(one, wanted), default=None)


def routes_of(knowledge: Knowledge, topics: tuple[str, ...]) -> list[Route]:
    """The routes for any of these topics, and those that fit any topic."""
    found = {route.id: route for topic in (*topics, "") for route in knowledge.routes_by_topic.get(topic, ())}
    return list(found.values())


def _advice(places: Mapping[str, Place], route: Route, wanted: tuple[str, ...], facts: Facts) -> Advice | None:
    how_sure = truth(route.when, facts)
    if how_sure is Truth.NO:
        return None
    if not route.topics and how_sure is not Truth.YES:
        return None  # for any topic, so the condition must carry it alone
    return Advice(
        route=route,
        truth=how_sure,
        topics=tuple(topic for topic in wanted if topic in route.topics),
        reasons=reasons(route.when, facts),
        places=_to_show(places, route),
    )


def _pressing(knowledge: Knowledge, advice: Advice, facts: Facts, wanted: tuple[str, ...]) -> bool:
    """A way with a day that counts: the resident must act before it, or it runs for the need that matters most."""
    terms = [knowledge.terms[term] for term in advice.route.terms]
    acts = advice.truth is Truth.YES and any(term.mine for term in terms)
    return acts or (advice.topics[:1] == wanted[:1] and any(term.start in facts for term in terms))


def _to_show(places: Mapping[str, Place], route: Route) -> tuple[Place, ...]:
    """The places of a route that exist here and are sure enough to show."""
    here = (places[name] for name in route.places if name in places)
    return tuple(place for place in here if place.confidence is not Confidence.LOW)


def _rank(advice: Advice, wanted: tuple[str, ...]) -> tuple[int, int, int, int, int, int, str]:
    """What cannot wait, then what surely fits, then what matters most to the resident, then the order of help."""
    route, sure = advice.route, advice.truth is Truth.YES
    place = min((wanted.index(topic) for topic in advice.topics), default=0)
    leads = any(topic in route.lead for topic in advice.topics)
    pressing, surely = (0 if sure and route.urgent else 1), (0 if sure else 1)
    return (pressing, surely, place, 0 if leads else 1, route.step, route.order, route.id)
