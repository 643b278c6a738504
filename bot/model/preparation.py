"""Preparing a talk: what to bring and think of, who may come along, a plan, and what comes afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model.condition import ALWAYS, Condition
from bot.model.text import Source, Text


class Part(StrEnum):
    """The parts of a preparation, in the order in which they are told; also the keys in its file."""

    BRING = "bring"
    THINK_OF = "think_of"
    MAY_COME = "may_come"
    PLAN = "plan"
    AFTERWARDS = "afterwards"


LISTS = tuple(part for part in Part if part is not Part.PLAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to bring, to think of, to know. Only for who `when` surely holds."""

    text: Text
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuestion:
    """A question that the resident's own plan answers; with the first of these facts that is known."""

    text: Text
    answered_by: tuple[str, ...] = ()
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the resident writes down beforehand. `term`: until when it may be handed in; empty: no such term."""

    name: Text
    about: Text
    term: str = ""
    questions: tuple[PlanQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """One kind of talk (`knowledge/preparations/<id>.yaml`).

    It fits who is advised one of these ways, or a way with one of these terms, or who asks about one of
    these topics; unless `when` surely does not hold.
    """

    id: str
    name: Text  # on a button
    about: Text  # what sort of talk it is
    routes: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    when: Condition = ALWAYS
    lists: Mapping[Part, tuple[Item, ...]]
    plan: Plan
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a sheet. `because`: the facts that brought it; `answer`: the resident's own words."""

    text: str
    because: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A heading of a sheet with what stands under it."""

    part: Part
    heading: str
    about: str = ""
    until: str = ""  # by when it must be in
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A preparation for one resident, in words: told in the chat, or printed on one page. Never stored whole."""

    kind: str  # id of the preparation
    language: str
    title: str
    about: str
    parts: tuple[SheetPart, ...]
    notes: str  # heading above the room to write
    help: str  # who helps, with the reference of what was sent
    made: str  # by whom and when
    sources: str
