"""A whole talk in every profile, through `chat --jsonl`, up to a signed intake."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from profile_lab import FOLDER, PROFILES

from bot.app import local_talk
from bot.channels.jsonl import answer_jsonl
from bot.commands.intakes import show_intake
from bot.settings import Settings

# Buttons to take, the first that is there; else what is asked is skipped.
WANTED = ("verstuur", "overdragen", "bericht", "ja", "zelf", "afgewezen", "weet_niet", "overslaan", "klaar", "nee")
MOST_TURNS = 40
# What the resident must hear about who takes a refusal: its own words in every policy.
HEARD = {
    "casus-1": "Bij bezwaar helpt Cliëntondersteuning Een niet",
    "casus-2": "Vrijwillige cliëntondersteuner Twee",
    "casus-3": "het Juridisch Loket doet dat wel",
    "casus-4": "Zij geven zelf geen zorg of begeleiding",
    "casus-5": "maar schrijft geen bezwaar",
    "casus-6": "U mag zelf kiezen",
    "casus-7": "Een opgeleide vrijwilliger",
    "casus-8": "Cliëntondersteuning Acht B of Cliëntondersteuning Acht C",
}


class Resident:
    """Types two messages, and taps on from there; reads every line that comes back."""

    def __init__(self) -> None:
        self.turns: list[dict] = []

    def write(self, line: str) -> None:
        self.turns.append(json.loads(line))

    def lines(self) -> Iterator[str]:
        yield json.dumps({"text": "mijn aanvraag voor een scootmobiel is afgewezen"})
        while not self.turns[-1]["done"] and len(self.turns) < MOST_TURNS:
            shown = [button["id"] for reply in self.turns[-1]["replies"] for button in reply.get("options", ())]
            yield json.dumps({"choice": next((one for one in WANTED if one in shown), shown[0])})

    @property
    def heard(self) -> str:
        return "\n".join(reply["text"] for turn in self.turns for reply in turn["replies"])


@pytest.mark.parametrize("profile", PROFILES)
def test_a_talk_ends_in_a_signed_intake(profile: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, gemeente=str(FOLDER / profile))
    resident = Resident()
    with local_talk(settings, name="script", fresh=True) as talk:
        answer_jsonl(talk.say, resident.lines(), resident.write)
        name = talk.engine.parts.municipality.name
    assert resident.turns[-1]["done"], resident.heard[-600:]
    signed = [event for turn in resident.turns for event in turn["events"] if event["kind"] == "intake_signed"]
    assert [event["intake"]["municipality"] for event in signed] == [profile]
    intake = signed[0]["intake"]
    assert f"Ik help u zoeken in {name}" in resident.heard
    assert HEARD.get(profile, "Beroepskrachten denken met u mee") in resident.heard
    assert "036 200 21 58" not in resident.heard, "a number of Almere in another municipality"
    assert intake["desk"] in show_intake(settings, intake["code"], as_json=True, claim=None)
