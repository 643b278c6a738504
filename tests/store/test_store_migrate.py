"""The schema: made whole or not at all, never older than the code, never newer."""

import asyncio
import sqlite3
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import forked
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, make_url
from store_lab import NOW, Database

from bot.store import Store, StoreError, migrate
from bot.store.sqlite import SqliteBackend
from bot.store.tables import build_tables

HERE = Path(__file__).parent


def schema(path: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    connection.close()
    return found


async def test_the_migrations_lead_to_the_tables(store: Store, database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, build_tables(database.keyring()).metadata))

    engine = create_engine(f"sqlite:///{database.file}")
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()


async def test_the_constraints_of_the_tables_are_in_the_migrations(
    store: Store, database: Database, tmp_path: Path
) -> None:
    """Autogenerate sees no CHECK and no AUTOINCREMENT; the file itself does."""
    engine = create_engine(f"sqlite:///{tmp_path}/tables.db")
    build_tables(database.keyring()).metadata.create_all(engine)
    engine.dispose()
    names = ("CHECK", "AUTOINCREMENT", "ON DELETE CASCADE", "UNIQUE", "CREATE INDEX", "NOT NULL")

    def counted(path: Path) -> dict[str, list[int]]:
        # Alembic's own table of versions is the one difference.
        kept = {name: sql or "" for name, sql in schema(path) if "alembic" not in name}
        return {name: [sql.count(word) for word in names] for name, sql in kept.items()}

    migrated = counted(database.file)
    tables = counted(tmp_path / "tables.db")
    tables = {name: counts for name, counts in tables.items() if name in migrated}
    assert {name: counts for name, counts in migrated.items() if name in tables} == tables
    assert {"inbox", "conversations", "events", "outbox", "intakes", "marks", "leases"} <= set(tables)


async def test_opening_twice_changes_nothing(database: Database) -> None:
    await (await database.open()).close()
    before = schema(database.file)
    await (await database.open()).close()
    assert schema(database.file) == before


async def test_two_that_open_a_new_database_at_once(database: Database) -> None:
    stores = await asyncio.gather(*(database.open() for _ in range(4)))
    for store in stores:
        await store.close()


async def test_two_processes_that_open_a_new_database_at_once(database: Database) -> None:
    children = [start(database, 0) for _ in range(4)]
    assert [await forked.ended(child) for child in children] == [0, 0, 0, 0]


async def test_a_newer_schema_is_refused(database: Database) -> None:
    await (await database.open()).close()
    database.tamper("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=rf"'9999', newer than this program knows \('{migrate.NEWEST}'\)"):
        await database.open()


async def test_a_file_that_is_no_database_is_refused(database: Database) -> None:
    database.folder.mkdir()
    database.file.write_bytes(b"geen database, maar een brief" * 100)
    with pytest.raises(StoreError, match="damaged or is no database"):
        await database.open()


async def test_rows_that_refer_to_nothing_undo_a_migration(database: Database) -> None:
    await (await database.open()).close()
    backend = SqliteBackend(_url(database))
    with pytest.raises(StoreError, match="refer to nothing"):
        async with backend.migrating() as connection:
            await connection.exec_driver_sql(
                "INSERT INTO events VALUES (1, 'nobody', 1, 1, 'a', x'00', '2026-01-01 00:00:00.000000')"
            )
    await backend.close()
    assert count_events(database) == 0


async def test_a_table_that_is_rebuilt_keeps_its_children(database: Database) -> None:
    """With foreign keys on, dropping the old table would cascade to the events."""
    store = await database.open()
    async with store.write() as unit:
        talk = await unit.add_conversation(channel="web", address="a", state="{}", at=NOW)
        await unit.add_events(talk.id, 1, [("x", "{}")], NOW)
    await store.close()
    rebuilt = dict(schema(database.file))["conversations"].replace("conversations", "rebuilt", 1)
    backend = SqliteBackend(_url(database))
    async with backend.migrating() as connection:
        for statement in (
            rebuilt,
            "INSERT INTO rebuilt SELECT * FROM conversations",
            "DROP TABLE conversations",
            "ALTER TABLE rebuilt RENAME TO conversations",
        ):
            await connection.exec_driver_sql(statement)
    await backend.close()
    assert count_events(database) == 1


@pytest.mark.parametrize("statement", [1, 4, 7, 9, 11, 13, 15, 17, 19, 21, 23, 27, 32, 37])
async def test_killed_during_the_migration(database: Database, tmp_path: Path, statement: int) -> None:
    killed = await forked.ended(start(database, statement))
    assert killed == -9
    halfway = schema(database.file)
    whole = Database(url=f"sqlite+aiosqlite:///{tmp_path}/whole/wegwijzer.db", folder=tmp_path / "whole")
    await (await whole.open()).close()
    assert halfway in ([], schema(whole.file))
    await (await database.open()).close()
    assert schema(database.file) == schema(whole.file)


def count_events(database: Database) -> int:
    connection = sqlite3.connect(database.file)
    (found,) = connection.execute("SELECT count(*) FROM events").fetchone()
    connection.close()
    return int(found)


def _url(database: Database) -> URL:
    return make_url(database.url)


def start(database: Database, statement: int) -> ForkServerProcess:
    return forked.start(HERE / "migrate_child.py", str(database.folder), str(statement))


def test_the_newest_revision_is_known_by_name() -> None:
    """The start of the program compares with this name alone, and leaves Alembic out."""
    config = Config()
    config.set_main_option("script_location", str(migrate._MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.NEWEST]
