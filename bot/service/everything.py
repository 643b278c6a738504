"""All that is kept about one resident, as data: for themselves, when they ask for it (AVG article 15).

What waits to be sent is not in it: that is in the thread or the talk already. Nor are backups, which nobody can read
one resident out of.
"""

import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.intake.issue import Issue
from bot.model.accounts import Role
from bot.model.conversation import Json
from bot.model.worker import Actor
from bot.service.desk import Desk
from bot.service.giving import give_out
from bot.service.refusals import Refusal, Why
from bot.store import CaseRow, MatchRow, Unit

EVERYTHING = "alles"
"""How the trail calls that all of it left the house."""


def hand_over_by(asked_on: date) -> date:
    """The last day to hand it over to who asked on this day: within a month (AVG article 12 lid 3)."""
    first_of_next = asked_on.replace(day=1) + timedelta(days=monthrange(asked_on.year, asked_on.month)[1])
    return first_of_next.replace(day=min(asked_on.day, monthrange(first_of_next.year, first_of_next.month)[1]))


async def give_everything(desk: Desk, by: Actor, code: str, issue: Issue) -> Mapping[str, Json]:
    """All that is kept about the resident of this case, who asked for it; on record before it is read."""
    if by.role != Role.COORDINATOR:
        raise Refusal(Why.NOT_THERE)  # it holds other cases of this resident too
    case, _ = await desk.stands(by, code)
    async with desk.store.write() as unit:
        row = await give_out(unit, desk.service.engine, by, case.code, issue, way=EVERYTHING, on_request=True)
        return await everything_of(unit, row.conversation_id)


async def everything_of(unit: Unit, conversation_id: str) -> Mapping[str, Json]:
    """The talk, what happened in it, and every question that came of it."""
    talk = await unit.get_conversation(conversation_id)
    return {
        "channel": talk.channel,
        "address": talk.address,
        "since": _at(talk.created_at),
        "changed": _at(talk.updated_at),
        "talk": _read(talk.state),
        "events": [
            {"at": _at(one.at), "what": one.kind, "more": _read(one.body)}
            for one in await unit.list_events(conversation_id)
        ],
        "questions": [await _question(unit, case) for case in await unit.cases_of(conversation_id)],
    }


async def _question(unit: Unit, case: CaseRow) -> Json:
    row = await unit.find_intake(case.code)
    names = {one.id: one.display_name for one in await unit.list_accounts()}
    return {
        "code": case.code,
        "status": case.status.value,
        "with": case.claimed_by or "",
        "closed": _at(case.closed_at),
        "outcome": case.outcome or "",
        "outcome_note": row.outcome_note if row is not None else "",
        "signed": _read(row.body) if row is not None else None,
        "thread": [
            {"at": _at(one.at), "what": one.kind, "by": names.get(one.author, one.author), "more": _read(one.body)}
            for one in await unit.list_entries(case.id)
        ],
        "promises": [
            {"made": _at(one.made_at), "until": _at(one.due_at), "why": one.reason, "outcome": one.outcome}
            for one in await unit.list_promises(case.id)
        ],
        "helpers": [await _match(unit, one) for one in await unit.list_matches(case.id)],
        "hours": [
            {"on": one.on_date.isoformat(), "minutes": one.minutes, "what": one.what.value, "note": one.note}
            for one in await unit.list_hours(case.id)
        ],
        "trail": [
            {"at": _at(one.at), "what": one.action, "by": names.get(one.account_id, one.account_id), "why": one.reason}
            for one in await unit.list_audit(object=case.code)
        ],
    }


async def _match(unit: Unit, match: MatchRow) -> Json:
    """Who was asked or helped, by name, and how that went; nothing else of the helper."""
    helpers = [await unit.find_helper(key) for key in (match.helper_id, match.second_id) if key is not None]
    return {
        "names": [helper.name for helper in helpers if helper is not None],
        "state": match.state.value,
        "asked": _at(match.asked_at),
        "since": _at(match.since),
        "ended": _at(match.ended_at),
        "why": match.ended_code or "",
        "note": match.note,
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _read(text: str) -> Json:
    """What was kept as JSON; nothing where nothing is left."""
    read: Json = json.loads(text) if text else None
    return read
