"""Everything that is set up, in one process: Telegram, the desk, the web server for both and health, the purge."""

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.app import open_service, utc_now
from bot.channels.health import health_route
from bot.channels.lease import Lease
from bot.channels.mail import MailChannel, MailSettings, Security
from bot.channels.security import security_route
from bot.channels.telegram import Mode, TelegramChannel, TelegramSettings
from bot.channels.telegram.links import chat_link
from bot.channels.webhook import CaseSystemSettings, WebhookChannel
from bot.desk.application import DeskParts, build_desk
from bot.desk.feed import Feed
from bot.desk.passwords import Passwords
from bot.desk.sign_in import purge_desk
from bot.desk.silence import silence_of
from bot.desk.team_page import TEAM
from bot.desk.web import BACK, DOOR, HOME, Guard, Site
from bot.desk.whole import Outward, whole_desk
from bot.service import CASE_CHANNEL, MAIL_CHANNEL, Service
from bot.service.counts import count_months
from bot.service.desk import Desk
from bot.service.held import HeldBells
from bot.service.notices import NOTICE_OF
from bot.service.timers import Timers
from bot.settings import Settings, SettingsError, fault
from bot.store import Keyring, PurgeCounts, StoreError

if TYPE_CHECKING:
    from bot.desk.oidc import Provider

PURGE_EVERY = timedelta(hours=1)
_TIMERS_EVERY = timedelta(seconds=20)
_MEASURE_EVERY = timedelta(seconds=30)  # what a promise rests on may be that old
_TIMERS_LEASE = 60.0  # seconds after which another process takes over
COUNTS_KEPT = timedelta(days=365)  # of what was not understood: a year back is enough to compare
_CHANGES_KEPT = timedelta(days=1)  # a page that was asleep for longer is read anew
_DRAFTS_KEPT = timedelta(days=14)
_ERASED_KEPT = timedelta(days=30)  # codes of intakes that residents erased, for whoever had them
USES_KEPT = timedelta(days=730)  # of links that teams share; small numbers need a long time before they may be shown
_FIGURES_KEPT = timedelta(days=730)  # sums of months
_PURGE_PAGE = 200  # conversations in one transaction, so that nobody waits long for the lock
_GRACE_SECONDS = 5  # for a request that is under way when we stop
_log = structlog.get_logger(__name__)


def serve(settings: Settings) -> None:
    """Run until SIGTERM or Ctrl-C, then end what is under way and stop. Raises SettingsError at the start."""
    if settings.telegram_token is None and not settings.desk_url:
        remedy = "set the token that BotFather gave, or WEGWIJZER_DESK_URL, or talk here with 'wegwijzer chat'"
        raise SettingsError([fault("telegram_token", "", "no channel is set up", remedy)])
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with listen_at(settings) as listener:
        async with open_service(settings) as service:
            telegram = TelegramChannel(telegram_settings(settings), service) if settings.telegram_token else None
            routes: list[BaseRoute] = [
                health_route(service, utc_now, listens=telegram is not None),
                *security_route(settings.security_contact, utc_now),
            ]
            if telegram is not None:
                # Telegram calls the very path that it was given.
                routes += telegram.routes(urlsplit(settings.webhook_url).path or "/")
            _log.info("started", gemeente=settings.gemeente, port=listener.getsockname()[1])
            others = await _staff_channels(settings, service)
            feed = Feed(service.store, utc_now)
            async with asyncio.TaskGroup() as tasks:
                if telegram is not None:
                    tasks.create_task(telegram.run(stop))
                for channel in others:
                    tasks.create_task(channel.run(stop))
                tasks.create_task(_web(_application(routes, settings, service, feed), settings, listener, feed, stop))
                tasks.create_task(_repeat("purge", lambda: purge(service, settings), PURGE_EVERY, stop))
                tasks.create_task(_repeat("measure", lambda: _measure(service), _MEASURE_EVERY, stop))
                tasks.create_task(_let_happen(service, stop))
    _log.info("stopped")


async def _staff_channels(settings: Settings, service: Service) -> Sequence[MailChannel | WebhookChannel]:
    """What leaves for people and systems other than residents, as far as it is set up."""
    channels: list[MailChannel | WebhookChannel] = []
    if settings.mail_host:
        channels.append(MailChannel(mail_settings(settings), service))
    else:
        await service.outgoing.give_up(MAIL_CHANNEL)
    if settings.case_system_url:
        channels.append(WebhookChannel(case_system_settings(settings), service))
    else:
        await service.outgoing.give_up(CASE_CHANNEL)
    return channels


def mail_settings(settings: Settings) -> MailSettings:
    """What mail needs of the settings."""
    password = settings.mail_password
    return MailSettings(
        host=settings.mail_host,
        port=settings.mail_port,
        sender=settings.mail_from,
        security=Security(settings.mail_security),
        user=settings.mail_user,
        password=password.get_secret_value() if password else "",
    )


def case_system_settings(settings: Settings) -> CaseSystemSettings:
    """What the way to the case system needs of the settings."""
    secret = settings.case_system_secret
    return CaseSystemSettings(url=settings.case_system_url, secret=secret.get_secret_value() if secret else "")


def telegram_settings(settings: Settings) -> TelegramSettings:
    """What the channel needs of the settings."""
    token, secret = settings.telegram_token, settings.webhook_secret
    return TelegramSettings(
        token=token.get_secret_value() if token else "",
        base_url=f"{settings.telegram_api}/bot",
        mode=Mode(settings.telegram_mode),
        webhook_url=settings.webhook_url,
        webhook_secret=secret.get_secret_value() if secret else "",
    )


