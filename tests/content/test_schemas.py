"""The schemas for editors: made from what the readers ask, true of every file, and as they stand in docs/schemas."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.content.load import traced
from bot.content.schemas import editor_settings, make_schemas
from bot.content.trace import Trace

ROOT = Path(__file__).parents[2]
CONTENT, TRACER = traced(ROOT / "knowledge", ROOT / "flows")
BARE = make_schemas(TRACER, None)
NAMED = make_schemas(TRACER, CONTENT.knowledge)
GLOBS = {sort: globs for sort, _, globs in TRACER.sorts()}
FREE = {"glossary", "hints", "roles", "stages", "themes"}  # every key of these is a name of its own


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


def files(sort: str) -> list[Path]:
    return sorted(path for glob in GLOBS[sort] for path in ROOT.glob(glob))


def read(path: Path) -> object:
    return plain(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


@pytest.mark.parametrize("sort", sorted(BARE))
def test_every_real_file_keeps_to_its_schemas(sort: str) -> None:
    found = files(sort)
    assert found
    for schemas in (BARE, NAMED):
        validator = Draft7Validator(schemas[sort])
        validator.check_schema(schemas[sort])
        faults = [f"{path.name}: {fault.message}" for path in found for fault in validator.iter_errors(read(path))]
        assert not faults, "\n".join(faults[:5])


def test_every_file_has_a_schema() -> None:
    covered = {path for sort in GLOBS for path in files(sort)}
    assert covered == {path for folder in ("knowledge", "flows") for path in (ROOT / folder).rglob("*.yaml")}


def _mappings(value: object) -> Iterator[dict]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _mappings(inner)


@pytest.mark.parametrize("sort", sorted(set(BARE) - FREE))
def test_an_unknown_key_is_refused(sort: str) -> None:
    document = read(files(sort)[0])
    validator = Draft7Validator(BARE[sort])
    told = 0
    for mapping in _mappings(document):
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


@pytest.mark.parametrize("sort", sorted(BARE))
def test_every_key_that_a_reader_asks_for_is_there(sort: str) -> None:
    [trace] = [trace for name, trace, _ in TRACER.sorts() if name == sort]
    offered = {key for mapping in _mappings(BARE[sort]) for key in mapping.get("properties", {})}
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
def test_with_names_a_condition_is_held_against_the_facts(when: object, good: bool) -> None:
    route = {**read(ROOT / "knowledge" / "routes" / "wmo_hulpmiddel.yaml"), "when": when}  # type: ignore[dict-item]
    assert Draft7Validator(NAMED["routes"]).is_valid(route) is good


def test_with_names_an_id_must_exist() -> None:
    route = read(ROOT / "knowledge" / "routes" / "wmo_hulpmiddel.yaml")
    assert isinstance(route, dict)
    for key in ("topics", "places", "terms"):
        assert not Draft7Validator(NAMED["routes"]).is_valid({**route, key: ["bestaat_niet"]}), key


def test_the_schemas_in_docs_are_up_to_date() -> None:
    """Write them anew with `wegwijzer schemas docs/schemas`."""
    folder = ROOT / "docs" / "schemas"
    wanted = {f"{sort}.schema.json": schema for sort, schema in BARE.items()}
    wanted["vscode.settings.json"] = editor_settings(TRACER, "docs/schemas")
    assert {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()} == wanted
