"""Which places of the social map are shown, in which order, and why. Pure: the day is an argument."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.advice.standing import PlaceReason, Showing, standing
from bot.model.condition import Truth
from bot.model.facts import EngineFact, Facts
from bot.model.municipality import Municipality
from bot.model.places import Place

MOST_BRANCHES = 3  # neighbourhood branches that come along with the place they belong to
_FAR = 2  # how near: 0 in the same neighbourhood, 1 in the same district


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChoice:
    """A place to show, with its reasons."""

    place: Place
    call_first: bool
    reasons: tuple[PlaceReason, ...]


def choose_places(
    named: Iterable[Place], topics: Iterable[str], here: Municipality, facts: Facts, today: date
) -> tuple[PlaceChoice, ...]:
    """The places to show out of those that a route names, in the order of the route.

    What is for emergencies comes first. Branches near the resident come just before the place they belong to.
    """
    wanted = frozenset(topics)
    found: dict[str, PlaceChoice] = {}
    for place in named:
        for one in (*_branches(place, wanted, here, facts), place):
            choice = _choose(one, here, facts, today)
            if choice is not None:
                found.setdefault(one.id, choice)
    return tuple(sorted(found.values(), key=lambda choice: not choice.place.crisis))


def _choose(place: Place, here: Municipality, facts: Facts, today: date) -> PlaceChoice | None:
    how = standing(place, today)
    serves = serves_at(place, here, facts)
    if how.showing is Showing.HIDDEN or serves is Truth.NO:
        return None
    reasons = [PlaceReason.CRISIS] if place.crisis else []
    distance = how_near(place, here, facts)
    if distance < _FAR:
        reasons.append((PlaceReason.SAME_NEIGHBOURHOOD, PlaceReason.SAME_DISTRICT)[distance])
    if place.area:
        reasons.append(PlaceReason.SERVES_HERE if serves is Truth.YES else PlaceReason.MAY_SERVE_HERE)
    return PlaceChoice(place=place, call_first=how.showing is Showing.CALL_FIRST, reasons=(*reasons, how.reason))


def _branches(place: Place, topics: frozenset[str], here: Municipality, facts: Facts) -> Iterator[Place]:
    """The branches of a place that are surely near the resident and for what is asked, nearest first."""
    if EngineFact.ELDERS in facts:
        return
    near = [
        (how_near(one, here, facts), one.trede, one.id, one)
        for one in here.branches.get(place.id, ())
        if not one.topics or topics.intersection(one.topics)
    ]
    surely = (row for row in near if row[0] < _FAR or (row[3].area and serves_at(row[3], here, facts) is Truth.YES))
    yield from (row[3] for row in sorted(surely, key=lambda row: row[:3])[:MOST_BRANCHES])


def how_near(place: Place, here: Municipality, facts: Facts) -> int:
    """0 in the resident's neighbourhood (or with the same four digits), 1 in the district, 2 farther or unknown."""
    home, postcode = _said(facts, EngineFact.WIJK), _said(facts, EngineFact.POSTCODE)[:4]
    distance = _FAR
    for location in place.open_locations:
        same = home in (location.near[1:] or location.near)
        if same or (postcode and location.postcode.startswith(postcode)):
            return 0
        if home and location.near and location.near[0] in (home, here.districts.get(home)):
            distance = 1
    return distance


def serves_at(place: Place, here: Municipality, facts: Facts) -> Truth:
    """Whether the place is there for who lives where this resident lives."""
    area = place.area
    if area.municipalities and not _in_municipality(area.municipalities, here, facts):
        return Truth.NO
    if not (area.neighbourhoods or area.postcodes):
        return Truth.YES
    home, digits = _said(facts, EngineFact.WIJK), _said(facts, EngineFact.POSTCODE)[:4]
    by_name = _by_neighbourhood(area.neighbourhoods, home, here)
    by_digits = Truth.PERHAPS
    if digits and area.postcodes:
        by_digits = Truth.YES if any(low <= int(digits) <= high for low, high in area.postcodes) else Truth.NO
    both = {by_name, by_digits}
    return Truth.YES if Truth.YES in both else Truth.NO if Truth.NO in both else Truth.PERHAPS


def _in_municipality(codes: tuple[str, ...], here: Municipality, facts: Facts) -> bool:
    """Who lives elsewhere lives in one of the other municipalities, as far as we know."""
    if EngineFact.ELDERS in facts:
        return any(code != here.code for code in codes)
    return here.code in codes


def _by_neighbourhood(names: tuple[str, ...], home: str, here: Municipality) -> Truth:
    """A district holds its neighbourhoods; who names only the district may live in any of them."""
    if not names or not home:
        return Truth.PERHAPS
    if home in names or here.districts.get(home) in names:
        return Truth.YES
    return Truth.PERHAPS if any(here.districts.get(name) == home for name in names) else Truth.NO


def _said(facts: Facts, name: str) -> str:
    fact = facts.get(name)
    return fact.values()[0] if fact else ""