def _application(routes: Sequence[BaseRoute], settings: Settings, service: Service, feed: Feed) -> ASGIApp:
    """One application on one port. The desk's guard stands around the desk alone: Telegram sends no `Origin`."""
    if not settings.desk_url:
        return Starlette(routes=list(routes))
    rest = Starlette(routes=[*routes, *(Route(path, _to_desk) for path in ("/", HOME.rstrip("/")))])
    desk = make_desk(settings, service, feed)

    async def by_path(scope: Scope, receive: Receive, send: Send) -> None:
        inside = scope.get("path", "").startswith((HOME, f"{TEAM}/"))
        await (desk if inside else rest)(scope, receive, send)

    return by_path


async def _to_desk(_: Request) -> Response:
    """Whoever types the bare address of the desk."""
    return RedirectResponse(HOME, 303)


def make_desk(settings: Settings, service: Service, feed: Feed) -> Guard:
    """The desk as it is set. Raises SettingsError when a provider is set and the extra for it is not installed."""
    keyring, desk = Keyring.from_file(settings.keys_path), Desk(service)
    link_of = partial(chat_link, settings.telegram_bot) if settings.telegram_bot else None
    outward = Outward(origin=settings.desk_url, link_of=link_of, has_case_system=bool(settings.case_system_url))
    return build_desk(
        DeskParts(
            site=Site(origin=settings.desk_url),
            store=service.store,
            keyring=keyring,
            passwords=Passwords(),
            clock=utc_now,
            municipality=service.engine.parts.municipality.name,
            provider=_provider(settings, keyring) if settings.oidc_issuer else None,
            more=whole_desk(desk, feed, outward),
            silence=silence_of(service),
        )
    )


def _provider(settings: Settings, keyring: Keyring) -> "Provider":
    try:
        from bot.desk.oidc import OidcSettings, Provider
    except ModuleNotFoundError as error:
        what, remedy = f"signing in at a provider needs '{error.name}'", "pip install 'wegwijzer[oidc]'"
        raise SettingsError([fault("oidc_issuer", settings.oidc_issuer, what, remedy)]) from None
    secret = settings.oidc_client_secret
    known = OidcSettings(
        issuer=settings.oidc_issuer,
        name=settings.oidc_name,
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else "",
        redirect_uri=f"{settings.desk_url}{BACK}",
        after_sign_out=f"{settings.desk_url}{DOOR}",
        role_claim=settings.oidc_role_claim,
        roles=settings.oidc_roles,
        strong=settings.oidc_strong,
    )
    return Provider(known, keyring, utc_now)


@contextmanager
def listen_at(settings: Settings) -> Iterator[socket.socket]:
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
        # Every connection takes it over. Asyncio sets it only on sockets that name their protocol, and without it
        # a second answer on a connection waits 40 ms for the browser to confirm the first part.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listener


class _Server(uvicorn.Server):
    """Leaves the signals to us: every part stops together, not the web server by itself."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _web(
    application: ASGIApp, settings: Settings, listener: socket.socket, feed: Feed, stop: asyncio.Event
) -> None:
    config = uvicorn.Config(
        application,
        # Who may say for whom a request is; left to itself it believes everybody on this machine.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
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
        await feed.close()  # the server would wait for the pages that listen
        server.should_exit = True
        stop.set()


async def _repeat(what: str, do: Callable[[], Awaitable[object]], pause: timedelta, stop: asyncio.Event) -> None:
    """Do it now and then until we stop; a store that is busy gets another try the next time."""
    while not stop.is_set():
        try:
            await do()
        except StoreError as error:
            _log.error(f"{what}_failed", error=type(error).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause.total_seconds())


async def _measure(service: Service) -> None:
    """How busy the coordination point is, in every process that makes promises."""
    await service.office.pace.measure(service.store, service.engine.parts.municipality.hours, service.clock())


async def _let_happen(service: Service, stop: asyncio.Event) -> None:
    """What is due by itself, in one process at a time."""
    timers, held = Timers(service), HeldBells(service.store, service.clock)

    async def both() -> None:
        await timers.run()
        await held.run()

    lease = Lease(service, "timers", _TIMERS_LEASE)
    await lease.work(stop, lambda: _repeat("timers", both, _TIMERS_EVERY, stop))


async def purge(service: Service, settings: Settings) -> PurgeCounts:
    """Forget conversations that rest longer than the municipality keeps them, and what was done long ago.

    Gives the counts of the last round; everything that is gone is unreadable on disk afterwards.
    """
    now = utc_now()
    keep = timedelta(days=service.engine.parts.municipality.keep_days)
    async with service.store.write() as unit:  # first, while what it counts is still there
        await count_months(unit, service.engine.parts, now)
    while True:
        async with service.store.write() as unit:
            counts = await unit.purge(
                conversations_before=now - keep,
                done_before=now - timedelta(days=settings.keep_done_days),
                closed_before=now - timedelta(days=settings.keep_closed_days),
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
        await unit.purge_desk(
            changes_before=now - _CHANGES_KEPT, drafts_before=now - _DRAFTS_KEPT, erased_before=now - _ERASED_KEPT
        )
        await unit.purge_marks(NOTICE_OF)
        await unit.purge_starts(now)
        await unit.purge_uses((now - USES_KEPT).date())
        await unit.purge_figures((now - _FIGURES_KEPT).date())
    _log.info("purged", sentences=sentences)
    await purge_desk(service.store, now=now, audit_before=now - timedelta(days=settings.keep_audit_days))
    async with service.store.read() as unit:
        # Elsewhere than in the database: shows later whether the newest rows of the trail were taken away.
        _log.info("audit", end=await unit.audit_end())
    await service.store.scrub()
    return counts
