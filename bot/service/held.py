"""Lets ring what was held back: one message for many, and each sign of danger by itself."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

import structlog

from bot.model.bells import HeldBell
from bot.model.conversation import Json
from bot.service.bells import send, stands_alone
from bot.service.messages import STAFF_CHANNEL
from bot.service.notices import Notice, notice_mark, state_body
from bot.store import IntakeStatus, Store, Unit

OVER = (IntakeStatus.WITHDRAWN, IntakeStatus.CLOSED)
_log = structlog.get_logger(__name__)


class HeldBells:
    """Rings what waited long enough. Several of these may run at once: each bell rings once."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """On this store, by this clock."""
        self._store, self._clock = store, clock

    async def run(self) -> int:
        """Everything that may ring now; how many bells that were."""
        now = self._clock()
        async with self._store.write() as unit:
            bells = sorted(await unit.take_held(now), key=lambda bell: (bell.channel, bell.address, bell.id))
            for _, of_one in groupby(bells, key=lambda bell: (bell.channel, bell.address)):
                await _ring_together(unit, tuple(of_one), now)
        if bells:
            _log.info("held_bells", number=len(bells))
        return len(bells)


async def _ring_together(unit: Unit, bells: Sequence[HeldBell], now: datetime) -> None:
    """What waited at one address: what stands alone first, then the one message about the rest."""
    read = [(bell, json.loads(bell.body)) for bell in bells]
    rest = [(bell, body) for bell, body in read if not stands_alone(body)]
    alone = rest if len(rest) == 1 else []
    for bell, body in read:
        if stands_alone(body) or alone:
            await _ring_alone(unit, bell, body, now)
    if len(rest) > 1:
        first, urgent = rest[0][0], any(bell.urgent for bell, _ in rest)
        body = json.dumps({"notice": Notice.SEVERAL.value, "counts": _counted(body for _, body in rest)})
        await send(unit, first.channel, first.address, body, now, urgent=urgent)


async def _ring_alone(unit: Unit, bell: HeldBell, body: Mapping[str, Json], now: datetime) -> None:
    written = bell.body
    if bell.channel == STAFF_CHANNEL and body["notice"] == Notice.INTAKE:
        intake = await unit.find_intake(str(body["code"]))
        if intake is None:
            return  # erased meanwhile
        await unit.drop_mark(notice_mark(intake.code))  # it has a message of its own, with the buttons of now
        written = json.dumps(state_body(intake), ensure_ascii=False)
    await send(unit, bell.channel, bell.address, written, now, urgent=bell.urgent)


def _counted(bodies: Iterable[Mapping[str, Json]]) -> dict[str, int]:
    """How many of each kind; of an intake that is over, how it ended says more than that it was one."""
    return dict(Counter(str(body["status"] if body.get("status") in OVER else body["notice"]) for body in bodies))
