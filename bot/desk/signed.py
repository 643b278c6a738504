"""From a signed intake to what its page shows: the signed lines, with what stands behind a way and a term. Pure.

The lines are those that the resident signed, to the letter. What comes beside them is from the knowledge of now:
the first step of a way, the article of a term. It never adds an answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.content.wording import day_in_words, source_name
from bot.desk.views.intake import RouteView, Said, SectionView, SharedView, SignedLine, SignedView, TermView
from bot.dialogue.parts import Parts
from bot.intake.values import reason_in_words
from bot.model.facts import EngineFact
from bot.model.intake import Draft, Intake, Line, PassedTerm, RouteLine, SharedTalk
from bot.model.sections import Section
from bot.model.text import DUTCH, Source
from bot.model.wording import IntakeText

_ROUTES, _TERM = "routes", "termijn_"


def signed_view(intake: Intake, parts: Parts) -> SignedView:
    """What was signed, which never changes; with it what the resident added, and the talk if they share it."""
    draft = intake.draft
    return SignedView(
        at=intake.signed_at,
        version=intake.version,
        dropped=draft.dropped,
        sections=tuple(_section(section, intake, parts) for section in Section if _of(section, draft)),
        additions=tuple(Said(at=one.at, text=one.text, old=intake.was(one)) for one in intake.additions),
        talk=_shared(intake.talk) if intake.talk else None,
    )


def _shared(talk: SharedTalk) -> SharedView:
    return SharedView(at=talk.at, cut=talk.cut, lines=tuple((line.asked, line.said) for line in talk.lines))


def _of(section: Section, draft: Draft) -> list[Line]:
    return [line for line in draft.lines if line.section is section]


def _section(section: Section, intake: Intake, parts: Parts) -> SectionView:
    draft, later = intake.draft, {one.line for one in intake.additions}
    lines = _of(section, draft)
    routes = tuple(_routes(draft, parts)) if any(line.id == _ROUTES for line in lines) else ()
    states = {f"{_TERM}{term.id}": term for term in draft.terms}
    plain = (line for line in lines if line.id not in states and not (routes and line.id == _ROUTES))
    return SectionView(
        section=section,
        heading=parts.phrase(f"{IntakeText.HEADING}{section}", DUTCH),
        lines=tuple(replace(_line(line, parts), later=line.id in later) for line in plain),
        terms=tuple(_term(line, states[line.id], parts) for line in lines if line.id in states),
        routes=routes,
    )


def _line(line: Line, parts: Parts) -> SignedLine:
    """The line, with its label apart where it has one: words of the resident's own are left whole."""
    spec = parts.specs.get(line.id)
    label = spec.label.to(DUTCH) if spec else ""
    head, _, rest = line.text.partition(": ")
    quote = line.id == EngineFact.EIGEN_WOORDEN
    if line.changed or head != label or not rest:
        return SignedLine(label="", text=line.text, changed=line.changed, quote=quote)
    return SignedLine(label=label, text=rest, quote=quote)


def _term(line: Line, term: PassedTerm, parts: Parts) -> TermView:
    known = parts.knowledge.terms.get(term.id)
    if known is None or line.changed:
        return TermView(line=line.text)
    words = known.passed if term.passed else known.running
    return TermView(
        line=line.text,
        meaning=parts.words(words, DUTCH, dag=day_in_words(term.last_on, DUTCH)),
        sources=_sources(known.sources),
    )


def _routes(draft: Draft, parts: Parts) -> Iterator[RouteView]:
    """The ways that were shown, as far as they still exist."""
    elsewhere = EngineFact.ELDERS in draft.facts
    for one in draft.routes:
        route = parts.knowledge.routes.get(one.id)
        if route is not None:
            yield RouteView(
                name=route.name.to(DUTCH),
                law=one.law,
                because=tuple(_because(one, parts)),
                first_step=parts.advice_words(route.first_step, DUTCH, elsewhere=elsewhere),
                why=parts.advice_words(route.why, DUTCH, elsewhere=elsewhere),
                sources=_sources(route.sources),
            )


def _because(one: RouteLine, parts: Parts) -> Iterator[str]:
    """The answers that led to the way, as `label: value`; one whose fact is gone says nothing."""
    said = (reason_in_words(parts.knowledge, parts.flows.texts, reason) for reason in one.because)
    yield from filter(None, said)


def _sources(sources: Iterable[Source]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((source_name(source), source.url) for source in sources))
