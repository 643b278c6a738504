"""A table of helpers as a spreadsheet saves it -> helpers: every fault with its line, or all of them.

The columns are explained to coordinators in docs/ondersteuners.md.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from bot.advice.spoken import language_code, language_name
from bot.content.municipality import DAYS
from bot.content.problems import did_you_mean
from bot.model.accounts import Role
from bot.model.facts import EngineFact
from bot.model.helpers import DayPart, Helper, HelperKind, Way
from bot.model.knowledge import Knowledge
from bot.model.law import Law
from bot.model.municipality import Municipality
from bot.model.text import DUTCH
from bot.service.csv_table import RowFault, TableFault, Wrong, read_rows, short
from bot.store import Unit
from bot.understanding.mask import mask
from bot.understanding.normalise import clean
from bot.understanding.numbers import find_phone

NEEDED = ("voornaam", "soort", "bureau", "manieren", "nagekeken_op")
COLUMNS = (
    *NEEDED,
    *("telefoon", "email", "onderwerpen", "themas", "wetten", "breed", "ervaring", "ervaring_akkoord", "talen"),
    *("wijken", "dagen", "dagdelen", "alleen_op_bezoek", "leeftijdsgroep", "vragen_tegelijk", "uren_per_vraag"),
    *("pauze_tot", "regel_voor_inwoner", "notitie", "account"),
)
_LONGEST = 500  # characters of a cell
_YES_NO = {"ja": True, "nee": False}
_ISO, _DUTCH_DAY = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_NUMBER = re.compile(r"\d{1,3}")
_FORMULA = ("=", "+", "-", "@")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperLine:
    """A helper, and where they stand in the table. `account`: the name with which they sign in; empty: they do not."""

    line: int
    helper: Helper
    account: str = ""


def read_helpers(table: bytes, knowledge: Knowledge, city: Municipality, today: date) -> list[HelperLine]:
    """Every helper with the line where they stand. Raises TableFault with every fault: then none is to be kept."""
    faults: list[RowFault] = []
    found: list[HelperLine] = []
    names = _Names(knowledge, city)
    for line, cells in read_rows(table, COLUMNS, NEEDED):
        row = _Row(line, cells, names, today)
        found.append(HelperLine(line=line, helper=row.helper(), account=row.account()))
        faults += row.faults
    faults += _doubles(found)
    if not found:
        empty = "there are no helpers; write one a line, below the names of the columns"
        faults.append(RowFault(line=2, wrong=Wrong.TABLE, says=empty))
    if faults:
        raise TableFault(faults)
    return found


def same_person(helper: Helper) -> tuple[str, str, str]:
    """Whoever has the same name and the same phone number and address is the same helper."""
    return helper.name.casefold(), helper.phone, helper.email.casefold()


async def keep_helpers(unit: Unit, found: Collection[HelperLine], now: datetime) -> None:
    """Add all of them, or raise TableFault: nobody is added twice, and an account must be free."""
    there = {same_person(one): one.id for one in await unit.list_helpers()}
    faults = [
        RowFault(
            line=one.line,
            wrong=Wrong.THERE,
            says=f"'{one.helper.name}' is there already, as {there[same_person(one.helper)]}; take the line out",
            column="voornaam",
            value=one.helper.name,
        )
        for one in found
        if same_person(one.helper) in there
    ]
    accounts = {one.account: await _account(unit, one.account) for one in found if one.account}
    faults += [_no_account(one) for one in found if one.account and not accounts[one.account]]
    if faults:
        raise TableFault(sorted(faults, key=lambda fault: fault.line))
    for one in found:
        await unit.add_helper(replace(one.helper, account_id=accounts.get(one.account, "")), now)


async def _account(unit: Unit, name: str) -> str:
    """The id of the account with this name, when it is a supporter's and no other helper has it; else empty."""
    account = await unit.find_account_named(name)
    if account is None or account.role is not Role.OCO or await unit.find_helper_of(account.id) is not None:
        return ""
    return account.id


def _no_account(one: HelperLine) -> RowFault:
    says = f"account: no account of a supporter '{short(one.account)}' that is free; make it first, or leave it out"
    return RowFault(line=one.line, wrong=Wrong.UNKNOWN, says=says, column="account", value=short(one.account))


