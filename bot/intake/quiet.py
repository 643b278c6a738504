"""Quiet hours of somebody who works here: when their bells ring again."""

from datetime import UTC, datetime, time, timedelta

from bot.content.wording import HERE
from bot.model.bells import QuietHours


def after_quiet(quiet: QuietHours | None, moment: datetime) -> datetime:
    """The moment itself when a bell may ring then, else the end of these quiet hours, in UTC."""
    local = moment.astimezone(HERE)
    clock = local.time()
    if quiet is None or not _is_within(quiet, clock):
        return moment.astimezone(UTC)
    day = local.date() if clock < quiet.ends else local.date() + timedelta(days=1)
    return datetime.combine(day, quiet.ends, HERE).astimezone(UTC)


def _is_within(quiet: QuietHours, clock: time) -> bool:
    """The beginning counts, the end does not; the same twice is no quiet at all."""
    if quiet.begins <= quiet.ends:
        return quiet.begins <= clock < quiet.ends
    return clock >= quiet.begins or clock < quiet.ends
