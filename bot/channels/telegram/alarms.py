"""The lane for danger: a safety text goes out past the store when the ordinary way takes too long.

A second copy of such a text does no harm; a missing one may.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from time import monotonic

import structlog

from bot.model.conversation import Reply

_log = structlog.get_logger(__name__)
_REMEMBERED = 10_000
_TRIES = 20
_LOOK = 0.1


@dataclass(slots=True)
class _Watched:
    address: str
    reply: Reply
    since: float
    handled: bool = False  # the ordinary answer is in the outbox
    tries: int = 0


class Alarms:
    """Watches messages with danger words until an answer to them has arrived."""

    def __init__(self, send: Callable[[str, Reply], Awaitable[bool]], patience: float) -> None:
        """`send` tells whether it arrived, and never raises."""
        self._send, self._patience = send, patience
        self._watched: dict[str, _Watched] = {}
        self._known: OrderedDict[str, None] = OrderedDict()

    def watch(self, external_id: str, address: str, reply: Reply) -> None:
        """Somebody wrote of danger. A message that comes in again is watched once."""
        if external_id in self._known:
            return
        self._known[external_id] = None
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        self._watched[external_id] = _Watched(address, reply, monotonic())

    def handled(self, external_ids: Iterable[str]) -> None:
        """The answers to these messages are in the outbox."""
        for external_id in external_ids:
            if external_id in self._watched:
                self._watched[external_id].handled = True

    def arrived(self, address: str, *, safety: bool) -> None:
        """A message to this address arrived: a safety text, or perhaps the answer to what was handled."""
        mine = [(key, one) for key, one in self._watched.items() if one.address == address]
        settled = [key for key, one in mine if one.handled or safety]
        for key in settled:
            del self._watched[key]

    async def run(self) -> None:
        """Send what waits too long, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK)
            late = monotonic() - self._patience
            for key, one in [(key, one) for key, one in self._watched.items() if one.since < late]:
                await self._past_the_store(key, one)

    async def _past_the_store(self, key: str, one: _Watched) -> None:
        one.tries += 1
        arrived = await self._send(one.address, one.reply)
        _log.warning("safety_text_sent_directly", arrived=arrived, tries=one.tries)
        if arrived or one.tries >= _TRIES:
            self._watched.pop(key, None)
        else:
            one.since = monotonic()
