"""Which routes fit the facts: read from the indexes in the order of naming, and no further than needed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from bot.advice.conditions import truth
from bot.model.condition import Truth
from bot.model.facts import Facts
from bot.model.knowledge import ANY_VALUE, NO_FACT, Route, RouteIndex

Known = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A route that may fit, how sure, and for which of the resident's needs (0: the one that matters most)."""

    route: Route
    truth: Truth  # YES or PERHAPS
    need: int


def need_of(route: Route, wanted: tuple[str, ...]) -> int:
    """The first of the wanted topics that the route is for; a route for any topic counts for the first."""
    return next((place for place, topic in enumerate(wanted) if topic in route.topics), 0)


def find_fits(index: RouteIndex, facts: Facts, wanted: tuple[str, ...], most: int) -> list[Fit]:
    """For each need the first `most` routes that fit: sure ones, then perhaps."""
    known, found = _known(facts), list[Fit]()
    for need, topic in enumerate(wanted or (NO_FACT,)):
        sure = list(islice(_sure(index, facts, wanted, need, known), most))
        found += [*sure, *islice(_perhaps(index, facts, wanted, need, topic), most - len(sure))]
    return found


def find_first(
    index: RouteIndex, facts: Facts, wanted: tuple[str, ...], need: int, test: Callable[[Fit], bool], *, sure: bool
) -> Fit | None:
    """The first route for this need that fits and passes the test; with `sure` only one that surely fits."""
    found = (fit for fit in _sure(index, facts, wanted, need, _known(facts)) if test(fit))
    first = next(found, None)
    if first is not None or sure or not wanted:
        return first
    return next((fit for fit in _perhaps(index, facts, wanted, need, wanted[need]) if test(fit)), None)


def _known(facts: Facts) -> Known:
    """Every need that these facts meet, see `RouteIndex`."""
    held = ((name, value) for name, fact in facts.items() for value in (*fact.values(), ANY_VALUE))
    return (*held, (NO_FACT, NO_FACT))


def _sure(index: RouteIndex, facts: Facts, wanted: tuple[str, ...], need: int, known: Known) -> Iterator[Fit]:
    """Those that surely fit, each once, in their order; with the first need those for any topic."""
    topic = wanted[need] if wanted else NO_FACT
    topics = (topic, NO_FACT) if wanted and need == 0 else (topic,)
    lists = [held for name in topics for fact, value in known if (held := index.by_need.get((name, fact, value)))]
    last = None
    merged = lists[0] if len(lists) == 1 else merge(*lists, key=lambda route: route.sure_place(topic))
    for route in merged:
        if route is not last and need_of(route, wanted) == need and truth(route.when, facts) is Truth.YES:
            yield Fit(route, Truth.YES, need)
        last = route


def _perhaps(index: RouteIndex, facts: Facts, wanted: tuple[str, ...], need: int, topic: str) -> Iterator[Fit]:
    """Those that may fit, in their order. For any topic the condition must carry it alone: no "perhaps" there."""
    for route in index.by_topic.get(topic, ()) if topic else ():
        if need_of(route, wanted) == need and truth(route.when, facts) is Truth.PERHAPS:
            yield Fit(route, Truth.PERHAPS, need)
