"""Where a case stands and what a person must do next about it: all that the list of the coordinators is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.advice.workdays import add_open_time
from bot.intake.aftercare import ask_reminder_at
from bot.intake.promise import MOST_CORRECTIONS
from bot.model.cases import ActWhy, CaseState, IntakeStatus, PromiseReason, WaitsFor
from bot.model.municipality import Hours

_ORDER = {why: place for place, why in enumerate(ActWhy)}
_OPEN = frozenset({IntakeStatus.NEW, IntakeStatus.CLAIMED})
# Promises that put a case on top at once, not when they are due: somebody was disappointed before.
_PRESSING = frozenset({PromiseReason.MISMATCH, PromiseReason.ASKED})
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What must be known of an intake to say where it stands. All moments are UTC."""

    id: int  # the older, the lower
    status: IntakeStatus
    signed_at: datetime
    released_at: datetime | None = None  # when its owner gave it back, the last time
    danger: bool = False  # the resident signed a sign of danger
    waits_for: WaitsFor = WaitsFor.US
    snoozed_until: datetime | None = None
    promise_due_at: datetime | None = None  # of the promise that no answer came on: open, or broken
    promise_made_at: datetime | None = None  # when this moment was told
    promise_reason: PromiseReason = PromiseReason.SIGNED  # of the first one, where it was corrected
    corrections: int = 0
    unanswered_since: datetime | None = None  # the first word of the resident that no person answered
    asked_at: datetime | None = None  # our question to the resident that is open
    undelivered_at: datetime | None = None  # when a message turned out not to have arrived
    has_helper: bool = False
    helper_silent_at: datetime | None = None  # when nothing was heard of the first contact for too long
    term_at: datetime | None = None  # when a term of the resident's own came near
    closed_at: datetime | None = None  # the last time
    reopened_at: datetime | None = None  # the last time


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person must do next: by when, and why."""

    by: datetime
    why: ActWhy


def state_of(case: Case, now: datetime) -> CaseState:
    """Where the case stands at this moment."""
    if case.status not in _OPEN:
        return CaseState(case.status)
    if is_snoozed(case, now):
        return CaseState.SNOOZED
    if case.status is IntakeStatus.NEW:
        return CaseState.REOPENED if _is_reopened(case) else CaseState.NEW
    if case.has_helper and case.waits_for is WaitsFor.HELPER:
        return CaseState.HELPED
    if case.asked_at is not None and case.waits_for is WaitsFor.RESIDENT:
        return CaseState.ASKED
    return CaseState.CLAIMED


def next_act(case: Case, hours: Hours) -> Act | None:
    """What a person must do first; None when nothing waits for one. It does not depend on the moment it is asked."""
    if case.status not in _OPEN:
        return None
    return min(_acts(case, hours), key=lambda act: (act.by, _ORDER[act.why]), default=None)


def place_in_line(case: Case, act: Act | None) -> tuple[bool, datetime, int]:
    """Sorts a list: danger first, then what must be done soonest, then the oldest. What waits for nobody comes last."""
    return (not case.danger, act.by if act else _NEVER, case.id)


def has_mismatch_promise(case: Case) -> bool:
    """Whether the resident waits to hear who helps instead of whom they did not get on with."""
    return case.promise_due_at is not None and case.promise_reason is PromiseReason.MISMATCH


def is_for_us(case: Case, act: Act | None, now: datetime) -> bool:
    """Whether one of our people is next: something waits, and not until later or for somebody else first."""
    if act is None:
        return False
    return act.by <= now or (case.waits_for is WaitsFor.US and not is_snoozed(case, now))


def is_snoozed(case: Case, now: datetime) -> bool:
    """Whether it was put off, and that moment has not come."""
    return case.snoozed_until is not None and case.snoozed_until > now


def may_snooze(case: Case, until: datetime) -> bool:
    """Whether no promise would be broken by looking at it only then."""
    return case.status in _OPEN and (case.promise_due_at is None or until < case.promise_due_at)


def _acts(case: Case, hours: Hours) -> Iterator[Act]:
    promise = _promised(case)
    if promise is not None:
        yield promise
    elif case.unanswered_since is not None:
        yield Act(by=_within_norm(hours, case.unanswered_since), why=ActWhy.REPLY)
    elif case.status is IntakeStatus.NEW and case.snoozed_until is None:
        yield Act(by=_within_norm(hours, case.released_at or case.signed_at), why=ActWhy.UNCLAIMED)
    if case.asked_at is not None and case.waits_for is WaitsFor.RESIDENT:
        yield Act(by=ask_reminder_at(hours, case.asked_at), why=ActWhy.ASK_REMINDER)
    if case.helper_silent_at is not None and case.has_helper:
        yield Act(by=case.helper_silent_at, why=ActWhy.HELPER_SILENT)
    plain = (
        (case.undelivered_at, ActWhy.UNDELIVERED),
        (case.snoozed_until, ActWhy.SNOOZE),
        (case.term_at, ActWhy.TERM),
    )
    yield from (Act(by=at, why=why) for at, why in plain if at is not None)


def _promised(case: Case) -> Act | None:
    """The act that a promise asks for: at once where the resident was disappointed before, else by its moment."""
    if case.promise_due_at is None:
        return None
    pressing = case.promise_reason in _PRESSING or case.corrections >= MOST_CORRECTIONS
    by = case.promise_made_at if pressing and case.promise_made_at is not None else case.promise_due_at
    why = ActWhy.MISMATCH if case.promise_reason is PromiseReason.MISMATCH else ActWhy.PROMISE
    return Act(by=by, why=why)


def _within_norm(hours: Hours, since: datetime) -> datetime:
    return add_open_time(hours, since, timedelta(hours=hours.answer_hours))


def _is_reopened(case: Case) -> bool:
    return case.reopened_at is not None and (case.closed_at is None or case.reopened_at > case.closed_at)
