"""What stands on paper that a team hands out, as data: a leaflet or poster with the team's own code.

Paper hangs for years. So nothing stands on it that nobody checked: without a number that may be shown on
this day there is no leaflet.
"""

from collections.abc import Mapping
from datetime import date

from bot.advice.local_words import local_words
from bot.advice.standing import Showing, standing
from bot.content.wording import day_in_words, fill
from bot.model.conversation import Json
from bot.model.errors import BotError
from bot.model.knowledge import Knowledge
from bot.model.leaflet import LeafletText
from bot.model.municipality import Municipality
from bot.model.places import Place, Role
from bot.model.text import DUTCH, Text

_BADGES = (LeafletText.FREE, LeafletText.INDEPENDENT, LeafletText.YOUR_SIDE)
_DOES = (LeafletText.LISTENS, LeafletText.EXPLAINS, LeafletText.LOOKS)
_DOES_NOT = (LeafletText.DECIDES_NOT, LeafletText.PROMISES_NOT, LeafletText.CARES_NOT)
_SCAN = (LeafletText.SCAN_CODE, LeafletText.SCAN_TELEGRAM, LeafletText.SCAN_PERSON)


class LeafletFault(BotError):
    """What a leaflet would say is not known well enough to print it."""


def leaflet_for(
    knowledge: Knowledge, municipality: Municipality, texts: Mapping[str, Text], *, team: str, link: str, today: date
) -> dict[str, Json]:
    """The leaflet of this team, whose code opens `link`. Raises LeafletFault."""
    place = {**knowledge.places, **municipality.places}[municipality.coordination]
    checked = _checked_on(place, today)
    values = {
        **local_words(knowledge, municipality),
        **{f"lijn_{name}": line.number for name, line in knowledge.helplines.items()},
        "coordinatiepunt": place.called,
        "telefoon": place.phone,
        "naam": team,
        "plek": link,
        "dag": day_in_words(checked, DUTCH),
    }

    def say(text: LeafletText) -> str:
        return fill(texts[text].to(DUTCH), values)

    def part(heading: LeafletText, rows: tuple[LeafletText, ...]) -> Json:
        return {"heading": say(heading), "rows": [say(row) for row in rows]}

    return {
        "language": DUTCH,
        "title": say(LeafletText.TITLE),
        "about": say(LeafletText.ABOUT),
        "badges": [say(text) for text in _BADGES],
        "what": place.what.to(DUTCH),
        "does": part(LeafletText.DOES, _DOES),
        "does_not": part(LeafletText.DOES_NOT, _DOES_NOT),
        "scan": part(LeafletText.SCAN, _SCAN),
        "call": {"heading": say(LeafletText.CALL), "name": place.called, "phone": place.phone},
        "code": say(LeafletText.CODE),
        "danger": say(LeafletText.DANGER),
        "foot": [say(LeafletText.FROM), say(LeafletText.CHECKED)],
        "link": link,
    }


def _checked_on(place: Place, today: date) -> date:
    """The day on which the place was checked, when all that a leaflet says of it holds."""
    stands = standing(place, today)
    if stands.showing is not Showing.SHOWN or place.checked is None:
        raise _fault(place, f"it may not stand on paper ({stands.reason.value})", "check it and set 'checked'")
    if not place.phone:
        raise _fault(place, "it has no phone number", "add the number to its file, once somebody tried it")
    if place.role is not Role.OCO:
        raise _fault(place, "nothing says that it is independent", f"set 'role: {Role.OCO}' if it is")
    return place.checked.on


def _fault(place: Place, what: str, remedy: str) -> LeafletFault:
    return LeafletFault(f"no leaflet can be made of the coordination point '{place.id}': {what}; {remedy}")
