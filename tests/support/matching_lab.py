"""A coordination point with helpers and one case."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from match_lab import facts_of, helper
from service_lab import WEB, sign
from telegram_lab import Lab

from bot.intake.render import to_document
from bot.model.accounts import Role
from bot.model.helpers import Wish
from bot.model.worker import Actor, Worker
from bot.service.desk import Desk
from bot.service.helping import Helping
from bot.service.intakes import read_intake
from bot.service.matching import Matching
from bot.store import CaseFilter, CaseRow, CaseView, EntryRow, MatchRow

ANNA = Actor(worker=Worker(id="anna", name="Anna"), role=Role.COORDINATOR)
BRAM = Actor(worker=Worker(id="bram", name="Bram"), role=Role.COORDINATOR)


def oco(key: str) -> Actor:
    """The helper with this name, signed in."""
    return Actor(worker=Worker(id=f"id_{key}", name=key.capitalize()), role=Role.OCO)


@dataclass
class Point:
    """A coordination point with helpers and one case that Anna has."""

    lab: Lab
    desk: Desk
    code: str
    case_id: int
    ids: dict[str, str]
    said: list[str] = field(default_factory=list)

    @property
    def matching(self) -> Matching:
        return Matching(self.desk)

    @property
    def helping(self) -> Helping:
        return Helping(self.desk)

    def soon(self) -> datetime:
        return self.lab.clock() + timedelta(days=1)

    async def case(self, code: str = "") -> CaseRow:
        async with self.lab.store.read() as unit:
            found = await unit.find_case(code or self.code)
        assert found is not None
        return found

    async def matches(self) -> Sequence[MatchRow]:
        async with self.lab.store.read() as unit:
            return await unit.list_matches(self.case_id)

    async def entries(self) -> Sequence[EntryRow]:
        async with self.lab.store.read() as unit:
            return await unit.list_entries(self.case_id)

    async def proposed(self, code: str = "", aside: Sequence[Wish] = ()) -> list[set[str]]:
        """The names of who is proposed, the best first."""
        found = (await self.matching.search(ANNA, code or self.code, aside)).proposal
        return [{one.name.lower() for one in match.helpers} for match in (*found.best, *found.rest)]

    async def ask(self, *names: str) -> str:
        """Ask them, and give the id of the match."""
        before = {match.id for match in await self.matches()}
        await self.matching.ask(ANNA, self.code, [self.ids[name] for name in names])
        (new,) = {match.id for match in await self.matches()} - before
        return new

    async def start(self, *names: str) -> None:
        """They are asked, and say yes themselves."""
        match = await self.ask(*names)
        for name in names:
            await self.matching.accept(oco(name), match, self.ids[name], self.soon())

    async def told(self) -> str:
        """All that was said to the resident until now."""
        async with self.lab.store.write() as unit:
            while rows := [row for row in await unit.due(self.lab.clock(), 50) if row.channel == WEB]:
                self.said.append(json.loads(rows[0].body)["text"])
                await unit.mark_failed(rows[0].id, "Read", self.lab.clock())
        return "\n".join(self.said)

    async def signs(self, **answers: str) -> None:
        """The resident signed these answers too."""
        async with self.lab.store.write() as unit:
            row = await unit.find_intake(self.code)
            intake = read_intake(row) if row is not None else None
            assert intake is not None
            draft = replace(intake.draft, facts={**intake.draft.facts, **facts_of(dict(answers))})
            await unit.amend_intake(self.code, json.dumps(to_document(replace(intake, draft=draft))))

    async def top(self) -> tuple[str, str | None]:
        """What stands on top of the list of everything that waits for us, and why."""
        async with self.lab.store.read() as unit:
            first, *_ = await unit.list_cases(CaseFilter(view=CaseView.FOR_US), self.lab.clock())
        return first.code, first.act_why


async def with_helpers(lab: Lab) -> Point:
    """Signed, and taken by Anna; four people could help."""
    desk = Desk(lab.service)
    code = await sign(lab.service)
    ids = {}
    async with lab.store.write() as unit:
        for name in ("fatima", "joop", "mieke", "karel"):
            account = oco(name).worker
            await unit.add_account(
                account_id=account.id, name=name, display_name=account.name, role=Role.OCO, at=lab.clock()
            )
            told = replace(
                helper(name, broad=True, ways=["bellen", "huisbezoek"], max_cases=3),
                account_id=account.id,
                checked_on=lab.clock().date(),
                public_line=f"Ik ben {account.name}.",
                note="vertrouwelijk",
            )
            ids[name] = await unit.add_helper(told, lab.clock())
        case = await unit.find_case(code)
        assert case is not None
    await desk.claim(ANNA, code)
    return Point(lab=lab, desk=desk, code=code, case_id=case.id, ids=ids)
