"""Every kind of timer: once, whatever happens in between; a failing one holds up no other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from timers_lab import ANNA, Point, lose_bells, open_point

from bot.model.cases import TimerKind
from bot.serve import _let_happen
from bot.service import timers
from bot.service.timers import BACKOFF
from bot.store import Store, Unit

# Signed on Friday at four, so promised by Monday at five.
_WHEN = {
    TimerKind.PROMISE_BELL: "2026-11-23T13:00",
    TimerKind.PROMISE_FIX: "2026-11-23T16:00",
    TimerKind.PROMISE_DUE: "2026-11-23T17:00",
    TimerKind.BELLS_SILENT: "2026-11-23T10:00",
}
_TOLD = {"outbox", "conversations", "entries", "desk_changes"}
CHANGES = {
    TimerKind.PROMISE_BELL: {"outbox"},
    TimerKind.PROMISE_FIX: {*_TOLD, "promises", "intakes"},
    TimerKind.PROMISE_DUE: {*_TOLD, "promises"},
    TimerKind.BELLS_SILENT: _TOLD,
    TimerKind.CLAIM_IDLE: {"outbox", "intakes", "entries", "audit", "desk_changes"},
    TimerKind.HANDBACK_IDLE: {*_TOLD, "intakes"},
    TimerKind.ASK_REMINDER: {"outbox", "conversations", "desk_changes"},
    TimerKind.SNOOZE_END: {"desk_changes"},
    TimerKind.MATCH_FOLLOW: _TOLD,
    TimerKind.HELPER_SILENT: {"outbox", "intakes", "desk_changes"},
    TimerKind.CHECK_IN: _TOLD,
    TimerKind.CLOSE_ASK: _TOLD,
    TimerKind.TERM: {"outbox", "intakes", "desk_changes"},
}


class Killed(BaseException):
    """The process ends here: nothing may catch it."""


async def prepare(point: Point, kind: TimerKind) -> str:
    """A case in which this timer, due now, has something to do."""
    code = await point.sign()
    point.at(_WHEN.get(kind, "2026-11-24T12:00"))
    if kind is TimerKind.BELLS_SILENT:
        await lose_bells(point)
    else:
        await point.desk.claim(ANNA, code)
    match kind:
        case TimerKind.CLAIM_IDLE:
            await point.change(code, first_reply_at=point.clock(), unanswered_since=point.clock() - timedelta(days=4))
        case TimerKind.HANDBACK_IDLE:
            await point.talk.join(ANNA, code)
        case TimerKind.ASK_REMINDER:
            await point.talk.ask(ANNA, code, "Welke dag is het?", rev=(await point.case(code)).rev)
        case TimerKind.MATCH_FOLLOW | TimerKind.HELPER_SILENT:
            await point.change(code, helper_id=await point.helper())
        case TimerKind.CLOSE_ASK:
            await point.desk.contact(ANNA, code, "gebeld", reached=True)
            await point.desk.close(ANNA, code, "zelf_verder")
    async with point.store.write() as unit:
        case = await unit.find_case(code)
        assert case is not None
        await unit.drop_timers(case.id, list(TimerKind), point.clock())
    await point.heard()
    await point.due(code, kind, 99)
    return code


@asynccontextmanager
async def killed_at_the_end(store: Store) -> AsyncIterator[Unit]:
    """A unit whose process is killed when all is written and nothing is kept yet."""
    async with WRITE(store) as unit:
        yield unit
        raise Killed


WRITE = Store.write


@pytest.mark.parametrize("kind", TimerKind)
async def test_a_crash_keeps_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: TimerKind) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        await prepare(point, kind)
        before = point.dump()

        monkeypatch.setattr(Store, "write", killed_at_the_end)
        with pytest.raises(Killed):
            await point.timers.run()
        assert point.dump() == before, "all was written, and nothing of it kept"

        monkeypatch.setattr(Store, "write", WRITE)
        monkeypatch.setattr(Unit, "get_case", _killed)
        await point.restart()
        with pytest.raises(Killed):
            await point.timers.run()
        assert point.dump() == before, "marked as done, and nothing else"

        monkeypatch.undo()
        await point.restart()
        assert await point.timers.run() == 1
        after = point.dump()
        assert {name for name in after if after[name] != before[name]} >= {"timers", *CHANGES[kind]}
        await point.restart()
        assert await point.timers.run() == 0
        assert point.dump() == after


async def _killed(_unit: Unit, _case_id: int) -> None:
    raise Killed


async def test_a_timer_that_fails_holds_up_no_other_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        code = await prepare(point, TimerKind.TERM)
        await point.due(code, TimerKind.SNOOZE_END, 98)
        good = timers._HAPPENINGS

        async def fails(*_: object) -> None:
            raise ValueError("mijn moeder")

        monkeypatch.setattr(timers, "_HAPPENINGS", {**good, TimerKind.TERM: fails})
        assert await point.timers.run() == 1, "the other one happened"
        assert await point.timers.run() == 0, "and the failed one waits"
        point.clock.now += BACKOFF[0]
        assert await point.timers.run() == 0
        said = capsys.readouterr()
        assert said.out.count("timer_failed") == 2
        assert "mijn moeder" not in said.out + said.err
        monkeypatch.setattr(timers, "_HAPPENINGS", good)
        point.clock.now += BACKOFF[0]
        assert await point.timers.run() == 0, "the second time it waits longer"
        point.clock.now += BACKOFF[1]
        assert await point.timers.run() == 1


async def test_nothing_happens_to_a_case_that_is_over(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        code = await prepare(point, TimerKind.CLOSE_ASK)
        for kind in TimerKind:
            if kind not in (TimerKind.CLOSE_ASK, TimerKind.CHECK_IN, TimerKind.TERM):
                await point.due(code, kind, 98)
        await point.timers.run()
        assert await point.heard() == ["tevreden"]


async def test_while_serving_it_happens_by_itself(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        code, stop = await prepare(point, TimerKind.TERM), asyncio.Event()
        serving = asyncio.create_task(_let_happen(point.service, stop))
        async with asyncio.timeout(10):
            while True:
                if (await point.case(code)).term_at is not None:
                    break
                await asyncio.sleep(0.01)
        stop.set()
        await serving
        assert point.rows("SELECT name FROM leases") == [], "the next one need not wait"


async def test_how_late_the_first_is(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        await prepare(point, TimerKind.TERM)
        assert (await point.service.health()).backlog.timers_oldest_seconds == 0
        point.clock.now += timedelta(minutes=10)
        assert (await point.service.health()).backlog.timers_oldest_seconds == 600
        await point.timers.run()
        assert (await point.service.health()).backlog.timers_oldest_seconds == 0
