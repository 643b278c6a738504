"""After a refusal nobody is left alone: a term of the resident's own is watched to its end, also when we are done."""

from datetime import timedelta
from pathlib import Path

import pytest
from cases_lab import hours_of
from test_reminders import for_us
from timers_lab import ANNA, BRAM, Point, open_point

from bot.desk.listing import flags_of, is_promised
from bot.desk.views.inbox import Flag
from bot.model.accounts import Role
from bot.model.cases import ActWhy, IntakeStatus, TimerKind
from bot.service.notices import state_body
from bot.service.refusals import Refusal, Why
from bot.store import CaseFilter, CaseView

LETTER = "16 november"  # the last day to object is 28 December, with six weeks
WEEK_BEFORE, DAYS_BEFORE = "2026-12-21T10:00", "2026-12-24T10:00"  # the 26th is no working day


async def refused(point: Point, *, reached: bool = True) -> str:
    """Somebody whose aid was refused signs; Anna takes it and phones."""
    await point.says("mijn scootmobiel is afgewezen", "kies:ja", LETTER, "mens", "0612345678", "kies:verstuur")
    code = str(point.rows("SELECT code FROM intakes")[0][0])
    async with point.store.write() as unit:
        for one in (ANNA, BRAM):
            name = one.worker.id
            await unit.add_account(
                account_id=name, name=name, display_name=one.worker.name, role=Role.COORDINATOR, at=point.clock()
            )
    await point.desk.claim(ANNA, code)
    if reached:
        await point.desk.contact(ANNA, code, "gebeld", reached=True)
    await point.heard()
    return code


async def of_term(point: Point, until: str) -> list[tuple[str, str]]:
    """When it rang for a term."""
    return [one for one in await point.until(until) if one[1] == "term"]


async def test_closing_while_it_runs_asks_a_second_look(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T10:00") as point:
        code = await refused(point)
        with pytest.raises(Refusal) as asked:
            await point.desk.close(ANNA, code, "uitleg_gegeven")
        assert asked.value.why is Why.SURE_NEEDED
        point.at("2026-12-28T16:00")
        with pytest.raises(Refusal):
            await point.desk.close(ANNA, code, "uitleg_gegeven")
        point.at("2026-12-29T09:00")
        await point.desk.close(ANNA, code, "uitleg_gegeven")


async def test_what_was_closed_is_on_top_again_with_who_closed_it(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T10:00") as point:
        code = await refused(point)
        await point.desk.close(ANNA, code, "uitleg_gegeven", sure=True)
        answered = (await point.case(code)).first_reply_at
        assert await for_us(point) == []
        assert await of_term(point, WEEK_BEFORE) == [(WEEK_BEFORE, "term")]
        case = await point.case(code)
        assert (case.status, case.owner_id, case.act_why) == (IntakeStatus.CLAIMED, "anna", ActWhy.TERM)
        assert (case.first_reply_at, case.outcome) == (answered, None), "the resident waits for nothing"
        assert await for_us(point) == [code]
        assert [one["what"] for one in await point.entries(code, "system")][-1] == "term_runs"
        assert ("reopen", "wegwijzer") in point.rows("SELECT action, account_id FROM audit")
        await point.desk.close(ANNA, code, "uitleg_gegeven", sure=True)
        assert await for_us(point) == []
        assert await of_term(point, "2026-12-31T17:00") == [(DAYS_BEFORE, "term")], "once more, and then no more"
        assert await for_us(point) == [code]


@pytest.mark.parametrize("closed_on", ["2026-11-23T15:00", "2026-12-07T10:00"], ids=["in time", "after it was broken"])
async def test_what_was_promised_before_it_was_finished_does_not_stand_again(tmp_path: Path, closed_on: str) -> None:
    async with open_point(tmp_path, "2026-11-23T10:00") as point:
        code = await refused(point, reached=False)
        assert await promised(point, code) == (True, [code], 0)
        await point.until(closed_on)
        await point.desk.claim(ANNA, code)  # it may have gone back to everybody
        await point.desk.close(ANNA, code, "niet_bereikt", sure=True)
        await point.until(WEEK_BEFORE)
        case = await point.case(code)
        assert (case.status, case.act_why) == (IntakeStatus.CLAIMED, ActWhy.TERM)
        assert await promised(point, code) == (False, [], 0)
        await point.desk.release(ANNA, code)
        assert await promised(point, code) == (False, [], 0)
        async with point.store.read() as unit:
            intake = await unit.find_intake(code)
            assert intake is not None
            assert state_body(intake)["promised_at"] is None, "what the group reads"
            assert (await unit.work_load(point.clock() - timedelta(days=40))).open == 0
        await point.desk.claim(ANNA, code)
        await point.desk.contact(ANNA, code, "gebeld", reached=True)
        async with point.store.read() as unit:
            assert (await unit.work_load(point.clock() - timedelta(days=40))).answered == ()


async def promised(point: Point, code: str) -> tuple[bool, list[str], int]:
    """Whether the list shows a promise, what it finds of promises, and how many the health page calls late."""
    case, now = await point.case(code), point.clock()
    shown = is_promised(case) or {Flag.PROMISE_LATE, Flag.PROMISE_SOON} & {*flags_of(case, hours_of({}), now)}
    wanted = CaseFilter(view=CaseView.OPEN, owner_id="anna", promise_before=now + timedelta(days=30))
    async with point.store.read() as unit:
        found = await unit.list_cases(wanted, now)
        late = (await unit.backlog(now)).intakes_late
    return bool(shown), [one.code for one in found], late


async def test_an_open_one_only_rings(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T10:00") as point:
        code = await refused(point)
        heard = await of_term(point, "2026-12-31T17:00")
        assert heard == [(WEEK_BEFORE, "term"), (DAYS_BEFORE, "term")]
        assert await for_us(point) == [code]
        assert "term_runs" not in [one["what"] for one in await point.entries(code, "system")]


@pytest.mark.parametrize("way", ["left", "duplicate", "erased"])
async def test_when_there_is_nobody_to_watch_it_for(tmp_path: Path, way: str) -> None:
    async with open_point(tmp_path, "2026-11-23T10:00") as point:
        code = await refused(point)
        if way == "duplicate":
            case = await point.case(code)
            async with point.store.write() as unit:
                other = await unit.add_intake(
                    code="W-ANDER",
                    conversation_id=case.conversation_id,
                    version=2,
                    body="",  # emptied
                    urgent=False,
                    theme="",
                    area="",
                    at=point.clock(),
                    promised_at=point.clock(),
                )
            assert other is not None
            await point.desk.close(ANNA, code, "dubbel", other="W-ANDER", sure=True)
        else:
            await point.desk.close(ANNA, code, "uitleg_gegeven", sure=True)
        if way == "left":
            async with point.store.write() as unit:
                await unit.disable_account("anna", point.clock())
        elif way == "erased":
            await point.says("wissen", "ja")
        heard = await of_term(point, WEEK_BEFORE)
        if way == "left":
            case = await point.case(code)
            assert (heard, case.status, case.owner_id) == ([(WEEK_BEFORE, "term")], IntakeStatus.NEW, None)
            assert await for_us(point) == [code]
        else:
            assert heard == []


async def test_what_is_closed_keeps_no_other_timer(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T10:00") as point:
        code = await refused(point)
        await point.desk.close(ANNA, code, "niet_bereikt", sure=True)
        rows = point.rows("SELECT DISTINCT kind FROM timers WHERE done_at IS NULL ORDER BY kind")
        assert [row[0] for row in rows] == [TimerKind.CHECK_IN, TimerKind.TERM]
