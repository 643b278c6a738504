"""A municipality's profile -> model."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.content.desks import read_line, warn_unconfirmed
from bot.content.place_parts import optional, read_code, read_range
from bot.content.reader import Fields, Spot, read_all
from bot.model.municipality import Hours, Municipality, QuestionKind, ShareTalk
from bot.model.places import Confidence, Place, branches_of, districts_of
from bot.model.text import DUTCH

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LONGEST_CLOSED = 62  # days in one go


def read_region(spot: Spot, folder: str) -> str:
    """`region.yaml` of one region: its name."""
    fields = spot.fields()
    if (region := fields.id()) and region != folder:
        spot.fail(f"id '{region}' is not the folder's name", f"write 'id: {folder}'")
    name = fields.plain("name")
    fields.done()
    return name


def read_municipality(spot: Spot, kinds: Mapping[str, QuestionKind]) -> Municipality:
    """`profile.yaml` of one municipality; its places come with its layers."""
    fields = spot.fields()
    postcodes, keep = fields.get("postcodes"), fields.get("keep_days")
    hours, region, share = fields.get("hours"), fields.find("region"), fields.find("share_talk")
    line = read_line(fields, kinds)
    municipality = Municipality(
        id=fields.id(),
        name=fields.plain("name"),
        code=optional(fields, "code", read_code, ""),
        region=region.name("region") if region else "",
        postcodes=read_all(postcodes, read_range) if postcodes else (),
        neighbourhoods=fields.strings("neighbourhoods"),
        coordination=fields.name("coordination", "place"),
        access=fields.name("access", "place"),
        shelter=fields.name("shelter", "place"),
        desks=line.desks,
        line=line.rules,
        instead=line.instead,
        long_term=line.long_term,
        kinds=kinds,
        objections=line.objections,
        before_wlz=line.before_wlz,
        hours=_hours(hours.fields()) if hours else _NO_HOURS,
        keep_days=keep.number(1, 365) if keep else 30,
        share_talk=share.one_of(ShareTalk, ShareTalk.NEVER) if share else ShareTalk.NEVER,
        places={},
        roles=_roles(fields),
        words=_words(fields),
    )
    fields.done()
    return municipality


# The parts that every profile must fill, under a key of their own.
_OWN_ROLES = {"toegang": "access", "coordinatie": "coordination", "opvang": "shelter"}


def _roles(fields: Fields) -> Mapping[str, tuple[str, ...]]:
    roles: dict[str, tuple[str, ...]] = {}
    for role, key in _OWN_ROLES.items():
        roles[role] = (fields.name(key, "place"),)
        fields.spot.report.names.append(("role", role, fields.spot))
    spot = fields.find("roles")
    for role, at, value in spot.pairs() if spot else ():
        at.report.names.append(("role", role, at))
        roles[role] = tuple(item.name("place") for item in value.items())
    return roles


def _words(fields: Fields) -> Mapping[str, str]:
    spot = fields.find("words")
    found: dict[str, str] = {}
    for role, at, value in spot.pairs() if spot else ():
        at.report.names.append(("role", role, at))
        found[role] = value.text().to(DUTCH)
    return found


def warn_unfilled(municipality: Municipality, places: Mapping[str, Place], spot: Spot) -> None:
    """What a talk can do without, but should not: `places` are all that this municipality knows."""
    if not municipality.postcodes:
        spot.warn("no postcodes: nobody is told that they live elsewhere", "add ranges under 'postcodes'")
    named = dict.fromkeys((municipality.coordination, municipality.access, municipality.shelter))
    for place in (places[name] for name in named if name in places):
        if place.confidence is Confidence.LOW:
            spot.warn(f"place '{place.id}' is not checked yet", "complete its file, then set 'confidence: high'")
        if place.id == municipality.coordination and not place.phone:
            spot.warn(f"place '{place.id}' has no phone, and every talk names it", "add 'phone:' to its file")


def with_places(municipality: Municipality, places: Mapping[str, Place]) -> Municipality:
    """The municipality with the places of its layers, and what follows from them."""
    return replace(
        municipality,
        places=places,
        branches=branches_of(places.values()),
        districts=districts_of(places.values()),
    )


def check_neighbourhoods(municipality: Municipality, places: Mapping[str, Place], spots: Mapping[str, Spot]) -> None:
    """A place names neighbourhoods as the profile does: in another spelling nobody would live near it."""
    known = municipality.neighbourhoods
    for place in places.values():
        near = (name for location in place.locations for name in location.near)
        for name in (*place.area.neighbourhoods, *near):
            if name not in known:
                spots[place.id].unknown("neighbourhood", name, known)


_NO_HOURS = Hours(weekdays=frozenset(), opens="09:00", closes="17:00", answer_hours=8, confirmed=False)


def _hours(fields: Fields) -> Hours:
    days, closed = fields.find("weekdays"), fields.find("closed")
    answer, phone = fields.get("answer_hours"), fields.find("phone_after_minutes")
    fields.get("confirmed")
    hours = Hours(
        weekdays=frozenset(read_all(days, _weekday)) if days else frozenset(range(5)),
        opens=_clock(fields, "opens"),
        closes=_clock(fields, "closes"),
        answer_hours=answer.number(1, 200) if answer else 8,
        phone_after_minutes=phone.number(5, 2400) if phone else _NO_HOURS.phone_after_minutes,
        confirmed=warn_unconfirmed(fields, "the hours of the coordination point"),
        closed=frozenset(day for days in read_all(closed, _closed) for day in days) if closed else frozenset(),
    )
    fields.done()
    if hours.opens >= hours.closes:
        fields.spot.fail(f"closes at {hours.closes}, before it opens", "set a later time under 'closes'")
    if not hours.weekdays:
        fields.spot.fail("no working day", "add 'weekdays: [ma, di, wo, do, vr]'")
    return hours


def _closed(spot: Spot) -> list[date]:
    """A day, or the days from one up to and including another."""
    value = spot.scalar() or ""
    first, _, last = (part.strip() for part in value.partition(" - "))
    try:
        begin = date.fromisoformat(first)
        length = (date.fromisoformat(last or first) - begin).days
    except ValueError:
        spot.fail(f"'{value}' is no day that exists", "write 2026-12-24, or 2026-12-28 - 2026-12-31")
        return []
    if not 0 <= length < _LONGEST_CLOSED:
        spot.fail(f"'{value}' lasts {length + 1} days", f"at most {_LONGEST_CLOSED}, the first day first")
        return []
    return [begin + timedelta(days=number) for number in range(length + 1)]


def _weekday(spot: Spot) -> int:
    value = spot.scalar() or ""
    if value not in DAYS:
        spot.fail(f"'{value}' is not a day of the week", f"use one of {', '.join(DAYS)}")
        return 0
    return DAYS.index(value)


def _clock(fields: Fields, key: str) -> str:
    spot = fields.get(key)
    value = (spot.scalar() or "") if spot else ""
    if spot and not _CLOCK.fullmatch(value):
        spot.fail(f"'{value}' is not a time", "write it as 09:00")
        return "00:00" if key == "opens" else "23:59"
    return value
