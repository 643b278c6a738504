"""From a raw update to the little of it that is kept: numbers masked, names dropped."""

import hashlib
import json
from dataclasses import dataclass
from typing import TypeVar

from bot.model.conversation import Json, Kind
from bot.service import RawUpdate
from bot.understanding.mask import mask

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""The updates we ask Telegram for. Always told, or Telegram keeps what was asked for earlier."""

_MEDIA = {
    "voice": Kind.VOICE,
    "video_note": Kind.VOICE,
    "photo": Kind.PHOTO,
    "sticker": Kind.STICKER,
    "location": Kind.LOCATION,
    "venue": Kind.LOCATION,
    "contact": Kind.CONTACT,
    "audio": Kind.FILE,
    "video": Kind.FILE,
    "animation": Kind.FILE,
    "document": Kind.FILE,
}
_SERVICE = ("pinned_message", "message_auto_delete_timer_changed", "chat_background_set", "write_access_allowed")
_T = TypeVar("_T")
_DEAD_MOST = 20_000  # characters of an unreadable update that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One update, ready to be stored, and what can be seen of it at once."""

    update_id: int | None
    raws: tuple[RawUpdate, ...]
    chat: str = ""
    private: bool = False
    said: str = ""  # the words, masked
    data: str = ""  # of a button
    query: str = ""  # to be answered, so that the button stops spinning
    who: str = ""
    moved_from: str = ""
    moved_to: str = ""

    @property
    def external_id(self) -> str:
        """The id under which it is stored."""
        return self.raws[0].external_id


class Malformed(ValueError):
    """A field that must be there is not, or is of another type."""


def shrink(update: Json, bot_id: str) -> Arrived:
    """Keep what is needed of an update. Never raises: what makes no sense is kept as it is, masked."""
    update_id = _find_number(update, "update_id")
    try:
        return _shrink(update, bot_id, update_id)
    except (Malformed, RecursionError):
        return _unreadable(update, bot_id, update_id)


def _shrink(update: Json, bot_id: str, update_id: int | None) -> Arrived:
    if update_id is None or not isinstance(update, dict):
        raise Malformed
    external_id = f"{bot_id}:{update_id}"
    kind = next((name for name in KINDS if name in update), "")
    inner = update.get(kind)
    if kind in ("message", "edited_message"):
        return _message(inner, kind, bot_id, update_id)
    if kind == "callback_query":
        return _tap(inner, external_id, update_id)
    if kind == "my_chat_member":
        return _member(inner, external_id, update_id)
    raw = RawUpdate(external_id=external_id, address="", body=_dump({"kind": "other"}))
    return Arrived(update_id=update_id, raws=(raw,))


def _message(message: Json, kind: str, bot_id: str, update_id: int) -> Arrived:
    chat, private = _chat(message)
    external_id = f"{bot_id}:{update_id}"
    if not private:
        # Of groups nothing is kept but that they moved: nobody should tell a story there.
        old, new = _moved(message, chat)
        body: dict[str, Json] = {"kind": "group", "moved_from": old, "moved_to": new}
        raw = RawUpdate(external_id=external_id, address=chat, body=_dump(body))
        return Arrived(update_id=update_id, raws=(raw,), chat=chat, moved_from=old, moved_to=new)
    media = _media(message)
    masked = mask(_find_text(message, "text") or _find_text(message, "caption") or "")
    said = masked.text
    body = {"kind": kind, "chat": chat, "media": media, "text": said, "masked": list[Json](masked.kinds)}
    raw = RawUpdate(external_id=external_id, address=chat, body=_dump(body))
    raws = _album(raw, _find_text(message, "media_group_id"), bot_id, said)
    return Arrived(update_id=update_id, raws=raws, chat=chat, private=True, said=said)


def _album(raw: RawUpdate, group: str | None, bot_id: str, said: str) -> tuple[RawUpdate, ...]:
    """Pictures of one album count once: those without words all come in under the album's own id.

    Words under a picture are a message; the album's id is taken with it, so that the rest is silent.
    """
    if group is None:
        return (raw,)
    album_id = f"{bot_id}:album:{group}"
    if not said:
        return (RawUpdate(external_id=album_id, address=raw.address, body=raw.body),)
    return raw, RawUpdate(external_id=album_id, address=raw.address, body=_dump({"kind": "other"}))


