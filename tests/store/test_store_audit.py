"""The audit trail: what was done is on record, and a row that was changed or removed is named."""

import sqlite3
from datetime import timedelta

import pytest
from store_lab import NOW, Database

from bot.store import AuditEntry, Store

REASON = "zij vroeg er zelf om"


def entry(number: int, **values: str) -> AuditEntry:
    said = {
        "account_id": "anna",
        "role": "coordinator",
        "session_id": "s1",
        "action": "view_intake",
        "object": f"W-{number}",
        "result": "ok",
        "origin": "0123456789abcdef",
        **values,
    }
    return AuditEntry(at=NOW + timedelta(days=number), **said)


async def fill(store: Store, rows: int = 5) -> None:
    for number in range(1, rows + 1):
        async with store.write() as unit:
            await unit.note(entry(number, reason=REASON))


def tamper(database: Database, *statements: str) -> None:
    with sqlite3.connect(database.file) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement
    connection.close()


async def faults(store: Store) -> list[str]:
    async with store.read() as unit:
        return await unit.check_trail()


async def test_what_was_noted_can_be_read_and_the_reason_is_sealed(store: Store, database: Database) -> None:
    await fill(store, 2)
    async with store.read() as unit:
        assert await unit.list_audit(object="W-2") == [entry(2, reason=REASON)]
        assert await unit.list_audit(object="W-3") == []
    assert REASON.encode() not in database.bytes_on_disk()


async def test_a_trail_that_nobody_touched_has_no_faults(store: Store) -> None:
    assert await faults(store) == []
    await fill(store)
    assert await faults(store) == []


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (["UPDATE audit SET result = 'refused' WHERE id = 2"], ["audit: row 2 was changed"]),
        (["UPDATE audit SET account_id = 'bram' WHERE id = 5"], ["audit: row 5 was changed"]),
        (["UPDATE audit SET at = '2026-01-01 00:00:00.000000' WHERE id = 1"], ["audit: row 1 was changed"]),
        (["UPDATE audit SET reason = x'00' WHERE id = 3"], ["audit: row 3 was changed"]),
        (
            ["UPDATE audit SET reason = (SELECT reason FROM audit WHERE id = 2) WHERE id = 3"],
            ["audit: row 3 was changed"],
        ),
        (["DELETE FROM audit WHERE id IN (2, 3)"], ["audit: rows between 1 and 4 are gone"]),
        (["DELETE FROM audit WHERE id = 1"], ["audit: rows between 0 and 2 are gone"]),
        (["DELETE FROM audit WHERE id > 3"], ["audit: rows after 3 are gone, up to 5"]),
        (["DELETE FROM audit"], ["audit: rows after 0 are gone, up to 5"]),
        (
            ["DELETE FROM audit WHERE id > 3", "UPDATE marks SET value = '3 abc' WHERE key = 'audit:end'"],
            ["audit: the mark 'audit:end' was changed"],
        ),
        (
            ["DELETE FROM audit WHERE id = 5", "DELETE FROM marks WHERE key = 'audit:end'"],
            ["audit: the mark 'audit:end' is gone"],
        ),
        (
            [
                "DELETE FROM audit WHERE id = 3",
                "UPDATE audit SET follows = (SELECT hash FROM audit WHERE id = 2) WHERE id = 4",
            ],
            ["audit: row 4 was changed"],
        ),
    ],
)
async def test_every_change_is_named(store: Store, database: Database, statements: list[str], named: list[str]) -> None:
    await fill(store)
    tamper(database, *statements)
    assert await faults(store) == named


async def test_a_row_after_one_that_is_gone_does_not_heal_the_trail(store: Store, database: Database) -> None:
    await fill(store)
    tamper(database, "DELETE FROM audit WHERE id = 5")
    async with store.write() as unit:
        await unit.note(entry(6))
    assert await faults(store) == ["audit: rows between 4 and 6 are gone"]


async def test_the_old_goes_and_the_chain_goes_on(store: Store) -> None:
    await fill(store)
    async with store.write() as unit:
        assert await unit.purge_audit(NOW + timedelta(days=3)) == 2
        assert await unit.purge_audit(NOW + timedelta(days=3)) == 0
    assert await faults(store) == []
    async with store.write() as unit:
        assert await unit.purge_audit(NOW + timedelta(days=90)) == 3
    assert await faults(store) == []
    await fill(store, 1)
    assert await faults(store) == []


async def test_the_newest_row_can_be_logged_elsewhere(store: Store) -> None:
    ends = []
    for number in range(3):
        await fill(store, 1)
        async with store.read() as unit:
            ends.append(await unit.audit_end())
        assert ends[-1].startswith(f"{number + 1} ")
    assert len(set(ends)) == 3
