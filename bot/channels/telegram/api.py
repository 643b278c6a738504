"""The Bot API client: python-telegram-bot for the transport, answers as plain JSON.

The library's own `get_updates` parses a whole batch at once: one odd update would hold up all.
"""

import os
from collections.abc import Mapping

from telegram import Bot, InputFile
from telegram.request import HTTPXRequest

from bot.channels.telegram.settings import TelegramSettings
from bot.model.conversation import Json

# Opt in to `retry_after` as a timedelta; without this every 429 also gives a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")
_CONNECTIONS = 64


class Api(Bot):
    """A bot whose methods are called by name."""

    def __init__(self, settings: TelegramSettings) -> None:
        timing = settings.timing
        talk = _request(_CONNECTIONS, timing.read, timing.connect)
        poll = _request(1, timing.read + timing.poll, timing.connect)
        super().__init__(settings.token, base_url=settings.base_url, request=talk, get_updates_request=poll)
        self._lines = (talk, poll)

    async def call(self, method: str, data: Mapping[str, Json | InputFile] | None = None) -> Json:
        """Call a method of the Bot API and give its bare result; raises `TelegramError`."""
        result: Json = await self._post(method, dict(data or {}))
        return result

    async def open(self) -> None:
        """Make the connections ready; asks nothing of Telegram."""
        for request in self._lines:
            await request.initialize()

    async def shut(self) -> None:
        """Close the connections."""
        for request in self._lines:
            await request.shutdown()


def _request(connections: int, read: float, connect: float) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=read,
        write_timeout=read,
        connect_timeout=connect,
        pool_timeout=connect,
    )
