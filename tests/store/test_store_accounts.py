"""Accounts: one for each name, sealed, and everything that takes rights away ends the sessions too."""

import asyncio
from datetime import timedelta

import pytest
from store_lab import NOW, Database

from bot.model.accounts import Role
from bot.store import AccountRow, AttemptCounts, RowMissing, Store

LONG_AGO = NOW - timedelta(days=1)


async def add(store: Store, name: str, role: Role = Role.COORDINATOR) -> None:
    async with store.write() as unit:
        made = await unit.add_account(account_id=f"id_{name}", name=name, display_name=name.title(), role=role, at=NOW)
        assert made


async def open_session(store: Store, name: str, number: int = 1) -> None:
    async with store.write() as unit:
        await unit.open_session(
            session_id=f"{name}{number}", token_hash=f"token-{name}{number}", account_id=f"id_{name}", at=NOW
        )


async def open_sessions(store: Store, name: str) -> list[str]:
    async with store.read() as unit:
        found = await unit.list_sessions(f"id_{name}", created_after=LONG_AGO, seen_after=LONG_AGO)
        return sorted(session.id for session in found)


class TestAccounts:
    async def test_it_is_found_by_name_whatever_the_capitals_and_by_id(self, store: Store) -> None:
        await add(store, "anna")
        row = AccountRow(
            id="id_anna", name="anna", display_name="Anna", role=Role.COORDINATOR, created_at=NOW, disabled_at=None
        )
        async with store.read() as unit:
            assert await unit.find_account_named("ANNA") == row
            assert await unit.find_account("id_anna") == row
            assert await unit.find_account("anna") is None
            assert await unit.list_accounts() == [row]

    async def test_a_name_is_given_once(self, store: Store) -> None:
        await add(store, "anna")
        async with store.write() as unit:
            assert not await unit.add_account(account_id="other", name="Anna", display_name="A", role=Role.OCO, at=NOW)
            assert len(await unit.list_accounts()) == 1

    async def test_nothing_of_it_is_in_clear(self, store: Store, database: Database) -> None:
        await add(store, "annabella")
        async with store.write() as unit:
            await unit.set_password_hash("id_annabella", "$argon2id$secret")
            await unit.set_totp_secret("id_annabella", "JBSWY3DPEHPK3PXP")
            secrets = await unit.get_secrets("id_annabella")
        assert (secrets.password_hash, secrets.totp_secret) == ("$argon2id$secret", "JBSWY3DPEHPK3PXP")
        assert "secret" not in repr(secrets).replace("Secrets", "")
        on_disk = database.bytes_on_disk().replace(b"id_annabella", b"")
        for word in (b"annabella", b"Annabella", b"$argon2id$secret", b"JBSWY3DPEHPK3PXP"):
            assert word not in on_disk

    async def test_an_account_that_does_not_exist_has_no_secrets(self, store: Store) -> None:
        async with store.read() as unit:
            with pytest.raises(RowMissing, match="no account 'nobody'"):
                await unit.get_secrets("nobody")

    async def test_who_signs_in_elsewhere_is_known_by_issuer_and_subject(self, store: Store) -> None:
        await add(store, "anna")
        async with store.write() as unit:
            await unit.link_oidc("id_anna", "https://one.example", "7")
            assert await unit.find_oidc_account("https://one.example", "7") is not None
            assert await unit.find_oidc_account("https://two.example", "7") is None
            assert await unit.find_oidc_account("https://one.example", "8") is None


