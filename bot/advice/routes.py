"""From facts to routes: which way, in the order of help, each with its reasons."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from bot.advice.conditions import Reason, reasons
from bot.advice.fits import Fit, find_first, find_fits, need_of
from bot.advice.local_words import find_places
from bot.advice.places import PlaceChoice, choose_places
from bot.model.condition import Truth
from bot.model.facts import EngineFact, Facts
from bot.model.knowledge import Knowledge, Route
from bot.model.municipality import Municipality

MOST_ROUTES = 4  # more ways than a tired person can take in do not help

_Rank = tuple[bool, bool, int, bool, tuple[bool, int, int, str]]
_NEXT_NEED = 0.6  # a later need counts so much less than the one before it, in ways that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A route that may fit: how sure, for which of the resident's topics, and why."""

    route: Route
    truth: Truth  # YES, or PERHAPS while a fact is unknown
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]
    places: tuple[PlaceChoice, ...]


def topics_of(facts: Facts) -> tuple[str, ...]:
    """The resident's topics, best first."""
    fact = facts.get(EngineFact.ONDERWERP)
    return fact.values() if fact else ()


def advise(knowledge: Knowledge, municipality: Municipality, facts: Facts, today: date) -> tuple[Advice, ...]:
    """The routes for these facts on this day, in the order of help; no local desks for who lives elsewhere.

    However many fit, only those that may be named are looked at: the indexes hold them in their order.
    """
    wanted = topics_of(facts)
    found = _sorted(find_fits(knowledge.index, facts, wanted, MOST_ROUTES), wanted)
    kept = _fair(found)[:MOST_ROUTES]
    left = _sorted(_pressing(knowledge, facts, wanted, {fit.route.id for fit in kept}), wanted)[:1]
    kept = [*kept[: MOST_ROUTES - len(left)], *left]
    return tuple(
        Advice(
            route=fit.route,
            truth=fit.truth,
            topics=tuple(topic for topic in wanted if topic in fit.route.topics),
            reasons=reasons(fit.route.when, facts),
            places=_to_show(knowledge, municipality, fit.route, facts, today),
        )
        for fit in sorted(kept, key=lambda fit: (fit.route.step, _rank(fit, wanted)))
    )


def _sorted(found: list[Fit], wanted: tuple[str, ...]) -> list[Fit]:
    return sorted(found, key=lambda fit: _rank(fit, wanted))


def _fair(found: list[Fit]) -> list[Fit]:
    """Every need gets its best way; the first need a second one before a third need gets its first.

    What cannot wait comes before all of that. `found` is in the order of `_rank`.
    """
    had: Counter[int] = Counter()
    order = []
    for rank, fit in enumerate(found):
        urgent = fit.route.urgent and fit.truth is Truth.YES
        order.append((-1.0 if urgent else had[fit.need] + fit.need * _NEXT_NEED, rank))
        had[fit.need] += 1
    return [found[rank] for _, rank in sorted(order)]


def best(advice: tuple[Advice, ...], facts: Facts) -> Advice | None:
    """The way to name first: the surest one for the topic that matters most."""
    wanted = topics_of(facts)

    def rank(one: Advice) -> _Rank:
        return _rank(Fit(one.route, one.truth, need_of(one.route, wanted)), wanted)

    return min(advice, key=rank, default=None)


def routes_of(knowledge: Knowledge, topics: tuple[str, ...]) -> list[Route]:
    """The routes for any of these topics, and those that fit any topic."""
    found = {route.id: route for topic in (*topics, "") for route in knowledge.index.by_topic.get(topic, ())}
    return list(found.values())


def _pressing(knowledge: Knowledge, facts: Facts, wanted: tuple[str, ...], kept: set[str]) -> list[Fit]:
    """Ways not kept with a day that counts: the first in which the resident must act before it, for each need,
    and the first of which a term runs for the need that matters most.
    """

    def fresh(fit: Fit) -> bool:
        return fit.route.id not in kept

    def runs(fit: Fit) -> bool:
        return fresh(fit) and bool(fit.route.topics) is bool(wanted)

    acts = [find_first(knowledge.mine, facts, wanted, need, fresh, sure=True) for need in range(len(wanted) or 1)]
    timed = (index for start, index in knowledge.timed.items() if start in facts)
    running = [find_first(index, facts, wanted, 0, runs, sure=False) for index in timed]
    return [fit for fit in (*acts, *running) if fit is not None]


def _to_show(
    knowledge: Knowledge, here: Municipality, route: Route, facts: Facts, today: date
) -> tuple[PlaceChoice, ...]:
    """The places of a route that exist here and may be shown on this day."""
    local = None if EngineFact.ELDERS in facts else here
    named = (place for name in route.places for place in find_places(knowledge, local, name))
    return choose_places(named, route.topics, here, facts, today)


def _rank(fit: Fit, wanted: tuple[str, ...]) -> _Rank:
    """What cannot wait, then what surely fits, then what matters most to the resident, then the order of help."""
    sure, topic = fit.truth is Truth.YES, wanted[fit.need] if fit.route.topics else ""
    return (not (sure and fit.route.urgent), not sure, fit.need, sure and fit.route.fallback, fit.route.place(topic))
