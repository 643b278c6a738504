"""Every channel that is set up, in one process: Telegram, the web server for hooks and health, the purge."""

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.app import open_service, utc_now
from bot.channels.health import health_route
from bot.channels.telegram import Mode, TelegramChannel, TelegramSettings
from bot.service import Service
from bot.settings import Settings, SettingsError, fault
from bot.store import PurgeCounts, StoreError

PURGE_EVERY = timedelta(hours=1)
COUNTS_KEPT = timedelta(days=365)  # of what was not understood: a year back is enough to compare
USES_KEPT = timedelta(days=730)  # of links that teams share; small numbers need a long time before they may be shown
_PURGE_PAGE = 200  # conversations in one transaction, so that nobody waits long for the lock
_GRACE_SECONDS = 5  # for a request that is under way when we stop
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
            telegram = TelegramChannel(telegram_settings(settings), service)
            # Telegram calls the very path that it was given.
            path = urlsplit(settings.webhook_url).path or "/"
            routes = [health_route(service, utc_now), *telegram.routes(path)]
            _log.info("started", gemeente=settings.gemeente, port=listener.getsockname()[1])
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(telegram.run(stop))
                tasks.create_task(_web(routes, listener, stop))
                tasks.create_task(_purge_hourly(service, settings, stop))
    _log.info("stopped")


def telegram_settings(settings: Settings) -> TelegramSettings:
    """What the channel needs of the settings; the one place where the secrets leave their wrapping."""
    token, secret = settings.telegram_token, settings.webhook_secret
    return TelegramSettings(
        token=token.get_secret_value() if token else "",
        base_url=f"{settings.telegram_api}/bot",
        mode=Mode(settings.telegram_mode),
        webhook_url=settings.webhook_url,
        webhook_secret=secret.get_secret_value() if secret else "",
    )


@contextmanager
def _listen(settings: Settings) -> Iterator[socket.socket]:
    """The port is taken before anything is opened: a second server must not touch the store of the first."""
    try:
        listener = socket.create_server((settings.http_host, settings.http_port))
    except OSError as error:
        # A name that nobody knows comes with a number below zero (getaddrinfo).
        if (error.errno or 0) < 0 or error.errno == errno.EADDRNOTAVAIL:
            what, remedy = "this is no address of this machine", "set 127.0.0.1, or 0.0.0.0 for every address"
            raise SettingsError([fault("http_host", settings.http_host, what, remedy)]) from None
        what, remedy = os.strerror(error.errno or 0).lower(), "set another port, or another WEGWIJZER_HTTP_HOST"
        raise SettingsError([fault("http_port", settings.http_port, what, remedy)]) from None
    with listener:
        yield listener


class _Server(uvicorn.Server):
    """Leaves the signals to us: every part stops together, not the web server by itself."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _web(routes: Sequence[BaseRoute], listener: socket.socket, stop: asyncio.Event) -> None:
    config = uvicorn.Config(
        Starlette(routes=list(routes)),
        log_config=None,
        access_log=False,  # addresses of residents are nobody's business
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    server = _Server(config)
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(server.serve(sockets=[listener]))
        stopping = tasks.create_task(stop.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        stop.set()


async def _purge_hourly(service: Service, settings: Settings, stop: asyncio.Event) -> None:
    """Forget what has become too old, once an hour; a store that is busy gets another try an hour later."""
    while not stop.is_set():
        try:
            await purge(service, settings)
        except StoreError as error:
            _log.error("purge_failed", error=type(error).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PURGE_EVERY.total_seconds())


async def purge(service: Service, settings: Settings) -> PurgeCounts:
    """Forget conversations that rest longer than the municipality keeps them, and what was done long ago.

    Gives the counts of the last round; everything that is gone is unreadable on disk afterwards.
    """
    now = utc_now()
    keep = timedelta(days=service.engine.parts.municipality.keep_days)
    while True:
        async with service.store.write() as unit:
            counts = await unit.purge(
                conversations_before=now - keep,
                done_before=now - timedelta(days=settings.keep_done_days),
                limit=_PURGE_PAGE,
            )
        _log.info("purged", conversations=counts.conversations, inbox=counts.inbox, held=counts.held)
        if counts.conversations < _PURGE_PAGE:
            break
    async with service.store.write() as unit:
        sentences = await unit.purge_misses(
            counts_before=(now - COUNTS_KEPT).date(),
            sentences_before=(now - timedelta(days=settings.keep_sentence_days)).date(),
        )
        await unit.purge_uses((now - USES_KEPT).date())
    _log.info("purged", sentences=sentences)
    await service.store.scrub()
    return counts
