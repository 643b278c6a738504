"""The talk of before signing, shared by the resident's own choice: after they read it, and for as long as they like.

The question is put once. Anything but a yes is a no, and after either answer nothing of the talk is kept but the copy
that was agreed to.
"""

from bot.dialogue.between import put_aside
from bot.dialogue.memory import code_of
from bot.dialogue.retelling import in_messages, retell
from bot.dialogue.talk_lines import keeps, never, offered, shared
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again
from bot.intake.render import talk_document
from bot.model.conversation import Aside, ReplyKind
from bot.model.wording import Between, Phrase


def share(draft: TurnDraft) -> None:
    """Show all that would be shared, then ask."""
    talk = retell(draft, draft.full.talk_lines)
    if not offered(draft) or not talk.lines:
        later = keeps(draft.parts, draft.talk) and not offered(draft)  # once the question is signed
        draft.say(Phrase.SHARE_KEPT if later else Phrase.SHARE_NOTHING)
        put_again(draft)
        return
    draft.say(Phrase.SHARE_LAST_PART if talk.cut else Phrase.SHARE_THIS)
    for message in in_messages(draft, talk):
        draft.reply(ReplyKind.SUMMARY, message)
    put_aside(draft, Between.SHARE)


def agreed(draft: TurnDraft, _aside: Aside) -> None:
    """Yes: a copy as it was shown goes with the question."""
    talk = retell(draft, draft.full.talk_lines)
    if not offered(draft) or not talk.lines:  # what was kept became too old meanwhile
        refused(draft, _aside)
        return
    never(draft)
    code = code_of(draft.talk, draft.talk.sent)
    draft.event("talk_shared", code=code, talk=talk_document(talk))
    draft.change(shared={**draft.talk.shared, code: draft.now})
    draft.say(Phrase.SHARED, code=code)
    put_again(draft)


def refused(draft: TurnDraft, _aside: Aside) -> None:
    """What was signed is enough."""
    never(draft)
    draft.say(Phrase.SHARE_NOT)
    put_again(draft)


def take_back(draft: TurnDraft) -> None:
    """The talk is shared no longer; the question itself stays as it is."""
    cases = shared(draft)
    for case in cases:
        draft.event("talk_taken_back", code=case.code)
        draft.say(Phrase.SHARE_OVER, code=case.code)
    if not cases:
        draft.say(Phrase.SHARE_NONE)
    draft.change(shared={})
    put_again(draft)
