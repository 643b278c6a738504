"""Helpers, matches and hours: sealed, counted, and of an intake one active match at most."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from store_lab import NOW, Database, hand_over

from bot.model.accounts import Role
from bot.model.helpers import Bar, DayPart, Helper, HelperKind, Mismatch, Past, Refusal, Way
from bot.model.law import Law
from bot.store import CaseFilter, CaseView, ConversationRow, HoursOn, MatchState, Spent, Store, StoreConflict, Unit

Talk = Callable[[str], Awaitable[ConversationRow]]
LATER = NOW + timedelta(hours=1)
FATIMA = Helper(
    id="",
    name="Fatima",
    kind=HelperKind.VRIJWILLIGER,
    desk="oco",
    checked_on=date(2026, 2, 1),
    paused_until=date(2026, 4, 1),
    max_cases=3,
    hours=16,
    broad=True,
    topics=("scootmobiel",),
    themes=("hulpmiddel",),
    laws=(Law.WMO,),
    experience=("mantelzorg_zwaar",),
    agreed_on=date(2026, 1, 2),
    languages=("nl", "tr"),
    areas=("Noord",),
    days=("ma",),
    parts=(DayPart.OCHTEND,),
    ways=(Way.BELLEN, Way.HUISBEZOEK),
    visits_alone=False,
    age="aow",
    public_line="Ik ben zelf mantelzorger.",
    note="belt graag terug",
    phone="+31612345678",
    email="fatima@voorbeeld.nl",
)
JOOP = Helper(id="", name="Joop", kind=HelperKind.BEROEPSKRACHT, desk="mee", checked_on=date(2026, 2, 2))


async def intake(unit: Unit, talk: ConversationRow, code: str, version: int = 1) -> int:
    key = await hand_over(unit, talk.id, code, version)
    assert key is not None
    return key


async def agreed(unit: Unit, intake_id: int, helper_id: str, second_id: str | None = None) -> str:
    """A match of which everybody said yes."""
    key = await unit.propose_match(intake_id, helper_id, second_id, reasons="[]", at=NOW)
    assert await unit.ask_match(key, NOW)
    for one in (helper_id, second_id):
        assert one is None or await unit.accept_match(key, one, NOW)
    return key


async def state(unit: Unit, match_id: str) -> MatchState:
    row = await unit.find_match(match_id)
    assert row is not None
    return row.state


class TestHelpers:
    async def test_all_that_is_told_comes_back(self, store: Store) -> None:
        told = {field.name for field in fields(Helper)} - {"id", "active", "account_id", "open_cases", "asked_at"}
        assert not [name for name in told if getattr(FATIMA, name) == getattr(JOOP, name)], "nothing is told twice"
        async with store.write() as unit:
            ids = [await unit.add_helper(one, NOW) for one in (FATIMA, JOOP)]
        async with store.read() as unit:
            expected = [replace(one, id=key) for one, key in zip((FATIMA, JOOP), ids, strict=True)]
            assert sorted(await unit.list_helpers(), key=lambda one: one.name) == expected
            assert await unit.find_helper(ids[1]) == expected[1]
            assert await unit.find_helper("nobody") is None

    async def test_a_change_takes_the_place_of_all_there_was(self, store: Store) -> None:
        async with store.write() as unit:
            key = await unit.add_helper(FATIMA, NOW)
            changed = replace(JOOP, id=key, active=False)
            assert await unit.change_helper(changed)
            assert await unit.find_helper(key) == changed
            assert not await unit.change_helper(replace(JOOP, id="nobody"))

    async def test_nothing_of_them_can_be_read_on_disk(self, store: Store, database: Database) -> None:
        async with store.write() as unit:
            await unit.add_helper(FATIMA, NOW)
        kept = database.bytes_on_disk()
        for told in ("Fatima", "612345678", "voorbeeld", "mantelzorg", "scootmobiel", "Noord", "terug", 'tr"'):
            assert told.encode() not in kept, told

    async def test_an_account_belongs_to_one_helper(self, store: Store) -> None:
        async with store.write() as unit:
            assert await unit.add_account(account_id="f", name="fatima", display_name="Fatima", role=Role.OCO, at=NOW)
            key = await unit.add_helper(replace(FATIMA, account_id="f"), NOW)
            found = await unit.find_helper_of("f")
            assert found == replace(FATIMA, id=key, account_id="f")
            assert await unit.find_helper_of("") is None
        with pytest.raises(StoreConflict):
            async with store.write() as unit:
                await unit.add_helper(replace(JOOP, account_id="f"), NOW)

    async def test_questions_are_counted_also_as_the_second_of_two(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            one, two, three = [await unit.add_helper(JOOP, NOW) for _ in range(3)]
            first, second = await intake(unit, started, "A1"), await intake(unit, started, "A2", 2)
            match = await agreed(unit, first, one, two)
            await unit.start_match(match, NOW)
            await agreed(unit, second, two)
            await unit.ask_match(await unit.propose_match(second, three, reasons="[]", at=NOW), LATER)
            counted = {row.id: (row.open_cases, row.asked_at) for row in await unit.list_helpers()}
            assert counted == {one: (1, NOW), two: (2, NOW), three: (0, LATER)}
            await unit.finish_match(match, "anna", LATER)
            found = await unit.find_helper(two)
            assert found is not None
            assert found.open_cases == 1


class TestMatches:
    async def test_from_proposal_to_done(self, store: Store, talk: Talk, database: Database) -> None:
        started = await talk("a")
        async with store.write() as unit:
            helper, key = await unit.add_helper(FATIMA, NOW), await intake(unit, started, "A1")
            match = await unit.propose_match(key, helper, reasons='["kent dit onderwerp"]', at=NOW)
            assert not await unit.accept_match(match, helper, NOW), "was not asked yet"
            assert not await unit.start_match(match, NOW)
            assert await unit.ask_match(match, NOW)
            assert not await unit.ask_match(match, NOW)
            assert not await unit.accept_match(match, "somebody else", NOW)
            assert await unit.accept_match(match, helper, LATER)
            assert not await unit.note_contact(match, LATER)
            assert await unit.start_match(match, LATER)
            assert await unit.note_contact(match, LATER)
            assert not await unit.note_contact(match, LATER)
            assert await unit.finish_match(match, "anna", LATER)
            assert not await unit.finish_match(match, "anna", LATER)
            [row] = await unit.list_matches(key)
            assert (row.state, row.since, row.first_contact_at, row.ended_by) == (MatchState.DONE, LATER, LATER, "anna")
            assert (row.reasons, row.note, row.agreed_at) == ('["kent dit onderwerp"]', "", LATER)
            assert await unit.past_of(key) == Past(helped=frozenset({helper}))
        assert b"kent dit onderwerp" not in database.bytes_on_disk()

    async def test_of_two_both_must_say_yes(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            one, two = [await unit.add_helper(JOOP, NOW) for _ in range(2)]
            match = await unit.propose_match(await intake(unit, started, "A1"), one, two, reasons="[]", at=NOW)
            await unit.ask_match(match, NOW)
            assert await unit.accept_match(match, two, NOW)
            assert await state(unit, match) is MatchState.ASKED
            assert not await unit.start_match(match, NOW)
            assert await unit.accept_match(match, one, NOW)
            assert await state(unit, match) is MatchState.AGREED

    async def test_the_resident_hears_of_two_by_the_later_moment(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            one, two = [await unit.add_helper(JOOP, NOW) for _ in range(2)]
            match = await unit.propose_match(await intake(unit, started, "A1"), one, two, reasons="[]", at=NOW)
            await unit.ask_match(match, NOW)
            assert not await unit.accept_match(match, "somebody else", NOW, LATER + timedelta(days=1))
            await unit.accept_match(match, two, NOW, LATER)
            await unit.accept_match(match, one, NOW, NOW)
            row = await unit.find_match(match)
            assert row is not None
            assert row.contact_by == LATER

    async def test_whose_it_is_now_as_one_or_the_other(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            for name in ("f", "j"):
                await unit.add_account(account_id=name, name=name, display_name=name, role=Role.OCO, at=NOW)
            one = await unit.add_helper(replace(FATIMA, account_id="f"), NOW)
            two = await unit.add_helper(replace(JOOP, account_id="j"), NOW)
            first, other = await intake(unit, started, "A1"), await intake(unit, started, "A2", 2)
            match = await agreed(unit, first, one, two)
            assert not await unit.helps_with("f", first), "has not started"
            await unit.start_match(match, NOW)
            for account in ("f", "j"):
                assert await unit.helps_with(account, first)
                assert not await unit.helps_with(account, other)
                mine = CaseFilter(view=CaseView.OPEN, only_own=True, owner_id=account)
                assert [case.id for case in await unit.list_cases(mine, NOW)] == [first]
                counts = await unit.count_cases([CaseView.OPEN], account, NOW, only_own=True)
                assert counts == {CaseView.OPEN: 1}
            assert [row.id for row in await unit.matches_of(two, [MatchState.ACTIVE])] == [match]
            await unit.finish_match(match, "anna", LATER)
            assert not await unit.helps_with("f", first), "not any more"
            assert await unit.matches_of(two, [MatchState.ACTIVE]) == []

    async def test_nobody_is_the_second_of_themselves(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            one, key = await unit.add_helper(JOOP, NOW), await intake(unit, started, "A1")
        with pytest.raises(StoreConflict):
            async with store.write() as unit:
                await unit.propose_match(key, one, one, reasons="[]", at=NOW)

    async def test_of_twenty_that_start_at_once_one_does(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            key, other = await intake(unit, started, "A1"), await intake(unit, started, "A2", 2)
            helpers = [await unit.add_helper(JOOP, NOW) for _ in range(20)]
            matches = [await agreed(unit, key, one) for one in helpers]
            elsewhere = await agreed(unit, other, helpers[0])

        async def start(match_id: str) -> bool:
            async with store.write() as unit:
                return await unit.start_match(match_id, NOW)

        assert sum(await asyncio.gather(*(start(match) for match in matches))) == 1
        assert await start(elsewhere), "another intake has its own"
        async with store.write() as unit:
            [active] = [row for row in await unit.list_matches(key) if row.state is MatchState.ACTIVE]
            left = next(match for match in matches if match != active.id)
            await unit.finish_match(active.id, "anna", NOW)
            assert await unit.start_match(left, NOW), "when that one is over another may"

    async def test_what_is_taken_back_cannot_go_on(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            helper, key = await unit.add_helper(JOOP, NOW), await intake(unit, started, "A1")
            match = await agreed(unit, key, helper)
            assert await unit.drop_match(match, "anna", NOW)
            assert not await unit.start_match(match, NOW)
            again = await agreed(unit, key, helper)
            assert await unit.start_match(again, NOW)
            assert not await unit.drop_match(again, "anna", NOW)
            assert await unit.past_of(key) == Past(), "what we took back is nobody's no"

    @pytest.mark.parametrize(
        ("why", "here", "elsewhere"),
        [(Refusal.TIJD, Bar.REFUSED, None), (Refusal.BEKEND, Bar.KNOWN, Bar.KNOWN)],
    )
    async def test_a_no_is_for_this_question_and_who_knows_them_never(
        self, store: Store, talk: Talk, why: Refusal, here: Bar, elsewhere: Bar | None
    ) -> None:
        started, stranger = await talk("a"), await talk("b")
        async with store.write() as unit:
            one, two = [await unit.add_helper(JOOP, NOW) for _ in range(2)]
            key, next_one = await intake(unit, started, "A1"), await intake(unit, started, "A2", 2)
            third = await intake(unit, stranger, "B1")
            match = await unit.propose_match(key, one, two, reasons="[]", at=NOW)
            assert not await unit.refuse_match(match, one, why, NOW), "was not asked"
            await unit.ask_match(match, NOW)
            assert not await unit.refuse_match(match, "somebody else", why, NOW)
            assert await unit.refuse_match(match, one, why, NOW)
            assert not await unit.refuse_match(match, two, why, NOW)
            assert (await unit.past_of(key)).barred == {one: here}, "the other one of a pair did not say no"
            assert (await unit.past_of(next_one)).barred == ({one: elsewhere} if elsewhere else {})
            assert (await unit.past_of(third)).barred == {}

    async def test_after_a_mismatch_they_never_meet_again(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            one, two, three = [await unit.add_helper(JOOP, NOW) for _ in range(3)]
            key, next_one = await intake(unit, started, "A1"), await intake(unit, started, "A2", 2)
            match = await agreed(unit, key, one, two)
            assert not await unit.mismatch(match, Mismatch.TIJD, "", by="inwoner", at=NOW), "did not start"
            await unit.start_match(match, NOW)
            assert await unit.mismatch(match, Mismatch.TIJD, "kwam niet", by="inwoner", at=NOW)
            assert not await unit.mismatch(match, Mismatch.KLIK, "", by="inwoner", at=NOW)
            row = await unit.find_match(match)
            assert row is not None
            assert (row.state, row.ended_code, row.note) == (MatchState.MISMATCH, "ander_tijd", "kwam niet")
            second = await agreed(unit, key, three)
            await unit.start_match(second, NOW)
            await unit.mismatch(second, Mismatch.BEKEND, "", by="anna", at=LATER)
            past = await unit.past_of(key)
            assert past.barred == {one: Bar.MISMATCH, two: Bar.MISMATCH, three: Bar.KNOWN}
            assert past.mismatches == (Mismatch.TIJD, Mismatch.BEKEND)
            other = await unit.past_of(next_one)
            assert (other.barred, other.mismatches) == (past.barred, ()), "another question begins anew"

    async def test_erasing_the_talk_takes_all_of_it_and_leaves_the_helper(self, store: Store, talk: Talk) -> None:
        started, stranger = await talk("a"), await talk("b")
        async with store.write() as unit:
            helper = await unit.add_helper(FATIMA, NOW)
            kept = await agreed(unit, await intake(unit, stranger, "B1"), helper)
            key = await intake(unit, started, "A1")
            match = await agreed(unit, key, helper)
            await unit.start_match(match, NOW)
            await unit.log_hours(match, 15, on_date=NOW.date(), what=HoursOn.BELLEN)
            await unit.mismatch(match, Mismatch.KLIK, "", by="inwoner", at=NOW)
            await unit.erase_conversation(started.id)
            assert await unit.find_match(match) is None
            assert await unit.find_match(kept) is not None
            assert await unit.list_hours(key) == []
            assert [row.name for row in await unit.list_helpers()] == ["Fatima"]
            back = await unit.add_conversation(channel="web", address="a", state="{}", at=NOW)
            assert await unit.past_of(await intake(unit, back, "A2")) == Past()

    async def test_what_the_resident_took_back_is_ended_and_empty(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            one, two = [await unit.add_helper(JOOP, NOW) for _ in range(2)]
            key, other = await intake(unit, started, "A1"), await intake(unit, started, "A2", 2)
            match, waits = await agreed(unit, key, one), await agreed(unit, key, two)
            stays = await agreed(unit, other, two)
            await unit.start_match(match, NOW)
            await unit.log_hours(
                match, 30, on_date=NOW.date(), what=HoursOn.GESPREK, note="huilde", over_reason="is ziek"
            )
            await unit.empty_matches(key, LATER)
            rows = await unit.list_matches(key)
            assert {row.id: row.state for row in rows} == dict.fromkeys((match, waits), MatchState.DROPPED)
            assert {(row.reasons, row.note, row.ended_by) for row in rows} == {("", "", "inwoner")}
            [hours] = await unit.list_hours(key)
            assert (hours.minutes, hours.note, hours.over_reason) == (30, "", None)
            assert await state(unit, stays) is MatchState.AGREED


class TestHours:
    async def test_they_add_up_over_helpers_and_travel_stands_apart(
        self, store: Store, talk: Talk, database: Database
    ) -> None:
        started = await talk("a")
        async with store.write() as unit:
            helper = await unit.add_helper(JOOP, NOW)
            key, other = await intake(unit, started, "A1"), await intake(unit, started, "A2", 2)
            first, second, third = [await agreed(unit, one, helper) for one in (key, key, other)]
            assert await unit.sum_hours(key) == Spent(counted=0, travel=0)
            day = NOW.date()
            await unit.log_hours(second, 45, on_date=day, what=HoursOn.GESPREK, note="keukentafel")
            await unit.log_hours(first, 15, on_date=day - timedelta(days=1), what=HoursOn.BELLEN)
            await unit.log_hours(first, 30, on_date=day, what=HoursOn.REISTIJD)
            await unit.log_hours(third, 600, on_date=day, what=HoursOn.ZOEKEN, over_reason="lang verhaal")
            assert await unit.sum_hours(key) == Spent(counted=60, travel=30)
            listed = await unit.list_hours(key)
            assert (listed[0].minutes, listed[0].what) == (15, HoursOn.BELLEN)
            assert {(row.minutes, row.note) for row in listed[1:]} == {(45, "keukentafel"), (30, "")}
            assert [row.over_reason for row in await unit.list_hours(other)] == ["lang verhaal"]
            assert await unit.hours_of_helpers(day) == {helper: 645}, "neither travel nor what was before"
        assert b"keukentafel" not in database.bytes_on_disk()

    @pytest.mark.parametrize("minutes", [-15, 0, 10])
    async def test_only_quarters_of_an_hour(self, store: Store, talk: Talk, minutes: int) -> None:
        started = await talk("a")
        async with store.write() as unit:
            match = await agreed(unit, await intake(unit, started, "A1"), await unit.add_helper(JOOP, NOW))
        with pytest.raises(StoreConflict):
            async with store.write() as unit:
                await unit.log_hours(match, minutes, on_date=NOW.date(), what=HoursOn.BELLEN)
