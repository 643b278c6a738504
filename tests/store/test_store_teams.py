"""Teams that share a link: made once, known by their token and by nothing near it, counted by the week."""

import asyncio
from datetime import date, timedelta
from itertools import islice, product

import pytest
from store_lab import NOW
from token_lab import spoiled

from bot.model.teams import TeamUse
from bot.store import Keyring, Store, TeamRow, TeamToken
from bot.store.conversations import REF_ALPHABET
from bot.understanding.mask import mask

MONDAY = date(2026, 3, 2)


async def add(store: Store, name: str = "Wijkteam Haven", municipality: str = "almere") -> TeamRow:
    async with store.write() as unit:
        return await unit.add_team(municipality=municipality, name=name, at=NOW)


async def token_of(store: Store, team: TeamRow, purpose: TeamToken = TeamToken.LINK) -> str:
    async with store.read() as unit:
        return unit.team_token(team.id, purpose)


class TestTeams:
    async def test_a_team_is_made_once(self, store: Store) -> None:
        team = await add(store)
        assert await add(store) == team
        other, elsewhere = await add(store, "Wijkteam Buiten"), await add(store, municipality="testdorp")
        assert len({team.id, other.id, elsewhere.id}) == 3
        async with store.read() as unit:
            assert list(await unit.list_teams()) == [other, *sorted([team, elsewhere], key=lambda one: one.id)]
            assert await unit.find_team(municipality="testdorp", name="Wijkteam Haven") == elsewhere
            assert await unit.find_team(municipality="testdorp", name="Wijkteam Buiten") is None

    async def test_two_that_make_the_same_team_at_once(self, store: Store) -> None:
        assert len({team.id for team in await asyncio.gather(*(add(store) for _ in range(5)))}) == 1


class TestTokens:
    @pytest.mark.parametrize("purpose", list(TeamToken))
    async def test_it_leads_to_its_team_and_fits_a_link(self, store: Store, purpose: TeamToken) -> None:
        team = await add(store)
        token = await token_of(store, team, purpose)
        assert len(token) == 28
        async with store.read() as unit:
            assert await unit.find_token(token, purpose) == team
            assert [one for one in TeamToken if await unit.find_token(token, one)] == [purpose]

    def test_the_mask_for_numbers_of_people_leaves_it_alone(self) -> None:
        """A channel masks what arrives before it is kept; a link on paper must come through."""
        ring = Keyring.from_text(f"index:{'A' * 43}=\n{'A' * 43}=")
        ids = (
            "".join(signs) for signs in islice(product("98765", "B2", REF_ALPHABET, "XZ3", REF_ALPHABET), 0, None, 7)
        )
        tokens = [ring.sign(TeamToken.LINK, one) for one in ids]
        assert len(tokens) > 3000
        assert [token for token in tokens if mask(token).text != token] == []

    async def test_nothing_near_it_does(self, store: Store) -> None:
        token = await token_of(store, await add(store))
        await add(store, "Wijkteam Buiten")
        async with store.read() as unit:
            assert [one for one in spoiled(token) if await unit.find_token(one, TeamToken.LINK)] == []

    async def test_a_team_that_is_revoked_has_none(self, store: Store) -> None:
        team = await add(store)
        token = await token_of(store, team)
        async with store.write() as unit:
            assert await unit.revoke_team(team.id, NOW)
            assert not await unit.revoke_team(team.id, NOW + timedelta(days=1))
            assert await unit.find_token(token, TeamToken.LINK) is None
        assert (await add(store)).revoked_at == NOW, "making it again does not bring it back"

    async def test_a_seal_on_a_team_that_never_was_leads_nowhere(self, store: Store) -> None:
        async with store.read() as unit:
            assert await unit.find_token(unit.team_token("ZZZZZ", TeamToken.LINK), TeamToken.LINK) is None


