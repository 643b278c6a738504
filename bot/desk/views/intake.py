"""One question on one screen: what was signed, the talk since a person came, what can be done, what was done."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.desk.views.acts import BoxForm, Work
from bot.desk.views.inbox import Flag, PromiseView
from bot.desk.views.thread import Answer, ThreadLine
from bot.model.cases import CaseState
from bot.model.sections import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How the resident can be reached."""

    phone: str = ""  # as people dial it
    dial: str = ""  # the same for a link: +31612345678
    wishes: str = ""  # how and when they like it best
    can_push: bool = True  # False: only when the resident comes back
    blocked: bool = False  # the resident shut the channel for us
    unreachable: bool = False
    cut_from: str = ""  # the team on whose device it was filled in: no chat leads to the resident
    other: bool = False  # another way than by phone was given
    later: bool = False  # the resident changed something about it after signing


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above a question and above every page about it."""

    code: str
    rev: int
    state: CaseState
    name: str = ""
    area: str = ""
    language: str = ""  # the language's name; empty: Dutch
    since: datetime  # of what was put off: until when
    owner: str = ""
    owned_since: datetime | None = None
    mine: bool = False
    live: bool = False  # a person of ours is in the talk now
    helper: str = ""
    team: str = ""  # with whom it was filled in together
    typed_by: str = ""  # id of who of them typed
    reach: Reach = Reach()
    promise: PromiseView | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLine:
    """One signed line. `quote`: the resident's story; `changed`: worded by the resident; `later`: different since."""

    label: str  # empty: the text says it all
    text: str
    quote: bool = False
    changed: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView:
    """A way that was shown, with the answers that led to it and its first step as it stands now."""

    name: str
    law: str  # id
    because: tuple[str, ...]
    first_step: str = ""
    why: str = ""
    sources: tuple[tuple[str, str], ...] = ()  # what it is called, and its address


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """A date of the law: what it means, and the article."""

    line: str
    meaning: str = ""
    sources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """One part of the intake. Ways and terms are lines with more behind them."""

    section: Section
    heading: str
    lines: tuple[SignedLine, ...] = ()
    terms: tuple[TermView, ...] = ()
    routes: tuple[RouteView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the resident added after signing. `old`: the signed line that is different since, if there is one."""

    at: datetime
    text: str
    old: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedView:
    """The talk of before signing, which the resident chose to share."""

    at: datetime
    cut: bool  # it was longer: this is the last part
    lines: tuple[tuple[str, str], ...]  # what we asked (empty: the same as before), and what was said


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedView:
    """The whole of what was signed."""

    at: datetime
    version: int
    dropped: int
    sections: tuple[SectionView, ...]
    additions: tuple[Said, ...] = ()
    talk: SharedView | None = None


class Reply(StrEnum):
    """What the resident said to a correction."""

    NONE = "none"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A fact that a person changed; the signed line stays as it was."""

    label: str
    old: str
    new: str
    who: str
    at: datetime
    reply: Reply = Reply.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of the history: who did what, when. `what` is an id that the template words."""

    at: datetime
    who: str  # empty: Wegwijzer itself
    what: str
    about: str = ""
    by_resident: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeView:
    """The page of one question. `signed` is None when the text is gone: withdrawn."""

    head: Head
    signed: SignedView | None
    corrections: tuple[Correction, ...] = ()
    thread: tuple[ThreadLine, ...] = ()
    work: Work = field(default_factory=Work)
    message: BoxForm | None = None  # None: only the owner may send
    note: BoxForm | None = None
    answers: tuple[Answer, ...] = ()
    history: tuple[Event, ...] = ()
    outcome: str = ""  # label, when closed
    outcome_note: str = ""  # for colleagues
    back: str = "/desk/"  # to the list, with its filters
