"""Finding somebody for a case: who fits, asking them, and what they say. The helper's own answers come in here too."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.content.wording import HERE
from bot.desk.listing import item_of
from bot.desk.match_views import keys_of, match_view, my_cases_view
from bot.desk.views.frame import Fault, Nav, Why
from bot.desk.views.helpers import MyCasesView
from bot.desk.views.inbox import InboxItem
from bot.desk.visits import Pages, Visit
from bot.model.accounts import Role
from bot.model.helpers import Refusal as No
from bot.model.helpers import Wish
from bot.service.desk import Desk
from bot.service.helping import Helping
from bot.service.matching import Matching
from bot.service.refusals import Refusal
from bot.service.refusals import Why as Not
from bot.store import CaseFilter, CaseView

COORDINATOR, BOTH = frozenset({Role.COORDINATOR}), frozenset({Role.COORDINATOR, Role.OCO})
MINE = f"/desk/{Nav.MINE}"
_FAULTS = {Not.PAST: Fault(field="contact", why=Why.PAST)}


class MatchPages:
    """Who could help with a case, and what a helper is asked."""

    def __init__(self, desk: Desk) -> None:
        """Of this desk."""
        self._desk, self._matching, self._helping = desk, Matching(desk), Helping(desk)
        self._parts = desk.service.engine.parts_for

    def routes(self, pages: Pages) -> list[Route]:
        """The search, the answers, and the first page of a helper."""
        search, said = "/desk/vragen/{code}/ondersteuner", "/desk/voorstellen/{key}"
        return [
            pages.page(search, self._show, name="match", roles=COORDINATOR),
            pages.page(search, self._ask, name="match_ask", roles=COORDINATOR, method="POST"),
            pages.page(f"{said}/ja", self._yes, name="match_yes", roles=BOTH, method="POST"),
            pages.page(f"{said}/nee", self._no, name="match_no", roles=BOTH, method="POST"),
            pages.page(MINE, self._mine, name="my_cases", roles=frozenset({Role.OCO})),
        ]

    async def _show(self, visit: Visit) -> Response:
        """Three cards, the others, and why not. What was unticked in the form does not count."""
        query, aside = visit.request.query_params, frozenset[Wish]()
        if query.get("gekozen"):
            aside = frozenset(Wish) - {Wish(one) for one in query.getlist("wens") if one in set(Wish)}
        try:
            return await self._page(visit, visit.request.path_params["code"], aside)
        except Refusal as refusal:
            return refused(visit, refusal, _case(visit))

    async def _ask(self, visit: Visit) -> Response:
        code, who = visit.request.path_params["code"], visit.form.get("wie", "")
        aside = [Wish(one) for one in visit.form.get("zonder", "").split(",") if one in set(Wish)]
        try:
            if visit.form.get("toestemming"):
                await self._matching.ask_leave(visit.actor, code)
            elif visit.form.get("intrekken"):
                await self._matching.take_back(visit.actor, code, who)
            else:
                await self._matching.ask(visit.actor, code, keys_of(who), aside)
        except Refusal as refusal:
            return refused(visit, refusal, f"{_case(visit)}/ondersteuner")
        return RedirectResponse(f"{_case(visit)}/ondersteuner", 303)

    async def _yes(self, visit: Visit) -> Response:
        typed = visit.form.get("contact", "")
        contact_by = read_moment(typed)
        if contact_by is None:
            return await self._again(visit, Fault(field="contact", why=Why.NOT_A_MOMENT if typed else Why.EMPTY))
        key, who = visit.request.path_params["key"], visit.form.get("ondersteuner", "")
        try:
            code = await self._matching.accept(visit.actor, key, who, contact_by)
        except Refusal as refusal:
            if refusal.why in _FAULTS:
                return await self._again(visit, _FAULTS[refusal.why])
            return refused(visit, refusal, back_of(visit))
        return RedirectResponse(back_of(visit, code), 303)

    async def _no(self, visit: Visit) -> Response:
        why = visit.form.get("waarom", "")
        if why not in set(No):
            return await self._again(visit, Fault(field="waarom", why=Why.NO_CHOICE))
        key, who = visit.request.path_params["key"], visit.form.get("ondersteuner", "")
        try:
            code = await self._matching.refuse(visit.actor, key, who, No(why))
        except Refusal as refusal:
            return refused(visit, refusal, back_of(visit))
        return RedirectResponse(back_of(visit, code), 303)

    async def _mine(self, visit: Visit) -> Response:
        return await self._my_page(visit)

    async def _again(self, visit: Visit, fault: Fault) -> Response:
        """The page with what was typed and what is wrong with it."""
        if visit.account.role is Role.OCO:
            return await self._my_page(visit, fault)
        try:
            code = await self._matching.case_asked(visit.actor, visit.request.path_params["key"])
            return await self._page(visit, code, frozenset(), fault)
        except Refusal as refusal:
            return refused(visit, refusal, back_of(visit))

    async def _page(self, visit: Visit, code: str, aside: Collection[Wish], fault: Fault | None = None) -> Response:
        found = await self._matching.search(visit.actor, code, aside)
        view = match_view(found, self._parts(found.file.case.municipality), visit.account.id, aside)
        if fault is not None:
            wrong = visit.request.path_params["key"]
            asked = (replace(one, typed=visit.form, faults=(fault,)) if one.key == wrong else one for one in view.asked)
            view = replace(view, asked=tuple(asked))
        frame = visit.frame(Nav.INBOX, waiting=found.file.waiting, position=str(found.file.position))
        return visit.render("match", frame, status=422 if fault else 200, view=view)

    async def _my_page(self, visit: Visit, fault: Fault | None = None) -> Response:
        helper, parts = await self._helping.helper_of(visit.actor), self._desk.service.engine.parts
        view = MyCasesView(owned=await self._owned(visit))
        if helper is not None:
            view = replace(my_cases_view(await self._helping.work_of(helper), helper, parts), owned=view.owned)
        if fault is not None:
            wrong = visit.request.path_params["key"]
            proposals = (
                replace(one, typed=visit.form, faults=(fault,)) if one.key == wrong else one for one in view.proposals
            )
            view = replace(view, proposals=tuple(proposals))
        return visit.render("my_cases", visit.frame(Nav.MINE), status=422 if fault else 200, view=view)

    async def _owned(self, visit: Visit) -> tuple[InboxItem, ...]:
        """What a coordinator handed to who visits."""
        wanted = CaseFilter(view=CaseView.MINE, owner_id=visit.account.id)
        found = await self._desk.inbox(visit.actor, wanted)
        return tuple(
            item_of(
                row,
                self._parts(row.municipality),
                found.now,
                account_id=visit.account.id,
                helper=found.helpers.get(row.helper_id or "", ""),
            )
            for row in found.cases
        )


def refused(visit: Visit, refusal: Refusal, back: str) -> Response:
    """What cannot be done, and why; what is another's is treated as what is not there."""
    nav = Nav.MINE if visit.account.role is Role.OCO else Nav.INBOX
    if refusal.why is Not.NOT_THERE:
        return visit.render("not_there", visit.frame(nav), status=404)
    return visit.render("refused", visit.frame(nav), status=409, why=refusal.why.value, back=back)


def back_of(visit: Visit, code: str = "") -> str:
    """Where somebody goes on after an act: a helper to what is theirs, a coordinator to the case."""
    if visit.account.role is Role.OCO:
        return MINE
    return f"/desk/vragen/{code}/ondersteuner" if code else "/desk/"


def read_moment(typed: str) -> datetime | None:
    """A local moment as a browser sends it; None for anything else."""
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return moment.replace(tzinfo=HERE) if moment.tzinfo is None and "T" in typed else None


def _case(visit: Visit) -> str:
    return f"/desk/vragen/{visit.request.path_params['code']}"
