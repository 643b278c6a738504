"""What the tests of the store share, with the child processes they start as well."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.model.worker import Worker
from bot.store import Keyring, Store, Unit

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ANNA = Worker(id="1", name="Anna")
BERT = Worker(id="2", name="Bert")


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Where a test keeps its data, and the keys to it."""

    url: str
    folder: Path

    @property
    def key_path(self) -> Path:
        """The key file of this database."""
        return self.folder / "keys"

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return self.folder / "wegwijzer.db"

    def keyring(self) -> Keyring:
        """The keys, made at the first call."""
        return Keyring.from_file(self.key_path)

    async def open(self) -> Store:
        """Open the store, as the program does when it starts."""
        return await Store.open(self.url, self.keyring())

    def tamper(self, statement: str) -> None:
        """Change the file behind the back of the program."""
        connection = sqlite3.connect(self.file)
        connection.execute(statement)
        connection.commit()
        connection.close()

    def bytes_on_disk(self) -> bytes:
        """Everything the database has on disk: the file, the log and its index."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.glob("wegwijzer.db*")))


async def queue(unit: Unit, address: str, body: str, *, urgent: bool = False) -> int:
    """Queue a message that belongs to no conversation."""
    return await unit.enqueue(channel="web", conversation_id=None, address=address, body=body, urgent=urgent, at=NOW)


async def hand_over(
    unit: Unit, conversation_id: str, code: str, version: int = 1, *, urgent: bool = False, promised_at: datetime = NOW
) -> int | None:
    """Keep an intake with fixed fields."""
    return await unit.add_intake(
        code=code,
        conversation_id=conversation_id,
        version=version,
        body='{"vraag": "hulp thuis"}',
        urgent=urgent,
        theme="hulp_thuis",
        area="centrum",
        at=NOW,
        promised_at=promised_at,
    )
