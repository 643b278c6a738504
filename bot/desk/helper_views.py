"""Helpers as their pages show them, and the form of one read back. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.advice.spoken import language_name
from bot.content.municipality import DAYS
from bot.content.wording import phone_in_words
from bot.desk.forms import whole_number
from bot.desk.match_views import helper_case
from bot.desk.views.frame import Choice, Fault, Why
from bot.desk.views.helpers import HelperForm, HelperItem, HelpersView, HelperView
from bot.dialogue.parts import Parts
from bot.intake.weighing import OLD_AFTER
from bot.model.facts import EngineFact
from bot.model.helpers import DayPart, Helper, HelperKind, Way
from bot.model.text import DUTCH
from bot.service.helper_csv import MAIL
from bot.service.helping import Work
from bot.store import AccountRow
from bot.understanding.mask import mask
from bot.understanding.normalise import clean
from bot.understanding.numbers import find_phone

SEVERAL = ("onderwerp", "ervaring", "taal", "doet", "wijk", "dag", "deel")
"""The fields of the form of which more than one can be ticked."""

_NAME, _LINE, _NOTE, _MOST = 60, 200, 4000, 20
_YES = "ja"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the list is narrowed by; empty: everything."""

    topic: str = ""
    language: str = ""
    area: str = ""
    kind: str = ""
    free: bool = False
    by_room: bool = False

    def takes(self, helper: Helper) -> bool:
        """Whether this helper is wanted: who helps with anything knows every topic, no area means everywhere."""
        return (
            (not self.topic or helper.broad or self.topic in helper.topics)
            and (not self.language or self.language in helper.languages)
            and (not self.area or not helper.areas or self.area in helper.areas)
            and (not self.kind or helper.kind == self.kind)
            and (not self.free or helper.open_cases < helper.max_cases)
        )

    def place(self, helper: Helper) -> tuple[int, str, str]:
        """Sorts the list."""
        room = helper.open_cases - helper.max_cases if self.by_room else 0
        return room, helper.name.casefold(), helper.id


def helpers_view(
    helpers: Iterable[Helper], minutes: Mapping[str, int], wanted: Filter, parts: Parts, today: date
) -> HelpersView:
    """The list. Who stopped is not in it."""
    active = [one for one in helpers if one.active]
    there = sorted((one for one in active if wanted.takes(one)), key=wanted.place)
    languages = {code for one in active for code in one.languages}
    return HelpersView(
        items=tuple(_item(one, minutes.get(one.id, 0), parts, today) for one in there),
        topics=_topics(parts, {wanted.topic}),
        languages=_languages(languages, {wanted.language}),
        areas=_named(parts.municipality.neighbourhoods, {wanted.area}),
        kind=HelperKind(wanted.kind) if wanted.kind in set(HelperKind) else None,
        free=wanted.free,
        by_room=wanted.by_room,
        filtered=bool(active) and wanted != Filter(by_room=wanted.by_room),
    )


def helper_view(
    helper: Helper, parts: Parts, accounts: Sequence[AccountRow], *, work: Work | None = None, minutes: int = 0
) -> HelperView:
    """The page of one helper; without an id the form for a new one. `accounts`: those that this one may have."""
    ages = parts.specs[EngineFact.LEEFTIJD].options
    return HelperView(
        id=helper.id,
        form=HelperForm(
            name=helper.name,
            kind=helper.kind,
            desks=tuple(
                Choice(id=one.id, label=one.name, chosen=one.id == helper.desk) for one in parts.municipality.desks
            ),
            accounts=tuple(
                Choice(id=one.id, label=one.display_name, chosen=one.id == helper.account_id) for one in accounts
            ),
            phone=phone_in_words(helper.phone) if helper.phone else "",
            mail=helper.email,
            topics=_topics(parts, helper.topics),
            broad=helper.broad,
            experience=_topics(parts, helper.experience),
            consent=helper.agreed_on is not None,
            languages=_languages({*parts.knowledge.languages, *helper.languages}, helper.languages),
            areas=_named(parts.municipality.neighbourhoods, helper.areas),
            days=_named(DAYS, helper.days),
            parts=_named(DayPart, helper.parts),
            does=_named(Way, helper.ways),
            visits_alone=helper.visits_alone,
            age_group=tuple(Choice(id=one.id, label=one.label.to(DUTCH), chosen=one.id == helper.age) for one in ages),
            most=helper.max_cases,
            public_line=helper.public_line,
            private_note=helper.note,
            paused_until=helper.paused_until,
            checked_on=helper.checked_on if helper.id else None,
        ),
        cases=tuple(helper_case(run, parts) for run in work.helping) if work is not None else (),
        minutes=minutes,
        active=helper.active,
    )


@dataclass(slots=True, kw_only=True)
class Reading:
    """The form of a helper, read over what was known: `helper` holds all that was right."""

    helper: Helper
    faults: list[Fault] = field(default_factory=list)


