"""The schemas for editors: made from what the readers ask, true of every file, and as they stand in docs/schemas."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.content.load import traced
from bot.content.schemas import editor_settings, make_schemas
from bot.content.trace import Trace, Tracer

ROOT = Path(__file__).parents[2]
SORTS = sorted(path.name.removesuffix(".schema.json") for path in (ROOT / "docs" / "schemas").glob("*.schema.json"))
LONG = 100  # items
FREE = {"glossary", "hints", "roles", "stages", "themes"}  # every key of these is a name of its own


@dataclass(frozen=True, slots=True)
class Made:
    """The schemas, without the names that there are and with them, and what they were made of."""

    tracer: Tracer
    bare: dict[str, dict]
    named: dict[str, dict]

    def files(self, sort: str) -> list[Path]:
        return sorted(
            path for one, _, globs in self.tracer.sorts() if one == sort for glob in globs for path in ROOT.glob(glob)
        )


@pytest.fixture(scope="module")
def made() -> Made:
    content, tracer = traced(ROOT / "knowledge", ROOT / "flows")
    return Made(tracer=tracer, bare=make_schemas(tracer, None), named=make_schemas(tracer, content.knowledge))


def plain(node: yaml.Node) -> object:
    """A file as the YAML plug-in of an editor reads it (YAML 1.2): days and `nee` are words, 112 is a number."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    if node.style or not node.value:
        return node.value
    if node.value in ("true", "false"):
        return node.value == "true"
    return int(node.value) if node.value.isdigit() else node.value


def read(path: Path) -> object:
    """One file; of a long list every so many items, for all of them are checked by the readers."""
    document = plain(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    return document[:: len(document) // LONG + 1] if isinstance(document, list) else document


@pytest.mark.parametrize("sort", SORTS)
def test_every_real_file_keeps_to_its_schemas(made: Made, sort: str) -> None:
    found = made.files(sort)
    assert found
    for schemas in (made.bare, made.named):
        validator = Draft7Validator(schemas[sort])
        validator.check_schema(schemas[sort])
        faults = [f"{path.name}: {fault.message}" for path in found for fault in validator.iter_errors(read(path))]
        assert not faults, "\n".join(faults[:5])


def test_every_file_has_a_schema(made: Made) -> None:
    covered = {path for sort in SORTS for path in made.files(sort)}
    assert covered == {path for folder in ("knowledge", "flows") for path in (ROOT / folder).rglob("*.yaml")}


def _mappings(value: object) -> Iterator[dict]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _mappings(inner)


@pytest.mark.parametrize("sort", sorted(set(SORTS) - FREE))
def test_an_unknown_key_is_refused(made: Made, sort: str) -> None:
    document = read(made.files(sort)[0])
    validator = Draft7Validator(made.bare[sort])
    told = 0
    mappings = list(_mappings(document))
    for mapping in mappings[:: len(mappings) // LONG + 1]:
        mapping["xyzzy"] = "x"
        told += not validator.is_valid(document)
        del mapping["xyzzy"]
    assert told
    assert validator.is_valid(document)


def _keys(trace: Trace) -> Iterator[str]:
    yield from trace.keys
    below = [*trace.keys.values(), *(inner for inner in (trace.each, trace.item) if inner)]
    if "condition" not in trace.kinds:
        for inner in below:
            yield from _keys(inner)


@pytest.mark.parametrize("sort", SORTS)
def test_every_key_that_a_reader_asks_for_is_there(made: Made, sort: str) -> None:
    [trace] = [trace for name, trace, _ in made.tracer.sorts() if name == sort]
    offered = {key for mapping in _mappings(made.bare[sort]) for key in mapping.get("properties", {})}
    assert set(_keys(trace)) <= offered


@pytest.mark.parametrize(
    ("when", "good"),
    [
        ({"duur": "lang"}, True),
        ({"duur": ["kort", "lang"]}, True),
        ({"duur": {"known": False}}, True),
        ({"any": [{"duur": "lang"}, {"not": {"onderwerp": "scootmobiel"}}]}, True),
        ({"duur": "lng"}, False),
        ({"duurr": "lang"}, False),
        ({"duur": {"known": "ja"}}, False),
        ({"melding_op": "2026-11-01"}, False),
        ({"any": "lang"}, False),
    ],
)
def test_with_names_a_condition_is_held_against_the_facts(made: Made, when: object, good: bool) -> None:
    route = {**read(ROOT / "knowledge" / "routes" / "wmo_hulpmiddel.yaml"), "when": when}  # type: ignore[dict-item]
    assert Draft7Validator(made.named["routes"]).is_valid(route) is good


def test_with_names_an_id_must_exist(made: Made) -> None:
    route = read(ROOT / "knowledge" / "routes" / "wmo_hulpmiddel.yaml")
    assert isinstance(route, dict)
    for key in ("topics", "places", "terms"):
        assert not Draft7Validator(made.named["routes"]).is_valid({**route, key: ["bestaat_niet"]}), key


def test_the_schemas_in_docs_are_up_to_date(made: Made) -> None:
    """Write them anew with `wegwijzer schemas docs/schemas`."""
    folder = ROOT / "docs" / "schemas"
    wanted = {f"{sort}.schema.json": schema for sort, schema in made.bare.items()}
    wanted["vscode.settings.json"] = editor_settings(made.tracer, "docs/schemas")
    assert {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()} == wanted
