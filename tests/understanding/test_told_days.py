"""A day that is said with waiting or with asking tells how far somebody is, and since when."""

from datetime import date

import pytest
from talk_lab import engine

from bot.model.facts import EngineFact
from bot.model.law import Stage

TODAY = date(2026, 11, 21)
SINCE = {
    "ik wacht sinds 11 november": "2026-11-11",
    "we wachten vanaf 1 oktober op huishoudelijke hulp": "2026-10-01",
    "ik wacht nu sinds half oktober op de gemeente": "~2026-10-15",
    "3 dagen geleden gemeld": "2026-11-18",
    "dat heb ik drie weken geleden gemeld bij het wijkteam": "~2026-10-31",
    "aangevraagd op 3 november": "2026-11-03",
    "ik heb de aanvraag op 2 oktober ingeleverd": "2026-10-02",
    "vorige week dinsdag een aanvraag voor een rolstoel gedaan": "2026-11-10",
}
NOTHING = (
    "mijn moeder is 3 dagen geleden gevallen",
    "ik wacht op de bus",
    "ik heb mij vorige week ziek gemeld",
    "ik heb het nog niet gemeld, mijn moeder viel 3 dagen geleden",
    "3 weken geleden bezwaar ingediend",
    "ik wil volgende week iets aanvragen",
    "ik ga het morgen melden, dan is het gemeld",
    "gemeld en gemeld en gemeld",
    "",
)


@pytest.mark.parametrize("text", SINCE)
def test_the_day_and_how_far(text: str) -> None:
    heard = engine().parts.listener.listen(text, TODAY)
    assert heard.stage in (Stage.WACHTEN, Stage.AANVRAAG)
    assert heard.facts[EngineFact.MELDING_OP] == SINCE[text]


@pytest.mark.parametrize("text", NOTHING)
def test_a_day_of_something_else(text: str) -> None:
    assert EngineFact.MELDING_OP not in engine().parts.listener.listen(text, TODAY).facts


def test_who_waits_is_said_to_wait() -> None:
    heard = engine().parts.listener.listen("ik wacht sinds 11 november", TODAY)
    assert (heard.stage, heard.facts[EngineFact.STADIUM]) == (Stage.WACHTEN, "wachten")
