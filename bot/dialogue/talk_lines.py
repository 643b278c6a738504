"""What of a talk is kept so that the resident may share it after signing, and when that ends.

Kept is what may still be shared, and nothing else: a talk that held a sign of danger, of which a line was left out or
worded anew, or about which the resident answered already, keeps no word of this.
"""

import json

from bot.dialogue.parts import Parts
from bot.dialogue.turn import TurnDraft
from bot.model.conversation import Aside, Conversation, Kind, Message, Turn
from bot.model.facts import EngineFact
from bot.model.municipality import ShareTalk
from bot.model.outside import Standing
from bot.model.talk_lines import TalkLine
from bot.model.wording import Between
from bot.understanding.mask import mask
from bot.understanding.normalise import clean, is_blank

_NEVER = Between.SHARE.value
"""The mark that this talk is not to be shared, or that it was asked."""
_NOT_HEARD = (Kind.START, Kind.EDIT)  # a payload is no word of the resident; what was edited is not taken over


def keeps(parts: Parts, talk: Conversation) -> bool:
    """Whether what is said may still be shared one day. Not in a language in which we cannot ask."""
    if parts.municipality.share_talk is not ShareTalk.ASK:
        return False
    return not talk.edits and _NEVER not in talk.told and EngineFact.TAAL not in talk.facts


def never(draft: TurnDraft) -> None:
    """This talk is not shared, and nobody is asked whether it may be."""
    draft.change(told=draft.talk.told | {_NEVER})


def offered(draft: TurnDraft) -> bool:
    """Whether the resident can choose now to share the talk of before they signed."""
    return _signed(draft.talk) and keeps(draft.parts, draft.talk)


def shared(draft: TurnDraft) -> tuple[Standing, ...]:
    """The questions with which the talk is shared."""
    return tuple(case for case in draft.outside.cases if case.code in draft.talk.shared)


def are_needed(parts: Parts, talk: Conversation) -> bool:
    """Whether a turn may want to show what was kept."""
    return talk.person is None and _signed(talk) and keeps(parts, talk)


def ends(parts: Parts, before: Conversation, turn: Turn) -> bool:
    """Whether what was kept before this turn must go now."""
    anew = any(event.kind == "restarted" for event in turn.events)
    return keeps(parts, before) and (anew or not keeps(parts, turn.conversation))


def line_of(parts: Parts, before: Conversation, message: Message, after: Conversation) -> TalkLine | None:
    """What this turn leaves; None for what is not heard, not before signing, or said to a person."""
    if before.person is not None or _signed(before) or _signed(after) or not keeps(parts, after):
        return None
    if message.kind in _NOT_HEARD or is_blank(message.text) or _too_late(before, message):
        return None
    return TalkLine(
        words=mask(clean(message.text)).text,
        tapped=message.kind is Kind.CHOICE,
        step="" if before.aside else before.waiting,
        asked=before.asked,
        aside=before.aside,
    )


def to_json(line: TalkLine) -> str:
    """The stored form."""
    aside = [line.aside.id, line.aside.about] if line.aside else []
    return json.dumps([line.words, line.tapped, line.step, line.asked, *aside], ensure_ascii=False)


def from_json(text: str) -> TalkLine:
    """A line in its stored form."""
    words, tapped, step, asked, *aside = json.loads(text)
    under = Aside(id=aside[0], about=aside[1]) if aside else None
    return TalkLine(words=words, tapped=tapped, step=step, asked=asked, aside=under)


def _signed(talk: Conversation) -> bool:
    return EngineFact.VERZONDEN in talk.facts


def _too_late(before: Conversation, message: Message) -> bool:
    """A button of a question that was over, or of a talk before this one: it answered nothing."""
    asked = message.asked_turn
    return message.kind is Kind.CHOICE and asked is not None and not before.asked_turn <= asked <= before.turn
