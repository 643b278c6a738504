"""Flows: the stretches of the conversation, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model.condition import ALWAYS, Condition
from bot.model.text import EMPTY, Text

END = "einde"


class Action(StrEnum):
    """What an option or a global word can do besides answering."""

    PERSON = "person"  # a human being, now
    STOP = "stop"
    BACK = "back"
    CHANGE = "change"  # choose an answer to change
    RESTART = "restart"
    WRONG = "wrong"  # that is not what I meant
    THEMES = "themes"  # show the coarse choice
    HELP = "help"
    ERASE = "erase"
    KNOWN = "known"  # what do you know about me
    SKIP = "skip"  # "weet ik niet", "overslaan": the question is answered with nothing
    DONE = "done"  # no more answers to a question that takes several
    TELL = "tell"  # invite a free story
    WHY = "why"  # why do you ask this
    SEND = "send"  # sign and send the intake
    EDIT = "edit"  # choose a line of the summary to change
    DROP = "drop"  # leave a line of the summary out
    REWORD = "reword"  # put a line of the summary in other words
    SELF = "self"  # I will phone myself: the wish for a person is fulfilled
    WITHDRAW = "withdraw"  # take back what was sent
    STATUS = "status"  # where is my question
    THANKS = "thanks"  # a kind word, or nothing more for now
    ADD = "add"  # add something to what was sent
    GO_ON = "go_on"  # leave the side question, back to where we were
    MORE = "more"  # everything about one of the ways
    RECKON = "reckon"  # how did you come to that day
    PREPARE = "prepare"  # prepare a talk
    WHOLE = "whole"  # all of the preparation at once
    OTHER = "other"  # prepare another talk
    PAPER = "paper"  # the preparation as a sheet to print
    CONFIRM = "confirm"  # yes to the question in between (erase, restart, best guess ...)
    ALSO = "also"  # one of several answers to the question in between
    TAKE_BACK = "take_back"  # on with the computer instead of the person in the talk
    ANSWER = "answer"  # answer what a person asked before
    LATER = "later"  # not now: the person's question stays
    DECLINE = "decline"  # the person's question gets no answer
    OTHER_PERSON = "other_person"  # rather somebody else to help
    STUCK = "stuck"  # it does not go on: the coordination point must look
    SHARE = "share"  # let the coordination point read the talk of before signing as well
    UNSHARE = "unshare"  # take that back
    REOPEN = "reopen"  # a finished question is one again
    SAME_HELPER = "same_helper"  # the same, by who helped before
    NEW_HELPER = "new_helper"  # the same, by somebody else
    MUTE = "mute"  # no more questions about how it goes


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A button. `do` acts; `sets` answers facts; both may be there, then `sets` comes first."""

    id: str
    label: Text
    do: Action | None = None
    sets: tuple[tuple[str, str], ...] = ()
    means: tuple[str, ...] = ()
    when: Condition = ALWAYS  # shown only then


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A message, said once in a conversation. `again`: also when the walk passes here anew."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question about one fact. Skipped when the fact is known."""

    fact: str
    text: Text = EMPTY  # empty: the fact's own question
    options: tuple[Option, ...] = ()  # after the fact's own options
    by: Mapping[str, str]  # answer -> step; else the step's own `to`
    grows: bool = False  # a free answer may be a whole story: topics and other facts are looked for in it


class Over(StrEnum):
    """What a question can decide between."""

    ROUTES = "routes"  # those still open
    DATES = "dates"  # the days from which a term of these routes counts
    TOPICS = "topics"  # those that the resident's words may mean


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDeciding:
    """The questions that decide, most telling first, `at_most` of them."""

    at_most: int
    over: Over = Over.ROUTES
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A place to rest: options that act. Always waits."""

    text: Text
    options: tuple[Option, ...]
    asks_to_keep: bool = False  # here somebody may be asked, once, to let us keep a sentence that was not understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Something made from the facts: the block's name says what (see `bot/dialogue/blocks.py`)."""

    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """A fork: the first case that holds, else the step's own `to`."""

    cases: tuple[tuple[Condition, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """An event for the service, told once."""

    event: str
    value: str = ""  # goes with it, when there is one


StepKind = Say | Ask | AskDeciding | Menu | Show | Choose | Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `id` is `<flow>.<name>`; when `when` does not hold the walk goes on to `to`."""

    id: str
    kind: StepKind
    when: Condition = ALWAYS
    to: str = ""  # empty only for a menu


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Words that work at every step, before anything else looks at the message.

    They do something, or are a question about us: it is answered, and the question that waits is put again.
    """

    words: tuple[str, ...]
    do: Action | None = None
    say: Text = EMPTY
    inside: bool = False  # wordings of several words also count inside a short message
    with_person: bool = False  # works as well while a person has the talk, when it is the whole message


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """Every flow: steps by id, where it starts, shared words. The steps form no circle."""

    start: str
    steps: Mapping[str, Step]
    texts: Mapping[str, Text]  # sentences of the engine, by `<file>.<name>`
    options: Mapping[str, Option]  # shared buttons, by id
    asides: Mapping[str, Menu]  # questions in between (erase? restart? did you mean ...?), by id
    commands: tuple[Command, ...]
    languages: tuple[str, ...]
