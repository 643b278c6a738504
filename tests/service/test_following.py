"""How it went, asked by itself: to whom, when, how often, and to whom never."""

from datetime import timedelta
from pathlib import Path

import pytest
from test_reminders import claimed
from timers_lab import ANNA, Point, open_point

from bot.model.cases import ActWhy, TimerKind


async def closed(point: Point, outcome: str = "zelf_verder") -> str:
    """A case that Anna finished on Tuesday."""
    code = await claimed(point)
    await point.desk.close(ANNA, code, outcome)
    await point.heard()
    return code


async def test_some_weeks_after_the_first_contact(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        await claimed(point)
        point.at("2026-12-15T09:00")
        assert await point.until("2026-12-15T12:00") == [("2026-12-15T10:00", "navraag")]
        await point.says("kies:navraag_is_goed")
        heard = await point.heard()
        assert heard[0] == "navraag_goed"
        assert "wat_beter" not in heard, "that is asked at the end only"


async def test_after_the_end_what_they_thought_and_later_what_got_better(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        await closed(point)
        assert await point.until("2026-11-24T10:00") == [("2026-11-24T10:00", "tevreden")]
        await point.says("kies:tevreden_goed")
        assert (await point.heard())[0] == "dank_mening"
        point.at("2026-12-15T09:00")
        assert await point.until("2026-12-15T12:00") == [("2026-12-15T10:00", "navraag")]
        await point.says("kies:navraag_is_goed")
        assert (await point.heard())[:2] == ["navraag_goed", "wat_beter"]


@pytest.mark.parametrize("outcome", ["niet_bereikt", "wil_niet_verder"])
async def test_who_was_not_helped_is_not_asked_what_they_thought(tmp_path: Path, outcome: str) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        await closed(point, outcome)
        assert await point.until("2026-11-24T16:00") == []


async def test_whether_they_met(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.due(code, TimerKind.MATCH_FOLLOW)
        await point.timers.run()
        assert await point.heard() == [], "nobody helps"
        await point.change(code, helper_id=await point.helper())
        await point.due(code, TimerKind.MATCH_FOLLOW, 2)
        await point.timers.run()
        assert await point.heard() == ["kennismaken"]


async def test_who_wants_no_questions_gets_none_ever(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.due(code, TimerKind.CHECK_IN, 9)
        await point.timers.run()
        await point.says("kies:navraag_stop")
        await point.desk.close(ANNA, code, "zelf_verder")
        await point.heard()
        assert await point.until("2026-11-25T16:00") == []


async def test_never_beside_a_person_but_the_next_quiet_day(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.talk.join(ANNA, code)
        await point.heard()
        await point.due(code, TimerKind.CHECK_IN, 9)
        await point.timers.run()
        assert await point.heard() == []
        await point.talk.leave(ANNA, code)
        await point.heard()
        assert await point.until("2026-11-25T08:00") == []
        assert await point.until("2026-11-25T09:00") == [("2026-11-25T09:00", "navraag")]


async def test_it_waits_seven_days_at_most(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.talk.join(ANNA, code)
        await point.due(code, TimerKind.CHECK_IN, 9)
        for _ in range(20):
            await point.timers.run()
            point.clock.now += timedelta(days=1)
        assert point.rows("SELECT delays, done_at IS NULL FROM timers WHERE kind = 'check_in' AND n = 9") == [(7, 0)]


async def test_not_in_the_week_after_danger(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.says("ik wil dood", "ja")
        await point.says("nee")
        await point.heard()
        await point.due(code, TimerKind.CHECK_IN, 9)
        heard = [what for _, what in await point.until("2026-12-01T08:00") if what == "navraag"]
        assert heard == []
        heard = [what for _, what in await point.until("2026-12-02T16:00") if what == "navraag"]
        assert heard == ["navraag"]


async def test_not_while_they_wait_for_our_answer(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.change(code, unanswered_since=point.clock())
        await point.due(code, TimerKind.CHECK_IN, 9)
        await point.timers.run()
        assert await point.heard() == []


@pytest.mark.parametrize("channel", ["telegram", "terminal"])
async def test_who_cannot_be_reached_is_a_task_for_a_person(tmp_path: Path, channel: str) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00", channel=channel) as point:
        code = await claimed(point)
        if channel == "telegram":
            await point.unreachable()
        await point.due(code, TimerKind.CHECK_IN, 9)
        await point.timers.run()
        assert await point.heard() == ["unreachable"]
        assert (await point.case(code)).act_why == ActWhy.UNDELIVERED
        assert [one["question"] for one in await point.entries(code, "system")] == ["navraag"]
