"""Pages about teams: the one that a team sees without an account, and the list for who gives out links."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.content.wording import HERE
from bot.desk.team_page import TEAM, find_page_team, page_address, periods_for, start_address, team_view
from bot.desk.views.frame import Fault, Form, Nav, Why
from bot.desk.views.teams import TeamItem, TeamsView, TogetherView
from bot.desk.visits import Pages, Visit
from bot.model.accounts import Role
from bot.model.conversation import Json
from bot.model.municipality import Municipality
from bot.paper import PAPERS
from bot.paper.code import code_as_svg
from bot.publish.leaflet import LeafletFault, leaflet_for
from bot.service import Service
from bot.service.teams import team_name
from bot.store import TeamRow, TeamToken, Unit
from bot.store.teams import start_ends

TEAMS = "/desk/teams"
_ROLES = frozenset({Role.COORDINATOR, Role.MANAGER})
_KIND = {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPages:
    """Every page about teams. `link_of` makes the link of a token; None while nobody set the name of the bot."""

    service: Service
    origin: str  # of the addresses that are given to teams
    link_of: Callable[[str], str] | None

    def routes(self, pages: Pages) -> list[Route]:
        """A team's own page and its files need no account; the rest does."""

        async def show_team(request: Request) -> Response:
            return await self._show_team(request, pages)

        async def begin_together(request: Request) -> Response:
            return await self._begin_together(request, pages)

        async def show_together(request: Request) -> Response:
            return await self._show_together(request, pages)

        async def show_code(request: Request) -> Response:
            return await self._show_code(request, pages)

        async def show_file(request: Request) -> Response:
            return await self._show_file(request, pages)

        return [
            pages.open_page(TEAM + "/{token}", show_team, name="team"),
            pages.open_page(TEAM + "/{token}/samen", begin_together, name="team_together", method="POST"),
            pages.open_page(TEAM + "/{token}/samen/{start}", show_together, name="team_start"),
            pages.open_page(TEAM + "/{token}/samen/{start}/code.svg", show_code, name="team_start_code"),
            pages.open_page(TEAM + "/{token}/{file}", show_file, name="team_file"),
            pages.page(TEAMS, self.show, name="teams", roles=_ROLES),
            pages.page(TEAMS, self.add, name="team_add", roles=_ROLES, method="POST"),
            pages.page(TEAMS + "/{team}/samen", self.together, name="together", roles=_ROLES, method="POST"),
            pages.page(TEAMS + "/{team}/stop", self.stop, name="team_stop", roles=_ROLES, method="POST"),
        ]

    async def show(self, visit: Visit) -> Response:
        """Every team, with its link, its page and what may be told of them."""
        return await self._list(visit, Form())

    async def add(self, visit: Visit) -> Response:
        """Make a team. One of this name that is there already stays as it is."""
        name = team_name(visit.form.get("naam", ""))
        if name is None:
            return await self._list(visit, _wrong(visit, Why.NO_NAME))
        async with self.service.store.write() as unit:
            team = await unit.add_team(municipality=self._home.id, name=name, at=visit.at)
            await visit.audit(unit, "add_team", team.id)
        if team.revoked_at is not None:
            return await self._list(visit, _wrong(visit, Why.ENDED))
        return RedirectResponse(TEAMS, 303)

    async def stop(self, visit: Visit) -> Response:
        """Let the link and the page of a team end, for good; one that has ended, or never was, is no fault."""
        team_id = visit.request.path_params["team"]
        async with self.service.store.write() as unit:
            if await unit.revoke_team(team_id, visit.at):
                await visit.audit(unit, "revoke_team", team_id)
        return RedirectResponse(TEAMS, 303)

    async def together(self, visit: Visit) -> Response:
        """A link for one time of this team, on the team's page; one that has ended, or never was, has none."""
        async with self.service.store.write() as unit:
            team = next((one for one in await unit.list_teams() if one.id == visit.request.path_params["team"]), None)
            if team is None or team.revoked_at is not None or self.link_of is None:
                return RedirectResponse(TEAMS, 303)
            await visit.audit(unit, "begin_together", team.id)
            return RedirectResponse(start_address(unit, team, visit.at), 303)

    @property
    def _home(self) -> Municipality:
        return self.service.engine.parts.municipality

    async def _list(self, visit: Visit, form: Form) -> Response:
        async with self.service.store.read() as unit:
            teams = [one for one in await unit.list_teams() if one.municipality == self._home.id]
            items = [await self._item(unit, team, visit.at) for team in teams]
        view = TeamsView(items=tuple(items), can_link=self.link_of is not None, form=form)
        return visit.render("teams", visit.frame(Nav.TEAMS), status=422 if form.faults else 200, view=view)

    async def _item(self, unit: Unit, team: TeamRow, now: datetime) -> TeamItem:
        periods = await periods_for(unit, team, now.astimezone(HERE).date())
        return TeamItem(
            id=team.id,
            name=team.name,
            link=self._link(unit, team),
            page=page_address(self.origin, unit, team),
            latest=periods[-1] if periods else None,
            ended_at=team.revoked_at,
        )

    def _link(self, unit: Unit, team: TeamRow) -> str:
        return self.link_of(unit.team_token(team.id, TeamToken.LINK)) if self.link_of is not None else ""

    async def _show_team(self, request: Request, pages: Pages) -> Response:
        token, now = request.path_params["token"], self.service.clock()
        async with self.service.store.read() as unit:
            team = await find_page_team(unit, token)
            if team is None or self.link_of is None:
                return _gone(pages)
            link, periods = self._link(unit, team), await periods_for(unit, team, now.astimezone(HERE).date())
        papers = tuple(PAPERS) if self._leaflet(team, link, now) is not None else ()
        view = team_view(team, self._municipality(team), link=link, papers=papers, periods=periods)
        return pages.plain("team", view=view, base=f"{TEAM}/{token}")

    async def _begin_together(self, request: Request, pages: Pages) -> Response:
        """A link for one time, made on request; it is kept nowhere."""
        async with self.service.store.read() as unit:
            team = await find_page_team(unit, request.path_params["token"])
            if team is None or self.link_of is None:
                return _gone(pages)
            return RedirectResponse(start_address(unit, team, self.service.clock()), 303)

    async def _show_together(self, request: Request, pages: Pages) -> Response:
        token, start = request.path_params["token"], request.path_params["start"]
        team = await self._started(token, start)
        if team is None or self.link_of is None:
            return _gone(pages)
        view = TogetherView(team=team.name, link=self.link_of(start), until=start_ends(start))
        return pages.plain("together", view=view, base=f"{TEAM}/{token}", here=f"{TEAM}/{token}/samen/{start}")

    async def _show_code(self, request: Request, pages: Pages) -> Response:
        start = request.path_params["start"]
        if await self._started(request.path_params["token"], start) is None or self.link_of is None:
            return _gone(pages)
        return Response(code_as_svg(self.link_of(start)), media_type=_KIND["svg"])

    async def _started(self, token: str, start: str) -> TeamRow | None:
        """The team that has both this page and this link for one time."""
        async with self.service.store.read() as unit:
            team = await find_page_team(unit, token)
            return team if team is not None and await unit.find_start(start, self.service.clock()) == team else None

    async def _show_file(self, request: Request, pages: Pages) -> Response:
        """One thing to print, made on request."""
        name, now = request.path_params["file"], self.service.clock()
        async with self.service.store.read() as unit:
            team = await find_page_team(unit, request.path_params["token"])
            leaflet = self._leaflet(team, self._link(unit, team), now) if team is not None and self.link_of else None
        if leaflet is None or name not in PAPERS:
            return _gone(pages)
        made = await asyncio.to_thread(PAPERS[name], leaflet)
        return Response(made, media_type=_KIND[name.rpartition(".")[2]])

    def _leaflet(self, team: TeamRow, link: str, now: datetime) -> dict[str, Json] | None:
        """What is printed; None when the coordination point must be checked first."""
        parts, today = self.service.engine.parts, now.astimezone(HERE).date()
        try:
            return leaflet_for(
                parts.knowledge, self._municipality(team), parts.flows.texts, team=team.name, link=link, today=today
            )
        except LeafletFault:
            return None

    def _municipality(self, team: TeamRow) -> Municipality:
        return self.service.engine.parts_for(team.municipality).municipality


def _gone(pages: Pages) -> Response:
    """The same for a page that never was, a wrong address and a team that has ended."""
    return pages.plain("team_gone", status=404)


def _wrong(visit: Visit, why: Why) -> Form:
    return Form(typed=visit.form, faults=(Fault(field="naam", why=why),))
