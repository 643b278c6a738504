"""Danger: looked at before everything else. Rules may soften the help, never silence it."""

from bot.dialogue.parts import Parts
from bot.dialogue.turn import TurnDraft
from bot.model.conversation import Aside, Button, Reply, ReplyKind
from bot.model.danger import About, Alarm, Level

ASIDE = "gevaar"


def reply_for(parts: Parts, text: str, language: str) -> Reply | None:
    """The safety text for a message, from the message alone: for when nothing else works."""
    alarm = parts.danger.find(text)
    if alarm is None:
        return None
    return Reply(kind=ReplyKind.DANGER, text=parts.phrase(_name(alarm, said_before=False), language))


def answer(draft: TurnDraft, text: str) -> bool:
    """Give the safety text if there is danger. True: it was the full answer, and the turn ends with it.

    The question that waits stays open. After the first time a shorter text says the same, so that
    nobody stops reading; the numbers are in both.
    """
    alarm = draft.parts.danger.find(text, previous=draft.talk.previous)
    if alarm is None:
        return False
    said_before = alarm.kind.value in draft.talk.alarms
    words = draft.phrase(_name(alarm, said_before=said_before))
    draft.event("danger_shown", danger=alarm.kind.value, level=alarm.level.value, about=alarm.about.value)
    if alarm.level is Level.SOFT:
        draft.reply(ReplyKind.DANGER, words)
        return False
    draft.change(alarms=draft.talk.alarms | {alarm.kind.value})
    menu = draft.parts.flows.asides[ASIDE]
    buttons = tuple(Button(id=o.id, label=o.label.to(draft.talk.language)) for o in menu.options)
    words = f"{words}\n{draft.text(menu.text)}"
    draft.open_aside(Aside(id=ASIDE, about=alarm.kind.value), words, buttons, ReplyKind.DANGER)
    return True


def _name(alarm: Alarm, *, said_before: bool) -> str:
    """The text's name: gevaar_suicide, gevaar_suicide_ander, gevaar_suicide_kort, zacht_suicide ..."""
    kind = alarm.kind.value.replace("-", "_")
    if alarm.level is Level.SOFT:
        return f"zacht_{kind}"
    if said_before:
        return f"gevaar_{kind}_kort"
    return f"gevaar_{kind}_ander" if alarm.about is About.OTHER else f"gevaar_{kind}"
