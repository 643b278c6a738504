"""Giving an intake out: on paper, as a document, to the case system of the municipality. Never without a reason."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

import structlog

from bot.dialogue import Engine
from bot.intake.issue import Issue
from bot.model.conversation import Json
from bot.model.errors import BotError
from bot.model.worker import Actor
from bot.service.heavier import may_be_given
from bot.service.messages import CASE_CHANNEL
from bot.service.trail import entry_of
from bot.store import AuditEntry, ConversationRow, IntakeRow, IntakeStatus, Unit

GAVE = "give_out"
"""The action of who gave an intake out."""

_log = structlog.get_logger(__name__)
_TAKEN_UP = (IntakeStatus.CLAIMED, IntakeStatus.CLOSED)


class NotGiven(BotError):
    """This intake cannot be given out, and why."""


class NoLeave(NotGiven):
    """The resident did not say that it may go there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOut:
    """That an intake left the house, as the trail has it. `to` is empty for the case system."""

    way: str
    to: str
    reason: str
    known: bool  # whether the resident knew of it, as far as was said
    at: datetime


async def give_out(
    unit: Unit, engine: Engine, by: Actor, code: str, issue: Issue, *, way: str, on_request: bool = False
) -> IntakeRow:
    """The intake that leaves the house. Every way out passes here, before the first byte; raises NotGiven.

    To the desk for heavy questions only with the resident's yes, or `on_request`: they asked for it themselves.
    Who gave what to whom and why is on record when this returns, in the very unit that reads the intake.
    """
    if not issue.reason.strip():
        raise NotGiven("an intake is not given out without a reason")
    if not issue.to.strip() and way != CASE_CHANNEL:
        raise NotGiven("say to whom the intake is given")
    row = await unit.find_intake(code)
    if row is None:
        raise NotGiven(f"no intake has the reference '{code}'; 'wegwijzer intakes' lists them")
    if not row.body:
        raise NotGiven(f"the resident took intake '{code}' back; its text is gone")
    case = await unit.find_case(code)
    if case is not None and not on_request and not await may_be_given(unit, engine, case, issue.to):
        raise NoLeave(f"the resident has not said yes to giving intake '{code}' to '{issue.to}'; ask them first")
    said = {"way": way, "to": issue.to, "reason": issue.reason, "known": issue.known}
    await unit.note(entry_of(by, GAVE, row.code, issue.at, reason=json.dumps(said, ensure_ascii=False)))
    _log.info("intake_given_out", intake=code, way=way)
    return row


def read_given(entry: AuditEntry) -> GivenOut | None:
    """What a row of the trail says of an intake that left; None for rows about other things, or that were changed."""
    if entry.action != GAVE:
        return None
    try:
        said = json.loads(entry.reason)
    except ValueError:
        return None
    return GivenOut(**said, at=entry.at)


async def give_to_case_system(unit: Unit, engine: Engine, by: Actor, code: str, issue: Issue) -> None:
    """Queue an intake that a person has taken up for the case system; raises NotGiven.

    Only the reference waits: what leaves is read at that moment, and nothing when it was taken back meanwhile.
    What waits already goes once.
    """
    if await _waits(unit, code):
        return
    row = await give_out(unit, engine, by, code, replace(issue, to=""), way=CASE_CHANNEL)
    if row.status not in _TAKEN_UP:
        raise NotGiven(f"nobody has taken up intake '{code}' yet")
    mark = _mark((await unit.get_conversation(row.conversation_id)).ref)
    given = json.loads(await unit.get_mark(mark) or "[]")
    await unit.set_mark(mark, json.dumps(sorted({*given, code})))
    body: dict[str, Json] = {"event": "intake", "code": code, "reason": " ".join(issue.reason.split())}
    await _queue(unit, body, issue.at, conversation_id=row.conversation_id)


async def take_back(unit: Unit, talk: ConversationRow, codes: Sequence[str] | None, now: datetime) -> None:
    """Tell the case system that these intakes are withdrawn, with None all of the conversation, by code only.

    What still waits to go there about them does not go any more.
    """
    mark = _mark(talk.ref)
    given: list[str] = json.loads(await unit.get_mark(mark) or "[]")
    gone = [code for code in given if codes is None or code in codes]
    for row in await unit.queued_about(CASE_CHANNEL, talk.id) if gone else ():
        if json.loads(row.body)["code"] in gone:
            await unit.drop_queued(row.id)
    for code in gone:
        await _queue(unit, {"event": "withdrawn", "code": code}, now, conversation_id=None)
    left = [code for code in given if code not in gone]
    if left:
        await unit.set_mark(mark, json.dumps(left))
    elif given:
        await unit.drop_mark(mark)


async def _waits(unit: Unit, code: str) -> bool:
    row = await unit.find_intake(code)
    queued = await unit.queued_about(CASE_CHANNEL, row.conversation_id) if row is not None else ()
    return any(json.loads(one.body).get("code") == code for one in queued)


async def _queue(unit: Unit, body: dict[str, Json], now: datetime, *, conversation_id: str | None) -> None:
    await unit.enqueue(
        channel=CASE_CHANNEL,
        conversation_id=conversation_id,
        address=CASE_CHANNEL,
        body=json.dumps({"id": uuid4().hex, **body}, ensure_ascii=False),
        urgent=False,
        at=now,
    )


def _mark(ref: str) -> str:
    """The mark with the codes that the case system was given of one conversation."""
    return f"{CASE_CHANNEL}:given:{ref}"
