"""One turn of one conversation, inside one transaction: load, respond, save, carry out, queue."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue import Engine, from_json, respond, to_json
from bot.model.conversation import Conversation, Event, Json, Miss, Reply, ReplyKind, Turn
from bot.model.outside import Outside
from bot.service.casework import Office
from bot.service.effects import Effects
from bot.service.messages import ERASURE, Incoming
from bot.service.sharing import keep_talk_line
from bot.service.standing import in_full, outside_of
from bot.service.teams import with_team, with_uses
from bot.store import CUT, ConversationRow, Unit

_HARMLESS_TWICE = frozenset({ReplyKind.ASK, ReplyKind.DANGER})
"""A question or a safety text may come a second time; "it was sent" may not, it looks like a new fact."""


_STORY = frozenset({"intake", "text", "talk"})
_UNLINKED = frozenset({"sentence_given", "opinion_given"})
"""What a resident gave without a name: beside their talk, also its moment would say whose it is."""

Act = Callable[[Conversation, Outside], Turn]
"""A turn that is not an answer to a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A turn that was taken. `erased`: everything of the resident is gone but these replies."""

    talk_id: str
    turn: Turn
    erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where replies go. `talk_id` is None when there is no conversation."""

    channel: str
    address: str
    talk_id: str | None


async def take_turn(unit: Unit, office: Office, incoming: Incoming, now: datetime) -> Taken:
    """Answer a message and keep all that follows from it, but queue nothing yet."""
    row = await _find_or_add(unit, incoming.channel, incoming.address, now)
    if not row.reachable:
        await unit.mark_reachable(row.id, True)
    message = await with_team(unit, incoming.message, now)
    before, turn = await _act(
        unit, office, row, lambda talk, outside: respond(office.engine, talk, message, now, outside), now
    )
    turn = await with_uses(unit, row, turn)
    effects = Effects(unit, office, now)
    if any(event.kind == ERASURE for event in turn.events):
        await effects.erase(row)
        return Taken(talk_id=row.id, turn=turn, erased=True)
    await _save(unit, row, turn, now)
    await keep_talk_line(unit, office.engine, row.id, before=before, message=message, turn=turn, now=now)
    await effects.carry_out(row, turn.events)
    await _count(unit, before, turn, now)
    return Taken(talk_id=row.id, turn=turn, erased=False)


async def take_staff_turn(
    unit: Unit,
    office: Office,
    row: ConversationRow,
    act: Act,
    now: datetime,
    *,
    entry_id: int | None = None,
    hold_until: datetime | None = None,
) -> None:
    """Keep and queue a turn that a person of the coordination point makes, or that a timer makes.

    `entry_id`: the entry whose words the replies carry. `hold_until`: they may be taken back until then.
    """
    _, turn = await _act(unit, office, row, act, now)
    await _save(unit, row, turn, now)
    to = Destination(channel=row.channel, address=row.address, talk_id=row.id)
    if row.channel == CUT:
        return  # kept, for who reads the talk; there is nobody to send it to
    await queue(unit, to, turn.replies, now, entry_id=entry_id, hold_until=hold_until)


async def queue_replies(unit: Unit, incoming: Incoming, taken: Taken, now: datetime) -> None:
    """Put the replies in the outbox.

    After an erasure they hang under an empty conversation, so that they can be erased as well once
    they have arrived (`Outgoing.sent`).
    """
    talk_id, replies = taken.talk_id, taken.turn.replies
    if taken.erased and replies:
        fresh = await unit.add_conversation(channel=incoming.channel, address=incoming.address, state="", at=now)
        talk_id = fresh.id
    to = Destination(channel=incoming.channel, address=incoming.address, talk_id=talk_id)
    await queue(unit, to, replies, now, forget=taken.erased)


async def queue(
    unit: Unit,
    to: Destination,
    replies: Sequence[Reply],
    now: datetime,
    *,
    forget: bool = False,
    entry_id: int | None = None,
    hold_until: datetime | None = None,
) -> None:
    """Put replies to one address in the outbox, in order; safety texts go first across addresses.

    What was held back to be thought over goes ahead of them, so that nothing waits behind it.
    """
    if hold_until is None and replies:
        await unit.let_go(to.channel, to.address)
    for reply in replies:
        await unit.enqueue(
            channel=to.channel,
            conversation_id=to.talk_id,
            address=to.address,
            body=reply_body(reply, forget=forget and reply is replies[-1]),
            urgent=reply.kind is ReplyKind.DANGER,
            at=now,
            entry_id=entry_id,
            not_before_at=hold_until,
        )


def reply_body(reply: Reply, *, forget: bool = False) -> str:
    """A reply as it waits in the outbox. `twice`: it does no harm when it arrives a second time."""
    body: dict[str, Json] = {
        "text": reply.text,
        "options": [[button.id, button.label] for button in reply.options],
        "turn": reply.turn,
        # A sheet may come twice as well: it is the same sheet.
        "twice": reply.kind in _HARMLESS_TWICE or reply.document is not None,
        "forget": forget,
    }
    if reply.document is not None:
        body["document"] = dict(reply.document)
    return json.dumps(body, ensure_ascii=False)


async def _act(unit: Unit, office: Office, row: ConversationRow, act: Act, now: datetime) -> tuple[Conversation, Turn]:
    """The talk as it was, and the turn; taken again with all that is known where it read what only few turns do."""
    before = _conversation(office.engine, row, now)
    outside = await outside_of(unit, office, row, before, now)
    turn = act(before, outside)
    if turn.fell_short:
        turn = act(before, await in_full(unit, office, row, before, outside))
    return before, turn


async def _find_or_add(unit: Unit, channel: str, address: str, now: datetime) -> ConversationRow:
    found = await unit.find_conversation(channel, address)
    if found is not None:
        return found
    return await unit.add_conversation(channel=channel, address=address, state="", at=now)


async def _save(unit: Unit, row: ConversationRow, turn: Turn, now: datetime) -> None:
    """Keep the conversation as it is now, and what happened in it."""
    number = turn.conversation.turn
    await unit.save_conversation(row.id, state=to_json(turn.conversation), turn=number, at=now)
    kept = (one for one in turn.events if one.kind not in _UNLINKED)
    await unit.add_events(row.id, number, [(one.kind, json.dumps(_kept(one), ensure_ascii=False)) for one in kept], now)


async def _count(unit: Unit, before: Conversation, turn: Turn, now: datetime) -> None:
    """Count the message for the question that waited; at the very first one that is the question it missed."""
    step, asked, miss = before.waiting, before.asked, None
    for event in turn.events:
        if event.kind == "not_understood":
            step, asked, miss = str(event.body["step"]), str(event.body["fact"]), Miss(str(event.body["miss"]))
    if step:
        await unit.count_turn(now.date(), step=step, asked=asked, missed=miss)


def _kept(event: Event) -> dict[str, Json]:
    """What is kept of an event: never the story, which stands in the intake and goes with it."""
    return {key: value for key, value in event.body.items() if key not in _STORY}


def _conversation(engine: Engine, row: ConversationRow, now: datetime) -> Conversation:
    """The stored conversation; an empty state is one that still has to begin."""
    return from_json(row.state) if row.state else engine.open(row.ref, now, row.channel)
