"""What a `show` step makes of the facts: each block says only what was not said before."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from zlib import crc32

from bot.advice.conditions import holds
from bot.advice.desks import DeskChoice, Note, choose_desk
from bot.advice.duties import duties_of
from bot.advice.places import choose_places
from bot.advice.routes import Advice, best, topics_of
from bot.advice.rules import changes_for
from bot.advice.view import derive
from bot.advice.workdays import promised_at
from bot.content.wording import day_in_words, list_in_words, moment_in_words, source_name
from bot.dialogue.because import because
from bot.dialogue.places import place_in_words
from bot.dialogue.shown import day_of
from bot.dialogue.turn import TurnDraft, day_mark
from bot.intake.compose import Material, compose
from bot.intake.render import for_resident
from bot.model.condition import Is, Truth
from bot.model.conversation import ReplyKind
from bot.model.facts import EngineFact, as_day
from bot.model.intake import Draft
from bot.model.law import Stage
from bot.model.municipality import Desk
from bot.model.text import Source
from bot.model.wording import Block, DeskNote, Phrase

_BEGINS = Is(EngineFact.STADIUM, frozenset({Stage.ORIENTATIE.value}))  # who has not asked yet hears what to do first
_LONG_WAIT = timedelta(weeks=6 + 2)
"""The most the law gives: six weeks to look into it (Wmo 2015, article 2.3.2 lid 1), two to decide (2.3.5 lid 2)."""
_HEARD = 3  # things said back in one message
_FIRST_NEEDS = 2  # needs of different kinds that get a first answer at once
_CHANGES = 4  # things that change, named at once; the intake names all
_PLACES = 4  # places named with a way that is told in full


def render(draft: TurnDraft, step_id: str, block: str) -> None:
    """Show the block, unless it says nothing new."""
    _RENDER[Block(block)](draft, step_id)


def _understood(draft: TurnDraft, _step_id: str) -> None:
    """Say back what was heard: the need, how long, and what else was said."""
    said = [words for key, words in _heard(draft) if draft.tell_once(f"gehoord:{key}")]
    if said:
        draft.reply(ReplyKind.SAY, " ".join(said[:_HEARD]))


def _heard(draft: TurnDraft) -> list[tuple[str, str]]:
    """What can be said back, with a key that tells whether it was said already."""
    view, knowledge = draft.view, draft.parts.knowledge
    parts: list[tuple[str, str]] = []
    stage = view.get(EngineFact.STADIUM)
    topics = topics_of(draft.talk.facts) or topics_of(view)  # what follows from other answers is said as well
    for topic in topics[:1]:
        words, key = draft.text(knowledge.topics[topic].heard), topic
        if stage is not None and not holds(_BEGINS, view):
            name = f"{Phrase.HEARD_STAGE}{stage.values()[0]}"
            words = draft.phrase(name, onderwerp=draft.text(knowledge.topics[topic].noun)) + _since(draft)
            key = f"{topic}+{stage.values()[0]}"
        parts.append((key, words))
    also = [topic for topic in topics[1:] if f"gehoord:{topic}" not in draft.talk.told]
    if also:
        nouns = [draft.text(knowledge.topics[topic].noun) for topic in also]
        draft.change(told=draft.talk.told | {f"gehoord:{topic}" for topic in also})
        parts.append(("ook:" + "+".join(also), draft.phrase(Phrase.HEARD_ALSO, onderwerp=_and(draft, nouns))))
    for name, fact in view.items():
        spec = knowledge.facts.get(name)
        for value in fact.values() if spec else ():
            option = spec.find_option(value) if spec else None
            if option is not None and option.heard:
                parts.append((f"{name}.{value}", draft.text(option.heard)))
    return parts


def _and(draft: TurnDraft, nouns: list[str]) -> str:
    """Nouns as people name them: a, b en c."""
    return list_in_words(nouns, draft.talk.language)


def _since(draft: TurnDraft) -> str:
    asked = draft.talk.facts.get(EngineFact.MELDING_OP)
    if asked is None or asked.at != draft.now:
        return ""
    day, approximate = as_day(asked.values()[0])
    words = " " + draft.phrase(Phrase.HEARD_SINCE, dag=_day(draft, day, approximate))
    return f"{words} {draft.phrase(Phrase.HEARD_LONG)}" if draft.today - day >= _LONG_WAIT else words


def _first(draft: TurnDraft, step_id: str) -> None:
    """The first useful answer: what can be done today, and where to go with it; also for a second need."""
    themes: set[str] = set()
    routes: dict[str, Advice] = {}
    for topic in topics_of(draft.view):
        theme = draft.parts.knowledge.topics[topic].theme
        if theme not in themes and len(themes) < _FIRST_NEEDS:
            advice = _best_for(draft, topic)
            said = advice is not None and advice.route.id in routes
            if not said and draft.tell_once(f"{step_id}#{topic}"):
                draft.reply(ReplyKind.ADVICE, "\n".join(_first_answer(draft, topic, advice)))
            routes.update({advice.route.id: advice} if advice else {})
        themes.add(theme)
    _duties(draft, routes.values())


def _best_for(draft: TurnDraft, topic: str) -> Advice | None:
    found = tuple(one for one in draft.advice if topic in one.topics or not one.topics)
    return best(found, draft.view)


def _first_answer(draft: TurnDraft, name: str, advice: Advice | None) -> list[str]:
    topic = draft.parts.knowledge.topics[name]
    begins = draft.view.get(EngineFact.STADIUM) is None or holds(_BEGINS, draft.view)
    rows = [draft.advice_text(topic.first)] if topic.first and begins else []
    if advice is not None:
        route = advice.route
        how = [] if rows else [draft.advice_text(route.first_step)]
        rows.append(
            draft.phrase(Phrase.FIRST_ROUTE, naam=draft.advice_text(route.name), reden=draft.advice_text(route.why))
        )
        rows += [*how, *(place_in_words(draft, choice) for choice in advice.places[:1])]
    return rows


def _terms(draft: TurnDraft, _step_id: str) -> None:
    """What the dates mean: until when, and what can be done when it is over."""
    for state in draft.terms:
        if draft.tell_once(day_mark(state) + ("!" if state.passed else "")):
            words = state.term.passed if state.passed else state.term.running
            start, last = _day(draft, state.start, state.approximate), _day(draft, state.last_day, state.approximate)
            draft.reply(ReplyKind.ADVICE, draft.text(words, start=start, dag=last))
        if state.passed and not state.term.opens and draft.tell_once(f"voorbij#{state.term.id}"):
            # A signal for the reports: which term, how long ago in broad bands, nothing of who or when.
            draft.event("term_passed", term=state.term.id, law=state.term.law.value, weeks=state.late.value)


def _routes(draft: TurnDraft, step_id: str) -> None:
    """Every way, in the order of help, each with why, the first step, what to bring, and where."""
    advice = draft.advice
    if not advice:
        if draft.tell_once(f"{step_id}#geen"):
            draft.say(Phrase.NO_ROUTE)
        return
    if not draft.tell_once(f"{step_id}#{_digest([one.route.id + one.truth.value for one in advice])}"):
        return
    draft.say(Phrase.ROUTES_INTRO)
    for number, one in enumerate(advice, start=1):
        draft.reply(ReplyKind.ADVICE, _route(draft, number, one))
    _duties(draft, advice)


def _duties(draft: TurnDraft, shown: Iterable[Advice]) -> None:
    """What the law wants told with these ways, each once, with its source."""
    for duty in duties_of(draft.parts.knowledge, shown):
        covered = any(f"plicht:{other}" in draft.talk.told for other in duty.covered_by)
        if not covered and draft.tell_once(f"plicht:{duty.id}"):
            draft.reply(ReplyKind.ADVICE, f"{draft.advice_text(duty.text)}\n{_sources(draft, duty.sources)}")


def _route(draft: TurnDraft, number: int, advice: Advice) -> str:
    """A way in short: why, the first step, where. The rest comes when it is asked for."""
    route = advice.route
    name = Phrase.ROUTE if advice.truth is Truth.YES else Phrase.ROUTE_PERHAPS
    rows = [
        draft.phrase(name, stap=str(number), naam=draft.advice_text(route.name), reden=draft.advice_text(route.why))
    ]
    rows.append(draft.advice_text(route.first_step))
    rows += [place_in_words(draft, choice) for choice in advice.places[:1]]
    rows.append(_sources(draft, advice.route.sources))
    return "\n".join(rows)


def tell_way(draft: TurnDraft, advice: Advice) -> None:
    """Everything about one way, in two messages: what to do, and why it is named."""
    route = advice.route
    rows = [draft.phrase(Phrase.FIRST_ROUTE, naam=draft.advice_text(route.name), reden=draft.advice_text(route.why))]
    rows.append(draft.advice_text(route.first_step))
    if route.bring:
        rows.append(
            draft.phrase(Phrase.BRING, regels="\n".join(f"- {draft.advice_text(item)}" for item in route.bring))
        )
    rows += [place_in_words(draft, choice, full=True) for choice in advice.places[:_PLACES]]
    if route.nobody_answers:
        rows.append(draft.phrase(Phrase.NOBODY, tekst=draft.advice_text(route.nobody_answers)))
    draft.reply(ReplyKind.ADVICE, "\n".join(rows))
    draft.reply(ReplyKind.ADVICE, "\n".join([*because(draft, advice), _sources(draft, advice.route.sources)]))


def _sources(draft: TurnDraft, sources: Sequence[Source]) -> str:
    """The law and the day it was checked, in one line, for who wants to know."""
    named = [source_name(source) for source in sources]
    checked = max(source.checked_on for source in sources)
    return draft.phrase(
        Phrase.SOURCES, bronnen=", ".join(dict.fromkeys(named)), dag=day_in_words(checked, draft.talk.language)
    )


def _changes(draft: TurnDraft, step_id: str) -> None:
    """What Wlz can change in the help of now, the gravest first, and what to ask before signing."""
    found = changes_for(draft.parts.knowledge.wlz_changes, draft.view)[:_CHANGES]
    if not found or not draft.tell_once(f"{step_id}#{_digest([change.id for change in found])}"):
        return
    says = [f"- {words}" for change in found if (words := draft.text(change.says))]
    asks = [f"- {draft.text(change.ask)}" for change in found]
    if says:
        draft.reply(ReplyKind.ADVICE, draft.phrase(Phrase.CHANGES, regels="\n".join(says)))
    draft.reply(ReplyKind.ADVICE, draft.phrase(Phrase.CHANGES_ASK, regels="\n".join(asks)))


def _desk(draft: TurnDraft, step_id: str) -> None:
    """Who could take the question; then what that desk does not do, and between whom the resident may choose."""
    choice = desk_of(draft)
    more = [_note(draft, choice.desk, note) for note in choice.notes]
    if choice.alternatives:
        names = [desk.name for desk in choice.alternatives]
        more.append(draft.phrase(Phrase.DESK_CHOICE, tekst=list_in_words(names, draft.talk.language, "or")))
    if draft.tell_once(f"{step_id}#{_digest([choice.desk.id, *more])}"):
        said = draft.phrase(Phrase.DESK, bureau=choice.desk.name, reden=draft.text(choice.desk.why))
        draft.reply(ReplyKind.SAY, " ".join(filter(None, (said, draft.text(choice.desk.limits)))))
        if more:
            draft.reply(ReplyKind.SAY, "\n".join(more))


def _note(draft: TurnDraft, desk: Desk, note: Note) -> str:
    """One thing to know about the choice; who does it instead comes with where to find them."""
    soort = draft.text(draft.parts.municipality.kinds[note.kind].name) if note.kind else ""
    name = f"{Phrase.DESK_NOTE.value}{note.what.value}"
    words = draft.phrase(name, bureau=desk.name, naam=note.other.name, soort=soort)
    if note.what not in _ELSEWHERE:
        return words
    where = _where(draft, desk.place if note.what is DeskNote.INSTEAD else note.other.place)
    return "\n".join(filter(None, (words, where)))


def _where(draft: TurnDraft, name: str) -> str:
    """How to reach a place; empty when it is not fit to be shown."""
    place = draft.parts.place(name)
    shown = choose_places((place,), (), draft.parts.municipality, draft.view, draft.today)
    return next((place_in_words(draft, one) for one in shown if one.place is place), "")


_ELSEWHERE = frozenset({DeskNote.INSTEAD, DeskNote.LEAVES, DeskNote.ADVICE, DeskNote.LONG})


def _draft(draft: TurnDraft, _step_id: str) -> None:
    """The summary. Shown every time we pass: it is what will be signed."""
    words = for_resident(draft_intake(draft), draft.parts.flows.texts, draft.talk.language)
    draft.reply(ReplyKind.SUMMARY, words)


def desk_of(draft: TurnDraft) -> DeskChoice:
    """Who takes the question, by the municipality's profile."""
    return choose_desk(draft.parts.municipality, draft.view)


