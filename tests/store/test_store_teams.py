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