class TestStarts:
    """Tokens for one time."""

    async def start_of(self, store: Store, team: TeamRow) -> str:
        async with store.read() as unit:
            return unit.start_token(team.id, NOW)

    async def spend(self, store: Store, token: str, **later: float) -> TeamRow | None:
        async with store.write() as unit:
            return await unit.spend_start(token, NOW + timedelta(**later))

    async def test_it_opens_once_and_fits_a_link(self, store: Store) -> None:
        team = await add(store)
        token = await self.start_of(store, team)
        assert (len(token), team.name in token) == (46, False)
        assert token != await self.start_of(store, team)
        assert await self.spend(store, token, hours=1, minutes=59) == team
        assert await self.spend(store, token) is None

    async def test_after_two_hours_it_is_nothing(self, store: Store) -> None:
        token = await self.start_of(store, await add(store))
        assert await self.spend(store, token, hours=2) is None
        assert await self.spend(store, token, hours=1) is not None, "too late does not use it up"

    async def test_of_all_who_try_at_once_one_wins(self, store: Store) -> None:
        token = await self.start_of(store, await add(store))
        found = await asyncio.gather(*(self.spend(store, token) for _ in range(5)))
        assert len([team for team in found if team is not None]) == 1

    async def test_nothing_near_it_holds_nor_for_another_purpose(self, store: Store) -> None:
        team = await add(store)
        token = await self.start_of(store, team)
        near = [*spoiled(token), *[await token_of(store, team, purpose) for purpose in TeamToken]]
        async with store.write() as unit:
            assert [one for one in near if await unit.spend_start(one, NOW)] == []
            assert [one for one in TeamToken if await unit.find_token(token, one)] == []
            assert await unit.spend_start(token, NOW) == team, "nothing near it used it up"

    async def test_of_a_team_that_is_revoked_or_never_was(self, store: Store) -> None:
        team = await add(store)
        token = await self.start_of(store, team)
        async with store.write() as unit:
            await unit.revoke_team(team.id, NOW)
            assert await unit.spend_start(token, NOW) is None
            assert await unit.spend_start(unit.start_token("ZZZZZ", NOW), NOW) is None

    async def test_what_was_used_is_forgotten_once_it_would_not_hold(self, store: Store) -> None:
        token = await self.start_of(store, await add(store))
        await self.spend(store, token)
        for hours, again in ((1, None), (2, None)):
            async with store.write() as unit:
                await unit.purge_starts(NOW + timedelta(hours=hours))
            assert await self.spend(store, token, hours=hours) is again
        async with store.read() as unit:
            assert await unit._rows(unit._session.tables.spent_starts.select()) == []

    def test_the_mask_for_numbers_of_people_leaves_it_alone(self) -> None:
        ring = Keyring.from_text(f"index:{'A' * 43}=\n{'A' * 43}=")
        letters = ("".join(signs) for signs in product("BCDFGHJKMNPQRSTV", repeat=3))
        tokens = [ring.sign("teamstart", f"98765BKMNPQ{one}RSTVBCDF") for one in letters]
        assert len(tokens) > 3000
        assert [token for token in tokens if mask(token).text != token] == []


class TestUses:
    async def test_they_add_up_by_week_and_go_when_they_are_old(self, store: Store) -> None:
        team, other = await add(store), await add(store, "Wijkteam Buiten")
        async with store.write() as unit:
            for day, use in ((0, TeamUse.OPENED), (6, TeamUse.OPENED), (6, TeamUse.SIGNED), (7, TeamUse.OPENED)):
                await unit.count_use(MONDAY + timedelta(days=day), team.id, use)
            await unit.count_use(MONDAY, other.id, TeamUse.ROUTE)
        later = MONDAY + timedelta(days=7)
        async with store.write() as unit:
            found = [(one.week, one.use.value, one.n) for one in await unit.list_uses(team.id)]
            assert found == [(MONDAY, "opened", 2), (MONDAY, "signed", 1), (later, "opened", 1)]
            await unit.purge_uses(later)
            assert [one.week for one in await unit.list_uses(team.id)] == [later]
            assert await unit.list_uses(other.id) == []
