"""Preparing a talk in the chat: a list at a time, all at once, or as a sheet to print; then back to where we were."""

from bot.advice.preparation import chosen, prepare
from bot.dialogue.between import put_aside
from bot.dialogue.memory import code_of, forget
from bot.dialogue.sheets import in_full, in_messages, make_sheet, to_document
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again
from bot.model.conversation import Phase, ReplyKind
from bot.model.facts import EngineFact, Origin
from bot.model.preparation import Part, Preparation, Sheet
from bot.model.wording import Between, Phrase

_ORDER: dict[str, int] = {part: place for place, part in enumerate(Part)}


def begin(draft: TurnDraft) -> None:
    """Start with the talk that was named or the only one that fits; else ask which it is."""
    preparation = _chosen(draft)
    if preparation is None:
        put_aside(draft, Between.TALK)
        return
    draft.learn(EngineFact.GESPREK, preparation.id, Origin.TAPPED)
    draft.event("talk_prepared", talk=preparation.id)
    draft.say(Phrase.TALK_BEGIN, naam=draft.text(preparation.name), uitleg=draft.text(preparation.about))
    _tell_from(draft, Part.BRING)


def other(draft: TurnDraft) -> None:
    """Another talk than the one so far."""
    draft.talk = forget(draft.talk, draft.parts.specs, EngineFact.GESPREK)
    put_aside(draft, Between.TALK)


def pick(draft: TurnDraft, name: str) -> None:
    """A talk was chosen."""
    draft.learn(EngineFact.GESPREK, name, Origin.TAPPED)
    begin(draft)


def go_on(draft: TurnDraft, told: str) -> None:
    """The list after the one that was told last; from the beginning when that is no list of this version."""
    last = _ORDER.get(told, -1)
    _tell_from(draft, next((part for part in Part if _ORDER[part] > last), Part.AFTERWARDS))


def whole(draft: TurnDraft) -> None:
    """Everything at once."""
    preparation = _chosen(draft)
    if preparation is None:
        begin(draft)
        return
    for message in in_full(draft.parts, draft.talk.language, _sheet(draft, preparation)):
        draft.reply(ReplyKind.ADVICE, message)
    put_aside(draft, Between.TALK_TOLD)


def paper(draft: TurnDraft) -> None:
    """The sheet itself goes along with the reply; the channel prints it. Then back to where we were."""
    preparation = _chosen(draft)
    if preparation is None:
        begin(draft)
        return
    draft.event("sheet_made", talk=preparation.id)
    sheet = _sheet(draft, preparation)
    draft.reply(ReplyKind.SAY, draft.phrase(Phrase.SHEET), document=to_document(sheet))
    put_again(draft)


def _chosen(draft: TurnDraft) -> Preparation | None:
    return chosen(draft.talks, draft.parts.knowledge, draft.view)


def _sheet(draft: TurnDraft, preparation: Preparation) -> Sheet:
    prepared = prepare(draft.parts.knowledge, preparation, draft.view, draft.today)
    code = code_of(draft.talk, draft.talk.sent) if draft.talk.phase is Phase.SENT else ""
    return make_sheet(draft.parts, draft.talk.language, prepared, draft.view, draft.today, code)


def _tell_from(draft: TurnDraft, first: Part) -> None:
    """Tell the first list from here on that holds anything, and offer the next; after the last one the paper."""
    preparation = _chosen(draft)
    if preparation is None:
        begin(draft)
        return
    left = [part for part in _sheet(draft, preparation).parts if _ORDER[part.part] >= _ORDER[first]]
    for part in left[:1]:
        for message in in_messages(draft.parts, draft.talk.language, part):
            draft.reply(ReplyKind.ADVICE, message)
    if len(left) > 1:
        put_aside(draft, Between.TALK_ON, about=left[0].part.value)
    else:
        put_aside(draft, Between.TALK_TOLD)