def draft_intake(draft: TurnDraft) -> Draft:
    """The intake as it would be signed now."""
    return compose(
        Material(
            knowledge=draft.parts.knowledge,
            texts=draft.parts.flows.texts,
            facts=draft.view,
            alarms=draft.talk.alarms,
            advice=draft.advice,
            terms=draft.terms,
            desk=_desk_for_intake(draft),
            edits=draft.talk.edits,
        )
    )


def _desk_for_intake(draft: TurnDraft) -> DeskChoice:
    """Who takes the question by what is signed: what was left out or put in other words decides nothing there."""
    parts = draft.parts
    kept = {name: fact for name, fact in draft.talk.facts.items() if name not in draft.talk.edits}
    return choose_desk(parts.municipality, derive(parts.knowledge, parts.municipality, kept))


def promised(draft: TurnDraft, *, urgent: bool = False) -> datetime:
    """The moment by which a person answers (UTC): as the service reckons, else by the opening hours alone."""
    known = draft.outside.urgent_promise if urgent else draft.outside.promise
    return known or promised_at(draft.parts.municipality.hours, draft.now)


def moment_words(draft: TurnDraft, moment: datetime) -> str:
    """A moment in the resident's language."""
    return moment_in_words(moment, draft.talk.language, draft.phrase(Phrase.CLOCK))


def _day(draft: TurnDraft, day: date, approximate: bool) -> str:
    return day_of(draft.parts, draft.talk.language, day, approximate)


def _digest(parts: list[str]) -> str:
    """A short mark for what was shown."""
    return f"{crc32('|'.join(parts).encode()):08x}"


_RENDER: dict[Block, Callable[[TurnDraft, str], None]] = {
    Block.UNDERSTOOD: _understood,
    Block.FIRST: _first,
    Block.TERMS: _terms,
    Block.ROUTES: _routes,
    Block.CHANGES: _changes,
    Block.DESK: _desk,
    Block.DRAFT: _draft,
}
