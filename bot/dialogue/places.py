"""A place in words: how to reach it, whether it is open now, and whether to call first."""

from datetime import date, datetime, time, timedelta

from bot.advice.hours import Doors, Opening, opening
from bot.advice.places import PlaceChoice
from bot.advice.standing import hours_hold
from bot.content.wording import clock_in_words, day_in_words, weekday_in_words
from bot.dialogue.turn import TurnDraft
from bot.model.places import Phone, Place
from bot.model.wording import Phrase

_SOON = 6  # days ahead in which the name of the day says enough
_NEAR = (Phrase.TODAY, Phrase.TOMORROW)
_DAY = timedelta(days=1)
_MORNING = time(6)  # who closes before it belongs to the evening


def place_in_words(draft: TurnDraft, choice: PlaceChoice, *, full: bool = False) -> str:
    """One line about a place; `full` tells the waiting time too."""
    place = choice.place
    words = [draft.phrase(Phrase.PLACE, naam=place.name, plek=", ".join(_ways(place)))]
    if place.hours:
        words.append(draft.text(place.hours).rstrip(".") + ".")
    if place.open and hours_hold(place, draft.today):
        words.append(_doors(draft, opening(place.open, draft.now)))
    if place.alert and draft.today <= place.alert.on:
        words.append(draft.text(place.alert.text))
    if full and place.waiting:
        seen = day_in_words(place.waiting.on, draft.talk.language)
        words.append(draft.phrase(Phrase.WAITING, dag=seen, tekst=draft.text(place.waiting.text)))
    if choice.call_first:
        words.append(draft.phrase(Phrase.CALL_FIRST))
    return " ".join(word for word in words if word)


def _ways(place: Place) -> list[str]:
    web = place.web.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    where = [location.in_words for location in place.open_locations]
    return [way for way in (*map(_number, place.phones), web or place.email, *where) if way]


def _number(phone: Phone) -> str:
    return f"{phone.number} ({phone.note})" if phone.note else phone.number


def _doors(draft: TurnDraft, seen: Opening) -> str:
    """Until when they are open, or from when again."""
    note = f", {seen.note}" if seen.note else ""
    if seen.doors is Doors.UNSURE:
        return draft.phrase(Phrase.OPEN_PERHAPS)
    if seen.until is not None:
        return draft.phrase(Phrase.OPEN_UNTIL, tekst=_closing(draft, seen.until), reden=note)
    if seen.doors is Doors.OPEN:
        return draft.phrase(Phrase.OPEN_ALWAYS)
    if seen.opens is None:
        return ""
    day = _day(draft, seen.opens.date())
    return draft.phrase(Phrase.OPENS_AT, dag=day, tekst=clock_in_words(seen.opens.time()), reden=note)


def _closing(draft: TurnDraft, until: datetime) -> str:
    """The clock time of closing, with the day when that is not today; midnight is the end of a day."""
    midnight = until.time() == time()
    day = until.date() - _DAY if midnight else until.date()
    clock = "24" if midnight else clock_in_words(until.time())
    night = not midnight and until.date() == draft.today + _DAY and until.time() < _MORNING
    return clock if day == draft.today or night else f"{_day(draft, day)} {clock}"


def _day(draft: TurnDraft, day: date) -> str:
    """A day to come, as short as it can be said."""
    ahead = (day - draft.today).days
    if ahead < len(_NEAR):
        return draft.phrase(_NEAR[ahead])
    if ahead <= _SOON:
        return weekday_in_words(day, draft.talk.language)
    return day_in_words(day, draft.talk.language, weekday=True)
