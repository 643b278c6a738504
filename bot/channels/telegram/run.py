"""The Telegram channel as a whole: one process holds the lease, and receives, works and sends."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from starlette.routing import Route
from telegram.error import TelegramError

from bot.channels.lease import Lease
from bot.channels.telegram.alarms import Alarms
from bot.channels.telegram.api import Api
from bot.channels.telegram.gate import Gate
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.raw import KINDS
from bot.channels.telegram.read import CHANNEL, Reader
from bot.channels.telegram.receive import Poller, backoff
from bot.channels.telegram.send import Sender
from bot.channels.telegram.settings import Mode, TelegramSettings
from bot.channels.telegram.staff_chat import StaffChat
from bot.channels.telegram.webhook import webhook_routes
from bot.channels.telegram.words import TelegramWords
from bot.channels.waiting import wait_for
from bot.model.conversation import Json, Reply
from bot.model.wording import TelegramText
from bot.service import Service
from bot.service.service import poll_mark
from bot.store import StoreError

_log = structlog.get_logger(__name__)
_GRACE = 5.0  # seconds for what is on its way when we stop
_LOOK_AGAIN = 60.0  # seconds between looks at the webhook


class TelegramChannel:
    """One bot. `run` may be started in many processes: one of them works, the others stand by."""

    def __init__(self, settings: TelegramSettings, service: Service, *, pace: Pace | None = None) -> None:
        self._settings, self._service, self._timing = settings, service, settings.timing
        self._lease = Lease(service, CHANNEL, self._timing.lease)
        self._api = Api(settings)
        self._words = TelegramWords(service.engine)
        self._alarms = Alarms(self._send_directly, self._timing.alarm)
        self._staff_chat = StaffChat(service)
        self._gate = Gate(
            api=self._api,
            service=service,
            alarms=self._alarms,
            words=self._words,
            staff_chat=self._staff_chat,
            bot_id=settings.bot_id,
        )
        self._reader = Reader(words=self._words.command_words(), members=service.staff.members, chats=self._staff_chat)
        self._sender = Sender(
            api=self._api,
            service=service,
            alarms=self._alarms,
            words=self._words,
            staff_chat=self._staff_chat,
            timing=self._timing,
            pace=pace,
        )

    def routes(self, path: str = "/telegram") -> list[Route]:
        """The web route for the webhook; none when we poll."""
        if self._settings.mode is not Mode.WEBHOOK:
            return []
        return webhook_routes(self._gate, secret=self._settings.webhook_secret, path=path)

    async def run(self, stop: asyncio.Event) -> None:
        """Receive, work and send until `stop` is set; stand by while another process does."""
        await self._api.open()
        try:
            await self._lease.work(stop, self._active)
        finally:
            await self._api.shut()

    async def _active(self) -> None:
        """Do everything, until cancelled."""
        await self._find_staff()
        loops = [asyncio.create_task(self._forever(name, loop)) for name, loop in self._loops().items()]
        try:
            await asyncio.gather(*loops)
        finally:
            for task in loops:
                task.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            await self._gate.finish()
            await self._sender.finish(_GRACE)

    async def _find_staff(self) -> None:
        """Before anything comes in: we leave every other group."""
        misses = 0
        while True:
            try:
                return await self._staff_chat.follow()
            except StoreError as error:
                misses += 1
                _log.error("store_down", error=type(error).__name__)
                await asyncio.sleep(backoff(self._timing, misses))

    def _loops(self) -> dict[str, Callable[[], Awaitable[None]]]:
        receive = self._poll if self._settings.mode is Mode.POLLING else self._watch_webhook
        return {
            "receive": receive,
            "work": self._work,
            "send": self._sender.run,
            "alarms": self._alarms.run,
            "introduce": self._introduce,
        }

    async def _forever(self, name: str, loop: Callable[[], Awaitable[None]]) -> None:
        """A loop that ends by our own fault starts again: half a bot looks alive and is not."""
        misses = 0
        while True:
            try:
                await loop()
            except Exception as error:  # noqa: BLE001  the edge: log the class only, and go on
                misses += 1
                _log.error("loop_failed", loop=name, error=type(error).__name__, times=misses)
                await asyncio.sleep(backoff(self._timing, misses))
            else:
                return

    async def _poll(self) -> None:
        await self._note_gap()
        # Without `drop_pending_updates`: what people sent while we were away is handled.
        await self._until_done("deleteWebhook", {})
        poller = Poller(
            api=self._api,
            gate=self._gate,
            service=self._service,
            timing=self._timing,
            bot_id=self._settings.bot_id,
        )
        await poller.run()

    async def _watch_webhook(self) -> None:
        """Set the webhook, and look now and then whether it still is ours."""
        await self._note_gap()
        wanted: dict[str, Json] = {
            "url": self._settings.webhook_url,
            "secret_token": self._settings.webhook_secret,
            "allowed_updates": list(KINDS),
        }
        await self._until_done("setWebhook", wanted)
        while True:
            info = await self._until_done("getWebhookInfo", {})
            if isinstance(info, dict) and info.get("url") != self._settings.webhook_url:
                _log.error("webhook_was_changed")
                await self._until_done("setWebhook", wanted)
            async with self._service.store.write() as unit:
                await unit.set_mark(poll_mark(CHANNEL), self._service.clock().isoformat())
            await asyncio.sleep(_LOOK_AGAIN)

    async def _note_gap(self) -> None:
        """Telegram keeps updates for a day: after a longer absence, say that some may be missing."""
        async with self._service.store.read() as unit:
            mark = await unit.get_mark(poll_mark(CHANNEL))
        if mark is None:
            return  # never polled before: there is nothing that could be missing
        since = datetime.fromisoformat(mark)
        if self._service.clock() - since > timedelta(seconds=self._timing.gap):
            await self._service.note_gap(since)
            async with self._service.store.write() as unit:
                await unit.set_mark(poll_mark(CHANNEL), self._service.clock().isoformat())

    async def _work(self) -> None:
        while True:
            self._gate.stored.clear()
            wait = self._timing.idle
            try:
                worked = await self._service.work(CHANNEL, self._reader.read)
                if worked.handled:
                    await self._staff_chat.follow()  # perhaps one of these told that it moved
            except StoreError as error:
                _log.error("store_down", error=type(error).__name__)
                await asyncio.sleep(self._timing.first_retry)
                continue
            self._alarms.handled(worked.handled)
            if worked.handled or worked.failed:
                self._sender.wake.set()
                continue
            if worked.retry_at is not None:
                wait = min(wait, max(0.01, (worked.retry_at - self._service.clock()).total_seconds()))
            await wait_for(self._gate.stored, wait)

    async def _introduce(self) -> None:
        """Set the menu and the description, and look whether the bot is set up as it should be."""
        me = await self._until_done("getMe", {})
        if isinstance(me, dict) and me.get("can_read_all_group_messages") is True:
            _log.error("privacy_mode_is_off")  # BotFather, /setprivacy: we do not want to hear groups
        await self._until_done("setMyCommands", {"commands": self._words.commands()})
        await self._until_done("setMyDescription", {"description": self._words.say(TelegramText.ABOUT)})
        await self._until_done(
            "setMyShortDescription", {"short_description": self._words.say(TelegramText.ABOUT_SHORT)}
        )

    async def _until_done(self, method: str, data: dict[str, Json]) -> Json:
        misses = 0
        while True:
            try:
                return await self._api.call(method, data)
            except TelegramError as error:
                misses += 1
                _log.warning("call_failed", method=method, error=type(error).__name__, times=misses)
                await asyncio.sleep(backoff(self._timing, misses))

    async def _send_directly(self, address: str, reply: Reply) -> bool:
        return await self._sender.send_directly(address, reply)
