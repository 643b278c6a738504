"""What goes: a conversation that is erased, and everything that has become too old."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, exists, func, literal, select, update

from bot.model.cases import IntakeStatus
from bot.store.columns import own
from bot.store.part import Part
from bot.store.rows import InboxStatus, OutboxStatus, PurgeCounts

CUT = "cut"
"""The channel of a conversation that was parted from its address: nothing comes from there, nothing can be sent."""
_OUTBOX_DONE = (OutboxStatus.SENT, OutboxStatus.UNCERTAIN, OutboxStatus.FAILED)
_INTAKE_OPEN = (IntakeStatus.NEW, IntakeStatus.CLAIMED)
_INTAKE_KEPT = (*_INTAKE_OPEN, IntakeStatus.CLOSED)
_INTAKE_DONE = (IntakeStatus.CLOSED, IntakeStatus.WITHDRAWN)


class RetentionPart(Part):
    """What a unit can do to forget. Call `Store.scrub` afterwards: only then the bytes are gone."""

    __slots__ = ()

    async def erase_conversation(self, conversation_id: str) -> bool:
        """Erase a conversation with all that belongs to it or its address; False when there is none.

        Of a message that arrived only channel and external id stay, so that a repeated delivery is
        still known and does not start the conversation anew.
        """
        tables = self._session.tables
        found = select(tables.conversations.c.address_key).where(tables.conversations.c.id == conversation_id)
        row = await self._row(found)
        if row is None:
            return False
        key = row["address_key"]
        await self._run(delete(tables.outbox).where(tables.outbox.c.address_key == key))
        await self._empty_inbox(key)
        # The tables that refer to the conversation go along: ON DELETE CASCADE.
        await self._run(delete(tables.conversations).where(tables.conversations.c.id == conversation_id))
        return True

    async def cut_conversation(self, conversation_id: str) -> None:
        """Part a conversation from its address: whoever writes from there next begins anew. What is kept of it stays.

        What arrived from there and was answered is emptied, and what was sent there goes: by its address it would be
        out of reach when the conversation is erased. What still waits for the address goes out.
        """
        tables = self._session.tables
        table = tables.conversations
        found = await self._row(select(table.c.address_key).where(table.c.id == conversation_id))
        if found is None:
            return
        key = found["address_key"]
        gone = delete(tables.outbox).where(tables.outbox.c.address_key == key)
        await self._run(gone.where(tables.outbox.c.status.in_(_OUTBOX_DONE)))
        await self._empty_inbox(key, tables.inbox.c.status != InboxStatus.PENDING)
        values = {
            "channel": CUT,
            "address_key": self._session.keyring.address_key(CUT, conversation_id),
            "address": own(conversation_id, ""),
            "reachable": False,
        }
        await self._run(update(table).where(table.c.id == conversation_id).values(**values))

    async def purge(
        self, *, conversations_before: datetime, done_before: datetime, closed_before: datetime, limit: int = 200
    ) -> PurgeCounts:
        """Erase conversations without a turn since `conversations_before`, and what was said or done before.

        `done_before` is for messages, `closed_before` for intakes that were finished: these stay longer, so that the
        resident can be asked how it goes and can open it again. At most `limit` conversations a time, so that nobody
        waits long for the lock: go on until fewer are counted. A conversation with an intake that is kept, or with a
        message in wait, is kept too.
        """
        tables = self._session.tables
        # What was typed goes after its own term, also while somebody is busy with the question.
        await self._purge_rows(tables.talk_lines, tables.talk_lines.c.at < conversations_before)
        closed = await self._purge_rows(
            tables.intakes, tables.intakes.c.status.in_(_INTAKE_DONE), tables.intakes.c.closed_at < closed_before
        )
        return PurgeCounts(
            conversations=await self._purge_conversations(conversations_before, limit),
            inbox=await self._purge_rows(
                tables.inbox,
                tables.inbox.c.status != InboxStatus.PENDING,
                tables.inbox.c.received_at < done_before,
            ),
            outbox=await self._purge_rows(
                tables.outbox,
                tables.outbox.c.status.in_(_OUTBOX_DONE),
                tables.outbox.c.done_at < done_before,
            ),
            intakes=closed,
            held=await self._count_held(conversations_before),
        )

    async def purge_misses(self, *, counts_before: date, sentences_before: date) -> int:
        """Erase counts, and sentences we may keep, of weeks that began before; the number of sentences that went."""
        tables = self._session.tables
        await self._purge_rows(tables.step_counts, tables.step_counts.c.week < counts_before)
        return await self._purge_rows(tables.sentences, tables.sentences.c.week < sentences_before)

    async def purge_desk(self, *, changes_before: datetime, drafts_before: datetime, erased_before: datetime) -> None:
        """Forget what pages of the desk no longer ask for, words that were never sent, and codes that were erased."""
        tables = self._session.tables
        changes = tables.desk_changes
        # The newest one stays: by its number a page knows that it missed nothing.
        newest = select(func.max(changes.c.id)).scalar_subquery()
        await self._purge_rows(changes, changes.c.at < changes_before, changes.c.id < newest)
        await self._purge_rows(tables.drafts, tables.drafts.c.at < drafts_before)
        await self._purge_rows(tables.tombstones, tables.tombstones.c.at < erased_before)

    async def purge_marks(self, prefix: str) -> None:
        """Forget the marks `prefix` + code of intakes of which nothing tells any more that they were there."""
        marks, tables = self._session.tables.marks, (self._session.tables.intakes, self._session.tables.tombstones)
        stray = [marks.c.key.not_in(select(literal(prefix) + table.c.code)) for table in tables]
        await self._purge_rows(marks, marks.c.key.startswith(prefix, autoescape=True), *stray)

    async def _empty_inbox(self, address_key: str, *conditions: ColumnElement[bool]) -> None:
        inbox = self._session.tables.inbox
        found = select(inbox.c.id, inbox.c.channel, inbox.c.external_id)
        rows = await self._rows(found.where(inbox.c.address_key == address_key, *conditions))
        owners = {row["id"]: own(f"{row['channel']}/{row['external_id']}", "") for row in rows}
        if owners:
            empty = {"address_key": "", "status": InboxStatus.DONE}
            values = [{"row": key, "address": owner, "body": owner, **empty} for key, owner in owners.items()]
            await self._run(update(inbox).where(inbox.c.id == bindparam("row")), values)

    async def _purge_conversations(self, before: datetime, limit: int) -> int:
        table = self._session.tables.conversations
        old = select(table.c.id).where(table.c.updated_at < before, ~self._has_intake(_INTAKE_KEPT))
        old = old.where(~self._has_pending_message()).order_by(table.c.updated_at).limit(limit)
        found = await self._rows(old)
        for row in found:
            await self.erase_conversation(row["id"])
        return len(found)

    async def _purge_rows(self, table: Table, *conditions: ColumnElement[bool]) -> int:
        return await self._count(delete(table).where(*conditions))

    async def _count_held(self, before: datetime) -> int:
        table = self._session.tables.conversations
        statement = select(func.count().label("held")).where(table.c.updated_at < before)
        row = await self._row(statement.where(self._has_intake(_INTAKE_OPEN)))
        return 0 if row is None else row["held"]

    def _has_intake(self, statuses: tuple[str, ...]) -> ColumnElement[bool]:
        tables = self._session.tables
        mine = tables.intakes.c.conversation_id == tables.conversations.c.id
        return exists().where(and_(mine, tables.intakes.c.status.in_(statuses)))

    def _has_pending_message(self) -> ColumnElement[bool]:
        tables = self._session.tables
        mine = tables.inbox.c.address_key == tables.conversations.c.address_key
        return exists().where(and_(mine, tables.inbox.c.status == InboxStatus.PENDING))
