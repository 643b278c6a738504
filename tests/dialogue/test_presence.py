"""What is said while a person has the talk: who hears it, for every word and every kind of message."""

import pytest
from talk_lab import Talk, engine, flows
from talk_paths import PERSON_ASKS, PERSON_IN, SENT, talk_after

from bot.dialogue import respond
from bot.model.conversation import Json, Kind, Message, Turn
from bot.model.wording import PeopleText, Phrase

NO_TEXT = [kind for kind in Kind if kind not in (Kind.TEXT, Kind.CHOICE, Kind.START, Kind.EDIT)]
# All words that work everywhere without a person, each with whether it does so with one.
WORDS = {word: command.with_person for command in flows().commands for word in command.words}
RIGHTS = ("wissen", "intrekken", "wat weet u van mij", "stop", "wegwijzer")


def _say(name: PeopleText | Phrase, **values: str) -> str:
    return engine().parts.phrase(name, "nl", **values)


def _send(lines: tuple[str, ...], kind: Kind, text: str = "", asked: int | None = None) -> tuple[Talk, Turn]:
    talk = talk_after(lines)
    message = Message(kind=kind, text=text, asked_turn=asked)
    return talk, respond(engine(), talk.state, message, talk.now)


def _said(turn: Turn) -> list[str]:
    return [reply.text for reply in turn.replies]


def _told(turn: Turn) -> list[dict[str, Json]]:
    return [dict(event.body) for event in turn.events if event.kind == "said_to_person"]


def _kinds(turn: Turn) -> set[str]:
    return {event.kind for event in turn.events}


def test_the_words_that_are_somebodys_right_work_with_a_person_too() -> None:
    assert all(WORDS[word] for word in RIGHTS)
    assert not [word for word in ("mens", "terug", "wijzig", "opnieuw", "help", "dag", "waarom") if WORDS[word]]


@pytest.mark.parametrize(("word", "right"), WORDS.items())
class TestEveryWord:
    """Each word that works everywhere, with a person who has the talk, one who asked, and none."""

    def test_live(self, word: str, right: bool) -> None:
        _, turn = _send(PERSON_IN, Kind.TEXT, word)
        if right:
            assert turn.replies
            assert not _told(turn)
        else:
            assert not turn.replies
            assert [(event.kind, dict(event.body)) for event in turn.events] == [
                ("said_to_person", {"text": word, "kind": "text"})
            ]

    def test_asked(self, word: str, right: bool) -> None:
        _, turn = _send(PERSON_ASKS, Kind.TEXT, word)
        assert not _told(turn)
        assert ("ask_answered" in _kinds(turn)) is not right
        if not right:
            assert _said(turn)[0] == _say(PeopleText.THANKS, code="W-7K4Q")
            assert turn.conversation.person is None

    def test_nobody(self, word: str, right: bool) -> None:
        _, turn = _send(SENT, Kind.TEXT, word)
        assert turn.replies
        assert not _kinds(turn) & {"said_to_person", "ask_answered"}


@pytest.mark.parametrize("kind", NO_TEXT)
@pytest.mark.parametrize("words", ["", "\u200b", "wissen", "hier is mijn brief"])
class TestEveryKind:
    """What holds no text cannot be passed on; the words under it can, and are no command."""

    def test_live(self, kind: Kind, words: str) -> None:
        _, turn = _send(PERSON_IN, kind, words)
        assert _said(turn) == [_say(PeopleText.UNREADABLE, wie="Anna")]
        assert _told(turn) == ([{"text": words, "kind": kind.value}] if words.isprintable() and words else [])

    def test_asked(self, kind: Kind, words: str) -> None:
        _, turn = _send(PERSON_ASKS, kind, words)
        assert _said(turn)[0] == _say(PeopleText.UNREADABLE, wie="Anna")
        assert turn.replies[-1].options
        assert ("ask_answered" in _kinds(turn)) is bool(words.isprintable() and words)

    def test_nobody(self, kind: Kind, words: str) -> None:
        _, turn = _send(SENT, kind, words)
        assert turn.replies
        assert not _told(turn)


@pytest.mark.parametrize("lines", [PERSON_IN, PERSON_ASKS], ids=["live", "asked"])
class TestOtherMessages:
    """Buttons, changed messages and a chat that is opened anew."""

    @pytest.mark.parametrize(
        ("option", "words"),
        [
            ("stand", "Waar is mijn vraag?"),
            ("ochtend", "'s Ochtends"),
            ("huishoudelijke_hulp", "Hulp in de huishouding"),
        ],
    )
    def test_a_button_of_before_goes_on_as_words(self, lines: tuple[str, ...], option: str, words: str) -> None:
        talk, turn = _send(lines, Kind.CHOICE, option, asked=3)
        (told,) = _told(turn)
        assert told == {"text": words, "kind": "choice"}
        assert turn.conversation.facts == talk.state.facts
        assert turn.conversation.person is not None
        assert bool(turn.replies) is (lines is PERSON_ASKS)  # what was asked stands open, and is put again

    def test_a_button_that_nobody_knows(self, lines: tuple[str, ...]) -> None:
        _, turn = _send(lines, Kind.CHOICE, "regel_12", asked=3)
        assert _told(turn) == [{"text": "regel_12", "kind": "choice"}]

    def test_a_changed_message_is_no_answer(self, lines: tuple[str, ...]) -> None:
        _, turn = _send(lines, Kind.EDIT, "wissen")
        assert _told(turn) == [{"text": "wissen", "kind": "edit"}]
        assert turn.conversation.person is not None

    def test_opened_anew(self, lines: tuple[str, ...]) -> None:
        talk, turn = _send(lines, Kind.START, "g-almere")
        assert turn.conversation.person == talk.state.person
        if lines is PERSON_IN:
            assert _said(turn) == [_say(PeopleText.COMES, wie="Anna")]
        else:
            assert [button.id for button in turn.replies[-1].options] == ["antwoord_later", "antwoord_niet"]

    def test_a_number_that_may_not_be_kept(self, lines: tuple[str, ...]) -> None:
        _, turn = _send(lines, Kind.TEXT, "mijn bsn is 111222333")
        assert _said(turn)[0] == _say(Phrase.MASKED)
        assert "111222333" not in str([dict(event.body) for event in turn.events])

    def test_a_story_without_end_is_cut(self, lines: tuple[str, ...]) -> None:
        _, turn = _send(lines, Kind.TEXT, "a" * 1_000_000)
        words = [event.body["text"] for event in turn.events if "text" in event.body]
        assert words == ["a" * 4_096]

    def test_soft_danger_is_said_and_the_words_go_on(self, lines: tuple[str, ...]) -> None:
        _, turn = _send(lines, Kind.TEXT, "ik zie het niet meer zitten")
        assert turn.replies[0].kind == "danger"
        assert _kinds(turn) & {"said_to_person", "ask_answered"}

    def test_the_button_under_what_the_person_asked_is_over_once_it_was_answered(self, lines: tuple[str, ...]) -> None:
        talk = talk_after(lines)
        turn = talk.state.turn
        talk.staff("leave done")
        talk.send(Message(kind=Kind.CHOICE, text="antwoord_niet", asked_turn=turn))
        assert _say(Phrase.OLD_BUTTON) in talk.text
        assert "ask_declined" not in talk.event_kinds()