def _doubles(found: Collection[HelperLine]) -> Iterator[RowFault]:
    first: dict[tuple[str, ...], int] = {}
    for one in found:
        name = one.helper.name
        before = first.setdefault(same_person(one.helper), one.line)
        if before != one.line:
            says = f"'{name}' stands on line {before} too; keep one of the two"
            yield RowFault(line=one.line, wrong=Wrong.TWICE, says=says, column="voornaam", value=name)
        if one.account and first.setdefault((one.account.casefold(),), one.line) != one.line:
            says = f"account: '{short(one.account)}' stands on line {first[(one.account.casefold(),)]} too"
            yield RowFault(line=one.line, wrong=Wrong.TWICE, says=says, column="account", value=short(one.account))


class _Names:
    """What a table may name, in small letters, by its id or as people call it."""

    def __init__(self, knowledge: Knowledge, city: Municipality) -> None:
        topics, themes = knowledge.topics, knowledge.themes
        self.topics = {one.name.to(DUTCH).lower(): key for key, one in topics.items()} | {key: key for key in topics}
        self.themes = {one.name.to(DUTCH).lower(): key for key, one in themes.items()} | {key: key for key in themes}
        self.areas = {name.lower(): name for name in city.neighbourhoods}
        self.desks = {desk.id: desk.id for desk in city.desks}
        self.days = {day: day for day in DAYS}
        ages = knowledge.facts[EngineFact.LEEFTIJD].options
        self.ages = {one.label.to(DUTCH).lower(): one.id for one in ages} | {one.id: one.id for one in ages}


