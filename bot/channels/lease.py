"""Of several processes one does the work of a channel, the others stand by."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import uuid4

import structlog

from bot.service import Service
from bot.store import StoreError

_log = structlog.get_logger(__name__)


class Lease:
    """The right to do what only one may do; it ends by itself when its holder gives no sign any more."""

    def __init__(self, service: Service, name: str, seconds: float) -> None:
        self._service, self._name, self._seconds = service, name, seconds
        self._holder = uuid4().hex

    async def work(self, stop: asyncio.Event, active: Callable[[], Awaitable[None]]) -> None:
        """Do `active` while the lease is ours, until `stop` is set; it is cancelled when either ends."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                if await self._take():
                    await self._hold(stopping, active)
                else:
                    _log.info("standing_by", channel=self._name)
                    await asyncio.wait([stopping], timeout=self._seconds / 4)
        finally:
            stopping.cancel()
            with suppress(StoreError):
                async with self._service.store.write() as unit:
                    await unit.drop_lease(self._name, self._holder)

    async def _hold(self, stopping: asyncio.Task[bool], active: Callable[[], Awaitable[None]]) -> None:
        lost, working = asyncio.create_task(self._prolong()), asyncio.ensure_future(active())
        try:
            await asyncio.wait([stopping, lost, working], return_when=asyncio.FIRST_COMPLETED)
        finally:
            lost.cancel()
            working.cancel()
            results = await asyncio.gather(lost, working, return_exceptions=True)
        if isinstance(results[1], Exception):
            raise results[1]

    async def _take(self) -> bool:
        try:
            async with self._service.store.write() as unit:
                return await unit.take_lease(self._name, self._holder, self._service.clock(), self._seconds)
        except StoreError as error:
            _log.error("store_down", channel=self._name, error=type(error).__name__)
            return False

    async def _prolong(self) -> None:
        """Keep the lease; returns when somebody else has it."""
        while True:
            await asyncio.sleep(self._seconds / 3)
            now = self._service.clock()
            try:
                async with self._service.store.write() as unit:
                    if not await unit.take_lease(self._name, self._holder, now, self._seconds):
                        _log.error("lease_lost", channel=self._name)
                        return
            except StoreError as error:
                # Nobody else can take it either while the store is down.
                _log.error("store_down", channel=self._name, error=type(error).__name__)
