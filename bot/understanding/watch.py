"""Danger by the rules, and by what examples of danger teach: told in words that no rule has. Pure.

The rules have the first word. What they find outright stands, whatever the examples say; what they put together
from clues only stands as full when the examples do not speak against it.
"""

from bot.model.danger import About, Alarm, Danger, Level
from bot.model.weights import NONE
from bot.understanding.danger import DangerFinder
from bot.understanding.listen import Listener

LEARNED = "voorbeelden"
"""The reason of an alarm that examples gave, as in `Alarm.because`."""

FULL_FROM, SOFT_FROM = 0.6, 0.3  # shares of danger; see docs/adr/0011
_DOUBTED = 0.03  # clues of which the examples say so little are no full alarm


class DangerWatch:
    """Watches every message. Built once; holds no state."""

    def __init__(self, finder: DangerFinder, listener: Listener) -> None:
        self._finder, self._listener = finder, listener

    def find(self, text: str, previous: str = "") -> Alarm | None:
        """The gravest alarm, None when there is none; bounded in time, never raises. `previous` as in the finder."""
        alarm = self._finder.find(text, previous)
        if alarm is not None and alarm.level is Level.FULL and not self._finder.is_put_together(alarm):
            return alarm
        shares = self._listener.weigh_danger(text).shares()
        danger = 1 - shares.get(NONE, 1.0)
        if alarm is not None and (danger < FULL_FROM or alarm.level is Level.FULL):
            doubted = alarm.level is Level.FULL and danger < _DOUBTED
            return alarm.softer(LEARNED) if doubted else alarm
        if danger < SOFT_FROM:
            return None
        kind = next(Danger(answer) for answer in shares if answer != NONE)
        level = Level.FULL if danger >= FULL_FROM else Level.SOFT
        return Alarm(kind=kind, level=level, about=About.UNCLEAR, because=(LEARNED,))
