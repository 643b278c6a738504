"""Somebody helps, and what becomes of it: nobody is stuck, and who did not get on never meets again."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from case_lab import refused
from matching_lab import ANNA, Point, oco
from service_lab import WEB, choice, notices, text

from bot.model.cases import PromiseReason, TimerKind, WaitsFor
from bot.model.helpers import Bar, HelperKind, Mismatch
from bot.service.casework import case_of
from bot.service.refusals import Why
from bot.store import HoursOn, MatchState

HOURS = 8 * 60  # that OCO Almere has for a case


class TestWhileItRuns:
    async def test_a_contact_of_the_helper_is_an_answer(self, point: Point) -> None:
        await point.start("fatima")
        async with point.lab.store.read() as unit:
            assert await unit.open_promise(point.case_id) is not None, "a name is no answer yet"
        await point.desk.contact(oco("fatima"), point.code, "gesproken", reached=True)
        (match,) = await point.matches()
        assert match.first_contact_at is not None
        assert (await point.case()).first_reply_at is not None
        timers = await point.lab.rows("SELECT kind FROM timers WHERE done_at IS NULL")
        assert (TimerKind.HELPER_SILENT.value,) not in timers
        assert (TimerKind.MATCH_FOLLOW.value,) in timers

    async def test_a_call_of_the_coordinator_says_nothing_of_the_helper(self, point: Point) -> None:
        await point.start("fatima")
        await point.desk.contact(ANNA, point.code, "gesproken", reached=True)
        (match,) = await point.matches()
        assert match.first_contact_at is None
        assert (TimerKind.HELPER_SILENT.value,) in await point.lab.rows("SELECT kind FROM timers WHERE done_at IS NULL")

    async def test_ready_gives_it_back(self, point: Point) -> None:
        await point.start("fatima")
        await point.helping.ready(oco("fatima"), point.code)
        case = await point.case()
        assert (case.helper_id, case.waits_for) == (None, WaitsFor.US)
        assert await refused(point.helping.ready(ANNA, point.code)) is Why.OVER
        (best, *_) = await point.proposed()
        assert best == {"fatima"}, "who helped well comes first"

    async def test_closing_ends_what_runs(self, point: Point) -> None:
        await point.start("fatima")
        await point.desk.close(ANNA, point.code, "zelf_verder", sure=True)
        assert [row.state for row in await point.matches()] == [MatchState.DONE]
        assert await refused(point.desk.look(oco("fatima"), point.code)) is Why.NOT_THERE

    async def test_a_helper_who_stops_leaves_nobody_behind(self, point: Point) -> None:
        await point.start("fatima")
        await point.helping.stop(ANNA, point.ids["fatima"])
        assert await point.top() == (point.code, "mismatch")
        assert "Fatima kan niet verder helpen" in await point.told()
        assert [row.state for row in await point.matches()] == [MatchState.DONE]


class TestMismatch:
    async def by_the_resident(self, point: Point) -> None:
        await point.lab.service.handle(text("waar is mijn vraag"))
        await point.lab.service.handle(choice("ander_persoon"))
        await point.lab.service.handle(choice("ander_klik"))

    async def by_the_helper(self, point: Point) -> None:
        active = next(row for row in await point.matches() if row.state is MatchState.ACTIVE)
        name = next(name for name, key in point.ids.items() if key == active.helper_id)
        await point.helping.mismatch(oco(name), point.code, Mismatch.TIJD, by_helper=True)

    async def by_the_coordinator(self, point: Point) -> None:
        await point.helping.mismatch(ANNA, point.code, Mismatch.KLIK, "belde erover", by_helper=False)

    @pytest.mark.parametrize("side", ["by_the_resident", "by_the_helper", "by_the_coordinator"])
    async def test_another_is_offered_and_these_never_meet_again(self, point: Point, side: str) -> None:
        await point.start("fatima")
        await getattr(self, side)(point)
        case = await point.case()
        assert (case.helper_id, case.waits_for, case.owner_id) == (None, WaitsFor.US, "anna")
        assert await point.top() == (point.code, "mismatch")
        names = await point.proposed()
        assert names
        assert {"fatima"} not in names
        assert "mismatch" in [one["notice"] for one in await notices(point.lab)]
        await self.in_a_later_intake(point)

    async def in_a_later_intake(self, point: Point) -> None:
        """The same resident signs something else."""
        async with point.lab.store.write() as unit:
            talk = await unit.find_conversation(WEB, "a")
            row = await unit.find_intake(point.code)
            assert talk is not None
            assert row is not None
            later = await unit.add_intake(
                code=f"{point.code}-9",
                conversation_id=talk.id,
                version=9,
                body=row.body,
                theme=row.theme,
                area=row.area,
                urgent=False,
                promised_at=row.promised_at,
                at=point.lab.clock(),
            )
            assert later is not None
            past = await unit.past_of(later)
        assert past.barred == {point.ids["fatima"]: Bar.MISMATCH}

    async def test_who_said_it_decides_what_the_resident_reads(self, point: Point) -> None:
        await point.start("fatima")
        await self.by_the_helper(point)
        assert "Fatima kan niet verder helpen. Dat ligt niet aan u. Anna zoekt iemand anders." in await point.told()
        await point.start("joop")
        await self.by_the_coordinator(point)
        assert "U krijgt Joop niet meer voorgesteld" in await point.told()

    async def test_nobody_is_stuck_however_often_it_does_not_click(self, point: Point) -> None:
        """After each, an own moment, on top of the list; until nobody is left, and then the list says so."""
        sides = (self.by_the_helper, self.by_the_coordinator, self.by_the_resident, self.by_the_helper)
        for number, (name, side) in enumerate(zip(point.ids, sides, strict=True), 1):
            await point.start(name)
            async with point.lab.store.read() as unit:
                promises = await unit.list_promises(point.case_id)
                assert number == 1 or promises[-1].outcome == "kept", "the name was promised, and told"
            await side(point)
            case = await point.case()
            async with point.lab.store.read() as unit:
                promise = await unit.open_promise(case.id)
                assert promise is not None
                assert promise.reason == PromiseReason.MISMATCH
                assert case_of(case, await unit.list_promises(case.id)).promise_due_at == promise.due_at
            assert await point.top() == (point.code, "mismatch")
            assert (case.owner_id, case.first_reply_at, case.waiting_since is not None) == ("anna", None, True)
        assert await point.proposed() == []
        found = await point.matching.search(ANNA, point.code)
        assert [note.why.value for note in found.proposal.notes] == ["tweede_keer", "niemand"]

    async def test_what_runs_no_more_cannot_go_wrong(self, point: Point) -> None:
        again = point.helping.mismatch(ANNA, point.code, Mismatch.KLIK, by_helper=False)
        assert await refused(again) is Why.OVER

    async def test_a_note_about_it_is_masked(self, point: Point) -> None:
        await point.start("fatima")
        await point.helping.mismatch(ANNA, point.code, Mismatch.KLIK, "bsn 123456782", by_helper=False)
        (match,) = await point.matches()
        assert "123456782" not in match.note
        assert match.note


class TestHours:
    async def log(self, point: Point, minutes: int, what: HoursOn = HoursOn.ZOEKEN, over: str = "") -> None:
        today = point.lab.clock().date()
        rev = (await point.case()).rev
        await point.helping.log_hours(
            oco("fatima"), point.code, minutes, on=today, what=what, note="bsn 123456782", over=over, rev=rev
        )

    async def test_against_what_the_desk_has_for_one(self, point: Point) -> None:
        await point.start("fatima")
        await self.log(point, HOURS)
        await self.log(point, 60, HoursOn.REISTIJD)
        _, budget = await point.helping.budget(ANNA, point.code)
        assert (budget.spent.counted, budget.spent.travel, budget.usual) == (HOURS, 60, HOURS)
        assert await refused(self.log(point, 15)) is Why.REASON_NEEDED
        await self.log(point, 15, over="een tweede gesprek")
        async with point.lab.store.read() as unit:
            logged = await unit.list_hours(point.case_id)
        assert [row.over_reason for row in logged if row.over_reason] == ["een tweede gesprek"]
        assert not any("123456782" in row.note for row in logged)

    async def test_a_heavy_question_has_more(self, point: Point) -> None:
        async with point.lab.store.write() as unit:
            told = await unit.find_helper(point.ids["fatima"])
            assert told is not None
            await unit.change_helper(replace(told, kind=HelperKind.BEROEPSKRACHT, desk="mee"))
        await point.start("fatima")
        _, budget = await point.helping.budget(ANNA, point.code)
        assert budget.usual is None, "nothing was agreed with MEE"
        await self.log(point, 5 * HOURS)

    async def test_a_talk_is_a_contact(self, point: Point) -> None:
        await point.start("fatima")
        await self.log(point, 15)
        assert (await point.matches())[0].first_contact_at is None
        await self.log(point, 30, HoursOn.GESPREK)
        assert (await point.matches())[0].first_contact_at is not None

    async def test_an_older_page_logs_nothing_twice(self, point: Point) -> None:
        await point.start("fatima")
        rev, today = (await point.case()).rev, point.lab.clock().date()
        for number in range(2):
            log = point.helping.log_hours(oco("fatima"), point.code, 15, on=today, what=HoursOn.ZOEKEN, rev=rev)
            if number:
                assert await refused(log) is Why.OUTDATED
            else:
                await log

    async def test_without_a_helper_there_is_nothing_to_log(self, point: Point) -> None:
        rev, today = (await point.case()).rev, point.lab.clock().date()
        log = point.helping.log_hours(ANNA, point.code, 15, on=today, what=HoursOn.ZOEKEN, rev=rev)
        assert await refused(log) is Why.OVER


async def test_a_case_of_long_ago_is_measured_anew(point: Point) -> None:
    """The moment after a mismatch counts from then, not from the signing."""
    await point.start("fatima")
    point.lab.clock.shift += timedelta(days=20)
    now = point.lab.clock()
    await point.helping.mismatch(ANNA, point.code, Mismatch.KLIK, by_helper=False)
    async with point.lab.store.read() as unit:
        promise = await unit.open_promise(point.case_id)
    assert promise is not None
    assert now < promise.due_at < now + timedelta(days=14)
    assert promise.due_at.tzinfo is UTC
