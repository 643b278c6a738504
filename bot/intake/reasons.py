"""Reasons in words for a coordinator, and as a document to keep. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.advice.spoken import language_name
from bot.content.wording import day_in_words, fill, list_in_words
from bot.model.helpers import Reason, Slot
from bot.model.knowledge import Knowledge
from bot.model.law import Law
from bot.model.text import DUTCH


def in_words(reason: Reason, knowledge: Knowledge) -> str:
    """A reason as a coordinator reads it."""
    words = knowledge.match_words.reasons[reason.why].to(DUTCH)
    return fill(words, _values(reason, knowledge))


def to_document(reasons: Sequence[Reason]) -> list[dict[str, object]]:
    """Reasons as data: with a match is kept why it was made."""
    return [{"why": one.why.value, "values": list(one.values), "helper": one.helper} for one in reasons]


def _values(reason: Reason, knowledge: Knowledge) -> Mapping[str, str]:
    slots = reason.why.slots
    if len(slots) == 1:
        return {slots[0]: list_in_words([_said(slots[0], value, knowledge) for value in reason.values], DUTCH)}
    return dict(zip(slots, reason.values, strict=True))


def _said(slot: Slot, value: str, knowledge: Knowledge) -> str:
    """An id as people name it; one that is gone since then stays as it is."""
    match slot:
        case Slot.TOPIC if value in knowledge.topics:
            return knowledge.topics[value].name.to(DUTCH)
        case Slot.THEME if value in knowledge.themes:
            return knowledge.themes[value].name.to(DUTCH)
        case Slot.LAW:
            return knowledge.match_words.laws[Law(value)].to(DUTCH)
        case Slot.LANGUAGE:
            return language_name(value)
        case Slot.DAY:
            return day_in_words(date.fromisoformat(value), DUTCH)
        case _:
            return value
