"""A shelter's address is in nothing that leaves: no reply, intake, event, stored state or log line.

The knowledge may not hold such an address at all (`check` refuses it). These tests put one there all the same, behind
the back of the check, and look for it in everything that comes out.
"""

import logging
from dataclasses import replace
from functools import cache

import pytest
from talk_lab import Talk, engine

from bot.dialogue import Engine, to_json
from bot.dialogue.blocks import tell_way
from bot.dialogue.parts import make_parts
from bot.dialogue.turn import TurnDraft
from bot.model.places import Confidence, Location, Place

SECRET = ("Geheimkade", "1399 ZZ")
STREET = Location(name="Huis aan de Geheimkade", address="Geheimkade 7", postcode="1399 ZZ", city="Almere")
WISHES = ("overdragen", "verstuur", "bellen", "ochtend", "overslaan", "weet_niet", "niets", "orientatie", "zelf", "ja")


@cache
def careless_engine() -> Engine:
    """The real engine, with an address in the record of every shelter."""
    parts = engine().parts
    town = parts.municipality
    shelters = {place.id: careless(place) for place in town.places.values() if place.secret_address}
    assert shelters
    town = replace(town, places={**town.places, **shelters})
    known = replace(parts.knowledge, municipalities={**parts.knowledge.municipalities, town.id: town})
    return Engine(make_parts(known, parts.flows, town))


def careless(place: Place) -> Place:
    return replace(place, locations=(STREET,), confidence=Confidence.HIGH)


def talk_to_the_end() -> Talk:
    """From violence at home to a signed intake."""
    talk = Talk(engine=careless_engine())
    for option in ("lijst", "veilig", "huiselijk_geweld", "ja"):
        talk.type("start") if not talk.heard else None
        talk.tap(option)
    for _ in range(40):
        if talk.intake() is not None:
            return talk
        if talk.where == "overdracht.nummer":
            talk.type("06 12345678")
        else:
            talk.tap(next(wish for wish in (*WISHES, *talk.options()) if wish in talk.options()))
    raise AssertionError(f"no end: {talk.where}")


def test_nothing_of_a_whole_talk_tells_where_a_shelter_is(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        talk = talk_to_the_end()
    assert "geweld_opvang" in talk.routes()
    out = [reply.text for reply in talk.heard] + [str(dict(event.body)) for event in talk.told]
    out += [to_json(talk.state), str(talk.intake()), caplog.text]
    assert not [word for word in SECRET for text in out if word in text]


def test_a_way_told_in_full_names_the_shelter_and_its_number_only() -> None:
    talk = talk_to_the_end()
    draft = TurnDraft(careless_engine().parts, talk.state, talk.now, talk.now.date())
    tell_way(draft, next(one for one in draft.advice if one.route.id == "geweld_opvang"))
    full = "\n".join(reply.text for reply in draft.turn().replies)
    assert "Blijf Groep" in full
    assert "088 234 24 50" in full
    assert not [word for word in SECRET if word in full]
