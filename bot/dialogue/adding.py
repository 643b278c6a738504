"""What a resident adds after sending, or says has changed: read back to them, and sent only when they sign it.

What they signed before stays as it was signed; the coordinator reads old and new beside each other.
"""

from bot.dialogue.between import put_aside
from bot.dialogue.memory import code_of
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again
from bot.model.conversation import Aside
from bot.model.wording import Between, Phrase
from bot.understanding.normalise import Words

_LONGEST = 600  # characters of one addition: it waits in the stored talk until it is signed


def begin(draft: TurnDraft) -> None:
    """Something beside what was signed."""
    put_aside(draft, Between.ADD)


def change(draft: TurnDraft) -> None:
    """Something that was signed is different now: which line? With no lines to choose from it is an addition."""
    if draft.full.lines_of(code_of(draft.talk, draft.talk.sent)):
        put_aside(draft, Between.CHANGE_SENT)
    else:
        begin(draft)


def pick(draft: TurnDraft, line: str) -> None:
    """Of this line."""
    put_aside(draft, Between.CHANGED_TO, about=line)


def write(draft: TurnDraft, aside: Aside, words: Words) -> None:
    """Keep the words until they are signed; more words that are typed meanwhile come behind them."""
    line, _, before = aside.about.partition("|")
    said = " ".join(filter(None, (before, *words.text.split())))
    if len(said) > _LONGEST:
        draft.say(Phrase.TOO_LONG)
    put_aside(draft, Between.SIGN_ADDED, about=f"{line}|{said[:_LONGEST].rstrip()}")


def again(draft: TurnDraft, aside: Aside) -> None:
    """In other words after all."""
    line, _, _ = aside.about.partition("|")
    if line:
        pick(draft, line)
    else:
        begin(draft)


def sign(draft: TurnDraft, aside: Aside) -> None:
    """The resident signs the addition: it is sent."""
    line, _, said = aside.about.partition("|")
    code = code_of(draft.talk, draft.talk.sent)
    draft.event("intake_added", code=code, version=draft.talk.sent, text=said, line=line)
    draft.say(Phrase.ADDED, code=code)
    put_again(draft)
