"""How far somebody is, when only a day tells: who waits since a day, and who asked on a day that is over. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.understanding.moments import find_moment
from bot.understanding.normalise import Words, read_words
from bot.understanding.phrases import NEGATIONS

_WAITS = frozenset({"wacht", "wachten", "wachtte"})
_SINCE = frozenset({"sinds", "sind", "vanaf"})
_ASKED = frozenset({"gemeld", "aangemeld", "aangevraagd", "ingediend", "ingeleverd", "ingestuurd"})
_WHAT, _DONE = frozenset({"aanvraag", "melding", "verzoek"}), "gedaan"
_OTHER_DAYS = frozenset({"bezwaar", "bezwaarschrift", "beroep", "klacht", "aangifte"})  # these have days of their own
_OF_WORK = frozenset({"ziek", "beter"})  # who reports sick asks for nothing
_BEFORE, _AFTER = 6, 5  # words around the day that still belong to it
_NEAR = 2  # words before the asking that may deny it


def asked_on_a_day(words: Words, today: date) -> bool:
    """Whether the text says that somebody waits since a day, or asked on a day that is over. Never raises."""
    told = frozenset(words.tokens)
    if told.isdisjoint(_WAITS | _ASKED | {_DONE}) or not told.isdisjoint(_OTHER_DAYS):
        return False
    moment = find_moment(words.text, today)
    if moment is None or moment.day > today:
        return False
    day = read_words(moment.words).tokens
    tokens = words.tokens
    return any(_waits_since(tokens, at) or _asked(tokens, at, at + len(day)) for at in _places(tokens, day))


def _places(tokens: Sequence[str], day: Sequence[str]) -> Iterator[int]:
    """Where the day stands."""
    return (at for at in range(len(tokens)) if tokens[at : at + len(day)] == day)


def _waits_since(tokens: Sequence[str], at: int) -> bool:
    """ "ik wacht nu sinds half oktober": the waiting comes first, "since" right before the day or in it."""
    before = tokens[max(0, at - _BEFORE) : at]
    return not _WAITS.isdisjoint(before) and not _SINCE.isdisjoint((*before[-1:], tokens[at]))


def _asked(tokens: Sequence[str], at: int, end: int) -> bool:
    """ "drie weken geleden gemeld", "aangevraagd op 3 november", "vorige week een aanvraag gedaan"."""
    first = max(0, at - _BEFORE)
    around = tokens[first : end + _AFTER]
    for place, token in enumerate(around, start=first):
        before = tokens[max(0, place - _NEAR) : place]
        asks = token in _ASKED or (token == _DONE and not _WHAT.isdisjoint(around))
        if asks and NEGATIONS.isdisjoint(before) and _OF_WORK.isdisjoint(before):
            return True
    return False
