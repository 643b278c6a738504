"""The export to HSDS 3.2: every service validates, nothing secret or hidden is in it, and it stays the same."""

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from advice_lab import ALMERE, AT, KNOWN
from jsonschema import Draft202012Validator, FormatChecker

from bot.advice.standing import Showing, standing
from bot.model.conversation import Json
from bot.model.places import Accessibility, Area, Confidence, Dated, Location, Phone, PhoneKind, Place
from bot.model.text import Text
from bot.publish.hsds import Export, Record, export

TODAY = AT.date()
PLACES = {**KNOWN.places, **ALMERE.places}
SCHEMA = json.loads((Path(__file__).parent / "hsds-3.2-service.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def made(places: dict[str, Place] = PLACES, today: date = TODAY) -> Export:
    return export(places.values(), frozenset(ALMERE.places), ALMERE, KNOWN.topics, today)


@cache
def real() -> dict[str, Record]:
    return {code(one): one for one in made().services}


def code(service: Record) -> str:
    extension = service["x_nl"]
    assert isinstance(extension, dict)
    return str(extension["code"])


def one(place: Place) -> Record:
    (service,) = made({place.id: place}).services
    assert faults(service) == []
    return service


def faults(service: Json) -> list[str]:
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in VALIDATOR.iter_errors(service)]


def test_the_schema_is_one_and_knows_the_formats() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert {"uuid", "uri", "email", "date-time"} <= FormatChecker.checkers.keys()


@pytest.mark.parametrize(
    "change",
    [
        {"id": "loket"},
        {"status": "open"},
        {"url": "geen adres"},
        {"email": "geen mail"},
        {"minimum_age": "18"},
        {"phones": [{"id": "x"}]},
        {"contacts": []},
    ],
)
def test_the_schema_refuses_what_is_wrong(change: dict) -> None:
    good = next(iter(real().values()))
    assert faults(good) == []
    assert faults({**good, **change})


@pytest.mark.parametrize("name", sorted(PLACES))
def test_every_place_that_is_shown_validates_and_no_other_is_there(name: str) -> None:
    shown = standing(PLACES[name], TODAY).showing is not Showing.HIDDEN
    assert (name in real()) is shown
    if shown:
        assert faults(real()[name]) == []


def test_ids_are_unique_and_stay_the_same() -> None:
    ids = [service["id"] for service in real().values()]
    assert len(set(ids)) == len(ids)
    assert made() == made()
    assert real()["oco-almere"]["id"] == "66bea84f-d3ce-55eb-bc04-d2c700ce4553"


def test_hours_become_schedules_by_week() -> None:
    schedules = real()["buurtkamer-het-kardoes"]["schedules"]
    assert isinstance(schedules, list)
    told = [{key: value for key, value in part.items() if key not in ("id", "description")} for part in schedules]  # type: ignore[union-attr]
    shared = {"freq": "WEEKLY", "valid_from": "2026-11-21", "valid_to": "2027-04-30", "opens_at": "09:30"}
    assert told == [{**shared, "byday": "TU", "closes_at": "13:00"}, {**shared, "byday": "TH", "closes_at": "15:00"}]


def test_hours_known_in_words_only_stay_words() -> None:
    (schedule,) = real()["buurtkamer-leeghwaterhof"]["schedules"]  # type: ignore[misc,union-attr]
    assert isinstance(schedule, dict)
    assert "freq" not in schedule
    assert "15 tot 17 uur" in str(schedule["description"])
    assert schedule["valid_to"] == "2027-05-20"  # the last day before it must be checked again


def test_a_place_that_nobody_checks_leaves_the_export() -> None:
    late = TODAY + timedelta(days=2 * 365)
    assert made(today=late).services == ()
    assert made(today=late).page["empty"] is True


def test_a_secret_address_is_in_no_field() -> None:
    shelter = replace(
        PLACES["blijf-groep-oranje-huis"],
        confidence=Confidence.HIGH,
        locations=(Location(name="Huis", address="Geheimkade 7", postcode="1399 ZZ", city="Almere", near=("Poort",)),),
        area=Area(neighbourhoods=("Geheimbuurt",), postcodes=((1399, 1399),)),
    )
    service = one(shelter)
    assert "service_at_locations" not in service
    text = json.dumps(service)
    assert not [word for word in ("Geheim", "1399", "Poort") if word in text]
    assert "088 234 24 50" in text


def test_a_full_record_fills_every_field_and_validates() -> None:
    text = Text({"nl": "Uitleg."})
    place = replace(
        PLACES["toegankelijke-balie"],
        also_called=("Balie",),
        not_for=text,
        ages=(18, 99),
        bring=(text,),
        phones=(Phone(number="14 036", kind=PhoneKind.SMS, languages=("nl",), note="kies 3"),),
        accessibility=Accessibility(step_free=True, toilet=False, note=text),
        open='Mo-Fr 09:00-24:00 "op afspraak"; PH off',
        languages=("nl", "ar"),
        alert=Dated(text=text, on=TODAY),
        waiting=Dated(text=text, on=TODAY),
        area=Area(municipalities=("gm0034", "gm0995"), neighbourhoods=("Waterwijk",), postcodes=((1301, 1364),)),
    )
    service = one(place)
    wanted = "alternate_name minimum_age maximum_age alert required_documents languages interpretation_services".split()
    assert not [key for key in wanted if key not in service]
    areas = [area["name"] for area in service["service_areas"]]  # type: ignore[index,union-attr,call-overload]
    assert areas == ["Almere", "gm0995", "Waterwijk", "1301-1364"]
    extension = service["x_nl"]
    assert isinstance(extension, dict)
    assert extension["toegankelijk"] == {"drempelvrij": True, "rolstoeltoilet": False}  # not known is not there
    assert '"closes_at": "23:59"' in json.dumps(service)


def test_what_serves_another_municipality_only_is_left_out() -> None:
    place = replace(PLACES["oco-almere"], area=Area(municipalities=("gm0995",)))
    assert made({place.id: place}).services == ()


def test_an_alert_that_is_over_is_left_out() -> None:
    place = replace(PLACES["oco-almere"], alert=Dated(text=Text({"nl": "Dicht."}), on=TODAY - timedelta(days=1)))
    assert "alert" not in one(place)


def test_a_branch_names_the_organisation_it_belongs_to() -> None:
    organisation = real()["buurtkamer-cobra"]["organization"]
    assert isinstance(organisation, dict)
    assert organisation["name"] == "De Schoor, Welzijn in Almere"
    assert organisation["website"] == "https://www.deschoor.nl"


def test_the_list_holds_every_service_once_without_what_hangs_below() -> None:
    page = made().page
    assert page["total_items"] == len(real())
    contents = page["contents"]
    assert isinstance(contents, list)
    assert {one["id"] for one in contents} == {one["id"] for one in real().values()}  # type: ignore[index,call-overload]
    assert not [one for one in contents if "phones" in one]  # type: ignore[operator]
