"""Where words stand in a database, although every text in it is sealed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store import Keyring
from bot.store.columns import Sealed
from bot.store.tables import build_tables


class Sealings:
    """Every sealed text of a database as it lies on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables = build_tables(Keyring.from_file(folder / "keys")).metadata.sorted_tables

    def of(self, *words: str) -> dict[str, list[bytes]]:
        """The bytes that hold one of these words, by table and column."""
        found: dict[str, list[bytes]] = {}
        with closing(sqlite3.connect(self._folder / "wegwijzer.db")) as connection:
            for table in self._tables:
                for column in table.c:
                    kind = column.type
                    if not isinstance(kind, Sealed):
                        continue
                    rows = connection.execute(f'SELECT "{column.name}" FROM "{table.name}"')
                    held = [row[0] for row in rows if row[0] and any(one in kind.unsealed(row[0]) for one in words)]
                    if held:
                        found[f"{table.name}.{column.name}"] = held
        return found

    def on_disk(self) -> bytes:
        """Every file of the database."""
        return b"".join(path.read_bytes() for path in self._folder.glob("wegwijzer.db*"))
