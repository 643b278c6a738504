"""A question that grew too big for who helps: the desk that takes such questions, and the resident's leave for it.

The whole intake goes there or nothing does, and never before the resident said yes.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.advice.desks import heavy_desk
from bot.dialogue import Engine
from bot.model.cases import EntryKind
from bot.model.conversation import Json
from bot.model.fold import fold
from bot.model.helpers import Refusal as No
from bot.model.municipality import Desk
from bot.service.budgets import budget_of, last_match
from bot.store import CaseRow, EntryRow, Unit

TOO_BIG = "too_big"
"""In the thread, with the end of a match: that the helper said so."""


class Leave(StrEnum):
    """What the resident says to it, as the thread calls it."""

    UNASKED = "unasked"
    ASKED = "giving_asked"
    YES = "giving_allowed"
    NO = "giving_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heavier:
    """The desk that could take the question, and whether the resident lets it go there."""

    bureau: Desk
    leave: Leave


async def find_heavier(unit: Unit, engine: Engine, case: CaseRow) -> Heavier | None:
    """The desk to offer first; None while the question fits who helps, and when that desk has it already."""
    bureau = heavy_desk(engine.parts_for(case.municipality).municipality)
    if bureau is None:
        return None
    match = await last_match(unit, case)
    helper = await unit.find_helper(match.helper_id) if match is not None else None
    entries = await unit.list_entries(case.id)
    grew = any(map(_says_too_big, entries)) or (await budget_of(unit, engine, case, match)).used_up
    if not grew or (helper is not None and helper.desk == bureau.id):
        return None
    return Heavier(bureau=bureau, leave=leave_of(entries, bureau.id))


async def may_be_given(unit: Unit, engine: Engine, case: CaseRow, to: str) -> bool:
    """Whether it may leave to `to`: when that names the desk for heavy questions, only with the resident's yes."""
    bureau = heavy_desk(engine.parts_for(case.municipality).municipality)
    if bureau is None or fold(bureau.name) not in fold(to):
        return True
    return leave_of(await unit.list_entries(case.id), bureau.id) is Leave.YES


def leave_of(entries: Iterable[EntryRow], desk_id: str) -> Leave:
    """What the resident said last about this desk."""
    said = [body["what"] for entry in entries if (body := _body(entry)).get("desk") == desk_id]
    return Leave(str(said[-1])) if said else Leave.UNASKED


def _says_too_big(entry: EntryRow) -> bool:
    """Whether who helps, or was asked to, said that it is too big."""
    body = _body(entry)
    refused = body.get("what") == "helper_said_no" and body.get("why") == No.ZWAAR
    return entry.kind == EntryKind.MATCH and (refused or TOO_BIG in body)


def _body(entry: EntryRow) -> Mapping[str, Json]:
    body = json.loads(entry.body)
    return body if isinstance(body, dict) else {}
