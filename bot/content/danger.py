"""Reads `knowledge/danger.yaml` and `knowledge/helplines.yaml`; faults point to the line of the pattern."""

from collections.abc import Collection, Mapping

from bot.content.patterns import Lists, PatternReader, checked_word, read_list, word_set
from bot.content.phones import check_helpline_number
from bot.content.problems import did_you_mean
from bot.content.reader import Fields, Spot, read_map
from bot.model.danger import About, Danger, DangerBook, DangerRule, Helpline, Level, Softeners

_CLUES_AT_LEAST = 2
_WITHIN_AT_MOST = 60  # words


def read_danger(spot: Spot) -> DangerBook:
    """The whole book. Every fault is noted at its place; what is returned then is not fit for use."""
    fields = spot.fields()
    lists_spot = fields.get("lists")
    lists: Lists = read_map(lists_spot, read_list) if lists_spot else {}
    used: set[str] = set()
    reader = PatternReader(lists, used)
    soft = fields.get("softeners")
    clues_spot = fields.find("clues")
    clues = read_map(clues_spot, lambda _, phrases: PatternReader(lists, used).read(phrases)) if clues_spot else {}
    rules = _read_rules(fields, reader, clues)
    book = DangerBook(
        rules=rules,
        clues=clues,
        idioms=reader.patterns(fields, "idioms"),
        softeners=_read_softeners(soft.fields() if soft else fields, reader),
        fillers=word_set(fields, "fillers"),
        self_words=word_set(fields, "self_words"),
        other_words=word_set(fields, "other_words"),
        called_words=word_set(fields, "called_words"),
        reported=reader.patterns(fields, "reported"),
        signs=_read_signs(fields),
        short_words=word_set(fields, "short_words"),
        joined=word_set(fields, "joined"),
        own_words=word_set(fields, "own_words"),
    )
    fields.done()
    for name in sorted(set(clues) - {name for rule in rules for name in rule.all_of}):
        if clues_spot:
            clues_spot.warn(f"clue '{name}' is not used", "name it under 'all_of' of a rule or take it out")
    for name in sorted(set(lists) - used):
        if lists_spot:
            lists_spot.warn(f"list '{name}' is not used", "use it as <" + name + "> or take it out")
    return book


def read_helplines(spot: Spot) -> Mapping[str, Helpline]:
    """Every help line by its id, with the faults noted."""
    return read_map(spot, _read_helpline)


def _read_helpline(key: str, spot: Spot) -> Helpline:
    fields = spot.fields()
    number_spot = fields.find("number")
    number = (number_spot.scalar() or "") if number_spot else ""
    if number_spot and number:
        check_helpline_number(number_spot, number)
    shown_spot, days_spot, note = fields.get("shown"), fields.get("valid_days"), fields.plain("note", "")
    shown = shown_spot.yes_no() if shown_spot else False
    sources = fields.sources(required=shown)
    if shown and not sources:
        spot.fail(f"help line '{key}' is shown without a source", "add 'sources', or set 'shown: false'")
    if not shown and not note and shown_spot:
        shown_spot.fail("not shown, and no reason", "add a line 'note: ...' that says why")
    line = Helpline(
        id=key,
        name=fields.text("name"),
        number=number,
        open=fields.text("open"),
        sources=sources,
        valid_days=days_spot.number(1, 366) if days_spot else 0,
        shown=shown,
        web=fields.plain("web", ""),
        note=note,
    )
    fields.done()
    return line


def _read_rules(fields: Fields, reader: PatternReader, clues: Collection[str]) -> tuple[DangerRule, ...]:
    rules_spot = fields.get("rules")
    rules: list[DangerRule] = []
    for item in rules_spot.items() if rules_spot else ():
        rule = _read_rule(item, reader, clues)
        if any(rule.id == other.id for other in rules):
            item.fail(f"double id '{rule.id}'", "give each rule its own id")
        rules.append(rule)
    return tuple(rules)


def _read_rule(spot: Spot, reader: PatternReader, clues: Collection[str]) -> DangerRule:
    fields = spot.fields()
    kind, level = fields.get("kind"), fields.get("level")
    about, now = fields.find("about"), fields.find("now")
    phrases, together, within = fields.find("phrases"), fields.find("all_of"), fields.find("within")
    if (phrases is None) == (together is None):
        spot.fail("a rule has either 'phrases' or 'all_of'", "keep one of the two")
    if within and together is None:
        within.fail("'within' without 'all_of'", "take it out, or name clues under 'all_of'")
    rule = DangerRule(
        id=fields.id(),
        kind=kind.one_of(Danger, Danger.SUICIDE) if kind else Danger.SUICIDE,
        level=level.one_of(Level, Level.FULL) if level else Level.FULL,
        about=about.one_of(About, About.UNCLEAR) if about else None,
        now=now.yes_no() if now else False,
        patterns=reader.patterns(fields, "phrases") if phrases else (),
        all_of=_read_clue_names(together, clues) if together else (),
        within=within.number(1, _WITHIN_AT_MOST) if within else 0,
    )
    fields.done()
    return rule


def _read_clue_names(spot: Spot, clues: Collection[str]) -> tuple[str, ...]:
    """Two or more clues that exist."""
    names = tuple(item.scalar() or "" for item in spot.items())
    if len(names) < _CLUES_AT_LEAST:
        spot.fail("'all_of' names fewer than two clues", "name another clue or write 'phrases'")
    for name, item in zip(names, spot.items(), strict=True):
        if name not in clues:
            item.fail(f"unknown clue '{name}'", did_you_mean(name, clues))
    return tuple(name for name in names if name in clues)


def _read_softeners(fields: Fields, reader: PatternReader) -> Softeners:
    softeners = Softeners(
        negations=word_set(fields, "negations"),
        links=word_set(fields, "links"),
        closers=word_set(fields, "closers"),
        past=reader.patterns(fields, "past"),
        still=reader.patterns(fields, "still"),
        unreal=reader.patterns(fields, "unreal"),
        later=reader.patterns(fields, "later"),
        at_once=reader.patterns(fields, "at_once"),
    )
    fields.done()
    return softeners


def _read_signs(fields: Fields) -> Mapping[str, str]:
    spot = fields.find("signs")
    signs: dict[str, str] = {}
    for sign, at, value in spot.pairs() if spot else ():
        if len(sign) != 1 or sign.isalnum():
            at.fail(f"'{sign}' is not one sign", "write one emoji, without a variation behind it")
        signs[sign] = checked_word(value.scalar() or "", value)
    return signs
