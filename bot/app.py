"""Plugs the parts together: content, engine, store, service; for this machine or for every channel."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import structlog

from bot.content.load import Content, load
from bot.content.problems import did_you_mean
from bot.dialogue import Engine
from bot.dialogue.parts import make_parts
from bot.model.conversation import Kind, Message
from bot.model.municipality import Municipality
from bot.service import Handled, Incoming, Service, StaffSettings
from bot.settings import Settings, SettingsError, content_path, fault, municipality_folder
from bot.store import Keyring, Store, StoreError

LOCAL = "terminal"
"""The channel of the conversation on this machine."""

_log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock of the program."""
    return datetime.now(UTC)


def load_content(settings: Settings) -> Content:
    """Everything that is known and said, also in a municipality's folder elsewhere. Raises ContentError."""
    return load(settings.knowledge_path, settings.flows_path, municipality_folder(settings.gemeente))


def build_engine(gemeente: str, content: Content | None = None) -> Engine:
    """The dialogue for one municipality, by name or folder; without `content` with what came along."""
    content = content or load(content_path("knowledge"), content_path("flows"), municipality_folder(gemeente))
    return Engine(make_parts(content.knowledge, content.flows, get_municipality(gemeente, content)))


def get_municipality(gemeente: str, content: Content) -> Municipality:
    """The municipality by its name or its folder. Raises SettingsError when it is not known."""
    folder = municipality_folder(gemeente)
    municipality = content.knowledge.municipalities.get(folder.name if folder else gemeente)
    if municipality is None:
        remedy = did_you_mean(gemeente, content.knowledge.municipalities)
        raise SettingsError([fault("gemeente", gemeente, "this municipality is not known here", remedy)])
    return municipality


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """The store as set, closed afterwards; what is wrong with it is a fault of the settings, in one line."""
    store = await _open_store(settings)
    try:
        yield store
    finally:
        await store.close()


async def _open_store(settings: Settings) -> Store:
    try:
        keyring = Keyring.from_file(settings.keys_path)
    except (StoreError, OSError) as error:
        remedy = "set a place that this user may write, and nobody else may read"
        raise SettingsError([_blame(settings, "key_file", _reason(error), remedy)]) from None
    try:
        return await Store.open(settings.store_url, keyring)
    except (StoreError, OSError) as error:
        remedy = "set a database that this program may read and write"
        raise SettingsError([_blame(settings, "database_url", _reason(error), remedy)]) from None


def _blame(settings: Settings, name: str, what: str, remedy: str) -> str:
    """The setting that was wrong: the one by name when it was set, else the folder it follows from."""
    name = "data_dir" if getattr(settings, name) is None else name
    return fault(name, getattr(settings, name), what, remedy)


def _reason(error: StoreError | OSError) -> str:
    """Without the path that is in the message of the system: it stands in the line already."""
    return os.strerror(error.errno or 0).lower() if isinstance(error, OSError) else str(error)


def settle() -> None:
    """Call once everything is loaded: it lives as long as the program, no use in looking through it again."""
    gc.freeze()
    gc.enable()


@asynccontextmanager
async def open_service(settings: Settings) -> AsyncIterator[Service]:
    """The service on its store, closed afterwards. Content is checked before anything is made on disk."""
    engine = build_engine(settings.gemeente, load_content(settings))
    async with open_store(settings) as store:
        settle()
        yield Service(store, engine, utc_now, staff_settings(settings))


def staff_settings(settings: Settings) -> StaffSettings:
    """Where notices go, and who may claim."""
    return StaffSettings(
        chat_id="" if settings.staff_chat_id is None else str(settings.staff_chat_id),
        members={str(number): name for number, name in settings.staff.items()},
        mail_to=settings.mail_to,
        desk_url=settings.desk_url,
        danger_in_quiet_hours=settings.danger_in_quiet_hours == "ring",
    )


def set_up_logging(level: str) -> None:
    """JSON lines to standard error. Never a text of a resident, never an address with the bot's token.

    Errors are logged by the name of their class: their message could quote what somebody wrote.
    """
    number = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(stream=sys.stderr, level=max(number, logging.WARNING), format="%(message)s", force=True)
    for name in ("httpx", "httpcore", "httpx2", "httpcore2", "authlib", "telegram"):
        # At INFO they print every address they ask for, and the token is part of it.
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


class LocalTalk:
    """The conversation on this machine, a message at a time."""

    def __init__(self, runner: asyncio.Runner, service: Service, address: str) -> None:
        """Use `local_talk`."""
        self._runner, self._service, self._address = runner, service, address

    @property
    def engine(self) -> Engine:
        """What it talks with."""
        return self._service.engine

    def say(self, message: Message) -> Handled:
        """Answer a message. When we fail, a safety text still comes, and word that we failed."""
        incoming = Incoming(channel=LOCAL, external_id=uuid4().hex, address=self._address, message=message)
        try:
            return self._runner.run(self._service.handle(incoming))
        except Exception as error:  # noqa: BLE001  the edge: whatever it is, the talk must go on
            _log.error("message_failed", channel=LOCAL, error=type(error).__name__)
        safety = None if message.kind is Kind.CHOICE else self._service.safety(message.text)
        return Handled(replies=tuple(filter(None, (safety, self._service.fault()))), events=())


@contextmanager
def local_talk(settings: Settings, *, name: str, fresh: bool) -> Iterator[LocalTalk]:
    """The talk that was last held under this name, or a fresh one that takes its place."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        service = runner.run(stack.enter_async_context(open_service(settings)))
        try:
            address = runner.run(_local_address(service.store, f"{LOCAL}:{name}", fresh=fresh))
            yield LocalTalk(runner, service, address)
        finally:
            runner.run(stack.aclose())


async def _local_address(store: Store, mark: str, *, fresh: bool) -> str:
    async with store.write() as unit:
        address = await unit.get_mark(mark)
        if address is None or fresh:
            address = uuid4().hex
            await unit.set_mark(mark, address)
    return address
