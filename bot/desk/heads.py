"""What stands above a case: whose it is, how to reach the resident, what was promised and why then. Pure."""

import json
import re
from collections.abc import Sequence
from datetime import datetime

from bot.content.wording import phone_in_words
from bot.desk.answers import Known, words_of
from bot.desk.listing import flags_of, foreign, is_mine, is_promised, minutes_left, read_brief, since, state_now
from bot.desk.views.inbox import PromiseView
from bot.desk.views.intake import Head, Reach
from bot.dialogue.parts import Parts
from bot.intake.values import BETWEEN
from bot.model.cases import IntakeStatus, PromiseReason
from bot.model.conversation import PersonMode
from bot.model.facts import EngineFact, FactKind
from bot.model.municipality import Hours
from bot.service.case_file import CaseFile
from bot.store import CUT, PromiseRow

_WISHES = (EngineFact.CONTACT_HOE, EngineFact.CONTACT_WANNEER)
_NUMBER = re.compile(r"\+[0-9]{6,15}")
_PUSHES = frozenset({"telegram"})
"""The channels that bring a message to who is away."""


def head_of(file: CaseFile, known: Known, parts: Parts, account_id: str) -> Head:
    """The head of a case, for this account."""
    case, now, hours = file.case, file.now, parts.municipality.hours
    state = state_now(case, now)
    gone = case.status is IntakeStatus.WITHDRAWN
    together = file.intake.draft.together if file.intake else None
    return Head(
        code=case.code,
        rev=case.rev,
        state=state,
        name=read_brief(case).name,
        area="" if gone else case.area,
        language="" if gone else foreign(case.language),
        since=since(case, state),
        owner=case.claimed_by or "",
        owned_since=case.claimed_at,
        mine=is_mine(case, account_id),
        live=case.talk_mode == PersonMode.LIVE,
        helper=file.helper,
        team=together.team if together else "",
        typed_by=together.typed_by if together else "",
        reach=Reach() if gone else _reach(file, known, parts),
        promise=_promise(file, hours, now) if is_promised(case) else None,
        flags=flags_of(case, hours, now),
    )


def moved(promises: Sequence[PromiseRow]) -> int:
    """How often the last promise was another moment in the place of one that could not be kept."""
    count = 0
    for one in reversed(promises):
        if one.reason != PromiseReason.CORRECTED:
            break
        count += 1
    return count


def phone_of(known: Known, parts: Parts) -> str:
    """The number to call, as it is kept (+31...); empty when none was given."""
    phones = (name for name, spec in parts.specs.items() if spec.kind is FactKind.PHONE)
    numbers = (known.values[name][0] for name in phones if name in known.values)
    return next((number for number in numbers if _NUMBER.fullmatch(number)), "")


def _reach(file: CaseFile, known: Known, parts: Parts) -> Reach:
    case, phone = file.case, phone_of(known, parts)
    together = file.intake.draft.together if file.intake else None
    changed = {one.line for one in file.intake.additions} if file.intake else set()
    phones = {name for name, spec in parts.specs.items() if spec.kind is FactKind.PHONE}
    wished = (words_of(parts, fact, known.values.get(fact, ())) for fact in _WISHES)
    return Reach(
        phone=phone_in_words(phone) if phone else "",
        dial=phone,
        wishes=BETWEEN.join(words for words in wished if words),
        can_push=file.channel in _PUSHES,
        blocked=not case.reachable,
        unreachable=case.undelivered_at is not None,
        cut_from=together.team if together and file.channel == CUT else "",
        other=EngineFact.BEREIKEN in known.values,
        later=not changed.isdisjoint({*_WISHES, *phones, EngineFact.BEREIKEN}),
    )


def _promise(file: CaseFile, hours: Hours, now: datetime) -> PromiseView:
    """The last promise with the numbers that it was worked out from."""
    last = file.promises[-1] if file.promises else None
    basis = json.loads(last.basis) if last is not None else {}
    due_at = last.due_at if last is not None else file.case.promised_at
    return PromiseView(
        due_at=due_at,
        minutes_left=minutes_left(hours, due_at, now),
        norm_hours=round(basis.get("norm", hours.answer_hours)),
        ahead=int(basis.get("ahead", 0)),
        corrected=moved(file.promises),
        confirmed=hours.confirmed,
    )
