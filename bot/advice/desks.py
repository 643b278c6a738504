"""Who takes the question: the municipality draws that line, in its profile. Nothing here is about one of them.

The first rule of the profile that fits decides. A desk that leaves this kind of question to others is passed over;
when none is left, whoever the profile names instead takes it. Between the desks that are left: the resident's wish
where the profile lets residents choose, then language, then expertise, then the order of the profile.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.advice.conditions import Reason, holds, reasons
from bot.advice.spoken import language_code
from bot.model.condition import Truth
from bot.model.facts import EngineFact, Facts
from bot.model.municipality import SUPPORT, BeforeWlz, Desk, DeskKind, Municipality, Objections, Rule
from bot.model.wording import DeskNote

# Kinds of question that a policy or the hours of a profile are about.
OBJECTION, BEFORE_WLZ, AFTER_WLZ, HEAVY, SINGLE = "bezwaar", "wlz_ervoor", "wlz_besluit", "zwaar", "enkelvoudig"
_WISHES = {"ervaring": DeskKind.VRIJWILLIGER, "beroepskracht": DeskKind.BEROEPSKRACHT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing to know. `other` is the desk it is also about."""

    what: DeskNote
    other: Desk
    kind: str = ""  # id of the kind of question, where it is about one


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskChoice:
    """The desk that takes it, and why."""

    desk: Desk
    reasons: tuple[Reason, ...]  # the facts that decided
    kind: str = ""  # kind of question that decided; empty: the rule for any question
    alternatives: tuple[Desk, ...] = ()  # where the resident may choose
    notes: tuple[Note, ...] = ()
    minutes: int | None = None  # that the desk has for such a case, as far as the profile says


def choose_desk(municipality: Municipality, facts: Facts) -> DeskChoice:
    """Who takes the question with these facts, by the municipality's profile."""
    return _Chooser(municipality, facts).choose()


def minutes_for(municipality: Municipality, desk_id: str, facts: Facts) -> int | None:
    """Minutes that this desk has for the question with these facts; None when nothing was agreed, or it is gone."""
    desk = next((desk for desk in municipality.desks if desk.id == desk_id), None)
    return _Chooser(municipality, facts).minutes(desk) if desk is not None else None


def heavy_desk(municipality: Municipality) -> Desk | None:
    """Who takes a question that is too big for who helps now; None when the profile names nobody for that."""
    line = (rule.to[0] for rule in municipality.line if rule.kind == HEAVY)
    return municipality.long_term or next(line, None)


