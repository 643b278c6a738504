"""One question at the desk, those who work at it, and their browsers."""

from dataclasses import dataclass
from html import unescape

import httpx
from desk_lab import Desk, csrf, send
from service_lab import sign

from bot.desk.act_pages import ActPages
from bot.desk.inbox_pages import InboxPages
from bot.desk.intake_pages import IntakePages
from bot.desk.intake_views import Ready
from bot.desk.views.acts import Outcome
from bot.model.accounts import Role
from bot.model.cases import Box
from bot.model.worker import Actor, Worker
from bot.service.case_file import CaseFile
from bot.service.desk import Desk as Work

OUTCOMES = (
    Outcome(id="zelf_verder", label="Kan zelf verder"),
    Outcome(id="warm_overgedragen", label="Warm overgedragen", needs_place=True),
    Outcome(id="niet_gelukt", label="Niet gelukt", needs_note=True),
    Outcome(id="dubbel", label="Zelfde vraag", needs_code=True),
)
STORY = "Ze belt liever na tweeën & niet op <maandag>."
ANNA = Actor(worker=Worker(id="id_anna", name="Anna"), role=Role.COORDINATOR)


@dataclass
class Bench:
    """One question that Anna has, with the browsers of Anna and Bram."""

    desk: Desk
    work: Work
    code: str
    anna: httpx.AsyncClient
    bram: httpx.AsyncClient
    tokens: dict[httpx.AsyncClient, str]

    async def file(self) -> CaseFile:
        """The question as it is now."""
        return await self.work.look(ANNA, self.code, [one.value for one in Box])

    async def kinds(self) -> list[str]:
        return [one.kind for one in (await self.file()).entries]

    async def post(self, act: str, browser: httpx.AsyncClient | None = None, **data: str) -> httpx.Response:
        """Send the form of an act, from a page of now unless `rev` says otherwise."""
        browser = browser or self.anna
        fields = {"rev": str((await self.file()).case.rev), **data}
        return await send(browser, f"/desk/vragen/{self.code}/{act}", fields, token=self.tokens[browser])

    async def done(self, act: str, browser: httpx.AsyncClient | None = None, **data: str) -> None:
        """The same, and it is done."""
        answer = await self.post(act, browser, **data)
        assert (answer.status_code, answer.headers.get("location")) == (303, f"/desk/vragen/{self.code}#gesprek")


def words(answer: httpx.Response) -> str:
    """What a page says and holds, without marks."""
    return unescape(answer.text)


async def open_bench(desk: Desk) -> Bench:
    """Signed in, signed, and taken."""
    work, ready = Work(desk.service), Ready(outcomes=OUTCOMES)
    desk.change(more=[InboxPages(work).routes, IntakePages(work, ready).routes, ActPages(work, ready).routes])
    for name, role in (("anna", Role.COORDINATOR), ("bram", Role.COORDINATOR)):
        await desk.add(name, role)
    code = await sign(desk.service)
    anna, bram = await desk.signed_in("anna"), await desk.signed_in("bram")
    tokens = {browser: await csrf(browser) for browser in (anna, bram)}
    made = Bench(desk, work, code, anna, bram, tokens)
    await made.done("oppakken")
    return made
