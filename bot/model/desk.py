"""What stands ready for coordinators: how a question can end, and answers to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model.text import Text

OUTCOME_SLOTS = frozenset({"naam_plek", "telefoon_plek"})
"""What stands for a place, in what a resident reads of an outcome that needs one."""
ANSWER_SLOTS = OUTCOME_SLOTS | {"naam", "wie", "coordinatiepunt", "telefoon_inwoner", "moment"}
"""What can be filled in an answer that stands ready; what is not known is for the coordinator to fill in."""


class Needs(StrEnum):
    """What an outcome asks besides."""

    NOTHING = "nothing"
    PLACE = "place"  # of the social map: where the resident goes on
    NOTE = "note"  # for colleagues: why
    CODE = "code"  # of another question of this resident


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a question can end."""

    id: str
    label: Text
    says: Text  # what the resident reads; empty: nothing more is said
    needs: Needs = Needs.NOTHING
    opinion: bool = True  # whether the resident is asked how the help was


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that stands ready. It fills a box, and never goes out by itself."""

    id: str
    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWords:
    """Everything in `knowledge/desk/` that stands ready for coordinators, by id, in the order of the file."""

    outcomes: Mapping[str, Outcome]
    answers: Mapping[str, Answer]
