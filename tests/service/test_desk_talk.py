"""What is said to a resident from the desk: what leaves and when, and what never does."""

import json

import pytest
from case_lab import ANNA, BRAM, Bench, refused
from service_lab import carry_out, choice, notices, text

from bot.model.cases import Box, Delivery, EntryKind
from bot.model.conversation import Event
from bot.service.desk_talk import UNDO
from bot.service.refusals import Why
from bot.service.typed import LONGEST, LONGEST_DRAFT

BSN = "111222333"
NOTE = "belt liever niet na vijf uur"


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

    async def test_what_was_taken_back_is_in_the_box_again(self, bench: Bench) -> None:
        for typed, box in (("", "Mag ik u bellen?"), ("En wanneer?", "Mag ik u bellen?\n\nEn wanneer?")):
            await bench.say("Mag ik u bellen?")
            told = (await bench.file()).entries[-1]
            await bench.desk.keep_draft(ANNA, bench.code, Box.MESSAGE, typed)
            await bench.talk.undo(ANNA, bench.code, told.id)
            assert (await bench.desk.look(ANNA, bench.code, [Box.MESSAGE])).drafts == {Box.MESSAGE: box}

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
