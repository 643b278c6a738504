"""Messages that waited for somebody whose channel cannot bring them: given along as soon as they say something."""

import json
from datetime import datetime

from bot.model.cases import Delivery
from bot.model.conversation import Button, Reply, ReplyKind
from bot.service.casework import Office
from bot.service.deliveries import note_delivery
from bot.service.messages import Incoming
from bot.store import OutboxRow, Unit


async def fetch_waiting(unit: Unit, office: Office, incoming: Incoming, now: datetime) -> tuple[Reply, ...]:
    """Take what waits for this address, the oldest first; it counts as delivered."""
    rows = await unit.queued_for(incoming.channel, incoming.address)
    for row in rows:
        await unit.mark_sending(row.id)
        await unit.mark_sent(row.id, None, now)
        await note_delivery(unit, office, now, row, Delivery.SENT)
    return tuple(_reply(row) for row in rows)


def with_waiting(waiting: tuple[Reply, ...], replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Both, in the order in which they were said; a safety text before all else."""
    danger = any(reply.kind is ReplyKind.DANGER for reply in replies)
    return (*replies, *waiting) if danger else (*waiting, *replies)


def _reply(row: OutboxRow) -> Reply:
    """The other half of `turns.reply_body`; how a channel may dress it up is not kept."""
    body = json.loads(row.body)
    options = tuple(Button(id=key, label=label) for key, label in body["options"])
    kind = ReplyKind.DANGER if row.urgent else ReplyKind.ASK if options else ReplyKind.SAY
    return Reply(kind=kind, text=body["text"], options=options, turn=body["turn"], document=body.get("document"))
