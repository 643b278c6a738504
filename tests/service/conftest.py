"""What the tests of the service share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from case_lab import ANNA, Bench, accounts
from matching_lab import Point, with_helpers
from service_lab import sign
from telegram_lab import Lab, open_lab


@pytest_asyncio.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Lab]:
    """A store and a service; nobody listens at the fake Bot API."""
    async with open_lab(tmp_path / "data") as opened:
        yield opened


@pytest_asyncio.fixture
async def bench(lab: Lab) -> AsyncIterator[Bench]:
    """Signed, and taken by Anna."""
    await accounts(lab)
    made = Bench(lab, await sign(lab.service))
    await made.desk.claim(ANNA, made.code)
    yield made


@pytest_asyncio.fixture
async def point(lab: Lab) -> Point:
    """Helpers, and a case that Anna has."""
    return await with_helpers(lab)
