"""What the tests of the service say and look at: a channel of their own, without a network."""

import json
from uuid import uuid4

from telegram_lab import Lab

from bot.model.conversation import Event, Kind, Message
from bot.service import (
    STAFF_CHANNEL,
    Arrival,
    Handled,
    Incoming,
    RawUpdate,
    Service,
    Unreadable,
)
from bot.service.effects import Effects
from bot.store import InboxRow

WEB = "web"
STORY = "mijn moeder kan niet meer alleen douchen"


def text(words: str, *, address: str = "a", external_id: str | None = None) -> Incoming:
    """Somebody types."""
    return Incoming(
        channel=WEB,
        external_id=external_id or uuid4().hex,
        address=address,
        message=Message(kind=Kind.TEXT, text=words),
    )


def choice(option: str, *, address: str = "a") -> Incoming:
    """Somebody chooses."""
    return Incoming(
        channel=WEB,
        external_id=uuid4().hex,
        address=address,
        message=Message(kind=Kind.CHOICE, text=option),
    )


def read(row: InboxRow) -> Arrival | None:
    """A channel's translator: the body is what was typed."""
    if row.body == "niets":
        return None
    if row.body == "onleesbaar":
        raise Unreadable("no form that we know")
    if row.body == "stuk":
        raise RuntimeError("a fault of our own")
    return text(row.body, address=row.address, external_id=row.external_id)


async def put(lab: Lab, *bodies: str, address: str = "a") -> None:
    """Messages arrive."""
    raws = [RawUpdate(external_id=uuid4().hex, address=address, body=body) for body in bodies]
    assert await lab.service.receive(WEB, raws, {}) == len(raws)


async def signed(service: Service, address: str = "a") -> Handled:
    """What came of signing."""
    for words in ("mens", "0612345678", STORY):
        await service.handle(text(words, address=address))
    return await service.handle(choice("verstuur", address=address))


async def sign(service: Service, address: str = "a") -> str:
    """A signed intake; its code."""
    handled = await signed(service, address)
    (event,) = [event for event in handled.events if event.kind == "intake_signed"]
    return str(event.body["code"])


async def together(
    service: Service, *, who: str = "helper", device: str = "ander", address: str = "a", phone: str = "0612345678"
) -> str:
    """Opened by a link of a team for one time, and signed by the resident; the code."""
    async with service.store.write() as unit:
        team = await unit.add_team(municipality="almere", name="Wijkteam Haven", at=service.clock())
        token = unit.start_token(team.id, service.clock())
    start = Message(kind=Kind.START, text=token)
    await service.handle(Incoming(channel=WEB, external_id=uuid4().hex, address=address, message=start))
    for option in (who, device):
        await service.handle(choice(option, address=address))
    for words in (STORY, "ja", "mens", phone):
        await service.handle(text(words, address=address))
    for option in ("laat_tekenen", "samen_klopt"):
        handled = await service.handle(choice(option, address=address))
    (code,) = [str(event.body["code"]) for event in handled.events if event.kind == "intake_signed"]
    return code


async def carry_out(lab: Lab, event: Event) -> None:
    """Carry out an event of the conversation with a."""
    async with lab.store.write() as unit:
        talk = await unit.find_conversation(WEB, "a")
        assert talk is not None
        await Effects(unit, lab.service.office, lab.clock()).carry_out(talk, [event])


async def notices(lab: Lab) -> list[dict]:
    """What waits for the coordinators, in order."""
    async with lab.store.write() as unit:
        found = []
        while rows := [row for row in await unit.due(lab.clock(), 50) if row.channel == STAFF_CHANNEL]:
            found.append(json.loads(rows[0].body))
            await unit.mark_failed(rows[0].id, "Read", lab.clock())
        return found