def _tap(query: Json, external_id: str, update_id: int) -> Arrived:
    shown = query.get("message") if isinstance(query, dict) else None
    data, who = _find_text(query, "data") or "", str(_needed(_find_number(_inner(query, "from"), "id")))
    query_id = _needed(_find_text(query, "id"))
    if shown is None:  # under a message of somebody else: not ours
        raw = RawUpdate(external_id=external_id, address="", body=_dump({"kind": "other"}))
        return Arrived(update_id=update_id, raws=(raw,), query=query_id, who=who)
    chat, private = _chat(shown)
    message_id = _needed(_find_number(shown, "message_id"))
    body: dict[str, Json] = {"kind": "tap", "chat": chat, "private": private, "who": who, "data": data}
    body["message"] = message_id
    raw = RawUpdate(external_id=external_id, address=chat, body=_dump(body))
    return Arrived(update_id=update_id, raws=(raw,), chat=chat, private=private, data=data, query=query_id, who=who)


def _member(change: Json, external_id: str, update_id: int) -> Arrived:
    chat, private = _chat(change)
    status = _needed(_find_text(_inner(change, "new_chat_member"), "status"))
    body: dict[str, Json] = {"kind": "member", "chat": chat, "private": private, "status": status}
    raw = RawUpdate(external_id=external_id, address=chat, body=_dump(body))
    return Arrived(update_id=update_id, raws=(raw,), chat=chat, private=private)


def _unreadable(update: Json, bot_id: str, update_id: int | None) -> Arrived:
    words = mask(_dump(update)[:_DEAD_MOST]).text
    name = str(update_id) if update_id is not None else hashlib.sha256(words.encode()).hexdigest()
    body: dict[str, Json] = {"kind": "unreadable", "raw": words}
    raw = RawUpdate(external_id=f"{bot_id}:{name}", address=_any_chat(update), body=_dump(body))
    return Arrived(update_id=update_id, raws=(raw,))


def _media(message: Json) -> str:
    """The kind of what was sent; "service" when nobody sent anything."""
    if not isinstance(message, dict):
        raise Malformed
    for name, kind in _MEDIA.items():
        if name in message:
            return kind.value
    if "text" in message:
        _needed(_find_text(message, "text"))
        return Kind.TEXT.value
    return "service" if any(name in message for name in _SERVICE) else Kind.OTHER.value


def _moved(message: Json, chat: str) -> tuple[str, str]:
    """From where to where a group went: the old one says so, and the new one as well."""
    new, old = _find_number(message, "migrate_to_chat_id"), _find_number(message, "migrate_from_chat_id")
    if new is not None:
        return chat, str(new)
    return (str(old), chat) if old is not None else ("", "")


def _chat(value: Json) -> tuple[str, bool]:
    chat = _inner(value, "chat")
    return str(_needed(_find_number(chat, "id"))), _needed(_find_text(chat, "type")) == "private"


def _any_chat(update: Json) -> str:
    """Whose update it is, as far as that can be seen: what is kept must be found when it is to be erased."""
    for inner in update.values() if isinstance(update, dict) else ():
        if isinstance(inner, dict) and isinstance(inner.get("chat"), dict):
            number = _find_number(inner["chat"], "id")
            return "" if number is None else str(number)
    return ""


def _inner(value: Json, key: str) -> Json:
    inner = value.get(key) if isinstance(value, dict) else None
    if not isinstance(inner, dict):
        raise Malformed
    return inner


def _needed(found: _T | None) -> _T:
    if found is None:
        raise Malformed
    return found


def _find_number(value: Json, key: str) -> int | None:
    number = value.get(key) if isinstance(value, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _find_text(value: Json, key: str) -> str | None:
    text = value.get(key) if isinstance(value, dict) else None
    if text is not None and not isinstance(text, str):
        raise Malformed
    return text


def _dump(value: Json) -> str:
    # A lone half of a surrogate pair cannot be encoded, and so not be stored.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
