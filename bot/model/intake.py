"""The intake: what a coordinator reads, line by line, as the resident signed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.model.facts import Fact
from bot.model.sections import Section

SCHEMA = "wegwijzer-intake/1"
"""Name and version of the form in `bot/intake/intake-1.schema.json`."""


class Typist(StrEnum):
    """Who typed what was filled in together: the answers of the fact `wie_typt`."""

    RESIDENT = "inwoner"
    HELPER = "helper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """With whom an intake was filled in. No line of it: nobody can leave it out or word it anew."""

    team: str
    typed_by: Typist


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. `id` is the fact it comes from, or names what it was made of; stable within a draft."""

    id: str
    section: Section
    text: str
    changed: bool = False  # in other words than ours: the resident's


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedTerm:
    """A term that runs or is over."""

    id: str
    last_on: date
    approximate: bool
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteLine:
    """A way that was shown, and the facts that led to it."""

    id: str
    law: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An intake that is not signed yet."""

    lines: tuple[Line, ...]
    facts: Mapping[str, Fact]  # only those whose line is still there
    topics: tuple[str, ...]
    theme: str  # id; the only thing a notice says about the question
    area: str  # neighbourhood or postcode, as far as given
    urgent: bool
    routes: tuple[RouteLine, ...]
    terms: tuple[PassedTerm, ...]
    desk: str
    dropped: int  # lines that the resident left out
    together: Together | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What the resident added after signing. The signed lines stay as they were."""

    at: datetime
    text: str
    line: str = ""  # id of the signed line that is different since; empty: beside them


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLine:
    """What the resident said before signing, and what we asked; empty: the same as before, or nothing."""

    asked: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTalk:
    """The talk of before signing, as the resident read it and said that it may be read."""

    at: datetime
    cut: bool  # it was longer: this is the last part
    lines: tuple[SharedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A signed intake. Its lines never change afterwards: a correction is a new version."""

    code: str
    version: int
    municipality: str
    language: str
    signed_at: datetime
    promised_at: datetime
    draft: Draft
    additions: tuple[Addition, ...] = ()
    talk: SharedTalk | None = None  # only when the resident chose to share it

    def was(self, addition: Addition) -> str:
        """The signed line that is different since; empty when it is something more."""
        return next((line.text for line in self.draft.lines if line.id == addition.line), "")
