"""What a resident said before signing, kept only as long as they may still choose to share it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.store.columns import disown, own
from bot.store.part import Part


class TalkLinesPart(Part):
    """What a unit can do with the lines of a talk; what stands in one is for the caller to know."""

    __slots__ = ()

    async def add_talk_line(self, conversation_id: str, turn: int, body: str, at: datetime) -> None:
        """Keep what was said in a turn."""
        values = {"conversation_id": conversation_id, "turn": turn, "body": own(_owner(conversation_id, turn), body)}
        await self._run(insert(self._session.tables.talk_lines).values(**values, at=at))

    async def last_talk_lines(self, conversation_id: str, most: int) -> Sequence[str]:
        """Give the last of them, at most so many, the oldest first."""
        table = self._session.tables.talk_lines
        mine = select(table.c.turn, table.c.body).where(table.c.conversation_id == conversation_id)
        rows = await self._rows(mine.order_by(table.c.turn.desc()).limit(most))
        return [disown(_owner(conversation_id, row["turn"]), row["body"]) for row in reversed(rows)]

    async def drop_talk_lines(self, conversation_id: str) -> None:
        """Forget all of them."""
        table = self._session.tables.talk_lines
        await self._run(delete(table).where(table.c.conversation_id == conversation_id))


def _owner(conversation_id: str, turn: int) -> str:
    return f"{conversation_id}/{turn}"
