"""A desk with one case that Anna has, and what reaches the resident of it."""

from collections.abc import Awaitable

import pytest
from service_lab import WEB, text
from sqlalchemy import select
from telegram_lab import Lab

from bot.model.accounts import Role
from bot.model.cases import Box
from bot.model.worker import Actor, Worker
from bot.service.case_file import CaseFile
from bot.service.desk import Desk
from bot.service.desk_talk import DeskTalk
from bot.service.refusals import Refusal, Why
from bot.store import OutboxRow


def actor(name: str, role: Role = Role.COORDINATOR) -> Actor:
    return Actor(worker=Worker(id=f"id_{name}", name=name.title()), role=role)


ANNA, BRAM = actor("anna"), actor("bram")


class Bench:
    """A desk with one case that Anna has."""

    def __init__(self, lab: Lab, code: str) -> None:
        self.lab, self.code = lab, code
        self.desk = Desk(lab.service)
        self.talk = DeskTalk(self.desk)

    async def file(self, by: Actor = ANNA) -> CaseFile:
        return await self.desk.look(by, self.code, [one.value for one in Box])

    async def rev(self) -> int:
        return (await self.file()).case.rev

    async def say(self, words: str = "Dag, hier Anna.", key: str = "") -> None:
        await self.talk.say(ANNA, self.code, words, rev=await self.rev(), key=key)

    async def hears(self, *words: str) -> list[str]:
        """What the resident gets back."""
        for one in words:
            handled = await self.lab.service.handle(text(one))
        return [reply.text for reply in handled.replies]

    async def waiting(self) -> list[OutboxRow]:
        """What is on its way to the resident, in order."""
        async with self.lab.store.read() as unit:
            talk = await unit.find_conversation(WEB, "a")
            assert talk is not None
            return list(await unit.queued_about(WEB, talk.id))

    async def deliver(self, how: str = "sent") -> int:
        """Let leave what may leave; gives how many."""
        out, done = self.lab.service.outgoing, 0
        while rows := await out.due([WEB], 5):
            assert await out.take(rows[0])
            last = (rows[0], "1") if how == "sent" else (rows[0],) if how == "uncertain" else (rows[0], "Forbidden")
            await getattr(out, how)(*last)
            done += 1
        return done

    async def all_bodies(self) -> str:
        """Everything in the outbox, unsealed."""
        async with self.lab.store.read() as unit:
            table = unit._session.tables.outbox
            rows = await unit._rows(select(table))
        return "\n".join(str(row["body"]) for row in rows)


async def accounts(lab: Lab) -> None:
    people = {"anna": Role.COORDINATOR, "bram": Role.COORDINATOR, "fatima": Role.OCO, "peter": Role.MANAGER}
    async with lab.store.write() as unit:
        for name, role in people.items():
            await unit.add_account(
                account_id=f"id_{name}", name=name, display_name=name.title(), role=role, at=lab.clock()
            )


async def outcome(act: Awaitable[object]) -> Refusal | None:
    """Why it was not done; None: it was."""
    try:
        await act
    except Refusal as refusal:
        return refusal
    return None


async def refused(act: Awaitable[object]) -> Why:
    with pytest.raises(Refusal) as found:
        await act
    return found.value.why
