"""Residents and helpers brought together, and parted: nobody is stuck, and who did not get on never meets again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from match_lab import facts_of, helper
from service_lab import WEB, choice, notices, sign, text
from telegram_lab import Lab

from bot.intake.render import to_document
from bot.model.accounts import Role
from bot.model.cases import EntryKind, PromiseReason, TimerKind, WaitsFor
from bot.model.helpers import Bar, HelperKind, Mismatch, Wish
from bot.model.helpers import Refusal as No
from bot.model.worker import Actor, Worker
from bot.service.casework import case_of
from bot.service.desk import Desk
from bot.service.helping import Helping
from bot.service.intakes import read_intake
from bot.service.matching import Matching
from bot.service.refusals import Refusal, Why
from bot.store import CaseFilter, CaseRow, CaseView, EntryRow, HoursOn, MatchRow, MatchState

ANNA = Actor(worker=Worker(id="anna", name="Anna"), role=Role.COORDINATOR)
BRAM = Actor(worker=Worker(id="bram", name="Bram"), role=Role.COORDINATOR)
HOURS = 8 * 60  # that OCO Almere has for a case


def oco(key: str) -> Actor:
    """The helper with this name, signed in."""
    return Actor(worker=Worker(id=f"id_{key}", name=key.capitalize()), role=Role.OCO)


@dataclass
class Point:
    """A coordination point with helpers and one case that Anna has."""

    lab: Lab
    desk: Desk
    code: str
    case_id: int
    ids: dict[str, str]
    said: list[str] = field(default_factory=list)

    @property
    def matching(self) -> Matching:
        return Matching(self.desk)

    @property
    def helping(self) -> Helping:
        return Helping(self.desk)

    def soon(self) -> datetime:
        return self.lab.clock() + timedelta(days=1)

    async def case(self, code: str = "") -> CaseRow:
        async with self.lab.store.read() as unit:
            found = await unit.find_case(code or self.code)
        assert found is not None
        return found

    async def matches(self) -> Sequence[MatchRow]:
        async with self.lab.store.read() as unit:
            return await unit.list_matches(self.case_id)

    async def entries(self) -> Sequence[EntryRow]:
        async with self.lab.store.read() as unit:
            return await unit.list_entries(self.case_id)

    async def proposed(self, code: str = "", aside: Sequence[Wish] = ()) -> list[set[str]]:
        """The names of who is proposed, the best first."""
        found = (await self.matching.search(ANNA, code or self.code, aside)).proposal
        return [{one.name.lower() for one in match.helpers} for match in (*found.best, *found.rest)]

    async def ask(self, *names: str) -> str:
        """Ask them, and give the id of the match."""
        before = {match.id for match in await self.matches()}
        await self.matching.ask(ANNA, self.code, [self.ids[name] for name in names])
        (new,) = {match.id for match in await self.matches()} - before
        return new

    async def start(self, *names: str) -> None:
        """They are asked, and say yes themselves."""
        match = await self.ask(*names)
        for name in names:
            await self.matching.accept(oco(name), match, self.ids[name], self.soon())

    async def told(self) -> str:
        """All that was said to the resident until now."""
        async with self.lab.store.write() as unit:
            while rows := [row for row in await unit.due(self.lab.clock(), 50) if row.channel == WEB]:
                self.said.append(json.loads(rows[0].body)["text"])
                await unit.mark_failed(rows[0].id, "Read", self.lab.clock())
        return "\n".join(self.said)

    async def signs(self, **answers: str) -> None:
        """The resident signed these answers too."""
        async with self.lab.store.write() as unit:
            row = await unit.find_intake(self.code)
            intake = read_intake(row) if row is not None else None
            assert intake is not None
            draft = replace(intake.draft, facts={**intake.draft.facts, **facts_of(dict(answers))})
            await unit.amend_intake(self.code, json.dumps(to_document(replace(intake, draft=draft))))

    async def top(self) -> tuple[str, str | None]:
        """What stands on top of the list of everything that waits for us, and why."""
        async with self.lab.store.read() as unit:
            first, *_ = await unit.list_cases(CaseFilter(view=CaseView.FOR_US), self.lab.clock())
        return first.code, first.act_why


@pytest_asyncio.fixture
async def point(lab: Lab) -> Point:
    desk = Desk(lab.service)
    code = await sign(lab.service)
    ids = {}
    async with lab.store.write() as unit:
        for name in ("fatima", "joop", "mieke", "karel"):
            account = oco(name).worker
            await unit.add_account(
                account_id=account.id, name=name, display_name=account.name, role=Role.OCO, at=lab.clock()
            )
            told = replace(
                helper(name, broad=True, ways=["bellen", "huisbezoek"], max_cases=3),
                account_id=account.id,
                checked_on=lab.clock().date(),
                public_line=f"Ik ben {account.name}.",
                note="vertrouwelijk",
            )
            ids[name] = await unit.add_helper(told, lab.clock())
        case = await unit.find_case(code)
        assert case is not None
    await desk.claim(ANNA, code)
    return Point(lab=lab, desk=desk, code=code, case_id=case.id, ids=ids)


async def refused(act: object) -> Why:
    with pytest.raises(Refusal) as refusal:
        await act  # type: ignore[misc]
    return refusal.value.why


class TestBeforeItStarts:
    async def test_who_is_asked_is_proposed_no_more_and_asked_once(self, point: Point) -> None:
        await point.ask("fatima")
        await point.matching.ask(ANNA, point.code, [point.ids["fatima"]])
        assert {"fatima"} not in await point.proposed()
        assert len(await point.matches()) == 1

    async def test_the_resident_hears_nothing_until_a_yes(self, point: Point) -> None:
        before = await point.told()
        match = await point.ask("fatima")
        assert await point.told() == before
        await point.matching.accept(oco("fatima"), match, point.ids["fatima"], point.soon())
        said = (await point.told()).removeprefix(before)
        assert "Fatima wil u graag helpen" in said
        assert "Ik ben Fatima." in said
        assert "Fatima neemt contact met u op" in said
        assert "vertrouwelijk" not in said

    async def test_the_coordinator_says_the_yes_that_was_phoned(self, point: Point) -> None:
        match = await point.ask("fatima")
        assert await refused(point.matching.accept(BRAM, match, point.ids["fatima"], point.soon())) is Why.TAKEN
        await point.matching.accept(ANNA, match, point.ids["fatima"], point.soon())
        case = await point.case()
        assert (case.helper_id, case.waits_for) == (point.ids["fatima"], WaitsFor.HELPER)

    async def test_the_first_yes_wins_and_the_others_are_asked_no_more(self, point: Point) -> None:
        first, second = await point.ask("fatima"), await point.ask("joop")
        await point.matching.accept(oco("joop"), second, point.ids["joop"], point.soon())
        late = point.matching.accept(oco("fatima"), first, point.ids["fatima"], point.soon())
        assert await refused(late) is Why.OVER
        assert {row.state for row in await point.matches()} == {MatchState.ACTIVE, MatchState.DROPPED}
        assert await refused(point.matching.ask(ANNA, point.code, [point.ids["karel"]])) is Why.HELPED

    async def test_the_same_yes_twice_is_one(self, point: Point) -> None:
        match = await point.ask("fatima")
        for _ in range(2):
            await point.matching.accept(oco("fatima"), match, point.ids["fatima"], point.soon())
        assert (await point.told()).count("wil u graag helpen") == 1

    async def test_a_moment_that_is_over_is_no_promise(self, point: Point) -> None:
        match = await point.ask("fatima")
        past = point.matching.accept(oco("fatima"), match, point.ids["fatima"], point.lab.clock())
        assert await refused(past) is Why.PAST

    async def test_nobody_answers_for_another(self, point: Point) -> None:
        match = await point.ask("fatima")
        there = {
            await refused(point.matching.accept(oco("joop"), match, point.ids["fatima"], point.soon())),
            await refused(point.matching.accept(oco("joop"), match, point.ids["joop"], point.soon())),
            await refused(point.matching.accept(oco("joop"), "0" * 16, point.ids["joop"], point.soon())),
            await refused(point.matching.refuse(oco("joop"), match, point.ids["fatima"], No.TIJD)),
        }
        assert there == {Why.NOT_THERE}

    async def test_a_no_ends_it_for_this_question(self, point: Point) -> None:
        match = await point.ask("fatima")
        await point.matching.refuse(oco("fatima"), match, point.ids["fatima"], No.TIJD)
        assert {"fatima"} not in await point.proposed()
        assert await refused(point.matching.ask(ANNA, point.code, [point.ids["fatima"]])) is Why.NOT_PROPOSED

    async def test_what_is_taken_back_can_be_asked_again(self, point: Point) -> None:
        match = await point.ask("fatima")
        await point.matching.take_back(ANNA, point.code, match)
        await point.matching.take_back(ANNA, point.code, match)
        late = point.matching.accept(oco("fatima"), match, point.ids["fatima"], point.soon())
        assert await refused(late) is Why.OVER
        await point.ask("fatima")

    async def test_what_belongs_to_another_case_is_not_there(self, point: Point) -> None:
        match = await point.ask("fatima")
        other = await sign(point.lab.service, "b")
        await point.desk.claim(ANNA, other)
        assert await refused(point.matching.take_back(ANNA, other, match)) is Why.NOT_THERE


class TestPairs:
    async def test_not_alone_to_this_address(self, point: Point) -> None:
        await point.signs(niet_alleen="ja")
        assert all(len(names) == 2 for names in await point.proposed())
        assert await refused(point.matching.ask(ANNA, point.code, [point.ids["fatima"]])) is Why.NOT_PROPOSED
        match = await point.ask("fatima", "joop")
        await point.matching.accept(oco("fatima"), match, point.ids["fatima"], point.soon())
        assert (await point.case()).helper_id is None, "one of two is nobody"
        assert "wil u graag helpen" not in await point.told()
        await point.matching.accept(oco("joop"), match, point.ids["joop"], point.soon())
        assert (await point.case()).helper_id in {point.ids["fatima"], point.ids["joop"]}
        assert "komt niet alleen" in await point.told()
        for name in ("fatima", "joop"):
            assert (await point.desk.look(oco(name), point.code)).case.code == point.code


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


class TestOwnCasesOnly:
    async def test_before_during_and_after(self, point: Point) -> None:
        me = oco("fatima")
        other = await sign(point.lab.service, "b")
        assert await refused(point.desk.look(me, point.code)) is Why.NOT_THERE
        await point.ask("fatima")
        assert await refused(point.desk.look(me, point.code)) is Why.NOT_THERE, "was asked, and said nothing yet"
        await point.matching.accept(me, (await point.matches())[0].id, point.ids["fatima"], point.soon())
        assert (await point.desk.look(me, point.code)).case.code == point.code
        inbox = await point.desk.inbox(me, CaseFilter(view=CaseView.OPEN))
        assert [case.code for case in inbox.cases] == [point.code]
        assert inbox.counts[CaseView.OPEN] == 1, "not even that there are others"
        for act in (point.desk.look(me, other), point.desk.note(me, other, "x"), point.helping.ready(me, other)):
            assert await refused(act) is Why.NOT_THERE
        await point.helping.ready(me, point.code)
        assert await refused(point.desk.look(me, point.code)) is Why.NOT_THERE

    async def test_what_a_helper_is_asked_names_nobody(self, point: Point) -> None:
        await point.ask("fatima")
        async with point.lab.store.read() as unit:
            told = await unit.find_helper(point.ids["fatima"])
        assert told is not None
        work = await point.helping.work_of(told)
        assert [one.case.code for one in work.asked] == [point.code]
        assert work.helping == []
        await point.matching.accept(oco("fatima"), work.asked[0].match.id, told.id, point.soon())
        work = await point.helping.work_of(told)
        assert (work.asked, [run.case.code for run in work.helping]) == ([], [point.code])


async def test_the_thread_tells_what_happened(point: Point) -> None:
    match = await point.ask("fatima")
    await point.matching.refuse(ANNA, match, point.ids["fatima"], No.KENNIS)
    await point.start("joop")
    await point.helping.ready(ANNA, point.code)
    said = [json.loads(one.body) for one in await point.entries() if one.kind == EntryKind.MATCH]
    assert [(one["what"], one["text"]) for one in said] == [
        ("helper_asked", "Fatima"),
        ("helper_said_no", "Fatima"),
        ("helper_asked", "Joop"),
        ("helper_said_yes", "Joop"),
        ("helper_ready", "Joop"),
    ]


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
