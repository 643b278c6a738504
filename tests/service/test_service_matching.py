"""Residents and helpers brought together: who is proposed, who is asked, and who sees what of it."""

import json

from case_lab import refused
from matching_lab import ANNA, BRAM, Point, oco
from service_lab import sign

from bot.model.cases import EntryKind, WaitsFor
from bot.model.helpers import Refusal as No
from bot.service.refusals import Why
from bot.store import CaseFilter, CaseView, MatchState


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
