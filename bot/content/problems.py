"""What is wrong in a content file, and where; worded for whoever edits that file."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.model.errors import BotError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. Sorts by file and place, so a report reads from top to bottom."""

    path: str
    line: int
    column: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.what}; {self.remedy}"


class ContentError(BotError):
    """The content is not fit to talk with. Carries every problem, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(wanted: str, known: Collection[str]) -> str:
    """The remedy for a name that does not exist: the nearest that does, else some that do."""
    near = get_close_matches(wanted, known, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    some = sorted(known)
    more = f" and {len(some) - 8} more" if len(some) > 8 else ""
    return f"known: {', '.join(some[:8])}{more}" if some else "none are known here"
