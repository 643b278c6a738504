"""The keys: made once, readable by us alone, changed without loss, and refused when they do not fit."""

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st
from store_lab import NOW, Database, hand_over, queue
from token_lab import spoiled

from bot.store import ConversationRow, Keyring, Store, StoreError

Talk = Callable[[str], Awaitable[ConversationRow]]
INDEX = "index:" + "A" * 43 + "="


class TestKeyring:
    def test_the_file_is_made_for_us_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "deep" / "down" / "keys"
        first = Keyring.from_file(path)
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
        assert [file.name for file in path.parent.iterdir()] == ["keys"]
        assert Keyring.from_file(path).unseal(first.seal("tekst")) == "tekst"

    @pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o610])
    def test_a_file_that_is_open_to_others_is_refused(self, tmp_path: Path, mode: int) -> None:
        Keyring.from_file(tmp_path / "keys")
        (tmp_path / "keys").chmod(mode)
        with pytest.raises(StoreError, match="open to others"):
            Keyring.from_file(tmp_path / "keys")

    async def test_two_that_start_together_get_the_same_keys(self, tmp_path: Path) -> None:
        rings = await asyncio.gather(*(asyncio.to_thread(Keyring.from_file, tmp_path / "keys") for _ in range(20)))
        assert len({ring.fingerprint() for ring in rings}) == 1

    def test_an_old_key_still_opens_and_the_newest_seals(self) -> None:
        old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
        before = Keyring.from_text(f"{INDEX}\n{old}")
        after = Keyring.from_text(f"# newest first\n{new}\n\n{old}\n{INDEX}\n")
        assert after.unseal(before.seal("tekst")) == "tekst"
        assert Keyring.from_text(f"{new}\n{INDEX}").unseal(after.seal("tekst")) == "tekst"
        assert after.address_key("web", "a") == before.address_key("web", "a")

    def test_address_keys_tell_channel_and_address_apart(self) -> None:
        ring = Keyring.from_text(f"{INDEX}\n{Fernet.generate_key().decode()}")
        keys = {ring.address_key(*pair) for pair in (("web", "1"), ("we", "b1"), ("web1", ""), ("web", "2"))}
        assert len(keys) == 4

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("", "0 lines 'index:...'"),
            (INDEX, "no key to seal with"),
            (f"{INDEX}\n{INDEX}\n{'A' * 43}=", "2 lines 'index:...'"),
            (f"{INDEX}\nkort", "not a Fernet key"),
            (f"index:kort\n{'A' * 43}=", "must hold 32 bytes"),
        ],
    )
    def test_a_faulty_file_says_what_is_wrong_but_not_what_it_holds(self, text: str, fault: str) -> None:
        with pytest.raises(StoreError, match=fault) as caught:
            Keyring.from_text(text)
        assert "AAAA" not in str(caught.value)
        assert "kort" not in str(caught.value)

    def test_a_token_holds_for_its_purpose_and_its_keys_only(self) -> None:
        old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
        ring = Keyring.from_text(f"{INDEX}\n{old}")
        token = ring.sign("team", "7K4QM")
        assert re.fullmatch(r"7K4QM-[A-Za-z0-9_-]{22}", token)
        assert ring.find_signed("team", token) == "7K4QM"
        assert ring.find_signed("teampage", token) is None
        assert ring.find_signed("", token) is None
        assert Keyring.from_text(f"{INDEX}\n{new}").find_signed("team", token) == "7K4QM", "new keys to seal with"
        other = "index:" + "B" * 43 + "="
        assert Keyring.from_text(f"{other}\n{old}").find_signed("team", token) is None

    def test_no_other_token_holds(self) -> None:
        ring = Keyring.from_text(f"{INDEX}\n{Fernet.generate_key().decode()}")
        token = ring.sign("team", "7K4QM")
        assert [one for one in spoiled(token) if ring.find_signed("team", one) is not None] == []

    @given(st.text(max_size=70))
    def test_no_text_breaks_it(self, text: str) -> None:
        ring = Keyring.from_text(f"{INDEX}\n{'A' * 43}=")
        assert ring.find_signed("team", text) is None
        assert ring.find_signed("team", ring.sign("team", text)) == text

    def test_printing_shows_no_key(self) -> None:
        key = Fernet.generate_key().decode()
        ring = Keyring.from_text(f"{INDEX}\n{key}")
        assert key not in repr(ring)
        assert "AAAA" not in repr(ring)


