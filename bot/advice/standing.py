"""Whether a place may be shown on a day: what is not checked in time is warned about, then hidden."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.model.places import Confidence, Place, Status


class Showing(StrEnum):
    """What a resident gets to see of a place."""

    SHOWN = "shown"
    CALL_FIRST = "call_first"  # shown with "call or look first"
    HIDDEN = "hidden"


class PlaceReason(StrEnum):
    """Why a place is shown, shown with a warning, or hidden."""

    CHECKED = "checked"
    LESS_SURE = "less_sure"
    CHECK_IS_OLD = "check_is_old"
    HOURS_ARE_OLD = "hours_are_old"
    CHECK_TOO_OLD = "check_too_old"
    NOT_CONFIRMED = "not_confirmed"
    NOT_ACTIVE = "not_active"
    NO_SOURCE = "no_source"
    NO_CONTACT = "no_contact"
    CRISIS = "crisis"
    SAME_NEIGHBOURHOOD = "same_neighbourhood"
    SAME_DISTRICT = "same_district"
    SERVES_HERE = "serves_here"  # its area holds the resident's neighbourhood or postcode
    MAY_SERVE_HERE = "may_serve_here"  # it serves a part, and where the resident lives is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a place may be shown on a day, whoever asks."""

    showing: Showing
    reason: PlaceReason


def old_from(place: Place) -> date | None:
    """The first day on which the check counts as old; None when it was never checked."""
    return place.checked.on + timedelta(days=place.expires_after + 1) if place.checked else None


def hidden_from(place: Place) -> date | None:
    """The first day on which the check is so old that the place is hidden; None when it was never checked."""
    return place.checked.on + timedelta(days=2 * place.expires_after + 1) if place.checked else None


def standing(place: Place, today: date) -> Standing:
    """Shown, shown with a warning, or hidden on this day; the first reason that counts."""
    old, hidden = old_from(place), hidden_from(place)
    if place.status is not Status.ACTIVE:
        return Standing(showing=Showing.HIDDEN, reason=PlaceReason.NOT_ACTIVE)
    if place.confidence is Confidence.LOW:
        return Standing(showing=Showing.HIDDEN, reason=PlaceReason.NOT_CONFIRMED)
    if not place.sources or old is None or hidden is None:
        return Standing(showing=Showing.HIDDEN, reason=PlaceReason.NO_SOURCE)
    if not place.reachable:
        return Standing(showing=Showing.HIDDEN, reason=PlaceReason.NO_CONTACT)
    if today >= hidden:
        return Standing(showing=Showing.HIDDEN, reason=PlaceReason.CHECK_TOO_OLD)
    if today >= old:
        return Standing(showing=Showing.CALL_FIRST, reason=PlaceReason.CHECK_IS_OLD)
    if place.confidence is Confidence.MEDIUM:
        return Standing(showing=Showing.CALL_FIRST, reason=PlaceReason.LESS_SURE)
    if place.hours_valid_until and today > place.hours_valid_until:
        return Standing(showing=Showing.CALL_FIRST, reason=PlaceReason.HOURS_ARE_OLD)
    return Standing(showing=Showing.SHOWN, reason=PlaceReason.CHECKED)


def hours_hold(place: Place, today: date) -> bool:
    """Whether the opening hours may be told as they stand in the record."""
    return place.hours_valid_until is None or today <= place.hours_valid_until
