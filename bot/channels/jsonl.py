"""JSON lines as a channel, for programs: a message a line in, a turn a line out.

In: `{"text": "..."}` or `{"choice": "option id"}`. Out: replies, facts, events, and `done` once the
intake is sent, the resident stopped, or all was erased. A line that cannot be read gives a line with
`error`, and the conversation goes on.
"""

import json
from collections.abc import Callable, Iterable, Mapping

from bot.channels.harmless import harmless_json
from bot.channels.terminal import Say
from bot.model.conversation import Event, Json, Kind, Message, Phase, Reply
from bot.model.errors import BotError
from bot.service import ERASURE, Handled

_KINDS = {"text": Kind.TEXT, "choice": Kind.CHOICE}


class UnreadableLine(BotError):
    """A line that is not one of the two forms."""


def read_message(line: str) -> Message:
    """The message in a line. Raises UnreadableLine with what is wrong and what would be right."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise UnreadableLine("this line is not JSON") from None
    if not isinstance(data, dict) or len(data) != 1 or not data.keys() <= _KINDS.keys():
        raise UnreadableLine("this is not an object with one key, 'text' or 'choice'")
    [(key, value)] = data.items()
    if not isinstance(value, str):
        raise UnreadableLine(f"the value of '{key}' is not a string")
    return Message(kind=_KINDS[key], text=value)


def answer_jsonl(say: Say, lines: Iterable[str], write: Callable[[str], None]) -> None:
    """Answer every line that is not empty with one line."""
    for line in lines:
        if line.strip():
            write(_dump(_answer(say, line)))


def _answer(say: Say, line: str) -> dict[str, Json]:
    try:
        message = read_message(line)
    except UnreadableLine as error:
        return {"error": f'{error}; write {{"text": "..."}} or {{"choice": "option id"}}'}
    return turn_document(say(message))


def turn_document(handled: Handled) -> dict[str, Json]:
    """One turn as JSON."""
    return {
        "replies": [_reply(reply) for reply in handled.replies],
        "facts": _facts(handled),
        "events": [_event(event) for event in handled.events],
        "done": _is_done(handled),
    }


def _reply(reply: Reply) -> Json:
    options: list[Json] = [{"id": button.id, "label": button.label} for button in reply.options]
    shown: dict[str, Json] = {"kind": reply.kind.value, "text": reply.text, "options": options}
    return shown if reply.document is None else {**shown, "document": dict(reply.document)}


def _facts(handled: Handled) -> dict[str, Json]:
    if handled.conversation is None or _is_erased(handled):
        return {}
    return {
        name: list(fact.value) if isinstance(fact.value, tuple) else fact.value
        for name, fact in handled.conversation.facts.items()
    }


def _event(event: Event) -> Json:
    return {**event.body, "kind": event.kind}


def _is_done(handled: Handled) -> bool:
    talk = handled.conversation
    return _is_erased(handled) or (talk is not None and talk.phase in (Phase.SENT, Phase.STOPPED))


def _is_erased(handled: Handled) -> bool:
    return any(event.kind == ERASURE for event in handled.events)


def _dump(document: Mapping[str, Json]) -> str:
    return harmless_json(json.dumps(document, ensure_ascii=False))
