"""From facts to the lines of an intake, in the resident's own words where there are any."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.advice.desks import DeskChoice
from bot.advice.routes import Advice, topics_of
from bot.advice.terms import TermState
from bot.content.wording import capital, day_in_words, fill, phone_in_words
from bot.model.condition import Truth
from bot.model.facts import Fact, FactKind, Facts, FactSpec, as_day
from bot.model.intake import Draft, Line, PassedTerm, RouteLine
from bot.model.knowledge import Knowledge
from bot.model.sections import Section
from bot.model.text import DUTCH, Text

_LIST = ", "
_SOON = 7  # days; a term of the resident's own that ends so soon is what must be seen first


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that an intake is made of. Coordinators read Dutch, whatever language the talk was in."""

    knowledge: Knowledge
    texts: Mapping[str, Text]
    facts: Facts  # with what follows from them
    alarms: frozenset[str]
    advice: tuple[Advice, ...]
    terms: tuple[TermState, ...]
    desk: DeskChoice
    edits: Mapping[str, str]  # line id -> other words; "" leaves it out


def compose(material: Material) -> Draft:
    """The intake as it stands: every line that was not left out, what is not known left unsaid."""
    lines = tuple(_lines(material))
    kept = tuple(_edited(line, material.edits) for line in lines if material.edits.get(line.id) != "")
    ids = {line.id for line in kept}
    gone = {line.id for line in lines} - ids
    area = _value(material, "wijk") or _value(material, "postcode")[:4]
    return Draft(
        lines=tuple(sorted(kept, key=lambda line: list(Section).index(line.section))),
        facts={name: fact for name, fact in material.facts.items() if name in ids},
        topics=() if "onderwerp" in gone else topics_of(material.facts),
        theme=_value(material, "thema") if "onderwerp" not in gone else "",
        area=area if not gone & {"wijk", "postcode"} else "",
        urgent=any(line.section is Section.FIRST for line in kept),
        routes=() if "routes" in gone else tuple(_route(one) for one in material.advice),
        terms=tuple(_term(state) for state in material.terms if f"termijn_{state.term.id}" not in gone),
        desk=material.desk.desk.id,
        dropped=len(gone),
    )


def _lines(material: Material) -> Iterator[Line]:
    yield from _first(material)
    for name, spec in material.knowledge.facts.items():
        fact = material.facts.get(name)
        if fact is not None and spec.section and not _said_first(material, spec, fact):
            yield Line(id=name, section=spec.section, text=_fact_words(material, spec, fact))
    if material.advice:
        names = _LIST.join(one.route.name.to(DUTCH) for one in material.advice)
        yield Line(id="routes", section=Section.ROUTES, text=names)


def _first(material: Material) -> Iterator[Line]:
    """What a coordinator must see first: danger that was named, terms that passed, a helper who breaks down."""
    for kind in sorted(material.alarms):
        name = material.texts[f"gevaarnaam_{kind.replace('-', '_')}"].to(DUTCH)
        yield Line(id=f"gevaar_{kind}", section=Section.FIRST, text=_fill(material, "regel_gevaar", naam=name))
    yield from (_term_line(material, state) for state in material.terms if state.passed or not state.term.opens)
    for name, fact in material.facts.items():
        spec = material.knowledge.facts.get(name)
        if spec is not None and _said_first(material, spec, fact):
            yield Line(id=name, section=Section.FIRST, text=_fact_words(material, spec, fact))


def _term_line(material: Material, state: TermState) -> Line:
    """A term: over, still running, or (for one that opens a way) what may be done since."""
    late = "regel_termijn_mag" if state.term.opens else "regel_termijn_voorbij"
    key = late if state.passed else "regel_termijn_loopt"
    day = _about(material, day_in_words(state.last_day, DUTCH), state.approximate)
    words = _fill(material, key, naam=state.term.name.to(DUTCH), dag=day)
    pressing = (state.passed and not state.term.opens) or (state.term.mine and state.days_left <= _SOON)
    return Line(id=f"termijn_{state.term.id}", section=Section.FIRST if pressing else Section.TERM, text=words)


def _said_first(material: Material, spec: FactSpec, fact: Fact) -> bool:
    return any(option.urgent for value in fact.values() if (option := spec.find_option(value)))


def _fact_words(material: Material, spec: FactSpec, fact: Fact) -> str:
    return f"{spec.label.to(DUTCH)}: {_value_words(material, spec, fact)}"


def _value_words(material: Material, spec: FactSpec, fact: Fact) -> str:
    """A fact's value as a coordinator reads it."""
    if spec.kind is FactKind.DATE:
        day, approximate = as_day(fact.values()[0])
        return _about(material, day_in_words(day, DUTCH), approximate)
    if spec.kind is FactKind.PHONE:
        return phone_in_words(fact.values()[0])
    topics = material.knowledge.topics
    if spec.kind is FactKind.TOPICS:
        return _LIST.join(topics[topic].name.to(DUTCH) for topic in fact.values() if topic in topics)
    return _LIST.join(_option_words(spec, value) for value in fact.values())


def _option_words(spec: FactSpec, value: str) -> str:
    option = spec.find_option(value)
    if option is None:
        return value
    return (option.summary or option.label).to(DUTCH)


def _edited(line: Line, edits: Mapping[str, str]) -> Line:
    words = edits.get(line.id)
    return replace(line, text=capital(words), changed=True) if words else line


def _value(material: Material, name: str) -> str:
    fact = material.facts.get(name)
    return fact.values()[0] if fact and fact.values() else ""


def _route(one: Advice) -> RouteLine:
    because = tuple(f"{reason.fact}={_LIST.join(reason.value)}" for reason in one.reasons if reason.truth is Truth.YES)
    return RouteLine(id=one.route.id, law=one.route.law.value, because=(*(f"onderwerp={t}" for t in one.topics), *because))


def _term(state: TermState) -> PassedTerm:
    return PassedTerm(
        id=state.term.id, last_on=state.last_day, approximate=state.approximate, passed=state.passed
    )


def _about(material: Material, words: str, approximate: bool) -> str:
    return _fill(material, "ongeveer", dag=words) if approximate else words


def _fill(material: Material, key: str, **values: str) -> str:
    return fill(material.texts[key].to(DUTCH), values)
