"""Where updates come in, polled or pushed: look for danger, store, and only then react."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence

import structlog
from telegram.error import TelegramError

from bot.channels.telegram.alarms import Alarms
from bot.channels.telegram.api import Api
from bot.channels.telegram.raw import Arrived, shrink
from bot.channels.telegram.read import CHANNEL, OPEN, staff_tap
from bot.channels.telegram.staff_chat import StaffChat
from bot.channels.words import ChannelWords
from bot.model.conversation import Json
from bot.model.wording import TelegramText
from bot.service import RawUpdate, Service

_log = structlog.get_logger(__name__)


class Gate:
    """Takes updates in. When `take_in` returns they are stored, and may be confirmed."""

    def __init__(
        self, *, api: Api, service: Service, alarms: Alarms, words: ChannelWords, staff_chat: StaffChat, bot_id: str
    ) -> None:
        self._api, self._service, self._alarms, self._words = api, service, alarms, words
        self._staff_chat = staff_chat
        self._bot_id = bot_id
        self._reactions: set[asyncio.Task[None]] = set()
        self.stored = asyncio.Event()  # set when there may be work

    def look(self, updates: Sequence[Json]) -> list[Arrived]:
        """See what came in. Danger is watched from here on, whether or not it can be stored."""
        arrived = [shrink(update, self._bot_id) for update in updates]
        for one in arrived:
            reply = self._service.safety(one.said) if one.private and one.said else None
            if reply is not None:
                self._alarms.watch(one.external_id, one.chat, reply)
        return arrived

    async def take_in(self, arrived: Sequence[Arrived], marks: Mapping[str, str]) -> None:
        """Store; raises StoreError when that is not possible, and then nothing may be confirmed."""
        await self._service.receive(CHANNEL, _in_order(arrived), marks)
        if arrived:
            self.stored.set()
        for one in arrived:
            self._react(one)

    async def finish(self) -> None:
        """Let reactions that are on their way come to an end."""
        await asyncio.gather(*self._reactions, return_exceptions=True)

    def _react(self, one: Arrived) -> None:
        """What needs no memory: stop a button's spinning, leave a group that is not ours."""
        if one.query:
            self._start(self._answer(one))
        self._staff_chat.add(one.moved_from, one.moved_to)
        if one.chat and not one.private and one.chat not in self._staff_chat:
            self._start(self._leave(one.chat))

    async def _answer(self, one: Arrived) -> None:
        data: dict[str, Json] = {"callback_query_id": one.query}
        tap = staff_tap(one.data)
        if tap is not None and one.chat in self._staff_chat:
            if one.who not in self._service.staff.members:
                _log.warning("staff_tap_refused")
                data |= {"text": self._words.say(TelegramText.STAFF_ONLY), "show_alert": True}
            elif tap[0] == OPEN:
                data |= {"text": self._words.say(TelegramText.OPEN_WHERE, code=tap[1]), "show_alert": True}
        elif not one.private:
            data |= {"text": self._words.say(TelegramText.STAFF_ONLY)}
        await self._api.call("answerCallbackQuery", data)

    async def _leave(self, chat: str) -> None:
        _log.warning("left_group", chat=chat)  # a group's number: the operator needs it to make it ours
        await self._api.call("leaveChat", {"chat_id": chat})

    def _start(self, reaction: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(_unharmed(reaction))
        self._reactions.add(task)
        task.add_done_callback(self._reactions.discard)


async def _unharmed(reaction: Coroutine[object, object, None]) -> None:
    try:
        await reaction
    except TelegramError as error:
        # An answer that comes too late is refused: the button stopped spinning by itself.
        _log.info("reaction_failed", error=type(error).__name__)


def _in_order(arrived: Sequence[Arrived]) -> list[RawUpdate]:
    """All that is to be stored; the ids of albums with words first, so that their other pictures are silent."""
    albums = [raw for one in arrived for raw in one.raws[1:]]
    return [*albums, *(one.raws[0] for one in arrived)]
