"""Danger by the rules, and by what examples of danger teach: told in words that no rule has. Pure.

The rules have the first word. What a short message says outright, and every word of suicide, stands whatever the
examples say; what the rules put together from clues, or find in a long story, is asked gently when the examples
speak against it. Nothing is silenced.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.model.danger import About, Alarm, Danger, Level
from bot.model.weights import NONE
from bot.understanding.danger import DangerFinder, gravest
from bot.understanding.listen import Listener, Reading
from bot.understanding.signs import ALARM, Signs
from bot.understanding.weigh import Weighing

LEARNED = "voorbeelden"
"""The reason of an alarm that examples gave, as in `Alarm.because`."""

FULL_FROM, SOFT_FROM = 0.65, 0.25  # shares of danger; see docs/adr/0011
_STORY = 15  # words; in so long a text a phrase stands by accident sooner than in a short message
# Shares below which what the rules found is no full alarm: (clues put together, a phrase).
_DOUBTED_SHORT, _DOUBTED_STORY = (0.01, 0.0), (0.1, 0.03)


class DangerWatch:
    """Watches every message. Built once; holds no state."""

    def __init__(self, finder: DangerFinder, listener: Listener) -> None:
        self._finder, self._listener = finder, listener

    def find(self, text: str, previous: str = "", read: Callable[[str], Reading] | None = None) -> Alarm | None:
        """The gravest alarm, None when there is none; bounded in time, never raises.

        `previous` as in the finder; `read`: as the listener reads, for who remembers what was read.
        """
        alarms = self._finder.find_all(text, previous)
        alarm = gravest(alarms)
        if alarm is not None and alarm.kind is Danger.SUICIDE and alarm.level is Level.FULL:
            return alarm
        shares = self._weigh((read or self._listener.read)(text), alarms).shares()
        if not shares:  # nothing was learned: the rules alone
            return alarm
        danger = 1 - shares[NONE]
        if alarm is not None and alarm.level is Level.FULL:
            return alarm.softer(LEARNED) if self._is_doubted(alarm, text, danger) else alarm
        if danger < SOFT_FROM or (alarm is not None and danger < FULL_FROM and self._is_set_apart(alarm)):
            return alarm
        kind = next(Danger(answer) for answer in shares if answer != NONE)
        level = Level.FULL if danger >= FULL_FROM or alarm is not None else Level.SOFT  # both see it: then it is so
        return Alarm(kind=kind, level=level, about=alarm.about if alarm else About.UNCLEAR, because=(LEARNED,))

    def weigh(self, text: str) -> Weighing:
        """The kinds of danger, or NONE, by what examples teach about the words, and about what the rules find."""
        return self._weigh(self._listener.read(text), self._finder.find_all(text))

    def signs(self, text: str) -> Signs:
        """The signs in `text` that examples of danger teach about (`scripts/weigh`)."""
        return replace(self._listener.read(text).signs, alarms=_alarm_signs(self._finder.find_all(text)))

    def _weigh(self, reading: Reading, alarms: Iterable[Alarm]) -> Weighing:
        return self._listener.weigh_danger(reading, _alarm_signs(alarms))

    def _is_set_apart(self, alarm: Alarm) -> bool:
        """Whether the rules found it denied, past or not in earnest: then it is soft for a reason."""
        return len(alarm.because) > 1

    def _is_doubted(self, alarm: Alarm, text: str, danger: float) -> bool:
        """Whether the examples speak so clearly against it that a gentle question does."""
        clues, phrase = _DOUBTED_STORY if len(text.split()) >= _STORY else _DOUBTED_SHORT
        return danger < (clues if self._finder.is_put_together(alarm) else phrase)


def _alarm_signs(alarms: Iterable[Alarm]) -> tuple[str, ...]:
    return tuple(sorted({f"{ALARM}{alarm.because[0]}.{alarm.level.value}" for alarm in alarms}))
