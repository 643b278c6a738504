"""Which bells are silent, for the bar on top of every page."""

from collections.abc import Awaitable, Callable

from bot.desk.views.frame import Bell, BellDown
from bot.service import MAIL_CHANNEL, STAFF_CHANNEL, Service
from bot.service.silence import silent_bells

_BELLS = {STAFF_CHANNEL: Bell.TELEGRAM, MAIL_CHANNEL: Bell.MAIL}
Silence = Callable[[], Awaitable[tuple[BellDown, ...]]]


def silence_of(service: Service) -> Silence:
    """Tells it as it is at that moment."""

    async def silent() -> tuple[BellDown, ...]:
        async with service.store.read() as unit:
            found = await silent_bells(unit, service.staff, service.clock())
        return tuple(BellDown(bell=_BELLS[one.channel], since=one.since) for one in found)

    return silent


async def no_bells() -> tuple[BellDown, ...]:
    """Of a desk that knows of no bells."""
    return ()
