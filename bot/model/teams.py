"""What the link of a team led to, as it is counted: weeks and sums, nothing that leads to a talk."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TeamUse(StrEnum):
    """What a team's link led to, each counted once a talk."""

    OPENED = "opened"
    ROUTE = "route"  # advice was given
    SIGNED = "signed"  # an intake was signed


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCount:
    """How often a team's link was of one use in one week. Not for showing as it is."""

    week: date  # its Monday
    use: TeamUse
    n: int
