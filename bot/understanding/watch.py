"""Danger by the rules, and by what examples of danger teach: told in words that no rule has. Pure.

The rules have the first word: what a short message says outright, and every word of suicide, stands whatever the
examples say. The examples weigh all words of a message, and what the rules found in it: they tell danger that no rule
has words for, and make a gentle question of what the rules put together from clues, or find in a long story, when
they speak clearly against it. What the rules find softly is full when the examples tell it too. Nothing is silenced.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.model.danger import About, Alarm, Danger, Level
from bot.model.weights import NONE, Matter
from bot.understanding.danger import DangerFinder, gravest
from bot.understanding.listen import Listener, Reading
from bot.understanding.signs import ALARM, Signs
from bot.understanding.weigh import Weighing

LEARNED = "voorbeelden"
"""The reason of an alarm that examples gave, as in `Alarm.because`."""

# Shares of danger, set where found and false alarms were in the best proportion (`benchmarks/understanding.py`).
FULL_FROM, SOFT_FROM = 0.7, 0.25
_FOUND_TOO_FROM = 0.5  # what the rules find softly is full from here
_SET_APART_FROM = 0.65  # what the rules found denied, past or not in earnest is soft for a reason
_ELSEWHERE_FROM = 0.5  # share of "not for us"
_LEAST_WORDS = 6  # fewer are an answer ("nee dat hoeft niet") sooner than a story; the rules read these too
_STORY = 15  # words; in so long a text a phrase stands by accident sooner than in a short message
_TOLD_FROM, _TOLD_TOGETHER_FROM = 0.12, 0.1  # a full alarm in a story stands from here; one put together from clues


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
        reading = (read or self._listener.read)(text)
        shares = self._weigh(reading, alarms).shares()
        if not shares:  # nothing was learned: the rules alone
            return alarm
        danger = 1 - shares[NONE]
        if alarm is not None and alarm.level is Level.FULL:
            return alarm if self._stands(alarm, text, danger) else alarm.softer(LEARNED)
        if len(text.split()) < _LEAST_WORDS:
            return alarm
        is_told = self._is_told(alarm, reading, danger)
        if not is_told and (alarm is not None or danger < SOFT_FROM):
            return alarm
        kind = next(Danger(answer) for answer in shares if answer != NONE)
        level = Level.FULL if is_told else Level.SOFT
        return Alarm(kind=kind, level=level, about=alarm.about if alarm else About.UNCLEAR, because=(LEARNED,))

    def weigh(self, text: str) -> Weighing:
        """The kinds of danger, or NONE, by what examples teach about the words, and about what the rules find."""
        return self._weigh(self._listener.read(text), self._finder.find_all(text))

    def signs(self, text: str) -> Signs:
        """The signs in `text` that examples of danger teach about (`scripts/weigh`)."""
        return replace(self._listener.read(text).signs, alarms=_alarm_signs(self._finder.find_all(text)))

    def _weigh(self, reading: Reading, alarms: Iterable[Alarm]) -> Weighing:
        return self._listener.weigh_danger(reading, _alarm_signs(alarms))

    def _stands(self, alarm: Alarm, text: str, danger: float) -> bool:
        """Whether a full alarm of the rules stays full."""
        if self._finder.is_put_together(alarm):
            return danger >= _TOLD_TOGETHER_FROM
        return danger >= _TOLD_FROM or len(text.split()) < _STORY

    def _is_told(self, alarm: Alarm | None, reading: Reading, danger: float) -> bool:
        """Whether examples tell of danger now: not denied, past or not in earnest.

        What no rule found must be no idiom of a short message, nor more likely a question for somebody else: "HELP, my
        passport".
        """
        if alarm is not None:
            return danger >= (_SET_APART_FROM if len(alarm.because) > 1 else _FOUND_TOO_FROM)
        if danger < FULL_FROM:
            return False
        text = reading.words.text
        is_idiom = len(text.split()) < _STORY and self._finder.has_idiom(text)
        elsewhere = reading.weighed.about(Matter.LAW).shares().get(NONE, 0.0)
        return elsewhere < _ELSEWHERE_FROM and not is_idiom


def _alarm_signs(alarms: Iterable[Alarm]) -> tuple[str, ...]:
    """The rules that fired, and the kinds they speak of: a rule that no example knows counts as one of its kind."""
    return tuple(sorted({f"{ALARM}{name}.{alarm.level.value}" for alarm in alarms for name in _names(alarm)}))


def _names(alarm: Alarm) -> tuple[str, str]:
    return alarm.because[0], alarm.kind.value
