"""A place in one line: how to reach it, until when or from when it is open, and what else counts now."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from talk_lab import engine

from bot.advice.places import PlaceChoice
from bot.content.wording import HERE
from bot.dialogue.places import place_in_words
from bot.dialogue.turn import TurnDraft
from bot.model.places import Dated, Location, Phone, Place
from bot.model.text import EMPTY, Text

DESK = replace(
    engine().parts.municipality.places["de-schoor"],
    name="Loket",
    phones=(Phone(number="036 123 45 67"),),
    web="https://www.voorbeeld.nl/loket",
    hours=EMPTY,
)


def words(place: Place, at: str = "2026-11-23T10:00", *, call_first: bool = False, full: bool = False) -> str:
    """What is said of the place at a wall clock time in Amsterdam."""
    now = datetime.fromisoformat(at).replace(tzinfo=HERE).astimezone(UTC)
    made = engine()
    draft = TurnDraft(made.parts, made.open("7K4Q", now, ""), now, now.astimezone(HERE).date())
    return place_in_words(draft, PlaceChoice(place=place, call_first=call_first, reasons=()), full=full)


def test_every_way_that_is_known_is_told() -> None:
    assert words(DESK) == "→ Loket: 036 123 45 67, voorbeeld.nl/loket."
    many = replace(
        DESK,
        phones=(Phone(number="0800 1925", note="voor de Wmo"), Phone(number="0800 0087", note="voor de Wlz")),
        web="",
        email="info@voorbeeld.nl",
        locations=(
            Location(name="Stadhuis", address="Stadhuisplein 1", postcode="1315 HR", city="Almere"),
            Location(city="Almere", near=("Almere Stad",)),
        ),
        hours=Text({"nl": "Elke dag."}),
    )
    assert words(many) == (
        "→ Loket: 0800 1925 (voor de Wmo), 0800 0087 (voor de Wlz), info@voorbeeld.nl, "
        "Stadhuis, Stadhuisplein 1, 1315 HR Almere. Elke dag."
    )


@pytest.mark.parametrize(
    ("hours", "at", "told"),
    [
        ("Mo-Fr 09:00-17:00; PH off", "2026-11-23T10:00", "Nu open tot 17 uur."),
        ("Mo-Fr 09:00-16:30; PH off", "2026-11-23T10:00", "Nu open tot 16.30 uur."),
        ("Mo-Fr 09:00-24:00; PH off", "2026-11-23T10:00", "Nu open tot 24 uur."),
        ("Mo-Fr 22:00-02:00; PH off", "2026-11-23T23:00", "Nu open tot 2 uur."),
        ("Mo-Fr 22:00-02:00; PH off", "2026-11-24T01:00", "Nu open tot 2 uur."),
        ("Mo 09:00-24:00; Tu 00:00-17:00; PH off", "2026-11-23T10:00", "Nu open tot morgen 17 uur."),
        ('Mo-Fr 09:00-17:00 "op afspraak"; PH off', "2026-11-23T10:00", "Nu open tot 17 uur, op afspraak."),
        ("24/7", "2026-11-23T10:00", "Dag en nacht open."),
        ("Mo-Su 00:00-24:00; PH 00:00-24:00", "2026-11-23T10:00", "Dag en nacht open."),
        ("Mo-Fr 09:00-17:00; PH off", "2026-11-23T07:00", "Weer open: vandaag vanaf 9 uur."),
        ("Mo-Fr 09:00-17:00; PH off", "2026-11-23T18:00", "Weer open: morgen vanaf 9 uur."),
        ("Mo-Fr 09:30-17:00; PH off", "2026-11-20T18:00", "Weer open: maandag vanaf 9.30 uur."),
        ("Mo 09:00-17:00; PH off", "2026-11-23T18:00", "Weer open: maandag 30 november 2026 vanaf 9 uur."),
        ('Th 09:30-11:30 "vrouwen"; PH off', "2026-11-23T10:00", "Weer open: donderdag vanaf 9.30 uur, vrouwen."),
        ("Mo-Fr 09:00-17:00; PH off", "2026-12-25T10:00", "Weer open: maandag vanaf 9 uur."),
        ("Mo-Fr 09:00-17:00; PH unknown", "2026-12-25", "Vandaag gelden misschien andere tijden. Kijk of bel eerst."),
        ("2026 Mo-Fr 09:00-17:00; PH off", "2027-01-04T10:00", ""),
    ],
)  # fmt: skip
def test_open_now_or_later(hours: str, at: str, told: str) -> None:
    assert words(replace(DESK, open=hours), at) == f"{words(DESK)} {told}".strip()


def test_hours_that_are_over_promise_nothing() -> None:
    over = replace(DESK, open="24/7", hours_valid_until=date(2026, 11, 22))
    assert words(over) == words(DESK)
    assert words(over, "2026-11-22T10:00") == f"{words(DESK)} Dag en nacht open."


def test_an_alert_is_told_until_its_last_day() -> None:
    closed = replace(DESK, alert=Dated(text=Text({"nl": "Deze week dicht."}), on=date(2026, 11, 23)))
    assert words(closed).endswith("Deze week dicht.")
    assert words(closed, "2026-11-24T00:01") == words(DESK)


def test_the_waiting_time_is_told_with_the_whole_way_and_with_its_day() -> None:
    busy = replace(DESK, waiting=Dated(text=Text({"nl": "6 weken."}), on=date(2026, 4, 30)))
    assert words(busy) == words(DESK)
    assert words(busy, full=True).endswith("Wachttijd, gezien op 30 april 2026: 6 weken.")


def test_call_first_comes_last() -> None:
    assert words(replace(DESK, open="24/7"), call_first=True).endswith(
        "Dag en nacht open. Kijk of bel eerst of dit nog klopt."
    )
