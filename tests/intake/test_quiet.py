"""Quiet hours on the wall clock of Amsterdam, also over midnight and when the clock is moved."""

from datetime import time

import pytest
from cases_lab import local

from bot.intake.quiet import after_quiet
from bot.model.bells import QuietHours

NIGHT, LUNCH, NEVER = (time(22), time(7, 30)), (time(12), time(13)), (time(8), time(8))
ROWS = [
    (NIGHT, "2026-11-23 21:59", "2026-11-23 21:59"),
    (NIGHT, "2026-11-23 22:00", "2026-11-24 07:30"),
    (NIGHT, "2026-11-24 00:00", "2026-11-24 07:30"),
    (NIGHT, "2026-11-24 07:29", "2026-11-24 07:30"),
    (NIGHT, "2026-11-24 07:30", "2026-11-24 07:30"),
    (LUNCH, "2026-11-23 12:00", "2026-11-23 13:00"),
    (LUNCH, "2026-11-23 13:00", "2026-11-23 13:00"),
    (LUNCH, "2026-11-23 11:59", "2026-11-23 11:59"),
    (NEVER, "2026-11-23 08:00", "2026-11-23 08:00"),
    (NIGHT, "2026-03-28 23:00", "2026-03-29 07:30"),  # to summer time
    (NIGHT, "2026-10-24 23:00", "2026-10-25 07:30"),  # and back
]


@pytest.mark.parametrize(("hours", "moment", "rings"), ROWS)
def test_when_a_bell_may_ring(hours: tuple[time, time], moment: str, rings: str) -> None:
    begins, ends = hours
    assert after_quiet(QuietHours(begins=begins, ends=ends), local(moment)) == local(rings)


def test_without_quiet_hours_always() -> None:
    assert after_quiet(None, local("2026-11-23 03:00")) == local("2026-11-23 03:00")
