"""The files of a `places/` folder -> model."""

from bot.content.phones import check_number
from bot.content.reader import Spot
from bot.model.places import Confidence, Place


def read_place(spot: Spot) -> Place:
    """One file of a `places/` folder."""
    fields = spot.fields()
    confidence, seen = fields.get("confidence"), fields.find("seen_on")
    phone = fields.find("phone")
    if phone is not None and (number := phone.scalar()):
        check_number(phone, number)
    place = Place(
        id=fields.id(),
        name=fields.plain("name"),
        short=fields.plain("short", ""),
        kind=fields.plain("kind"),
        what=fields.text("what"),
        who=fields.text("who", required=False),
        first_step=fields.text("first_step", required=False),
        phone=fields.plain("phone", ""),
        email=fields.plain("email", ""),
        web=fields.plain("web", ""),
        address=fields.plain("address", ""),
        hours=fields.text("hours", required=False),
        costs=fields.text("costs", required=False),
        areas=fields.strings("areas"),
        topics=fields.names("topics", "topic"),
        confidence=confidence.one_of(Confidence, Confidence.LOW) if confidence else Confidence.LOW,
        seen_on=seen.day() if seen else None,
        source=fields.plain("source", ""),
        note=fields.plain("note", ""),
    )
    fields.done()
    if place.confidence is not Confidence.LOW:
        _check_shown(place, spot)
    return place


def _check_shown(place: Place, spot: Spot) -> None:
    """What a resident gets to see needs a source and a way to get there."""
    if not place.source:
        spot.fail(f"place '{place.id}' has no source", "add 'source:' with the page, or set confidence: low")
    if not (place.phone or place.web or place.email or place.address):
        spot.fail(f"place '{place.id}' cannot be reached", "add phone, web, email or address, or set confidence: low")
