"""Watching over promises: a bell in time, another moment while it is not broken yet, and an apology when it is."""

from datetime import timedelta

from bot.intake.promise import MOST_CORRECTIONS
from bot.model.cases import EntryKind, PromiseOutcome
from bot.model.wording import PeopleText
from bot.service.casework import OURSELVES, Casework, case_of
from bot.service.notices import Notice
from bot.service.telling import is_within_reach, tell
from bot.store import CaseRow, PromiseRow, TimerRow

_LOOK_AGAIN = timedelta(minutes=10)
"""So long later we look whether an answer that was on its way arrived. Own choice."""


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


async def _kept_still(work: Casework, case: CaseRow) -> PromiseRow | None:
    """The promise, while it can still be kept."""
    promise = await work.unit.open_promise(case.id)
    return promise if promise is not None and work.now < promise.due_at else None


async def _is_answered(work: Casework, case: CaseRow, promise: PromiseRow) -> bool:
    """Whether an answer that was written in time comes to the resident by itself."""
    return await work.unit.is_on_its_way(case.id, promise.due_at) and await is_within_reach(work, case)
