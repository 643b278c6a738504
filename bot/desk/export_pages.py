"""Giving a question out: on paper, as a document, to the case system. Never without a reason, and always on record."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels.harmless import harmless_json
from bot.content.wording import HERE
from bot.desk.doubt import FIELD, fault_of_doubt
from bot.desk.views.acts import Act, Export, ExportForm
from bot.desk.views.frame import Fault, Nav, Why
from bot.desk.views.intake import Head
from bot.desk.visits import Pages, Visit
from bot.intake.issue import Issue, for_paper
from bot.intake.render import to_document
from bot.model.accounts import Role
from bot.model.cases import CaseState, GiveReason
from bot.model.conversation import Json
from bot.model.intake import Intake
from bot.model.text import DUTCH
from bot.model.wording import IntakeText
from bot.paper import intake_file_name, make_intake_pdf
from bot.service.desk import Desk
from bot.service.everything import give_everything, hand_over_by
from bot.service.refusals import Refusal
from bot.service.refusals import Why as Not
from bot.store import CaseRow, IntakeStatus
from bot.understanding.mask import mask
from bot.understanding.normalise import clean, is_blank

_PATH = "/desk/vragen/{code}/" + Act.EXPORT
_ROLES = frozenset({Role.COORDINATOR, Role.OCO})
_LONGEST = 200  # characters of the explanation: one line on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPages:
    """The page of one act. `has_case_system`: whether there is one to give to."""

    desk: Desk
    has_case_system: bool

    def routes(self, pages: Pages) -> list[Route]:
        """Its form, and what it sends."""
        return [
            pages.page(_PATH, self.show, name="export", roles=_ROLES, heavy=True),
            pages.page(_PATH, self.give, name="export_give", roles=_ROLES, method="POST", heavy=True),
        ]

    async def show(self, visit: Visit) -> Response:
        """The form."""
        return await self._form(visit, status=200)

    async def give(self, visit: Visit) -> Response:
        """The file itself; or back to the question, when it goes to the case system."""
        code = visit.request.path_params["code"]
        try:
            case, _ = await self.desk.stands(visit.actor, code)
            faults = (*_faults(visit, self._kinds(visit, case)), *fault_of_doubt(visit.doubt))
            if faults:
                return await self._form(visit, faults, status=422)
            issue, way = self._issue(visit), Export(visit.form["vorm"])
            if way is Export.CASE_SYSTEM:
                await self.desk.give_to_case_system(visit.actor, code, issue)
                return RedirectResponse(f"/desk/vragen/{case.code}", 303)
            if way is Export.EVERYTHING:
                return _everything(code, await give_everything(self.desk, visit.actor, code, issue))
            on_request = visit.form["reden"] == GiveReason.RESIDENT
            intake = await self.desk.give_out(visit.actor, code, issue, way.value, on_request=on_request)
        except Refusal as refusal:
            if refusal.why is Not.NO_LEAVE:
                return await self._form(visit, (Fault(field="toelichting", why=Why.NO_LEAVE),), status=422)
            return _not_there(visit)
        return await self._file(intake, issue, way)

    async def _file(self, intake: Intake, issue: Issue, way: Export) -> Response:
        """Made on request, kept nowhere."""
        if way is Export.JSON:
            text = harmless_json(json.dumps(to_document(intake), ensure_ascii=False, indent=2))
            return _attached(text.encode(), "application/json", intake_file_name(intake.code, "json"))
        parts = self.desk.service.engine.parts
        sheet = for_paper(intake, parts.knowledge, parts.flows.texts, issue)
        made = await asyncio.to_thread(make_intake_pdf, sheet)
        return _attached(made, "application/pdf", intake_file_name(intake.code))

    def _issue(self, visit: Visit) -> Issue:
        """To whom and why. To the case system the explanation is part of why."""
        words = mask(clean(" ".join(visit.form.get("toelichting", "").split()))).text
        reason = self.desk.service.engine.parts.phrase(f"{IntakeText.PAPER_REASON}{visit.form['reden']}", DUTCH)
        to_system = visit.form["vorm"] == Export.CASE_SYSTEM
        if to_system and words:
            reason = f"{reason}: {words}"
        return Issue(to="" if to_system else words, at=visit.at, reason=reason, known=visit.form.get("weet") == "ja")

    def _kinds(self, visit: Visit, case: CaseRow) -> tuple[Export, ...]:
        """The case system gets only what a person has taken up; all that is kept is for a coordinator to hand over."""
        may = {
            Export.CASE_SYSTEM: self.has_case_system and case.status is not IntakeStatus.NEW,
            Export.EVERYTHING: visit.account.role is Role.COORDINATOR,
        }
        return tuple(kind for kind in Export if may.get(kind, True))

    async def _form(self, visit: Visit, faults: tuple[Fault, ...] = (), *, status: int) -> Response:
        try:
            case, state = await self.desk.stands(visit.actor, visit.request.path_params["code"])
        except Refusal:
            return _not_there(visit)
        kinds = self._kinds(visit, case)
        due = hand_over_by(visit.at.astimezone(HERE).date()) if Export.EVERYTHING in kinds else None
        typed = {name: value for name, value in visit.form.items() if name != FIELD}
        form = ExportForm(kinds=kinds, doubt=visit.doubt or "", typed=typed, faults=faults, hand_over_by=due)
        here = Nav.INBOX if visit.account.role is Role.COORDINATOR else Nav.MINE
        head = _head(case, state, visit)
        return visit.render("act", visit.frame(here), status=status, head=head, act=Act.EXPORT, form=form)


def _faults(visit: Visit, kinds: tuple[Export, ...]) -> list[Fault]:
    """What must be put right first, in the order of the form."""
    found = []
    way, reason, words = (visit.form.get(name, "") for name in ("vorm", "reden", "toelichting"))
    if way not in kinds:
        found.append(Fault(field="vorm", why=Why.NO_CHOICE))
    if reason not in set(GiveReason) or (way == Export.EVERYTHING and reason != GiveReason.RESIDENT):
        found.append(Fault(field="reden", why=Why.REASON_NEEDED))
    if len(words) > _LONGEST:
        found.append(Fault(field="toelichting", why=Why.LONG_LINE))
    elif is_blank(words) and (way != Export.CASE_SYSTEM or reason == GiveReason.OTHER):
        found.append(Fault(field="toelichting", why=Why.TO_NEEDED))
    return found


def _head(case: CaseRow, state: CaseState, visit: Visit) -> Head:
    """Without name or line: who opens a form has not opened the question."""
    return Head(
        code=case.code,
        rev=case.rev,
        state=state,
        area=case.area,
        since=case.claimed_at or case.created_at,
        owner=case.claimed_by or "",
        mine=case.owner_id == visit.account.id,
    )


def _everything(code: str, kept: Mapping[str, Json]) -> Response:
    text = harmless_json(json.dumps(kept, ensure_ascii=False, indent=2))
    return _attached(text.encode(), "application/json", f"alles-{code.lower()}.json")


def _attached(body: bytes, kind: str, name: str) -> Response:
    """A file to keep, under a name of our own."""
    return Response(body, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def _not_there(visit: Visit) -> Response:
    return visit.render("not_there", status=404)
