"""What events of the dialogue lead to, beside being kept: intakes, notices, forgetting."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.intake.document import from_document
from bot.intake.render import to_document
from bot.model.conversation import Event, Json
from bot.model.errors import BotError
from bot.model.intake import Addition
from bot.service.giving import take_back
from bot.service.messages import StaffSettings
from bot.service.notices import Notice, notify, notify_state
from bot.service.teams import count_use
from bot.store import ConversationRow, IntakeStatus, Unit


class EventFault(BotError):
    """An event without what it must hold."""


class Effects:
    """Carries out the events of one turn, inside the transaction of that turn."""

    def __init__(self, unit: Unit, staff: StaffSettings, now: datetime) -> None:
        self._unit, self._staff, self._now = unit, staff, now

    async def carry_out(self, talk: ConversationRow, events: Sequence[Event]) -> None:
        """Do what each event asks for. A kind that asks for nothing was only stored."""
        for event in events:
            match event.kind:
                case "intake_signed":
                    await self._sign(talk, event.body)
                case "intake_withdrawn":
                    await self._withdraw(talk)
                case "sentence_given":
                    await self._unit.add_sentence(_text(event.body, "text"), self._now.date())
                case "team_opened" | "team_route" | "team_signed":
                    await count_use(self._unit, event, self._now.date())
                case "intake_added":
                    await self._add(intake_code(talk.ref, event.body), _text(event.body, "text"))
                    await notify(
                        self._unit, self._staff, self._now, Notice.ADDED, code=intake_code(talk.ref, event.body)
                    )

    async def erase(self, talk: ConversationRow) -> None:
        """Forget a resident. The coordinators are told first: afterwards nobody knows the codes."""
        await self._withdraw(talk)
        await take_back(self._unit, conversation_id=talk.id, codes=None, now=self._now)
        await self._unit.erase_conversation(talk.id)

    async def _sign(self, talk: ConversationRow, body: Mapping[str, Json]) -> None:
        code = intake_code(talk.ref, body)
        added = await self._unit.add_intake(
            code=code,
            conversation_id=talk.id,
            version=_version(body),
            body=json.dumps(body.get("intake"), ensure_ascii=False),
            urgent=body.get("urgent") is True,
            theme=_text(body, "theme"),
            area=_text(body, "area"),
            at=self._now,
            promised_at=_moment(body, "promised_at"),
        )
        if added is None:
            return  # signed twice: the first one holds, and was told about
        intake = await self._unit.find_intake(code)
        if intake is not None:
            await notify_state(self._unit, self._staff, self._now, intake)

    async def _add(self, code: str, text: str) -> None:
        """Put what the resident adds behind the signed lines; these stay as they were."""
        row = await self._unit.find_intake(code)
        if row is None or not row.body:
            return
        intake = from_document(json.loads(row.body))
        longer = replace(intake, additions=(*intake.additions, Addition(at=self._now, text=text)))
        await self._unit.amend_intake(code, json.dumps(to_document(longer), ensure_ascii=False))

    async def _withdraw(self, talk: ConversationRow) -> None:
        codes = list(await self._unit.withdraw_intakes(talk.id, self._now))
        await take_back(self._unit, conversation_id=talk.id, codes=codes, now=self._now)
        for code in codes:
            intake = await self._unit.find_intake(code)
            if intake is not None and intake.status is IntakeStatus.WITHDRAWN:
                await notify_state(self._unit, self._staff, self._now, intake)


def intake_code(ref: str, body: Mapping[str, Json]) -> str:
    """The reference of an intake: `W-` and that of the conversation, from the second version on numbered."""
    code = body.get("code")
    if isinstance(code, str) and code:
        return code
    version = body.get("version")
    later = isinstance(version, int) and version > 1
    return f"W-{ref}-{version}" if later else f"W-{ref}"


def _version(body: Mapping[str, Json]) -> int:
    version = body.get("version")
    if not isinstance(version, int):
        raise EventFault("an 'intake_signed' without a version")
    return version


def _text(body: Mapping[str, Json], key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""


def _moment(body: Mapping[str, Json], key: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(body, key))
    except ValueError:
        raise EventFault(f"an event whose '{key}' is no moment") from None
    return moment.astimezone(UTC)
