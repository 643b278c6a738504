"""Who takes the question -> model: the desks of a profile, the line between them, and whether that is whole."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from bot.content.conditions import ConditionReader
from bot.content.reader import Fields, Spot, read_all, read_map
from bot.model.municipality import SUPPORT, BeforeWlz, CaseHours, Desk, DeskKind, Objections, QuestionKind, Rule

OBJECTION, BEFORE_WLZ = "bezwaar", "wlz_ervoor"  # kinds of question that a policy of the profile is about
_HOURS = re.compile(r"(\d{1,3})(?:[.,]([05]))?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def read_kinds(spot: Spot, conditions: ConditionReader) -> dict[str, QuestionKind]:
    """`question_kinds.yaml`: kind id -> when a question is of that kind."""
    return dict(read_map(spot, lambda key, value: _kind(key, value, conditions)))


def _kind(key: str, spot: Spot, conditions: ConditionReader) -> QuestionKind:
    fields = spot.fields()
    when = conditions.read(fields.get("when"))
    beside = fields.find("beside")
    kind = QuestionKind(id=key, name=fields.text("name"), when=when, beside=conditions.read(beside) if beside else when)
    fields.done()
    return kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The part of a profile that says who takes the question."""

    desks: tuple[Desk, ...]
    rules: tuple[Rule, ...]
    instead: Mapping[str, Desk]
    long_term: Desk | None
    objections: Objections
    before_wlz: BeforeWlz


def read_line(fields: Fields, kinds: Collection[str]) -> Line:
    """`desks`, `line`, `instead`, `long_term`, `objections` and `before_wlz` of a profile, checked together."""
    desks_spot, line_spot, instead_spot = fields.get("desks"), fields.get("line"), fields.find("instead")
    objections = _objections(fields.get("objections"))
    before, long_spot = fields.get("before_wlz"), fields.find("long_term")
    desks = read_all(desks_spot, _desk) if desks_spot else ()
    if objections is Objections.EXCLUDED:
        desks = tuple(_without_objections(desk) for desk in desks)
    known = {desk.id: desk for desk in desks}
    rules = read_all(line_spot, lambda item: _rule(item, known)) if line_spot else ()
    found = (_instead(key, at, value, kinds, known) for key, at, value in instead_spot.pairs()) if instead_spot else ()
    line = Line(
        desks=desks,
        rules=rules,
        instead=dict(filter(None, found)),
        long_term=_known(long_spot, known) if long_spot else None,
        objections=objections,
        before_wlz=before.one_of(BeforeWlz, BeforeWlz.MUNICIPALITY) if before else BeforeWlz.MUNICIPALITY,
    )
    if desks_spot and line_spot:
        _check(line, desks_spot, line_spot)
    return line


def _without_objections(desk: Desk) -> Desk:
    """What is excluded for client support, none of its desks takes."""
    takes = desk.kind not in SUPPORT or OBJECTION in desk.leaves
    return desk if takes else replace(desk, leaves=(*desk.leaves, OBJECTION))


def _objections(spot: Spot | None) -> Objections:
    if spot is None:
        return Objections.UNKNOWN
    fields = spot.fields()
    policy = fields.get("policy")
    warn_unconfirmed(fields, "what client support does about objections")
    fields.done()
    return policy.one_of(Objections, Objections.UNKNOWN) if policy else Objections.UNKNOWN


def warn_unconfirmed(fields: Fields, what: str) -> bool:
    """What `confirmed` says (not there: true); a warning for what nobody of the municipality confirmed."""
    spot = fields.find("confirmed")
    confirmed = spot.yes_no() if spot else True
    if spot and not confirmed:
        spot.warn(f"not confirmed: {what}", "ask the municipality, then set 'confirmed: true'")
    return confirmed


def _desk(spot: Spot) -> Desk:
    fields = spot.fields()
    kind, hours = fields.get("kind"), fields.find("hours")
    desk = Desk(
        id=fields.id(),
        name=fields.plain("name"),
        kind=kind.one_of(DeskKind, DeskKind.GEMEENTE) if kind else DeskKind.GEMEENTE,
        place=fields.name("place", "place"),
        why=fields.text("why"),
        limits=fields.text("limits", required=False),
        expertise=fields.names("expertise", "kind of question"),
        leaves=fields.names("leaves", "kind of question"),
        languages=fields.strings("languages"),
        areas=fields.strings("areas"),
        hours=_case_hours(hours.fields()) if hours else CaseHours(),
    )
    for code in desk.languages:
        if not _LANGUAGE.fullmatch(code):
            spot.fail(f"'{code}' is not a language code", "use nl, en, tr, pl, ar ...")
    warn_unconfirmed(fields, f"what desk '{desk.id}' does")
    fields.done()
    return desk


