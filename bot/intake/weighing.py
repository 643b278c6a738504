"""How well one helper fits what an intake asks: points to sort by, and the reasons that people read. Pure.

The weights are opinions of whoever set them (docs/adr/0015-matching-with-reasons.md). They are shown to nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.model.helpers import DayPart, Helper, HelperKind, Mismatch, Past, Reason, Way, Why, Wishes
from bot.model.text import DUTCH

KNOWS_TOPIC, KNOWS_THEME, IS_BROAD, KNOWS_LAW = 30, 18, 12, 10
EXPERIENCE, WISHED_EXPERIENCE = 20, 30
SAME_LANGUAGE, INTERPRETER = 25, -25
WISHED_KIND = 15
HELPED_BEFORE = 25
LONG_QUESTION = 12
SAME_AREA, NEAR = 8, 4
OBJECTION = 18  # as much as knowing the theme
MOMENT, WAYS, AGE = 6, 6, 6
ROOM = 8  # for who has nothing to do; less with every open question
WEAK_BELOW = 15
OLD_AFTER = timedelta(days=90)  # since somebody asked whether it still holds
USUAL_LONG = 16  # hours, where the profile says nothing


class Criterion(StrEnum):
    """What is weighed together, and can be doubled after a mismatch."""

    TOPIC = "topic"
    LANGUAGE = "language"
    TIME = "time"
    OTHER = "other"


_STEERS = {Mismatch.KENNIS: Criterion.TOPIC, Mismatch.TAAL: Criterion.LANGUAGE, Mismatch.TIJD: Criterion.TIME}
_MOMENTS = {DayPart.OCHTEND: Why.MORNING, DayPart.MIDDAG: Why.AFTERNOON}
_DOES = {Way.BELLEN: Why.CALLS, Way.CHAT: Why.CHATS, Way.HUISBEZOEK: Why.VISITS, Way.MEEGAAN: Why.GOES_ALONG}
_DOES_NOT = {Way.BELLEN: Why.NO_CALLS, Way.CHAT: Why.NO_CHAT, Way.MEEGAAN: Why.NOT_ALONG}

Weight = tuple[Criterion, int, Reason | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One helper with points and reasons."""

    helper: Helper
    points: int
    reasons: tuple[Reason, ...]


