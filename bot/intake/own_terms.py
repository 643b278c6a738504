"""Terms in which the resident must act themselves: after a refusal nobody should be alone with one."""

from collections.abc import Mapping
from datetime import date

from bot.model.intake import Intake
from bot.model.terms import Term


def own_last_days(intake: Intake, terms: Mapping[str, Term]) -> tuple[date, ...]:
    """The last days of the resident's own terms that ran when it was signed."""
    signed = (one for one in intake.draft.terms if one.id in terms and terms[one.id].mine and not one.passed)
    return tuple(one.last_on for one in signed)


def next_own_last_day(intake: Intake, terms: Mapping[str, Term], today: date) -> date | None:
    """The last day of the first of these that still runs; it runs on that day too."""
    return min((day for day in own_last_days(intake, terms) if day >= today), default=None)
