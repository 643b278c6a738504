"""The parts of a place record: numbers, locations, area, check and sources, each with its own form."""

import re
from collections.abc import Callable
from typing import TypeVar

import yaml

from bot.content.phones import check_number
from bot.content.reader import Fields, Spot, read_all
from bot.model.places import (
    Accessibility,
    Area,
    Checked,
    CheckedHow,
    Dated,
    Location,
    Phone,
    PhoneKind,
    PlaceSource,
)

K = TypeVar("K")
_POSTCODE = re.compile(r"[1-9]\d{3} [A-Z]{2}")
_MUNICIPALITY = re.compile(r"gm\d{4}")
_RANGE = re.compile(r"([1-9]\d{3})(?:\s*-\s*([1-9]\d{3}))?")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")
_WEB = re.compile(r"https?://\S+")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def optional(fields: Fields, key: str, read: Callable[[Spot], K], absent: K) -> K:
    """What stands under `key`, or `absent` when the key is not there."""
    spot = fields.find(key)
    return read(spot) if spot else absent


def members(spot: Spot | None) -> list[Spot]:
    """The members of a list; one mapping or one value alone counts as a list of one."""
    if spot is None:
        return []
    return [spot] if isinstance(spot.node, yaml.MappingNode) else spot.items()


def matching(spot: Spot | None, form: re.Pattern[str], what: str, remedy: str) -> str:
    """A plain value of one form; empty when it is not there or not of that form."""
    value = (spot.scalar() or "") if spot else ""
    if spot and value and not form.fullmatch(value):
        spot.fail(f"'{value}' is not {what}", remedy)
        return ""
    return value


def read_phone(spot: Spot) -> Phone:
    """A number alone, or a number with what answers there."""
    if not isinstance(spot.node, yaml.MappingNode):
        return Phone(number=_number(spot))
    fields = spot.fields()
    number = fields.get("number")
    phone = Phone(
        number=_number(number) if number else "",
        kind=optional(fields, "kind", lambda item: item.one_of(PhoneKind, PhoneKind.VOICE), PhoneKind.VOICE),
        languages=read_languages(fields),
        note=fields.plain("note", ""),
    )
    fields.done()
    return phone


def _number(spot: Spot) -> str:
    value = spot.scalar() or ""
    if value:
        check_number(spot, value)
    return value


def read_languages(fields: Fields) -> tuple[str, ...]:
    """Codes of languages (ISO 639)."""
    spots = members(fields.find("languages"))
    return tuple(matching(spot, _LANGUAGE, "a language code", "use nl, en, tr, pl, ar ...") for spot in spots)


def read_location(spot: Spot) -> Location:
    """Where somebody can go; what was not seen is left out."""
    fields = spot.fields()
    location = Location(
        name=fields.plain("name", ""),
        address=fields.plain("address", ""),
        postcode=matching(fields.find("postcode"), _POSTCODE, "a postcode", "write it as 1315 HR"),
        city=fields.plain("city", ""),
        province=fields.plain("province", ""),
        near=fields.strings("near"),
    )
    fields.done()
    return location


def read_accessibility(spot: Spot) -> Accessibility:
    """What the building offers; a key that is left out is unknown."""
    fields = spot.fields()
    read = Accessibility(
        step_free=optional(fields, "step_free", Spot.yes_no, None),
        toilet=optional(fields, "toilet", Spot.yes_no, None),
        hearing_loop=optional(fields, "hearing_loop", Spot.yes_no, None),
        note=fields.text("note", required=False),
    )
    fields.done()
    return read


def read_area(spot: Spot) -> Area:
    """Whom it serves: municipalities, neighbourhoods, postcodes."""
    fields = spot.fields()
    codes = members(fields.find("municipalities"))
    area = Area(
        municipalities=tuple(read_code(item) for item in codes),
        neighbourhoods=fields.strings("neighbourhoods"),
        postcodes=optional(fields, "postcodes", lambda item: read_all(item, read_range), ()),
    )
    fields.done()
    return area


def read_code(spot: Spot) -> str:
    """The code that the CBS gives a municipality."""
    return matching(spot, _MUNICIPALITY, "the code of a municipality", "write it as gm0034")


def read_range(spot: Spot) -> tuple[int, int]:
    """The four digits of one postcode, or from one to another: 1301-1364."""
    value = spot.scalar() or ""
    match = _RANGE.fullmatch(value)
    if not match:
        spot.fail(f"'{value}' is not a range of postcodes", "write four digits, or 1301-1364")
        return (0, 0)
    low, high = int(match[1]), int(match[2] or match[1])
    if high < low:
        spot.fail(f"'{value}' runs backwards", "write the lower postcode first")
    return (low, high)


def read_checked(spot: Spot) -> Checked | None:
    """When, in which role and how an editor checked the record; None (and a fault) without a day."""
    fields = spot.fields()
    on, how = fields.get("on"), fields.get("how")
    day = on.day() if on else None
    by = fields.plain("by", "redactie")
    checked = Checked(on=day, by=by, how=how.one_of(CheckedHow, CheckedHow.BRON)) if day and how else None
    fields.done()
    return checked


def read_place_source(spot: Spot) -> PlaceSource:
    """An address alone, or with the day that the page bears."""
    remedy = "write it whole, with https://"
    if not isinstance(spot.node, yaml.MappingNode):
        return PlaceSource(url=matching(spot, _WEB, "a web address", remedy))
    fields = spot.fields()
    url = matching(fields.get("url"), _WEB, "a web address", remedy)
    source = PlaceSource(url=url, dated=optional(fields, "dated", Spot.day, None))
    fields.done()
    return source


def read_dated(spot: Spot | None, day_key: str) -> Dated | None:
    """A text with the day that belongs to it."""
    if spot is None:
        return None
    fields = spot.fields()
    text, day_spot = fields.text("text"), fields.get(day_key)
    day = day_spot.day() if day_spot else None
    fields.done()
    return Dated(text=text, on=day) if day else None


def read_mail(fields: Fields) -> str:
    """A mail address."""
    return matching(fields.find("email"), _MAIL, "a mail address", "write it as naam@voorbeeld.nl")


def read_web(fields: Fields) -> str:
    """A web address."""
    return matching(fields.find("web"), _WEB, "a web address", "write it whole, with https://")
