"""Free client support is told with every way of the Wmo, with its source, in the talk and in the intake."""

from dataclasses import replace

import pytest
from advice_lab import ALMERE, AT, KNOWN, facts
from talk_lab import START, SUPPORT, Engine, engine, ways_in

from bot.advice.duties import duties_of
from bot.advice.routes import advise
from bot.content.index import index_all
from bot.dialogue import respond
from bot.dialogue.blocks import draft_intake
from bot.dialogue.turn import TurnDraft
from bot.model.condition import ALWAYS
from bot.model.conversation import Conversation, Kind, Message, Turn
from bot.model.knowledge import Route
from bot.model.law import Law
from bot.model.sections import Section

WMO = [route for route in KNOWN.routes.values() if route.law is Law.WMO]
DUTY = KNOWN.duties[SUPPORT]


def only(route: Route) -> Engine:
    """The engine, when this is the one way there is."""
    alone = replace(route, when=ALWAYS)
    found = index_all([alone], KNOWN.terms)
    routes = {**KNOWN.routes, route.id: alone}
    known = replace(KNOWN, routes=routes, index=found.index, mine=found.mine, timed=found.timed)
    return Engine(replace(engine().parts, knowledge=known, country=known))


def first_answer(route: Route) -> tuple[Engine, Turn]:
    """What is said when the need is confirmed."""
    made = only(route)
    talk = made.open("7K4Q", START, "")
    talk = respond(made, talk, Message(kind=Kind.START, text=""), START).conversation
    known = facts({"onderwerp": list(route.topics[:1]), "klopt": "ja", "stadium": "orientatie"})
    given = {name: fact for name, fact in known.items() if name != "thema"}
    return made, respond(made, replace(talk, facts=given), Message(kind=Kind.TEXT, text="verder"), START)


def test_there_are_ways_of_the_wmo() -> None:
    assert len(WMO) >= 30
    assert DUTY.laws == (Law.WMO,)
    assert any("2.3.2 lid 3" in source.article for source in DUTY.sources)


@pytest.mark.parametrize("route", WMO, ids=lambda route: route.id)
def test_a_way_of_the_wmo_never_comes_alone(route: Route) -> None:
    made, turn = first_answer(route)
    assert route.id in [way.id for way in ways_in(made, turn.replies)], [reply.text for reply in turn.replies]
    told = [reply.text for reply in turn.replies if DUTY.text.to("nl") in reply.text]
    assert len(told) == 1
    assert "2.3.2 lid 3" in told[0]
    line = next(line for line in intake_of(made, turn.conversation) if line.id == f"plicht_{SUPPORT}")
    assert line.section is Section.ROUTES
    assert "2.3.2 lid 3" in line.text


def intake_of(made: Engine, talk: Conversation) -> tuple:
    return draft_intake(TurnDraft(made.parts, talk, START, START.date())).lines


def test_it_is_told_once() -> None:
    made, turn = first_answer(KNOWN.routes["wmo_hulpmiddel"])
    again = respond(made, turn.conversation, Message(kind=Kind.TEXT, text="ja, kijk verder mee"), START)
    assert not [reply for reply in again.replies if DUTY.text.to("nl") in reply.text]


def test_what_another_duty_covers_is_left_out() -> None:
    both = advise(KNOWN, ALMERE, facts({"onderwerp": ["huishoudelijke_hulp", "bijstand"]}), AT.date())
    assert {Law.WMO, Law.PARTICIPATIEWET} <= {one.route.law for one in both}
    assert [duty.id for duty in duties_of(KNOWN, both)] == [SUPPORT]
    money = advise(KNOWN, ALMERE, facts({"onderwerp": ["bijzondere_bijstand"]}), AT.date())
    assert [duty.id for duty in duties_of(KNOWN, money)] == ["clientondersteuning_breed"]


def test_a_way_without_the_municipality_has_no_duty() -> None:
    assert duties_of(KNOWN, advise(KNOWN, ALMERE, facts({"onderwerp": ["huur_gebrek"]}), AT.date())) == ()
