"""What becomes of a message that was not understood: a count for every step, and a sentence only after a yes."""

from service_lab import STORY, choice, text
from telegram_lab import Lab

MISSED = "het is een heel gedoe met Karel"
COUNTS = "SELECT step, asked, turns, not_understood, not_for_us FROM step_counts ORDER BY step"


async def ask_to_keep(lab: Lab) -> None:
    """A talk that waits for a yes or a no."""
    for words in ("hallo", MISSED, STORY):
        await lab.service.handle(text(words))
    await lab.service.handle(choice("ja"))
    handled = await lab.service.handle(choice("genoeg"))
    assert MISSED[:20] in handled.replies[-1].text


async def test_every_message_counts_for_the_question_that_waited(lab: Lab) -> None:
    await ask_to_keep(lab)
    assert await lab.rows(COUNTS) == [
        ("eerste.verder", "verder", 1, 0, 0),
        ("luisteren.klopt", "klopt", 1, 0, 0),
        ("luisteren.vraag", "onderwerp", 2, 0, 1),
    ]


async def test_a_first_message_that_is_missed_counts_too(lab: Lab) -> None:
    await lab.service.handle(text("ik wil graag iets vragen over mijn situatie"))
    assert await lab.rows(COUNTS) == [("luisteren.vraag", "onderwerp", 1, 1, 0)]


async def test_a_repeated_one_counts_once(lab: Lab) -> None:
    for _ in range(3):
        await lab.service.handle(text(MISSED, external_id="vast"))
    assert [row[2] for row in await lab.rows(COUNTS)] == [1]


async def test_only_after_a_yes_it_is_kept_and_nothing_leads_to_the_talk(lab: Lab) -> None:
    await ask_to_keep(lab)
    assert await lab.rows("SELECT id FROM sentences") == []
    handled = await lab.service.handle(choice("zin_ja"))
    assert [event.kind for event in handled.events] == ["sentence_given"]
    async with lab.store.read() as unit:
        (kept,) = await unit.list_sentences()
        talk = await unit.find_conversation("web", "a")
        assert talk is not None
        told = [event.kind for event in await unit.list_events(talk.id)]
    assert kept.text == "het is een heel gedoe met •••••"
    assert "sentence_given" not in told
    assert kept.text not in talk.state


async def test_after_a_no_it_is_gone(lab: Lab) -> None:
    await ask_to_keep(lab)
    await lab.service.handle(choice("zin_nee"))
    assert await lab.rows("SELECT id FROM sentences") == []
    async with lab.store.read() as unit:
        talk = await unit.find_conversation("web", "a")
    assert talk is not None
    assert "gedoe" not in talk.state
