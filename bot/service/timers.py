"""What happens by itself: each timer that is due in a unit of its own, marked as done with all that it leads to.

A crash leaves both or neither. A timer that fails holds up no other one.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

import structlog

from bot.intake.daytime import is_day
from bot.model.cases import IntakeStatus, TimerKind
from bot.service import following, reminders, watching
from bot.service.casework import Casework
from bot.service.service import Service
from bot.store import CaseRow, StoreBusy, StoreFull, TimerRow, Unit

BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
_LATE = timedelta(minutes=5)  # what is due when the day ends may ring a round later
_AT_NIGHT = frozenset({TimerKind.SNOOZE_END})  # rings nowhere
_WHEN_CLOSED = frozenset({TimerKind.CHECK_IN, TimerKind.CLOSE_ASK, TimerKind.TERM})
_OPEN = frozenset({IntakeStatus.NEW, IntakeStatus.CLAIMED})
_log = structlog.get_logger(__name__)

Happening = Callable[[Casework, CaseRow, TimerRow], Awaitable[None]]
_HAPPENINGS: Mapping[TimerKind, Happening] = MappingProxyType(
    {
        TimerKind.PROMISE_BELL: watching.near,
        TimerKind.PROMISE_FIX: watching.move,
        TimerKind.PROMISE_DUE: watching.miss,
        TimerKind.BELLS_SILENT: watching.tell_to_phone,
        TimerKind.CLAIM_IDLE: reminders.look_after,
        TimerKind.HANDBACK_IDLE: reminders.hand_back,
        TimerKind.ASK_REMINDER: reminders.ask_again,
        TimerKind.SNOOZE_END: reminders.wake,
        TimerKind.TERM: reminders.near_its_end,
        TimerKind.HELPER_SILENT: reminders.helper_silent,
        TimerKind.MATCH_FOLLOW: following.ask_met,
        TimerKind.CHECK_IN: following.check_in,
        TimerKind.CLOSE_ASK: following.ask_content,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failed:
    """How often a timer failed, and when it is tried again."""

    times: int
    again_at: datetime


class Timers:
    """Lets happen what is due. Several of these may run at once: each timer happens once."""

    def __init__(self, service: Service) -> None:
        """Beside the service that answers residents: the same store, engine and clock."""
        self._service = service
        self._failed: dict[int, _Failed] = {}

    async def run(self) -> int:
        """Everything that is due now; how many timers happened. Raises StoreError when the store itself fails."""
        happened = 0
        while (worked := await self._one()) is not None:
            happened += worked
        return happened

    async def _one(self) -> bool | None:
        """The first that is due: whether it happened; None when nothing is due."""
        now, timer = self._service.clock(), None
        try:
            async with self._service.store.write() as unit:
                timer = await self._next(unit, now)
                if timer is None:
                    return None
                happened = await self._carry_out(unit, timer, now)
        except Exception as error:
            # The edge: whatever went wrong with this timer, the others must go on.
            if timer is None or isinstance(error, StoreBusy | StoreFull):
                raise
            self._fail(timer, error, now)
            return False
        self._failed.pop(timer.id, None)
        return happened

    async def _next(self, unit: Unit, now: datetime) -> TimerRow | None:
        day = is_day(now) or is_day(now - _LATE)
        waits = [key for key, failed in self._failed.items() if failed.again_at > now]
        return await unit.due_timer(now, kinds=None if day else _AT_NIGHT, without=waits)

    async def _carry_out(self, unit: Unit, timer: TimerRow, now: datetime) -> bool:
        if not await unit.end_timer(timer.id, now):
            return False  # somebody else was first
        case = await unit.get_case(timer.intake_id)
        kind = TimerKind(timer.kind)
        if case is not None and (case.status in _OPEN or (case.status is IntakeStatus.CLOSED and kind in _WHEN_CLOSED)):
            await _HAPPENINGS[kind](Casework(unit, self._service.office, now), case, timer)
        return True

    def _fail(self, timer: TimerRow, error: Exception, now: datetime) -> None:
        before = self._failed.get(timer.id)
        times = before.times + 1 if before is not None else 1
        again_at = now + BACKOFF[min(times, len(BACKOFF)) - 1]
        self._failed[timer.id] = _Failed(times=times, again_at=again_at)
        _log.error("timer_failed", timer=timer.id, kind=timer.kind, times=times, error=type(error).__name__)
