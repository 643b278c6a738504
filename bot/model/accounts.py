"""People who work at the desk."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody may do at the desk."""

    COORDINATOR = "coordinator"
    OCO = "oco"  # independent client supporter: own cases only
    EDITOR = "editor"
    MANAGER = "manager"  # counts, never a story