class _Chooser:
    """One question in one municipality. Looks only at the kinds of question that its profile comes upon."""

    def __init__(self, municipality: Municipality, facts: Facts) -> None:
        self._city, self._facts = municipality, facts
        self._known: dict[str, bool] = {}
        wish = facts.get(EngineFact.ONDERSTEUNER)
        self._wanted = _WISHES.get(wish.values()[0]) if wish else None

    def choose(self) -> DeskChoice:
        rule = next(rule for rule in self._city.line if not rule.kind or self._is(rule.kind))
        takers = [desk for desk in rule.to if not any(map(self._is, desk.leaves))]
        if not takers:
            return self._instead(rule)
        ranked = sorted(takers, key=lambda desk: self._rank(desk, rule))
        desk = ranked[0]
        knows = [kind for kind in desk.expertise if len(takers) > 1 and self._is(kind)]
        wished = rule.resident_chooses and desk.kind is self._wanted
        return DeskChoice(
            desk=desk,
            reasons=self._reasons([rule.kind, *knows]) + (self._wish() if wished else ()),
            kind=rule.kind or next(iter(knows), ""),
            alternatives=tuple(ranked[1:]) if rule.resident_chooses else (),
            notes=(*self._elsewhere(desk), *self._before_wlz(desk, rule), *self._later(desk)),
            minutes=self.minutes(desk),
        )

    def _instead(self, rule: Rule) -> DeskChoice:
        """Nobody of the rule takes it: who does, for the first kind that the first desk leaves."""
        first = rule.to[0]
        kind = next(kind for kind in first.leaves if self._is(kind))
        notes = (Note(what=DeskNote.INSTEAD, kind=kind, other=first),)
        return DeskChoice(desk=self._city.instead[kind], reasons=self._reasons([kind]), kind=kind, notes=notes)

    def _is(self, kind: str) -> bool:
        """Whether the question surely is of this kind."""
        if kind not in self._known:
            known = self._city.kinds.get(kind)
            self._known[kind] = known is not None and holds(known.when, self._facts)
        return self._known[kind]

    def _comes_up(self, kind: str) -> bool:
        """Whether it is of this kind, or that comes up beside it."""
        known = self._city.kinds.get(kind)
        return known is not None and (self._is(kind) or holds(known.beside, self._facts))

    def _rank(self, desk: Desk, rule: Rule) -> tuple[bool, bool, bool, int]:
        wished = rule.resident_chooses and desk.kind is self._wanted
        return (not self._comes_here(desk), not wished, not self._speaks(desk), -sum(map(self._is, desk.expertise)))

    def _comes_here(self, desk: Desk) -> bool:
        place = self._facts.get(EngineFact.WIJK)
        return not desk.areas or place is None or bool(set(desk.areas).intersection(place.values()))

    def _speaks(self, desk: Desk) -> bool:
        """Whether the resident's language, as they call it, is one of the desk's."""
        language = self._facts.get(EngineFact.TAAL)
        if language is None or not desk.languages:
            return language is None
        return language_code(language.values()[0]) in desk.languages

    def _reasons(self, kinds: list[str]) -> tuple[Reason, ...]:
        """The facts that make the question of these kinds."""
        found = [one for kind in kinds if kind for one in reasons(self._city.kinds[kind].when, self._facts)]
        return tuple(dict.fromkeys(one for one in found if one.truth is Truth.YES and one.value))

    def _wish(self) -> tuple[Reason, ...]:
        name = EngineFact.ONDERSTEUNER
        return (Reason(fact=name, value=self._facts[name].values(), truth=Truth.YES),)

    def minutes(self, desk: Desk) -> int | None:
        hours = desk.hours
        by_kind = {BEFORE_WLZ: hours.wlz, AFTER_WLZ: hours.wlz, HEAVY: hours.long, SINGLE: hours.short}
        return next((minutes for kind, minutes in by_kind.items() if minutes and self._is(kind)), hours.usual)

    def _elsewhere(self, desk: Desk) -> Iterator[Note]:
        """What the desk does not do although it comes up, and who does."""
        for kind in desk.leaves:
            if self._comes_up(kind):
                yield Note(what=DeskNote.LEAVES, kind=kind, other=self._city.instead[kind])
        advice_only = self._city.objections is Objections.ADVICE and desk.kind in SUPPORT
        if advice_only and OBJECTION not in desk.leaves and self._comes_up(OBJECTION):
            yield Note(what=DeskNote.ADVICE, kind=OBJECTION, other=self._city.instead[OBJECTION])

    def _before_wlz(self, desk: Desk, rule: Rule) -> Iterator[Note]:
        """Who sees to support while there is no decision about the Wlz, and whether it can go on after it."""
        if not self._comes_up(BEFORE_WLZ):
            return
        pays = self._city.before_wlz is BeforeWlz.ZORGKANTOOR and rule.kind == BEFORE_WLZ
        yield Note(
            what=DeskNote.BEFORE_ZORGKANTOOR if pays else DeskNote.BEFORE_MUNICIPALITY, kind=BEFORE_WLZ, other=desk
        )
        if any(desk in other.to for other in self._city.line if other.kind == AFTER_WLZ):
            yield Note(what=DeskNote.STAYS, kind=BEFORE_WLZ, other=desk)

    def _later(self, desk: Desk) -> Iterator[Note]:
        """Who takes over when a heavy question gets long; and a wish that this desk does not fit."""
        other = self._city.long_term
        if other is not None and other is not desk and self._is(HEAVY):
            yield Note(what=DeskNote.LONG, kind=HEAVY, other=other)
        if self._wanted and desk.kind in SUPPORT and desk.kind is not self._wanted:
            yield Note(what=DeskNote.NO_WISH, other=desk)
