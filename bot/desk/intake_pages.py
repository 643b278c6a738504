"""The page of one case."""

from uuid import uuid4

from starlette.responses import Response
from starlette.routing import Route

from bot.desk.back import list_address, remember_list
from bot.desk.intake_views import PLACES, Reader, Ready, intake_view
from bot.desk.views.frame import Nav
from bot.desk.visits import Pages, Visit
from bot.model.accounts import Role
from bot.service.desk import Desk
from bot.service.refusals import Refusal, Why

ROLES = frozenset({Role.COORDINATOR, Role.OCO})
"""Who may open cases; which of them is for the desk to say."""

NAV = {Role.COORDINATOR: Nav.INBOX, Role.OCO: Nav.MINE}


class IntakePages:
    """Everything about one case on one screen."""

    def __init__(self, desk: Desk, ready: Ready) -> None:
        """Of this desk, with what stands ready there."""
        self._desk, self._ready = desk, ready

    def routes(self, pages: Pages) -> list[Route]:
        """The one page to read it."""
        return [pages.page("/desk/vragen/{code}", self._show, name="intake", roles=ROLES)]

    async def _show(self, visit: Visit) -> Response:
        nav = NAV[visit.account.role]
        try:
            file = await self._desk.look(visit.actor, visit.request.path_params["code"], PLACES)
        except Refusal as refusal:
            if refusal.why is not Why.NOT_THERE:
                raise
            return visit.render("not_there", visit.frame(nav), status=404)
        reader = Reader(
            account_id=visit.account.id,
            name=visit.account.display_name,
            keys={place: uuid4().hex for place in PLACES},
            back=list_address(visit, nav),
            chosen=visit.request.query_params.get("antwoord", ""),
        )
        parts = self._desk.service.engine.parts_for(file.case.municipality)
        view = intake_view(file, parts, self._ready, reader, self._desk.service.office.pace.load)
        frame = visit.frame(nav, waiting=file.waiting, position=str(file.position))
        return remember_list(visit, visit.render("intake", frame, view=view))
