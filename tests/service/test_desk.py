"""Every act of a coordinator on a real store: who wins, what leaves, what never does."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
import pytest_asyncio
from service_lab import WEB, carry_out, choice, notices, put, sign, text
from sqlalchemy import select
from telegram_lab import GROUP, Lab

from bot.model.accounts import Role
from bot.model.cases import Box, Delivery, EntryKind
from bot.model.conversation import Event
from bot.model.worker import Actor, Worker
from bot.service import Arrival, StaffTap, TapAction
from bot.service.case_file import CaseFile
from bot.service.desk import Desk
from bot.service.desk_talk import UNDO, DeskTalk
from bot.service.refusals import Refusal, Why
from bot.service.typed import LONGEST, LONGEST_DRAFT
from bot.store import InboxRow, IntakeStatus, OutboxRow

BSN = "111222333"
NOTE = "belt liever niet na vijf uur"


def actor(name: str, role: Role = Role.COORDINATOR) -> Actor:
    return Actor(worker=Worker(id=f"id_{name}", name=name.title()), role=role)


ANNA, BRAM = actor("anna"), actor("bram")


class Bench:
    """A desk with one case that Anna has."""

    def __init__(self, lab: Lab, code: str) -> None:
        self.lab, self.code = lab, code
        self.desk = Desk(lab.service)
        self.talk = DeskTalk(self.desk)

    async def file(self, by: Actor = ANNA) -> CaseFile:
        return await self.desk.look(by, self.code, [one.value for one in Box])

    async def rev(self) -> int:
        return (await self.file()).case.rev

    async def say(self, words: str = "Dag, hier Anna.", key: str = "") -> None:
        await self.talk.say(ANNA, self.code, words, rev=await self.rev(), key=key)

    async def hears(self, *words: str) -> list[str]:
        """What the resident gets back."""
        for one in words:
            handled = await self.lab.service.handle(text(one))
        return [reply.text for reply in handled.replies]

    async def waiting(self) -> list[OutboxRow]:
        """What is on its way to the resident, in order."""
        async with self.lab.store.read() as unit:
            talk = await unit.find_conversation(WEB, "a")
            assert talk is not None
            return list(await unit.queued_about(WEB, talk.id))

    async def deliver(self, how: str = "sent") -> int:
        """Let leave what may leave; gives how many."""
        out, done = self.lab.service.outgoing, 0
        while rows := await out.due([WEB], 5):
            assert await out.take(rows[0])
            last = (rows[0], "1") if how == "sent" else (rows[0],) if how == "uncertain" else (rows[0], "Forbidden")
            await getattr(out, how)(*last)
            done += 1
        return done

    async def all_bodies(self) -> str:
        """Everything in the outbox, unsealed."""
        async with self.lab.store.read() as unit:
            table = unit._session.tables.outbox
            rows = await unit._rows(select(table))
        return "\n".join(str(row["body"]) for row in rows)


async def accounts(lab: Lab) -> None:
    people = {"anna": Role.COORDINATOR, "bram": Role.COORDINATOR, "fatima": Role.OCO, "peter": Role.MANAGER}
    async with lab.store.write() as unit:
        for name, role in people.items():
            await unit.add_account(
                account_id=f"id_{name}", name=name, display_name=name.title(), role=role, at=lab.clock()
            )


@pytest_asyncio.fixture
async def bench(lab: Lab) -> AsyncIterator[Bench]:
    """Signed, and taken by Anna."""
    await accounts(lab)
    made = Bench(lab, await sign(lab.service))
    await made.desk.claim(ANNA, made.code)
    yield made


async def outcome(act: Awaitable[object]) -> Refusal | None:
    """Why it was not done; None: it was."""
    try:
        await act
    except Refusal as refusal:
        return refusal
    return None


async def refused(act: Awaitable[object]) -> Why:
    with pytest.raises(Refusal) as found:
        await act
    return found.value.why


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
            for number in range(300):
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
        for number in range(300):
            acts = [claim(f"W-R{number}"), withdraw(f"r{number}")]
            done = await asyncio.gather(*(acts if number % 2 else reversed(acts)))
            file, why = (done[1], done[0]) if number % 2 else (done[0], done[1])
            assert isinstance(file, CaseFile)
            assert (file.case.status, file.intake, list(file.entries)) == (IntakeStatus.WITHDRAWN, None, [])
            outcomes.add(why)
        assert outcomes == {None, Why.WITHDRAWN}, "both ways round were tried"


class TestTalk:
    async def test_a_message_waits_to_be_thought_over(self, bench: Bench) -> None:
        await bench.say("Mag ik u bellen?")
        row = (await bench.waiting())[-1]
        assert json.loads(row.body)["text"] == "Anna: Mag ik u bellen?"
        assert row.not_before_at is not None
        await bench.deliver()
        assert [one.id for one in await bench.waiting()] == [row.id], "who is there is said at once, this is not"
        bench.lab.clock.shift += UNDO
        assert await bench.deliver() == 1

    async def test_what_the_bot_says_meanwhile_lets_it_go_first(self, bench: Bench) -> None:
        await bench.say("Mag ik u bellen?")
        await bench.talk.leave(ANNA, bench.code)
        rows = await bench.waiting()
        assert all(row.not_before_at is None for row in rows)
        assert [json.loads(row.body)["text"] for row in rows][1] == "Anna: Mag ik u bellen?"

    async def test_taken_back_within_five_seconds_it_never_was(self, bench: Bench) -> None:
        await bench.say("Mag ik u bellen?")
        told = (await bench.file()).entries[-1]
        await bench.talk.undo(ANNA, bench.code, told.id)
        assert "Mag ik u bellen?" not in await bench.all_bodies()
        assert EntryKind.TOLD not in {one.kind for one in (await bench.file()).entries}

    async def test_after_that_it_has_left(self, bench: Bench) -> None:
        await bench.say("Mag ik u bellen?")
        told = (await bench.file()).entries[-1]
        bench.lab.clock.shift += UNDO
        await bench.deliver()
        assert await refused(bench.talk.undo(ANNA, bench.code, told.id)) is Why.TOO_LATE
        assert (await bench.file()).entries[-1].id == told.id

    async def test_nobody_takes_back_what_another_said(self, bench: Bench) -> None:
        await bench.say("Mag ik u bellen?")
        told = (await bench.file()).entries[-1]
        assert await refused(bench.talk.undo(BRAM, bench.code, told.id)) is Why.TAKEN
        await bench.desk.hand_on(ANNA, bench.code, "id_bram")
        assert await refused(bench.talk.undo(BRAM, bench.code, told.id)) is Why.TOO_LATE

    @pytest.mark.parametrize(
        ("how", "delivery", "promise"),
        [
            ("sent", Delivery.SENT, "kept"),
            ("uncertain", Delivery.UNCERTAIN, "kept"),
            ("failed", Delivery.FAILED, "open"),
            ("closed", Delivery.FAILED, "open"),
        ],
    )
    async def test_what_became_of_it(self, bench: Bench, how: str, delivery: Delivery, promise: str) -> None:
        await bench.deliver()
        await bench.say()
        bench.lab.clock.shift += UNDO
        await bench.deliver(how)
        file = await bench.file()
        assert (file.entries[-1].delivery, file.promises[-1].outcome) == (delivery, promise)
        assert file.case.reachable is (how != "closed")
        assert (file.case.undelivered_at is not None) is (delivery is Delivery.FAILED)

    async def test_that_it_arrived_makes_no_page_outdated(self, bench: Bench) -> None:
        await bench.say("Eerst dit.")
        rev = await bench.rev()
        bench.lab.clock.shift += UNDO
        await bench.deliver()
        await bench.talk.say(ANNA, bench.code, "En dit.", rev=rev)
        await bench.hears("ja hoor")
        again = bench.talk.say(ANNA, bench.code, "En nog iets.", rev=await bench.rev() - 1)
        assert await refused(again) is Why.OUTDATED, "that the resident wrote is to be read first"

    async def test_one_key_is_one_message_also_after_the_resident_took_the_talk_back(self, bench: Bench) -> None:
        rev = await bench.rev()
        for _ in range(2):
            await bench.talk.say(ANNA, bench.code, "Dag.", rev=rev, key="k")
            await bench.hears("wegwijzer")
        kinds = [one.kind for one in (await bench.file()).entries]
        assert (kinds.count(EntryKind.TOLD), kinds.count(EntryKind.JOINED)) == (1, 1)

    async def test_danger_while_a_person_is_there(self, bench: Bench) -> None:
        await bench.say()
        await notices(bench.lab)
        assert any("113" in line or "112" in line for line in await bench.hears("ik wil dood"))
        assert (await bench.file()).case.unanswered_since is not None
        assert [one["notice"] for one in await notices(bench.lab)] == ["reply"]

    async def test_giving_the_talk_back_puts_the_very_question(self, bench: Bench) -> None:
        await bench.hears("wijzig")
        before = (await bench.lab.service.handle(text("terug"))).conversation
        await bench.say()
        await bench.hears("dag Anna")
        await bench.talk.leave(ANNA, bench.code)
        after = (await bench.lab.service.handle(choice("geen van deze"))).conversation
        assert before is not None
        assert after is not None
        assert (after.waiting, after.asked, after.phase) == (before.waiting, before.asked, before.phase)
        assert after.facts == before.facts

    async def test_an_open_question_is_taken_back(self, bench: Bench) -> None:
        await bench.talk.ask(ANNA, bench.code, "Welke dag?", rev=await bench.rev(), key="k")
        await bench.talk.ask(ANNA, bench.code, "Welke dag?", rev=0, key="k")
        assert await refused(bench.talk.ask(ANNA, bench.code, "Of?", rev=await bench.rev())) is Why.SPEAKING
        await bench.talk.leave(ANNA, bench.code)
        case = (await bench.file()).case
        assert (case.talk_mode, case.asked_at, case.waits_for) == (None, None, "us")
        assert [one.kind for one in (await bench.file()).entries] == [EntryKind.ASK]

    @pytest.mark.parametrize("words", ["U hoort {moment} van mij.", "Dag {naam}"])
    async def test_what_is_still_open_is_not_sent(self, bench: Bench, words: str) -> None:
        assert await refused(bench.say(words)) is Why.UNFILLED
        assert await refused(bench.talk.ask(ANNA, bench.code, words, rev=await bench.rev())) is Why.UNFILLED

    async def test_signs_come_out_as_they_were_typed(self, bench: Bench) -> None:
        words = '=HYPERLINK("x") {{7*7}} {0} %s <b>'
        await bench.say(words)
        assert words in json.loads((await bench.waiting())[-1].body)["text"]


class TestWords:
    async def test_a_note_never_travels(self, bench: Bench) -> None:
        here = bench
        notes = [f"{NOTE} {number}" for number in range(6)]
        await here.desk.note(ANNA, here.code, notes[0])
        await here.say()
        await here.desk.contact(ANNA, here.code, "gesproken", reached=True, note=notes[1])
        await here.talk.tell_unanswered(ANNA, here.code, "geen-gehoor", note=notes[2])
        await here.desk.release(ANNA, here.code, notes[3])
        await here.desk.claim(ANNA, here.code)
        await here.desk.close(ANNA, here.code, "anders", notes[4], sure=True)
        await here.desk.reopen(ANNA, here.code)
        await here.desk.hand_on(ANNA, here.code, "id_bram", notes[5])
        await here.hears("hallo", "waar is mijn vraag", "wat weet u van mij")
        bodies = await here.all_bodies()
        assert "Anna" in bodies
        assert not [note for note in notes if note in bodies]
        kept = " ".join(one.body for one in (await here.file()).entries) + (await here.file()).outcome_note
        assert not [note for note in notes if note not in kept and note != notes[4]]

    async def test_numbers_that_may_not_be_kept_are_masked(self, bench: Bench) -> None:
        here, words = bench, f"het nummer is {BSN}"
        await here.say(words)
        await here.desk.note(ANNA, here.code, words)
        await here.desk.contact(ANNA, here.code, "gesproken", reached=True, note=words)
        await here.desk.keep_draft(ANNA, here.code, Box.NOTE, words)
        await here.talk.leave(ANNA, here.code)
        await here.talk.ask(ANNA, here.code, words, rev=await here.rev())
        file = await here.file()
        kept = [*(one.body for one in file.entries), *file.drafts.values(), await here.all_bodies()]
        assert not any(BSN in one for one in kept)
        assert sum("•••••••••" in one for one in kept) == 6

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            ("x" * 100_000, Why.TOO_LONG),
            ("x" * (LONGEST + 1), Why.TOO_LONG),
            ("\u200b\u2060 ", Why.EMPTY),
            ("", Why.EMPTY),
        ],
    )
    async def test_too_much_or_nothing(self, bench: Bench, words: str, why: Why) -> None:
        assert await refused(bench.desk.note(ANNA, bench.code, words)) is why
        assert await refused(bench.say(words)) is why
        assert (await bench.file()).entries == []

    async def test_lines_count_as_a_browser_counts_them(self, bench: Bench) -> None:
        await bench.desk.note(ANNA, bench.code, "a\r\n" * (LONGEST // 2))

    async def test_what_is_not_sent_yet_is_kept_until_it_is(self, bench: Bench) -> None:
        for box in Box:
            await bench.desk.keep_draft(ANNA, bench.code, box, f"nog niet {box}")
        assert (
            await refused(bench.desk.keep_draft(ANNA, bench.code, Box.NOTE, "x" * (LONGEST_DRAFT + 1))) is Why.TOO_LONG
        )
        assert (await bench.file()).drafts == {box.value: f"nog niet {box}" for box in Box}
        assert not any((await bench.file(BRAM)).drafts.values())
        await bench.desk.note(ANNA, bench.code, "klaar")
        await bench.say()
        drafts = (await bench.file()).drafts
        assert {box for box, words in drafts.items() if words} == {Box.ASK}
        await carry_out(bench.lab, Event(kind="intake_withdrawn"))
        assert await bench.lab.rows("SELECT * FROM drafts") == []


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

    async def test_an_answer_is_put_right_once_and_only_with_one_that_can_be(self, bench: Bench) -> None:
        rev = await bench.rev()
        for _ in range(2):
            await bench.talk.correct(ANNA, bench.code, "telefoon", "06 12 34 56 79", rev=rev, key="k")
        (entry,) = (await bench.file()).entries
        assert json.loads(entry.body) == {"who": "Anna", "fact": "telefoon", "new": ["+31612345679"]}
        for fact, value in (("telefoon", "geen"), ("bestaat_niet", "x"), ("voor_wie", "maan")):
            correcting = bench.talk.correct(ANNA, bench.code, fact, value, rev=await bench.rev())
            assert await refused(correcting) is Why.NO_SUCH_ANSWER, fact
        assert await refused(bench.talk.correct(ANNA, bench.code, "naam", "Jo", rev=rev)) is Why.OUTDATED
