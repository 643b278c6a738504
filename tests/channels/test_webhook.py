"""Calls to the case system, against a real HTTP server that checks them as the page for receivers says."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from fake_case_system import PAGE, SECRET, CaseSystem, case_system
from service_lab import STORY, notices, sign, text
from telegram_lab import Lab

from bot.channels.courier import Patience
from bot.channels.webhook import CaseSystemSettings, WebhookChannel
from bot.intake.issue import Issue
from bot.model.worker import Actor, Worker
from bot.service.giving import NotGiven
from bot.store import StoreError

FAST = Patience(first_retry=0.01, last_retry=0.02, idle=0.02, lease=3.0)
REASON = "overdracht met toestemming"
ANNA = Actor(worker=Worker(id="1", name="Anna"), role="coordinator")


@pytest.fixture
async def system(lab: Lab) -> AsyncIterator[CaseSystem]:
    async with case_system(lambda: lab.clock().timestamp()) as opened:
        yield opened


@asynccontextmanager
async def running(lab: Lab, system: CaseSystem, *, secret: str = SECRET) -> AsyncIterator[None]:
    settings = CaseSystemSettings(url=system.url, secret=secret, timeout=0.5, patience=FAST)
    stop = asyncio.Event()
    task = asyncio.create_task(WebhookChannel(settings, lab.service).run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


async def settle(lab: Lab) -> None:
    """Wait until nothing waits for the case system."""
    async with asyncio.timeout(10):
        while True:
            if not await lab.rows(
                "SELECT id FROM outbox WHERE channel = 'webhook' AND status IN ('queued', 'sending')"
            ):
                return
            await asyncio.sleep(0.01)


async def taken_up(lab: Lab) -> str:
    code = await sign(lab.service)
    assert (await lab.service.claim(code, ANNA.worker)).won
    return code


async def give(lab: Lab, code: str, reason: str) -> None:
    issue = Issue(to="", at=lab.clock(), reason=reason)
    await lab.service.give_to_case_system(ANNA, code, issue)


async def statuses(lab: Lab) -> list[tuple]:
    return await lab.rows("SELECT status, error FROM outbox WHERE channel = 'webhook' ORDER BY id")


async def withdraw(lab: Lab, words: str = "intrekken") -> None:
    await lab.service.handle(text(words))
    await lab.service.handle(text("ja"))


async def test_an_intake_that_is_given_arrives_whole_and_signed(lab: Lab, system: CaseSystem) -> None:
    code = await taken_up(lab)
    await give(lab, code, REASON)
    async with running(lab, system):
        await settle(lab)
    [call] = system.handled
    assert (call["event"], call["code"], call["reason"]) == ("intake", code, REASON)
    assert STORY in json.dumps(call["intake"], ensure_ascii=False)
    assert call["intake"]["code"] == code
    [(headers, _)] = system.raw
    assert headers["X-Wegwijzer-Id"] == call["id"]
    assert await statuses(lab) == [("sent", None)]


async def test_a_talk_that_was_shared_with_people_is_not_for_a_system(lab: Lab, system: CaseSystem) -> None:
    code = await taken_up(lab)
    for said in ("deel ons gesprek", "deel maar"):
        await lab.service.handle(text(said))
    async with lab.store.read() as unit:
        row = await unit.find_intake(code)
    assert row is not None
    assert "talk" in json.loads(row.body)
    await give(lab, code, REASON)
    async with running(lab, system):
        await settle(lab)
    [call] = system.handled
    assert "talk" not in call["intake"]


async def test_until_it_leaves_only_the_reference_waits(lab: Lab) -> None:
    code = await taken_up(lab)
    await give(lab, code, REASON)
    async with lab.store.read() as unit:
        [row] = await unit.due(lab.clock(), 5, ["webhook"])
    assert set(json.loads(row.body)) == {"id", "event", "code", "reason"}


@pytest.mark.parametrize("reason", ["", "  \n"])
async def test_without_a_reason_nothing_is_given(lab: Lab, reason: str) -> None:
    code = await taken_up(lab)
    with pytest.raises(NotGiven, match="without a reason"):
        await give(lab, code, reason)
    assert await statuses(lab) == []


async def test_only_what_a_person_has_taken_up_is_given(lab: Lab) -> None:
    code = await sign(lab.service)
    with pytest.raises(NotGiven, match="nobody has taken up"):
        await give(lab, code, REASON)
    with pytest.raises(NotGiven, match="no intake has the reference"):
        await give(lab, "W-22222", REASON)
    await withdraw(lab)
    with pytest.raises(NotGiven, match="its text is gone"):
        await give(lab, code, REASON)


@pytest.mark.parametrize("mood", [500, 503, 429, 408, "hang", "lose"])
async def test_what_did_not_get_through_comes_again_and_counts_once(
    lab: Lab, system: CaseSystem, mood: int | str
) -> None:
    system.mood += [mood, mood]
    await give(lab, await taken_up(lab), REASON)
    async with running(lab, system):
        await settle(lab)
    assert len(system.raw) == 3
    assert len({headers["X-Wegwijzer-Id"] for headers, _ in system.raw}) == 1
    assert len(system.handled) == 1
    assert [row[0] for row in await statuses(lab)] == ["sent"]


@pytest.mark.parametrize("status", [400, 401, 404, 410, 422, 301, 307])
async def test_what_is_refused_stays_visible_and_the_coordinators_hear(
    lab: Lab, system: CaseSystem, status: int
) -> None:
    code = await taken_up(lab)
    system.mood.append(status)
    await give(lab, code, REASON)
    async with running(lab, system):
        await settle(lab)
    assert len(system.raw) == 1, "not once more, and nowhere else"
    assert await statuses(lab) == [("failed", f"HTTP {status}")]
    assert (await notices(lab))[-1] == {"notice": "not_given", "code": code}


async def test_a_system_that_is_away_for_a_day(lab: Lab, system: CaseSystem) -> None:
    await give(lab, await taken_up(lab), REASON)
    lab.clock.shift = timedelta(hours=25)
    system.mood.append(503)
    async with running(lab, system):
        await settle(lab)
    assert await statuses(lab) == [("failed", "HTTP 503")]


async def test_another_secret_is_refused(lab: Lab, system: CaseSystem) -> None:
    await give(lab, await taken_up(lab), REASON)
    async with running(lab, system, secret=SECRET[::-1]):
        await settle(lab)
    assert system.refused == ["not from Wegwijzer"]
    assert await statuses(lab) == [("failed", "HTTP 403")]


async def test_a_call_that_somebody_caught_is_worth_nothing(lab: Lab, system: CaseSystem) -> None:
    await give(lab, await taken_up(lab), REASON)
    async with running(lab, system):
        await settle(lab)
    [(headers, body)] = system.raw
    assert system.take(headers, body) == 200
    assert len(system.handled) == 1, "again within five minutes: known"
    assert system.take(headers | {"X-Wegwijzer-Id": "other"}, body) == 200
    assert len(system.handled) == 1, "under another id: the one in the body counts"
    assert system.take(headers, body.replace(b"W-", b"X-")) == 403
    fresh = str(int(headers["X-Wegwijzer-Timestamp"]) + 200)
    assert system.take(headers | {"X-Wegwijzer-Timestamp": fresh}, body) == 403
    lab.clock.shift = timedelta(minutes=6)
    assert system.take(headers, body) == 403
    assert system.refused[-1] == "too old"


async def test_what_waits_does_not_go_once_it_is_withdrawn(lab: Lab, system: CaseSystem) -> None:
    code = await taken_up(lab)
    await give(lab, code, REASON)
    await withdraw(lab)
    async with running(lab, system):
        await settle(lab)
    assert [set(call) for call in system.handled] == [{"id", "event", "code"}]
    assert (system.handled[0]["event"], system.handled[0]["code"]) == ("withdrawn", code)
    assert await statuses(lab) == [("sent", None)], "what waited is gone without a trace"
    assert await lab.rows("SELECT * FROM marks WHERE key LIKE 'webhook%'") == []


@pytest.mark.parametrize("words", ["intrekken", "wissen"])
async def test_what_was_given_is_called_back_by_its_code_only(lab: Lab, system: CaseSystem, words: str) -> None:
    code = await taken_up(lab)
    await give(lab, code, REASON)
    async with running(lab, system):
        await settle(lab)
        await withdraw(lab, words)
        await settle(lab)
    assert [call["event"] for call in system.handled] == ["intake", "withdrawn"]
    [_, (_, body)] = system.raw
    assert set(json.loads(body)) == {"id", "event", "code"}
    assert json.loads(body)["code"] == code


async def test_erasing_calls_back_what_was_closed_long_ago(lab: Lab, system: CaseSystem) -> None:
    code = await taken_up(lab)
    await give(lab, code, REASON)
    async with lab.store.write() as unit:
        assert await unit.close_intake(code, ANNA.worker, lab.clock())
    async with running(lab, system):
        await settle(lab)
        later = lab.clock() + timedelta(days=8)
        async with lab.store.write() as unit:
            await unit.purge(
                conversations_before=lab.clock() - timedelta(days=30), done_before=later, closed_before=later
            )
        assert await lab.rows("SELECT * FROM intakes") == []
        await withdraw(lab, "wissen")
        await settle(lab)
    assert [call["event"] for call in system.handled] == ["intake", "withdrawn"]


async def test_a_call_back_that_is_refused_is_told(lab: Lab, system: CaseSystem) -> None:
    code = await taken_up(lab)
    await give(lab, code, REASON)
    async with running(lab, system):
        await settle(lab)
        system.mood.append(410)
        await withdraw(lab)
        await settle(lab)
    assert (await notices(lab))[-1] == {"notice": "not_given", "code": code}


async def test_what_was_never_given_is_not_called_back(lab: Lab) -> None:
    await taken_up(lab)
    await withdraw(lab)
    assert await statuses(lab) == []


async def test_withdrawn_while_it_leaves(lab: Lab, system: CaseSystem) -> None:
    """It was taken from the queue already: then it is read too late, and nothing of it leaves."""
    code = await taken_up(lab)
    await give(lab, code, REASON)
    take = lab.service.outgoing.take

    async def slow(row) -> bool:
        done = await take(row)
        if json.loads(row.body)["event"] == "intake":
            await withdraw(lab)
        return done

    lab.service.outgoing.take = slow
    async with running(lab, system):
        await settle(lab)
    assert [call["event"] for call in system.handled] == ["withdrawn"]
    assert await statuses(lab) == [("failed", "Withdrawn"), ("sent", None)]
    assert "not_given" not in [one["notice"] for one in await notices(lab)]


async def test_a_store_that_is_away_for_a_moment_loses_nothing(lab: Lab, system: CaseSystem) -> None:
    await give(lab, await taken_up(lab), REASON)
    due, left = lab.service.outgoing.due, [3]

    async def sometimes(channels, limit):
        left[0] -= 1
        if left[0] >= 0:
            raise StoreError("away")
        return await due(channels, limit)

    lab.service.outgoing.due = sometimes
    async with running(lab, system):
        await settle(lab)
    assert len(system.handled) == 1


async def test_the_secret_shows_nowhere() -> None:
    assert SECRET not in repr(CaseSystemSettings(url="https://x", secret=SECRET))
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= 55
