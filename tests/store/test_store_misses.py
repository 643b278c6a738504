"""What was not understood: counts that add up and name nobody, and sentences that are sealed and go."""

import sqlite3
from dataclasses import fields
from datetime import date, timedelta

from store_lab import NOW, Database

from bot.model.conversation import Miss
from bot.store import SentenceRow, StepCount, Store

MONDAY = date(2026, 3, 2)
SENTENCE = "tis allemaal een beetje kwijt"


async def count(store: Store, *misses: Miss | None, day: date = MONDAY, step: str = "luisteren.vraag") -> None:
    async with store.write() as unit:
        for missed in misses:
            await unit.count_turn(day, step=step, asked="onderwerp", missed=missed)


async def counts(store: Store) -> list[StepCount]:
    async with store.read() as unit:
        return sorted(await unit.list_counts(date.min), key=lambda row: (row.week, row.step))


async def keep(store: Store, text: str = SENTENCE, day: date = MONDAY) -> SentenceRow:
    async with store.write() as unit:
        await unit.add_sentence(text, day)
        return next(row for row in await unit.list_sentences() if row.text == text)


class TestCounts:
    async def test_they_add_up_by_week_and_step(self, store: Store) -> None:
        await count(store, None, Miss.NOT_UNDERSTOOD, Miss.NOT_FOR_US)
        await count(store, Miss.NOT_UNDERSTOOD, day=MONDAY + timedelta(days=6))
        await count(store, None, day=MONDAY + timedelta(days=7))
        await count(store, None, step="mens.nummer")
        found = [(row.week.day, row.step, row.turns, row.not_understood, row.not_for_us) for row in await counts(store)]
        first, later = (2, "luisteren.vraag", 4, 2, 1), (9, "luisteren.vraag", 1, 0, 0)
        assert found == [first, (2, "mens.nummer", 1, 0, 0), later]

    async def test_only_the_weeks_that_are_asked_for(self, store: Store) -> None:
        await count(store, None)
        async with store.read() as unit:
            assert len(await unit.list_counts(MONDAY + timedelta(days=6))) == 1
            assert await unit.list_counts(MONDAY + timedelta(days=7)) == []

    async def test_a_unit_that_fails_counts_nothing(self, store: Store) -> None:
        try:
            async with store.write() as unit:
                await unit.count_turn(MONDAY, step="a.b", asked="", missed=None)
                raise RuntimeError
        except RuntimeError:
            pass
        assert await counts(store) == []


class TestSentences:
    async def test_it_is_sealed_and_only_the_week_is_kept(self, store: Store, database: Database) -> None:
        row = await keep(store, day=MONDAY + timedelta(days=3))
        assert row == SentenceRow(id=row.id, week=MONDAY, text=SENTENCE)
        assert SENTENCE.encode() not in database.bytes_on_disk()
        assert {field.name for field in fields(row)} == {"id", "week", "text"}, "nothing may lead to the talk"

    async def test_erasing_the_talk_leaves_it_and_dropping_it_leaves_nothing(
        self, store: Store, database: Database
    ) -> None:
        row = await keep(store)
        with sqlite3.connect(database.file) as connection:
            ((sealed,),) = connection.execute("SELECT text FROM sentences").fetchall()
        connection.close()
        async with store.write() as unit:
            talk = await unit.add_conversation(channel="web", address="a", state="{}", at=NOW)
            await unit.erase_conversation(talk.id)
            assert await unit.find_sentence(row.id) == row
            assert await unit.drop_sentence(row.id)
            assert not await unit.drop_sentence(row.id)
            assert await unit.find_sentence(row.id) is None
        await store.scrub()
        assert sealed not in database.bytes_on_disk()


async def test_the_old_goes_and_the_young_stays(store: Store) -> None:
    await count(store, None)
    await count(store, None, day=MONDAY + timedelta(days=7))
    await keep(store)
    young = await keep(store, "karren flonsen zonder snoer", MONDAY + timedelta(days=7))
    async with store.write() as unit:
        later = MONDAY + timedelta(days=7)
        assert await unit.purge_misses(counts_before=later, sentences_before=later) == 1
        assert await unit.list_sentences() == [young]
    assert [row.week for row in await counts(store)] == [later]
