"""A person of the coordination point and a resident, each on their own side, over the whole service."""

import json

import pytest
from service_lab import WEB, choice, sign, text
from telegram_lab import Lab

from bot.model.accounts import Role
from bot.model.conversation import ReplyKind
from bot.model.worker import Actor, Worker
from bot.service import Service
from bot.service.desk import Desk
from bot.service.desk_talk import DeskTalk
from bot.service.refusals import Refusal, Why

ANNA = Actor(worker=Worker(id="1", name="Anna"), role=Role.COORDINATOR)


class Side:
    """Anna at the desk, with one case."""

    def __init__(self, service: Service, code: str) -> None:
        self.desk, self.code = Desk(service), code
        self.talk = DeskTalk(self.desk)

    async def rev(self) -> int:
        return (await self.desk.look(ANNA, self.code)).case.rev

    async def say(self, words: str, key: str = "") -> None:
        await self.talk.say(ANNA, self.code, words, rev=await self.rev(), key=key)

    async def thread(self) -> list[tuple[str, str, str | None]]:
        """Kind, words and delivery of each entry."""
        entries = (await self.desk.look(ANNA, self.code)).entries
        return [(one.kind, json.loads(one.body).get("text", ""), one.delivery) for one in entries]


async def claimed(lab: Lab) -> Side:
    side = Side(lab.service, await sign(lab.service))
    await side.desk.claim(ANNA, side.code)
    return side


async def says(lab: Lab, words: str) -> list[str]:
    """What the resident reads after saying something."""
    return [reply.text for reply in (await lab.service.handle(text(words))).replies]


async def test_a_message_waits_for_who_cannot_be_reached_and_comes_along_at_their_next_word(lab: Lab) -> None:
    side = await claimed(lab)
    await side.say("Mag ik u morgen bellen?")
    assert (await side.thread())[-1] == ("told", "Mag ik u morgen bellen?", "waiting")
    read = await says(lab, "hallo?")
    assert [line for line in read if "Anna" in line][-1] == "Anna: Mag ik u morgen bellen?"
    assert read.index("Anna: Mag ik u morgen bellen?") == len(read) - 1, "the bot itself says nothing more"
    assert (await side.thread())[-2:] == [("told", "Mag ik u morgen bellen?", "sent"), ("said", "hallo?", None)]


async def test_a_safety_text_comes_before_what_waited(lab: Lab) -> None:
    side = await claimed(lab)
    await side.say("Mag ik u morgen bellen?")
    replies = (await lab.service.handle(text("ik wil dood"))).replies
    assert replies[0].kind is ReplyKind.DANGER
    assert any("Mag ik u morgen bellen?" in reply.text for reply in replies)


async def test_the_talk_goes_back_to_where_it_was(lab: Lab) -> None:
    side = await claimed(lab)
    before = [reply for reply in (await lab.service.handle(text("help"))).replies if reply.options][-1]
    await side.say("Dag, hier Anna.")
    await says(lab, "dag Anna")
    await side.talk.leave(ANNA, side.code)
    replies = (await lab.service.handle(choice("stand"))).replies
    again = [reply for reply in replies if reply.options]
    assert [button.id for button in again[0].options] == [button.id for button in before.options]


async def test_what_was_promised_is_kept_when_the_words_arrive_not_when_they_are_typed(lab: Lab) -> None:
    side = await claimed(lab)
    await side.say("Dag, hier Anna.")
    assert [one.outcome for one in (await side.desk.look(ANNA, side.code)).promises] == ["open"]
    await says(lab, "dag")
    file = await side.desk.look(ANNA, side.code)
    assert [one.outcome for one in file.promises] == ["kept"]
    assert file.case.first_reply_at is not None


async def test_the_same_message_sent_twice_is_one(lab: Lab) -> None:
    side = await claimed(lab)
    rev = await side.rev()
    for _ in range(2):
        await side.talk.say(ANNA, side.code, "Dag, hier Anna.", rev=rev, key="k1")
    assert [kind for kind, _, _ in await side.thread()] == ["joined", "told"]


async def test_an_older_page_sends_nothing_and_changes_nothing(lab: Lab) -> None:
    side = await claimed(lab)
    rev = await side.rev()
    await side.say("Eerst dit.")
    with pytest.raises(Refusal) as refused:
        await side.talk.say(ANNA, side.code, "En dit.", rev=rev)
    assert refused.value.why is Why.OUTDATED
    assert [words for kind, words, _ in await side.thread() if kind == "told"] == ["Eerst dit."]


async def test_one_question_is_answered_and_the_bot_goes_on(lab: Lab) -> None:
    side = await claimed(lab)
    await side.talk.ask(ANNA, side.code, "Welke dag komt u uit?", rev=await side.rev())
    first = await says(lab, "dinsdag")
    assert any("Welke dag komt u uit?" in line for line in first)
    assert ("said", "dinsdag", None) in await side.thread()
    file = await side.desk.look(ANNA, side.code)
    assert (file.case.talk_mode, file.case.waits_for, file.case.asked_at) == (None, "us", None)


async def test_withdrawing_leaves_nothing_of_the_thread(lab: Lab) -> None:
    side = await claimed(lab)
    await side.desk.note(ANNA, side.code, "belt liever niet")
    await side.say("Dag, hier Anna.")
    await says(lab, "dag")
    await says(lab, "intrekken")
    await says(lab, "ja")
    file = await side.desk.look(ANNA, side.code)
    assert (file.intake, list(file.entries), file.case.brief) == (None, [], "")


async def test_a_note_never_travels(lab: Lab) -> None:
    side = await claimed(lab)
    await side.desk.note(ANNA, side.code, "meldt zich boos aan de telefoon")
    await side.say("Dag, hier Anna.")
    async with lab.store.read() as unit:
        waiting = await unit.queued_for(WEB, "a")
    assert waiting
    assert not any("boos" in row.body for row in waiting)
