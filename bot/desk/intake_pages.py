"""The page of one case."""

from dataclasses import dataclass
from uuid import uuid4

from starlette.responses import Response
from starlette.routing import Route

from bot.desk.back import list_address, remember_list
from bot.desk.intake_views import PLACES, Reader, Ready, intake_view
from bot.desk.views.frame import Frame, Nav
from bot.desk.views.intake import IntakeView
from bot.desk.visits import Pages, Visit
from bot.model.accounts import Role
from bot.service.case_file import CaseFile
from bot.service.desk import Desk
from bot.service.refusals import Refusal, Why

ROLES = frozenset({Role.COORDINATOR, Role.OCO})
"""Who may open cases; which of them is for the desk to say."""

NAV = {Role.COORDINATOR: Nav.INBOX, Role.OCO: Nav.MINE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A case that somebody opened, with its page as it would be now."""

    file: CaseFile
    frame: Frame
    view: IntakeView


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpener:
    """Opens cases for whoever visits, with what stands ready at this desk."""

    desk: Desk
    ready: Ready

    async def open(self, visit: Visit) -> Opened:
        """The case in the address. Raises `Refusal` when it is not there for this person."""
        nav = NAV[visit.account.role]
        file = await self.desk.look(visit.actor, visit.request.path_params["code"], PLACES)
        reader = Reader(
            account_id=visit.account.id,
            name=visit.account.display_name,
            helps=visit.account.role is Role.OCO,
            keys={place: uuid4().hex for place in PLACES},
            back=list_address(visit, nav),
            chosen=visit.request.query_params.get("antwoord", ""),
        )
        office = self.desk.service.office
        parts = self.desk.service.engine.parts_for(file.case.municipality)
        view = intake_view(file, parts, self.ready, reader, office.pace.load, keep_days=office.keep_closed.days)
        return Opened(file=file, frame=visit.frame(nav, waiting=file.waiting, position=str(file.position)), view=view)


class IntakePages:
    """Everything about one case on one screen."""

    def __init__(self, desk: Desk, ready: Ready) -> None:
        """Of this desk, with what stands ready there."""
        self._cases = CaseOpener(desk=desk, ready=ready)

    def routes(self, pages: Pages) -> list[Route]:
        """The one page to read it."""
        return [pages.page("/desk/vragen/{code}", self._show, name="intake", roles=ROLES)]

    async def _show(self, visit: Visit) -> Response:
        try:
            opened = await self._cases.open(visit)
        except Refusal as refusal:
            if refusal.why is not Why.NOT_THERE:
                raise
            return visit.render("not_there", visit.frame(NAV[visit.account.role]), status=404)
        return remember_list(visit, visit.render("intake", opened.frame, view=opened.view))
