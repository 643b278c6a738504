"""Who takes the question: the municipality draws that line, in its profile."""

from dataclasses import dataclass

from bot.advice.conditions import Reason, holds, reasons
from bot.model.facts import Facts
from bot.model.municipality import Desk, Municipality


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskChoice:
    """The desk that takes it, and the facts that decided."""

    desk: Desk
    reasons: tuple[Reason, ...]


def choose_desk(municipality: Municipality, facts: Facts) -> DeskChoice:
    """The first desk of the profile whose condition surely holds, else the last one."""
    for desk in municipality.desks:
        if holds(desk.when, facts):
            return DeskChoice(desk=desk, reasons=reasons(desk.when, facts))
    last = municipality.desks[-1]
    return DeskChoice(desk=last, reasons=())
