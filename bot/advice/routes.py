"""From facts to routes: which way, in the order of help, each with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.advice.conditions import Reason, reasons, truth
from bot.model.condition import Truth
from bot.model.facts import Facts
from bot.model.knowledge import Confidence, Knowledge, Municipality, Place, Route

MOST_ROUTES = 4  # more ways than a tired person can take in do not help


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
    fact = facts.get("onderwerp")
    return fact.values() if fact else ()


def advise(knowledge: Knowledge, municipality: Municipality, facts: Facts) -> tuple[Advice, ...]:
    """The routes for these facts, in the order of help; no local desks for who lives elsewhere."""
    wanted = topics_of(facts)
    known = knowledge.places if "elders" in facts else {**knowledge.places, **municipality.places}
    found = [one for route in routes_of(knowledge, wanted) if (one := _advice(known, route, wanted, facts))]
    found.sort(key=lambda advice: _rank(advice, wanted))
    pressing = [advice for advice in found[MOST_ROUTES:] if _pressing(knowledge, advice)]
    kept = [*found[: MOST_ROUTES - len(pressing[:1])], *pressing[:1]]
    return tuple(sorted(kept, key=lambda advice: (advice.route.step, _rank(advice, wanted))))


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


def _pressing(knowledge: Knowledge, advice: Advice) -> bool:
    """A way on which the resident must act before a day: it is not left out for lack of room."""
    mine = any(knowledge.terms[term].mine for term in advice.route.terms)
    return mine and advice.truth is Truth.YES


def _to_show(places: Mapping[str, Place], route: Route) -> tuple[Place, ...]:
    """The places of a route that exist here and are sure enough to show."""
    here = (places[name] for name in route.places if name in places)
    return tuple(place for place in here if place.confidence is not Confidence.LOW)


def _rank(advice: Advice, wanted: tuple[str, ...]) -> tuple[int, int, int, int, int, str]:
    """What cannot wait, then what surely fits, then what matters most to the resident, then the order of help."""
    route, sure = advice.route, advice.truth is Truth.YES
    place = min((wanted.index(topic) for topic in advice.topics), default=0)
    leads = any(topic in route.lead for topic in advice.topics)
    return (0 if sure and route.urgent else 1, 0 if sure else 1, place, 0 if leads else 1, route.step, route.id)
