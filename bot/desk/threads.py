"""The thread of a case as its page shows it. Pure."""

from collections.abc import Collection, Mapping, Sequence

from bot.desk.answers import body_of, label_of, words_of
from bot.desk.views.thread import ThreadLine
from bot.dialogue.parts import Parts
from bot.model.cases import Delivery, EntryKind
from bot.model.conversation import Json
from bot.service.desk_talk import UNDO
from bot.store import EntryRow

_BLOCKED = "blocked"


def thread_of(
    entries: Sequence[EntryRow], parts: Parts, *, account_id: str, held: Collection[int], reachable: bool
) -> tuple[ThreadLine, ...]:
    """Line by line, the oldest first, for this account. `held`: what did not leave yet."""
    return tuple(
        _line(entry, parts, mine=entry.author == account_id, held=entry.id in held, reachable=reachable)
        for entry in entries
    )


def _line(entry: EntryRow, parts: Parts, *, mine: bool, held: bool, reachable: bool) -> ThreadLine:
    body, kind = body_of(entry), EntryKind(entry.kind)
    delivery = Delivery(entry.delivery) if entry.delivery is not None else None
    return ThreadLine(
        id=entry.id,
        kind=kind,
        at=entry.at,
        who=_text(body, "who"),
        what=_text(body, "what") or _text(body, "how"),
        text=_words(kind, body, parts),
        delivery=delivery,
        why_not=_BLOCKED if delivery is Delivery.FAILED and not reachable else "",
        leaves_at=entry.at + UNDO if held and delivery is Delivery.WAITING else None,
        mine=mine,
    )


def _words(kind: EntryKind, body: Mapping[str, Json], parts: Parts) -> str:
    """What somebody wrote; of what happened: about whom or what."""
    if kind is EntryKind.HANDED:
        return _text(body, "to")
    if kind is EntryKind.SYSTEM and "value" in body:
        return _text(body, "value")
    fact = _text(body, "fact")
    if fact:
        new = body.get("new")
        words = words_of(parts, fact, tuple(map(str, new))) if isinstance(new, list) else ""
        return f"{label_of(parts, fact)}: {words}" if words else label_of(parts, fact)
    return _text(body, "text")


def _text(body: Mapping[str, Json], key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""
