"""Which helpers go with an intake: the three best with their reasons, the others, and who may not. Pure.

It proposes and decides nothing: a coordinator chooses. The same input gives the same order, whatever the order of
the helpers in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations

from bot.intake.weighing import WEAK_BELOW, Weighed, Weigher
from bot.model.helpers import Bar, Helper, HelperKind, Match, Past, Proposal, Reason, Way, Why, Wishes
from bot.model.municipality import Objections
from bot.model.text import DUTCH

SHOWN = 3
_PAIRED = 8  # only the best so many are put together in pairs
_BOTH_KNOW = 5
_ONCE_MORE = 2  # from the second mismatch on, professionals come first
_BARS = {
    Bar.MISMATCH: Why.NO_CLICK,
    Bar.KNOWN: Why.KNOWS_RESIDENT,
    Bar.REFUSED: Why.SAID_NO,
    Bar.UNWISHED: Why.WISHES_OTHER,
}


def best(wishes: Wishes, helpers: Iterable[Helper], *, past: Past, today: date) -> Proposal:
    """Who could help with this intake, and why. With `together` in the wishes only pairs are proposed."""
    return _Matching(wishes, past, today).propose(sorted(helpers, key=lambda helper: helper.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    match: Match
    points: float


class _Matching:
    def __init__(self, wishes: Wishes, past: Past, today: date) -> None:
        self._wishes, self._past, self._today = wishes, past, today
        self._weigher = Weigher(wishes, past, today)

    def propose(self, helpers: list[Helper]) -> Proposal:
        never = [(helper, reasons) for helper in helpers if (reasons := tuple(self._never(helper)))]
        barred = {helper.id for helper, _ in never}
        weighed = [self._weigher.weigh(helper) for helper in helpers if helper.id not in barred]
        if self._wishes.together:
            alone = [one.helper for one in weighed if not any(_go(one.helper, other.helper) for other in weighed)]
            never += [(helper, (_about(helper, Why.NO_PARTNER),)) for helper in alone]
            found = self._pairs([one for one in weighed if one.helper not in alone])
        else:
            found = [_single(one) for one in weighed]
        matches = tuple(one.match for one in sorted(found, key=self._place))
        return Proposal(
            best=matches[:SHOWN],
            rest=matches[SHOWN:],
            never=tuple(Match(helpers=(helper,), reasons=reasons) for helper, reasons in never),
            notes=tuple(self._notes(matches)),
        )

    def _place(self, one: _Candidate) -> tuple[bool, float, int, list[datetime], list[str]]:
        """Sorts: points, then who has the fewest questions open, then who waited longest to be asked."""
        helpers = one.match.helpers
        professional = any(helper.kind is HelperKind.BEROEPSKRACHT for helper in helpers)
        asked = sorted(_last_asked(helper) for helper in helpers)
        return (
            len(self._past.mismatches) >= _ONCE_MORE and not professional,
            -one.points,
            sum(helper.open_cases for helper in helpers),
            asked,
            [helper.id for helper in helpers],
        )

    def _never(self, helper: Helper) -> Iterator[Reason]:
        """Every reason why this helper may not be proposed here."""
        wishes = self._wishes
        if not helper.active:
            yield _about(helper, Why.STOPPED)
        if helper.paused_until is not None and helper.paused_until >= self._today:
            yield _about(helper, Why.PAUSED, helper.paused_until.isoformat())
        if helper.open_cases >= helper.max_cases:
            yield _about(helper, Why.FULL, str(helper.max_cases))
        if helper.id in self._past.barred:
            yield _about(helper, _BARS[self._past.barred[helper.id]])
        yield from self._never_at_home(helper)
        if wishes.objection is Objections.EXCLUDED:
            yield _about(helper, Why.OBJECTIONS_ELSEWHERE)
        elif wishes.objection is Objections.ALLOWED and Way.BEZWAAR not in helper.ways:
            yield _about(helper, Why.NO_OBJECTIONS)

    def _never_at_home(self, helper: Helper) -> Iterator[Reason]:
        """Who does not come, or not alone. In a pair a professional may be the second one anyhow."""
        visits = Way.HUISBEZOEK in helper.ways
        if self._wishes.together:
            if not visits and helper.kind is not HelperKind.BEROEPSKRACHT:
                yield _about(helper, Why.NO_VISITS)
        elif Way.HUISBEZOEK in self._wishes.ways:
            if not visits:
                yield _about(helper, Why.NO_VISITS)
            elif not helper.visits_alone:
                yield _about(helper, Why.NOT_ALONE)

    def _pairs(self, weighed: list[Weighed]) -> list[_Candidate]:
        """Pairs of the best singles that may go together."""
        first = sorted(weighed, key=lambda one: self._place(_single(one)))[:_PAIRED]
        return [self._pair(one, other) for one, other in combinations(first, 2) if _go(one.helper, other.helper)]

    def _pair(self, one: Weighed, other: Weighed) -> _Candidate:
        both = self._weigher.knows(one.helper) and self._weigher.knows(other.helper)
        points = (one.points + other.points) / 2 + (_BOTH_KNOW if both else 0)
        reasons = (Reason(why=Why.PAIR), *one.reasons, *other.reasons, *_weak(points))
        return _Candidate(match=Match(helpers=(one.helper, other.helper), reasons=reasons), points=points)

    def _notes(self, matches: tuple[Match, ...]) -> Iterator[Reason]:
        """What to know when the list is empty, or lacks what was asked."""
        language = self._wishes.language
        if len(self._past.mismatches) >= _ONCE_MORE:
            yield Reason(why=Why.SECOND_TIME)
        if not matches:
            yield Reason(why=Why.NO_PAIR if self._wishes.together else Why.NOBODY)
        spoken = {code for match in matches for helper in match.helpers for code in helper.languages}
        if language != DUTCH and language not in spoken:
            yield Reason(why=Why.NOBODY_SPEAKS, values=(language,))


def _single(one: Weighed) -> _Candidate:
    reasons = (*one.reasons, *_weak(one.points))
    return _Candidate(match=Match(helpers=(one.helper,), reasons=reasons), points=one.points)


def _go(one: Helper, other: Helper) -> bool:
    """Whether two may go to an address together: both come to people's homes, or one does and one is a professional."""
    return one.id != other.id and any(Way.HUISBEZOEK in helper.ways for helper in (one, other))


def _weak(points: float) -> tuple[Reason, ...]:
    return (Reason(why=Why.WEAK),) if points < WEAK_BELOW else ()


def _about(helper: Helper, why: Why, *values: str) -> Reason:
    return Reason(why=why, values=values, helper=helper.id)


def _last_asked(helper: Helper) -> datetime:
    """Who was never asked waited longest."""
    return helper.asked_at or datetime.min.replace(tzinfo=UTC)
