"""The helpers: the list, one of them, a new one, a table of many, and one who stops. For coordinators only."""

from dataclasses import replace
from datetime import date

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.content.wording import HERE
from bot.desk.forms import whole_number
from bot.desk.helper_views import SEVERAL, Filter, Reading, helper_view, helpers_view, read_helper
from bot.desk.match_pages import COORDINATOR
from bot.desk.views.frame import Fault, Nav, Why
from bot.desk.visits import Pages, Visit
from bot.model.accounts import Role
from bot.model.helpers import Helper, HelperKind
from bot.service.csv_table import TableFault
from bot.service.desk import Desk
from bot.service.helper_csv import keep_helpers, read_helpers
from bot.service.helping import Helping
from bot.store import AccountRow, Unit

HELPERS = f"/desk/{Nav.HELPERS}"


class HelperPages:
    """Who helps. What somebody lived through and the notes about them are read here, and nowhere else."""

    def __init__(self, desk: Desk) -> None:
        """Of this desk."""
        self._desk, self._store = desk, desk.store
        self._helping, self._parts = Helping(desk), desk.service.engine.parts

    def routes(self, pages: Pages) -> list[Route]:
        """The fixed paths come before those of one helper."""

        def page(path: str, name: str, method: str = "GET") -> Route:
            show = getattr(self, f"_{name}")
            full = f"helpers_{name}"
            return pages.page(f"{HELPERS}{path}", show, name=full, roles=COORDINATOR, method=method, several=SEVERAL)

        return [
            page("", "list"),
            page("/nieuw", "new"),
            page("/nieuw", "add", "POST"),
            page("/inlezen", "take_over", "POST"),
            page("/{id}", "show"),
            page("/{id}", "change", "POST"),
            page("/{id}/stopt", "stop", "POST"),
        ]

    async def _list(self, visit: Visit) -> Response:
        return await self._list_page(visit, imported=whole_number(visit.request.query_params.get("gelezen", "")))

    async def _new(self, visit: Visit) -> Response:
        async with self._store.read() as unit:
            accounts = await _free(unit, "")
        return self._form(visit, helper_view(self._nobody(visit), self._parts, accounts))

    async def _add(self, visit: Visit) -> Response:
        async with self._store.write() as unit:
            accounts = await _free(unit, "")
            nobody = self._nobody(visit)
            reading = self._read(visit, nobody, accounts)
            if not reading.faults:
                key = await unit.add_helper(reading.helper, visit.at)
                await visit.audit(unit, "add_helper", key)
                return RedirectResponse(f"{HELPERS}/{key}", 303)
        return await self._again(visit, nobody, reading, accounts)

    async def _show(self, visit: Visit) -> Response:
        async with self._store.write() as unit:
            helper, accounts = await self._with_accounts(unit, visit)
            minutes = await unit.hours_of_helpers(self._today(visit).replace(day=1))
            await visit.audit(unit, "look_helper", helper.id)
        work = await self._helping.work_of(helper)
        view = helper_view(helper, self._parts, accounts, work=work, minutes=minutes.get(helper.id, 0))
        return self._form(visit, view)

    async def _change(self, visit: Visit) -> Response:
        async with self._store.write() as unit:
            helper, accounts = await self._with_accounts(unit, visit)
            reading = self._read(visit, helper, accounts)
            if not reading.faults:
                await unit.change_helper(reading.helper)
                await visit.audit(unit, "change_helper", helper.id)
                return RedirectResponse(f"{HELPERS}/{helper.id}", 303)
        return await self._again(visit, helper, reading, accounts)

    async def _stop(self, visit: Visit) -> Response:
        """The cases first: while one of them is still to come back, somebody helps."""
        async with self._store.read() as unit:
            helper, accounts = await self._with_accounts(unit, visit)
        if visit.form.get("zeker") != "ja":
            view = helper_view(helper, self._parts, accounts)
            faults = (Fault(field="zeker", why=Why.SURE_NEEDED),)
            view = replace(view, form=replace(view.form, faults=faults))
            return self._form(visit, view, status=422)
        await self._helping.stop(visit.actor, helper.id)
        async with self._store.write() as unit:
            now = await self._find(unit, visit)
            await unit.change_helper(replace(now, active=False, experience=(), agreed_on=None, account_id=""))
            await visit.audit(unit, "stop_helper", helper.id)
        return RedirectResponse(HELPERS, 303)

    async def _take_over(self, visit: Visit) -> Response:
        pasted = visit.form.get("regels", "")
        try:
            table = pasted.encode("utf-8", "replace")
            found = read_helpers(table, self._parts.knowledge, self._parts.municipality, self._today(visit))
            async with self._store.write() as unit:
                await keep_helpers(unit, found, visit.at)
                await visit.audit(unit, "import_helpers")
        except TableFault as fault:
            return await self._list_page(visit, wrong=fault, pasted=pasted)
        return RedirectResponse(f"{HELPERS}?gelezen={len(found)}", 303)

    async def _list_page(
        self, visit: Visit, *, imported: int | None = None, wrong: TableFault | None = None, pasted: str = ""
    ) -> Response:
        query, today = visit.request.query_params, self._today(visit)
        wanted = Filter(
            topic=query.get("onderwerp", ""),
            language=query.get("taal", ""),
            area=query.get("wijk", ""),
            kind=query.get("soort", ""),
            free=bool(query.get("vrij")),
            by_room=query.get("orde") == "ruimte",
        )
        async with self._store.read() as unit:
            helpers = await unit.list_helpers()
            minutes = await unit.hours_of_helpers(today.replace(day=1))
        view = helpers_view(helpers, minutes, wanted, self._parts, today)
        view = replace(view, imported=imported, import_faults=wrong.faults if wrong else (), pasted=pasted)
        frame = visit.frame(Nav.HELPERS)
        return visit.render("helpers", frame, status=422 if wrong else 200, view=view)

    async def _again(self, visit: Visit, before: Helper, reading: Reading, accounts: list[AccountRow]) -> Response:
        """The form as it was filled in, with what is wrong."""
        view = helper_view(replace(reading.helper, id=before.id), self._parts, accounts)
        consent = visit.form.get("toestemming") == "ja"
        form = replace(view.form, typed=visit.form, faults=tuple(reading.faults), consent=consent)
        return self._form(visit, replace(view, form=form), status=422)

    def _form(self, visit: Visit, view: object, *, status: int = 200) -> Response:
        return visit.render("helper", visit.frame(Nav.HELPERS), status=status, view=view)

    def _read(self, visit: Visit, before: Helper, accounts: list[AccountRow]) -> Reading:
        keys = {one.id for one in accounts}
        return read_helper(visit.form, before, self._parts, keys, self._today(visit))

    async def _with_accounts(self, unit: Unit, visit: Visit) -> tuple[Helper, list[AccountRow]]:
        """The helper, and the accounts that this one may have."""
        helper = await self._find(unit, visit)
        return helper, await _free(unit, helper.id)

    async def _find(self, unit: Unit, visit: Visit) -> Helper:
        helper = await unit.find_helper(visit.request.path_params["id"])
        if helper is None:
            raise HTTPException(404)
        return helper

    def _nobody(self, visit: Visit) -> Helper:
        return Helper(id="", name="", kind=HelperKind.VRIJWILLIGER, desk="", checked_on=self._today(visit), max_cases=2)

    def _today(self, visit: Visit) -> date:
        return visit.at.astimezone(HERE).date()


async def _free(unit: Unit, helper_id: str) -> list[AccountRow]:
    """The accounts of supporters that no other helper has."""
    taken = {one.account_id for one in await unit.list_helpers() if one.id != helper_id}
    every = await unit.list_accounts()
    return [one for one in every if one.role is Role.OCO and one.disabled_at is None and one.id not in taken]
