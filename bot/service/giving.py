"""Giving an intake out: on paper, as a document, to the case system of the municipality. Never without a reason."""

import json
from datetime import datetime
from uuid import uuid4

import structlog

from bot.model.conversation import Json
from bot.model.errors import BotError
from bot.service.messages import CASE_CHANNEL
from bot.store import IntakeRow, IntakeStatus, Unit

_log = structlog.get_logger(__name__)
_TAKEN_UP = (IntakeStatus.CLAIMED, IntakeStatus.CLOSED)


class NotGiven(BotError):
    """This intake cannot be given out, and why."""


async def give_out(unit: Unit, *, code: str, to: str, reason: str, way: str) -> IntakeRow:
    """The intake that leaves the house. Every way out passes here, before the first byte; raises NotGiven.

    This is the one place to keep who gave what to whom and why.
    """
    if not reason.strip():
        raise NotGiven("an intake is not given out without a reason")
    if not to.strip():
        raise NotGiven("say to whom the intake is given")
    row = await unit.find_intake(code)
    if row is None:
        raise NotGiven(f"no intake has the reference '{code}'; 'wegwijzer intakes' lists them")
    if not row.body:
        raise NotGiven(f"the resident took intake '{code}' back; its text is gone")
    _log.info("intake_given_out", intake=code, way=way)
    return row


async def give_to_case_system(unit: Unit, *, code: str, reason: str, now: datetime) -> None:
    """Queue an intake that a person has taken up for the case system; raises NotGiven.

    Only the reference waits: what leaves is read at that moment, and nothing when it was taken back meanwhile.
    """
    row = await give_out(unit, code=code, to=CASE_CHANNEL, reason=reason, way=CASE_CHANNEL)
    if row.status not in _TAKEN_UP:
        raise NotGiven(f"nobody has taken up intake '{code}' yet")
    mark = _mark(await _ref(unit, row.conversation_id))
    given = json.loads(await unit.get_mark(mark) or "[]")
    await unit.set_mark(mark, json.dumps(sorted({*given, code})))
    body: dict[str, Json] = {"event": "intake", "code": code, "reason": " ".join(reason.split())}
    await _queue(unit, body, now, conversation_id=row.conversation_id)


async def take_back(unit: Unit, *, conversation_id: str, codes: list[str] | None, now: datetime) -> None:
    """Tell the case system that these intakes are withdrawn, with None all of the conversation, by code only.

    What still waits to go there about them does not go any more.
    """
    mark = _mark(await _ref(unit, conversation_id))
    given: list[str] = json.loads(await unit.get_mark(mark) or "[]")
    gone = [code for code in given if codes is None or code in codes]
    for row in await unit.queued_about(CASE_CHANNEL, conversation_id):
        if json.loads(row.body)["code"] in gone:
            await unit.drop_queued(row.id)
    for code in gone:
        await _queue(unit, {"event": "withdrawn", "code": code}, now, conversation_id=None)
    left = [code for code in given if code not in gone]
    if left:
        await unit.set_mark(mark, json.dumps(left))
    elif given:
        await unit.drop_mark(mark)


async def _queue(unit: Unit, body: dict[str, Json], now: datetime, *, conversation_id: str | None) -> None:
    await unit.enqueue(
        channel=CASE_CHANNEL,
        conversation_id=conversation_id,
        address=CASE_CHANNEL,
        body=json.dumps({"id": uuid4().hex, **body}, ensure_ascii=False),
        urgent=False,
        at=now,
    )


async def _ref(unit: Unit, conversation_id: str) -> str:
    return (await unit.get_conversation(conversation_id)).ref


def _mark(ref: str) -> str:
    """The mark with the codes that the case system was given of one conversation."""
    return f"{CASE_CHANNEL}:given:{ref}"
