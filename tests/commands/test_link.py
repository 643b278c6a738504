"""`wegwijzer link`: the same link each time, paper beside it, and an end that lasts."""

import re

import pytest
from cli_lab import Place
from leaflet_lab import scan

BOT = {"WEGWIJZER_TELEGRAM_BOT": "@WegwijzerAlmereBot"}
TEAM = ("link", "--team", "Wijkteam Haven")
NAME_OF_A_BOT = "copy it from BotFather: 5 to 32 letters, digits and _"
START = re.compile(r"https://t\.me/WegwijzerAlmereBot\?start=[A-Za-z0-9_-]{46}\n")
ADDRESS = re.compile(r"https://t\.me/WegwijzerAlmereBot\?start=[A-Za-z0-9_-]{28}\n")


def test_a_team_gets_one_link_and_its_paper_carries_it(place: Place) -> None:
    first = place.run(*TEAM, **BOT)
    assert ADDRESS.fullmatch(first.stdout), first.stderr
    again = place.run("link", "--team", "  Wijkteam\tHaven ", "--out", "papier", **BOT)
    address, *files = again.stdout.splitlines()
    assert f"{address}\n" == first.stdout
    made = {path.name.partition("-")[2]: path for path in (place.folder / "papier").iterdir()}
    assert sorted(map(str, made.values())) == sorted(str(place.folder / file) for file in files)
    assert sorted(made) == ["a4.pdf", "a6.pdf", "code.png", "code.svg", "poster.pdf"]
    assert scan(made["a4.pdf"].read_bytes()) == [address]
    assert place.run("link", "--team", "Wijkteam Buiten", **BOT).stdout != first.stdout


def test_with_a_desk_the_address_of_its_page_comes_too(place: Place) -> None:
    link, page = place.run(*TEAM, **BOT, WEGWIJZER_DESK_URL="https://desk.example").stdout.splitlines()
    assert ADDRESS.fullmatch(f"{link}\n")
    assert re.fullmatch(r"https://desk\.example/team/[A-Za-z0-9_-]{28}", page)
    assert page.rpartition("/")[2] not in link


def test_a_link_to_fill_in_together_is_another_one_each_time(place: Place) -> None:
    early = place.run(*TEAM, "--together", **BOT)
    assert (early.returncode, early.stdout) == (1, "")
    assert early.stderr == (
        "wegwijzer: there is no team 'Wijkteam Haven' with a link in 'almere'; make its link first\n"
    )
    shared = place.run(*TEAM, **BOT).stdout
    made = [place.run(*TEAM, "--together", **BOT) for _ in range(2)]
    assert all(START.fullmatch(one.stdout) for one in made), made[0].stderr
    assert len({shared, *(one.stdout for one in made)}) == 3
    assert "within 2 hours" in made[0].stderr


def test_a_link_that_ended_stays_so(place: Place) -> None:
    assert place.run(*TEAM, **BOT).returncode == 0
    for _ in range(2):
        ended = place.run(*TEAM, "--revoke")
        assert ended.returncode == 0
        assert "opens an ordinary talk" in ended.stderr
    anew = place.run(*TEAM, **BOT)
    assert (anew.returncode, anew.stdout) == (1, "")
    assert (
        anew.stderr == "wegwijzer: the link of team 'Wijkteam Haven' has ended; make one for a team of another name\n"
    )


@pytest.mark.parametrize(
    ("words", "settings", "line"),
    [
        (TEAM, {}, "WEGWIJZER_TELEGRAM_BOT=: a link needs it; set the name of your bot, as in t.me/NAME"),
        (
            TEAM,
            {"WEGWIJZER_TELEGRAM_BOT": "geen bot"},
            f"WEGWIJZER_TELEGRAM_BOT=geen bot: this is no name of a bot; {NAME_OF_A_BOT}",
        ),
        (("link", "--team", " "), BOT, "wegwijzer: '' is no name for a team; write 1 to 60 letters"),
        ((*TEAM, "--revoke"), {}, "wegwijzer: there is no team 'Wijkteam Haven' in 'almere'"),
        ((*TEAM, "--out", "/proc/none"), BOT, "wegwijzer: cannot write to '/proc/none': no such file or directory"),
    ],
)
def test_a_fault_is_one_line(place: Place, words: tuple[str, ...], settings: dict[str, str], line: str) -> None:
    done = place.run(*words, **settings)
    assert done.returncode in (1, 2)
    assert done.stderr == f"{line}\n"