class TestWrongKeys:
    async def _refused(self, database: Database, text: str, fault: str) -> None:
        await (await database.open()).close()
        with pytest.raises(StoreError, match=fault):
            await Store.open(database.url, Keyring.from_text(text))

    async def test_another_key_is_refused_at_the_start(self, database: Database) -> None:
        index = database_index(database)
        await self._refused(database, f"{index}\n{Fernet.generate_key().decode()}", "no key fits")

    async def test_another_index_is_refused_at_the_start(self, database: Database) -> None:
        database.keyring()
        other = database.key_path.read_text().replace(database_index(database), INDEX)
        await self._refused(database, other, "index line")

    async def test_a_lost_key_gives_an_error_and_no_empty_field(self, database: Database) -> None:
        """The newest key is enough to start with, but rows of a key that was dropped cannot be read."""
        store = await database.open()
        async with store.write() as unit:
            await unit.add_conversation(channel="web", address="a", state="{}", at=NOW)
        await store.close()
        index, old = database_index(database), database.key_path.read_text().split()[1]
        new = Fernet.generate_key().decode()
        await (await Store.open(database.url, Keyring.from_text(f"{index}\n{new}\n{old}"))).close()
        store = await Store.open(database.url, Keyring.from_text(f"{index}\n{new}"))
        with pytest.raises(StoreError, match=r"cannot read conversations\.address: no key fits"):
            async with store.read() as unit:
                await unit.find_conversation("web", "a")
        await store.close()


def database_index(database: Database) -> str:
    database.keyring()
    return next(line for line in database.key_path.read_text().splitlines() if line.startswith("index:"))


SWAPS = {
    "conversations.state": ("conversations", "state"),
    "conversations.address": ("conversations", "address"),
    "events.body": ("events", "body"),
    "outbox.body": ("outbox", "body"),
    "outbox.address": ("outbox", "address"),
    "intakes.body": ("intakes", "body"),
    "inbox.body": ("inbox", "body"),
    "inbox.address": ("inbox", "address"),
}


class TestMovedTexts:
    async def _fill(self, store: Store, talk: Talk) -> list[ConversationRow]:
        talks = [await talk("a"), await talk("b")]
        async with store.write() as unit:
            for number, one in enumerate(talks):
                await unit.add_events(one.id, 1, [("x", "{}")], NOW)
                await queue(unit, one.address, "{}")
                await hand_over(unit, one.id, f"A{number}")
                await unit.receive(channel="web", external_id=str(number), address=one.address, body="{}", at=NOW)
        return talks

    async def _read_everything(self, store: Store, talks: list[ConversationRow]) -> None:
        async with store.read() as unit:
            for one in talks:
                await unit.get_conversation(one.id)
                await unit.list_events(one.id)
            await unit.due(NOW, 10)
            await unit.list_intakes()
            await unit.pending(10)

    @pytest.mark.parametrize(("table", "column"), SWAPS.values(), ids=SWAPS)
    async def test_swapped_between_rows(
        self, store: Store, database: Database, talk: Talk, table: str, column: str
    ) -> None:
        talks = await self._fill(store, talk)
        await self._read_everything(store, talks)
        connection = sqlite3.connect(database.file)
        (one, first), (two, second) = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
        change = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"
        connection.executemany(change, [(second, one), (first, two)])
        connection.commit()
        connection.close()
        with pytest.raises(StoreError, match="another row"):
            await self._read_everything(store, talks)

    async def test_swapped_between_columns(self, store: Store, database: Database, talk: Talk) -> None:
        talks = await self._fill(store, talk)
        database.tamper("UPDATE conversations SET state = address, address = state")
        with pytest.raises(StoreError, match="another column"):
            await self._read_everything(store, talks)

    async def test_an_old_state_under_a_later_turn(self, store: Store, database: Database, talk: Talk) -> None:
        talks = await self._fill(store, talk)
        database.tamper("UPDATE conversations SET turn = 9")
        with pytest.raises(StoreError, match="another row"):
            await self._read_everything(store, talks)

    async def test_changed_bytes(self, store: Store, database: Database, talk: Talk) -> None:
        talks = await self._fill(store, talk)
        database.tamper("UPDATE events SET body = CAST(substr(body, 1, 60) AS BLOB)")
        with pytest.raises(StoreError, match=r"cannot read events\.body: no key fits"):
            await self._read_everything(store, talks)

    async def test_no_text_and_no_address_stands_in_clear(self, store: Store, database: Database) -> None:
        async with store.write() as unit:
            await unit.receive(
                channel="web", external_id="1", address="adres-merkteken", body="tekst-merkteken", at=NOW
            )
            talk = await unit.add_conversation(
                channel="web", address="adres-merkteken", state="stand-merkteken", at=NOW
            )
            await unit.add_events(talk.id, 1, [("x", "feit-merkteken")], NOW)
            await queue(unit, "adres-merkteken", "bericht-merkteken")
        assert b"merkteken" not in database.bytes_on_disk()
