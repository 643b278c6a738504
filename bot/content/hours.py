"""Opening hours in the notation of OpenStreetMap: read, and what is wrong with them."""

import re
from datetime import datetime
from functools import lru_cache

from opening_hours import OpeningHours, validate

from bot.content.wording import HERE

ALWAYS_OPEN = "24/7"
_HOLIDAY_RULE = re.compile(r"\bPH\b")
_BEGIN = datetime(2026, 1, 1, tzinfo=HERE)  # before any hours that somebody writes now
_EXAMPLE = "write them as 'Mo-Fr 09:00-17:00; PH off'"


@lru_cache(maxsize=8192)
def parse_hours(text: str) -> OpeningHours:
    """The hours, with the holidays (PH) of the Netherlands. Only for hours without a fault.

    PH are the holidays that the library knows: New Year, Easter, King's Day, Ascension, Whitsun and Christmas.
    Goede Vrijdag and 5 May are not among them (`bot/advice/hours.py` sees to those).
    """
    return OpeningHours(text, timezone=HERE, country="NL", auto_country=False, auto_timezone=False)


def hours_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with hours and what to do about it; None when they are good."""
    if not validate(text):
        return f"'{text}' are not opening hours", _EXAMPLE
    if text != ALWAYS_OPEN and not _HOLIDAY_RULE.search(text):
        return f"'{text}' say nothing about holidays", "add '; PH off', or '; PH unknown' when nobody knows"
    hours = parse_hours(text)
    if hours.is_closed(_BEGIN) and hours.next_change(_BEGIN) is None:
        return f"'{text}' are never open", _EXAMPLE
    return None
