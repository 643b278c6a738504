"""After an erasure: make what was erased unreadable on disk, now or as soon as nobody is in the way."""

import structlog

from bot.store import Store, StoreError, Unit

_log = structlog.get_logger(__name__)
_DUE = "service:scrub_due"


class Scrubber:
    """Remembers, also over a restart, that something was erased and still stands in the log of the database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._due: bool | None = None  # None: ask the store

    async def note(self, unit: Unit) -> None:
        """Something is erased in this transaction."""
        await unit.set_mark(_DUE, "yes")
        self._due = True

    async def run(self) -> None:
        """Scrub if need be. Never raises: when somebody is in the way the next call does it."""
        if self._due is False:
            return
        try:
            if self._due is None:
                async with self._store.read() as unit:
                    self._due = await unit.get_mark(_DUE) == "yes"
            if self._due:
                await self._store.scrub()
                async with self._store.write() as unit:
                    await unit.set_mark(_DUE, "")
        except StoreError as error:
            _log.warning("scrub_postponed", error=type(error).__name__)
        else:
            self._due = False
