"""JSON Schemas for whoever edits the files: completion and a first check while typing.

A schema says the form. What refers to what, and whether a rule can hold, `wegwijzer check` says.
Draft 7, which the YAML plug-ins of editors read best.
"""

import json
from collections.abc import Collection, Mapping

from bot.content.reader import ID, LABEL_LIMIT, MESSAGE_LIMIT
from bot.content.trace import Trace, Tracer
from bot.model.facts import FactKind
from bot.model.knowledge import Knowledge

Schema = dict[str, object]
_DRAFT = "http://json-schema.org/draft-07/schema#"
# `112` and `9:30` are plain values too.
_ANY_PLAIN: Schema = {"type": ["string", "number", "boolean"]}
_PLAIN: Schema = {"$ref": "#/definitions/plain"}
_TEXT: Schema = {"$ref": "#/definitions/text"}
_LABEL: Schema = {"$ref": "#/definitions/label"}
_CONDITION: Schema = {"$ref": "#/definitions/condition"}
_CASES: Schema = {"anyOf": [{"type": "array", "items": _CONDITION}, _CONDITION]}


def make_schemas(tracer: Tracer, known: Knowledge | None) -> Mapping[str, Schema]:
    """One schema for every sort of file; with `known` also the ids that exist now, to choose from."""
    maker = _Maker(known)
    return {sort: maker.whole(sort, trace) for sort, trace, _ in tracer.sorts()}


def editor_settings(tracer: Tracer, folder: str) -> Schema:
    """What to put in `.vscode/settings.json`: which schema goes with which files."""
    return {"yaml.schemas": {f"{folder}/{sort}.schema.json": globs for sort, _, globs in tracer.sorts()}}


class _Maker:
    def __init__(self, known: Knowledge | None) -> None:
        self._names: Mapping[str, Collection[str]] = {} if known is None else _names(known)
        self._definitions: Mapping[str, Schema] = {
            "plain": _ANY_PLAIN,
            "text": _text(MESSAGE_LIMIT),
            "label": _text(LABEL_LIMIT),
            "condition": _condition({} if known is None else _answers(known)),
        }

    def whole(self, sort: str, trace: Trace) -> Schema:
        schema: Schema = {"$schema": _DRAFT, "title": sort, **self.schema(trace)}
        definitions: dict[str, Schema] = {}
        # A condition holds plain values, so it is looked at first.
        for name in ("condition", "plain", "text", "label"):
            if f'"#/definitions/{name}"' in json.dumps([schema, definitions]):
                definitions[name] = self._definitions[name]
        return {**schema, "definitions": definitions} if definitions else schema

    def schema(self, trace: Trace) -> Schema:
        """The forms in which this place was read; anything, when no file has it yet."""
        if "condition" in trace.kinds:
            return dict(_CONDITION)
        forms = self._single(trace)
        if trace.item is not None:
            # A single value counts as a list of one.
            item = self.schema(trace.item)
            forms += [{"type": "array", "items": item}, *(self._single(trace.item))]
        if trace.visits:
            keys = {key: self.schema(below) for key, below in sorted(trace.keys.items())}
            forms.append(_object(keys, trace.always()))
        elif trace.each is not None and not {"text", "label"} & trace.kinds:
            forms.append({"type": "object", "additionalProperties": self.schema(trace.each)})
        return forms[0] if len(forms) == 1 else {"anyOf": forms} if forms else {}

    def _single(self, trace: Trace) -> list[Schema]:
        kinds = trace.kinds
        if "one_of" in kinds:
            return [{"enum": list(trace.values)}]
        if trace.range is not None:
            return [{"type": "integer", "minimum": trace.range[0], "maximum": trace.range[1]}]
        if "yes_no" in kinds:
            return [{"type": "boolean"}]
        if "day" in kinds:
            return [{"type": "string", "format": "date"}]
        if "text" in kinds:
            return [dict(_LABEL if "label" in kinds else _TEXT)]
        if trace.names:
            ids = sorted({name for kind in trace.names for name in self._names.get(kind, ())})
            return [{"enum": ids} if ids else dict(_PLAIN)]
        if "id" in kinds:
            return [{**_ANY_PLAIN, "pattern": f"^{ID.pattern}$"}]
        return [dict(_PLAIN)] if "plain" in kinds else []


def _object(keys: Mapping[str, Schema], needed: list[str]) -> Schema:
    found: Schema = {"type": "object", "properties": dict(keys), "additionalProperties": False}
    return {**found, "required": needed} if needed else found


def _text(limit: int) -> Schema:
    """A text in Dutch, or in each language that the file lists."""
    words: Schema = {**_ANY_PLAIN, "maxLength": limit}
    return {"anyOf": [words, {"type": "object", "additionalProperties": words}]}


def _condition(answers: Mapping[str, list[str]]) -> Schema:
    """A condition, see `bot/content/conditions.py`; with the answers that each fact has, when they are given."""
    known = _object({"known": {"type": "boolean"}}, [])
    parts: dict[str, Schema] = {
        "any": _CASES,
        "at_least": _object({"count": {"type": "integer", "minimum": 1}, "of": _CASES}, ["count", "of"]),
        "not": _CONDITION,
    }
    for fact, values in answers.items():
        one: Schema = {"enum": values}
        parts[fact] = {"anyOf": [one, {"type": "array", "items": one}, known] if values else [known]}
    free: Schema = {"anyOf": [_PLAIN, {"type": "array", "items": _PLAIN}, known]}
    return {"type": "object", "properties": parts, "additionalProperties": False if answers else free}


def _answers(known: Knowledge) -> Mapping[str, list[str]]:
    topics = list(known.topics)
    return {
        name: topics if spec.kind is FactKind.TOPICS else [option.id for option in spec.options]
        for name, spec in known.facts.items()
    }


def _names(known: Knowledge) -> Mapping[str, Collection[str]]:
    places = {*known.places, *known.roles, *(name for one in known.municipalities.values() for name in one.places)}
    return {
        "fact": known.facts,
        "question": [name for name, spec in known.facts.items() if spec.question],
        "date fact": [name for name, spec in known.facts.items() if spec.kind is FactKind.DATE],
        "topic": known.topics,
        "theme": known.themes,
        "term": known.terms,
        "place": places,
        "role": known.roles,
        "duty": known.duties,
    }
