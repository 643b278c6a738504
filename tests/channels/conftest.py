"""What the tests of channels share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from telegram_lab import Lab, open_lab


@pytest_asyncio.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Lab]:
    """A store and a service; a fake Bot API to talk to."""
    async with open_lab(tmp_path / "data") as opened:
        yield opened
