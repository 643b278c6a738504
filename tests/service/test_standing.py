"""What a turn looks up of the questions that were sent: little, unless the resident asks for more."""

from dataclasses import replace

import pytest
from case_lab import ANNA, Bench
from service_lab import WEB, choice, sign, text
from telegram_lab import Lab

from bot.model.conversation import Conversation, Turn
from bot.model.outside import Outside
from bot.service.turns import take_staff_turn
from bot.store import Unit

DETAILS = ("find_intake", "last_entry", "list_promises", "last_looks", "last_talk_lines")


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The details that were looked up since."""
    found: list[str] = []
    for name in DETAILS:
        look = getattr(Unit, name)

        async def noted(unit: Unit, *given: object, name: str = name, look=look) -> object:
            found.append(name)
            return await look(unit, *given)

        monkeypatch.setattr(Unit, name, noted)
    return found


@pytest.mark.parametrize(
    ("said", "in_full"),
    [
        ("dank u wel", False),
        ("help", False),
        ("opnieuw", False),
        ("#toevoegen", False),
        ("wijzig", True),
        ("waar is mijn vraag", True),
        ("wat weet u van mij", True),
        ("#gesprek_delen", True),
    ],
)
async def test_an_ordinary_turn_unseals_nothing_that_was_signed(
    lab: Lab, looked_up: list[str], said: str, in_full: bool
) -> None:
    await sign(lab.service)
    looked_up.clear()
    await lab.service.handle(choice(said[1:]) if said.startswith("#") else text(said))
    assert set(looked_up) == (set(DETAILS) if in_full else set())


async def test_a_turn_of_a_person_unseals_nothing_either(bench: Bench, looked_up: list[str]) -> None:
    await bench.file()
    told: list[Outside] = []

    def nothing(talk: Conversation, outside: Outside) -> Turn:
        told.append(outside)
        return Turn(conversation=replace(talk, turn=talk.turn + 1), replies=())

    async with bench.lab.store.write() as unit:
        row = await unit.find_conversation(WEB, "a")
        assert row is not None
        looked_up.clear()
        await take_staff_turn(unit, bench.lab.service.office, row, nothing, bench.lab.clock())
    assert looked_up == []
    [outside] = told
    assert [(case.code, case.person) for case in outside.cases] == [(bench.code, ANNA.worker.name)]
    assert not outside.can_push  # nothing reaches a browser that is closed


async def test_a_turn_that_is_taken_again_in_full_counts_as_one(lab: Lab) -> None:
    await sign(lab.service)
    handled = await lab.service.handle(text("wijzig"))
    assert "1. " in "".join(button.label for reply in handled.replies for button in reply.options)
    assert handled.conversation is not None
    assert handled.conversation.turn == 5
