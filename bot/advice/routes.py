"""From facts to routes: which way, in the order of help, each with its reasons."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.advice.conditions import Reason, reasons
from bot.advice.fits import Fit, find_fits
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
    """The routes for these facts, in the order of help; no local desks for who lives elsewhere.

    However many fit, only those that may be named are looked at: `find_fits` stops in time.
    """
    wanted = topics_of(facts)
    found = _sorted(find_fits(knowledge.index, facts, wanted, MOST_ROUTES, lambda _: True), wanted)
    kept = _fair(found, wanted)[:MOST_ROUTES]
    names = {fit.route.id for fit in kept}

    def presses(fit: Fit) -> bool:
        return fit.route.id not in names and _pressing(knowledge, fit, facts, wanted)

    left = _sorted(find_fits(knowledge.timed, facts, wanted, 1, presses), wanted)[:1]
    kept = [*kept[: MOST_ROUTES - len(left)], *left]
    local = {} if EngineFact.ELDERS in facts else municipality.places
    return tuple(
        Advice(
            route=fit.route,
            truth=fit.truth,
            topics=fit.topics,
            reasons=reasons(fit.route.when, facts),
            places=_to_show(local, knowledge.places, fit.route),
        )
        for fit in sorted(kept, key=lambda fit: (fit.route.step, _rank(fit, wanted)))
    )


def _sorted(found: list[Fit], wanted: tuple[str, ...]) -> list[Fit]:
    return sorted(found, key=lambda fit: _rank(fit, wanted))


def _fair(found: list[Fit], wanted: tuple[str, ...]) -> list[Fit]:
    """Every need gets its best way; the first need a second one before a third need gets its first.

    What cannot wait comes before all of that. `found` is in the order of `_rank`.
    """
    had: Counter[int] = Counter()
    order = []
    for rank, fit in enumerate(found):
        need = fit.need(wanted)
        urgent = fit.route.urgent and fit.truth is Truth.YES
        order.append((-1.0 if urgent else had[need] + need * _NEXT_NEED, rank))
        had[need] += 1
    return [found[rank] for _, rank in sorted(order)]


def best(advice: tuple[Advice, ...], facts: Facts) -> Advice | None:
    """The way to name first: the surest one for the topic that matters most."""
    wanted = topics_of(facts)
    return min(advice, key=lambda one: _rank(Fit(one.route, one.truth, one.topics), wanted), default=None)


def routes_of(knowledge: Knowledge, topics: tuple[str, ...]) -> list[Route]:
    """The routes for any of these topics, and those that fit any topic."""
    found = {route.id: route for topic in (*topics, "") for route in knowledge.index.by_topic.get(topic, ())}
    return list(found.values())


def _pressing(knowledge: Knowledge, fit: Fit, facts: Facts, wanted: tuple[str, ...]) -> bool:
    """A way with a day that counts: the resident must act before it, or it runs for the need that matters most."""
    terms = [knowledge.terms[term] for term in fit.route.terms]
    acts = fit.truth is Truth.YES and any(term.mine for term in terms)
    return acts or (fit.topics[:1] == wanted[:1] and any(name in facts for term in terms for name in term.starts))


def _to_show(local: Mapping[str, Place], national: Mapping[str, Place], route: Route) -> tuple[Place, ...]:
    """The places of a route that exist here and are sure enough to show."""
    here = (local.get(name) or national.get(name) for name in route.places)
    return tuple(place for place in here if place is not None and place.confidence is not Confidence.LOW)


def _rank(fit: Fit, wanted: tuple[str, ...]) -> tuple[bool, bool, int, tuple[bool, int, int, str]]:
    """What cannot wait, then what surely fits, then what matters most to the resident, then the order of help."""
    sure, need = fit.truth is Truth.YES, fit.need(wanted)
    topic = wanted[need] if fit.topics else ""
    return (not (sure and fit.route.urgent), not sure, need, fit.route.place(topic))
