"""What events of the dialogue lead to, beside being kept: intakes, notices, forgetting."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.advice.spoken import language_code, language_name
from bot.intake import aftercare
from bot.intake.brief import brief_of, names_danger, search_words
from bot.intake.own_terms import own_last_days
from bot.intake.render import to_document
from bot.model.cases import PromiseReason
from bot.model.conversation import Event, Json
from bot.model.errors import BotError
from bot.model.facts import EngineFact, FactKind
from bot.model.intake import Addition, Intake
from bot.service.casework import Casework, Office
from bot.service.giving import take_back
from bot.service.intakes import read_intake
from bot.service.notices import Notice, notify_state
from bot.service.talk_effects import TalkEffects
from bot.service.teams import count_use
from bot.store import ConversationRow, Unit


class EventFault(BotError):
    """An event without what it must hold."""


class Effects:
    """Carries out the events of one turn, inside the transaction of that turn."""

    def __init__(self, unit: Unit, office: Office, now: datetime) -> None:
        self._unit, self._office, self._now = unit, office, now
        self._work = Casework(unit, office, now)
        self._people = TalkEffects(unit, office, now)

    async def carry_out(self, talk: ConversationRow, events: Sequence[Event]) -> None:
        """Do what each event asks for. A kind that asks for nothing was only stored."""
        for event in events:
            match event.kind:
                case "intake_signed":
                    await self._sign(talk, event.body)
                case "intake_withdrawn":
                    codes = await self._withdraw(talk)
                    await take_back(self._unit, talk, codes, self._now)
                case "together_signed" if event.body["own_chat"] is False:
                    await self._unit.cut_conversation(talk.id)
                    await self._unit.drop_talk_lines(talk.id)  # nobody can share it from there any more
                case "sentence_given":
                    await self._unit.add_sentence(_text(event.body, "text"), self._now.date())
                case "opinion_given":
                    await self._count_opinion(event.body)
                case "team_opened" | "team_route" | "team_signed":
                    await count_use(self._unit, event, self._now.date())
                case "intake_added":
                    await self._add(intake_code(talk.ref, event.body), event.body)
                case _:
                    await self._people.carry_out(talk, event.kind, event.body)

    async def erase(self, talk: ConversationRow) -> None:
        """Forget a resident. The coordinators are told first: afterwards nobody knows the codes."""
        cases = await self._unit.cases_of(talk.id)
        await self._withdraw(talk)
        await take_back(self._unit, talk, None, self._now)
        for case in cases:
            await self._unit.drop_drafts_about(case.code)  # also what was typed after it was taken back
            await self._unit.add_tombstone(case.code, case.owner_id, self._now)
        await self._unit.erase_conversation(talk.id)

    async def _sign(self, talk: ConversationRow, body: Mapping[str, Json]) -> None:
        code, due_at = intake_code(talk.ref, body), _moment(body, "promised_at")
        added = await self._unit.add_intake(
            code=code,
            conversation_id=talk.id,
            version=_version(body),
            body=json.dumps(body.get("intake"), ensure_ascii=False),
            urgent=body.get("urgent") is True,
            theme=_text(body, "theme"),
            area=_text(body, "area"),
            at=self._now,
            promised_at=due_at,
        )
        if added is None:
            return  # signed twice: the first one holds, and was told about
        row = await self._unit.find_intake(code)
        intake = read_intake(row) if row is not None else None
        if row is None or intake is None:
            return
        await self._open_case(added, code, intake, due_at)
        self._office.pace.one_more(urgent=row.urgent)
        await notify_state(self._unit, self._office.staff, self._now, row)

    async def _open_case(self, case_id: int, code: str, intake: Intake, due_at: datetime) -> None:
        """Make a case of what was signed: the line of the list, how it is found, the promise, what must happen when."""
        brief = brief_of(intake)
        line: dict[str, Json] = {"name": brief.name, "line": brief.line}
        await self._unit.set_brief(code, json.dumps(line, ensure_ascii=False))
        await self._unit.index_words(case_id, search_words(intake, self._phone(intake)))
        await self._unit.change_case(
            case_id,
            danger=names_danger(intake),
            language=_language(intake),
            municipality=intake.municipality,
            team_id=await self._team(intake),
        )
        case = await self._unit.get_case(case_id)
        assert case is not None  # it was made just now
        await self._work.promise(case, PromiseReason.SIGNED, due_at=due_at)
        terms = self._office.engine.parts.knowledge.terms
        timers = aftercare.on_signing(self._work.hours(case), self._now, own_last_days(intake, terms))
        await self._work.set_timers(case_id, timers)
        await self._work.watch_bells(case)
        await self._work.settle(case_id, "signed")

    async def _team(self, intake: Intake) -> str | None:
        """The team whose link they came by, when the resident signed that."""
        via = intake.draft.facts.get(EngineFact.VIA)
        if via is None:
            return None
        team = await self._unit.find_team(municipality=intake.municipality, name=via.values()[0])
        return team.id if team is not None else None

    def _phone(self, intake: Intake) -> str:
        """The number that the resident signed."""
        specs = self._office.engine.parts.specs
        kinds = ((specs[name].kind, fact) for name, fact in intake.draft.facts.items() if name in specs)
        return next((fact.values()[0] for kind, fact in kinds if kind is FactKind.PHONE), "")

    async def _count_opinion(self, body: Mapping[str, Json]) -> None:
        values = body.get("values")
        municipality = self._office.engine.parts.municipality.id
        for value in values if isinstance(values, list) else ():
            day = self._now.date()
            await self._unit.count_opinion(day, municipality, _text(body, "question"), str(value))

    async def _add(self, code: str, body: Mapping[str, Json]) -> None:
        """Put what the resident adds or says has changed behind the signed lines; these stay as they were."""
        row, case = await self._unit.find_intake(code), await self._unit.find_case(code)
        intake = read_intake(row) if row is not None else None
        if intake is None or case is None:
            return
        added = Addition(at=self._now, text=_text(body, "text"), line=_text(body, "line"))
        longer = replace(intake, additions=(*intake.additions, added))
        await self._unit.amend_intake(code, json.dumps(to_document(longer), ensure_ascii=False))
        since = case.unanswered_since or self._now
        await self._unit.change_case(case.id, unanswered_since=since, snoozed_until=None)
        await self._work.tell(Notice.ADDED, case)
        await self._work.settle(case.id, "added")

    async def _withdraw(self, talk: ConversationRow) -> Sequence[str]:
        """Take back everything that was signed here; the codes."""
        codes = await self._unit.withdraw_intakes(talk.id, self._now)
        for code in codes:
            row, case = await self._unit.find_intake(code), await self._unit.find_case(code)
            if row is None or case is None:
                continue
            await self._unit.empty_matches(case.id, self._now)
            await self._unit.drop_drafts_about(code)
            await self._work.void_promise(case.id)
            await self._work.settle(case.id, "withdrawn")
            await notify_state(self._unit, self._office.staff, self._now, row)
        return codes


def intake_code(ref: str, body: Mapping[str, Json]) -> str:
    """The reference of an intake: `W-` and that of the conversation, from the second version on numbered."""
    code = body.get("code")
    if isinstance(code, str) and code:
        return code
    version = body.get("version")
    later = isinstance(version, int) and version > 1
    return f"W-{ref}-{version}" if later else f"W-{ref}"


def _language(intake: Intake) -> str:
    """The language that the resident speaks best: the one they named, else that of the talk."""
    named = intake.draft.facts.get(EngineFact.TAAL)
    code = language_code(named.values()[0]) if named is not None else ""
    known = language_name(code) != code  # the list shows it in clear: a code, never the resident's own words
    return code if known else intake.language


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
