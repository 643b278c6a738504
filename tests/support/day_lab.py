"""A working day at the coordination point: residents in a chat, people at the desk, and a clock that is turned."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
from desk_lab import FROM_HERE, Desk

from bot.model.conversation import Kind, Message
from bot.service import STAFF_CHANNEL, Incoming, RawUpdate
from bot.service.held import HeldBells
from bot.service.timers import Timers
from bot.store import InboxRow

CHAT = "telegram"
"""A channel that can bring messages at any time."""


@dataclass
class Day:
    """One day. What was delivered stands in `mail` and `bells`."""

    desk: Desk
    mail: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    bells: list[dict] = field(default_factory=list)

    async def post(self) -> None:
        """Bring everything that may leave by now."""
        outgoing = self.desk.service.outgoing
        while rows := await outgoing.due((CHAT, STAFF_CHANNEL), 50):
            for row in rows:
                assert await outgoing.take(row)
                body = json.loads(row.body)
                if row.channel == CHAT:
                    self.mail[row.address].append(body["text"])
                else:
                    self.bells.append(body)
                await outgoing.sent(row, uuid4().hex)

    async def pass_(self, **span: float) -> None:
        """Let time pass, in steps of ten minutes, with all that happens by itself meanwhile."""
        until = self.desk.clock.now
        self.desk.clock.pass_(**span)
        until, self.desk.clock.now = self.desk.clock.now, until
        while self.desk.clock.now < until:
            left = (until - self.desk.clock.now).total_seconds()
            self.desk.clock.pass_(seconds=min(600.0, left))
            await Timers(self.desk.service).run()
            await HeldBells(self.desk.store, self.desk.clock).run()
            await self.post()

    def resident(self, name: str) -> "Resident":
        """Somebody in a chat of their own."""
        return Resident(self, name)


@dataclass
class Resident:
    """Somebody who writes."""

    day: Day
    name: str
    code: str = ""
    read: int = 0

    async def says(self, words: str, kind: Kind = Kind.TEXT) -> list[str]:
        """What they read after it, and since they last looked."""
        service = self.day.desk.service
        body = json.dumps({"text": words, "kind": kind.value})
        await service.receive(CHAT, [RawUpdate(external_id=uuid4().hex, address=self.name, body=body)], {})
        worked = await service.work(CHAT, _read)
        assert not worked.failed
        await self.day.post()
        return self.news()

    async def taps(self, option: str) -> list[str]:
        """They choose."""
        return await self.says(option, Kind.CHOICE)

    def news(self) -> list[str]:
        """What came since they last looked."""
        new = self.day.mail[self.name][self.read :]
        self.read = len(self.day.mail[self.name])
        return new

    async def signs(self, story: str) -> str:
        """They ask for a person, tell what it is about, and sign; the code they are given."""
        for words in ("mens", "0612345678", story):
            read = await self.says(words)
        if not any("teken" in line for line in read):  # after a safety text the same question waits
            await self.says("overslaan")
        told = "\n".join(await self.taps("verstuur"))
        found = re.search(r"W-[A-Z0-9-]+", told)
        assert found, told
        self.code = found[0].rstrip("-.")
        return self.code


@dataclass
class Colleague:
    """Somebody at the desk, in a browser without script."""

    day: Day
    name: str
    browser: httpx.AsyncClient | None = None

    async def get(self, path: str) -> str:
        """A page, signed in anew where the session has ended."""
        if self.browser is None:
            self.browser = await self.day.desk.signed_in(self.name)
        answer = await self.browser.get(path)
        if answer.status_code == 303 and "inloggen" in answer.headers["location"]:
            self.browser = await self.day.desk.signed_in(self.name)
            answer = await self.browser.get(path)
        self.status = answer.status_code
        return answer.text

    async def codes(self, tab: str = "voor-ons") -> list[str]:
        """The codes in a list, from the top."""
        return re.findall(r'data-code="([^"]+)"', await self.get(f"/desk/?weergave={tab}"))

    async def does(self, code: str, act: str, **fields: str) -> httpx.Response:
        """Fill in a form at a question and send it, as it stands on the page now."""
        return await self.sends(f"/desk/vragen/{code}/{act}", await self.get(f"/desk/vragen/{code}"), **fields)

    async def sends(self, path: str, page: str, **fields: str) -> httpx.Response:
        """Send a form that stood on this page."""
        assert self.browser is not None
        data = {**_hidden(page, path), "sleutel": uuid4().hex, **fields}
        answer = await self.browser.post(path, data=data, headers=FROM_HERE)
        await self.day.post()
        return answer


def _hidden(page: str, path: str) -> dict[str, str]:
    """What the form of this path brings along unseen; with none on this page, what every form of it does."""
    form = re.search(rf'<form[^>]*action="{re.escape(path)}".*?</form>', page, re.DOTALL)
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0] if form else page)
    return {name: value for name, value in inputs if form or name in ("csrf", "rev")}


def _read(row: InboxRow) -> Incoming:
    body = json.loads(row.body)
    message = Message(kind=Kind(body["kind"]), text=body["text"])
    return Incoming(channel=CHAT, external_id=row.external_id, address=row.address, message=message)
