"""Every act of a coordinator on a real store: who wins, what leaves, what never does."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from case_lab import ANNA, BRAM, Bench, actor, outcome, refused
from service_lab import WEB, notices, put, sign
from telegram_lab import GROUP, Lab

from bot.model.accounts import Role
from bot.model.cases import Delivery, EntryKind
from bot.model.worker import Worker
from bot.service import Arrival, StaffTap, TapAction
from bot.service.case_file import CaseFile
from bot.service.desk import Desk
from bot.service.refusals import Why
from bot.store import InboxRow, IntakeStatus

NOTE = "belt liever niet na vijf uur"


class TestClaim:
    async def test_of_fifty_at_once_from_three_sides_exactly_one_wins(self, lab: Lab) -> None:
        code, desk = await sign(lab.service), Desk(lab.service)

        async def at_desk(number: int) -> str:
            refusal = await outcome(desk.claim(actor(f"desk{number}"), code))
            if refusal is None:
                return f"id_desk{number}"
            assert refusal.why is Why.TAKEN
            assert refusal.who
            assert refusal.since
            return ""

        async def at_command_line(number: int) -> str:
            worker = Worker(id=f"cli:{number}", name="Cor")
            return worker.id if (await lab.service.claim(code, worker)).won else ""

        def tapped(row: InboxRow) -> Arrival:
            who = Worker(id=f"telegram:{row.body}", name="Tom")
            return StaffTap(
                external_id=row.external_id,
                who=who,
                action=TapAction.CLAIM,
                code=code,
                address=row.address,
                message_id="9",
            )

        await put(lab, *map(str, range(16)), address=str(GROUP))
        tries = [at_desk(number) for number in range(17)] + [at_command_line(number) for number in range(17)]
        won = await asyncio.gather(*tries, lab.service.work(WEB, tapped))
        ((status, owner),) = await lab.rows("SELECT status, owner_id FROM intakes")
        assert status == "claimed"
        winners = [one for one in won[:-1] if one]
        assert winners == ([owner] if not owner.startswith("telegram:") else [])
        idle = await lab.rows("SELECT count(*) FROM timers WHERE kind = 'claim_idle' AND done_at IS NULL")
        assert idle == [(3,)], "the winner is reminded, wherever they took it"

    async def test_a_double_click_of_the_winner_is_no_quarrel(self, bench: Bench) -> None:
        await bench.desk.claim(ANNA, bench.code)
        assert await refused(bench.desk.claim(BRAM, bench.code)) is Why.TAKEN

    @pytest.mark.parametrize("code", ["W-ZZZZZ", "", "' OR 1=1 --", "W-" + "Z" * 5000])
    async def test_a_code_that_is_none(self, bench: Bench, code: str) -> None:
        assert await refused(bench.desk.claim(ANNA, code)) is Why.NOT_THERE

    async def test_a_supporter_sees_the_own_cases_only(self, bench: Bench) -> None:
        fatima = actor("fatima", Role.OCO)
        assert await refused(bench.file(fatima)) is Why.NOT_THERE
        await bench.desk.hand_on(ANNA, bench.code, "id_fatima")
        assert (await bench.file(fatima)).case.claimed_by == "Fatima"

    async def test_withdrawing_and_claiming_at_once_never_shows_what_was_withdrawn(self, lab: Lab) -> None:
        first, desk = await sign(lab.service), Desk(lab.service)
        async with lab.store.write() as unit:
            signed = await unit.find_intake(first)
            assert signed is not None
            for number in range(100):
                talk = await unit.add_conversation(channel=WEB, address=f"r{number}", state="", at=lab.clock())
                await unit.add_intake(
                    code=f"W-R{number}",
                    conversation_id=talk.id,
                    version=1,
                    body=signed.body,
                    urgent=False,
                    theme="",
                    area="",
                    at=lab.clock(),
                    promised_at=signed.promised_at,
                )

        async def claim(code: str) -> Why | None:
            refusal = await outcome(desk.claim(ANNA, code))
            return refusal.why if refusal is not None else None

        async def withdraw(address: str) -> CaseFile:
            async with lab.store.write() as unit:
                talk = await unit.find_conversation(WEB, address)
                assert talk is not None
                await unit.withdraw_intakes(talk.id, lab.clock())
            return await desk.look(ANNA, f"W-{address.upper()}")

        outcomes = set()
        for number in range(100):
            acts = [claim(f"W-R{number}"), withdraw(f"r{number}")]
            done = await asyncio.gather(*(acts if number % 2 else reversed(acts)))
            file, why = (done[1], done[0]) if number % 2 else (done[0], done[1])
            assert isinstance(file, CaseFile)
            assert (file.case.status, file.intake, list(file.entries)) == (IntakeStatus.WITHDRAWN, None, [])
            outcomes.add(why)
        assert outcomes == {None, Why.WITHDRAWN}, "both ways round were tried"


class TestWhen:
    async def test_not_past_a_promise_unless_it_is_moved_in_the_same_act(self, bench: Bench) -> None:
        promise = (await bench.file()).promises[-1]
        until = promise.due_at + timedelta(days=3)
        assert await refused(bench.desk.snooze(ANNA, bench.code, until)) is Why.PAST_PROMISE
        for _ in range(2):
            await bench.talk.put_off(ANNA, bench.code, until)
        file = await bench.file()
        assert [one.outcome for one in file.promises] == ["corrected", "open"]
        assert file.promises[-1].due_at > until
        assert file.case.snoozed_until == until
        assert "Excuus" in await bench.all_bodies()

    async def test_nothing_is_put_away_until_a_moment_that_is_over(self, bench: Bench) -> None:
        past = bench.lab.clock() - timedelta(minutes=1)
        acts: list[Callable[..., Awaitable[None]]] = [bench.desk.snooze, bench.talk.put_off, bench.talk.move_promise]
        assert {await refused(act(ANNA, bench.code, past)) for act in acts} == {Why.PAST}

    async def test_a_promise_goes_to_the_moment_that_was_wished_never_to_an_earlier_one(self, bench: Bench) -> None:
        first = (await bench.file()).promises[-1]
        far = first.due_at + timedelta(days=21)
        await bench.talk.move_promise(ANNA, bench.code, first.due_at + timedelta(minutes=1), key="a")
        soon = (await bench.file()).promises[-1]
        assert soon.due_at > first.due_at + timedelta(minutes=1), "worked out anew"
        for _ in range(2):
            await bench.talk.move_promise(ANNA, bench.code, far, key="b")
        file = await bench.file()
        assert [one.outcome for one in file.promises] == ["corrected", "corrected", "open"]
        assert file.promises[-1].due_at == far
        assert [one.kind for one in file.entries] == [EntryKind.PROMISE] * 2

    async def test_without_a_promise_there_is_none_to_move(self, bench: Bench) -> None:
        await bench.desk.contact(ANNA, bench.code, "gesproken", reached=True)
        later = bench.lab.clock() + timedelta(days=3)
        assert await refused(bench.talk.move_promise(ANNA, bench.code, later)) is Why.NO_PROMISE

    @pytest.mark.parametrize(("reached", "promise"), [(True, "kept"), (False, "open")])
    async def test_a_call(self, bench: Bench, reached: bool, promise: str) -> None:
        for _ in range(2):
            await bench.desk.contact(ANNA, bench.code, "x", reached=reached, key="k")
        file = await bench.file()
        assert ([one.kind for one in file.entries], file.promises[-1].outcome) == ([EntryKind.CONTACT], promise)

    async def test_a_call_in_vain_is_an_answer_once_the_resident_was_told(self, bench: Bench) -> None:
        for _ in range(2):
            await bench.talk.tell_unanswered(ANNA, bench.code, "geen-gehoor", key="k")
        assert (await bench.file()).promises[-1].outcome == "open"
        assert (await bench.all_bodies()).count("nam niet op") == 1
        await bench.deliver()
        file = await bench.file()
        assert (file.promises[-1].outcome, file.entries[-1].delivery) == ("kept", Delivery.SENT)


class TestWhose:
    @pytest.mark.parametrize("to", ["id_peter", "id_nobody", "", "telegram:501"])
    async def test_only_to_who_may_work_here(self, bench: Bench, to: str) -> None:
        assert await refused(bench.desk.hand_on(ANNA, bench.code, to)) is Why.NO_ONE_THERE
        assert (await bench.file()).case.owner_id == "id_anna"

    async def test_not_to_who_was_disabled(self, bench: Bench) -> None:
        async with bench.lab.store.write() as unit:
            await unit.disable_account("id_bram", bench.lab.clock())
        assert await refused(bench.desk.hand_on(ANNA, bench.code, "id_bram")) is Why.NO_ONE_THERE

    async def test_handed_on_the_promise_stays_and_a_bell_rings(self, bench: Bench) -> None:
        await bench.say()
        due_at = (await bench.file()).promises[-1].due_at
        await notices(bench.lab)
        await bench.desk.hand_on(ANNA, bench.code, "id_bram", key="k")
        file = await bench.file(BRAM)
        assert (file.case.owner_id, file.case.talk_mode, file.promises[-1].due_at) == ("id_bram", None, due_at)
        assert "handed" in {one["notice"] for one in await notices(bench.lab)}
        assert await bench.desk.was_done(ANNA, "k")
        assert await refused(bench.say()) is Why.TAKEN

    async def test_giving_back_by_a_tap_leaves_the_talk_too(self, bench: Bench) -> None:
        await bench.say()
        assert await bench.lab.service.release(bench.code, ANNA.worker)
        file = await bench.file()
        assert (file.case.status, file.case.talk_mode, file.case.released_at is None) == (IntakeStatus.NEW, None, False)
        idle = await bench.lab.rows("SELECT count(*) FROM timers WHERE kind = 'claim_idle' AND done_at IS NULL")
        assert idle == [(0,)]

    async def test_a_second_look_before_the_end(self, bench: Bench) -> None:
        assert await refused(bench.desk.close(ANNA, bench.code, "zelf_verder")) is Why.SURE_NEEDED
        await bench.desk.contact(ANNA, bench.code, "gesproken", reached=True)
        await bench.say()
        await bench.desk.close(ANNA, bench.code, "zelf_verder", NOTE)
        file = await bench.file()
        assert (file.case.status, file.case.outcome, file.case.talk_mode) == (IntakeStatus.CLOSED, "zelf_verder", None)
        await bench.desk.note(BRAM, bench.code, "nog iets")
        assert await refused(bench.say()) is Why.CLOSED

    async def test_opened_again_by_who_does_so(self, bench: Bench) -> None:
        await bench.desk.close(ANNA, bench.code, "anders", NOTE, sure=True)
        for _ in range(2):
            await bench.desk.reopen(BRAM, bench.code)
        file = await bench.file(BRAM)
        assert (file.case.owner_id, file.promises[-1].reason, file.promises[-1].outcome) == (
            "id_bram",
            "reopened",
            "open",
        )
        assert await refused(bench.desk.reopen(ANNA, bench.code)) is Why.NOT_CLOSED
