"""Opening hours and moments for what becomes of an intake, read from the tables of the tests."""

from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from bot.content.wording import HERE
from bot.model.municipality import Hours

TABLES = Path(__file__).parents[1] / "intake"


def table(name: str) -> dict:
    """One file of tests/intake, read as text."""
    return yaml.load((TABLES / name).read_bytes(), yaml.BaseLoader)


def local(words: str) -> datetime:
    """A wall clock time of Amsterdam, in UTC."""
    return datetime.fromisoformat(words).replace(tzinfo=HERE).astimezone(UTC)


def hours_of(words: dict) -> Hours:
    """A profile's hours as a table writes them; what is left out is an office of 9 to 17 o'clock with a norm of 8."""
    return Hours(
        weekdays=frozenset(int(day) for day in words.get("weekdays", "01234")),
        opens=words.get("opens", "09:00"),
        closes=words.get("closes", "17:00"),
        answer_hours=int(words.get("norm", "8")),
        confirmed=True,
        phone_after_minutes=int(words.get("phone", "120")),
        closed=frozenset(date.fromisoformat(day) for day in words.get("closed", [])),
    )


OFFICE = hours_of({})
