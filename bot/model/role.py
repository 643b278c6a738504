"""What somebody may do at the desk."""

from enum import StrEnum


class Role(StrEnum):
    """The roles; a resident reads who opened their question by the text `rol_<value>`."""

    COORDINATOR = "coordinator"
    OCO = "oco"  # independent client supporter: own cases only
    EDITOR = "editor"
    MANAGER = "manager"  # counts, never a story
