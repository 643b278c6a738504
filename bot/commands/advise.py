"""What follows from somebody's facts, as a document: the ways with their reasons, the desk, the terms."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.advice.conditions import Reason
from bot.advice.desks import DeskChoice
from bot.advice.duties import duties_of
from bot.advice.local_words import words_elsewhere
from bot.advice.outcome import Outcome, work_out
from bot.advice.places import PlaceChoice
from bot.advice.routes import Advice
from bot.advice.terms import TermState
from bot.advice.view import derived_from
from bot.content.layers import view_of
from bot.content.load import Content
from bot.content.wording import day_in_words, fill
from bot.dialogue.parts import same_for_all
from bot.model.condition import Truth
from bot.model.facts import EngineFact, Facts, FactSpec, Origin
from bot.model.knowledge import Duty
from bot.model.municipality import Municipality
from bot.model.places import Place
from bot.model.text import DUTCH, Source, Text
from bot.model.wording import Phrase

Document = dict[str, object]


def advise(content: Content, municipality: Municipality, facts: Facts, today: date) -> Document:
    """The document: `routes`, `duties`, `desk` and `terms`, by the derivations that the dialogue uses too."""
    content = replace(content, knowledge=view_of(content.knowledge, municipality.id))
    outcome = work_out(content.knowledge, municipality, facts, today)
    return _Writer(content, municipality, facts, outcome).document()


class _Writer:
    def __init__(self, content: Content, municipality: Municipality, given: Facts, outcome: Outcome) -> None:
        self._knowledge, self._municipality = content.knowledge, municipality
        self._given, self._outcome = given, outcome
        self._about = content.flows.texts[Phrase.ABOUT]
        away = words_elsewhere(content.knowledge) if EngineFact.ELDERS in outcome.facts else {}
        values = {**same_for_all(content.knowledge, municipality), **away}
        self._say: Callable[[Text], str] = lambda text: fill(text.to(DUTCH), values)

    def document(self) -> Document:
        return {
            "routes": [self._route(one) for one in self._outcome.advice],
            "duties": [self._duty(one) for one in duties_of(self._knowledge, self._outcome.advice)],
            "desk": self._desk(self._outcome.desk),
            "terms": [self._state(state) for state in self._outcome.terms],
        }

    def _route(self, advice: Advice) -> Document:
        route = advice.route
        return {
            "id": route.id,
            "name": self._say(route.name),
            "law": route.law.value,
            "step": route.step,
            "truth": advice.truth.value,
            "why": self._say(route.why),
            "reasons": self._reasons(advice),
            "first_step": self._say(route.first_step),
            "bring": [self._say(item) for item in route.bring],
            "terms": [self._term(name) for name in route.terms],
            "places": [self._choice(choice) for choice in advice.places],
            "nobody_answers": self._say(route.nobody_answers),
            "sources": _sources(route.sources),
        }

    def _duty(self, duty: Duty) -> Document:
        """What the law wants told with these ways."""
        return {"id": duty.id, "text": self._say(duty.text), "sources": _sources(duty.sources)}

    def _reasons(self, advice: Advice) -> list[Document]:
        """The facts that decided, each once, the rule that they met, and the law it rests on."""
        route = advice.route
        topics = [Reason(fact=EngineFact.ONDERWERP, value=(topic,), truth=Truth.YES) for topic in advice.topics]
        told: dict[tuple[str, Truth], Reason] = {}
        for reason in advice.reasons:
            if _speaks(reason) and not (topics and reason.fact == EngineFact.ONDERWERP):
                told.setdefault((reason.fact, reason.truth), reason)
        facts = [self._fact(reason.fact, reason.value, reason.truth) for reason in (*topics, *told.values())]
        rule = _rule(route.id, f"knowledge/routes/{route.id}.yaml", advice.truth)
        laws = [{"kind": "law", "law": route.law.value, **source} for source in _sources(route.sources)]
        return [*facts, rule, *laws]

    def _fact(self, name: str, value: tuple[str, ...], truth: Truth) -> Document:
        """A fact that decided, with how we know; without a value one that still may decide."""
        spec, fact = self._knowledge.facts[name], self._outcome.facts.get(name)
        return {
            "kind": "fact",
            "fact": name,
            "label": self._say(spec.label),
            "value": list(value),
            "words": [self._words(name, one) for one in value],
            "how": self._origin(name, value) if fact else None,
            "follows_from": self._follows_from(name, value),
            "truth": truth.value,
        }

    def _origin(self, name: str, value: tuple[str, ...]) -> str:
        """How we know: what was not given follows from something that was."""
        given = self._given.get(name)
        if given is not None and set(value) <= set(given.values()):
            return given.origin.value
        return Origin.RULED.value

    def _follows_from(self, name: str, value: tuple[str, ...]) -> list[str]:
        """The facts that brought it along, when it was not given itself."""
        if self._origin(name, value) != Origin.RULED.value:
            return []
        given = (self._knowledge.facts[fact] for fact in self._given)
        adding = [spec.id for spec in given if self._adds(spec, value)]
        if name == EngineFact.ONDERWERP:
            return adding
        return [fact for fact in derived_from(self._knowledge, name) if fact in self._given]

    def _adds(self, spec: FactSpec, topics: tuple[str, ...]) -> bool:
        options = (spec.find_option(value) for value in self._given[spec.id].values())
        return any(set(topics).intersection(option.adds) for option in options if option)

    def _words(self, name: str, value: str) -> str:
        topic = self._knowledge.topics.get(value) if name == EngineFact.ONDERWERP else None
        option = self._knowledge.facts[name].find_option(value)
        found = topic.name if topic else option.label if option else None
        return self._say(found) if found else value

    def _term(self, name: str) -> Document:
        """A term of a way: as it stands, or which day must be known before it can be counted."""
        state = next((state for state in self._outcome.terms if state.term.id == name), None)
        term = self._knowledge.terms[name]
        return (
            self._state(state) if state else {"id": name, "name": self._say(term.name), "counts_from": term.starts[-1]}
        )

    def _state(self, state: TermState) -> Document:
        term = state.term
        days = {"start": self._day(state.start, state), "dag": self._day(state.last_day, state)}
        return {
            "id": term.id,
            "name": self._say(term.name),
            "counts_from": state.start_fact,
            "start": state.start.isoformat(),
            "last_day": state.last_day.isoformat(),
            "days_left": state.days_left,
            "passed": state.passed,
            "approximate": state.approximate,
            "mine": term.mine,
            "text": fill(self._say(term.passed if state.passed else term.running), days),
            "sources": _sources(term.sources),
        }

    def _day(self, day: date, state: TermState) -> str:
        """A day as people write it; with "about" when that is how it was given."""
        words = day_in_words(day, DUTCH)
        return fill(self._say(self._about), {"dag": words}) if state.approximate else words

    def _choice(self, choice: PlaceChoice) -> Document:
        """A place of a way, with why it is shown and whether to call first."""
        reasons = [reason.value for reason in choice.reasons]
        return {**self._place(choice.place), "call_first": choice.call_first, "reasons": reasons}

    def _place(self, place: Place) -> Document:
        return {
            "id": place.id,
            "name": place.name,
            "phone": place.phone,
            "email": place.email,
            "web": place.web,
            "address": "; ".join(filter(None, (location.in_words for location in place.open_locations))),
            "hours": self._say(place.hours),
            "open": place.open,
            "confidence": place.confidence.value,
            "checked_on": place.checked.on.isoformat() if place.checked else None,
        }

    def _desk(self, choice: DeskChoice) -> Document:
        desk = choice.desk
        places = {**self._knowledge.places, **self._municipality.places}
        file = f"knowledge/municipalities/{self._municipality.id}/profile.yaml"
        facts = [self._fact(one.fact, one.value, one.truth) for one in choice.reasons if _speaks(one)]
        return {
            "id": desk.id,
            "kind": desk.kind.value,
            "name": desk.name,
            "why": self._say(desk.why),
            "reasons": [*facts, _rule(desk.id, file, Truth.YES)],
            "place": self._place(places[desk.place]),
            "question": choice.kind,
            "alternatives": [other.id for other in choice.alternatives],
            "notes": [{"kind": note.what.value, "question": note.kind, "desk": note.other.id} for note in choice.notes],
            "minutes": choice.minutes,
        }


def _rule(name: str, file: str, truth: Truth) -> Document:
    return {"kind": "rule", "id": name, "file": file, "truth": truth.value}


def _sources(sources: tuple[Source, ...]) -> list[Document]:
    return [{"url": one.url, "article": one.article, "checked_on": one.checked_on.isoformat()} for one in sources]


def _speaks(reason: Reason) -> bool:
    """Whether it is a fact we hold, or one that still may decide; not one that merely is not known."""
    return bool(reason.value) or reason.truth is Truth.PERHAPS
