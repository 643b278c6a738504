"""Which routes fit the facts: read from the indexes in the order of naming, and no further than needed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge

from bot.advice.conditions import truth
from bot.model.condition import Truth
from bot.model.facts import Facts
from bot.model.knowledge import ANY_VALUE, NO_FACT, Route, RouteIndex

_NEEDS = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A route that may fit, how sure, and for which of the resident's topics."""

    route: Route
    truth: Truth  # YES or PERHAPS
    topics: tuple[str, ...]

    def need(self, wanted: tuple[str, ...]) -> int:
        """Which of the resident's topics it counts for: the first of its own; any topic counts for the first."""
        return wanted.index(self.topics[0]) if self.topics else 0


def find_fits(
    index: RouteIndex, facts: Facts, wanted: tuple[str, ...], most: int, test: Callable[[Fit], bool]
) -> list[Fit]:
    """For each need the first `most` routes that fit and pass the test: sure ones, then perhaps."""
    known = tuple((name, value) for name, fact in facts.items() for value in (*fact.values(), ANY_VALUE))
    found: list[Fit] = []
    for need, topic in enumerate(wanted or (NO_FACT,)):
        here: list[Fit] = []
        for fit in _in_order(index, facts, wanted, topic, (*known, (NO_FACT, NO_FACT))):
            if len(here) == most:
                break
            if fit.need(wanted) == need and test(fit):
                here.append(fit)
        found += here
    return found


def _in_order(index: RouteIndex, facts: Facts, wanted: tuple[str, ...], topic: str, known: _NEEDS) -> Iterator[Fit]:
    for route in _may_be_sure(index, wanted, topic, known):
        if truth(route.when, facts) is Truth.YES:
            yield _fit(route, Truth.YES, wanted)
    for route in index.by_topic.get(topic, ()) if topic else ():
        # For any topic the condition must carry it alone: no "perhaps" there.
        if truth(route.when, facts) is Truth.PERHAPS:
            yield _fit(route, Truth.PERHAPS, wanted)


def _may_be_sure(index: RouteIndex, wanted: tuple[str, ...], topic: str, known: _NEEDS) -> Iterator[Route]:
    """The routes of which a need is met, each once, in their order; with the first topic those for any topic."""
    topics = (topic, "") if topic and topic == wanted[0] else (topic,)
    lists = [held for name in topics for fact, value in known if (held := index.by_need.get((name, fact, value)))]
    last = None
    for route in lists[0] if len(lists) == 1 else merge(*lists, key=lambda route: route.sure_place(topic)):
        if route is not last:
            yield route
        last = route


def _fit(route: Route, how_sure: Truth, wanted: tuple[str, ...]) -> Fit:
    return Fit(route, how_sure, tuple(topic for topic in wanted if topic in route.topics))
