"""Whether conditions can hold together at all: exact, over everything that a conversation may know.

A goal says that a condition must, or must not, surely hold (`Goal`). A world says of every fact that it
is not known, or which of its answers was given; facts are taken as independent of each other. The search
splits a goal into what its parts must be and narrows the facts down, until a world is left or none. A
condition that would take more than `MOST_STEPS` counts as possible: no fault is told that is not sure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from bot.model.condition import All, AnyOf, AtLeast, Condition, Is, Known, Not
from bot.model.facts import FactKind, FactSpec

MOST_STEPS = 20_000  # splits in one question; what editors write takes some dozens
_SEVERAL = (FactKind.CHOICES, FactKind.TOPICS)


class Wanted(StrEnum):
    """What a condition must come to. PERHAPS is neither YES nor NO."""

    YES = "yes"
    NO = "no"
    NOT_YES = "not yes"
    NOT_NO = "not no"


_FLIP = {
    Wanted.YES: Wanted.NO,
    Wanted.NO: Wanted.YES,
    Wanted.NOT_YES: Wanted.NOT_NO,
    Wanted.NOT_NO: Wanted.NOT_YES,
}
_SURE = (Wanted.YES, Wanted.NO)
_HOLDS = (Wanted.YES, Wanted.NOT_NO)
Goal = tuple[Condition, Wanted]


@dataclass(frozen=True, slots=True)
class _About:
    """What is settled about one fact: whether it is known, answers that it has, answers that it has not."""

    known: bool | None = None
    has: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()


_NOTHING = _About()
_World = Mapping[str, _About]


class Possible:
    """Answers for the facts that exist, and the ids of the topics."""

    def __init__(self, facts: Mapping[str, FactSpec], topics: frozenset[str]) -> None:
        self._facts = facts
        self._answers = {
            name: topics if spec.kind is FactKind.TOPICS else frozenset(option.id for option in spec.options)
            for name, spec in facts.items()
        }
        self._alone = {
            name: frozenset(option.id for option in spec.options if option.alone) for name, spec in facts.items()
        }
        self._steps = 0

    def together(self, goals: Sequence[Goal]) -> bool:
        """Whether some world meets every goal."""
        self._steps = 0
        try:
            return self._search(tuple(goals), {})
        except RecursionError:
            return True

    def ever(self, condition: Condition) -> bool:
        """Whether the condition can surely hold."""
        return self.together([(condition, Wanted.YES)])

    def always(self, condition: Condition) -> bool:
        """Whether the condition surely holds, whatever is known."""
        return not self.together([(condition, Wanted.NOT_YES)])

    def same(self, one: Condition, other: Condition) -> bool:
        """Whether the two always come to the same."""
        pairs = ((one, other), (other, one))
        tests = ((Wanted.YES, Wanted.NOT_YES), (Wanted.NO, Wanted.NOT_NO))
        return not any(self.together([(a, want), (b, against)]) for a, b in pairs for want, against in tests)

    def _search(self, goals: tuple[Goal, ...], world: _World) -> bool:
        self._steps += 1
        if not goals or self._steps > MOST_STEPS:
            return True
        (condition, wanted), rest = goals[0], goals[1:]
        match condition:
            case Not(part):
                return self._search(((part, _FLIP[wanted]), *rest), world)
            case All(parts) | AnyOf(parts):
                # To hold an All needs every part and an AnyOf one; not to hold it is the other way round.
                if (wanted in _HOLDS) is isinstance(condition, All):
                    return self._search((*((part, wanted) for part in parts), *rest), world)
                return any(self._search(((part, wanted), *rest), world) for part in parts)
            case AtLeast(count, parts):
                # Not to hold it, so many must fail that the rest is too few.
                many = count if wanted in _HOLDS else len(parts) - count + 1
                chosen = combinations(parts, many)
                return any(self._search((*((part, wanted) for part in some), *rest), world) for some in chosen)
            case Is(fact, _) | Known(fact, _):
                about = world.get(fact, _NOTHING)
                found = (self._settle(fact, about, more) for more in self._ways(condition, wanted))
                return any(self._search(rest, {**world, fact: one}) for one in found if one is not None)

    def _ways(self, condition: Is | Known, wanted: Wanted) -> list[_About]:
        """What may be added about the fact so that the condition comes to what is wanted."""
        if isinstance(condition, Known):
            return [_About(known=condition.wanted is (wanted in _HOLDS))]
        ways = [] if wanted in _SURE else [_About(known=False)]
        if wanted not in _HOLDS:
            return [*ways, _About(known=True, lacks=condition.values)]
        if self._facts[condition.fact].kind in _SEVERAL:
            return [*ways, *(_About(known=True, has=frozenset({value})) for value in sorted(condition.values))]
        return [*ways, _About(known=True, lacks=self._answers[condition.fact] - condition.values)]

    def _settle(self, fact: str, about: _About, more: _About) -> _About | None:
        """Both together, or None when they contradict each other."""
        if None not in (about.known, more.known) and about.known is not more.known:
            return None
        both = replace(
            about,
            known=more.known if about.known is None else about.known,
            has=about.has | more.has,
            lacks=about.lacks | more.lacks,
        )
        answers = self._answers[fact]
        used_up = both.known is True and bool(answers) and answers <= both.lacks
        crowded = len(both.has) > 1 and bool(both.has & self._alone[fact])
        return None if used_up or crowded or both.has & both.lacks else both
