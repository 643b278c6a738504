"""A desk with a service behind it, the pages by which something leaves it, and questions that residents signed."""

from functools import partial

from desk_lab import ORIGIN, Desk
from service_lab import sign, text
from telegram_lab import engine

from bot.channels.telegram.links import chat_link
from bot.desk.count_pages import CountPages
from bot.desk.export_pages import ExportPages
from bot.desk.team_pages import TeamPages
from bot.model.accounts import Role
from bot.model.worker import Actor, Worker
from bot.service import Service, StaffSettings
from bot.service import desk as desk_service


def actor(name: str, role: Role = Role.COORDINATOR) -> Actor:
    """Somebody who was added by this name, as the service knows them."""
    return Actor(worker=Worker(id=f"id_{name}", name=name.title()), role=role)


class Office:
    """What stands behind the desk of a test."""

    def __init__(self, desk: Desk, *, has_case_system: bool = True) -> None:
        self.desk = desk
        self.service = Service(desk.store, engine(), desk.clock, StaffSettings())
        self.cases = desk_service.Desk(self.service)
        exports = ExportPages(desk=self.cases, has_case_system=has_case_system)
        teams = TeamPages(service=self.service, origin=ORIGIN, link_of=partial(chat_link, "WegwijzerTestBot"))
        counts = CountPages(service=self.service, outcomes={"klaar": "=Afgerond", "elders": "Naar elders"})
        desk.change(more=[exports.routes, teams.routes, counts.routes])

    async def signed(self, by: str = "", address: str = "a") -> str:
        """The code of a question that a resident signed, taken up by somebody when they are named."""
        code = await sign(self.service, address)
        if by:
            await self.cases.claim(actor(by), code)
        return code

    async def says(self, *words: str, address: str = "a") -> str:
        """What the resident reads after the last of these words."""
        for said in words:
            handled = await self.service.handle(text(said, address=address))
        return "\n".join(reply.text for reply in handled.replies)
