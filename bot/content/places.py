"""The files of a `places/` folder -> model: what a record says, and whether it may be shown."""

import re
from collections.abc import Iterator

import yaml

from bot.content.hours import hours_fault
from bot.content.place_parts import (
    members,
    optional,
    read_accessibility,
    read_area,
    read_checked,
    read_dated,
    read_languages,
    read_location,
    read_mail,
    read_phone,
    read_place_source,
    read_web,
)
from bot.content.reader import Fields, Spot
from bot.model.law import Law
from bot.model.places import (
    CHECK_AGAIN_AFTER,
    CHECK_LINE_AGAIN_AFTER,
    LONGEST_UNCHECKED,
    Access,
    Accessibility,
    Area,
    Confidence,
    PhoneKind,
    Place,
    Role,
    Status,
)

_OLDEST = 120  # years
_TREDE: dict[Access | None, int] = {  # the order of showing that belongs to a way in
    Access.MELDING_GEMEENTE: 4,
    Access.BESCHIKKING: 4,
    Access.INDICATIE_CIZ: 5,
    Access.VERWIJZING_HUISARTS: 5,
}
_FREELY_OPEN = 3
_ANY_AGE: tuple[int | None, int | None] = (None, None)
# A street with its usual ending, or a postcode with its letters.
_ADDRESS = re.compile(
    r"\b[A-Z][a-z]+(?:straat|weg|laan|plein|kade|dreef|hof|pad|gracht|singel|dijk|baan|plantsoen)\b|\b\d{4} ?[A-Z]{2}\b"
)


def read_place(spot: Spot) -> Place:
    """One file of a `places/` folder."""
    fields = spot.fields()
    confidence = fields.get("confidence")
    phones = tuple(read_phone(item) for item in members(fields.find("phone")))
    crisis = optional(fields, "crisis", Spot.yes_no, False)
    access = optional(fields, "access", lambda item: item.one_of(Access, Access.VRIJ), None)
    place = Place(
        id=fields.id(),
        name=fields.plain("name"),
        short=fields.plain("short", ""),
        also_called=fields.strings("also_called"),
        organisation=fields.plain("organisation", ""),
        branch_of=optional(fields, "branch_of", lambda item: item.name("place"), ""),
        kind=fields.plain("kind"),
        status=optional(fields, "status", lambda item: item.one_of(Status, Status.INACTIVE), Status.ACTIVE),
        what=fields.text("what"),
        who=fields.text("who", required=False),
        not_for=fields.text("not_for", required=False),
        ages=optional(fields, "ages", _ages, _ANY_AGE),
        first_step=fields.text("first_step", required=False),
        bring=fields.texts("bring"),
        costs=fields.text("costs", required=False),
        phones=phones,
        email=read_mail(fields),
        web=read_web(fields),
        locations=tuple(read_location(item) for item in members(fields.find("where"))),
        accessibility=optional(fields, "accessibility", read_accessibility, Accessibility()),
        open=optional(fields, "open", _open, ""),
        hours=fields.text("hours", required=False),
        hours_valid_until=optional(fields, "hours_valid_until", Spot.day, None),
        area=optional(fields, "area", read_area, Area()),
        languages=read_languages(fields),
        interpreter=fields.text("interpreter", required=False),
        topics=fields.names("topics", "topic"),
        laws=tuple(item.one_of(Law, Law.OVERIG) for item in members(fields.find("laws"))),
        access=access,
        trede=optional(fields, "trede", lambda item: item.number(1, 6), _TREDE.get(access, _FREELY_OPEN)),
        role=optional(fields, "role", lambda item: item.one_of(Role, Role.AANBIEDER), None),
        secret_address=optional(fields, "secret_address", Spot.yes_no, False),
        crisis=crisis,
        waiting=read_dated(fields.find("waiting"), "on"),
        alert=read_dated(fields.find("alert"), "until"),
        confidence=confidence.one_of(Confidence, Confidence.LOW) if confidence else Confidence.LOW,
        checked=optional(fields, "checked", read_checked, None),
        expires_after=_expires_after(fields, is_line=crisis or any(one.kind is PhoneKind.HELPLINE for one in phones)),
        sources=tuple(read_place_source(item) for item in members(fields.find("sources"))),
        note=fields.plain("note", ""),
    )
    fields.done()
    _check_place(place, fields)
    return place


def _expires_after(fields: Fields, *, is_line: bool) -> int:
    usual = CHECK_LINE_AGAIN_AFTER if is_line else CHECK_AGAIN_AFTER
    return optional(fields, "expires_after", lambda item: item.number(1, LONGEST_UNCHECKED), usual)


def _ages(spot: Spot) -> tuple[int | None, int | None]:
    fields = spot.fields()
    low, high = (optional(fields, key, lambda item: item.number(0, _OLDEST), None) for key in ("from", "to"))
    fields.done()
    if low is not None and high is not None and high < low:
        spot.fail(f"ages run backwards, from {low} to {high}", "write the lower age under 'from'")
    return low, high


def _open(spot: Spot) -> str:
    value = spot.scalar() or ""
    fault = hours_fault(value) if value else None
    if fault:
        spot.fail(*fault)
        return ""
    return value


def _check_place(place: Place, fields: Fields) -> None:
    """What the parts of a record say together."""
    if place.secret_address:
        _check_secret(place, fields)
    _check_days(place, fields)
    if place.confidence is not Confidence.LOW:
        _check_shown(place, fields.spot)


def _check_shown(place: Place, spot: Spot) -> None:
    """What a resident gets to see needs a source, a check and a way to get there."""
    remedy = ", or set confidence: low"
    if not place.sources:
        spot.fail(f"place '{place.id}' has no source", f"add 'sources:' with the page{remedy}")
    if not place.checked:
        spot.fail(f"place '{place.id}' was never checked", f"add 'checked:' with on, by and how{remedy}")
    if not place.reachable:
        spot.fail(f"place '{place.id}' cannot be reached", f"add phone, web, email or where{remedy}")


def _check_secret(place: Place, fields: Fields) -> None:
    """A secret address is not kept at all: what does not stand here cannot leave."""
    where = fields.find("where")
    if where is not None:
        where.fail(f"place '{place.id}' is secret and has an address", "take 'where' out; who works there knows it")
    for spot in _scalars(fields.spot):
        found = _ADDRESS.search(str(spot.node.value))
        if found:
            spot.fail(f"place '{place.id}' is secret, and '{found[0]}' tells where it is", "take it out")


def _scalars(spot: Spot) -> Iterator[Spot]:
    todo = [spot.node]
    while todo:
        node = todo.pop()
        if isinstance(node, yaml.ScalarNode):
            yield spot.at(node)
        elif isinstance(node, yaml.SequenceNode):
            todo.extend(node.value)
        else:
            todo.extend(value for key, value in node.value if key.value not in ("where", "sources"))


def _check_days(place: Place, fields: Fields) -> None:
    """No day may have passed already when the record was checked. What passes later is for `check --stale`."""
    if place.checked is None:
        return
    checked = place.checked.on
    ends = {"hours_valid_until": place.hours_valid_until, "alert": place.alert.on if place.alert else None}
    for key, day in ends.items():
        spot = fields.find(key)
        if spot and day and day < checked:
            spot.fail(f"'{key}' ended on {day}, before the check of {checked}", "take it out or check again")
    for spot, source in zip(members(fields.find("sources")), place.sources, strict=True):
        if source.dated and source.dated > checked:
            spot.fail(f"the page is of {source.dated}, after the check of {checked}", "correct one of the two days")