class _Row:
    """One line of the table; every fault is collected, and what is wrong has the value of what is left out."""

    def __init__(self, line: int, cells: Mapping[str, str], names: _Names, today: date) -> None:
        self.faults: list[RowFault] = []
        self._line, self._cells, self._names, self._today = line, cells, names, today

    def helper(self) -> Helper:
        """The helper on this line, as far as it could be read."""
        names, experience = self._names, self._names_in("ervaring", self._names.topics)
        phone, agreed_on = self._phone(), self._day("ervaring_akkoord", past=True)
        email = self._mail()
        if not phone and not email:
            self._fail("telefoon", Wrong.NO_WAY, "no way to reach them", "fill in 'telefoon' or 'email'")
        if experience and agreed_on is None:
            self._fail(
                "ervaring_akkoord",
                Wrong.NO_CONSENT,
                "experience without a yes",
                "ask first, and write the day of the yes",
            )
        return Helper(
            id="",
            name=self._needed("voornaam"),
            kind=HelperKind(self._one("soort", _ids(HelperKind)) or HelperKind.VRIJWILLIGER),
            desk=self._one("bureau", names.desks),
            checked_on=self._day("nagekeken_op", past=True, needed=True) or self._today,
            paused_until=self._day("pauze_tot"),
            max_cases=self._number("vragen_tegelijk", 20, 1),
            hours=self._number("uren_per_vraag", 100, 8),
            broad=self._yes("breed", usual=False),
            topics=self._names_in("onderwerpen", names.topics),
            themes=self._names_in("themas", names.themes),
            laws=self._kinds("wetten", Law),
            experience=experience,
            agreed_on=agreed_on if experience else None,
            languages=self._languages(),
            areas=self._names_in("wijken", names.areas),
            days=self._names_in("dagen", names.days),
            parts=self._kinds("dagdelen", DayPart),
            ways=self._kinds("manieren", Way, needed=True),
            visits_alone=self._yes("alleen_op_bezoek", usual=True),
            age=self._one("leeftijdsgroep", names.ages) if self._text("leeftijdsgroep") else "",
            public_line=self._text("regel_voor_inwoner"),
            note=self._text("notitie"),
            phone=phone,
            email=email,
        )

    def account(self) -> str:
        """With which name they sign in at the desk."""
        return self._text("account")

    def _fail(self, column: str, wrong: Wrong, what: str, remedy: str) -> None:
        says = f"{column}: {what}; {remedy}"
        value = "" if wrong is Wrong.NOT_KEPT else short(self._raw(column))
        self.faults.append(RowFault(line=self._line, wrong=wrong, says=says, column=column, value=value))

    def _raw(self, column: str) -> str:
        # A spreadsheet puts a quote in front of what must stay text.
        return " ".join(clean(self._cells.get(column) or "").split()).removeprefix("'")

    def _text(self, column: str) -> str:
        text = self._raw(column)
        if text.startswith(_FORMULA):
            self._fail(column, Wrong.FORMULA, f"'{short(text)}' begins as a formula", "write words")
        elif len(text) > _LONGEST:
            self._fail(column, Wrong.TOO_LONG, f"{len(text)} characters", f"at most {_LONGEST}")
        elif kinds := mask(text).kinds:
            self._fail(column, Wrong.NOT_KEPT, f"a number that may not be kept ({', '.join(kinds)})", "take it out")
        else:
            return text
        return ""

    def _needed(self, column: str) -> str:
        if not self._raw(column):
            self._fail(column, Wrong.MISSING, "empty", "fill it in")
        return self._text(column)

    def _one(self, column: str, known: Mapping[str, str]) -> str:
        """One name that must be there."""
        text = self._needed(column)
        return self._known(column, text, known) if text else ""

    def _known(self, column: str, text: str, known: Mapping[str, str]) -> str:
        found = known.get(text.lower())
        if found is None:
            self._fail(column, Wrong.UNKNOWN, f"unknown '{short(text)}'", did_you_mean(text.lower(), known))
        return found or ""

    def _names_in(self, column: str, known: Mapping[str, str], *, needed: bool = False) -> tuple[str, ...]:
        """Names with a comma in between, each once."""
        text = self._needed(column) if needed else self._text(column)
        names = [self._known(column, name.strip(), known) for name in text.split(",") if name.strip()]
        return tuple(dict.fromkeys(name for name in names if name))

    def _kinds(self, column: str, kind: type[E], *, needed: bool = False) -> tuple[E, ...]:
        return tuple(kind(name) for name in self._names_in(column, _ids(kind), needed=needed))

    def _languages(self) -> tuple[str, ...]:
        """Dutch when nothing is said."""
        codes = []
        for called in filter(None, (name.strip() for name in self._text("talen").split(","))):
            code = language_code(called)
            if language_name(code) == code:
                self._fail(
                    "talen", Wrong.UNKNOWN, f"unknown language '{short(called)}'", "write it in Dutch, such as Turks"
                )
            codes.append(code)
        return tuple(dict.fromkeys(codes)) or (DUTCH,)

    def _yes(self, column: str, *, usual: bool) -> bool:
        text = self._text(column).lower()
        if text and text not in _YES_NO:
            self._fail(column, Wrong.NO_ANSWER, f"'{short(text)}' is no answer", "write ja or nee")
        return _YES_NO.get(text, usual)

    def _number(self, column: str, most: int, usual: int) -> int:
        text = self._text(column)
        if not text:
            return usual
        if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= most:
            self._fail(
                column, Wrong.NO_NUMBER, f"'{short(text)}' is no such number", f"write a whole number from 1 to {most}"
            )
            return usual
        return int(text)

    def _day(self, column: str, *, past: bool = False, needed: bool = False) -> date | None:
        text = self._needed(column) if needed else self._text(column)
        if not text:
            return None
        day = _as_day(text)
        if day is None:
            self._fail(
                column, Wrong.NO_DAY, f"'{short(text)}' is not an existing day", "write it as 2026-11-21 or 21-11-2026"
            )
        elif past and day > self._today:
            self._fail(column, Wrong.FUTURE, f"'{short(text)}' is still to come", "write a day that has been")
        return day

    def _phone(self) -> str:
        """A plus is no formula here."""
        text = self._raw("telefoon")
        found = find_phone(text) if text else ""
        if found is None:
            remedy = "write it as 06 12345678; a spreadsheet may have dropped the 0"
            self._fail("telefoon", Wrong.NO_PHONE, f"'{short(text)}' is no number to call somebody on", remedy)
        return found or ""

    def _mail(self) -> str:
        text = self._text("email")
        if text and not MAIL.fullmatch(text):
            self._fail("email", Wrong.NO_MAIL, f"'{short(text)}' is no mail address", "write it as naam@voorbeeld.nl")
        return text


def _ids(kind: type[StrEnum]) -> Mapping[str, str]:
    return {one.value: one.value for one in kind}


def _as_day(text: str) -> date | None:
    dutch = _DUTCH_DAY.fullmatch(text)
    try:
        if dutch:
            return date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
        return date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None
