"""What a region and a municipality add to the country or put in its place, and what still has to be filled in."""

from collections.abc import Iterable
from pathlib import Path

from bot.content.load import Content
from bot.content.problems import Problem
from bot.model.knowledge import Layer
from bot.model.municipality import Municipality, Rule
from bot.model.places import Confidence
from bot.model.text import DUTCH

Document = dict[str, object]


def differences(content: Content, municipality: Municipality, folder: Path | None) -> Document:
    """The layers of one municipality, its choices and its gaps, as JSON holds them.

    `folder`: where the municipality was read from, when that is not the knowledge.
    """
    layers = content.knowledge.layers[municipality.id]
    return {
        "id": municipality.id,
        "name": municipality.name,
        "region": municipality.region,
        "layers": [_layer(layer) for layer in layers],
        "line": [_rule(rule) for rule in municipality.line],
        "instead": {kind: desk.id for kind, desk in municipality.instead.items()},
        "long_term": municipality.long_term.id if municipality.long_term else "",
        "objections": municipality.objections.value,
        "before_wlz": municipality.before_wlz.value,
        "to_do": [str(one) for one in to_do(content, municipality, folder)],
        "not_shown": sorted(key for key, one in municipality.places.items() if one.confidence is Confidence.LOW),
    }


def to_do(content: Content, municipality: Municipality, folder: Path | None) -> list[Problem]:
    """The warnings about this municipality and its region."""
    own = folder.as_posix() if folder else f"/municipalities/{municipality.id}"
    wanted = (f"{own}/", f"/regions/{municipality.region}/")
    return [one for one in content.warnings if any(part in one.path for part in wanted)]


def _layer(layer: Layer) -> Document:
    names = {("place", key): place.name for key, place in layer.places.items()}
    names |= {("route", key): route.name.to(DUTCH) for key, route in layer.routes.items()}
    return {
        "id": layer.id,
        "name": layer.name,
        "adds": _things(names, names.keys() - layer.replaced),
        "replaces": _things(names, layer.replaced),
    }


def _things(names: dict[tuple[str, str], str], wanted: Iterable[tuple[str, str]]) -> list[Document]:
    return [{"kind": kind, "id": key, "name": names[(kind, key)]} for kind, key in sorted(wanted)]


def _rule(rule: Rule) -> Document:
    return {
        "kind": rule.kind or "any question",
        "to": [desk.id for desk in rule.to],
        "resident_chooses": rule.resident_chooses,
    }


def as_text(document: Document) -> str:
    """The same, to be read."""
    region = f", region {document['region']}" if document["region"] else ""
    rows = [f"{document['name']} ({document['id']}){region}"]
    for layer in _all(document["layers"]):
        rows += ["", f"{layer['name']} ({layer['id']})"]
        for what in ("replaces", "adds"):
            rows += [f"  {what} {one['kind']} {one['id']}: {one['name']}" for one in _all(layer[what])]
        if not layer["adds"] and not layer["replaces"]:
            rows.append("  adds nothing, replaces nothing")
    rows += ["", "Who takes the question"]
    for rule in _all(document["line"]):
        choice = " (the resident chooses)" if rule["resident_chooses"] else ""
        rows.append(f"  {rule['kind']}: {_listed(rule['to'])}{choice}")
    rows += [f"  objections: {document['objections']}", f"  before a decision about the Wlz: {document['before_wlz']}"]
    rows += ["", "Still to fill in or confirm", *(f"  {one}" for one in _texts(document["to_do"]))]
    rows += [f"  never shown, too unsure: {one}" for one in _texts(document["not_shown"])]
    return "\n".join(rows)


def _all(value: object) -> list[Document]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _listed(value: object) -> str:
    return ", ".join(_texts(value))
