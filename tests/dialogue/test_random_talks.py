"""Random talks: whatever is typed or tapped, in any order, nothing breaks and nothing is sent twice."""

import random
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from talk_lab import Talk

from bot.dialogue.people import may_put
from bot.model.conversation import Kind, Message

SENTENCES = (
    "ik zoek hulp in het huishouden", "al 8 maanden niks gehoord van me scootmobiel", "mijn aanvraag is afgewezen",
    "2 nov", "eind maart", "06 12345678", "ja", "nee", "3", "weet ik niet", "mens", "terug", "wijzig", "opnieuw",
    "stop", "wissen", "help", "wat weet u van mij", "waarom vraagt u dat?", "wat is een indicatie?",
    "waar is mijn vraag",
    "intrekken", "mijn moeder is vergeetachtig en ik heb zelf schulden", "ik wil niet meer leven",
    "mijn bsn is 111222333", "ik zie het niet meer zitten", "mijn postcode is 1012 AB", "1315 HR", "klaar",
    "asdf", "{0} %s", "\u200b",
    "ik kom de deur niet meer uit mijn man doet alles en die is ook niet goed",
)  # fmt: skip
KINDS = [kind for kind in Kind if kind not in (Kind.TEXT, Kind.CHOICE)]

typed = st.one_of(st.sampled_from(SENTENCES), st.text(max_size=60))
STAFF = (
    "join Anna", "join Bram", "speak Anna|mag ik u bellen?", "ask Anna|e1|W-7K4Q|hebt u de brief nog?", "leave done",
    "leave idle", "leave wish", "correct Anna|contact_hoe|bellen", "correct Anna|onderwerp|traplift,", "put navraag",
    "put wat_beter", "put kennismaken|Karin", "tell belofte_dicht|moment=maandag",
)  # fmt: skip
moves = st.one_of(
    st.tuples(st.just("staff"), st.sampled_from(STAFF)),
    st.tuples(st.just("type"), typed),
    st.tuples(st.just("tap"), st.integers(0, 15)),
    st.tuples(st.just("tap"), st.integers(0, 15)),
    st.tuples(st.just("old"), st.integers(0, 400)),
    st.tuples(st.just("send"), st.sampled_from(KINDS)),
)


def _move(talk: Talk, how: str, what: object) -> None:
    if how == "type":
        talk.type(str(what))
    elif how == "staff":
        if may_put(talk.state) or not str(what).startswith("put"):
            talk.staff(str(what))
    elif how == "send":
        assert isinstance(what, Kind)
        talk.send(Message(kind=what))
    elif talk.offered:
        assert isinstance(what, int)
        turn = max(talk.offered) if how == "tap" else sorted(talk.offered)[what % len(talk.offered)]
        buttons = talk.offered[turn]
        talk.tap(buttons[what % len(buttons)].id, turn=turn)


def _check(talk: Talk) -> None:
    signed = [event.body["code"] for event in talk.told if event.kind == "intake_signed"]
    assert len(set(signed)) == len(signed), f"signed twice under one code: {signed}"
    assert talk.state.sent == len(signed)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(moves, max_size=25))
def test_any_order_of_messages(talk_moves: list[tuple[str, object]]) -> None:
    talk = Talk()
    for how, what in talk_moves:
        _move(talk, how, what)
    _check(talk)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.no_cover
def test_long_talks_with_mostly_taps(seed: int) -> None:
    chance = random.Random(seed)
    talk = Talk()
    talk.type(chance.choice(SENTENCES[:3]))
    for _ in range(150):
        way = chance.random()
        if way < 0.75:
            _move(talk, "tap", chance.randrange(16))
        elif way < 0.8:
            _move(talk, "staff", chance.choice(STAFF))
        elif way < 0.87:
            _move(talk, "old", chance.randrange(400))
        elif way < 0.97:
            _move(talk, "type", chance.choice(SENTENCES))
        else:
            _move(talk, "type", "".join(chance.choices(string.printable, k=chance.randrange(300))))
    _check(talk)
