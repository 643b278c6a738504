"""What was not understood: counts without a text, and sentences that residents let us keep. Neither leads to a talk."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import RowMapping, delete, insert, select, update

from bot.model.conversation import Miss
from bot.store.columns import disown, own
from bot.store.part import Part
from bot.store.rows import SentenceRow, StepCount

_ID_BYTES = 4  # short enough to type; two that are the same clash in the table, and nothing is kept


class MissesPart(Part):
    """What a unit can do with counts per step and with sentences to learn from."""

    __slots__ = ()

    async def count_turn(self, day: date, *, step: str, asked: str, missed: Miss | None) -> None:
        """Count a message that came while `step` asked for `asked`, and whether it was missed."""
        table = self._session.tables.step_counts
        key = {"week": monday_of(day), "step": step, "asked": asked}
        more = {"turns": table.c.turns + 1}
        if missed is not None:
            more[missed.value] = table.c[missed.value] + 1
        counted = update(table).where(*(table.c[name] == value for name, value in key.items())).values(**more)
        if not await self._count(counted):
            zero = {"turns": 0, **{miss.value: 0 for miss in Miss}}
            await self._run(self._session.backend.insert_missing(table, {**key, **zero}, tuple(key)))
            await self._run(counted)

    async def list_counts(self, since: date) -> Sequence[StepCount]:
        """Give the counts of every week from that of `since` on, in no order."""
        table = self._session.tables.step_counts
        rows = await self._rows(select(table).where(table.c.week >= monday_of(since)))
        return [StepCount(**row) for row in rows]

    async def add_sentence(self, text: str, day: date) -> None:
        """Keep a sentence of which a resident said we may. Of the moment only the week is kept."""
        key = secrets.token_hex(_ID_BYTES)
        values = {"id": key, "week": monday_of(day), "text": own(key, text)}
        await self._run(insert(self._session.tables.sentences).values(**values))

    async def list_sentences(self) -> Sequence[SentenceRow]:
        """Give every sentence, the oldest first."""
        table = self._session.tables.sentences
        return [_sentence(row) for row in await self._rows(select(table).order_by(table.c.week, table.c.id))]

    async def find_sentence(self, key: str) -> SentenceRow | None:
        """Find the sentence with this id."""
        table = self._session.tables.sentences
        row = await self._row(select(table).where(table.c.id == key))
        return None if row is None else _sentence(row)

    async def drop_sentence(self, key: str) -> bool:
        """Forget a sentence; False when there is none. Call `Store.scrub` afterwards."""
        table = self._session.tables.sentences
        return await self._count(delete(table).where(table.c.id == key)) == 1


def monday_of(day: date) -> date:
    """The first day of its week: with a day, a small town could work out whose talk it was."""
    return day - timedelta(days=day.weekday())


def _sentence(row: RowMapping) -> SentenceRow:
    return SentenceRow(id=row["id"], week=row["week"], text=disown(row["id"], row["text"]))
