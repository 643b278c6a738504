"""What comes up again at the desk: put off, asked, forgotten, about to end."""

from datetime import timedelta
from pathlib import Path

from timers_lab import ANNA, Point, open_point

from bot.model.cases import ActWhy, IntakeStatus, TimerKind
from bot.store import CaseFilter, CaseView


async def claimed(point: Point) -> str:
    """A case that Anna took up on Tuesday at nine, after she phoned."""
    code = await point.sign()
    point.at("2026-11-24T09:00")
    await point.desk.claim(ANNA, code)
    await point.desk.contact(ANNA, code, "gebeld", reached=True)
    await point.heard()
    return code


async def for_us(point: Point) -> list[str]:
    """The codes that a person of ours must look at."""
    inbox = await point.desk.inbox(ANNA, CaseFilter(view=CaseView.FOR_US, owner_id="anna"))
    return [case.code for case in inbox.cases]


async def test_what_is_taken_and_forgotten_rings_twice_and_goes_back(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.says("wegwijzer, ik wil iets toevoegen")
        await point.change(code, unanswered_since=point.clock())
        await point.heard()
        heard = await point.until("2026-11-26T17:00")
        assert heard == [
            ("2026-11-24T13:00", "idle"),
            ("2026-11-24T17:00", "idle"),
            ("2026-11-25T17:00", "intake"),
            ("2026-11-25T17:00", "given_back"),
        ]
        case = await point.case(code)
        assert (case.status, case.owner_id, case.act_why) == (IntakeStatus.NEW, None, ActWhy.REPLY)
        assert [one["who"] for one in await point.entries(code, "system")] == ["Anna"]
        assert ("give_back", "wegwijzer") in point.rows("SELECT action, account_id FROM audit")


async def test_what_was_asked_and_forgotten_is_taken_back_with_the_case(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.talk.ask(ANNA, code, "Welke dag is het?", rev=(await point.case(code)).rev)
        heard = [what for _, what in await point.until("2026-12-02T17:00")]
        assert [what for what in heard if what in ("mens_nog_eens", "given_back")] == ["mens_nog_eens", "given_back"]
        case = await point.case(code)
        assert (case.status, case.talk_mode, case.asked_at, case.waits_for) == (IntakeStatus.NEW, None, None, "us")
        assert await point.entries(code, "left") == [], "nobody was in the talk"
        await point.says("op dinsdag")
        assert await point.entries(code, "said") == [], "it is no answer any more"


async def test_what_is_with_a_helper_stays_there_when_a_talk_ends(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.talk.join(ANNA, code)
        await point.change(code, waits_for="helper")
        await point.talk.leave(ANNA, code)
        assert (await point.case(code)).waits_for == "helper"


async def test_any_act_of_the_owner_counts_anew(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.change(code, unanswered_since=point.clock())
        point.at("2026-11-24T12:00")
        await point.desk.note(ANNA, code, "morgen bellen")
        assert await point.until("2026-11-24T15:00") == []
        assert await point.until("2026-11-24T16:00") == [("2026-11-24T16:00", "idle")]


async def test_what_waits_for_the_resident_is_not_forgotten(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.talk.ask(ANNA, code, "Welke dag is het?", rev=(await point.case(code)).rev)
        await point.heard()
        heard = await point.until("2026-11-27T09:00")
        assert heard == []
        assert await for_us(point) == []
        point.at("2026-11-27T10:00")
        await point.timers.run()
        assert await point.heard() == ["mens_nog_eens"]
        assert await for_us(point) == [code], "the question is ours again"
        assert await point.until("2026-11-30T09:00") == [("2026-11-27T14:00", "idle")], "counted from then"


async def test_an_answer_in_time_needs_no_reminder(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.talk.ask(ANNA, code, "Welke dag is het?", rev=(await point.case(code)).rev)
        await point.says("op dinsdag")
        await point.heard()
        await point.due(code, TimerKind.ASK_REMINDER, 9)
        await point.timers.run()
        assert await point.heard() == []


async def test_words_just_before_do_not_make_it_forgotten(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        point.at("2026-11-25T16:00")
        await point.change(code, unanswered_since=point.clock())
        assert await point.until("2026-11-26T11:00") == []
        assert await point.until("2026-11-26T12:00") == [("2026-11-26T12:00", "idle")]
        assert (await point.case(code)).owner_id == "anna"


async def test_a_silent_talk_goes_back_to_the_bot(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.talk.say(ANNA, code, "Ik ga het navragen.", rev=(await point.case(code)).rev)
        point.clock.now += timedelta(seconds=10)
        await point.heard()
        assert await point.until("2026-11-24T10:00") == []
        assert (await point.until("2026-11-24T11:00"))[0] == ("2026-11-24T11:00", "mens_stil")
        assert (await point.case(code)).talk_mode is None
        assert [one["author"] for one in await point.entries(code, "left")] == ["wegwijzer"]


async def test_never_while_the_resident_waits(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.talk.say(ANNA, code, "Ik ga het navragen.", rev=(await point.case(code)).rev)
        await point.says("dank u, en wanneer?")
        await point.heard()
        await point.due(code, TimerKind.HANDBACK_IDLE, 9)
        await point.timers.run()
        assert await point.heard() == []
        assert (await point.case(code)).talk_mode == "live"


async def test_what_was_put_off_is_back_also_at_night_and_says_nothing(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        point.at("2026-11-24T10:00")
        await point.desk.snooze(ANNA, code, point.clock() + timedelta(hours=12))
        assert await for_us(point) == []
        point.at("2026-11-24T22:00")
        assert await point.timers.run() == 1
        assert await point.heard() == []
        assert await for_us(point) == [code]
        assert point.rows("SELECT kind FROM desk_changes ORDER BY id DESC LIMIT 1") == [("snooze",)]


async def test_a_term_that_ends_and_a_helper_that_is_silent_come_up(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.due(code, TimerKind.HELPER_SILENT)
        await point.timers.run()
        assert await point.heard() == [], "nobody helps"
        await point.change(code, helper_id=await point.helper())
        await point.due(code, TimerKind.HELPER_SILENT, 2)
        await point.timers.run()
        assert (await point.case(code)).act_why == ActWhy.HELPER_SILENT
        await point.change(code, helper_id=None)
        await point.due(code, TimerKind.TERM)
        await point.timers.run()
        assert await point.heard() == ["helper_silent", "term"]
        assert (await point.case(code)).act_why == ActWhy.TERM
