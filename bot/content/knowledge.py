"""The files of `knowledge/` -> model. Shape and form only; what refers to what is checked in `meaning`."""

import re

import yaml

from bot.content.conditions import ConditionReader
from bot.content.problems import did_you_mean
from bot.content.reader import ID, Fields, Spot, read_all, read_map
from bot.model.facts import FactKind, FactOption, FactSpec
from bot.model.knowledge import Confidence, Place, Route, Term, TermUnit, Theme, Topic
from bot.model.law import Law, Stage
from bot.model.sections import Section
from bot.model.text import DUTCH, Text

_MOST_OPTIONS = 12  # answers to one question


def read_facts(spot: Spot) -> dict[str, FactSpec]:
    """`facts.yaml`: a mapping from fact id to its description."""
    specs = {key: _fact(key, value) for key, _, value in spot.pairs()}
    for key, at, _ in spot.pairs():
        if key in ("any", "not"):
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
    ages, urgent, alone = fields.find("ages"), fields.find("urgent"), fields.find("alone")
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


def read_themes(spot: Spot) -> dict[str, Theme]:
    """`themes.yaml`: theme id -> name."""
    return dict(read_map(spot, lambda key, value: Theme(id=key, name=value.label())))


def read_stages(spot: Spot) -> dict[Stage, tuple[str, ...]]:
    """`stages.yaml`: stage -> wordings."""
    result: dict[Stage, tuple[str, ...]] = {}
    known = {stage.value: stage for stage in Stage}
    for key, at, value in spot.pairs():
        if key not in known:
            at.fail(f"unknown stage '{key}'", did_you_mean(key, known))
            continue
        result[known[key]] = tuple(word for word in (item.scalar() for item in value.items()) if word)
    return result


def read_glossary(spot: Spot) -> dict[str, Text]:
    """`glossary.yaml`: hard word -> explanation in plain words."""
    return {key: value.text() for key, _, value in spot.pairs()}


def read_topic(spot: Spot) -> Topic:
    """One file of `topics/`."""
    fields = spot.fields()
    law = fields.get("law")
    also, process = fields.find("also"), fields.find("process")
    topic = Topic(
        id=fields.id(),
        name=fields.label("name"),
        noun=fields.text("noun"),
        heard=fields.text("heard"),
        theme=fields.name("theme", "theme"),
        law=law.one_of(Law, Law.OVERIG) if law else Law.OVERIG,
        also=read_all(also, lambda item: item.one_of(Law, Law.OVERIG)) if also else (),
        words=fields.strings("words"),
        phrases=fields.strings("phrases"),
        asks=fields.names("asks", "question"),
        behind=fields.names("behind", "topic"),
        process=process.yes_no() if process else False,
        first=fields.text("first", required=False),
        sources=fields.sources(),
    )
    fields.done()
    if not topic.words and not topic.phrases:
        spot.fail(f"topic '{topic.id}' cannot be recognised", "add 'words' or 'phrases' that people use")
    return topic


def read_route(spot: Spot, conditions: ConditionReader) -> Route:
    """One file of `routes/`."""
    fields = spot.fields()
    law, step, urgent = fields.get("law"), fields.get("step"), fields.find("urgent")
    route = Route(
        id=fields.id(),
        name=fields.text("name"),
        law=law.one_of(Law, Law.OVERIG) if law else Law.OVERIG,
        step=step.number(1, 5) if step else 3,
        topics=fields.names("topics", "topic"),
        lead=fields.names("lead", "topic"),
        urgent=urgent.yes_no() if urgent else False,
        when=conditions.read(fields.find("when")),
        why=fields.text("why"),
        first_step=fields.text("first_step"),
        bring=fields.texts("bring"),
        terms=fields.names("terms", "term"),
        places=fields.names("places", "place"),
        nobody_answers=fields.text("nobody_answers", required=False),
        sources=fields.sources(),
    )
    fields.done()
    return route


def read_term(spot: Spot, conditions: ConditionReader) -> Term:
    """One file of `terms/`."""
    fields = spot.fields()
    count, unit, opens = fields.get("count"), fields.get("unit"), fields.find("opens")
    term = Term(
        id=fields.id(),
        name=fields.text("name"),
        start=fields.name("start", "date fact"),
        count=count.number(1, 400) if count else 1,
        unit=unit.one_of(TermUnit, TermUnit.DAYS) if unit else TermUnit.DAYS,
        extended=_required_flag(fields, "extended"),
        mine=_required_flag(fields, "mine"),
        opens=opens.yes_no() if opens else False,
        when=conditions.read(fields.find("when")),
        running=fields.text("running"),
        passed=fields.text("passed"),
        sources=fields.sources(),
    )
    fields.done()
    return term


def _required_flag(fields: Fields, key: str) -> bool:
    spot = fields.get(key)
    return spot.yes_no() if spot else False


def read_place(spot: Spot) -> Place:
    """One file of a `places/` folder."""
    fields = spot.fields()
    confidence, seen = fields.get("confidence"), fields.find("seen_on")
    place = Place(
        id=fields.id(),
        name=fields.plain("name"),
        short=fields.plain("short", ""),
        kind=fields.plain("kind"),
        what=fields.text("what"),
        who=fields.text("who", required=False),
        first_step=fields.text("first_step", required=False),
        phone=fields.plain("phone", ""),
        email=fields.plain("email", ""),
        web=fields.plain("web", ""),
        address=fields.plain("address", ""),
        hours=fields.text("hours", required=False),
        costs=fields.text("costs", required=False),
        areas=fields.strings("areas"),
        topics=fields.names("topics", "topic"),
        confidence=confidence.one_of(Confidence, Confidence.LOW) if confidence else Confidence.LOW,
        seen_on=seen.day() if seen else None,
        source=fields.plain("source", ""),
        note=fields.plain("note", ""),
    )
    fields.done()
    if place.confidence is not Confidence.LOW:
        _check_shown(place, spot)
    return place


def _check_shown(place: Place, spot: Spot) -> None:
    """What a resident gets to see needs a source and a way to get there."""
    if not place.source:
        spot.fail(f"place '{place.id}' has no source", "add 'source:' with the page, or set confidence: low")
    if not (place.phone or place.web or place.email or place.address):
        spot.fail(f"place '{place.id}' cannot be reached", "add phone, web, email or address, or set confidence: low")
