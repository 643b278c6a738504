"""What `wegwijzer link` does: makes a team its link, with a code and paper to hand out, or lets the link end."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.app import get_municipality, open_store, utc_now
from bot.channels.telegram.links import chat_link
from bot.commands.given import GivenError
from bot.content.load import Content
from bot.desk.team_page import page_address
from bot.model.errors import BotError
from bot.paper import PAPERS
from bot.publish.leaflet import leaflet_for
from bot.service.teams import LONGEST_NAME, team_name
from bot.settings import Settings, SettingsError, fault
from bot.store import TeamRow, TeamToken


class NoTeam(BotError):
    """There is no such team, or its link has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLink:
    """A team and what it shares."""

    team: TeamRow
    address: str
    page: str  # the address of its own page; empty when there is no desk


def make_link(settings: Settings, content: Content, name: str) -> TeamLink:
    """The link of the team of this name, which is made when there is none. Raises NoTeam when it was revoked."""
    _bot(settings)
    municipality = get_municipality(settings.gemeente, content)
    return asyncio.run(_make(settings, municipality.id, _name(name)))


def make_start(settings: Settings, content: Content, name: str) -> str:
    """A link for one time, for somebody of this team with a resident beside them. Raises NoTeam."""
    bot, municipality = _bot(settings), get_municipality(settings.gemeente, content)
    return chat_link(bot, asyncio.run(_start(settings, municipality.id, _name(name))))


def revoke_link(settings: Settings, content: Content, name: str) -> datetime:
    """Let the links of this team end, and give the moment they did. Raises NoTeam."""
    municipality = get_municipality(settings.gemeente, content)
    return asyncio.run(_revoke(settings, municipality.id, _name(name)))


def write_papers(settings: Settings, content: Content, made: TeamLink, folder: Path, today: date) -> Iterator[Path]:
    """Write the code and the paper of a team to a folder, and give each file. Raises LeafletFault."""
    municipality = get_municipality(settings.gemeente, content)
    leaflet = leaflet_for(
        content.knowledge, municipality, content.flows.texts, team=made.team.name, link=made.address, today=today
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, make in PAPERS.items():
            path = folder / f"{made.team.id}-{name}"
            path.write_bytes(make(leaflet))
            yield path
    except OSError as error:
        raise GivenError([f"cannot write to '{folder}': {(error.strerror or '').lower()}"]) from None


async def _make(settings: Settings, municipality: str, name: str) -> TeamLink:
    async with open_store(settings) as store, store.write() as unit:
        team = await unit.add_team(municipality=municipality, name=name, at=utc_now())
        token = unit.team_token(team.id, TeamToken.LINK)
        page = page_address(settings.desk_url, unit, team) if settings.desk_url else ""
    if team.revoked_at is not None:
        raise NoTeam(f"the link of team '{name}' has ended; make one for a team of another name")
    return TeamLink(team=team, address=chat_link(settings.telegram_bot, token), page=page)


async def _start(settings: Settings, municipality: str, name: str) -> str:
    async with open_store(settings) as store, store.read() as unit:
        team = await unit.find_team(municipality=municipality, name=name)
        if team is None or team.revoked_at is not None:
            raise NoTeam(f"there is no team '{name}' with a link in '{municipality}'; make its link first")
        return unit.start_token(team.id, utc_now())


async def _revoke(settings: Settings, municipality: str, name: str) -> datetime:
    now = utc_now()
    async with open_store(settings) as store, store.write() as unit:
        team = await unit.find_team(municipality=municipality, name=name)
        if team is not None:
            await unit.revoke_team(team.id, now)
    if team is None:
        raise NoTeam(f"there is no team '{name}' in '{municipality}'")
    return team.revoked_at or now


def _bot(settings: Settings) -> str:
    """The name of the bot, without which there is no link."""
    bot = settings.telegram_bot
    if not bot:
        raise SettingsError(
            [fault("telegram_bot", bot, "a link needs it", "set the name of your bot, as in t.me/NAME")]
        )
    return bot


def _name(typed: str) -> str:
    """The name in one line, each word apart by one space."""
    name = team_name(typed)
    if name is None:
        shown = " ".join(typed.split())[:LONGEST_NAME]
        raise GivenError([f"'{shown}' is no name for a team; write 1 to {LONGEST_NAME} letters"])
    return name
