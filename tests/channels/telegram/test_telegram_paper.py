"""A sheet goes out as a document: made when it is sent, sealed until then, and twice at most."""

from fake_botapi import Sent
from telegram_lab import Lab, Resident

from bot.model.conversation import Reply, ReplyKind
from bot.service.turns import Destination, queue

WOMAN = 77
STORY = "ik zoek hulp in het huishouden voor mijn moeder"


async def asks_for_paper(resident: Resident) -> None:
    """Tell what it is about, prepare the talk and ask for the sheet."""
    await resident.say(STORY)
    await resident.tap("ja")
    for words in ("voorbereiden", "papier"):
        await resident.say(words)


def documents(lab: Lab) -> list[Sent]:
    """The files that reached the resident."""
    return [one for one in lab.api.sent if "document" in one.params]


async def test_a_sheet_is_sent_as_a_file(lab: Lab) -> None:
    async with lab.running():
        await asks_for_paper(Resident(lab, WOMAN))
    [sent] = documents(lab)
    name, held = sent.params["document"]
    assert name == "gesprek-keukentafel.pdf"
    assert held.startswith(b"%PDF-")
    assert sent.text.startswith("Hier is uw blad")
    after = lab.api.sent[lab.api.sent.index(sent) + 1]
    assert after.buttons, "the question that waited comes after it"


async def test_nothing_of_it_is_kept_in_clear(lab: Lab) -> None:
    async with lab.running():
        await asks_for_paper(Resident(lab, WOMAN))
    stored = b"".join(path.read_bytes() for path in lab.folder.glob("wegwijzer.db*"))
    assert b"huishouden" not in stored
    assert b"%PDF-" not in stored


async def test_a_sheet_of_which_nobody_knows_whether_it_arrived_is_sent_again(lab: Lab) -> None:
    lab.api.fault("sendDocument", "truncated")
    async with lab.running():
        await asks_for_paper(Resident(lab, WOMAN))
    assert len(documents(lab)) == 2


async def test_a_sheet_that_cannot_be_printed_is_told_in_words(lab: Lab) -> None:
    to = Destination(channel="telegram", address=str(WOMAN), talk_id=None)
    no_sheet = Reply(kind=ReplyKind.SAY, text="Hier is uw blad.", document={"kind": "keukentafel"})
    async with lab.store.write() as unit:
        await queue(unit, to, [no_sheet], lab.clock())
    async with lab.running():
        await lab.api.until(lambda: bool(lab.api.sent))
    assert not documents(lab)
    assert [text.partition(".")[0] for text in lab.api.texts(WOMAN)] == ["Het blad maken lukte niet"]
