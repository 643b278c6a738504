"""The terminal: laid out for any width, numbers as buttons, and out of it in peace."""

from collections.abc import Callable, Iterator, Mapping

import pytest

from bot.channels.terminal import Choice, Screen, Words, answer_lines, chat, read_answer
from bot.model.conversation import Button, Json, Kind, Message, Reply, ReplyKind
from bot.service import Handled

WORDS = Words(how="zo werkt het", kept="dit blijft", goodbye="tot ziens", danger="LET OP")
JA_NEE = (Button(id="ja", label="Ja"), Button(id="nee", label="Nee, het zit anders"))
LONG = (
    "U wacht al lang op een besluit over uw vraag.\nBel 14 036 en vraag dit:\n"
    "1. Is mijn aanvraag helemaal compleet, of mist er nog iets?\n"
    "• https://www.example.org/een/heel/lang/adres/dat/niet/in/tweeen/mag"
)


class Paper:
    """What was shown, line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        self.lines.append(line)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class Listener:
    """Stands where the service stands: answers with what it was given, keeps what it heard."""

    def __init__(self, *turns: tuple[Reply, ...]) -> None:
        self.heard: list[Message] = []
        self._turns = iter(turns)

    def say(self, message: Message) -> Handled:
        self.heard.append(message)
        return Handled(replies=next(self._turns, ()), events=())


def ask(text: str = "Klopt het zo?", turn: int = 3) -> Reply:
    return Reply(kind=ReplyKind.ASK, text=text, options=JA_NEE, turn=turn)


def screen(paper: Paper, width: int = 80, *, colour: bool = False) -> Screen:
    return Screen(paper.write, lambda: width, WORDS, colour=colour)


def reads(*lines: str | type[BaseException]) -> Callable[[], str]:
    todo: Iterator[str | type[BaseException]] = iter((*lines, EOFError))

    def read() -> str:
        line = next(todo)
        if isinstance(line, str):
            return line
        raise line

    return read


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_no_line_is_wider_than_the_window(width: int) -> None:
    paper = Paper()
    screen(paper, width).show([Reply(kind=ReplyKind.ADVICE, text=LONG, options=JA_NEE), ask()])
    wide = [line for line in paper.lines if len(line) > width]
    assert all("https://" in line for line in wide), wide
    assert "https://www.example.org/een/heel/lang/adres/dat/niet/in/tweeen/mag" in paper.text


@pytest.mark.parametrize(("width", "widest"), [(5, 20), (500, 80)])
def test_a_window_without_sense_gets_a_sensible_width(width: int, widest: int) -> None:
    paper = Paper()
    screen(paper, width).show([Reply(kind=ReplyKind.SAY, text="woord " * 200)])
    assert widest - 6 < max(map(len, paper.lines)) <= widest


def test_a_list_is_set_in() -> None:
    paper = Paper()
    screen(paper, 40).show([Reply(kind=ReplyKind.ADVICE, text=LONG)])
    start = next(number for number, line in enumerate(paper.lines) if line.startswith("1. "))
    assert paper.lines[start + 1].startswith("   ")


def test_choices_are_numbered_through() -> None:
    paper = Paper()
    choices = screen(paper).show([ask("Eerst?", turn=4), ask("En dan?", turn=4)])
    assert [line.strip() for line in paper.lines if line.startswith("  ")] == [
        "1. Ja",
        "2. Nee, het zit anders",
        "3. Ja",
        "4. Nee, het zit anders",
    ]
    assert choices[3] == Choice(button=JA_NEE[1], turn=4)


@pytest.mark.parametrize("colour", [False, True])
def test_danger_stands_out_with_and_without_colour(colour: bool) -> None:
    paper = Paper()
    screen(paper, 40, colour=colour).show([Reply(kind=ReplyKind.DANGER, text="Bel 112.\nNu meteen.")])
    shown = [line for line in paper.lines if line]
    assert len(shown) == 3
    assert all("! " in line for line in shown)
    assert "LET OP" in shown[0]
    assert ("\x1b[" in paper.text) is colour


def test_words_of_a_resident_cannot_steer_the_screen() -> None:
    paper = Paper()
    evil = "\x1b[2Jweg\x9b1m\u202e"
    reply = Reply(kind=ReplyKind.SUMMARY, text=evil, options=(Button(id="x", label=evil),))
    screen(paper).show([reply])
    assert "\x1b" not in paper.text
    assert "\x9b" not in paper.text
    assert paper.text.count("weg") == 2


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("1", Kind.CHOICE, "ja"),
        (" 2 ", Kind.CHOICE, "nee"),
        ("2.", Kind.CHOICE, "nee"),
        ("2)", Kind.CHOICE, "nee"),
        ("3", Kind.TEXT, "3"),
        ("0", Kind.TEXT, "0"),
        ("78", Kind.TEXT, "78"),
        ("ja", Kind.TEXT, "ja"),
        ("²", Kind.TEXT, "²"),
        ("1 2", Kind.TEXT, "1 2"),
        ("", Kind.TEXT, ""),
        ("9" * 5000, Kind.TEXT, "9" * 5000),
    ],
)
def test_a_number_on_the_screen_is_a_button(typed: str, kind: Kind, text: str) -> None:
    choices = [Choice(button=button, turn=7) for button in JA_NEE]
    message = read_answer(typed, choices)
    assert (message.kind, message.text) == (kind, text)
    assert message.asked_turn == (7 if kind is Kind.CHOICE else None)


def test_a_person_is_greeted_and_leaves_in_peace() -> None:
    paper = Paper()
    listener = Listener((ask(turn=1),), (ask(turn=2),))
    chat(listener.say, reads("", "  ", "2", "hallo"), screen(paper), WORDS)
    assert listener.heard == [
        Message(kind=Kind.START),
        Message(kind=Kind.CHOICE, text="nee", asked_turn=1),
        Message(kind=Kind.TEXT, text="hallo"),
    ]
    for words in (WORDS.how, WORDS.kept):
        assert words in paper.lines
    assert paper.lines[-1] == WORDS.goodbye


def test_ctrl_c_leaves_in_peace_too() -> None:
    paper = Paper()
    chat(Listener().say, reads(KeyboardInterrupt), screen(paper), WORDS)
    assert paper.lines[-1] == WORDS.goodbye


def test_from_a_pipe_a_line_is_a_turn() -> None:
    paper = Paper()
    listener = Listener((ask(turn=1),), (Reply(kind=ReplyKind.SAY, text="Goed."),))
    answer_lines(listener.say, ["hallo", "1", ""], screen(paper))
    assert [message.kind for message in listener.heard] == [Kind.TEXT, Kind.CHOICE, Kind.TEXT]
    assert paper.lines[-1] == "Goed."
    assert WORDS.goodbye not in paper.lines


def test_a_sheet_is_saved_and_the_screen_says_where() -> None:
    paper, saved = Paper(), []

    def save(document: Mapping[str, Json]) -> str:
        saved.append(document)
        return "Uw blad staat hier: /tmp/blad.pdf."

    shown = Screen(paper.write, lambda: 80, WORDS, save=save)
    shown.show([Reply(kind=ReplyKind.SAY, text="Hier is uw blad.", document={"kind": "school"}), ask()])
    assert saved == [{"kind": "school"}]
    assert paper.text.index("Hier is uw blad.") < paper.text.index("/tmp/blad.pdf") < paper.text.index("1. Ja")
