"""Cases as the desk lists them, their thread, promises and timers."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from store_lab import ANNA, BERT, NOW, Database, hand_over

from bot.store import CaseFilter, CaseView, ConversationRow, IntakeStatus, Store, StoreError, WorkLoad

Talk = Callable[[str], Awaitable[ConversationRow]]
HOUR = timedelta(hours=1)


async def sign(store: Store, talk: Talk, code: str) -> int:
    """An intake of a resident of its own; its id."""
    started = await talk(code)
    async with store.write() as unit:
        intake = await hand_over(unit, started.id, code)
    assert intake is not None
    return intake


class TestLists:
    async def test_danger_first_then_soonest_then_oldest(self, store: Store, talk: Talk) -> None:
        acts = {"A1": (False, 5), "A2": (False, 2), "A3": (True, 9), "A4": (False, None), "A5": (False, 2)}
        for code, (danger, hours) in acts.items():
            intake = await sign(store, talk, code)
            async with store.write() as unit:
                due = None if hours is None else NOW + hours * HOUR
                await unit.change_case(intake, danger=danger, act_by=due)
        async with store.read() as unit:
            listed = await unit.list_cases(CaseFilter(view=CaseView.OPEN), NOW)
            later = await unit.list_cases(CaseFilter(view=CaseView.OPEN), NOW, after=3)
        assert [case.code for case in listed] == ["A3", "A2", "A5", "A1", "A4"]
        assert [case.code for case in later] == ["A1", "A4"]

    @pytest.mark.parametrize(
        ("view", "codes"),
        [
            (CaseView.FOR_US, ["A1", "A2"]),
            (CaseView.MINE, ["A2", "A4"]),
            (CaseView.NOBODYS, ["A1"]),
            (CaseView.WITH_HELPER, ["A4"]),
            (CaseView.LATER, ["A3"]),
            (CaseView.OPEN, ["A1", "A2", "A3", "A4"]),
            (CaseView.DONE, ["A5"]),
        ],
    )
    async def test_every_view(self, store: Store, talk: Talk, view: CaseView, codes: list[str]) -> None:
        ids = {code: await sign(store, talk, code) for code in ("A1", "A2", "A3", "A4", "A5")}
        async with store.write() as unit:
            for code in ("A2", "A4", "A5"):
                await unit.claim_intake(code, ANNA, NOW)
            await unit.close_intake("A5", ANNA, NOW, outcome="zelf_verder")
            for code in ("A1", "A2", "A3"):
                await unit.change_case(ids[code], act_by=NOW + 5 * HOUR)
            await unit.change_case(ids["A3"], snoozed_until=NOW + HOUR)
            await unit.change_case(ids["A4"], waits_for="helper")
        async with store.read() as unit:
            found = await unit.list_cases(CaseFilter(view=view, owner_id=ANNA.id), NOW)
            counts = await unit.count_cases([view], ANNA.id, NOW)
            if view is CaseView.LATER:
                assert await unit.list_cases(CaseFilter(view=view), NOW + 2 * HOUR) == []
        assert [case.code for case in found] == codes
        if view is not CaseView.DONE:
            assert counts == {view: len(codes)}

    async def test_words_find_a_case_and_cannot_be_read_back(
        self, store: Store, talk: Talk, database: Database
    ) -> None:
        one, two = await sign(store, talk, "A1"), await sign(store, talk, "A2")
        async with store.write() as unit:
            await unit.index_words(one, ["fatma", "haven", "fatma"])
            await unit.index_words(two, ["haven"])
        async with store.read() as unit:
            both = await unit.list_cases(CaseFilter(view=CaseView.OPEN, words=("haven",)), NOW)
            exact = await unit.list_cases(CaseFilter(view=CaseView.OPEN, words=("haven", "fatma")), NOW)
            none = await unit.list_cases(CaseFilter(view=CaseView.OPEN, words=("fat%",)), NOW)
        assert [[case.code for case in found] for found in (both, exact, none)] == [["A1", "A2"], ["A1"], []]
        assert b"fatma" not in database.bytes_on_disk()

    async def test_what_is_asked_for_narrows_the_list(self, store: Store, talk: Talk) -> None:
        one, two = await sign(store, talk, "A1"), await sign(store, talk, "A2")
        async with store.write() as unit:
            await unit.change_case(one, danger=True, language="tr", act_by=NOW, team_id="HAVEN")
            await unit.change_case(two, undelivered_at=NOW, waits_for="resident")
        wanted = [
            (CaseFilter(view=CaseView.OPEN, danger=True), ["A1"]),
            (CaseFilter(view=CaseView.OPEN, language="tr"), ["A1"]),
            (CaseFilter(view=CaseView.OPEN, team_id="HAVEN"), ["A1"]),
            (CaseFilter(view=CaseView.OPEN, promise_before=NOW), ["A1", "A2"]),
            (CaseFilter(view=CaseView.OPEN, promise_before=NOW - HOUR), []),
            (CaseFilter(view=CaseView.OPEN, undelivered=True), ["A2"]),
            (CaseFilter(view=CaseView.OPEN, waits_for="resident"), ["A2"]),
            (CaseFilter(view=CaseView.OPEN, theme="hulp_thuis", area="centrum"), ["A1", "A2"]),
            (CaseFilter(view=CaseView.OPEN, theme="geld"), []),
        ]
        async with store.read() as unit:
            for one_filter, codes in wanted:
                assert [case.code for case in await unit.list_cases(one_filter, NOW)] == codes, one_filter

    async def test_the_revision_is_raised_apart_from_what_is_changed(self, store: Store, talk: Talk) -> None:
        intake = await sign(store, talk, "A1")
        async with store.write() as unit:
            await unit.change_case(intake, waits_for="resident")
            await unit.raise_rev(intake)
            await unit.raise_rev(intake)
            case = await unit.find_case("A1")
        assert case is not None
        assert (case.waits_for, case.rev) == ("resident", 2)
        async with store.read() as unit:
            assert await unit.find_case("ZZ") is None
            assert await unit.get_case(intake) == case


class TestWork:
    async def test_how_many_each_has_and_what_is_promised_first(self, store: Store, talk: Talk) -> None:
        ids = [await sign(store, talk, code) for code in ("A1", "A2", "A3")]
        async with store.write() as unit:
            assert await unit.next_promise_at() is None
            for intake, hours in zip(ids, (3, 1, 2), strict=True):
                due = NOW + hours * HOUR
                await unit.make_promise(intake, due_at=due, reason="signed", basis="{}", at=NOW)
            await unit.end_promise(ids[1], "kept", NOW)
            await unit.claim_intake("A1", ANNA, NOW)
            await unit.claim_intake("A2", ANNA, NOW)
            await unit.claim_intake("A3", BERT, NOW)
            await unit.close_intake("A3", BERT, NOW, outcome="anders", note="")
        async with store.read() as unit:
            assert await unit.next_promise_at() == NOW + 2 * HOUR
            assert await unit.count_owned() == {ANNA.id: 2}

    async def test_what_did_not_leave_yet_is_held(self, store: Store, talk: Talk) -> None:
        intake, later = await sign(store, talk, "A1"), await sign(store, talk, "A2")
        async with store.write() as unit:
            entries = [
                await unit.add_entry(one, kind="told", author="a", body="{}", at=NOW) for one in (intake, intake, later)
            ]
            for entry, until in zip(entries, (NOW + HOUR, None, NOW + HOUR), strict=True):
                message = {"channel": "telegram", "conversation_id": None, "address": "1", "body": "", "urgent": False}
                await unit.enqueue(**message, at=NOW, entry_id=entry, not_before_at=until)
            assert await unit.held_entries(intake, NOW) == {entries[0]}
            assert await unit.held_entries(intake, NOW + HOUR) == frozenset()

    async def test_handing_on_and_opening_again(self, store: Store, talk: Talk) -> None:
        await sign(store, talk, "A1")
        async with store.write() as unit:
            await unit.claim_intake("A1", ANNA, NOW)
            assert not await unit.hand_intake("A1", BERT, ANNA, NOW)
            assert await unit.hand_intake("A1", ANNA, BERT, NOW)
            assert not await unit.reopen_intake("A1", NOW)
            assert await unit.close_intake("A1", BERT, NOW, outcome="anders", note="verhuisd")
            assert await unit.reopen_intake("A1", NOW + HOUR)
            case = await unit.find_case("A1")
        assert case is not None
        assert (case.status, case.owner_id, case.closed_at, case.reopened_at) == (
            IntakeStatus.NEW,
            None,
            None,
            NOW + HOUR,
        )

    async def test_withdrawing_takes_a_finished_intake_and_its_thread_along(
        self, store: Store, talk: Talk, database: Database
    ) -> None:
        intake = await sign(store, talk, "A1")
        async with store.write() as unit:
            await unit.claim_intake("A1", ANNA, NOW)
            await unit.add_entry(intake, kind="note", author=ANNA.id, body="{}", at=NOW)
            await unit.set_timer(intake, "check_in", NOW)
            await unit.index_words(intake, ["fatma"])
            await unit.close_intake("A1", ANNA, NOW, outcome="anders", note="zegt niets")
            case = await unit.find_case("A1")
            assert case is not None
            assert await unit.withdraw_intakes(case.conversation_id, NOW) == ["A1"]
            gone = await unit.find_case("A1")
            assert gone is not None
            assert (gone.status, gone.brief, gone.act_by) == (IntakeStatus.WITHDRAWN, "", None)
            assert await unit.list_entries(intake) == []
            assert await unit.due_timer(NOW + HOUR) is None
            assert await unit.list_cases(CaseFilter(view=CaseView.DONE, words=("fatma",)), NOW) == []


class TestThread:
    async def test_in_order_and_sealed(self, store: Store, talk: Talk, database: Database) -> None:
        intake = await sign(store, talk, "A1")
        async with store.write() as unit:
            await unit.add_entry(intake, kind="note", author="1", body='{"text": "geheim één"}', at=NOW)
            await unit.add_entry(intake, kind="said", author="inwoner", body='{"text": "twee"}', at=NOW)
        async with store.read() as unit:
            entries = await unit.list_entries(intake)
        assert [(one.kind, json.loads(one.body)["text"]) for one in entries] == [
            ("note", "geheim één"),
            ("said", "twee"),
        ]
        assert b"geheim" not in database.bytes_on_disk()

    async def test_the_same_key_twice_is_one_entry(self, store: Store, talk: Talk) -> None:
        intake = await sign(store, talk, "A1")

        async def send(author: str) -> int | None:
            async with store.write() as unit:
                return await unit.add_entry(intake, kind="told", author=author, body="{}", at=NOW, client_key="k")

        ids = await asyncio.gather(*(send("1") for _ in range(8)))
        assert sum(one is not None for one in ids) == 1
        assert await send("2") is not None, "another author may have the same key"

    async def test_delivery_is_kept(self, store: Store, talk: Talk) -> None:
        intake = await sign(store, talk, "A1")
        async with store.write() as unit:
            entry = await unit.add_entry(intake, kind="told", author="1", body="{}", at=NOW, delivery="waiting")
            assert entry is not None
            noted = await unit.note_delivery(entry, "failed")
            assert noted is not None
            assert (noted.id, noted.intake_id, noted.delivery) == (entry, intake, "failed")
            assert await unit.note_delivery(entry + 1, "sent") is None
            found = await unit.find_entry(entry)
        assert found is not None
        assert found.delivery == "failed"

    async def test_the_last_of_some_kinds(self, store: Store, talk: Talk) -> None:
        one, other = await sign(store, talk, "A1"), await sign(store, talk, "A2")
        async with store.write() as unit:
            for intake, kind, body in ((one, "ask", "1"), (one, "told", "2"), (one, "note", "3"), (other, "ask", "4")):
                await unit.add_entry(intake, kind=kind, author="1", body=body, at=NOW)
            last = await unit.last_entry(one, ("ask", "told"))
            assert last is not None
            assert (last.intake_id, last.kind, last.body) == (one, "told", "2")
            assert await unit.last_entry(one, ("said",)) is None

    @pytest.mark.parametrize(
        ("delivery", "written_by", "found"),
        [
            ("waiting", NOW, True),
            ("waiting", NOW - HOUR, False),
            ("sent", NOW, False),
            ("failed", NOW, False),
            (None, NOW, False),
        ],
    )
    async def test_what_is_on_its_way(
        self, store: Store, talk: Talk, delivery: str | None, written_by: datetime, found: bool
    ) -> None:
        one, other = await sign(store, talk, "A1"), await sign(store, talk, "A2")
        async with store.write() as unit:
            await unit.add_entry(one, kind="told", author="1", body="{}", at=NOW, delivery=delivery)
            assert await unit.is_on_its_way(one, written_by) is found
            assert not await unit.is_on_its_way(other, written_by)

    @pytest.mark.parametrize("left", [False, True])
    async def test_only_what_has_not_left_can_be_taken_back(self, store: Store, talk: Talk, left: bool) -> None:
        intake = await sign(store, talk, "A1")
        async with store.write() as unit:
            entry = await unit.add_entry(intake, kind="told", author="1", body="{}", at=NOW, delivery="waiting")
            assert entry is not None
            row = await unit.enqueue(
                channel="web", conversation_id=None, address="A1", body="{}", urgent=False, at=NOW, entry_id=entry
            )
            if left:
                assert await unit.mark_sending(row)
            assert await unit.take_back_entry(entry) is not left
            assert (await unit.find_entry(entry) is None) is not left
            assert not await unit.take_back_entry(entry + 7)


class TestPromises:
    async def test_one_is_open_at_a_time_and_the_intake_shows_it(self, store: Store, talk: Talk) -> None:
        intake = await sign(store, talk, "A1")
        async with store.write() as unit:
            await unit.make_promise(intake, due_at=NOW + HOUR, reason="signed", basis="{}", at=NOW)
            assert await unit.end_promise(intake, "corrected", NOW)
            await unit.make_promise(intake, due_at=NOW + 3 * HOUR, reason="corrected", basis="{}", at=NOW)
            case, promise = await unit.find_case("A1"), await unit.open_promise(intake)
            assert case is not None
            assert promise is not None
            assert (case.promised_at, promise.due_at) == (NOW + 3 * HOUR, NOW + 3 * HOUR)
            assert await unit.end_promise(intake, "kept", NOW + 2 * HOUR)
            assert not await unit.end_promise(intake, "broken", NOW + 4 * HOUR)
            assert [one.outcome for one in await unit.list_promises(intake)] == ["corrected", "kept"]
            assert await unit.count_promises(NOW + HOUR) == {"kept": 1}

    async def test_the_load_counts_what_nobody_answered_yet(self, store: Store, talk: Talk) -> None:
        ids = [await sign(store, talk, f"A{number}") for number in range(5)]
        async with store.write() as unit:
            await unit.change_case(ids[0], urgent=True)
            await unit.change_case(ids[1], snoozed_until=NOW + HOUR)
            await unit.change_case(ids[2], first_reply_at=NOW + 2 * HOUR)
            load = await unit.work_load(NOW)
        answered = ((NOW, NOW + 2 * HOUR),)
        assert load == WorkLoad(open=3, urgent=1, waiting=(NOW, NOW, NOW), answered=answered)


class TestTimers:
    async def test_each_happens_once_and_in_order(self, store: Store, talk: Talk) -> None:
        intake = await sign(store, talk, "A1")
        async with store.write() as unit:
            await unit.set_timer(intake, "check_in", NOW + 2 * HOUR)
            await unit.set_timer(intake, "promise_due", NOW + HOUR)
            await unit.set_timer(intake, "check_in", NOW + 3 * HOUR)  # moved, not doubled
            assert await unit.due_timer(NOW) is None
            kinds = []
            while (timer := await unit.due_timer(NOW + 5 * HOUR)) is not None:
                kinds.append((timer.kind, timer.due_at))
                assert await unit.end_timer(timer.id, NOW + 5 * HOUR)
                assert not await unit.end_timer(timer.id, NOW + 5 * HOUR)
            await unit.set_timer(intake, "check_in", NOW)
            assert await unit.due_timer(NOW + 5 * HOUR) is None, "what is done does not come back"
            assert await unit.count_timers(intake, "check_in") == 1
        assert kinds == [("promise_due", NOW + HOUR), ("check_in", NOW + 3 * HOUR)]

    async def test_what_is_dropped_does_not_happen(self, store: Store, talk: Talk) -> None:
        intake = await sign(store, talk, "A1")
        async with store.write() as unit:
            for kind in ("promise_fix", "promise_due", "check_in"):
                await unit.set_timer(intake, kind, NOW)
            await unit.drop_timers(intake, ("promise_fix", "promise_due"), NOW)
            timer = await unit.due_timer(NOW)
        assert timer is not None
        assert timer.kind == "check_in"


class TestBesideIntakes:
    async def test_changes_are_read_from_where_one_was(self, store: Store) -> None:
        async with store.write() as unit:
            assert await unit.last_change() == 0
            for code in ("A1", "A2", "A3"):
                await unit.note_change("case", code, NOW)
            last = await unit.last_change()
            assert [one.code for one in await unit.changes_after(last - 2)] == ["A2", "A3"]
            await unit.purge_desk(changes_before=NOW + HOUR, drafts_before=NOW, erased_before=NOW)
            await unit.note_change("case", "A4", NOW)
            assert await unit.last_change() == last + 1, "a number is never given out twice"

    async def test_a_page_that_was_away_too_long_cannot_be_told_what_it_missed(self, store: Store) -> None:
        async with store.write() as unit:
            assert await unit.knows_change(0)
            assert not await unit.knows_change(3), "of a database that was put back"
            for code in ("A1", "A2", "A3"):
                await unit.note_change("case", code, NOW)
            assert [number for number in range(6) if await unit.knows_change(number)] == [0, 1, 2, 3]
            await unit.purge_desk(changes_before=NOW + HOUR, drafts_before=NOW, erased_before=NOW)
            assert [number for number in range(6) if await unit.knows_change(number)] == [2, 3]

    async def test_words_not_sent_yet_belong_to_one_person_and_place(self, store: Store, database: Database) -> None:
        async with store.write() as unit:
            await unit.keep_draft("1", "A1/bericht", "goedemorgen mevrouw", NOW)
            await unit.keep_draft("1", "A1/bericht", "goedemiddag mevrouw", NOW)
            assert await unit.find_draft("1", "A1/bericht") == "goedemiddag mevrouw"
            assert await unit.find_draft("2", "A1/bericht") == ""
            assert await unit.find_draft("1", "A1/notitie") == ""
        assert b"goedemiddag" not in database.bytes_on_disk()
        async with store.write() as unit:
            await unit.keep_draft("1", "A1/bericht", "", NOW)
            assert await unit.find_draft("1", "A1/bericht") == ""

    async def test_a_draft_moved_to_another_place_is_refused(self, store: Store, database: Database) -> None:
        async with store.write() as unit:
            await unit.keep_draft("1", "A1/bericht", "goedemorgen", NOW)
        await store.close()
        database.tamper("UPDATE drafts SET place = 'A2/bericht'")
        again = await database.open()
        with pytest.raises(StoreError, match="belongs to another row"):
            async with again.read() as unit:
                await unit.find_draft("1", "A2/bericht")
        await again.close()

    async def test_erased_codes_are_known_for_a_while(self, store: Store) -> None:
        async with store.write() as unit:
            await unit.add_tombstone("W-A1", "1", NOW)
            await unit.add_tombstone("W-A1", "1", NOW)
            assert await unit.has_tombstone("W-A1")
            await unit.purge_desk(changes_before=NOW, drafts_before=NOW, erased_before=NOW + HOUR)
            assert not await unit.has_tombstone("W-A1")
