"""From a stored update to what the service understands. Groups are never asked or shown anything."""

import json
import re
from collections.abc import Container, Mapping

from bot.model.conversation import Json, Kind, Message
from bot.model.worker import Worker
from bot.service import (
    STAFF_CHANNEL,
    Arrival,
    Incoming,
    Moved,
    Reachable,
    StaffTap,
    TapAction,
    Unreadable,
)
from bot.store import InboxRow

CHANNEL = "telegram"
OPEN = "open"
_COMMAND = re.compile(r"/([a-z]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
_TAP = re.compile(r"(\d{1,9}):(.{1,60})")
_STAFF_TAP = re.compile(r"(claim|release|open):([A-Z0-9-]{3,24})")
_CODES = {action.value: action for action in TapAction}
_GONE = ("kicked", "left")


class Reader:
    """Knows who may claim, and which plain word stands for which command."""

    def __init__(self, *, words: Mapping[str, str], members: Mapping[str, str], chats: Container[str]) -> None:
        """`words`: command -> the word that works everywhere; `chats`: the coordinators' (it may move)."""
        self._words, self._members, self._chats = words, members, chats

    def read(self, row: InboxRow) -> Arrival | None:
        """Translate one stored update; Unreadable when that cannot be done."""
        body = _body(row)
        match body.get("kind"):
            case "message":
                return self._message(row, body)
            case "edited_message":
                return _incoming(row, Message(kind=Kind.EDIT, text=_text(body, "text")))
            case "tap":
                return self._tap(row, body)
            case "member":
                return self._member(body)
            case "group":
                moved = _text(body, "moved_to")
                return Moved(old=_text(body, "moved_from"), new=moved) if moved else None
            case "other":
                return None
        raise Unreadable("an update of no known form")

    def _message(self, row: InboxRow, body: Mapping[str, Json]) -> Arrival | None:
        media, text = _text(body, "media"), _text(body, "text")
        if media == "service":
            return None
        kind, said = self._command(Kind(media), text)
        masked = body.get("masked")
        kinds = tuple(str(one) for one in masked) if isinstance(masked, list) else ()
        return _incoming(row, Message(kind=kind, text=said, masked=kinds))

    def _command(self, kind: Kind, text: str) -> tuple[Kind, str]:
        """A command as the plain words that mean the same; any other text as it is."""
        command = _COMMAND.fullmatch(text.strip()) if kind is Kind.TEXT else None
        if command is None:
            return kind, text
        name, rest = command[1].lower(), (command[2] or "").strip()
        if name == "start":
            return Kind.START, rest
        word = self._words.get(name)
        return kind, text if word is None else f"{word} {rest}".strip()

    def _tap(self, row: InboxRow, body: Mapping[str, Json]) -> Arrival | None:
        data, chat = _text(body, "data"), _text(body, "chat")
        staff = staff_tap(data)
        if staff is not None and chat in self._chats:
            number = _text(body, "who")
            name, action = self._members.get(number), _CODES.get(staff[0])
            if name is None or action is None:
                return None
            message_id = str(body.get("message"))
            return StaffTap(
                external_id=row.external_id,
                who=Worker(id=f"telegram:{number}", name=name),
                action=action,
                code=staff[1],
                address=chat,
                message_id=message_id,
            )
        tap = _TAP.fullmatch(data)
        if tap is None or body.get("private") is not True:
            return None
        return _incoming(row, Message(kind=Kind.CHOICE, text=tap[2], asked_turn=int(tap[1])))

    def _member(self, body: Mapping[str, Json]) -> Arrival | None:
        chat, reachable = _text(body, "chat"), _text(body, "status") not in _GONE
        if chat in self._chats:
            return Reachable(channel=STAFF_CHANNEL, address=chat, reachable=reachable)
        if body.get("private") is not True:
            return None
        return Reachable(channel=CHANNEL, address=chat, reachable=reachable)


def staff_tap(data: str) -> tuple[str, str] | None:
    """What a coordinator's button asks for, and about which intake."""
    found = _STAFF_TAP.fullmatch(data)
    return (found[1], found[2]) if found else None


def _incoming(row: InboxRow, message: Message) -> Incoming:
    return Incoming(channel=CHANNEL, external_id=row.external_id, address=row.address, message=message)


def _body(row: InboxRow) -> Mapping[str, Json]:
    try:
        body = json.loads(row.body)
    except ValueError:
        raise Unreadable("a stored update that is no JSON") from None
    if not isinstance(body, dict):
        raise Unreadable("a stored update that is no object")
    return body


def _text(body: Mapping[str, Json], key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str):
        raise Unreadable(f"a stored update without '{key}'")
    return value
