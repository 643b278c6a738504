"""Drains the outbox: urgent first, in order within a chat, at Telegram's pace, and nothing dropped."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import structlog
from telegram.error import TelegramError

from bot.channels.telegram.alarms import Alarms
from bot.channels.telegram.api import Api
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.read import CHANNEL
from bot.channels.telegram.receive import backoff
from bot.channels.telegram.render import Rendered, render_notice, render_reply
from bot.channels.telegram.settings import Timing
from bot.channels.telegram.staff_chat import StaffChat
from bot.channels.telegram.verdict import Fate, Verdict, judge
from bot.channels.waiting import until_noted, wait_for
from bot.channels.words import ChannelWords
from bot.model.conversation import Json, Reply
from bot.model.text import DUTCH
from bot.model.wording import Phrase
from bot.paper import PaperFault, file_name, make_pdf
from bot.service import STAFF_CHANNEL, Service
from bot.service.outgoing import body_of
from bot.store import OutboxRow

_log = structlog.get_logger(__name__)
_CHANNELS = (CHANNEL, STAFF_CHANNEL)
_AT_ONCE = 24  # chats that are sent to side by side
_LOOKED_AT = 3 * _AT_ONCE  # chats in one round; some of the first in line must wait, and hold up nobody behind them
_TOO_OLD = timedelta(hours=24)
_DOUBT_SECONDS = 1.0


class Doubtful(Exception):
    """All parts went out, but of one or more nobody knows whether they arrived."""


class Sender:
    """Sends what stands in the outbox; the only one that does, as the channel holds the lease."""

    def __init__(
        self,
        *,
        api: Api,
        service: Service,
        alarms: Alarms,
        words: ChannelWords,
        staff_chat: StaffChat,
        timing: Timing,
        pace: Pace | None = None,
    ) -> None:
        self._api, self._service, self._alarms = api, service, alarms
        self._words, self._staff_chat = words, staff_chat
        self._outgoing, self._timing, self._pace = service.outgoing, timing, pace or Pace()
        self._busy: dict[str, asyncio.Task[None]] = {}  # address -> what is on its way there
        self._parts: dict[int, int] = {}  # parts of a long message that went out already
        self._doubted: set[int] = set()  # messages that were uncertain once
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Send until cancelled. What a crash left half sent comes first."""
        await self._kept(lambda: self._outgoing.recover(_CHANNELS))
        while True:
            self.wake.clear()
            wait = await self._round()
            await wait_for(self.wake, min(wait, self._timing.idle))

    async def finish(self, seconds: float) -> None:
        """Let what is on its way arrive, but not for longer than this."""
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=seconds)
        for task in self._busy.values():
            task.cancel()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def send_directly(self, address: str, reply: Reply) -> bool:
        """Send past the outbox, for when the store is down; tells whether it arrived."""
        rendered = render_reply({"text": reply.text})
        try:
            for index in range(len(rendered.texts)):
                await self._api.call(*rendered.call(address, index))
        except TelegramError as error:
            _log.warning("direct_send_failed", error=type(error).__name__)
            return False
        return True

    async def _round(self) -> float:
        """Start sending all that may go now; returns the seconds until something else may."""
        soonest = self._timing.idle
        for row in await self._outgoing.due(_CHANNELS, _LOOKED_AT):
            if row.address in self._busy:
                continue
            if len(self._busy) >= _AT_ONCE:
                return soonest
            wait = self._pace.wait(self._chat(row), monotonic(), urgent=row.urgent)
            if wait > 0:
                soonest = min(soonest, wait)
            elif await self._outgoing.take(row):
                self._pace.take(self._chat(row), monotonic())
                self._start(row)
        return soonest

    def _start(self, row: OutboxRow) -> None:
        task = asyncio.create_task(self._deliver(row))
        self._busy[row.address] = task

        def done(_: asyncio.Task[None]) -> None:
            self._busy.pop(row.address, None)
            self.wake.set()

        task.add_done_callback(done)

    def _chat(self, row: OutboxRow) -> str:
        return self._staff_chat.now if row.channel == STAFF_CHANNEL else row.address

    async def _deliver(self, row: OutboxRow) -> None:
        rendered = await self._render(row)
        try:
            message_id = await self._send(row, rendered)
        except Doubtful:
            await self._kept(lambda: self._outgoing.uncertain(row))
        except TelegramError as error:
            await self._went_wrong(row, rendered, judge(error), type(error).__name__)
            return
        else:
            await self._kept(lambda: self._outgoing.sent(row, message_id))
            self._alarms.arrived(row.address, safety=row.urgent)
        self._parts.pop(row.id, None)
        self._doubted.discard(row.id)

    async def _render(self, row: OutboxRow) -> Rendered:
        body = body_of(row)
        if row.channel != STAFF_CHANNEL:
            return await self._printed(render_reply(body), body.get("document"))
        sent_as = await self._outgoing.notice_message(str(body.get("code") or ""))
        return render_notice(body, self._words, desk_url=self._service.staff.desk_url, sent_as=sent_as)

    async def _printed(self, rendered: Rendered, sheet: Json) -> Rendered:
        """The reply with its sheet as a PDF, made now and kept nowhere; else with word that it did not work."""
        if not isinstance(sheet, dict):
            return rendered
        try:
            made = await asyncio.to_thread(make_pdf, sheet)
        except PaperFault:
            _log.error("sheet_not_printed")
            return replace(rendered, texts=[self._service.engine.parts.phrase(Phrase.SHEET_FAILED, DUTCH)])
        return replace(rendered, file=made, file_name=file_name(sheet))

    async def _send(self, row: OutboxRow, rendered: Rendered) -> str:
        """Send every part that did not go out yet; the id of the last. Later parts go on after a doubtful one."""
        message_id, doubtful = rendered.edits, False
        for index in range(self._parts.get(row.id, 0), len(rendered.texts)):
            if index > 0:
                await self._turn(self._chat(row))
            try:
                message_id = await self._send_part(row, rendered, index, message_id)
            except TelegramError as error:
                last_chance = not rendered.twice or row.id in self._doubted
                if judge(error).fate is not Fate.UNCERTAIN or not last_chance:
                    raise
                doubtful = True
            self._parts[row.id] = index + 1
        if doubtful:
            raise Doubtful
        return message_id

    async def _send_part(self, row: OutboxRow, rendered: Rendered, index: int, message_id: str) -> str:
        method, data = rendered.call(self._chat(row), index)
        try:
            result = await self._api.call(method, data)
        except TelegramError as error:
            if judge(error).fate is Fate.SAME:
                return message_id
            raise
        return _message_id(result) or message_id

    async def _went_wrong(self, row: OutboxRow, rendered: Rendered, verdict: Verdict, error: str) -> None:
        """Nothing arrived of this part, or perhaps it did: the message keeps its place, or is given up."""
        match verdict.fate:
            case Fate.WAIT:
                self._pace.hold(self._chat(row), monotonic(), verdict.seconds)
                await self._again(row, verdict.seconds)
            case Fate.MOVED:
                await self._move(row, verdict.chat)
            case Fate.CLOSED:
                await self._kept(lambda: self._outgoing.closed(row, error))
                self._alarms.arrived(row.address, safety=True)  # nothing will
            case Fate.REFUSED:
                await self._kept(lambda: self._outgoing.failed(row, error))
            case Fate.UNCERTAIN:
                self._doubted.add(row.id)
                await self._again(row, _DOUBT_SECONDS)
            case _:
                await self._later(row, error)

    async def _later(self, row: OutboxRow, error: str) -> None:
        if self._service.clock() - row.created_at > _TOO_OLD:
            await self._kept(lambda: self._outgoing.failed(row, error))
            return
        await self._again(row, backoff(self._timing, row.attempts + 1))

    async def _again(self, row: OutboxRow, seconds: float) -> None:
        until = self._service.clock() + timedelta(seconds=seconds)
        await self._kept(lambda: self._outgoing.postpone(row, until))

    async def _move(self, row: OutboxRow, chat: str) -> None:
        if row.channel == STAFF_CHANNEL:
            old = self._staff_chat.now
            self._staff_chat.move(chat)  # before anything from there comes in: we leave groups that are not ours
            await self._kept(lambda: self._outgoing.staff_moved(old, chat))
        await self._again(row, 0.0)

    async def _turn(self, chat: str) -> None:
        while (wait := self._pace.wait(chat, monotonic())) > 0:  # noqa: ASYNC110  time passes, nothing tells
            await asyncio.sleep(wait)
        self._pace.take(chat, monotonic())

    async def _kept(self, note: Callable[[], Awaitable[object]]) -> None:
        await until_noted(note, first=self._timing.first_retry, last=self._timing.last_retry)


def _message_id(result: Json) -> str:
    number = result.get("message_id") if isinstance(result, dict) else None
    return str(number) if isinstance(number, int) else ""
