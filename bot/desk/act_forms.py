"""Reading the forms of what can be done at a question: what was typed becomes values, or says what is wrong. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.content.wording import HERE
from bot.desk.views.acts import Called, CloseForm, Control, FactField, Preset
from bot.desk.views.frame import Fault, Why
from bot.model.errors import BotError
from bot.model.facts import Value

EVERYBODY = "iedereen"
"""In the place of a colleague: whoever can first."""
OWN_DAY = "dag"
"""In the place of a preset: a day that somebody chooses."""

_CODE = re.compile(r"\s*(?:W-)?([A-Z0-9]+(?:-[0-9]+)?)\s*", re.IGNORECASE)
_TICKED = "ja"
_LONGEST_ANSWER = 500  # characters; as the field takes


class FormFaults(BotError):
    """What is wrong with a form, all of it at once."""

    def __init__(self, *faults: Fault) -> None:
        """Keep it for the page."""
        super().__init__(", ".join(f"{one.field}: {one.why}" for one in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Until when; `move`: the promise goes along."""

    until: datetime
    move: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """How a call or visit went, and when. `tell`: the resident is told."""

    how: Called
    at: datetime
    tell: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How a question ended. `sure`: somebody looked a second time."""

    outcome: str
    place: str
    code: str  # of the same question, where it was asked twice
    note: str
    sure: bool


Form = Mapping[str, str]


def read_later(form: Form, presets: Collection[Preset]) -> Later:
    """Until when. Raises `FormFaults`."""
    chosen, move = form.get("moment", ""), form.get("verzet") == _TICKED
    if chosen == OWN_DAY:
        return Later(until=read_moment(form), move=move)
    for preset in presets:
        if preset.id == chosen:
            return Later(until=preset.at, move=move)
    raise FormFaults(Fault(field="moment", why=Why.NO_CHOICE))


def read_call(form: Form, now: datetime) -> Call:
    """A call or visit, not of the future. Raises `FormFaults`."""
    how = form.get("hoe", "")
    if how not in set(Called):
        raise FormFaults(Fault(field="hoe", why=Why.NO_CHOICE))
    at = read_moment(form) if form.get("dag") else now
    if at > now:
        raise FormFaults(Fault(field="dag", why=Why.NOT_YET))
    tell = how == Called.NO_ANSWER and form.get("zeg") == _TICKED
    return Call(how=Called(how), at=at, tell=tell, note=form.get("notitie", ""))


def read_correction(form: Form, fact: FactField) -> Value:
    """What the answer should be, as it is stored. Raises `FormFaults`."""
    value = _correction(form, fact)
    if not value:
        raise FormFaults(Fault(field="waarde", why=Why.NO_CHOICE if fact.choices else Why.EMPTY))
    if isinstance(value, str) and len(value) > _LONGEST_ANSWER:
        raise FormFaults(Fault(field="waarde", why=Why.TOO_LONG))
    return value


def read_closing(form: Form, asked: CloseForm) -> Closing:
    """How it ended, with what that asks besides. Raises `FormFaults`."""
    given = Closing(
        outcome=form.get("uitkomst", ""),
        place=form.get("plek", ""),
        code=read_code(form.get("code", "")),
        note=form.get("notitie", ""),
        sure=form.get("zeker") == _TICKED,
    )
    faults = tuple(_faults_of_closing(given, asked))
    if faults:
        raise FormFaults(*faults)
    return given


def read_code(typed: str) -> str:
    """A reference as it is written here, however somebody typed it; empty for what is none."""
    found = _CODE.fullmatch(typed)
    return f"W-{found[1].upper()}" if found else ""


def _faults_of_closing(given: Closing, asked: CloseForm) -> Iterator[Fault]:
    outcome = next((one for one in asked.outcomes if one.id == given.outcome), None)
    if outcome is None:
        yield Fault(field="uitkomst", why=Why.NO_CHOICE)
    if given.place and all(given.place != one.id for one in asked.places):
        yield Fault(field="plek", why=Why.PLACE_NEEDED)
    if outcome is not None and outcome.needs_place and not given.place:
        yield Fault(field="plek", why=Why.PLACE_NEEDED)
    if outcome is not None and outcome.needs_note and not given.note.strip():
        yield Fault(field="notitie", why=Why.NOTE_NEEDED)
    if outcome is not None and outcome.needs_code and not given.code:
        yield Fault(field="code", why=Why.CODE_NEEDED)
    if (asked.danger or asked.no_contact or asked.own_term_on) and not given.sure:
        yield Fault(field="zeker", why=Why.SURE_NEEDED)


def _correction(form: Form, fact: FactField) -> Value:
    known = [one.id for one in fact.choices]
    if fact.control is Control.CHOICES:
        return tuple(one for one in known if form.get(f"waarde-{one}") == one)
    typed = form.get("waarde", "").strip()
    if fact.control is Control.DATE and typed:
        day = _day(typed, "waarde").isoformat()
        return f"~{day}" if form.get("ongeveer") == _TICKED else day
    return typed if fact.control is not Control.CHOICE or typed in known else ""


def read_moment(form: Form) -> datetime:
    """The fields `dag` and `tijd`: the wall clock here, in UTC. Raises `FormFaults`."""
    day = _day(form.get("dag", ""), "dag")
    try:
        clock = time.fromisoformat(form.get("tijd", ""))
    except ValueError:
        raise FormFaults(Fault(field="dag", why=Why.NOT_A_MOMENT)) from None
    try:
        return datetime.combine(day, clock.replace(tzinfo=None), HERE).astimezone(UTC)
    except OverflowError:
        raise FormFaults(Fault(field="dag", why=Why.NOT_A_MOMENT)) from None


def _day(typed: str, field: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise FormFaults(Fault(field=field, why=Why.NOT_A_MOMENT)) from None
