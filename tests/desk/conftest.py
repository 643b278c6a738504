"""A desk on an empty database for every test."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from bench_lab import Bench, open_bench
from desk_lab import Desk, open_desk
from office_lab import Office, open_office
from oidc_lab import Idp, running, settings, use


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Nobody works there yet."""
    made = await open_desk(tmp_path)
    yield made
    await made.store.close()


@pytest_asyncio.fixture
async def bench(desk: Desk) -> Bench:
    """Signed in, signed, and taken."""
    return await open_bench(desk)


@pytest_asyncio.fixture
async def office(desk: Desk) -> Office:
    """A question of a coordinator, and two helpers."""
    return await open_office(desk)


@pytest.fixture(scope="module", params=["userinfo", "id_token"])
def running_idp(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Idp]:
    """With the roles in the id token, and with the roles only where one asks for them."""
    with running(request.param, tmp_path_factory) as idp:
        yield idp


@pytest_asyncio.fixture
async def idp(running_idp: Idp, desk: Desk) -> AsyncIterator[Idp]:
    """The provider with nothing wrong, and a desk that knows it."""
    await running_idp.spoil("")
    desk.clock.now = datetime.now(UTC).replace(microsecond=0)  # the provider has a clock of its own
    use(desk, settings(running_idp.issuer))
    yield running_idp
