"""A case as a list and a head show it: its state, since when, what stands out, what was promised. Pure."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.advice.spoken import language_name
from bot.advice.workdays import open_time_between
from bot.desk.views.inbox import Flag, InboxItem, PromiseView
from bot.dialogue.parts import Parts
from bot.intake.brief import Brief
from bot.intake.cases import Case, state_of
from bot.model.cases import ActWhy, CaseState, IntakeStatus, WaitsFor
from bot.model.municipality import Hours
from bot.model.text import DUTCH
from bot.store import CaseRow

SOON = timedelta(hours=4)
"""Opening hours before a promise from which on it stands out: as long before as its bell rings."""

_OPEN = (IntakeStatus.NEW, IntakeStatus.CLAIMED)


def item_of(row: CaseRow, parts: Parts, now: datetime, *, account_id: str, helper: str) -> InboxItem:
    """A line of the list, for this account. `helper`: the name of who helps."""
    brief, state = read_brief(row), state_now(row, now)
    return InboxItem(
        code=row.code,
        rev=row.rev,
        name=brief.name,
        brief=brief.line,
        theme=theme_name(parts, row.theme),
        area=row.area,
        language=foreign(row.language),
        state=state,
        since=since(row, state),
        owner=row.claimed_by or "",
        mine=is_mine(row, account_id),
        may_claim=row.status is IntakeStatus.NEW,
        helper=helper,
        flags=flags_of(row, parts.municipality.hours, now),
        promise=_promise_of(row, parts.municipality.hours, now),
    )


def read_brief(row: CaseRow) -> Brief:
    """The line of the list as it is kept; empty once it was taken back."""
    line = json.loads(row.brief) if row.brief else {}
    return Brief(name=str(line.get("name", "")), line=str(line.get("line", "")))


def state_now(row: CaseRow, now: datetime) -> CaseState:
    """Where the case stands."""
    case = Case(
        id=row.id,
        status=row.status,
        signed_at=row.created_at,
        waits_for=WaitsFor(row.waits_for),
        snoozed_until=row.snoozed_until,
        asked_at=row.asked_at,
        has_helper=row.helper_id is not None,
        closed_at=row.closed_at,
        reopened_at=row.reopened_at,
    )
    return state_of(case, now)


def since(row: CaseRow, state: CaseState) -> datetime:
    """Since when it stands so; of what was put off: until when."""
    moments = {
        CaseState.NEW: row.released_at,
        CaseState.REOPENED: row.reopened_at,
        CaseState.CLAIMED: row.claimed_at,
        CaseState.ASKED: row.asked_at,
        CaseState.SNOOZED: row.snoozed_until,
        CaseState.HELPED: row.claimed_at,
        CaseState.CLOSED: row.closed_at,
        CaseState.WITHDRAWN: row.closed_at,
    }
    return moments[state] or row.created_at


def is_mine(row: CaseRow, account_id: str) -> bool:
    """Whether this account has the case."""
    return row.status is IntakeStatus.CLAIMED and row.owner_id == account_id


def is_promised(row: CaseRow) -> bool:
    """Whether the resident was told a moment, and no answer came yet."""
    return row.status in _OPEN and row.waits


def flags_of(row: CaseRow, hours: Hours, now: datetime) -> tuple[Flag, ...]:
    """What stands out, the gravest first."""
    return tuple(_flags(row, hours, now))


def minutes_left(hours: Hours, due_at: datetime, now: datetime) -> int:
    """Opening time until a moment, in minutes; below zero as soon as it is past."""
    if due_at > now:
        return int(open_time_between(hours, now, due_at) / timedelta(minutes=1))
    return min(-int(open_time_between(hours, due_at, now) / timedelta(minutes=1)), -1)


def theme_name(parts: Parts, theme: str) -> str:
    """What a theme is called; one that is no longer known comes back as it is."""
    known = parts.knowledge.themes.get(theme)
    return known.name.to(DUTCH) if known is not None else theme


def foreign(language: str) -> str:
    """What a language is called; empty for Dutch."""
    return "" if language in ("", DUTCH) else language_name(language)


def _flags(row: CaseRow, hours: Hours, now: datetime) -> Iterator[Flag]:
    if row.status is IntakeStatus.WITHDRAWN:
        yield Flag.WITHDRAWN
    if row.danger and row.status is not IntakeStatus.WITHDRAWN:
        yield Flag.DANGER
    if row.status not in _OPEN:
        return
    if is_promised(row):
        left = minutes_left(hours, row.promised_at, now)
        if left < 0:
            yield Flag.PROMISE_LATE
        elif left <= SOON / timedelta(minutes=1):
            yield Flag.PROMISE_SOON
    if row.act_why == ActWhy.MISMATCH:
        yield Flag.MISMATCH
    if row.cut:
        yield Flag.NO_CHAT
    elif row.undelivered_at is not None or not row.reachable:
        yield Flag.UNDELIVERED
    if row.unanswered_since is not None:
        yield Flag.REPLY


def _promise_of(row: CaseRow, hours: Hours, now: datetime) -> PromiseView | None:
    """What was promised, without how the moment came about: the list has no room for it."""
    if not is_promised(row):
        return None
    left = minutes_left(hours, row.promised_at, now)
    return PromiseView(due_at=row.promised_at, minutes_left=left, norm_hours=hours.answer_hours)
