"""Themes, stages, glossary, topics and routes -> model. Form only; what refers to what is checked in `meaning`."""

from bot.content.conditions import ConditionReader
from bot.content.problems import did_you_mean
from bot.content.reader import Spot, read_all, read_map
from bot.model.knowledge import USUAL_ORDER, Route, Theme, Topic
from bot.model.law import Law, Stage
from bot.model.text import Text


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
    order = fields.find("order")
    route = Route(
        id=fields.id(),
        name=fields.text("name"),
        law=law.one_of(Law, Law.OVERIG) if law else Law.OVERIG,
        step=step.number(1, 5) if step else 3,
        topics=fields.names("topics", "topic"),
        lead=fields.names("lead", "topic"),
        urgent=urgent.yes_no() if urgent else False,
        order=order.number(1, 9) if order else USUAL_ORDER,
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
