"""Who may share the talk of before signing, what is kept for it, and that all of it is shown first."""

from dataclasses import replace

import pytest
from talk_lab import Talk, engine
from talk_paths import SENT, SIGN, talk_after

from bot.dialogue import Engine
from bot.dialogue.parts import make_parts
from bot.dialogue.retelling import MOST_LINES, MOST_TEXT
from bot.model.conversation import Kind, Message, ReplyKind
from bot.model.municipality import ShareTalk

ASK = "#gesprek_delen"
MENS = ("/start", "#mens", "06 12345678")

NOT_OFFERED = {
    "a line was left out": (*SIGN, "#regel_weg", "#voor_wie", "#verstuur"),
    "a line was worded anew": (*SIGN, "#regel_anders", "#voor_wie", "voor mij", "#verstuur"),
    "danger": (*MENS, "ik wil niet meer leven", "#verder_vraag", "#overslaan", "#verstuur"),
    "a soft sign of danger": (*MENS, "ik zie het niet meer zitten, de schulden worden steeds hoger", "#verstuur"),
    "danger after signing": (*SENT, "ik wil niet meer leven", "#verder_vraag"),
    "it was asked, and the answer was no": (*SENT, ASK, "#delen_nee"),
    "it was asked, and the answer was yes": (*SENT, ASK, "#delen_ja"),
    "a question was withdrawn in this talk": (*SENT, "#intrekken", "#trek_in", "#overdragen", "#ja", "#verstuur"),
}


def shared(talk: Talk) -> dict:
    """What was agreed to."""
    [event] = [event for event in talk.told if event.kind == "talk_shared"]
    return dict(event.body["talk"])  # type: ignore[arg-type]


def shown(talk: Talk) -> str:
    return "\n".join(reply.text for reply in talk.replies if reply.kind is ReplyKind.SUMMARY)


@pytest.mark.parametrize("lines", NOT_OFFERED.values(), ids=NOT_OFFERED)
def test_it_is_not_offered_and_nothing_is_kept(lines: tuple[str, ...]) -> None:
    talk = talk_after(lines)
    assert talk.state.sent, talk.where
    assert "gesprek_delen" not in talk.options()
    assert talk.kept == []
    talk.send(Message(kind=Kind.CHOICE, text="gesprek_delen", asked_turn=talk.state.turn))
    assert "talk_shared" not in talk.event_kinds()
    assert not shown(talk)


def test_it_is_offered_after_signing_and_not_before() -> None:
    talk = talk_after(SIGN)
    assert "gesprek_delen" not in talk.options()
    assert talk.kept
    talk.tap("verstuur")
    assert "gesprek_delen" in talk.options()


@pytest.mark.parametrize("turn", [1, 99])
def test_a_button_that_answered_nothing_is_no_word_of_the_talk(turn: int) -> None:
    talk = talk_after(SIGN)
    before = list(talk.kept)
    talk.send(Message(kind=Kind.CHOICE, text="wissen", asked_turn=turn))
    assert talk.kept == before


def test_where_the_profile_does_not_ask_nothing_is_kept() -> None:
    parts = engine().parts
    here = replace(parts.municipality, share_talk=ShareTalk.NEVER)
    known = replace(parts.country, municipalities={here.id: here})
    talk = Talk(engine=Engine(make_parts(known, parts.flows, here)))
    talk.send(Message(kind=Kind.START))
    for line in MENS[1:]:
        talk.tap(line[1:]) if line.startswith("#") else talk.type(line)
        assert talk.kept == []


def test_a_talk_that_starts_anew_forgets_what_was_said() -> None:
    talk = talk_after((*SENT, "#nieuwe_vraag"))
    assert talk.kept
    talk.tap("opnieuw_ja")
    assert talk.kept == []
    talk.type("ik heb schulden")
    assert [line.words for line in talk.kept] == ["ik heb schulden"]


def test_what_is_agreed_to_is_what_was_shown() -> None:
    talk = talk_after(SENT)
    talk.tap("gesprek_delen")
    words = shown(talk)
    talk.tap("delen_ja")
    lines = shared(talk)["lines"]
    rows = [row for one in lines for row in (one["asked"] and f"Ik vroeg: {one['asked']}", f"U zei: {one['said']}")]
    assert "\n".join(filter(None, rows)) == words
    assert talk.kept == []


def test_what_answers_nothing_is_not_kept() -> None:
    talk = talk_after(MENS)
    before = list(talk.kept)
    talk.send(Message(kind=Kind.EDIT, text="iets anders"))
    talk.send(Message(kind=Kind.VOICE))
    talk.send(Message(kind=Kind.START, text="almere"))
    assert talk.kept == before
    talk.send(Message(kind=Kind.CHOICE, text="mens", asked_turn=0))  # of a question that is over
    assert talk.kept == before


@pytest.mark.no_cover
def test_of_a_long_talk_the_last_part_is_shown_and_that_is_said() -> None:
    talk = talk_after((*MENS, "#overslaan"))
    for number in range(300):
        talk.type(f"zin nummer {number}")
    talk.send(Message(kind=Kind.CHOICE, text="verstuur"))
    talk.tap("gesprek_delen")
    assert "laatste deel" in talk.text
    assert "zin nummer 299" in talk.text
    assert "zin nummer 200\n" not in talk.text
    talk.tap("delen_ja")
    assert shared(talk)["cut"] is True
    lines = shared(talk)["lines"]
    assert len(lines) == MOST_LINES
    assert lines[0]["asked"], "also the first line says what was asked"


def test_long_answers_are_shown_whole_in_messages_that_fit() -> None:
    talk = talk_after((*MENS, "#overslaan"))
    for word in ("aap", "noot", "mies"):
        talk.type(f"{word} " * 790)
    talk.send(Message(kind=Kind.CHOICE, text="verstuur"))
    talk.tap("gesprek_delen")
    words = "".join(reply.text for reply in talk.replies if reply.kind is ReplyKind.SUMMARY)
    assert (words.count("noot"), words.count("mies")) == (790, 790)
    talk.tap("delen_ja")
    assert sum(len(one["asked"]) + len(one["said"]) for one in shared(talk)["lines"]) <= MOST_TEXT
