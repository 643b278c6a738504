"""The page of a team: its link, what it can print, when to send somebody, and no number that is too small."""

from datetime import UTC, date, datetime

import pytest
from advice_lab import ALMERE
from desk_frames import OUTSIDE
from leaflet_lab import LINK, leaflet

import bot.desk.team_page as page
from bot.desk.render import Templates
from bot.model.teams import TeamCount, TeamUse
from bot.paper import PAPERS
from bot.publish.uses import periods_of
from bot.store import TeamRow

TEAM = TeamRow(
    id="7K4QM",
    municipality="almere",
    name="Wijkteam <Haven>",
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    revoked_at=None,
)
COUNTS = [
    TeamCount(week=date(2026, 1, 5), use=TeamUse.OPENED, n=7),
    TeamCount(week=date(2026, 2, 2), use=TeamUse.OPENED, n=27),
    TeamCount(week=date(2026, 2, 2), use=TeamUse.ROUTE, n=31),
    TeamCount(week=date(2026, 2, 9), use=TeamUse.SIGNED, n=4),
    TeamCount(week=date(2026, 3, 2), use=TeamUse.OPENED, n=12),
]


def shown(*, papers: tuple[str, ...] = tuple(PAPERS), counts: list[TeamCount] = COUNTS) -> str:
    """The page as who has its address reads it."""
    periods = periods_of(counts, date(2026, 4, 10))
    view = page.team_view(TEAM, ALMERE, link=LINK, papers=papers, periods=periods)
    return Templates().text("team", OUTSIDE, view=view, base="/team/x")


def test_it_offers_everything_there_is_to_print() -> None:
    text = shown()
    assert all(f'href="/team/x/{paper}"' in text for paper in PAPERS)
    assert f'href="{LINK}"' in text
    assert 'src="/team/x/code.svg"' in text
    assert "Wijkteam &lt;Haven&gt;" in text
    assert "<Haven>" not in text


@pytest.mark.parametrize("paper", PAPERS)
def test_each_of_them_can_be_made(paper: str) -> None:
    begins = {"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<svg"}
    assert PAPERS[paper](leaflet()).startswith(begins[paper.partition(".")[2]])


def test_without_a_number_that_holds_there_is_nothing_to_print() -> None:
    text = shown(papers=())
    assert "niets om te printen" in text
    assert ".pdf" not in text


def test_it_says_when_not_to_send_somebody() -> None:
    text = shown()
    for kind, desk in ALMERE.instead.items():
        assert f"Bij {ALMERE.kinds[kind].name.to('nl')}: {desk.name}" in text
    assert ALMERE.places[ALMERE.coordination].phone in text


def test_small_numbers_are_not_on_it() -> None:
    text = " ".join(shown().split())
    assert "januari 2026 tot en met februari 2026" in text
    assert text.index("maart 2026") < text.index("januari 2026"), "the newest first"
    cells = [cell.partition("</td>")[0] for cell in text.split('desk-number">')[1:]]
    assert cells == ["12", "&lt; 10", "&lt; 10", "34", "niet getoond", "&lt; 10"]


def test_too_little_is_said_to_be_too_little() -> None:
    assert "Nog te weinig om te tonen" in shown(counts=COUNTS[:1])
