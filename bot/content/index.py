"""The routes in the order in which they are named, by topic and by what they need: nobody reads them all to advise."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.model.condition import All, AnyOf, AtLeast, Condition, Is, Known, Not
from bot.model.knowledge import ANY_VALUE, NO_FACT, Route, RouteIndex
from bot.model.terms import Term

Need = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Indexes:
    """Every route, and those with a term; see `Knowledge`."""

    index: RouteIndex
    mine: RouteIndex
    timed: Mapping[str, RouteIndex]


def index_all(routes: Collection[Route], terms: Mapping[str, Term]) -> Indexes:
    """All the indexes over these routes. A term that does not exist is left out; `meaning` tells of it."""
    by_start: dict[str, dict[str, Route]] = {}
    mine: dict[str, Route] = {}
    for route in routes:
        for term in (terms[name] for name in route.terms if name in terms):
            for start in term.starts:
                by_start.setdefault(start, {})[route.id] = route
            if term.mine:
                mine[route.id] = route
    timed = {start: index_routes(held.values()) for start, held in by_start.items()}
    return Indexes(index_routes(routes), index_routes(mine.values()), timed)


def index_routes(routes: Iterable[Route]) -> RouteIndex:
    """Every route under each of its topics; under "" those for any topic."""
    by_topic: dict[str, list[Route]] = {"": []}
    by_need: dict[tuple[str, str, str], list[Route]] = {}
    for route in routes:
        for topic in route.topics or ("",):
            by_topic.setdefault(topic, []).append(route)
            for fact, value in needs_of(route.when) or {(NO_FACT, NO_FACT)}:
                by_need.setdefault((topic, fact, value), []).append(route)
    return RouteIndex(
        by_topic={
            topic: _sorted(held, topic, lambda route, topic: route.place(topic)) for topic, held in by_topic.items()
        },
        by_need={
            need: _sorted(held, need[0], lambda route, topic: route.sure_place(topic)) for need, held in by_need.items()
        },
    )


def _sorted(held: list[Route], topic: str, key: Callable[[Route, str], tuple[object, ...]]) -> tuple[Route, ...]:
    return tuple(sorted(held, key=lambda route: key(route, topic)))


def needs_of(condition: Condition) -> frozenset[Need] | None:
    """Facts with values of which at least one must be there before the condition surely holds.

    `ANY_VALUE`: whatever value. None: it may hold when nothing is known.
    """
    match condition:
        case Is(fact, values):
            return frozenset((fact, value) for value in values)
        case Known(fact, wanted):
            return frozenset({(fact, ANY_VALUE)}) if wanted else None
        case Not(part):
            return _needs_of_not(part)
        case All(parts):
            found = [need for part in parts if (need := needs_of(part)) is not None]
            return min(found, key=_width, default=None)
        case AnyOf(parts) | AtLeast(_, parts):
            cases = [needs_of(part) for part in parts]
            return None if None in cases else frozenset().union(*(case for case in cases if case is not None))


def _needs_of_not(condition: Condition) -> frozenset[Need] | None:
    match condition:
        case Is(fact, _):
            return frozenset({(fact, ANY_VALUE)})
        case Known(fact, wanted):
            return needs_of(Known(fact, not wanted))
        case Not(part):
            return needs_of(part)
        case All(parts):
            return needs_of(AnyOf(tuple(Not(part) for part in parts)))
        case AnyOf(parts):
            return needs_of(All(tuple(Not(part) for part in parts)))
        case AtLeast(count, parts):
            return needs_of(AtLeast(len(parts) - count + 1, tuple(Not(part) for part in parts)))


def _width(needs: frozenset[Need]) -> tuple[int, int]:
    """How little a set of needs tells: any value of a fact tells less than some of its values."""
    return sum(value == ANY_VALUE for _, value in needs), len(needs)
