"""Danger: what kinds there are, how we recognise them (as data), and whom to call."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.model.patterns import Pattern
from bot.model.text import Source, Text


class Danger(StrEnum):
    """What sort of danger; the gravest first, for when a message holds several."""

    SUICIDE = "suicide"
    KIND = "kind"
    GEWELD = "geweld"
    ACUUT_GGZ = "acuut-ggz"
    DAKLOOS = "dakloos"


class Level(StrEnum):
    """How we answer: the whole safety text at once, or a short question with the numbers in it."""

    FULL = "full"
    SOFT = "soft"


class About(StrEnum):
    """Who is in danger, as far as the words tell."""

    SELF = "self"
    OTHER = "other"
    UNCLEAR = "unclear"


OR = " of "
"""Between two numbers of one help line, as `Helpline.number` writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """Somebody to call (`knowledge/helplines.yaml`, the only file with such numbers)."""

    id: str
    name: Text
    number: str  # as a resident dials it; empty: no national number exists
    open: Text  # when somebody answers
    sources: tuple[Source, ...]
    valid_days: int  # so many days after `checked_on` the number must be checked again
    shown: bool  # False: not confirmed, kept so that nobody adds it by accident
    web: str = ""  # chat or page, as a resident types it
    note: str = ""  # for editors


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerRule:
    """Phrases that mean the same danger, or clues that mean it when they stand in one message."""

    id: str
    kind: Danger
    level: Level
    about: About | None  # None: whoever is named nearest before the phrase
    now: bool = False  # True: only FULL when it is so now; "volgende maand" makes it softer
    patterns: tuple[Pattern, ...] = ()
    all_of: tuple[str, ...] = ()  # ids of clues; the first tells whom it is about
    within: int = 0  # so many words from the first clue the others stand, before or after; 0: anywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Softeners:
    """Words around a phrase that turn FULL into SOFT, never into nothing."""

    negations: frozenset[str]  # niet, geen, nooit
    links: frozenset[str]  # after a negation they keep it going: "niet dat ik dood wil"
    closers: frozenset[str]  # what may follow a negation behind the phrase: "hij slaat me niet hoor"
    past: tuple[Pattern, ...]  # vroeger, vorig jaar
    still: tuple[Pattern, ...]  # nog steeds, nu weer: takes the past away again
    unreal: tuple[Pattern, ...]  # stel dat, in de film, bij wijze van spreken
    later: tuple[Pattern, ...]  # volgende maand, dreigt: for rules that ask for `now`
    at_once: tuple[Pattern, ...]  # vannacht, morgen: takes the later away again


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerBook:
    """Everything the finder of danger needs (`knowledge/danger.yaml`)."""

    rules: tuple[DangerRule, ...]
    clues: Mapping[str, tuple[Pattern, ...]]  # no danger by itself; for `DangerRule.all_of`
    idioms: tuple[Pattern, ...]  # danger words that mean something else here
    softeners: Softeners
    fillers: frozenset[str]  # words that a "~" in a pattern may step over
    self_words: frozenset[str]  # ik, mij
    other_words: frozenset[str]  # hij, mijn zoon
    called_words: frozenset[str]  # other words that are also said to whoever listens: "man, wat een dag"
    reported: tuple[Pattern, ...]  # "hij zegt": what follows is said by that person
    signs: Mapping[str, str]  # emoji -> word
    short_words: frozenset[str]  # words of 3 or 4 letters in which one typing error is half believed
    joined: frozenset[str]  # words that people write as one: "ikwildood"
    own_words: frozenset[str]  # ordinary words that never count as a typing error of another word


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Danger was found. `because` holds ids only; `words` are the resident's: never in a log."""

    kind: Danger
    level: Level
    about: About
    because: tuple[str, ...]  # the rule, then each softener that lowered it
    words: str = ""

    def softer(self, why: str) -> "Alarm":
        """The same alarm as a gentle question, with one more reason."""
        return replace(self, level=Level.SOFT, because=(*self.because, why))
