"""Which places are shown, in which order, and why: freshness, area, nearness, and addresses that stay secret."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pytest
import yaml
from advice_lab import ALMERE, AT, KNOWN, facts

from bot.advice.places import MOST_BRANCHES, choose_places, serves_at
from bot.advice.routes import advise
from bot.advice.standing import PlaceReason, Showing, hidden_from, standing
from bot.model.facts import Fact, Facts, Origin
from bot.model.places import (
    Area,
    Checked,
    CheckedHow,
    Confidence,
    Location,
    Phone,
    Place,
    PlaceSource,
    Status,
    branches_of,
    districts_of,
)
from bot.model.text import Text

TABLE = yaml.load((Path(__file__).parent / "places.yaml").read_bytes(), yaml.BaseLoader)
WORDS = Text({"nl": "Helpt."})
SURE = Place(
    id="loket",
    name="Loket",
    kind="loket",
    what=WORDS,
    who=WORDS,
    first_step=WORDS,
    phones=(Phone(number="036 123 45 67"),),
    confidence=Confidence.HIGH,
    checked=Checked(on=date(2026, 1, 1), by="redactie", how=CheckedHow.GEBELD),
    sources=(PlaceSource(url="https://example.org"),),
)
MAP = (
    replace(SURE, id="noord", branch_of="loket", locations=(Location(near=("Stad", "Noord")),)),
    replace(SURE, id="zuid", branch_of="loket", locations=(Location(near=("Stad", "Zuid")),)),
    replace(SURE, id="dorp", branch_of="loket", locations=(Location(near=("Buiten", "Dorp"), postcode="1099 AA"),)),
    replace(SURE, id="team", branch_of="loket", area=Area(neighbourhoods=("Dorp",))),
)
TOWN = replace(ALMERE, code="gm0001", branches=branches_of(MAP), districts=districts_of(MAP))
TODAY = date(2026, 1, 2)
SATURDAY = AT.date()  # the map was checked on this day


def said(**answers: str) -> Facts:
    return {name: Fact(value=value, origin=Origin.SAID, at=AT) for name, value in answers.items() if value}


def shown(place: Place = SURE, today: date = TODAY, **answers: str) -> list[str]:
    return [choice.place.id for choice in choose_places([place], ["vraag"], TOWN, said(**answers), today)]


def record(changes: dict[str, str]) -> Place:
    read = {"confidence": Confidence, "status": Status, "expires_after": int, "hours_valid_until": date.fromisoformat}
    return replace(SURE, **{key: read[key](value) for key, value in changes.items()})


@pytest.mark.parametrize("case", TABLE["standing"], ids=[case["title"] for case in TABLE["standing"]])
def test_standing(case: dict) -> None:
    place, day = record(case.get("record", {})), date.fromisoformat(case["on"])
    found = standing(place, day)
    assert (found.showing.value, found.reason.value) == (case["showing"], case["reason"])
    chosen = choose_places([place], [], TOWN, {}, day)
    assert [choice.call_first for choice in chosen] == {"shown": [False], "call_first": [True], "hidden": []}[
        case["showing"]
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"checked": None}, PlaceReason.NO_SOURCE),
        ({"sources": ()}, PlaceReason.NO_SOURCE),
        ({"phones": ()}, PlaceReason.NO_CONTACT),
        ({"phones": (), "locations": (Location(city="Almere"),)}, PlaceReason.NO_CONTACT),
        (
            {"phones": (), "secret_address": True, "locations": (Location(address="Kade 1"),)},
            PlaceReason.NO_CONTACT,
        ),
    ],
)
def test_what_nobody_can_stand_for_or_reach_is_hidden(change: dict, reason: PlaceReason) -> None:
    found = standing(replace(SURE, **change), TODAY)
    assert (found.showing, found.reason) == (Showing.HIDDEN, reason)


@pytest.mark.parametrize("case", TABLE["serves"], ids=[case["title"] for case in TABLE["serves"]])
def test_serves(case: dict) -> None:
    area = case["area"]
    place = replace(
        SURE,
        area=Area(
            municipalities=tuple(area.get("municipalities", ())),
            neighbourhoods=tuple(area.get("neighbourhoods", ())),
            postcodes=tuple((int(one[:4]), int(one[-4:])) for one in area.get("postcodes", ())),
        ),
    )
    home = said(wijk=case.get("home", ""), postcode=case.get("postcode", ""), elders=case.get("elders", ""))
    assert serves_at(place, TOWN, home).value == case["serves"]


def test_the_branch_in_the_neighbourhood_comes_first_and_then_those_of_the_district() -> None:
    assert shown(wijk="Noord") == ["noord", "zuid", "loket"]
    assert shown(wijk="Zuid") == ["zuid", "noord", "loket"]
    assert shown(wijk="Dorp") == ["dorp", "team", "loket"]
    assert shown(postcode="1099BB") == ["dorp", "loket"]


def test_no_branch_comes_along_for_who_lives_elsewhere_or_says_nothing() -> None:
    assert shown() == ["loket"]
    assert shown(wijk="Noord", elders="ja") == ["loket"]


def test_no_more_branches_than_somebody_can_take_in() -> None:
    many = tuple(replace(MAP[0], id=f"kamer{number}") for number in range(9))
    town = replace(TOWN, branches=branches_of(many))
    chosen = choose_places([SURE], [], town, said(wijk="Noord"), TODAY)
    assert len(chosen) == MOST_BRANCHES + 1


def test_a_branch_comes_along_only_for_its_own_topics() -> None:
    town = replace(TOWN, branches=branches_of([replace(MAP[0], topics=("taal",))]))
    for topics, expected in ((["taal"], ["noord", "loket"]), (["geld"], ["loket"])):
        chosen = choose_places([SURE], topics, town, said(wijk="Noord"), TODAY)
        assert [choice.place.id for choice in chosen] == expected


def test_what_is_for_emergencies_comes_first_and_says_so() -> None:
    line = replace(SURE, id="lijn", crisis=True)
    chosen = choose_places([SURE, line], [], TOWN, {}, TODAY)
    assert [choice.place.id for choice in chosen] == ["lijn", "loket"]
    assert PlaceReason.CRISIS in chosen[0].reasons


def test_every_place_has_its_reasons() -> None:
    chosen = choose_places([SURE], [], TOWN, said(wijk="Dorp"), TODAY)
    assert {choice.place.id: choice.reasons for choice in chosen} == {
        "dorp": (PlaceReason.SAME_NEIGHBOURHOOD, PlaceReason.CHECKED),
        "team": (PlaceReason.SERVES_HERE, PlaceReason.CHECKED),
        "loket": (PlaceReason.CHECKED,),
    }


def test_a_secret_address_is_not_even_there_to_be_told() -> None:
    shelter = replace(
        SURE, id="opvang", secret_address=True, locations=(Location(address="Kade 1", near=("Stad", "Noord")),)
    )
    (choice,) = choose_places([shelter], [], TOWN, said(wijk="Noord"), TODAY)
    assert choice.place.open_locations == ()
    assert PlaceReason.SAME_NEIGHBOURHOOD not in choice.reasons  # that would tell where it is


# the real map


def ways(answers: dict, today: date = SATURDAY) -> dict[str, list[str]]:
    found = advise(KNOWN, ALMERE, facts(answers), today)
    return {one.route.id: [choice.place.id for choice in one.places] for one in found}


@pytest.mark.parametrize(
    ("home", "first"),
    [
        ("Tussen de Vaarten", "buurtkamer-cobra"),
        ("Molenbuurt", "buurtkamer-de-wieken"),
        ("De Meenten", "buurtkamer-meenten-grienden"),
    ],
)
def test_who_feels_alone_gets_the_meeting_place_nearby(home: str, first: str) -> None:
    assert ways({"onderwerp": ["eenzaamheid"], "wijk": home})["dag_in_de_buurt"][0] == first


def test_the_local_team_comes_before_the_general_desk_only_where_it_works() -> None:
    for home, expected in (("Stedenwijk", True), ("Muziekwijk", False)):
        named = ways({"onderwerp": ["huishoudelijke_hulp"], "wijk": home, "wlz": "nee"})["wmo_hulp_huis"]
        assert ("wijkteam-literatuurwijk-stedenwijk" in named) is expected
        assert "wijkteams-almere" in named


def test_the_whole_map_vanishes_when_nobody_checks_it() -> None:
    places = [*KNOWN.places.values(), *ALMERE.places.values()]
    last = max(day for place in places if (day := hidden_from(place)))
    assert any(standing(place, SATURDAY).showing is Showing.SHOWN for place in places)
    assert all(standing(place, last).showing is Showing.HIDDEN for place in places)
    assert ways({"onderwerp": ["schulden"]}, last)["schulden_hulp"] == []


def test_no_record_of_a_shelter_holds_an_address() -> None:
    places = [*KNOWN.places.values(), *ALMERE.places.values()]
    secret = [place for place in places if place.secret_address]
    assert [place.id for place in secret] == ["blijf-groep-oranje-huis"]
    assert not any(place.locations for place in secret)


def test_advice_with_its_places_takes_no_time() -> None:
    answers = facts({"onderwerp": ["eenzaamheid", "schulden"], "wijk": "Stedenwijk"})
    day = AT.date() + timedelta(days=1)
    begin = perf_counter()
    for _ in range(20):
        advise(KNOWN, ALMERE, answers, day)
    assert (perf_counter() - begin) / 20 < 0.01  # seconds; the benchmark holds it to 0.001