class TestInvitations:
    async def test_it_opens_once_and_in_time(self, store: Store) -> None:
        await add(store, "anna")
        until = NOW + timedelta(days=3)
        async with store.write() as unit:
            await unit.invite("id_anna", invite_hash="h", until=until, totp_secret="S" * 32)
            assert await unit.find_invited("Anna", "h", NOW) is not None
            assert await unit.find_invited("anna", "other", NOW) is None
            assert await unit.find_invited("bram", "h", NOW) is None
            assert await unit.find_invited("anna", "h", until) is None
            await unit.accept_invite("id_anna", password_hash="p", code_hashes=["a", "b"])
            assert await unit.find_invited("anna", "h", NOW) is None
            assert await unit.count_recovery_codes("id_anna") == 2

    async def test_a_new_one_takes_away_what_was_there(self, store: Store) -> None:
        await add(store, "anna")
        await open_session(store, "anna")
        async with store.write() as unit:
            await unit.accept_invite("id_anna", password_hash="p", code_hashes=["a"])
            await unit.know_device("id_anna", "device", NOW)
            await unit.invite("id_anna", invite_hash="h", until=NOW + timedelta(days=3), totp_secret="S" * 32)
            assert (await unit.get_secrets("id_anna")).password_hash is None
            assert await unit.count_recovery_codes("id_anna") == 0
            assert not await unit.knows_device("anna", "device")
        assert await open_sessions(store, "anna") == []

    async def test_one_that_is_over_is_forgotten(self, store: Store) -> None:
        await add(store, "anna")
        async with store.write() as unit:
            await unit.invite("id_anna", invite_hash="h", until=NOW, totp_secret="S" * 32)
            assert await unit.purge_invitations(NOW - timedelta(seconds=1)) == 0
            assert await unit.purge_invitations(NOW) == 1
            assert await unit.purge_invitations(NOW) == 0


class TestCodes:
    async def test_a_step_is_used_once_and_none_before_it(self, store: Store) -> None:
        await add(store, "anna")
        async with store.write() as unit:
            used = [await unit.use_totp_step("id_anna", step) for step in (5, 5, 4, 6)]
            assert used == [True, False, False, True]
            await unit.set_totp_secret("id_anna", "S" * 32)
            assert await unit.use_totp_step("id_anna", 5), "another app counts anew"

    async def test_of_two_at_once_one_wins(self, store: Store) -> None:
        await add(store, "anna")

        async def use() -> bool:
            async with store.write() as unit:
                return await unit.use_totp_step("id_anna", 5)

        assert sorted(await asyncio.gather(*(use() for _ in range(4)))) == [False, False, False, True]

    async def test_a_recovery_code_works_once_and_for_one(self, store: Store) -> None:
        await add(store, "anna")
        await add(store, "bram")
        async with store.write() as unit:
            await unit.set_recovery_codes("id_anna", ["a", "b"])
            assert not await unit.use_recovery_code("id_bram", "a")
            assert await unit.use_recovery_code("id_anna", "a")
            assert not await unit.use_recovery_code("id_anna", "a")
            assert await unit.count_recovery_codes("id_anna") == 1
            await unit.set_recovery_codes("id_anna", ["c"])
            assert not await unit.use_recovery_code("id_anna", "b")


