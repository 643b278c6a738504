"""From facts to the lines of an intake, in the resident's own words where there are any."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.advice.desks import DeskChoice
from bot.advice.duties import duties_of
from bot.advice.routes import Advice, topics_of
from bot.advice.rules import changes_for, conclude
from bot.advice.terms import TermState
from bot.content.wording import capital, day_in_words, fill, hours_in_words
from bot.intake.values import BETWEEN, value_in_words
from bot.model.condition import Truth
from bot.model.facts import EngineFact, Fact, Facts, FactSpec
from bot.model.intake import Draft, Line, PassedTerm, RouteLine, Together, Typist
from bot.model.knowledge import Knowledge
from bot.model.sections import Section
from bot.model.text import DUTCH, Text
from bot.model.wording import DangerText, DeskNote, IntakeText, Phrase

_ORDER = {section: place for place, section in enumerate(Section)}
_NOT_HERE = {DeskNote.LEAVES: IntakeText.DESK_LEAVES, DeskNote.ADVICE: IntakeText.DESK_ADVICE}
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
    """The intake as it stands: every line that was not left out, what is not known left unsaid.

    What the resident left out or put in other words is nowhere: not as a value, and not as a reason.
    """
    material = _without_traces(material, {name for name, words in material.edits.items() if words == ""})
    lines = tuple(_lines(material))
    kept = tuple(_edited(line, material.edits) for line in lines if material.edits.get(line.id) != "")
    ours = frozenset(line.id for line in kept if not line.changed)
    facts = {name: fact for name, fact in material.facts.items() if name in ours}
    return Draft(
        lines=tuple(sorted(kept, key=lambda line: _ORDER[line.section])),
        facts=facts,
        topics=topics_of(facts),
        theme=_first_value(material.facts, EngineFact.THEMA) if EngineFact.ONDERWERP in ours else "",
        area=_first_value(facts, EngineFact.WIJK) or _first_value(facts, EngineFact.POSTCODE)[:4],
        urgent=any(line.section is Section.FIRST for line in kept),
        routes=tuple(_route(one, ours) for one in material.advice) if "routes" in ours else (),
        terms=tuple(_term(state) for state in material.terms if _term_id(state) in ours),
        desk=material.desk.desk.id,
        dropped=len(lines) - len(kept),
        together=_together(material.facts),
    )


def _without_traces(material: Material, left_out: set[str]) -> Material:
    """The material without what follows from answers that are left out: topics, terms and ways."""
    facts = _concluded_anew(material, _without_topics_of(material, left_out))
    left_out = left_out | (material.facts.keys() & material.knowledge.rules.keys()) - facts.keys()
    gone = set(topics_of(material.facts)) - set(topics_of(facts))
    return replace(
        material,
        facts=facts,
        terms=tuple(state for state in material.terms if state.start_fact not in left_out),
        advice=tuple(one for one in material.advice if not _rests_on(one, gone, left_out)),
    )


def _concluded_anew(material: Material, facts: Facts) -> Facts:
    """The facts, with only those conclusions that the answers still there in our words lead to by themselves."""
    rules = material.knowledge.rules
    stays = conclude(rules, {name: fact for name, fact in facts.items() if name not in material.edits})
    return {n: fact for n, fact in facts.items() if n not in rules or (n in stays and stays[n].value == fact.value)}


def _rests_on(one: Advice, topics: set[str], answers: set[str]) -> bool:
    """Whether a way follows from one of these answers, or from these topics only."""
    answers = answers - {EngineFact.ONDERWERP}
    follows = any(reason.truth is Truth.YES and reason.fact in answers for reason in one.reasons)
    return follows or (bool(one.topics) and topics.issuperset(one.topics))


def _without_topics_of(material: Material, left_out: set[str]) -> Facts:
    """The facts without the topics that only an answer that was left out brought along.

    The first topic stays: it was said back and confirmed.
    """
    topics = topics_of(material.facts)
    stays = _brought_along(material, material.facts.keys() - left_out)
    gone = _brought_along(material, left_out) - stays - set(topics[:1])
    kept = tuple(topic for topic in topics if topic not in gone)
    if kept == topics:
        return material.facts
    return {**material.facts, EngineFact.ONDERWERP: replace(material.facts[EngineFact.ONDERWERP], value=kept)}


def _brought_along(material: Material, names: Iterable[str]) -> set[str]:
    """The topics that the answers of these facts add."""
    found: set[str] = set()
    for name in names:
        spec, fact = material.knowledge.facts.get(name), material.facts.get(name)
        if spec is not None and fact is not None:
            options = (spec.find_option(value) for value in fact.values())
            found.update(topic for option in options if option for topic in option.adds)
    return found


def _lines(material: Material) -> Iterator[Line]:
    yield from _first(material)
    for name, spec in material.knowledge.facts.items():
        fact = material.facts.get(name)
        if fact is not None and spec.section and not _said_first(material, spec, fact):
            yield Line(id=name, section=spec.section, text=_fact_words(material, spec, fact))
    yield from _wlz_changes(material)
    if material.advice:
        names = BETWEEN.join(one.route.name.to(DUTCH) for one in material.advice)
        yield Line(id="routes", section=Section.ROUTES, text=names)
        for duty in duties_of(material.knowledge, material.advice):
            yield Line(id=f"plicht_{duty.id}", section=Section.ROUTES, text=duty.summary.to(DUTCH))
    if material.desk.reasons or material.desk.notes:
        yield Line(id="bureau", section=Section.ROUTES, text=_desk_words(material))


def _wlz_changes(material: Material) -> Iterator[Line]:
    """All that Wlz can change, in one line, for who was asked about it."""
    if EngineFact.WLZ_MOMENT not in material.facts:
        return
    kept = {name: fact for name, fact in material.facts.items() if name not in material.edits}
    found = changes_for(material.knowledge.wlz_changes, kept)
    if found:
        names = BETWEEN.join(change.name.to(DUTCH) for change in found)
        yield Line(id="wlz_verandert", section=Section.WLZ, text=_fill(material, IntakeText.WLZ_CHANGES, regels=names))


def _first(material: Material) -> Iterator[Line]:
    """What a coordinator must see first: danger that was named, terms that passed, a helper who breaks down."""
    for kind in sorted(material.alarms):
        name = material.texts[DangerText.NAME.of(kind)].to(DUTCH)
        yield Line(id=f"gevaar_{kind}", section=Section.FIRST, text=_fill(material, IntakeText.DANGER, naam=name))
    yield from (_term_line(material, state) for state in material.terms if state.passed or not state.term.opens)
    for name, fact in material.facts.items():
        spec = material.knowledge.facts.get(name)
        if spec is not None and _said_first(material, spec, fact):
            yield Line(id=name, section=Section.FIRST, text=_fact_words(material, spec, fact))


def _term_line(material: Material, state: TermState) -> Line:
    """A term: over, still running, or (for one that opens a way) what may be done since."""
    late = IntakeText.TERM_OPENED if state.term.opens else IntakeText.TERM_PASSED
    key = late if state.passed else IntakeText.TERM_RUNNING
    day = _about(material, day_in_words(state.last_day, DUTCH), state.approximate)
    words = _fill(material, key, naam=state.term.name.to(DUTCH), dag=day)
    pressing = (state.passed and not state.term.opens) or (state.term.mine and state.days_left <= _SOON)
    return Line(id=_term_id(state), section=Section.FIRST if pressing else Section.TERM, text=words)


def _desk_words(material: Material) -> str:
    """Who could take it and why, how long they usually have, and what they leave to others."""
    desk, choice, kinds = material.desk.desk, material.desk, material.knowledge.question_kinds
    parts = [_fill(material, IntakeText.DESK, bureau=desk.name)]
    if choice.kind:
        parts = [_fill(material, IntakeText.DESK_KIND, bureau=desk.name, soort=kinds[choice.kind].name.to(DUTCH))]
    minutes = choice.minutes
    if minutes is not None:
        parts.append(_fill(material, IntakeText.DESK_HOURS, tekst=hours_in_words(minutes, DUTCH)))
    for note in choice.notes:
        if note.what in _NOT_HERE:
            soort = kinds[note.kind].name.to(DUTCH)
            parts.append(_fill(material, _NOT_HERE[note.what], soort=soort, naam=note.other.name))
    return " ".join(parts)


def _said_first(material: Material, spec: FactSpec, fact: Fact) -> bool:
    return any(option.urgent for value in fact.values() if (option := spec.find_option(value)))


def _fact_words(material: Material, spec: FactSpec, fact: Fact) -> str:
    """A line of its own: a summary says it all, other answers need the label in front.

    Not where the heading above already says the same ("Wie helpt nu").
    """
    words, label = value_in_words(material.knowledge, material.texts, spec, fact.values()), spec.label.to(DUTCH)
    options = [spec.find_option(value) for value in fact.values()]
    heading = material.texts[f"{IntakeText.HEADING}{spec.section}"].to(DUTCH) if spec.section else ""
    if label == heading or (options and all(option and option.summary for option in options)):
        return capital(words)
    return f"{label}: {words}"


def _edited(line: Line, edits: Mapping[str, str]) -> Line:
    words = edits.get(line.id)
    return replace(line, text=capital(words), changed=True) if words else line


def _together(facts: Facts) -> Together | None:
    """With whom; where it was not said who typed, it is not taken to be the resident."""
    team = _first_value(facts, EngineFact.SAMEN)
    typed = _first_value(facts, EngineFact.WIE_TYPT) or Typist.HELPER
    return Together(team=team, typed_by=Typist(typed)) if team else None


def _first_value(facts: Facts, name: str) -> str:
    fact = facts.get(name)
    return fact.values()[0] if fact and fact.values() else ""


def _route(one: Advice, ours: frozenset[str]) -> RouteLine:
    """A way, with the reasons that the coordinator may see: those of which the line is there in our words."""
    topics = [f"{EngineFact.ONDERWERP}={topic}" for topic in one.topics if EngineFact.ONDERWERP in ours]
    because = [
        f"{reason.fact}={BETWEEN.join(reason.value)}"
        for reason in one.reasons
        if reason.truth is Truth.YES and reason.value and reason.fact in ours - {EngineFact.ONDERWERP}
    ]
    return RouteLine(id=one.route.id, law=one.route.law.value, because=tuple(dict.fromkeys((*topics, *because))))


def _term_id(state: TermState) -> str:
    return f"termijn_{state.term.id}"


def _term(state: TermState) -> PassedTerm:
    return PassedTerm(id=state.term.id, last_on=state.last_day, approximate=state.approximate, passed=state.passed)


def _about(material: Material, words: str, approximate: bool) -> str:
    return _fill(material, Phrase.ABOUT, dag=words) if approximate else words


def _fill(material: Material, key: str, **values: str) -> str:
    return fill(material.texts[key].to(DUTCH), values)
