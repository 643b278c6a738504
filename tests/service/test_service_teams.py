"""A link of a team: its municipality and its name come along, it counts once a talk, and nothing else is a link."""

from uuid import uuid4

from service_lab import STORY, WEB, choice, text
from telegram_lab import Lab
from token_lab import spoiled

from bot.model.conversation import Kind, Message
from bot.service import Handled, Incoming
from bot.store import CaseFilter, CaseView, TeamRow, TeamToken

COUNTS = "SELECT what, n FROM team_counts ORDER BY what"


async def make(lab: Lab, name: str = "Wijkteam Haven") -> tuple[TeamRow, str]:
    async with lab.store.write() as unit:
        team = await unit.add_team(municipality="almere", name=name, at=lab.clock())
        return team, unit.team_token(team.id, TeamToken.LINK)


async def start(lab: Lab, payload: str, address: str = "a") -> Handled:
    message = Message(kind=Kind.START, text=payload)
    return await lab.service.handle(Incoming(channel=WEB, external_id=uuid4().hex, address=address, message=message))


async def sign(lab: Lab) -> Handled:
    """The rest of a talk, up to the signature."""
    await lab.service.handle(text(STORY))
    await lab.service.handle(choice("ja"))
    for words in ("mens", "0612345678"):
        await lab.service.handle(text(words))
    handled = await lab.service.handle(choice("verstuur"))
    assert "intake_signed" in [event.kind for event in handled.events]
    return handled


def told(handled: Handled) -> list[tuple[str, tuple[str, ...]]]:
    return [(reply.text, tuple(button.id for button in reply.options)) for reply in handled.replies]


async def test_the_team_comes_along_up_to_the_intake(lab: Lab) -> None:
    team, token = await make(lab)
    handled = await start(lab, token)
    assert handled.conversation is not None
    assert handled.conversation.facts["via"].value == "Wijkteam Haven"
    await sign(lab)
    async with lab.store.read() as unit:
        (intake,) = await unit.list_intakes()
        of_team = await unit.list_cases(CaseFilter(view=CaseView.OPEN, team_id=team.id), lab.clock())
    assert "Wijkteam Haven" in intake.body
    assert [one.code for one in of_team] == [intake.code]
    await lab.service.handle(text("intrekken"))
    await lab.service.handle(text("ja"))
    assert await lab.rows("SELECT status, team_id FROM intakes") == [("withdrawn", None)]


async def test_each_use_counts_once_a_talk(lab: Lab) -> None:
    _, token = await make(lab)
    assert await lab.rows(COUNTS) == []
    await start(lab, token)
    assert await lab.rows(COUNTS) == [("opened", 1)]
    await start(lab, token)
    await sign(lab)
    await lab.service.handle(text("en mijn rolstoel"))
    assert await lab.rows(COUNTS) == [("opened", 1), ("route", 1), ("signed", 1)]
    await start(lab, token, "b")
    assert await lab.rows(COUNTS) == [("opened", 2), ("route", 1), ("signed", 1)]


async def test_whatever_is_no_token_is_an_ordinary_start(lab: Lab) -> None:
    team, token = await make(lab)
    async with lab.store.read() as unit:
        page = unit.team_token(team.id, TeamToken.PAGE)
    plain = told(await start(lab, "", "plain"))
    for number, payload in enumerate(["g-almere-t-haven", page, *list(spoiled(token))[::9]]):
        assert told(await start(lab, payload, str(number))) == plain, payload
    assert await lab.rows(COUNTS) == []


async def test_a_team_that_is_revoked_is_an_ordinary_start_and_counts_no_more(lab: Lab) -> None:
    team, token = await make(lab)
    await start(lab, token)
    async with lab.store.write() as unit:
        await unit.revoke_team(team.id, lab.clock())
    await sign(lab)
    handled = await start(lab, token, "b")
    assert handled.conversation is not None
    assert "via" not in handled.conversation.facts
    assert await lab.rows(COUNTS) == [("opened", 1)]


async def test_only_the_opening_message_is_a_link(lab: Lab) -> None:
    _, token = await make(lab)
    handled = await lab.service.handle(text(token))
    assert handled.conversation is not None
    assert "via" not in handled.conversation.facts


async def test_who_asks_to_be_forgotten_is_not_counted_in_that_turn(lab: Lab) -> None:
    _, token = await make(lab)
    await start(lab, token)
    await lab.service.handle(text("wissen"))
    await lab.service.handle(text("ja"))
    assert await lab.rows(COUNTS) == [("opened", 1)]
    assert await lab.rows("SELECT id FROM events") == []