class TestSessions:
    async def test_it_is_found_by_its_token_while_it_holds(self, store: Store) -> None:
        await add(store, "anna")
        await open_session(store, "anna")
        async with store.write() as unit:
            found = await unit.find_session("token-anna1", created_after=LONG_AGO, seen_after=LONG_AGO)
            assert found is not None
            assert (found.id, found.account.display_name, found.seen_at) == ("anna1", "Anna", NOW)
            assert await unit.find_session("other", created_after=LONG_AGO, seen_after=LONG_AGO) is None
            assert await unit.find_session("token-anna1", created_after=NOW, seen_after=LONG_AGO) is None
            assert await unit.find_session("token-anna1", created_after=LONG_AGO, seen_after=NOW) is None
            await unit.touch_session("anna1", NOW + timedelta(minutes=1))
            assert await unit.find_session("token-anna1", created_after=LONG_AGO, seen_after=NOW) is not None

    async def test_another_role_ends_them(self, store: Store) -> None:
        await add(store, "anna")
        await open_session(store, "anna")
        async with store.write() as unit:
            await unit.set_role("id_anna", Role.MANAGER)
        assert await open_sessions(store, "anna") == []

    async def test_who_is_disabled_is_out_at_once_and_can_come_back(self, store: Store) -> None:
        await add(store, "anna")
        await open_session(store, "anna")
        async with store.write() as unit:
            await unit.know_device("id_anna", "device", NOW)
            await unit.disable_account("id_anna", NOW)
            row = await unit.find_account("id_anna")
            assert row is not None
            assert row.disabled_at == NOW
            assert not await unit.knows_device("anna", "device")
        assert await open_sessions(store, "anna") == []
        await open_session(store, "anna")  # made in the same moment by somebody who was on the way in
        async with store.write() as unit:
            assert await unit.find_session("token-anna1", created_after=LONG_AGO, seen_after=LONG_AGO) is None
            await unit.enable_account("id_anna")
            assert await unit.find_session("token-anna1", created_after=LONG_AGO, seen_after=LONG_AGO) is not None

    async def test_one_is_ended_by_its_own_account_only(self, store: Store) -> None:
        for name in ("anna", "bram"):
            await add(store, name)
            await open_session(store, name, 1)
            await open_session(store, name, 2)
        async with store.write() as unit:
            await unit.end_session("anna1", "id_bram")
        assert await open_sessions(store, "anna") == ["anna1", "anna2"]
        async with store.write() as unit:
            assert await unit.end_session("anna1", "id_anna") is None
            assert await unit.end_all_sessions("id_bram", keep="bram2") == 1
        assert await open_sessions(store, "anna") == ["anna2"]
        assert await open_sessions(store, "bram") == ["bram2"]

    async def test_the_hint_for_the_provider_comes_back_at_the_end(self, store: Store, database: Database) -> None:
        await add(store, "anna")
        async with store.write() as unit:
            await unit.open_session(
                session_id="s", token_hash="t", account_id="id_anna", at=NOW, id_token="een.id.token"
            )
        assert b"een.id.token" not in database.bytes_on_disk()
        async with store.write() as unit:
            assert await unit.end_session("s", "id_anna") == "een.id.token"

    async def test_the_old_goes(self, store: Store) -> None:
        await add(store, "anna")
        await open_session(store, "anna")
        async with store.write() as unit:
            assert await unit.purge_sessions(created_before=LONG_AGO, seen_before=LONG_AGO) == 0
            assert await unit.purge_sessions(created_before=LONG_AGO, seen_before=NOW) == 1


class TestAttempts:
    async def test_strangers_count_apart_from_a_known_browser(self, store: Store) -> None:
        tries = [
            ("anna", "here", ""),
            ("Anna", "here", ""),
            ("anna", "there", ""),
            ("bram", "here", ""),
            ("anna", "here", "known"),
        ]
        async with store.write() as unit:
            for name, address, device in tries:
                await unit.begin_attempt(name=name, address_key=address, device_hash=device, at=NOW)

            async def counts(device: str, since: timedelta = timedelta(minutes=1)) -> AttemptCounts:
                return await unit.count_attempts(name="anna", address_key="here", device_hash=device, since=NOW - since)

            assert await counts("known") == AttemptCounts(of_device=1, of_pair=2, of_name=3, of_address=3)
            assert await counts("") == AttemptCounts(of_device=0, of_pair=2, of_name=3, of_address=3)
            nothing = AttemptCounts(of_device=0, of_pair=0, of_name=0, of_address=0)
            assert await counts("known", timedelta(0)) == nothing

    async def test_what_went_well_does_not_count(self, store: Store) -> None:
        async with store.write() as unit:
            number = await unit.begin_attempt(name="anna", address_key="here", device_hash="", at=NOW)
            await unit.begin_attempt(name="anna", address_key="here", device_hash="", at=NOW)
            await unit.pass_attempt(number)
            found = await unit.count_attempts(name="anna", address_key="x", device_hash="", since=LONG_AGO)
            assert found.of_name == 1

    async def test_a_browser_is_known_to_the_one_who_signed_in_there(self, store: Store) -> None:
        await add(store, "anna")
        await add(store, "bram")
        async with store.write() as unit:
            await unit.know_device("id_anna", "device", NOW)
            assert await unit.knows_device("Anna", "device")
            assert not await unit.knows_device("bram", "device")
            assert not await unit.knows_device("anna", "other")

    async def test_the_old_goes(self, store: Store) -> None:
        await add(store, "anna")
        later = NOW + timedelta(seconds=1)
        async with store.write() as unit:
            await unit.begin_attempt(name="anna", address_key="here", device_hash="", at=NOW)
            await unit.know_device("id_anna", "device", NOW)
            assert (await unit.purge_attempts(NOW), await unit.purge_devices(NOW)) == (0, 0)
            assert (await unit.purge_attempts(later), await unit.purge_devices(later)) == (1, 1)
