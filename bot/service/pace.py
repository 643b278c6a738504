"""How busy the coordination point is, as last measured: what a promise to a new resident rests on."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.intake.load import Wait, measure, window_start
from bot.intake.promise import Load
from bot.model.municipality import Hours
from bot.store import Store, WorkLoad


class Pace:
    """Measured now and then, beside the turns: none of them waits for it."""

    def __init__(self) -> None:
        """Nothing was measured yet: until then only the opening hours count."""
        self.load: Load | None = None

    async def measure(self, store: Store, hours: Hours, now: datetime) -> None:
        """Measure anew. The sums are done in a thread: with many open questions they take a tenth of a second."""
        async with store.read() as unit:
            work = await unit.work_load(window_start(hours, now))
        waits = tuple(_waits(work))
        self.load = await asyncio.to_thread(measure, hours, now, waits)

    def one_more(self, *, urgent: bool) -> None:
        """Another question came since it was measured."""
        if self.load is not None:
            more = self.load.n_urgent + urgent
            self.load = replace(self.load, n_open=self.load.n_open + 1, n_urgent=more)


def _waits(work: WorkLoad) -> Iterator[Wait]:
    for number, since in enumerate(work.waiting):
        yield Wait(since=since, urgent=number < work.urgent)  # which of them is urgent makes no difference
    yield from (Wait(since=since, until=until) for since, until in work.answered)