def _case_hours(fields: Fields) -> CaseHours:
    hours = CaseHours(
        short=_minutes(fields.find("short")),
        usual=_minutes(fields.find("usual")),
        long=_minutes(fields.find("long")),
        wlz=_minutes(fields.find("wlz")),
    )
    fields.done()
    return hours


def _minutes(spot: Spot | None) -> int | None:
    value = spot.scalar() if spot else None
    match = _HOURS.fullmatch(value) if value else None
    if spot and value and not match:
        spot.fail(f"'{value}' is not a number of hours", "write whole or half hours, such as 2.5")
    return int(match[1]) * 60 + (30 if match[2] == "5" else 0) if match else None


def _rule(spot: Spot, known: Mapping[str, Desk]) -> Rule:
    fields = spot.fields()
    kind, to, chooses = fields.find("kind"), fields.get("to"), fields.find("resident_chooses")
    desks = [_known(item, known) for item in to.items()] if to else []
    rule = Rule(
        kind=kind.name("kind of question") if kind else "",
        to=tuple(desk for desk in desks if desk),
        resident_chooses=chooses.yes_no() if chooses else False,
    )
    warn_unconfirmed(fields, f"who takes {rule.kind or 'any question'}")
    fields.done()
    if to and not to.items():
        to.fail("nobody takes this kind of question", "name a desk under 'to'")
    if chooses and rule.resident_chooses and len(desks) == 1:
        chooses.fail("there is nothing to choose", "name more desks under 'to', or leave 'resident_chooses' out")
    return rule


def _instead(
    key: str, at: Spot, value: Spot, kinds: Collection[str], known: Mapping[str, Desk]
) -> tuple[str, Desk] | None:
    if key not in kinds:
        at.unknown("kind of question", key, kinds)
    desk = _known(value, known)
    if desk is not None and key in desk.leaves:
        value.fail(f"desk '{desk.id}' leaves '{key}' itself", "name another desk")
    return (key, desk) if desk else None


def _known(spot: Spot, known: Mapping[str, Desk]) -> Desk | None:
    name = spot.scalar() or ""
    if name and name not in known:
        spot.unknown("desk", name, known)
    return known.get(name)


def _check(line: Line, desks: Spot, rules: Spot) -> None:
    """Every question ends somewhere, no rule or desk is there for nothing, and the policies have their desk."""
    _check_desks(line, desks)
    seen: set[str] = set()
    for rule, spot in zip(line.rules, rules.items(), strict=True):
        if "" in seen:
            spot.fail("this rule is never reached", "put it above the rule without 'kind'")
        elif rule.kind in seen:
            spot.fail(f"double rule for '{rule.kind}'", "keep one of the two")
        seen.add(rule.kind)
    if "" not in seen:
        rules.fail("no rule takes what is left", "end with a rule without 'kind', such as '- {to: [oco]}'")
    if line.before_wlz is BeforeWlz.ZORGKANTOOR and BEFORE_WLZ not in seen:
        remedy = f"add a rule with 'kind: {BEFORE_WLZ}', or set 'before_wlz: municipality'"
        rules.fail("nobody takes questions before the decision about the Wlz", remedy)


def _check_desks(line: Line, spot: Spot) -> None:
    long_term = (line.long_term,) if line.long_term else ()
    used = {desk.id for desk in chain(long_term, line.instead.values(), *(rule.to for rule in line.rules))}
    owner: set[str] = set()
    for desk, at in zip(line.desks, spot.items(), strict=True):
        if desk.id in owner:
            at.fail(f"double desk '{desk.id}'", "give each desk an id of its own")
        elif desk.id and desk.id not in used:
            at.fail(f"desk '{desk.id}' takes nothing", "name it under 'line' or 'instead', or take it out")
        owner.add(desk.id)
        for kind in desk.leaves:
            if kind not in line.instead:
                at.fail(f"desk '{desk.id}' leaves '{kind}', and nobody else takes it", f"add '{kind}:' to 'instead'")
    if line.objections is Objections.ADVICE and OBJECTION not in line.instead:
        spot.fail("client support gives advice only, and nobody writes objections", f"add '{OBJECTION}:' to 'instead'")
