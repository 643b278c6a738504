"""The files of `knowledge/facts/` -> model."""

import re

import yaml

from bot.content.conditions import WORDS
from bot.content.reader import ID, Spot, read_all
from bot.model.facts import FactKind, FactOption, FactSpec
from bot.model.law import Stage
from bot.model.sections import Section
from bot.model.text import DUTCH

_MOST_OPTIONS = 12  # answers to one question


def read_facts(spot: Spot) -> dict[str, FactSpec]:
    """`facts.yaml`: a mapping from fact id to its description."""
    specs = {key: _fact(key, value) for key, _, value in spot.pairs()}
    for key, at, _ in spot.pairs():
        if key in WORDS:
            at.fail(f"'{key}' is a word of the conditions", "give the fact another name")
        elif not ID.fullmatch(key):
            at.fail(f"'{key}' is not an id", "use a-z, 0-9, '_' and '-', at most 40 characters")
    return specs


def _fact(key: str, spot: Spot) -> FactSpec:
    fields = spot.fields()
    kind_spot = fields.get("kind")
    past = fields.find("past")
    sensitive, section = fields.find("sensitive"), fields.find("section")
    options, stages = fields.find("options"), fields.find("stages")
    spec = FactSpec(
        id=key,
        kind=kind_spot.one_of(FactKind, FactKind.TEXT) if kind_spot else FactKind.TEXT,
        label=fields.text("label"),
        question=fields.text("question", required=False),
        why=fields.text("why", required=False),
        options=tuple(_fact_option(name, at, value) for name, at, value in options.pairs()) if options else (),
        depends_on=fields.names("depends_on", "fact"),
        section=section.one_of(Section, Section.QUESTION) if section else None,
        sensitive=sensitive.yes_no() if sensitive else False,
        past=past.yes_no() if past else True,
        stages=read_all(stages, lambda item: item.one_of(Stage, Stage.ORIENTATIE)) if stages else (),
    )
    fields.done()
    if spec.kind in (FactKind.CHOICE, FactKind.CHOICES) and not spec.options:
        spot.fail(f"fact '{key}' is a choice without options", "add 'options:' with at least one answer")
    if options:
        _check_options(spec, options)
    return spec


def _check_options(spec: FactSpec, options: Spot) -> None:
    """No wording is two answers, and a person can take all answers in."""
    if spec.kind is FactKind.CHOICES and len(spec.options) > _MOST_OPTIONS:
        options.fail(f"fact '{spec.id}' has {len(spec.options)} options", f"keep a question to {_MOST_OPTIONS} at most")
    owner: dict[str, str] = {}
    places = {name: at for name, at, _ in options.pairs()}
    for option in spec.options:
        for words in sorted({option.label.to(DUTCH).lower(), *(meaning.lower() for meaning in option.means)}):
            if words in owner:
                what = f"'{words}' means both '{owner[words]}' and '{option.id}' in fact '{spec.id}'"
                places[option.id].fail(what, "leave it with one of the two")
            owner[words] = option.id


def _fact_option(name: str, at: Spot, spot: Spot) -> FactOption:
    if not ID.fullmatch(name):
        at.fail(f"'{name}' is not an id", "use a-z, 0-9, '_' and '-', at most 40 characters")
    if isinstance(spot.node, yaml.ScalarNode):
        return FactOption(id=name, label=spot.label())
    fields = spot.fields()
    ages, urgent, alone, push = (fields.find(key) for key in ("ages", "urgent", "alone", "push"))
    option = FactOption(
        id=name,
        label=fields.label("label"),
        means=fields.strings("means"),
        story=fields.strings("story"),
        heard=fields.text("heard", required=False),
        summary=fields.text("summary", required=False),
        adds=fields.names("adds", "topic"),
        ages=_ages(ages) if ages else None,
        alone=alone.yes_no() if alone else False,
        urgent=urgent.yes_no() if urgent else False,
        push=push.yes_no() if push else False,
    )
    fields.done()
    return option


def _ages(spot: Spot) -> tuple[int, int] | None:
    value = spot.scalar() or ""
    match = re.fullmatch(r"(\d{1,3})-(\d{1,3})", value)
    if not match or int(match[1]) > int(match[2]):
        spot.fail(f"'{value}' is not a range of ages", "write it as 0-16")
        return None
    return int(match[1]), int(match[2])
