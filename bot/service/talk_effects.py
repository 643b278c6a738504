"""What a resident says and does while people of the coordination point are in the talk, or because of them."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.intake.aftercare import HOW_IT_GOES
from bot.model.cases import EntryKind, PromiseReason, TimerKind, WaitsFor
from bot.model.conversation import CheckIn, HelperWish, Json, PersonMode
from bot.service.casework import RESIDENT, Casework, Office
from bot.service.match_steps import end_match, reopened_with
from bot.service.notices import Notice
from bot.service.sharing import share_talk, take_talk_back
from bot.store import CaseRow, ConversationRow, IntakeStatus, Unit


class TalkEffects:
    """Carries out the events of one turn that are about people, inside the transaction of that turn."""

    def __init__(self, unit: Unit, office: Office, now: datetime) -> None:
        self._unit, self._now = unit, now
        self._work = Casework(unit, office, now)
        self._office = office

    async def carry_out(self, talk: ConversationRow, kind: str, body: Mapping[str, Json]) -> None:
        """Do what the event asks for; other kinds ask for nothing here."""
        match kind:
            case "said_to_person":
                await self._said(await self._in_talk(talk), str(body["text"]))
            case "took_back":
                await self._took_back(await self._in_talk(talk))
            case "danger_shown":
                await self._danger(await self._in_talk(talk))
            case "ask_answered" | "ask_declined":
                await self._answered(str(body["ask"]), str(body.get("text", "")))
            case "ask_postponed":
                await self._postponed(str(body["ask"]))
            case "fact_confirmed" | "fact_refused":
                await self._settled(talk, kind, str(body["fact"]))
            case "check_in_answered":
                await self._checked_in(talk, str(body["value"]), _promised(body))
            case "check_in_off":
                for case in await self._unit.cases_of(talk.id):
                    await self._work.drop_timers(case.id, *HOW_IT_GOES)
            case "match_ok":
                await self._met(talk)
            case "mismatch_reported":
                await self._mismatch(str(body["code"]), str(body["why"]), _promised(body))
            case "giving_allowed" | "giving_refused":
                await self._leave(str(body["code"]), kind, str(body["desk"]))
            case "talk_shared":
                await share_talk(self._work, str(body["code"]), body["talk"])
            case "talk_taken_back":
                await take_talk_back(self._work, str(body["code"]))
            case "intake_reopened":
                await self._reopened(str(body["code"]), str(body["wish"]), _promised(body))

    async def _in_talk(self, talk: ConversationRow) -> CaseRow | None:
        """The case by which a person has the talk now."""
        cases = await self._unit.cases_of(talk.id)
        return next((case for case in reversed(cases) if case.talk_mode is not None), None)

    async def _newest(self, talk: ConversationRow) -> CaseRow | None:
        cases = await self._unit.cases_of(talk.id)
        return next((case for case in reversed(cases) if case.status is not IntakeStatus.WITHDRAWN), None)

    async def _said(self, case: CaseRow | None, text: str) -> None:
        """Words for a person. The first that waits rings; more of them ring no more."""
        if case is None:
            return
        await self._work.enter(case.id, EntryKind.SAID, RESIDENT, text=text)
        await self._work.drop_timers(case.id, TimerKind.HANDBACK_IDLE)
        await self._wait_for_us(case)
        await self._work.settle(case.id, "said")

    async def _wait_for_us(self, case: CaseRow) -> None:
        first = case.unanswered_since is None
        since = self._now if first else case.unanswered_since
        await self._unit.change_case(
            case.id, unanswered_since=since, snoozed_until=None, waits_for=WaitsFor.US, asked_at=None
        )
        if first:
            await self._work.tell(Notice.REPLY, case)

    async def _took_back(self, case: CaseRow | None) -> None:
        if case is None:
            return
        await self._unit.change_case(case.id, talk_mode=None)
        await self._work.drop_timers(case.id, TimerKind.HANDBACK_IDLE)
        await self._work.enter(case.id, EntryKind.LEFT, RESIDENT)
        await self._work.settle(case.id, "left")

    async def _danger(self, case: CaseRow | None) -> None:
        """Danger while a person has the talk: they must know at once that it was heard."""
        if case is None or case.talk_mode != PersonMode.LIVE:
            return
        await self._work.enter(case.id, EntryKind.SYSTEM, RESIDENT, what="danger")
        await self._unit.change_case(case.id, unanswered_since=case.unanswered_since or self._now)
        await self._work.tell(Notice.REPLY, case, urgent=True, danger=True)
        await self._work.settle(case.id, "said")

    async def _asked_about(self, ask: str) -> CaseRow | None:
        entry = await self._unit.find_entry(int(ask)) if ask.isascii() and ask.isdigit() else None
        return await self._unit.get_case(entry.intake_id) if entry is not None else None

    async def _answered(self, ask: str, text: str) -> None:
        """An answer to our question; without a text the resident would rather not say."""
        case = await self._asked_about(ask)
        if case is None:
            return
        await self._work.enter(case.id, EntryKind.SAID, RESIDENT, text=text, ask=ask)
        await self._unit.change_case(case.id, talk_mode=None)
        await self._work.drop_timers(case.id, TimerKind.ASK_REMINDER)
        await self._wait_for_us(case)
        await self._work.settle(case.id, "said")

    async def _postponed(self, ask: str) -> None:
        case = await self._asked_about(ask)
        if case is not None:
            await self._unit.change_case(case.id, talk_mode=None)
            await self._work.settle(case.id, "postponed")

    async def _settled(self, talk: ConversationRow, kind: str, fact: str) -> None:
        case = await self._newest(talk)
        if case is not None:
            await self._work.enter(case.id, EntryKind.SYSTEM, RESIDENT, what=kind, fact=fact)
            await self._work.settle(case.id, "said")

    async def _checked_in(self, talk: ConversationRow, value: str, told: datetime | None) -> None:
        """How it goes, some weeks later. Who is stuck was told that a person answers."""
        case = await self._newest(talk)
        if case is None:
            return
        await self._work.enter(case.id, EntryKind.SYSTEM, RESIDENT, what="check_in", value=value)
        if value == CheckIn.STUCK:
            await self._work.wait_anew(case, PromiseReason.ASKED, told)
        await self._work.settle(case.id, "said")

    async def _reopened(self, code: str, wish: str, told: datetime | None) -> None:
        """Open again; whether the same should help or somebody else stands in the thread, and steers the search."""
        case = await self._unit.find_case(code)
        if case is not None and case.status is IntakeStatus.CLOSED:
            await self._work.enter(case.id, EntryKind.SYSTEM, RESIDENT, what=reopened_with(HelperWish(wish)))
            await self._work.wait_anew(case, PromiseReason.REOPENED, told)
            await self._work.settle(case.id, "reopened")

    async def _met(self, talk: ConversationRow) -> None:
        """Resident and helper have met."""
        for case in await self._unit.cases_of(talk.id):
            if case.helper_id is not None:
                await self._work.drop_timers(case.id, TimerKind.HELPER_SILENT)
                await self._unit.change_case(case.id, helper_silent_at=None)
                await self._work.settle(case.id, "said")

    async def _leave(self, code: str, kind: str, desk_id: str) -> None:
        """Whether the question may go to another desk: on record, and somebody of ours goes on with it."""
        case = await self._unit.find_case(code)
        if case is None or case.status is IntakeStatus.WITHDRAWN:
            return
        desks = self._office.engine.parts_for(case.municipality).municipality.desks
        name = next((desk.name for desk in desks if desk.id == desk_id), desk_id)
        await self._work.enter(case.id, EntryKind.SYSTEM, RESIDENT, what=kind, desk=desk_id, text=name)
        await self._wait_for_us(case)
        await self._work.settle(case.id, "said")

    async def _mismatch(self, code: str, why: str, told: datetime | None) -> None:
        """Rather somebody else: the two never meet again, and somebody of ours looks for another."""
        case = await self._unit.find_case(code)
        if case is None:
            return
        await end_match(self._work, case, by=RESIDENT, why=why)
        await self._work.wait_anew(case, PromiseReason.MISMATCH, told)
        await self._work.tell(Notice.MISMATCH, case)
        await self._work.settle(case.id, "mismatch")


def _promised(body: Mapping[str, Json]) -> datetime | None:
    """The very moment that the resident read; None when they were told none."""
    moment = body.get("promised_at")
    return datetime.fromisoformat(moment).astimezone(UTC) if isinstance(moment, str) else None
