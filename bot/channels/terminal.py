"""The terminal as a channel: a talk with a person, or a line a turn from a pipe.

It translates and lays out, nothing else. What it says itself stands in `flows/terminal.yaml`.
"""

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.channels.harmless import harmless
from bot.model.conversation import Button, Json, Kind, Message, Reply, ReplyKind
from bot.service import Handled

Save = Callable[[Mapping[str, Json]], str]
"""Prints a sheet to a file; gives the sentence that says where, or that it did not work."""

Say = Callable[[Message], Handled]
"""Hands a message to the service and waits for the answer."""

WIDEST = 80  # columns; longer lines are hard to read
NARROWEST = 20
_NUMBER = re.compile(r"\d{1,3}")
# "1. ", "• ", "→ ": what follows is set in, so that a list reads as one.
_LIST_MARK = re.compile(r"(?:\d{1,3}\.|[•*→-])\s+")
_BAR = "! "
_BOLD, _RED, _PLAIN = "\x1b[1m", "\x1b[1;31m", "\x1b[0m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The sentences of the terminal itself, from `flows/terminal.yaml`."""

    how: str  # how to answer
    kept: str  # what is kept, and how to erase it
    goodbye: str
    danger: str  # stands above a safety text


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button as the terminal shows it: behind a number."""

    button: Button
    turn: int


class Screen:
    """Lays replies out for a window that may be narrow, with or without colour."""

    def __init__(
        self,
        write: Callable[[str], None],
        width: Callable[[], int],
        words: Words,
        *,
        colour: bool = False,
        save: Save | None = None,
    ) -> None:
        self._write, self._width, self._words, self._colour, self._save = write, width, words, colour, save

    def show(self, replies: Sequence[Reply]) -> tuple[Choice, ...]:
        """Show the replies of one turn. The choices are numbered through, from 1."""
        choices: list[Choice] = []
        for reply in replies:
            self._write("")
            if reply.kind is ReplyKind.DANGER:
                self._alarm(reply.text)
            else:
                self.tell(reply.text)
            if reply.document is not None and self._save is not None:
                self.tell(self._save(reply.document))
            for button in reply.options:
                choices.append(Choice(button=button, turn=reply.turn))
                mark = f"  {len(choices)}. "
                self._lines(self._wrap(button.label, mark, " " * len(mark)))
        return tuple(choices)

    def tell(self, text: str) -> None:
        """Show a text, as wide as the window and never wider than is easy to read."""
        self._lines(self._paragraphs(text, ""))

    def _alarm(self, text: str) -> None:
        """A safety text stands out, also for whoever sees no colours or has it read aloud."""
        heading = f"{_BAR}{self._words.danger}"
        self._write(f"{_RED}{heading}{_PLAIN}" if self._colour else heading)
        for line in self._paragraphs(text, _BAR):
            self._write(f"{_BOLD}{line}{_PLAIN}" if self._colour else line)

    def _paragraphs(self, text: str, bar: str) -> Iterable[str]:
        for line in harmless(text).split("\n"):
            mark = _LIST_MARK.match(line)
            inner = " " * len(mark[0]) if mark else ""
            yield from self._wrap(line, bar, bar + inner)

    def _wrap(self, text: str, first: str, later: str) -> list[str]:
        width = max(NARROWEST, min(WIDEST, self._width()))
        # A telephone number or an address of a site is of no use in two halves.
        lines = textwrap.wrap(
            harmless(text),
            width,
            initial_indent=first,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return lines or [first.rstrip()]

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._write(line)


def read_answer(line: str, choices: Sequence[Choice]) -> Message:
    """What somebody typed: the number of a choice that is on the screen, else their own words."""
    typed = line.strip().rstrip(".)")
    if _NUMBER.fullmatch(typed) and 1 <= int(typed) <= len(choices):
        choice = choices[int(typed) - 1]
        return Message(kind=Kind.CHOICE, text=choice.button.id, asked_turn=choice.turn)
    return Message(kind=Kind.TEXT, text=line)


def chat(say: Say, read: Callable[[], str], screen: Screen, words: Words) -> None:
    """Talk with a person until they leave (end of input, or Ctrl-C). Greets first."""
    try:
        choices = screen.show(say(Message(kind=Kind.START)).replies)
        for text in (words.how, words.kept):
            screen.show([Reply(kind=ReplyKind.SAY, text=text)])
        while True:
            line = read()
            if line.strip():
                choices = screen.show(say(read_answer(line, choices)).replies)
    except (EOFError, KeyboardInterrupt):
        screen.show([Reply(kind=ReplyKind.SAY, text=words.goodbye)])


def answer_lines(say: Say, lines: Iterable[str], screen: Screen) -> None:
    """Answer a line a turn. A line that looks empty is a message too: the dialogue answers it."""
    choices: tuple[Choice, ...] = ()
    for line in lines:
        choices = screen.show(say(read_answer(line, choices)).replies)
