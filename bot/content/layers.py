"""Layers: what a region adds to the country, and a municipality to its region; one merged view for each municipality.

A folder of a layer may hold `places/` and `routes/`. The id of something wider stands for the same thing, so who
uses it must say `replaces: true`: nobody replaces anything by accident.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

import yaml

from bot.content.conditions import ConditionReader
from bot.content.index import index_all
from bot.content.knowledge import read_route
from bot.content.meaning import check_names
from bot.content.places import read_place
from bot.content.reader import Report, Spot
from bot.model.knowledge import Knowledge, Layer
from bot.model.places import Place

_REPLACES = "replaces"


class HasId(Protocol):
    """Anything that is one file with an id."""

    @property
    def id(self) -> str:
        """The id, equal to the file's name."""


T = TypeVar("T", bound=HasId)
Files = Callable[[Path], Iterable[Spot]]
"""Gives the files of a folder as spots; what cannot be read is in the report already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wider:
    """What the wider layers hold already: where each thing stands, by sort and id."""

    places: Mapping[str, Spot]
    routes: Mapping[str, Spot]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLayer:
    """A layer as read, and where its things stand together with those of the wider layers."""

    layer: Layer
    known: Wider


def read_layer(
    folder: Path, shown_as: str, name: str, *, files: Files, wider: Wider, conditions: ConditionReader
) -> ReadLayer:
    """The places and routes of one folder; faults are noted where they stand. `shown_as`: how an editor knows it."""
    places, place_spots = _read_things(files(folder / "places"), "place", read_place, wider.places)
    routes, route_spots = _read_things(
        files(folder / "routes"), "route", lambda spot: read_route(spot, conditions), wider.routes
    )
    replaced = {("place", key) for key in places if key in wider.places}
    replaced |= {("route", key) for key in routes if key in wider.routes}
    layer = Layer(
        id=folder.name, name=name, folder=shown_as, places=places, routes=routes, replaced=frozenset(replaced)
    )
    known = Wider(places={**wider.places, **place_spots}, routes={**wider.routes, **route_spots})
    return ReadLayer(layer=layer, known=known)


def _read_things(
    files: Iterable[Spot], kind: str, read: Callable[[Spot], T], wider: Mapping[str, Spot]
) -> tuple[dict[str, T], dict[str, Spot]]:
    things: dict[str, T] = {}
    spots: dict[str, Spot] = {}
    for file in files:
        replaces, spot = _take_replaces(file)
        thing, name = read(spot), Path(spot.path).stem
        things[name], spots[name] = thing, spot
        if thing.id and thing.id != name:
            spot.fail(f"id '{thing.id}' is not the file's name", f"write 'id: {name}' or rename the file")
        first = wider.get(name)
        if first is not None and not replaces:
            remedy = f"it stands in {first.path} too; write 'replaces: true' to take its place, or give it another id"
            spot.fail(f"double {kind} '{name}'", remedy)
        if first is None and replaces:
            spot.fail(f"{kind} '{name}' replaces nothing", "take 'replaces' out, or write the id of what it replaces")
    return things, spots


def _take_replaces(spot: Spot) -> tuple[bool, Spot]:
    """What `replaces` says, and the file without it."""
    if not isinstance(spot.node, yaml.MappingNode):
        return False, spot
    pairs = list(spot.node.value)
    said = next((pair for pair in pairs if pair[0].value == _REPLACES), None)
    if said is None:
        return False, spot
    pairs.remove(said)
    rest = yaml.MappingNode(spot.node.tag, pairs, spot.node.start_mark, spot.node.end_mark)
    trace = spot.trace and spot.trace.ask(_REPLACES, needed=False)
    return spot.at(said[1], _REPLACES, trace).yes_no(), spot.at(rest, trace=spot.trace)


def check_named(report: Report, since: int, known: Mapping[str, Collection[str]]) -> None:
    """Whether what a layer names is known in that layer: of the names noted after the first `since`."""
    earlier, report.names = report.names[:since], report.names[since:]
    check_names(report, known)
    report.names = [*earlier, *report.names]


def local_places(layers: Iterable[Layer]) -> dict[str, Place]:
    """The places of the layers, widest first; the narrower one wins."""
    return {key: place for layer in layers for key, place in layer.places.items()}


def view_of(knowledge: Knowledge, municipality: str) -> Knowledge:
    """The knowledge as it is in one municipality: with the routes that its region and itself add or replace."""
    local = {key: route for layer in knowledge.layers.get(municipality, ()) for key, route in layer.routes.items()}
    if not local:
        return knowledge
    routes = {**knowledge.routes, **local}
    made = index_all(routes.values(), knowledge.terms)
    return replace(knowledge, routes=routes, index=made.index, mine=made.mine, timed=made.timed)
