"""Danger: looked at before everything else. Rules may soften the help, never silence it."""

from bot.dialogue import lessons, talk_lines
from bot.dialogue.between import put_aside
from bot.dialogue.parts import Parts
from bot.dialogue.tongues import in_danger
from bot.dialogue.turn import TurnDraft
from bot.model.conversation import Reply, ReplyKind
from bot.model.danger import About, Alarm, Level
from bot.model.wording import Between, DangerText


def reply_for(parts: Parts, text: str, language: str) -> Reply | None:
    """The safety text for a message, from the message alone: for when nothing else works."""
    alarm = parts.danger.find(text)
    if alarm is None:
        return None
    return Reply(
        kind=ReplyKind.DANGER, text=_words(parts, text, parts.phrase(_name(alarm, said_before=False), language))
    )


def answer(draft: TurnDraft, text: str) -> bool:
    """Give the safety text if there is danger. True: it was the full answer, and the turn ends with it.

    The question that waits stays open. After the first time a shorter text says the same, so that
    nobody stops reading; the numbers are in both.
    """
    alarm = _find(draft, text)
    if alarm is None:
        return False
    words = _tell(draft, text, alarm)
    if alarm.level is Level.SOFT:
        draft.reply(ReplyKind.DANGER, words)
        return False
    put_aside(draft, Between.DANGER, about=alarm.kind.value, before=words, kind=ReplyKind.DANGER)
    return True


def warn(draft: TurnDraft, text: str) -> bool:
    """Give the safety text beside a person who has the talk: no question with it. True when there is danger."""
    alarm = _find(draft, text)
    if alarm is not None:
        draft.reply(ReplyKind.DANGER, _tell(draft, text, alarm))
    return alarm is not None


def _find(draft: TurnDraft, text: str) -> Alarm | None:
    return draft.parts.danger.find(text, draft.talk.previous, draft.read)


def _tell(draft: TurnDraft, text: str, alarm: Alarm) -> str:
    """The safety text; that it was given is kept and told."""
    lessons.never(draft)
    talk_lines.never(draft)
    said_before = alarm.kind.value in draft.talk.alarms
    draft.event("danger_shown", danger=alarm.kind.value, level=alarm.level.value, about=alarm.about.value)
    if alarm.level is not Level.SOFT:
        draft.change(alarms=draft.talk.alarms | {alarm.kind.value})
    return _words(draft.parts, text, draft.phrase(_name(alarm, said_before=said_before)))


def _words(parts: Parts, text: str, said: str) -> str:
    """The text, with the numbers above it in the language that somebody wrote in."""
    own = in_danger(parts, text)
    return f"{own}\n\n{said}" if own else said


def _name(alarm: Alarm, *, said_before: bool) -> str:
    """The text's name: gevaar_suicide, gevaar_suicide_ander, gevaar_suicide_kort, zacht_suicide ..."""
    if alarm.level is Level.SOFT:
        return DangerText.SOFT.of(alarm.kind)
    if said_before:
        return DangerText.AGAIN.of(alarm.kind)
    return (DangerText.OTHER if alarm.about is About.OTHER else DangerText.FULL).of(alarm.kind)
