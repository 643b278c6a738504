"""Conversations and what happened in them."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import RowMapping, insert, select, update

from bot.store.columns import disown, own
from bot.store.errors import RowMissing, StaleTurn, StoreError
from bot.store.part import Part
from bot.store.rows import ConversationRow, EventRow

# Without 0 O 1 I L U, which are mistaken for each other, and without the vowels that make words.
REF_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
REF_LENGTH = 5
_REF_TRIES = 50
_ID_BYTES = 16  # 128 bits: nobody guesses one


class ConversationsPart(Part):
    """What a unit can do with conversations and their events."""

    __slots__ = ()

    async def find_conversation(self, channel: str, address: str) -> ConversationRow | None:
        """Find the conversation with this address."""
        table = self._session.tables.conversations
        key = self._session.keyring.address_key(channel, address)
        row = await self._row(select(table).where(table.c.channel == channel, table.c.address_key == key))
        return None if row is None else _conversation_row(row)

    async def get_conversation(self, conversation_id: str) -> ConversationRow:
        """Give a conversation that must exist; RowMissing when it does not."""
        table = self._session.tables.conversations
        row = await self._row(select(table).where(table.c.id == conversation_id))
        if row is None:
            raise RowMissing("this conversation does not exist")
        return _conversation_row(row)

    async def add_conversation(self, *, channel: str, address: str, state: str, at: datetime) -> ConversationRow:
        """Start a conversation at turn 0; StoreConflict when this address has one."""
        conversation_id = secrets.token_hex(_ID_BYTES)
        values = {
            "id": conversation_id,
            "channel": channel,
            "address_key": self._session.keyring.address_key(channel, address),
            "address": own(conversation_id, address),
            "state": own(_state_owner(conversation_id, 0), state),
            "turn": 0,
            "created_at": at,
            "updated_at": at,
            "reachable": True,
        }
        table = self._session.tables.conversations
        for _ in range(_REF_TRIES):
            ref = "".join(secrets.choice(REF_ALPHABET) for _ in range(REF_LENGTH))
            inserted = self._session.backend.insert_missing(table, {**values, "ref": ref}, ("ref",))
            if await self._row(inserted) is not None:
                return ConversationRow(
                    id=conversation_id,
                    ref=ref,
                    channel=channel,
                    address=address,
                    state=state,
                    turn=0,
                    created_at=at.astimezone(UTC),
                    updated_at=at.astimezone(UTC),
                    reachable=True,
                )
        raise StoreError(f"no free reference found in {_REF_TRIES} tries")

    async def had_event(self, conversation_id: str, kind: str) -> bool:
        """Whether an event of this kind was kept of the conversation."""
        table = self._session.tables.events
        mine = select(table.c.id).where(table.c.conversation_id == conversation_id, table.c.kind == kind)
        return await self._row(mine.limit(1)) is not None

    async def save_conversation(self, conversation_id: str, *, state: str, turn: int, at: datetime) -> None:
        """Save a later turn; StaleTurn when this turn or a later one is there already."""
        table = self._session.tables.conversations
        saved = await self._count(
            update(table)
            .where(table.c.id == conversation_id, table.c.turn < turn)
            .values(state=own(_state_owner(conversation_id, turn), state), turn=turn, updated_at=at)
        )
        if not saved:
            stored = (await self.get_conversation(conversation_id)).turn
            raise StaleTurn(f"turn {turn} comes too late; turn {stored} is saved")

    async def mark_reachable(self, conversation_id: str, reachable: bool) -> None:
        """Note whether messages to this resident can arrive."""
        table = self._session.tables.conversations
        await self._run(update(table).where(table.c.id == conversation_id).values(reachable=reachable))

    async def add_events(
        self, conversation_id: str, turn: int, events: Sequence[tuple[str, str]], at: datetime
    ) -> None:
        """Keep the (kind, body) events of one turn in order; StoreConflict when it has events already."""
        for seq, (kind, body) in enumerate(events):
            sealed = own(_event_owner(conversation_id, turn, seq), body)
            values = {"conversation_id": conversation_id, "turn": turn, "seq": seq, "kind": kind}
            await self._run(insert(self._session.tables.events).values(**values, body=sealed, at=at))

    async def list_events(self, conversation_id: str) -> Sequence[EventRow]:
        """Give everything that happened in a conversation, in order."""
        table = self._session.tables.events
        statement = select(table).where(table.c.conversation_id == conversation_id)
        return [_event_row(row) for row in await self._rows(statement.order_by(table.c.turn, table.c.seq))]


def _state_owner(conversation_id: str, turn: int) -> str:
    """Tie a state to its turn as well: an old state cannot be put back under a later turn."""
    return f"{conversation_id}/{turn}"


def _event_owner(conversation_id: str, turn: int, seq: int) -> str:
    return f"{conversation_id}/{turn}/{seq}"


def _conversation_row(row: RowMapping) -> ConversationRow:
    return ConversationRow(
        id=row["id"],
        ref=row["ref"],
        channel=row["channel"],
        address=disown(row["id"], row["address"]),
        state=disown(_state_owner(row["id"], row["turn"]), row["state"]),
        turn=row["turn"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        reachable=row["reachable"],
    )


def _event_row(row: RowMapping) -> EventRow:
    return EventRow(
        id=row["id"],
        conversation_id=row["conversation_id"],
        turn=row["turn"],
        seq=row["seq"],
        kind=row["kind"],
        body=disown(_event_owner(row["conversation_id"], row["turn"], row["seq"]), row["body"]),
        at=row["at"],
    )
