"""The parts of an HSDS record that hang below a service: numbers, hours, locations, and the extension `x_nl`."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid5

from bot.advice.hours import week_times
from bot.advice.standing import PlaceReason, old_from
from bot.model.conversation import Json
from bot.model.places import Location, Phone, PhoneKind, Place
from bot.model.text import DUTCH, Text

Record = dict[str, Json]
_SPACE = UUID("6f0c1c0e-5a53-4b0f-9d0e-3f6d5a3c7b21")  # of Wegwijzer; never change it
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PHONE_TYPES = {PhoneKind.SMS: "text", PhoneKind.WHATSAPP: "text"}
_DAY = timedelta(days=1)


def uuid_of(*parts: str) -> str:
    return str(uuid5(_SPACE, "/".join(parts)))


def filled(record: Mapping[str, Json]) -> Record:
    """Without what is unknown: absent says "unknown", an empty value would say "none"."""
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}


def dutch(text: Text) -> str:
    return text.to(DUTCH)


def phone_record(place: Place, phone: Phone) -> Record:
    return filled(
        {
            "id": uuid_of("phone", place.id, phone.number),
            "number": phone.number,
            "type": _PHONE_TYPES.get(phone.kind, "voice"),
            "description": phone.note,
            "languages": [language_record(f"{place.id}/{phone.number}/{code}", code) for code in phone.languages],
        }
    )


def language_record(mark: str, code: str) -> Record:
    return {"id": uuid_of("language", mark), "code": code}


def schedules_of(place: Place) -> list[Json]:
    """The hours of an ordinary week, one schedule for days with the same times; else in words only.

    They hold until the day the record must be checked again, as the guidance of HSDS asks.
    """
    if not place.open and not place.hours:
        return []
    old = old_from(place)
    until = place.hours_valid_until or (old - _DAY if old else None)
    shared: Record = {
        "valid_from": place.checked.on.isoformat() if place.checked else None,
        "valid_to": until.isoformat() if until else None,
        "description": dutch(place.hours) or place.open,
    }
    times: dict[tuple[str, str, str], list[str]] = {}
    for one in week_times(place.open) if place.open else ():
        times.setdefault((one.opens, one.closes, one.note), []).append(_DAYS[one.weekday])
    if not times:
        return [filled({"id": uuid_of("schedule", place.id), **shared})]
    return [
        filled(
            {
                "id": uuid_of("schedule", place.id, opens, closes, *days),
                **shared,
                "freq": "WEEKLY",
                "byday": ",".join(days),
                "opens_at": opens,
                "closes_at": "23:59" if closes == "24:00" else closes,
                "notes": note,
            }
        )
        for (opens, closes, note), days in times.items()
    ]


def service_at(place: Place, number: int, location: Location) -> Record:
    mark = str(number)
    complete = all((location.address, location.city, location.province, location.postcode))
    address: Record = {
        "id": uuid_of("address", place.id, mark),
        "address_1": location.address,
        "city": location.city,
        "state_province": location.province,
        "postal_code": location.postcode,
        "country": "NL",
        "address_type": "physical",
    }
    accessible = dutch(place.accessibility.note)
    return {
        "id": uuid_of("service_at_location", place.id, mark),
        "location": filled(
            {
                "id": uuid_of("location", place.id, mark),
                "location_type": "physical",
                "name": location.name,
                "description": ", ".join((*(() if complete else (location.in_words,)), *location.near)).strip(", "),
                "addresses": [address] if complete else [],
                "accessibility": (
                    [{"id": uuid_of("accessibility", place.id, mark), "description": accessible}] if accessible else []
                ),
            }
        ),
    }


def extension_of(place: Place, reason: PlaceReason) -> Record:
    """What HSDS has no place for."""
    checked = place.checked
    seen = place.accessibility
    return filled(
        {
            "code": place.id,
            "wet": [law.value for law in place.laws],
            "toegang": place.access.value if place.access else None,
            "trede": place.trede,
            "rol": place.role.value if place.role else None,
            "onafhankelijk": place.independent,
            "adres_geheim": place.secret_address,
            "crisis": place.crisis,
            "niet_voor": dutch(place.not_for),
            "openingstijden": place.open,
            "toegankelijk": filled(
                {"drempelvrij": seen.step_free, "rolstoeltoilet": seen.toilet, "ringleiding": seen.hearing_loop}
            ),
            "bel_eerst": reason is not PlaceReason.CHECKED,
            "controle": (
                {"op": checked.on.isoformat(), "door_rol": checked.by, "hoe": checked.how.value} if checked else None
            ),
            "verloopt_na_dagen": place.expires_after,
            "bron": [
                filled({"url": source.url, "pagina_van": source.dated.isoformat() if source.dated else None})
                for source in place.sources
            ],
            "wachttijd": (
                {"tekst": dutch(place.waiting.text), "peildatum": place.waiting.on.isoformat()}
                if place.waiting
                else None
            ),
        }
    )