class Weigher:
    """Weighs helpers for one intake."""

    def __init__(self, wishes: Wishes, past: Past, today: date) -> None:
        """Steer by the last mismatch, if there was one: what was lacking then counts double."""
        self._wishes, self._past, self._today = wishes, past, today
        self._doubled = _STEERS.get(past.mismatches[-1]) if past.mismatches else None

    def weigh(self, helper: Helper) -> Weighed:
        """The points of this helper, and every reason."""
        points, reasons = 0, []
        for criterion, weight, reason in self._all(helper):
            points += weight * 2 if criterion is self._doubled else weight
            if reason is not None:
                reasons.append(replace(reason, helper=helper.id))
        return Weighed(helper=helper, points=points, reasons=tuple(reasons))

    def knows(self, helper: Helper) -> bool:
        """Whether this helper knows the topic or its theme."""
        wishes = self._wishes
        return not (set(wishes.topics).isdisjoint(helper.topics) and set(wishes.themes).isdisjoint(helper.themes))

    def _all(self, helper: Helper) -> Iterator[Weight]:
        yield self._topic(helper)
        yield from self._experience(helper)
        yield from self._language(helper)
        yield from self._kind(helper)
        if helper.id in self._past.helped:
            yield Criterion.OTHER, HELPED_BEFORE, Reason(why=Why.HELPED)
        yield from self._length(helper)
        yield from self._place(helper)
        yield from self._time(helper)
        yield from self._manner(helper)
        if self._wishes.age and helper.age == self._wishes.age:
            yield Criterion.OTHER, AGE, Reason(why=Why.SAME_AGE)
        yield from self._room(helper)

    def _topic(self, helper: Helper) -> Weight:
        """The best of what they know about it."""
        wishes = self._wishes
        topics = tuple(topic for topic in wishes.topics if topic in helper.topics)
        themes = tuple(theme for theme in wishes.themes if theme in helper.themes)
        laws = tuple(law for law in wishes.laws if law in helper.laws)
        known = (
            (topics, KNOWS_TOPIC, Reason(why=Why.TOPIC, values=topics)),
            (themes, KNOWS_THEME, Reason(why=Why.THEME, values=themes)),
            (helper.broad, IS_BROAD, Reason(why=Why.BROAD)),
            (laws, KNOWS_LAW, Reason(why=Why.LAW, values=laws)),
        )
        found = next(((points, reason) for there, points, reason in known if there), None)
        if found is None:
            return Criterion.TOPIC, 0, Reason(why=Why.TOPIC_NEW) if wishes.topics or wishes.themes else None
        return Criterion.TOPIC, *found

    def _experience(self, helper: Helper) -> Iterator[Weight]:
        wished = self._wishes.experience
        lived = tuple(topic for topic in self._wishes.topics if topic in helper.experience)
        if lived:
            points = WISHED_EXPERIENCE if wished and self._wishes.decides else EXPERIENCE
            yield Criterion.OTHER, points, Reason(why=Why.EXPERIENCE, values=lived)
        elif wished:
            yield Criterion.OTHER, 0, Reason(why=Why.NO_EXPERIENCE)

    def _language(self, helper: Helper) -> Iterator[Weight]:
        language = self._wishes.language
        if language not in helper.languages:
            yield Criterion.LANGUAGE, INTERPRETER, Reason(why=Why.INTERPRETER, values=(language,))
        elif language != DUTCH:
            yield Criterion.LANGUAGE, SAME_LANGUAGE, Reason(why=Why.SPEAKS, values=(language,))

    def _kind(self, helper: Helper) -> Iterator[Weight]:
        if self._wishes.kind is None:
            return
        if helper.kind is self._wishes.kind:
            yield Criterion.OTHER, WISHED_KIND if self._wishes.decides else 0, Reason(why=Why.PROFESSIONAL)
        else:
            yield Criterion.OTHER, 0, Reason(why=Why.VOLUNTEER)

    def _length(self, helper: Helper) -> Iterator[Weight]:
        """Whether they have the hours for a heavy question."""
        if not self._wishes.heavy:
            return
        if helper.hours >= (self._wishes.long_hours or USUAL_LONG):
            yield Criterion.OTHER, LONG_QUESTION, Reason(why=Why.LONG, values=(str(helper.hours),))
        elif helper.kind is HelperKind.BEROEPSKRACHT:
            yield Criterion.OTHER, LONG_QUESTION, Reason(why=Why.LONG_PROFESSIONAL)
        else:
            yield Criterion.OTHER, 0, Reason(why=Why.SHORT)

    def _place(self, helper: Helper) -> Iterator[Weight]:
        area = self._wishes.area
        if not area or not helper.areas:
            return
        if area in helper.areas:
            yield Criterion.OTHER, SAME_AREA, Reason(why=Why.SAME_AREA, values=(area,))
        elif not self._wishes.nearby.isdisjoint(helper.areas):
            yield Criterion.OTHER, NEAR, Reason(why=Why.NEAR, values=(area,))
        else:
            yield Criterion.OTHER, 0, Reason(why=Why.ELSEWHERE)

    def _time(self, helper: Helper) -> Iterator[Weight]:
        moment = self._wishes.moment
        if moment is None or not helper.parts:
            return
        if moment in helper.parts:
            yield Criterion.TIME, MOMENT, Reason(why=_MOMENTS[moment]) if moment in _MOMENTS else None
        else:
            yield Criterion.TIME, 0, Reason(why=Why.OTHER_MOMENT)

    def _manner(self, helper: Helper) -> Iterator[Weight]:
        wanted = self._wishes.ways
        if wanted and set(wanted) <= set(helper.ways):
            yield Criterion.OTHER, WAYS, None
        for way in wanted:
            why = _DOES.get(way) if way in helper.ways else _DOES_NOT.get(way)
            if why is not None:
                yield Criterion.OTHER, 0, Reason(why=why)
        if self._wishes.objection and Way.BEZWAAR in helper.ways:
            yield Criterion.OTHER, OBJECTION, Reason(why=Why.OBJECTS)

    def _room(self, helper: Helper) -> Iterator[Weight]:
        free, all_of_them = helper.max_cases - helper.open_cases, helper.max_cases
        points = ROOM * free // all_of_them
        old = self._today - helper.checked_on > OLD_AFTER
        why = Why.NEARLY_FULL if free == 1 < all_of_them else Why.ROOM
        reason = Reason(why=why, values=(str(free), str(all_of_them)))
        yield Criterion.TIME, points // 2 if old else points, reason
        if old:
            yield Criterion.TIME, 0, Reason(why=Why.OLD)
