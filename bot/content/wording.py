"""Put values into texts. A resident's words are values, never a template."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import phonenumbers
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.model.text import DUTCH, Source

HERE = ZoneInfo("Europe/Amsterdam")
"""Whose days and clocks count: those of the Netherlands."""
PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with every known `{name}` replaced, once; what is in a value stays as it is."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def day_in_words(day: date, language: str, *, weekday: bool = False, year: bool = True) -> str:
    """A day as people write it: 14 december 2026, maandag 14 december 2026, or maandag 14 december."""
    form = f"{'EEEE ' if weekday else ''}d MMMM{' y' if year else ''}"
    return format_date(day, form, locale=language)


def month_in_words(day: date) -> str:
    """The month of a day, for who reads Dutch: november 2026."""
    return format_date(day, "MMMM y", locale=DUTCH)


def moment_in_words(moment: datetime, language: str, form: str) -> str:
    """A moment as people write it: "maandag 23 november 2026 om 12 uur". `form` holds {dag} and {tekst}."""
    local = moment.astimezone(HERE)
    return fill(
        form, {"dag": day_in_words(local.date(), language, weekday=True), "tekst": clock_in_words(local.time())}
    )


def weekday_in_words(day: date, language: str) -> str:
    """The name of the day of the week: maandag."""
    return format_date(day, "EEEE", locale=language)


def clock_in_words(moment: time) -> str:
    """A clock time as people say it: 9, 9.30."""
    return str(moment.hour) if moment.minute == 0 else f"{moment.hour}.{moment.minute:02d}"


def hours_in_words(minutes: int, language: str) -> str:
    """Minutes as a number of hours: 2, 1,5, 2,25."""
    return format_decimal(Decimal(minutes) / 60, "#,##0.##", locale=language)


def list_in_words(parts: Sequence[str], language: str, style: Literal["standard", "or"] = "standard") -> str:
    """Parts as people name them: a, b en c; in the style "or": a, b of c."""
    return format_list(list(parts), style=style, locale=language)


def source_name(source: Source) -> str:
    """What a source is called: the article, or else the site it stands on."""
    return source.article or (urlsplit(source.url).hostname or source.url).removeprefix("www.")


def phone_in_words(number: str) -> str:
    """A stored number (+31...) as people dial it: 06 12345678; a foreign one keeps its country code.

    What is no number comes back as it is.
    """
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return number
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if parsed.country_code == 31 else form.INTERNATIONAL)


def capital(text: str) -> str:
    """The same text with a capital in front."""
    return text[:1].upper() + text[1:]
