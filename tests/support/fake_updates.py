"""Updates as Telegram sends them: who does what, in a private chat or in a group."""

from collections.abc import Iterator

BOT_ID = 110201543


def message(chat: int, text: str | None = None, message_id: int = 1, **more: object) -> dict:
    """Somebody writes in a private chat, or sends what `more` says."""
    body = {"message_id": message_id, "date": 1, "chat": _private(chat), "from": _person(chat), **more}
    return {"message": body if text is None else {**body, "text": text}}


def edited(chat: int, text: str, message_id: int = 1) -> dict:
    """Somebody changes a message."""
    body = message(chat, text, message_id)["message"]
    return {"edited_message": {**body, "edit_date": 2}}


def tap(chat: int, data: str, message_id: int = 1, query_id: str = "q1") -> dict:
    """Somebody taps a button in a private chat."""
    shown = {"message_id": message_id, "date": 1, "chat": _private(chat)}
    return {"callback_query": {"id": query_id, "from": _person(chat), "message": shown, "data": data}}


def group_tap(group: int, who: int, data: str, message_id: int = 1, query_id: str = "q1") -> dict:
    """Somebody taps a button in a group."""
    shown = {"message_id": message_id, "date": 1, "chat": _group(group)}
    return {"callback_query": {"id": query_id, "from": _person(who), "message": shown, "data": data}}


def group_message(group: int, who: int, text: str | None = None, **more: object) -> dict:
    """Somebody writes in a group."""
    body = {"message_id": 1, "date": 1, "chat": _group(group), "from": _person(who), **more}
    return {"message": body if text is None else {**body, "text": text}}


def member(chat: int, status: str, *, group: bool = False) -> dict:
    """Somebody blocks the bot (kicked) or lets it in again (member); with `group` a group does."""
    where = _group(chat) if group else _private(chat)
    me = {"id": BOT_ID, "is_bot": True, "first_name": "Wegwijzer"}
    return {
        "my_chat_member": {
            "chat": where,
            "from": _person(abs(chat)),
            "date": 1,
            "old_chat_member": {"user": me, "status": "member" if status == "kicked" else "kicked"},
            "new_chat_member": {"user": me, "status": status},
        }
    }


def _private(chat: int) -> dict:
    return {"id": chat, "type": "private", "first_name": "Testpersoon", "username": f"test_{chat}"}


def _group(chat: int) -> dict:
    return {"id": chat, "type": "supergroup", "title": "Testgroep"}


def _person(user: int) -> dict:
    return {"id": user, "is_bot": False, "first_name": "Testpersoon", "username": f"test_{user}"}


def chat_of(update: dict) -> str:
    """The chat in which it happened; empty when that cannot be seen."""
    return next(iter(_chats(update)), "")


def _chats(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        chat = value.get("chat")
        if isinstance(chat, dict):
            yield str(chat.get("id"))
        for inner in value.values():
            yield from _chats(inner)
