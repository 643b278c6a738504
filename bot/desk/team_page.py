"""The page of a team that shares a link: what to hand out, when to send somebody, and what came of it.

Who has its address may read it; there is no account. So nothing stands on it that leads to a resident: no
reference, no story, no small number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.model.municipality import Municipality
from bot.model.text import DUTCH
from bot.publish.uses import Period, periods_of
from bot.store import TeamRow, TeamToken, Unit

TEAM = "/team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A kind of question for which residents are better sent to somebody else."""

    kind: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamView:
    """All that the page shows. `papers`: names of files under its own address; none when nothing may be printed."""

    team: str
    link: str
    coordination: str
    phone: str
    papers: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]
    periods: tuple[Period, ...]  # the newest first


def team_view(
    team: TeamRow, municipality: Municipality, *, link: str, papers: Sequence[str], periods: Sequence[Period]
) -> TeamView:
    """The page of this team."""
    place = municipality.places[municipality.coordination]
    return TeamView(
        team=team.name,
        link=link,
        coordination=place.called,
        phone=place.phone,
        papers=tuple(papers),
        elsewhere=tuple(
            Elsewhere(kind=municipality.kinds[kind].name.to(DUTCH), to=desk.name)
            for kind, desk in municipality.instead.items()
        ),
        periods=tuple(reversed(periods)),
    )


def page_address(origin: str, unit: Unit, team: TeamRow) -> str:
    """Where this team finds its page."""
    return f"{origin}{TEAM}/{unit.team_token(team.id, TeamToken.PAGE)}"


def start_address(unit: Unit, team: TeamRow, now: datetime) -> str:
    """Where a new link for one time is shown, below the team's own page."""
    return f"{TEAM}/{unit.team_token(team.id, TeamToken.PAGE)}/samen/{unit.start_token(team.id, now)}"


async def find_page_team(unit: Unit, token: str) -> TeamRow | None:
    """The team whose page has this token in its address; None for anything else: then there is no such page."""
    return await unit.find_token(token, TeamToken.PAGE)


async def periods_for(unit: Unit, team: TeamRow, today: date) -> tuple[Period, ...]:
    """What may be told of the use of its link, the oldest first."""
    return periods_of(await unit.list_uses(team.id), today)
