"""What a resident adds after sending, or says has changed: read back to them, and sent only when they sign it.

What they signed before stays as it was signed; the coordinator reads old and new beside each other. What was read back
waits until they send it or say that they will not: where the talk comes to rest it is offered again.
"""

from bot.dialogue.between import put_aside
from bot.dialogue.memory import code_of
from bot.dialogue.turn import TurnDraft
from bot.model.conversation import Aside, Unsigned
from bot.model.wording import Between, Phrase
from bot.understanding.normalise import Words

_LONGEST = 600  # characters of one addition: it waits in the stored talk until it is signed


def begin(draft: TurnDraft) -> None:
    """Something beside what was signed; what waits to be signed goes first."""
    if not offer(draft):
        put_aside(draft, Between.ADD)


def change(draft: TurnDraft) -> None:
    """Something that was signed is different now: which line? With no lines to choose from it is an addition."""
    if offer(draft):
        return
    if draft.full.lines_of(code_of(draft.talk, draft.talk.sent)):
        put_aside(draft, Between.CHANGE_SENT)
    else:
        begin(draft)


def pick(draft: TurnDraft, line: str) -> None:
    """Of this line."""
    put_aside(draft, Between.CHANGED_TO, about=line)


def write(draft: TurnDraft, aside: Aside, words: Words) -> None:
    """Keep the words until they are signed; more words that are typed meanwhile come behind them."""
    before = draft.talk.unsigned or Unsigned(text="", line=aside.about)
    said = " ".join(filter(None, (before.text, *words.text.split())))
    if len(said) > _LONGEST:
        draft.say(Phrase.TOO_LONG)
    draft.change(unsigned=Unsigned(text=said[:_LONGEST].rstrip(), line=before.line))
    put_aside(draft, Between.SIGN_ADDED)


def offer(draft: TurnDraft) -> bool:
    """Say that what was read back was not sent yet, and put it again. False: nothing waits."""
    if draft.talk.unsigned is None:
        return False
    put_aside(draft, Between.SIGN_ADDED, before=draft.phrase(Phrase.NOT_SENT_YET))
    return True


def again(draft: TurnDraft) -> None:
    """In other words after all."""
    line = draft.talk.unsigned.line if draft.talk.unsigned else ""
    drop(draft)
    if line:
        pick(draft, line)
    else:
        begin(draft)


def drop(draft: TurnDraft) -> None:
    """The resident does not send it."""
    draft.change(unsigned=None)


def sign(draft: TurnDraft) -> None:
    """The resident signs the addition: it is sent."""
    added = draft.talk.unsigned
    if added is None:
        return
    code = code_of(draft.talk, draft.talk.sent)
    draft.event("intake_added", code=code, version=draft.talk.sent, text=added.text, line=added.line)
    draft.say(Phrase.ADDED, code=code)
    drop(draft)
