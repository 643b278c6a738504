"""While somebody helps: hours, that it does not work out, and that it is done. By the helper or the coordinator."""

from dataclasses import replace
from datetime import date

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk.forms import whole_number
from bot.desk.match_pages import BOTH, back_of, refused
from bot.desk.match_views import case_head
from bot.desk.views.acts import Act, HoursForm
from bot.desk.views.frame import Fault, Nav, Why
from bot.desk.views.match import OtherView
from bot.desk.visits import Pages, Visit
from bot.dialogue.parts import Parts
from bot.model.accounts import Role
from bot.model.helpers import Mismatch
from bot.service.budgets import Budget
from bot.service.case_file import CaseFile
from bot.service.desk import Desk
from bot.service.helping import Helping
from bot.service.refusals import Refusal
from bot.service.refusals import Why as Not
from bot.store import HoursOn

_OF_HELPER = {"uren": Mismatch.TIJD, "groot": Mismatch.KENNIS, "klik": Mismatch.KLIK, "tijd": Mismatch.TIJD}
"""What a helper says -> as it counts for who is proposed next."""
_TOO_BIG = frozenset({"uren", "groot"})
"""Of these: that the question is more than one helper can do."""

_QUARTER, _MOST = 15, 16 * 60  # minutes that can be written down at once
_FAULTS = {
    Not.REASON_NEEDED: Fault(field="reden", why=Why.REASON_NEEDED),
    Not.NO_SUCH_ANSWER: Fault(field="dag", why=Why.NOT_YET),
    Not.TOO_LONG: Fault(field="notitie", why=Why.TOO_LONG),
}


class HelpingPages:
    """What is done about a case while somebody helps with it."""

    def __init__(self, desk: Desk) -> None:
        """Of this desk."""
        self._desk, self._helping = desk, Helping(desk)

    def routes(self, pages: Pages) -> list[Route]:
        """Hours, somebody else, and ready."""
        case = "/desk/vragen/{code}"
        return [
            pages.page(f"{case}/uren", self._show_hours, name="hours", roles=BOTH),
            pages.page(f"{case}/uren", self._log, name="hours_log", roles=BOTH, method="POST"),
            pages.page(f"{case}/iemand-anders", self._show_other, name="other_helper", roles=BOTH),
            pages.page(f"{case}/iemand-anders", self._other, name="other_helper_ask", roles=BOTH, method="POST"),
            pages.page(f"{case}/klaar", self._ready, name="helper_ready", roles=BOTH, method="POST"),
        ]

    async def _show_hours(self, visit: Visit) -> Response:
        try:
            return await self._hours_page(visit)
        except Refusal as refusal:
            return refused(visit, refusal, self._back(visit))

    async def _log(self, visit: Visit) -> Response:
        form = visit.form
        minutes, on, what = _minutes(form.get("minuten", "")), _day(form.get("dag", "")), form.get("wat", "")
        try:
            if minutes is None:
                return await self._hours_page(visit, Fault(field="minuten", why=Why.NO_NUMBER))
            if on is None:
                return await self._hours_page(visit, Fault(field="dag", why=Why.NOT_A_MOMENT))
            await self._helping.log_hours(
                visit.actor,
                visit.request.path_params["code"],
                minutes,
                on=on,
                what=HoursOn(what) if what in set(HoursOn) else HoursOn.ZOEKEN,
                note=form.get("notitie", ""),
                over=form.get("reden", ""),
                rev=visit.rev,
            )
        except Refusal as refusal:
            if refusal.why in _FAULTS:
                return await self._hours_page(visit, _FAULTS[refusal.why])
            return refused(visit, refusal, f"{self._case(visit)}/uren")
        return RedirectResponse(self._back(visit), 303)

    async def _show_other(self, visit: Visit) -> Response:
        try:
            return await self._other_page(visit)
        except Refusal as refusal:
            return refused(visit, refusal, self._back(visit))

    async def _other(self, visit: Visit) -> Response:
        """A helper says what is the matter; a coordinator says it for the resident, or for the helper."""
        said, why, own = visit.form.get("wie", ""), visit.form.get("waarom", ""), visit.account.role is Role.OCO
        helpers_own = own or (said == "ondersteuner" and why in _TOO_BIG)
        reason = _OF_HELPER.get(why) if helpers_own else Mismatch(why) if why in set(Mismatch) else None
        faults = [] if own or said in ("inwoner", "ondersteuner") else [Fault(field="wie", why=Why.NO_CHOICE)]
        faults += [] if reason else [Fault(field="waarom", why=Why.NO_CHOICE)]
        try:
            if faults or reason is None:
                return await self._other_page(visit, *faults)
            await self._helping.mismatch(
                visit.actor,
                visit.request.path_params["code"],
                reason,
                visit.form.get("notitie", ""),
                by_helper=own or said == "ondersteuner",
                too_big=helpers_own and why in _TOO_BIG,
            )
        except Refusal as refusal:
            if refusal.why is Not.TOO_LONG:
                return await self._other_page(visit, Fault(field="notitie", why=Why.TOO_LONG))
            return refused(visit, refusal, self._back(visit))
        return RedirectResponse(self._back(visit), 303)

    async def _ready(self, visit: Visit) -> Response:
        try:
            await self._helping.ready(visit.actor, visit.request.path_params["code"])
        except Refusal as refusal:
            return refused(visit, refusal, self._back(visit))
        return RedirectResponse(self._back(visit), 303)

    async def _hours_page(self, visit: Visit, *faults: Fault) -> Response:
        file, budget = await self._helping.budget(visit.actor, visit.request.path_params["code"])
        form = replace(_hours_form(budget, faults), typed=visit.form, faults=faults)
        return self._page(visit, "act", file, faults, act=Act.HOURS.value, form=form)

    async def _other_page(self, visit: Visit, *faults: Fault) -> Response:
        file, _ = await self._helping.budget(visit.actor, visit.request.path_params["code"])
        if not file.helper:
            raise Refusal(Not.OVER)
        head = case_head(file, self._parts(file), visit.account.id)
        view = OtherView(head=head, name=file.helper, typed=visit.form, faults=faults)
        return self._page(visit, "other_helper", file, faults, view=view)

    def _page(
        self, visit: Visit, template: str, file: CaseFile, faults: tuple[Fault, ...], **values: object
    ) -> Response:
        nav = Nav.MINE if visit.account.role is Role.OCO else Nav.INBOX
        head = case_head(file, self._parts(file), visit.account.id)
        frame = visit.frame(nav, waiting=file.waiting, position=str(file.position))
        return visit.render(template, frame, status=422 if faults else 200, head=head, **values)

    def _parts(self, file: CaseFile) -> Parts:
        return self._desk.service.engine.parts_for(file.case.municipality)

    def _case(self, visit: Visit) -> str:
        return f"/desk/vragen/{visit.request.path_params['code']}"

    def _back(self, visit: Visit) -> str:
        return back_of(visit, visit.request.path_params["code"])


def _hours_form(budget: Budget, faults: tuple[Fault, ...]) -> HoursForm:
    """Once the hours are used up a reason is asked; or when it turned out that they would be."""
    asked = any(fault.field == "reden" for fault in faults)
    return HoursForm(minutes=budget.spent.counted, usual=budget.usual, reason=budget.used_up or asked)


def _minutes(typed: str) -> int | None:
    minutes = whole_number(typed) or 0
    return minutes if 0 < minutes <= _MOST and minutes % _QUARTER == 0 else None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
