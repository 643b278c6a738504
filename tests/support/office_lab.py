"""A coordinator and two helpers at the desk over HTTP, with a question that is signed."""

import json
import re
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
from desk_lab import Desk, send
from match_lab import facts_of, helper
from service_lab import sign

from bot.content.wording import HERE
from bot.intake.render import to_document
from bot.model.accounts import Role
from bot.model.helpers import Helper
from bot.model.worker import Actor, Worker
from bot.service.desk import Desk as Work
from bot.service.intakes import read_intake
from bot.store import MatchState


@dataclass
class Office:
    """Anna, who coordinates, with a case; Fatima and Joop, who help and have accounts."""

    desk: Desk
    code: str
    ids: dict[str, str]
    anna: httpx.AsyncClient
    fatima: httpx.AsyncClient
    joop: httpx.AsyncClient

    @property
    def page(self) -> str:
        return f"/desk/vragen/{self.code}/ondersteuner"

    def soon(self) -> str:
        return (self.desk.clock() + timedelta(days=2)).astimezone(HERE).strftime("%Y-%m-%dT%H:%M")

    async def take(self) -> None:
        """Anna takes up the question."""
        anna = Actor(worker=Worker(id="id_anna", name="Anna"), role=Role.COORDINATOR)
        await Work(self.desk.service).claim(anna, self.code)

    async def signs(self, **answers: str) -> None:
        """The resident signed these answers too."""
        async with self.desk.store.write() as unit:
            row = await unit.find_intake(self.code)
            intake = read_intake(row) if row is not None else None
            assert intake is not None
            draft = replace(intake.draft, facts={**intake.draft.facts, **facts_of(dict(answers))})
            await unit.amend_intake(self.code, json.dumps(to_document(replace(intake, draft=draft))))

    async def states(self) -> list[MatchState]:
        async with self.desk.store.read() as unit:
            case = await unit.find_case(self.code)
            assert case is not None
            return [row.state for row in await unit.list_matches(case.id)]

    async def ask(self, name: str) -> str:
        """Anna asks, and the key of what was asked."""
        assert (await send(self.anna, self.page, {"wie": self.ids[name]})).status_code == 303
        return re.findall(r"/desk/voorstellen/(\w+)/ja", (await self.anna.get(self.page)).text)[-1]

    async def give_out(self, browser: httpx.AsyncClient) -> int:
        form = {"vorm": "json", "reden": "overdracht", "toelichting": "Huisarts De Brug"}
        return (await send(browser, f"/desk/vragen/{self.code}/uitgeven", form)).status_code

    async def start(self, name: str, browser: httpx.AsyncClient) -> None:
        key = await self.ask(name)
        said = {"ondersteuner": self.ids[name], "contact": self.soon()}
        assert (await send(browser, f"/desk/voorstellen/{key}/ja", said)).status_code == 303

    async def rev(self) -> str:
        async with self.desk.store.read() as unit:
            case = await unit.find_case(self.code)
        assert case is not None
        return str(case.rev)

    async def log(self, **typed: str) -> httpx.Response:
        """Fatima logs her time."""
        usual = {"wat": "zoeken", "minuten": "60", "dag": "2026-11-23", "rev": await self.rev()}
        return await send(self.fatima, f"/desk/vragen/{self.code}/uren", {**usual, **typed})


async def open_office(desk: Desk) -> Office:
    """Anna has taken up the question; Fatima and Joop have told what they can do."""
    for name, role in (("anna", Role.COORDINATOR), ("fatima", Role.OCO), ("joop", Role.OCO)):
        await desk.add(name, role)
    code = await sign(desk.service)
    ids = {}
    async with desk.store.write() as unit:
        own = {"experience": ("mantelzorg_zwaar",), "agreed_on": desk.clock().date(), "email": "fatima@voorbeeld.nl"}
        for name, more in (("fatima", own), ("joop", {})):
            ids[name] = await unit.add_helper(_told(name, account_id=f"id_{name}", **more), desk.clock())
    browsers = {name: await desk.signed_in(name) for name in ("anna", "fatima", "joop")}
    office = Office(desk=desk, code=code, ids=ids, **browsers)
    await office.take()
    return office


def _told(name: str, **more: object) -> Helper:
    usual = helper(name, broad=True, ways=["bellen", "huisbezoek"], max_cases=3)
    return replace(usual, public_line="Ik denk graag mee.", note="vertrouwelijk", phone="+31612345678", **more)
