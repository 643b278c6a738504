"""Themes, stages, glossary, topics and routes -> model. Form only; what refers to what is checked in `meaning`."""

from bot.content.conditions import ConditionReader
from bot.content.problems import did_you_mean
from bot.content.reader import Fields, Spot, read_all, read_map
from bot.content.wording import PLACEHOLDER
from bot.model.knowledge import USUAL_ORDER, Duty, Route, Theme, Topic
from bot.model.law import Law, Stage
from bot.model.text import Text

LEAST_WORDINGS, LEAST_PHRASES = 6, 3  # below this, a topic is rarely heard (docs/adr/0003)


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


def read_roles(spot: Spot) -> dict[str, Text]:
    """`roles.yaml`: what a municipality has of its own -> the words for it where nothing is known."""
    return dict(read_map(spot, lambda _, value: value.text()))


def _name(fields: Fields, name: Text) -> Text:
    """A name is shown as it stands, in buttons and in an intake."""
    for words in name.words.values():
        for found in PLACEHOLDER.findall(words):
            fields.spot.fail(f"'{{{found}}}' in the name '{words}'", "write a name that is right everywhere")
    return name


def read_duties(spot: Spot) -> dict[str, Duty]:
    """`duties.yaml`: what must be told with every way of a law."""
    return dict(read_map(spot, _duty))


def _duty(key: str, spot: Spot) -> Duty:
    fields = spot.fields()
    laws = fields.get("laws")
    duty = Duty(
        id=key,
        laws=read_all(laws, lambda item: item.one_of(Law, Law.OVERIG)) if laws else (),
        covered_by=fields.names("covered_by", "duty"),
        text=fields.text("text"),
        summary=_name(fields, fields.text("summary")),
        sources=fields.sources(),
    )
    fields.done()
    return duty


def read_topic(spot: Spot) -> Topic:
    """One file of `topics/`."""
    fields = spot.fields()
    law = fields.get("law")
    also, process, heavy = fields.find("also"), fields.find("process"), fields.find("heavy")
    topic = Topic(
        id=fields.id(),
        name=_name(fields, fields.label("name")),
        noun=_name(fields, fields.text("noun")),
        heard=fields.text("heard"),
        theme=fields.name("theme", "theme"),
        law=law.one_of(Law, Law.OVERIG) if law else Law.OVERIG,
        also=read_all(also, lambda item: item.one_of(Law, Law.OVERIG)) if also else (),
        words=fields.strings("words"),
        phrases=fields.strings("phrases"),
        asks=fields.names("asks", "question"),
        behind=fields.names("behind", "topic"),
        process=process.yes_no() if process else False,
        heavy=heavy.yes_no() if heavy else False,
        first=fields.text("first"),
        sources=fields.sources(),
    )
    fields.done()
    _check_heard(topic, spot)
    return topic


def _check_heard(topic: Topic, spot: Spot) -> None:
    """What people call it, in short words and as they speak: enough to be heard by."""
    wordings = len(topic.words) + len(topic.phrases)
    if wordings < LEAST_WORDINGS or len(topic.phrases) < LEAST_PHRASES:
        what = f"topic '{topic.id}' has {wordings} wordings, {len(topic.phrases)} of them phrases"
        spot.fail(what, f"give at least {LEAST_WORDINGS} under 'words' and 'phrases', {LEAST_PHRASES} of them phrases")


def read_route(spot: Spot, conditions: ConditionReader) -> Route:
    """One file of `routes/`."""
    fields = spot.fields()
    law, step = fields.get("law"), fields.get("step")
    urgent, fallback = fields.find("urgent"), fields.find("fallback")
    order = fields.find("order")
    route = Route(
        id=fields.id(),
        name=_name(fields, fields.text("name")),
        law=law.one_of(Law, Law.OVERIG) if law else Law.OVERIG,
        step=step.number(1, 5) if step else 3,
        topics=fields.names("topics", "topic"),
        lead=fields.names("lead", "topic"),
        urgent=urgent.yes_no() if urgent else False,
        order=order.number(1, 9) if order else USUAL_ORDER,
        fallback=fallback.yes_no() if fallback else False,
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
