"""What whoever runs the server sees of intakes, and how one is given out: on paper, as JSON, to the case system."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.app import build_engine, load_content, open_service, open_store, utc_now
from bot.channels.harmless import harmless, harmless_json
from bot.content.load import Content
from bot.content.wording import HERE
from bot.intake.document import from_document
from bot.intake.issue import Issue, for_paper
from bot.intake.render import for_coordinator
from bot.model.errors import BotError
from bot.model.worker import Actor, Worker
from bot.paper import write_intake_pdf
from bot.service.giving import NotGiven, give_out
from bot.settings import Settings
from bot.store import IntakeRow, IntakeStatus

_MINUTE = "%Y-%m-%d %H:%M"
_BY = Actor(worker=Worker(id="cli", name="cli"), role="")  # whoever runs the server; the trail knows no more


class NoIntake(BotError):
    """There is no such intake, or nothing left of it, or somebody else has it."""


def show_intakes(settings: Settings, *, as_json: bool) -> str:
    """Every intake, urgent ones first and then the oldest: never a word of the story."""
    rows = asyncio.run(_list(settings))
    if as_json:
        return json.dumps([_summary(row) for row in rows], ensure_ascii=False, indent=2)
    return "\n".join(_row(row) for row in rows) or "no intakes yet"


def show_intake(settings: Settings, code: str, *, as_json: bool, claim: str | None) -> str:
    """One intake, after taking it up when `claim` names somebody. Raises NoIntake."""
    row = asyncio.run(_claim(settings, code, claim) if claim else _find(settings, code))
    if not row.body:
        raise NoIntake(f"the resident took intake '{row.code}' back; its text is gone")
    document: object = json.loads(row.body)
    if as_json:
        return harmless_json(json.dumps(document, ensure_ascii=False, indent=2))
    texts = load_content(settings).flows.texts
    return harmless("\n".join([for_coordinator(from_document(document), texts), "", _state(row)]))


def intake_as_json(settings: Settings, code: str, *, to: str, reason: str) -> str:
    """The document of one intake, to give out. Raises NotGiven, also without a reason."""
    content = load_content(settings)
    row = asyncio.run(_give_out(settings, content, code, _issue(to, reason), way="json"))
    return harmless_json(json.dumps(json.loads(row.body), ensure_ascii=False, indent=2))


def intake_as_pdf(settings: Settings, code: str, path: Path, *, to: str, reason: str) -> None:
    """One intake on paper, to give out: says on every page to whom and why. Raises NotGiven or PaperFault."""
    content = load_content(settings)
    issue = _issue(to, reason)
    row = asyncio.run(_give_out(settings, content, code, issue, way="pdf"))
    sheet = for_paper(from_document(json.loads(row.body)), content.knowledge, content.flows.texts, issue)
    write_intake_pdf(sheet, path)


def intake_to_case_system(settings: Settings, code: str, *, reason: str) -> None:
    """Queue one intake for the case system; 'wegwijzer serve' sends it. Raises NotGiven."""
    if not settings.case_system_url:
        raise NotGiven("there is no case system; set WEGWIJZER_CASE_SYSTEM_URL")
    asyncio.run(_to_case_system(settings, code, reason))


def _issue(to: str, reason: str) -> Issue:
    return Issue(to=to, at=utc_now(), reason=reason)


async def _give_out(settings: Settings, content: Content, code: str, issue: Issue, *, way: str) -> IntakeRow:
    engine = build_engine(settings.gemeente, content)
    async with open_store(settings) as store, store.write() as unit:
        return await give_out(unit, engine, _BY, code.upper(), issue, way=way)


async def _to_case_system(settings: Settings, code: str, reason: str) -> None:
    async with open_service(settings) as service:
        await service.give_to_case_system(_BY, code.upper(), _issue("", reason))


async def _list(settings: Settings) -> Sequence[IntakeRow]:
    async with open_store(settings) as store, store.read() as unit:
        return await unit.list_intakes()


async def _find(settings: Settings, code: str) -> IntakeRow:
    async with open_store(settings) as store, store.read() as unit:
        row = await unit.find_intake(code.upper())
    if row is None:
        raise NoIntake(f"no intake has the reference '{code}'; 'wegwijzer intakes' lists them")
    return row


async def _claim(settings: Settings, code: str, who: str) -> IntakeRow:
    """Through the service: the notice in the coordinators' group changes along."""
    row = await _find(settings, code)
    async with open_service(settings) as service:
        result = await service.claim(row.code, Worker(id=f"cli:{who}", name=who))
    if not result.won and result.claimed_by:
        raise NoIntake(f"'{result.claimed_by}' has intake '{row.code}' since {_local(result.claimed_at)}")
    if not result.won:
        raise NoIntake(f"intake '{row.code}' is {row.status.value}; nobody can take it up")
    return await _find(settings, code)


def _summary(row: IntakeRow) -> dict[str, object]:
    return {
        "code": row.code,
        "status": row.status.value,
        "urgent": row.urgent,
        "theme": row.theme,
        "area": row.area,
        "created_at": row.created_at.astimezone(HERE).isoformat(),
        "promised_at": row.promised_at.astimezone(HERE).isoformat(),
        "claimed_by": row.claimed_by,
    }


def _row(row: IntakeRow) -> str:
    urgent = "!" if row.urgent else " "
    about = ", ".join(filter(None, (row.theme, row.area)))
    late = " LATE" if row.status is IntakeStatus.NEW and row.waits and row.promised_at < utc_now() else ""
    taken = f"{row.status.value} by {row.claimed_by}" if row.claimed_by else row.status.value
    return harmless(f"{urgent} {row.code:<10} {_local(row.created_at)}  {taken}{late}  {about}")


def _state(row: IntakeRow) -> str:
    if row.claimed_by is None and not row.waits:
        return row.status.value
    if row.claimed_by is None:
        return f"{row.status.value}; an answer is promised before {_local(row.promised_at)}"
    return f"{row.status.value} by {row.claimed_by} since {_local(row.claimed_at)}"


def _local(moment: datetime | None) -> str:
    return "-" if moment is None else moment.astimezone(HERE).strftime(_MINUTE)
