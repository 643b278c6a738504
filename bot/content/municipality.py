"""A municipality's profile -> model."""

import re
from collections.abc import Mapping

from bot.content.conditions import ConditionReader
from bot.content.place_parts import optional, read_code, read_range
from bot.content.reader import Fields, Spot, read_all
from bot.model.municipality import Desk, Hours, Municipality, Objections
from bot.model.places import Place, branches_of, districts_of

_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def read_municipality(spot: Spot, conditions: ConditionReader, places: Mapping[str, Place]) -> Municipality:
    """`profile.yaml` of one municipality; `places` are the records of its own folder."""
    fields = spot.fields()
    postcodes, desks, keep = fields.get("postcodes"), fields.get("desks"), fields.get("keep_days")
    objections, hours = fields.get("objections"), fields.get("hours")
    wlz = fields.get("wlz_before_indication")
    municipality = Municipality(
        id=fields.id(),
        name=fields.plain("name"),
        code=optional(fields, "code", read_code, ""),
        postcodes=read_all(postcodes, read_range) if postcodes else (),
        neighbourhoods=fields.strings("neighbourhoods"),
        coordination=fields.name("coordination", "place"),
        access=fields.name("access", "place"),
        shelter=fields.name("shelter", "place"),
        desks=_desks(desks, conditions) if desks else (),
        objections=objections.one_of(Objections, Objections.EXCLUDED) if objections else Objections.EXCLUDED,
        wlz_before_indication=wlz.yes_no() if wlz else False,
        hours=_hours(hours.fields()) if hours else _NO_HOURS,
        keep_days=keep.number(1, 365) if keep else 30,
        places=places,
        branches=branches_of(places.values()),
        districts=districts_of(places.values()),
    )
    fields.done()
    return municipality


def _desks(spot: Spot, conditions: ConditionReader) -> tuple[Desk, ...]:
    """The desks in their order: the first that may take a question takes it."""
    desks = read_all(spot, lambda item: _desk(item, conditions))
    conditions.in_order((desk.when, item) for desk, item in zip(desks, spot.items(), strict=True))
    for place, item in enumerate(spot.items()):
        if desks[place].id and desks[place].id in {desk.id for desk in desks[:place]}:
            item.fail(f"double desk '{desks[place].id}'", "give each desk its own id")
    return desks


def _desk(spot: Spot, conditions: ConditionReader) -> Desk:
    fields = spot.fields()
    desk = Desk(
        id=fields.id(),
        name=fields.plain("name"),
        kind=fields.plain("kind"),
        place=fields.name("place", "place"),
        when=conditions.read(fields.find("when")),
        why=fields.text("why"),
    )
    fields.done()
    return desk


_NO_HOURS = Hours(weekdays=frozenset(), opens="09:00", closes="17:00", answer_hours=8, confirmed=False)


def _hours(fields: Fields) -> Hours:
    days = fields.find("weekdays")
    answer, confirmed = fields.get("answer_hours"), fields.get("confirmed")
    hours = Hours(
        weekdays=frozenset(read_all(days, _weekday)) if days else frozenset(range(5)),
        opens=_clock(fields, "opens"),
        closes=_clock(fields, "closes"),
        answer_hours=answer.number(1, 200) if answer else 8,
        confirmed=confirmed.yes_no() if confirmed else False,
    )
    fields.done()
    if hours.opens >= hours.closes:
        fields.spot.fail(f"closes at {hours.closes}, before it opens", "set a later time under 'closes'")
    if not hours.weekdays:
        fields.spot.fail("no working day", "add 'weekdays: [ma, di, wo, do, vr]'")
    return hours


def _weekday(spot: Spot) -> int:
    value = spot.scalar() or ""
    if value not in _DAYS:
        spot.fail(f"'{value}' is not a day of the week", f"use one of {', '.join(_DAYS)}")
        return 0
    return _DAYS.index(value)


def _clock(fields: Fields, key: str) -> str:
    spot = fields.get(key)
    value = (spot.scalar() or "") if spot else ""
    if spot and not _CLOCK.fullmatch(value):
        spot.fail(f"'{value}' is not a time", "write it as 09:00")
        return "00:00" if key == "opens" else "23:59"
    return value
