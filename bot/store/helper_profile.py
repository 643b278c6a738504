"""A helper as texts to seal, and back: how to reach them, and all they told that need not be sorted or counted."""

import json
from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import RowMapping

from bot.model.helpers import DayPart, Helper, HelperKind, Way
from bot.model.law import Law
from bot.store.columns import disown

_COLUMNS = frozenset({"id", "name", "kind", "desk", "active", "paused_until", "max_cases", "checked_on", "account_id"})
_CONTACT = frozenset({"phone", "email"})
_COUNTED = frozenset({"open_cases", "asked_at"})
_PROFILE = tuple(sorted({field.name for field in fields(Helper)} - _COLUMNS - _CONTACT - _COUNTED))


def to_contact(helper: Helper) -> str:
    """How to reach them, as JSON text."""
    return json.dumps({name: getattr(helper, name) for name in sorted(_CONTACT)}, ensure_ascii=False)


def to_profile(helper: Helper) -> str:
    """What they told, as JSON text."""
    return json.dumps({name: getattr(helper, name) for name in _PROFILE}, ensure_ascii=False, default=date.isoformat)


def from_row(row: RowMapping, open_cases: int, asked_at: datetime | None) -> Helper:
    """The helper in a row of the table, with what was counted."""
    key = row["id"]
    told, contact = (json.loads(disown(key, row[name])) for name in ("profile", "contact"))
    agreed_on = told["agreed_on"]
    return Helper(
        id=key,
        name=disown(key, row["name"]),
        kind=HelperKind(row["kind"]),
        desk=row["desk"],
        checked_on=row["checked_on"],
        account_id=row["account_id"] or "",
        active=row["active"],
        paused_until=row["paused_until"],
        max_cases=row["max_cases"],
        hours=told["hours"],
        broad=told["broad"],
        topics=tuple(told["topics"]),
        themes=tuple(told["themes"]),
        laws=tuple(map(Law, told["laws"])),
        experience=tuple(told["experience"]),
        agreed_on=date.fromisoformat(agreed_on) if agreed_on else None,
        languages=tuple(told["languages"]),
        areas=tuple(told["areas"]),
        days=tuple(told["days"]),
        parts=tuple(map(DayPart, told["parts"])),
        ways=tuple(map(Way, told["ways"])),
        visits_alone=told["visits_alone"],
        age=told["age"],
        public_line=told["public_line"],
        note=told["note"],
        phone=contact["phone"],
        email=contact["email"],
        open_cases=open_cases,
        asked_at=asked_at,
    )