def read_helper(
    form: Mapping[str, str], before: Helper, parts: Parts, accounts: Collection[str], today: date
) -> Reading:
    """What was filled in. What no form of ours can send is left out; numbers that may not be kept are masked."""
    reader = _Reader(form, parts)
    # What can be wrong is read in the order of the form, so that it is told in that order.
    name = reader.text("naam", _NAME, needed=True)
    desk = reader.one("bureau", [one.id for one in parts.municipality.desks], needed=True)
    phone, email = reader.phone(), reader.mail()
    account = form.get("account", "")
    if account and account not in accounts:
        reader.fail("account", Why.NO_CHOICE)
    several = reader.several
    experience = several("ervaring", parts.knowledge.topics)
    consent = form.get("toestemming") == _YES
    if experience and not consent:
        reader.fail("toestemming", Why.SURE_NEEDED)
    agreed_on = before.agreed_on or today
    helper = replace(
        before,
        name=name,
        kind=HelperKind(reader.one("soort", HelperKind) or before.kind),
        desk=desk,
        account_id=account,
        phone=phone,
        email=email,
        broad=form.get("breed") == _YES,
        topics=several("onderwerp", parts.knowledge.topics),
        experience=experience,
        agreed_on=agreed_on if consent else None,
        languages=several("taal", {*parts.knowledge.languages, *before.languages}) or (DUTCH,),
        areas=several("wijk", parts.municipality.neighbourhoods),
        days=several("dag", DAYS),
        parts=tuple(DayPart(one) for one in several("deel", set(DayPart))),
        ways=tuple(Way(one) for one in several("doet", set(Way))),
        visits_alone=form.get("alleen") == _YES,
        age=reader.one("leeftijd", [one.id for one in parts.specs[EngineFact.LEEFTIJD].options]),
        max_cases=reader.number("meeste"),
        public_line=reader.text("regel", _LINE),
        note=reader.text("notitie", _NOTE),
        paused_until=reader.day("pauze"),
        checked_on=today if form.get("nagekeken") == _YES else before.checked_on,
    )
    return Reading(helper=helper, faults=reader.faults)


class _Reader:
    def __init__(self, form: Mapping[str, str], parts: Parts) -> None:
        self._form, self._parts = form, parts
        self.faults: list[Fault] = []

    def fail(self, name: str, why: Why) -> None:
        self.faults.append(Fault(field=name, why=why))

    def text(self, name: str, longest: int, *, needed: bool = False) -> str:
        text = mask(clean(self._form.get(name, ""))).text.strip()
        if len(text) > longest:
            self.fail(name, Why.TOO_LONG)
        elif needed and not text:
            self.fail(name, Why.EMPTY)
        return text[:longest]

    def one(self, name: str, known: Iterable[str], *, needed: bool = False) -> str:
        value = self._form.get(name, "")
        if value in set(known):
            return value
        if needed:
            self.fail(name, Why.NO_CHOICE)
        return ""

    def several(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for one in self._form.get(name, "").splitlines() if one in known))

    def number(self, name: str) -> int:
        number = whole_number(self._form.get(name, "").strip()) or 0
        if not 1 <= number <= _MOST:
            self.fail(name, Why.NO_NUMBER)
            return 1
        return number

    def day(self, name: str) -> date | None:
        typed = self._form.get(name, "")
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            self.fail(name, Why.NOT_A_MOMENT)
            return None

    def phone(self) -> str:
        """A number, or a mail address: one of the two must be there."""
        typed = self._form.get("telefoon", "").strip()
        found = find_phone(typed) if typed else ""
        if found is None:
            self.fail("telefoon", Why.NO_PHONE)
        elif not found and not self._form.get("mail", "").strip():
            self.fail("telefoon", Why.EMPTY)
        return found or ""

    def mail(self) -> str:
        typed = self._form.get("mail", "").strip()
        if typed and (len(typed) > _LINE or not MAIL.fullmatch(typed)):
            self.fail("mail", Why.NO_MAIL)
            return ""
        return typed


def _item(helper: Helper, minutes: int, parts: Parts, today: date) -> HelperItem:
    paused = helper.paused_until if helper.paused_until is not None and helper.paused_until >= today else None
    return HelperItem(
        id=helper.id,
        name=helper.name,
        kind=helper.kind,
        expertise=tuple(_expertise(helper, parts)),
        languages=tuple(language_name(code) for code in helper.languages),
        areas=helper.areas,
        open=helper.open_cases,
        most=helper.max_cases,
        minutes=minutes,
        broad=helper.broad,
        paused_until=paused,
        checked_on=helper.checked_on,
        stale=today - helper.checked_on > OLD_AFTER,
    )


def _expertise(helper: Helper, parts: Parts) -> Iterator[str]:
    known = parts.knowledge
    yield from (known.topics[one].name.to(DUTCH) for one in helper.topics if one in known.topics)
    yield from (known.themes[one].name.to(DUTCH) for one in helper.themes if one in known.themes)


def _topics(parts: Parts, chosen: Collection[str]) -> tuple[Choice, ...]:
    named = sorted((one.name.to(DUTCH), key) for key, one in parts.knowledge.topics.items())
    return tuple(Choice(id=key, label=name, chosen=key in chosen) for name, key in named)


def _languages(codes: Iterable[str], chosen: Collection[str]) -> tuple[Choice, ...]:
    """Dutch first."""
    named = sorted((code != DUTCH, language_name(code), code) for code in codes)
    return tuple(Choice(id=code, label=name, chosen=code in chosen) for _, name, code in named)


def _named(names: Iterable[str], chosen: Collection[str]) -> tuple[Choice, ...]:
    return tuple(Choice(id=str(name), label=str(name), chosen=name in chosen) for name in names)
