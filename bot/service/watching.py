"""Watching over promises: a bell in time, another moment while it is not broken yet, and an apology when it is.

Before all that, where no bell was heard at all: how the resident can phone.
"""

from datetime import datetime, timedelta

from bot.advice.workdays import open_on, take_open_time
from bot.content.wording import HERE, clock_in_words
from bot.intake.daytime import phone_from
from bot.intake.promise import MOST_CORRECTIONS, fix_at
from bot.model.cases import EntryKind, IntakeStatus, PromiseOutcome, PromiseReason
from bot.model.wording import PeopleText
from bot.service.casework import OURSELVES, Casework, case_of
from bot.service.notices import Notice
from bot.service.silence import nothing_rang
from bot.service.telling import is_within_reach, say, tell
from bot.store import CaseRow, PromiseRow, TimerRow

_LOOK_AGAIN = timedelta(minutes=10)
"""So long later we look whether an answer that was on its way arrived. Own choice."""
_NOT_BEFORE_FIX = timedelta(hours=1)
"""So much opening time before a promise is moved nothing is said of phoning: that text names the number. Own choice."""


async def near(work: Casework, case: CaseRow, _timer: TimerRow) -> None:
    """The desk hears that the moment is near."""
    if await _kept_still(work, case):
        await work.tell(Notice.PROMISE_SOON, case)


async def move(work: Casework, case: CaseRow, _timer: TimerRow) -> None:
    """The resident reads another moment. Where they cannot, or heard that too often, a person must phone."""
    promise = await _kept_still(work, case)
    if promise is None or await _is_answered(work, case, promise):
        return
    before = case_of(case, await work.unit.list_promises(case.id)).corrections
    if not await is_within_reach(work, case):
        await work.tell(Notice.UNREACHABLE, case, urgent=True)
    elif before >= MOST_CORRECTIONS:
        await work.tell(Notice.PROMISE_SOON, case, urgent=True)
    else:
        moved = await work.correct(case, promise.due_at)
        said = PeopleText.PROMISE_MOVED_AGAIN if before else PeopleText.PROMISE_MOVED
        await tell(work, case, said, moment_oud=promise.due_at, moment=moved)
        await work.enter(case.id, EntryKind.PROMISE, OURSELVES, old=promise.due_at.isoformat(), new=moved.isoformat())
        await work.tell(Notice.PROMISE_MOVED, case, urgent=bool(before))
    await work.settle(case.id, "promise")


async def miss(work: Casework, case: CaseRow, timer: TimerRow) -> None:
    """The moment is past, also when we were away just then: the resident reads that we are sorry.

    Not while an answer that was written in time is on its way: when that does not arrive, then.
    """
    promise = await work.unit.open_promise(case.id)
    if promise is None or work.now < promise.due_at:
        return
    if await _is_answered(work, case, promise):
        await work.unit.delay_timer(timer.id, work.now + _LOOK_AGAIN)
        return
    await work.unit.end_promise(case.id, PromiseOutcome.BROKEN, work.now)
    await tell(work, case, PeopleText.PROMISE_MISSED)
    await work.enter(case.id, EntryKind.SYSTEM, OURSELVES, what="promise_broken")
    await work.tell(Notice.PROMISE_BROKEN, case, urgent=True)
    await work.settle(case.id, "promise")


async def tell_to_phone(work: Casework, case: CaseRow, timer: TimerRow) -> None:
    """No bell was heard and nobody opened it: the resident reads, once, until when they can phone today.

    Nothing when the promise was moved or is about to be. When it is closed now, at the next opening.
    """
    if not _has_phone(work, case) or await _is_known(work, case) or await _ledger_speaks(work, case):
        return
    hours = work.hours(case)
    again_at = phone_from(hours, work.now)
    if again_at > work.now:
        await work.unit.delay_timer(timer.id, again_at)
        return
    if await nothing_rang(work.unit, case.code, _waits_since(case)) and await is_within_reach(work, case):
        _, closes = open_on(hours, work.now.astimezone(HERE).date())
        await say(work, case, PeopleText.PHONE, tekst=clock_in_words(closes.astimezone(HERE).time()))
        await work.enter(case.id, EntryKind.SYSTEM, OURSELVES, what="told_to_phone")
        await work.settle(case.id, "told")


def _has_phone(work: Casework, case: CaseRow) -> bool:
    parts = work.office.engine.parts_for(case.municipality)
    places = {**parts.knowledge.places, **parts.municipality.places}
    return bool(places[parts.municipality.coordination].phone)


async def _is_known(work: Casework, case: CaseRow) -> bool:
    """Whether a person has it, answered it, gave it back or opened it since the resident began to wait."""
    if case.status is not IntakeStatus.NEW or case.first_reply_at is not None:
        return True
    looks = [at for _, at in await work.unit.last_looks(case.code)]
    return any(at is not None and at >= _waits_since(case) for at in (case.released_at, *looks))


def _waits_since(case: CaseRow) -> datetime:
    return case.waiting_since or case.created_at


async def _ledger_speaks(work: Casework, case: CaseRow) -> bool:
    """Whether the resident read, or soon reads, about what was promised."""
    promise = await work.unit.open_promise(case.id)
    if promise is None or promise.reason == PromiseReason.CORRECTED:
        return True
    hours = work.hours(case)
    return work.now >= take_open_time(hours, fix_at(hours, promise.due_at), _NOT_BEFORE_FIX)


async def _kept_still(work: Casework, case: CaseRow) -> PromiseRow | None:
    """The promise, while it can still be kept."""
    promise = await work.unit.open_promise(case.id)
    return promise if promise is not None and work.now < promise.due_at else None


async def _is_answered(work: Casework, case: CaseRow, promise: PromiseRow) -> bool:
    """Whether an answer that was written in time comes to the resident by itself."""
    return await work.unit.is_on_its_way(case.id, promise.due_at) and await is_within_reach(work, case)
