"""How a question in between is put, and the buttons it has besides its own: those that depend on the talk."""

from collections.abc import Callable, Iterable, Mapping

from bot.advice.conditions import holds
from bot.content.wording import list_in_words
from bot.dialogue.blocks import draft_intake
from bot.dialogue.memory import code_of
from bot.dialogue.questions import current
from bot.dialogue.shown import row_of
from bot.dialogue.turn import TurnDraft
from bot.model.conversation import Aside, Button, ReplyKind
from bot.model.flow import Action, Menu, Option
from bot.model.intake import Line
from bot.model.wording import Between, Phrase
from bot.understanding.choices import Offer
from bot.understanding.listen import Heard

MOST_OFFERED = 4  # topics in one "do you mean"
_HEAVY_FROM = 0.15  # share from which a topic is offered whose name may frighten
_LABEL = 40  # characters that Telegram shows of a button
_FACT_LABEL = 36  # so many of a fact, and
_LINE_LABEL = 34  # of a line behind its number


def put_aside(
    draft: TurnDraft,
    which: Between,
    *,
    about: str = "",
    before: str = "",
    kind: ReplyKind = ReplyKind.ASK,
) -> None:
    """Put a question in between; buttons from before it no longer count.

    `before` is said in the same message, above the question.
    """
    draft.change(aside=Aside(id=which.value, about=about), asked_turn=draft.talk.turn)
    put_open(draft, before=before, kind=kind)


def put_open(draft: TurnDraft, *, before: str = "", kind: ReplyKind = ReplyKind.ASK) -> None:
    """Put the question in between that is open; when it stood there already its buttons stay good."""
    aside = draft.talk.aside
    assert aside is not None  # the caller looked
    values = _VALUES.get(aside.id)
    text = draft.text(menu_of(draft, aside).text, **(values(draft, aside) if values else {}))
    if chosen := chosen_in(draft, aside):
        names = ", ".join(option.label.to(draft.talk.language) for option in chosen)
        text = f"{text}\n{draft.phrase(Phrase.SEVERAL, antwoord=names)}"
    buttons = tuple(Button(id=offer.id, label=offer.label) for offer in offers_of(draft, aside))
    draft.reply(kind, f"{before}\n{text}" if before else text, buttons)


def offer_topics(draft: TurnDraft, topics: tuple[str, ...]) -> None:
    """The topics that a story may be about, best first, as buttons."""
    put_aside(draft, Between.TOPIC, about=",".join(topics))


def topics_to_offer(draft: TurnDraft, heard: Heard) -> tuple[str, ...]:
    """The topics that words may mean, best first; none when none is likely.

    With one that is likely the list is filled up: a button more is read sooner than the long list is searched. Only
    what may frighten ("geweld thuis") has to be likely itself.
    """
    topics = draft.parts.knowledge.topics
    unlikely = (guess.id for guess in heard.topics if guess.score < _HEAVY_FROM and topics[guess.id].heavy)
    without = draft.talk.rejected.union(unlikely)
    if not heard.maybe_topics(without):
        return ()
    return tuple(guess.id for guess in heard.topics if guess.id not in without)[:MOST_OFFERED]


def menu_of(draft: TurnDraft, aside: Aside) -> Menu:
    """The question in between as it stands in the flows."""
    return draft.parts.flows.asides[aside.id]


def offers_of(draft: TurnDraft, aside: Aside) -> tuple[Offer, ...]:
    """Everything that can be chosen, in the order of the buttons."""
    language = draft.talk.language
    own = (Offer(id=o.id, label=o.label.to(language), means=o.means) for o in own_options(draft, aside))
    return (*extra_of(draft, aside), *own)


def own_options(draft: TurnDraft, aside: Aside) -> tuple[Option, ...]:
    """The options that stand in the flows, as far as they fit: of several answers those that were not given yet."""
    given = {option.id for option in chosen_in(draft, aside)}
    options = (option for option in menu_of(draft, aside).options if option.id not in given)
    return tuple(option for option in options if holds(option.when, draft.view))


def chosen_in(draft: TurnDraft, aside: Aside) -> tuple[Option, ...]:
    """The answers that were given so far to a question in between that takes several."""
    several = (option for option in menu_of(draft, aside).options if option.do is Action.ALSO)
    given = aside.about.split(",")
    return tuple(option for option in several if option.id in given)


def extra_of(draft: TurnDraft, aside: Aside) -> tuple[Offer, ...]:
    """The choices that depend on the talk, as they are now."""
    make = _EXTRA.get(aside.id)
    return tuple(make(draft, aside)) if make is not None else ()


def changeable(draft: TurnDraft) -> list[str]:
    """The facts whose answer can be changed, newest first."""
    specs = draft.parts.specs
    return [name for name in reversed(draft.talk.order) if name in draft.talk.facts and specs[name].question]


