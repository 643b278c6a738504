"""A talk told again: what we asked, made anew from the flows, with what the resident said to it."""

from collections.abc import Iterable, Iterator, Sequence

from bot.dialogue.shown import button_label
from bot.dialogue.turn import TurnDraft
from bot.model.flow import Ask, Menu
from bot.model.intake import SharedLine, SharedTalk
from bot.model.talk_lines import TalkLine
from bot.model.wording import Phrase

MOST_LINES = 80
"""Of a longer talk the last part: more than this nobody reads through before they say yes."""
MOST_TEXT = 12_000
"""Characters, for the same reason: some eight messages."""
_MESSAGE = 1_600  # characters of one message


def retell(draft: TurnDraft, lines: Sequence[TalkLine]) -> SharedTalk:
    """The last part of the talk, as it would be shared at this moment."""
    told = [(_asked(draft, line), _said(draft, line)) for line in lines[-MOST_LINES:]]
    room, first = MOST_TEXT, len(told)
    while first and (room := room - sum(map(len, told[first - 1]))) >= 0:
        first -= 1
    return SharedTalk(at=draft.now, cut=first > 0 or len(lines) > MOST_LINES, lines=tuple(_once(told[first:])))


def in_messages(draft: TurnDraft, talk: SharedTalk) -> list[str]:
    """The very same, as messages to read through."""
    messages: list[str] = []
    for line in talk.lines:
        name = Phrase.SHARE_LINE if line.asked else Phrase.SHARE_WORDS
        words = draft.phrase(name, tekst=line.asked, antwoord=line.said)
        if messages and len(messages[-1]) + len(words) < _MESSAGE:
            messages[-1] += f"\n{words}"
        else:
            messages += _pieces(words)
    return messages


def _pieces(words: str) -> Iterator[str]:
    """A long answer in parts that fit, cut between words where there are some."""
    while len(words) > _MESSAGE:
        end = words.rfind(" ", 1, _MESSAGE) + 1 or _MESSAGE
        yield words[:end]
        words = words[end:]
    yield words


def _once(told: Iterable[tuple[str, str]]) -> Iterator[SharedLine]:
    """Line by line; a question that was put again stands there once."""
    last = ""
    for asked, said in told:
        yield SharedLine(asked=asked if asked != last else "", said=said)
        last = asked


def _said(draft: TurnDraft, line: TalkLine) -> str:
    """What was typed, or what stood on the button."""
    return button_label(draft.parts, draft.talk.language, line.asked, line.words) if line.tapped else line.words


def _asked(draft: TurnDraft, line: TalkLine) -> str:
    """Our question as it reads now; empty for the first words, and where the flows changed since."""
    if line.aside is not None:
        return _between(draft, line)
    step = draft.parts.flows.steps.get(line.step)
    if step is None:
        return ""
    if isinstance(step.kind, Menu):
        return draft.text(step.kind.text)
    if isinstance(step.kind, Ask) and step.kind.text:
        return draft.text(step.kind.text)
    spec = draft.parts.specs.get(line.asked)
    return draft.text(spec.question) if spec is not None else ""


def _between(draft: TurnDraft, line: TalkLine) -> str:
    """A question in between, with what it was about."""
    assert line.aside is not None  # the caller looked
    menu = draft.parts.flows.asides.get(line.aside.id)
    if menu is None:
        return ""
    about = line.aside.about
    guess = button_label(draft.parts, draft.talk.language, line.asked, about)
    return draft.text(menu.text, keuze=guess, zin=about, helper=about)
