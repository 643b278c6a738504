"""What is added after sending: read back, signed, and never in the place of what was signed before."""

import pytest
from talk_lab import Talk, play
from talk_paths import KNOWN, SENT, talk_after

from bot.dialogue.adding import _LONGEST

TOO_MUCH = "zo lang is dit verhaal " * _LONGEST


def added(talk: Talk) -> list[tuple[object, object]]:
    """What the last turn sent: line and text."""
    return [(one.body["line"], one.body["text"]) for one in talk.events if one.kind == "intake_added"]


def test_a_changed_line_is_read_back_old_and_new_and_only_then_sent() -> None:
    talk = talk_after(KNOWN)
    before = talk.state.facts
    talk.type("wijzig")
    assert "telefoon" in talk.options()
    talk.tap("telefoon")
    talk.type("mijn nummer is nu 06 87654321")
    assert "Eerst: Telefoon: 06 12345678\nNu: mijn nummer is nu 06 87654321" in talk.text
    assert not added(talk)
    talk.tap("verstuur_erbij")
    assert added(talk) == [("telefoon", "mijn nummer is nu 06 87654321")]
    assert talk.state.facts == before
    assert talk.where == "na.rust"


@pytest.mark.parametrize("tap", ["niets_anders", "telefoon"])
def test_whoever_thinks_again_sends_nothing(tap: str) -> None:
    talk = talk_after((*KNOWN, "wijzig"))
    talk.tap(tap)
    if tap == "telefoon":
        talk.type("toch een ander nummer")
        talk.tap("erbij_niet")
    assert talk.where == "na.rust"
    assert "intake_added" not in [event.kind for event in talk.told]


def test_other_words_take_the_place_of_the_first_ones() -> None:
    talk = talk_after((*KNOWN, "wijzig", "telefoon", "het is veranderd"))  # typed: what the line is called
    talk.tap("erbij_anders")
    talk.type("bel mij op 06 87654321")
    talk.tap("verstuur_erbij")
    assert added(talk) == [("telefoon", "bel mij op 06 87654321")]


def test_more_words_come_behind_the_first_ones() -> None:
    talk = talk_after((*KNOWN, "#toevoegen", "op dinsdag ben ik weg"))
    talk.type("en op vrijdag ook | soms")
    assert "op dinsdag ben ik weg en op vrijdag ook | soms" in talk.text
    talk.type("ja")
    assert added(talk) == [("", "op dinsdag ben ik weg en op vrijdag ook | soms")]


def test_what_does_not_fit_is_said_and_not_sent() -> None:
    talk = talk_after((*KNOWN, "#toevoegen"))
    talk.type(TOO_MUCH)
    assert "erg lang" in talk.text
    talk.tap("verstuur_erbij")
    assert added(talk) == [("", " ".join(TOO_MUCH.split())[:_LONGEST].rstrip())]


WORDS = "op dinsdag ben ik weg"
READ_BACK = (*KNOWN, "#toevoegen", WORDS)
NOT_YET = "nog niet verstuurd"


@pytest.mark.parametrize(
    "asked",
    [
        ("help",),
        ("wat is een indicatie",),
        ("waar is mijn vraag",),
        ("wat weet u van mij", "#zo_goed"),
        ("ik wil een mens spreken",),
        ("opnieuw", "#doorgaan"),
        ("wissen", "#wis_niet"),
        ("intrekken", "#laat_liggen"),
        ("wijzig",),
        ("terug",),
        ("stop", "hallo"),
        ("/voice",),
        ("/edit op woensdag",),
        ("ik wil niet meer leven", "#verder_vraag"),
        ("@put navraag", "#navraag_is_goed"),
    ],
    ids=" ".join,
)
def test_what_is_not_signed_yet_is_said_and_offered_again(asked: tuple[str, ...]) -> None:
    talk = play((*READ_BACK, *asked))
    assert talk.where == "na.rust/aanvulling_teken"
    assert NOT_YET in talk.text
    assert talk.text.count(WORDS) == 1
    talk.tap("verstuur_erbij")
    assert added(talk) == [("", WORDS)]
    assert talk.where == "na.rust"
    talk.type("help")
    assert NOT_YET not in talk.text


def test_whoever_stops_hears_that_it_was_not_sent() -> None:
    talk = play((*READ_BACK, "stop"))
    assert NOT_YET in talk.text


def test_it_is_part_of_what_is_known() -> None:
    talk = play((*READ_BACK, "wat weet u van mij"))
    assert f"{NOT_YET}.\n{WORDS}" in talk.text


@pytest.mark.parametrize("end", [("opnieuw", "#opnieuw_ja"), ("#erbij_niet",), ("intrekken", "#trek_in")], ids=" ".join)
def test_what_is_let_go_is_not_offered_again(end: tuple[str, ...]) -> None:
    talk = play((*READ_BACK, *end))
    assert talk.state.unsigned is None
    assert NOT_YET not in talk.text
    assert not [event for event in talk.told if event.kind == "intake_added"]


def test_a_new_question_is_not_begun_before_it_is_said_what_gets_lost() -> None:
    talk = play((*READ_BACK, "opnieuw"))
    assert "nog niet verstuurd. Begint u opnieuw, dan vervalt die." in talk.text


def test_a_change_waits_for_the_addition_before_it() -> None:
    talk = play((*READ_BACK, "wijzig", "#verstuur_erbij", "wijzig", "#telefoon", "bel 06 87654321", "#verstuur_erbij"))
    sent = [(one.body["line"], one.body["text"]) for one in talk.told if one.kind == "intake_added"]
    assert sent == [("", WORDS), ("telefoon", "bel 06 87654321")]


def test_a_person_in_the_talk_leaves_it_as_it_was() -> None:
    talk = play((*READ_BACK, "@join Anna", "tot dinsdag", "@leave done"))
    assert talk.where == "na.rust/aanvulling_teken"
    talk.tap("verstuur_erbij")
    assert added(talk) == [("", WORDS)]


def test_from_an_overview_it_is_the_same_way() -> None:
    talk = talk_after((*KNOWN, "wat weet u van mij"))
    talk.tap("wijzig_iets")
    assert talk.where == "na.rust/wijzig_verstuurd"


def test_with_no_lines_to_choose_from_it_is_an_addition() -> None:
    talk = talk_after((*SENT, "wijzig"))
    assert talk.where == "na.rust/toevoegen"


def test_a_new_question_has_answers_of_its_own_to_change() -> None:
    talk = talk_after((*KNOWN, "#nieuwe_vraag", "#opnieuw_ja", "mijn huur is te hoog", "#ja", "wijzig"))
    assert talk.where.endswith("/wijzig")