def _topics(draft: TurnDraft, aside: Aside) -> Iterable[Offer]:
    known = draft.parts.knowledge.topics
    topics = (known[name] for name in aside.about.split(",") if name in known)
    return (Offer(id=topic.id, label=topic.name.to(draft.talk.language), means=topic.words) for topic in topics)


def _themes(draft: TurnDraft, _aside: Aside) -> Iterable[Offer]:
    themes = draft.parts.knowledge.themes.values()
    return (Offer(id=theme.id, label=theme.name.to(draft.talk.language)) for theme in themes)


def _facts(draft: TurnDraft, _aside: Aside) -> Iterable[Offer]:
    parts, language, facts = draft.parts, draft.talk.language, draft.talk.facts
    for name in changeable(draft):
        yield Offer(id=name, label=row_of(parts, language, parts.specs[name], facts[name], _FACT_LABEL))


def _ways(draft: TurnDraft, _aside: Aside) -> Iterable[Offer]:
    """Numbered as they were shown."""
    ways = enumerate(draft.advice, start=1)
    return (Offer(id=one.route.id, label=f"{n}. {draft.text(one.route.name)}"[:_LABEL]) for n, one in ways)


def _days(draft: TurnDraft, _aside: Aside) -> Iterable[Offer]:
    """The terms of which a last day was told."""
    return (Offer(id=one.term.id, label=draft.text(one.term.name)) for one in draft.told_terms)


def _lines(draft: TurnDraft, _aside: Aside) -> Iterable[Offer]:
    """Of the summary."""
    lines = enumerate(draft_intake(draft).lines, start=1)
    return (_line_offer(n, line) for n, line in lines)


def _signed_lines(draft: TurnDraft, _aside: Aside) -> Iterable[Offer]:
    lines = enumerate(draft.full.lines_of(code_of(draft.talk, draft.talk.sent)), start=1)
    return (_line_offer(n, line) for n, line in lines)


def _line_offer(number: int, line: Line) -> Offer:
    """The line by its number and beginning; who types says what it is called: "telefoon"."""
    name, _, value = line.text.partition(": ")
    return Offer(id=line.id, label=f"{number}. {line.text[:_LINE_LABEL]}", means=(name,) if value else ())


def _talks(draft: TurnDraft, _aside: Aside) -> Iterable[Offer]:
    """Those that fit, best first; when there is nothing to choose between, all of them."""
    fits = draft.talks if len(draft.talks) > 1 else draft.parts.knowledge.preparations.values()
    return (Offer(id=one.id, label=draft.text(one.name)) for one in fits)


def _guess(draft: TurnDraft, aside: Aside) -> Mapping[str, str]:
    question = current(draft)
    offers = question.offers() if question else ()
    return {"keuze": next((offer.label for offer in offers if offer.id == aside.about), aside.about)}


def _sentence(_draft: TurnDraft, aside: Aside) -> Mapping[str, str]:
    return {"zin": aside.about}


def _helper(_draft: TurnDraft, aside: Aside) -> Mapping[str, str]:
    return {"helper": aside.about}


def _added(draft: TurnDraft, _aside: Aside) -> Mapping[str, str]:
    """What is read back before it is sent; where it changes a signed line, old and new."""
    added, code = draft.talk.unsigned, code_of(draft.talk, draft.talk.sent)
    if added is None:
        return {"code": code, "tekst": ""}
    was = next((line.text for line in draft.full.lines_of(code) if line.id == added.line), "")
    said = draft.phrase(Phrase.OLD_AND_NEW, tekst=was, antwoord=added.text) if was else added.text
    return {"code": code, "tekst": said}


def _bureau(draft: TurnDraft, aside: Aside) -> Mapping[str, str]:
    """The desk to which a question may go."""
    code, _, name = aside.about.partition("/")
    desk = next(one for one in draft.parts.municipality.desks if one.id == name)
    return {"code": code, "bureau": desk.name, "reden": draft.text(desk.why)}


def _codes(draft: TurnDraft, _aside: Aside) -> Mapping[str, str]:
    """Everything that was sent and is kept goes together."""
    codes = [case.code for case in draft.outside.cases] or [code_of(draft.talk, draft.talk.sent)]
    return {"code": list_in_words(codes, draft.talk.language)}


_VALUES: dict[str, Callable[[TurnDraft, Aside], Mapping[str, str]]] = {
    Between.DID_YOU_MEAN: _guess,
    Between.KEEP: _sentence,
    Between.MET: _helper,
    Between.MAY_GO: _bureau,
    Between.NEW: _codes,
    Between.WITHDRAW: _codes,
    Between.SIGN_ADDED: _added,
}
_EXTRA: dict[str, Callable[[TurnDraft, Aside], Iterable[Offer]]] = {
    Between.TOPIC: _topics,
    Between.THEME: _themes,
    Between.CHANGE: _facts,
    Between.WAY: _ways,
    Between.DAY: _days,
    Between.TALK: _talks,
    Between.EDIT: _lines,
    Between.DROP: _lines,
    Between.CHANGE_SENT: _signed_lines,
}
