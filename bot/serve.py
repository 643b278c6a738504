"""Every channel that is set up, in one process: Telegram, the web server for hooks and health, the purge."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.app import open_service, utc_now
from bot.channels.health import health_route
from bot.service import Service
from bot.settings import Settings, SettingsError, fault
from bot.store import Store, StoreError

PURGE_EVERY = timedelta(hours=1)
_PURGE_PAGE = 200  # conversations in one transaction, so that nobody waits long for the lock
_log = structlog.get_logger(__name__)


def serve(settings: Settings) -> None:
    """Run until SIGTERM or Ctrl-C, then end what is under way and stop. Raises SettingsError at the start."""
    if settings.telegram_token is None:
        remedy = "set the token that BotFather gave, or talk here with 'wegwijzer chat'"
        raise SettingsError([fault("telegram_token", "", "no channel is set up", remedy)])
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with _listen(settings) as listener:
        async with open_service(settings) as service:
            await _run(settings, service, listener, stop)


@contextmanager
def _listen(settings: Settings) -> Iterator[socket.socket]:
    """The port is taken before anything is opened: a second server must not touch the store of the first."""
    try:
        listener = socket.create_server((settings.http_host, settings.http_port))
    except OSError as error:
        what = (error.strerror or type(error).__name__).lower()
        name, value = ("http_port", settings.http_port)
        if isinstance(error, socket.gaierror) or "assign" in what:
            name, value = "http_host", settings.http_host
        raise SettingsError([fault(name, value, what, "set one that is free on this machine")]) from None
    with listener:
        yield listener
