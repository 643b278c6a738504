"""The social map as HSDS 3.2 (Human Services Data Specification), with what Dutch care needs under `x_nl`.

What residents do not get to see is not published either, and a secret address is in no file. Ids are UUIDs made from
our own ids, so that they stay the same from one export to the next.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.advice.standing import Showing, standing
from bot.model.conversation import Json
from bot.model.knowledge import Topic
from bot.model.municipality import Municipality
from bot.model.places import Place
from bot.model.text import DUTCH
from bot.publish.hsds_parts import (
    Record,
    dutch,
    extension_of,
    filled,
    language_record,
    phone_record,
    schedules_of,
    service_at,
    uuid_of,
)

VERSION = "3.2"
_SOURCE = "https://raw.githubusercontent.com/openreferral/specification/refs/heads/3.2/schema"
_MUNICIPALITY = "https://identifier.overheid.nl/tooi/id/gemeente/"
_COUNTRY = "Nederland"
_TAXONOMY = "wegwijzer-onderwerp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Everything that is published of one municipality, on one day."""

    index: Record
    page: Record  # the list of services, without what hangs below them
    services: tuple[Record, ...]


def export(
    places: Iterable[Place], local: frozenset[str], municipality: Municipality, topics: Mapping[str, Topic], today: date
) -> Export:
    """The places that are shown on this day to residents of the municipality; `local` are the ids of its own."""
    known = {place.id: place for place in places}
    book = _Book(known, local, municipality, topics, today)
    services = tuple(book.service(known[name]) for name in sorted(known) if book.is_shown(known[name]))
    return Export(index=_index(municipality), page=_page(services), services=services)


def _index(municipality: Municipality) -> Record:
    return {
        "version": VERSION,
        "profile": f"{_SOURCE}/service.json",
        "openapi_url": f"{_SOURCE}/openapi.json",
        "description": municipality.name,
    }


def _page(services: tuple[Record, ...]) -> Record:
    return {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": [{key: value for key, value in one.items() if not isinstance(value, list)} for one in services],
    }


class _Book:
    """One export in the making."""

    def __init__(
        self,
        places: Mapping[str, Place],
        local: frozenset[str],
        municipality: Municipality,
        topics: Mapping[str, Topic],
        today: date,
    ) -> None:
        self.places, self.local, self.municipality, self.topics = places, local, municipality, topics
        self.today = today
        self.by_name = {place.name: place for place in places.values()}

    def is_shown(self, place: Place) -> bool:
        codes = place.area.municipalities
        here = not codes or self.municipality.code in codes
        return here and standing(place, self.today).showing is not Showing.HIDDEN

    def service(self, place: Place) -> Record:
        organisation = self._organisation(place)
        return filled(
            {
                "id": uuid_of("service", place.id),
                "organization_id": organisation["id"],
                "name": place.name,
                "alternate_name": "; ".join(place.also_called),
                "description": dutch(place.what),
                "url": place.web,
                "email": place.email,
                "status": place.status.value,
                "interpretation_services": dutch(place.interpreter),
                "application_process": dutch(place.first_step),
                "fees_description": dutch(place.costs),
                "eligibility_description": dutch(place.who),
                "minimum_age": place.ages[0],
                "maximum_age": place.ages[1],
                "assured_date": place.checked.on.isoformat() if place.checked else None,
                "alert": dutch(place.alert.text) if place.alert and self.today <= place.alert.on else None,
                "organization": organisation,
                "phones": [phone_record(place, phone) for phone in place.phones],
                "schedules": schedules_of(place),
                "service_areas": self._areas(place),
                "service_at_locations": [
                    service_at(place, number, one) for number, one in enumerate(place.open_locations)
                ],
                "languages": [language_record(f"{place.id}/{code}", code) for code in place.languages],
                "required_documents": [
                    {"id": uuid_of("document", place.id, str(number)), "document": dutch(text)}
                    for number, text in enumerate(place.bring)
                ],
                "attributes": [self._attribute(place, name) for name in place.topics],
                "x_nl": extension_of(place, standing(place, self.today).reason),
            }
        )

    def _organisation(self, place: Place) -> Record:
        """Who runs it: the place itself when nobody else is named."""
        parent = self.places.get(place.branch_of, place)
        name = place.organisation or parent.organisation or parent.name
        known = self.by_name.get(name)
        return filled(
            {
                "id": uuid_of("organization", name),
                "name": name,
                "description": dutch(known.what) if known else name,
                "website": known.web if known else None,
                "email": known.email if known else None,
            }
        )

    def _areas(self, place: Place) -> list[Json]:
        """Whom it serves. A shelter's neighbourhood is not told: it would tell where it stands."""
        codes = place.area.municipalities or ((self.municipality.code,) if place.id in self.local else ())
        named = {self.municipality.code: self.municipality.name}
        areas = [(named.get(code, code), f"{_MUNICIPALITY}{code}") for code in codes if code] or [(_COUNTRY, "")]
        if not place.secret_address:
            areas += [(name, "") for name in place.area.neighbourhoods]
            areas += [(f"{low}-{high}", "") for low, high in place.area.postcodes]
        return [
            filled({"id": uuid_of("area", place.id, name), "name": name, "extent_type": "text", "uri": uri})
            for name, uri in areas
        ]

    def _attribute(self, place: Place, name: str) -> Record:
        topic = self.topics[name]
        term = {
            "id": uuid_of("term", name),
            "code": name,
            "name": dutch(topic.name),
            "description": dutch(topic.noun),
            "taxonomy": _TAXONOMY,
            "language": DUTCH,
        }
        return {
            "id": uuid_of("attribute", place.id, name),
            "link_id": uuid_of("service", place.id),
            "link_entity": "service",
            "taxonomy_term_id": term["id"],
            "taxonomy_term": dict(term),
        }
