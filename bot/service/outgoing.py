"""What became of each message in the outbox: the only way a sender touches the store."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from bot.model.cases import Delivery
from bot.model.conversation import Json
from bot.service.casework import Office
from bot.service.deliveries import note_delivery
from bot.service.messages import CASE_CHANNEL, STAFF_CHANNEL, StaffSettings
from bot.service.notices import Notice, notice_mark, notify
from bot.service.scrub import Scrubber
from bot.store import OutboxRow, Recovered, Store, Unit

_log = structlog.get_logger(__name__)
_MANY = 1000  # messages in wait that are looked through before an address is forgotten
STAFF_CLOSED = f"{STAFF_CHANNEL}:closed_at"


class Outgoing:
    """Keeps the outbox. A sender asks what is due, takes it, sends it and tells how it went."""

    def __init__(self, store: Store, office: Office, clock: Callable[[], datetime], scrubber: Scrubber) -> None:
        self._store, self._office, self._clock, self._scrubber = store, office, clock, scrubber
        self._staff = office.staff

    async def recover(self, channels: Collection[str]) -> Recovered:
        """Deal with what a crash left half sent. For the one sender of these channels, before it sends anything."""
        async with self._store.write() as unit:
            recovered = await unit.recover_sending(self._clock(), channels)
        if recovered.queued or recovered.uncertain:
            _log.warning("half_sent_recovered", again=recovered.queued, uncertain=recovered.uncertain)
        return recovered

    async def give_up(self, channel: str) -> None:
        """Nobody sends on this channel any more: what still waits there would wait for ever."""
        async with self._store.write() as unit:
            parked = await unit.park_channel(channel, self._clock())
        if parked:
            _log.error("channel_not_set_up", channel=channel, given_up=parked)

    async def due(self, channels: Collection[str], limit: int) -> Sequence[OutboxRow]:
        """Give the first message of each address of these channels that may be sent now."""
        async with self._store.read() as unit:
            return await unit.due(self._clock(), limit, channels)

    async def take(self, row: OutboxRow) -> bool:
        """Take a message for sending; False when it is not there to take any more."""
        async with self._store.write() as unit:
            return await unit.mark_sending(row.id)

    async def sent(self, row: OutboxRow, external_id: str) -> None:
        """It arrived. Of a resident who asked to be forgotten nothing is left now."""
        async with self._store.write() as unit:
            await unit.mark_sent(row.id, external_id, self._clock())
            await self._note(unit, row, Delivery.SENT)
            await self._note_staff(unit, row, external_id)
            await self._forget(unit, row)
        await self._scrubber.run()

    async def uncertain(self, row: OutboxRow) -> None:
        """Nobody knows whether it arrived."""
        _log.warning("delivery_uncertain", message=row.id, conversation=row.conversation_id)
        async with self._store.write() as unit:
            await unit.mark_uncertain(row.id, self._clock())
            await self._note(unit, row, Delivery.UNCERTAIN)
            await self._forget(unit, row)

    async def doubted(self, row: OutboxRow, until: datetime) -> None:
        """Nobody knows whether it arrived: once more from `until` on, marked as `recovered`, and then no more."""
        async with self._store.write() as unit:
            if await unit.once_more(row.id, until):
                return
        await self.uncertain(row)

    async def postpone(self, row: OutboxRow, until: datetime) -> None:
        """It did not arrive, and may be tried again from `until` on; it keeps its place."""
        async with self._store.write() as unit:
            await unit.postpone(row.id, until)

    async def failed(self, row: OutboxRow, error: str) -> None:
        """It will never arrive: somebody must know."""
        _log.error("delivery_failed", message=row.id, conversation=row.conversation_id, error=error)
        async with self._store.write() as unit:
            await unit.mark_failed(row.id, error, self._clock())
            await self._note(unit, row, Delivery.FAILED)
            if row.channel == CASE_CHANNEL:
                await self._tell_not_given(unit, row)
            elif row.channel != STAFF_CHANNEL and not await self._forget(unit, row):
                await self._tell_undelivered(unit, row)

    async def closed(self, row: OutboxRow, error: str) -> None:
        """The address is closed to us: nothing more is tried until it opens again."""
        now = self._clock()
        _log.warning("address_closed", message=row.id, conversation=row.conversation_id, error=error)
        async with self._store.write() as unit:
            await unit.mark_failed(row.id, error, now)
            await self._note(unit, row, Delivery.FAILED)
            if row.channel == STAFF_CHANNEL:
                await unit.set_mark(STAFF_CLOSED, now.isoformat())
                return
            for entry in await unit.park_address(row.channel, row.address, now):
                await self._note(unit, replace(row, entry_id=entry), Delivery.FAILED)
            if await self._forget(unit, row) or row.conversation_id is None:
                return
            await unit.mark_reachable(row.conversation_id, False)
            for code in await unit.open_codes(row.conversation_id):
                await notify(unit, self._staff, now, Notice.UNREACHABLE, code=code)

    async def staff_address(self) -> str:
        """Where notices go now: the coordinators' chat may have moved since it was configured."""
        async with self._store.read() as unit:
            return await unit.get_mark(moved_mark(self._staff.chat_id)) or self._staff.chat_id

    async def staff_moved(self, old: str, new: str) -> None:
        """The coordinators' chat goes on under another address; telling it twice changes nothing."""
        async with self._store.write() as unit:
            await note_move(unit, self._staff, old, new)

    async def notice_message(self, code: str) -> str:
        """The message that holds the notice about an intake; empty when none was sent."""
        async with self._store.read() as unit:
            return await unit.get_mark(notice_mark(code)) or ""

    async def _note_staff(self, unit: Unit, row: OutboxRow, external_id: str) -> None:
        if row.channel != STAFF_CHANNEL:
            return
        if await unit.get_mark(STAFF_CLOSED):
            await unit.set_mark(STAFF_CLOSED, "")
        code = body_of(row).get("code")
        if body_of(row).get("notice") != Notice.INTAKE or not isinstance(code, str):
            return
        if await unit.find_case(code) is not None:
            await unit.set_mark(notice_mark(code), external_id)
        else:
            await unit.drop_mark(notice_mark(code))  # erased, and the group has read so: nothing changes there any more

    async def _note(self, unit: Unit, row: OutboxRow, delivery: Delivery) -> None:
        await note_delivery(unit, self._office, self._clock(), row, delivery)

    async def _forget(self, unit: Unit, row: OutboxRow) -> bool:
        """Erase what stood ready for the last words to somebody who is forgotten, unless they began anew."""
        if not body_of(row).get("forget") or row.conversation_id is None:
            return False
        talk = await unit.find_conversation(row.channel, row.address)
        if talk is None or talk.id != row.conversation_id or talk.turn > 0:
            return False
        if any(one.address == row.address for one in await unit.pending(_MANY)):
            return False  # a new message came meanwhile: erasing would lose it
        await self._scrubber.note(unit)
        return await unit.erase_conversation(talk.id)

    async def _tell_not_given(self, unit: Unit, row: OutboxRow) -> None:
        call = body_of(row)
        intake = await unit.find_intake(str(call["code"]))
        if call["event"] == "intake" and (intake is None or not intake.body):
            return  # taken back while it was leaving: as it should be
        await notify(unit, self._staff, self._clock(), Notice.NOT_GIVEN, code=call["code"])

    async def _tell_undelivered(self, unit: Unit, row: OutboxRow) -> None:
        if row.conversation_id is not None:
            talk = await unit.find_conversation(row.channel, row.address)
            ref = talk.ref if talk is not None else ""
            await notify(unit, self._staff, self._clock(), Notice.UNDELIVERED, ref=ref)


def body_of(row: OutboxRow) -> dict[str, Json]:
    """The body of a message in the outbox."""
    body = json.loads(row.body)
    return body if isinstance(body, dict) else {}


def moved_mark(chat_id: str) -> str:
    """The mark under which the new address of a chat is kept."""
    return f"{STAFF_CHANNEL}:moved:{chat_id}"


async def note_move(unit: Unit, staff: StaffSettings, old: str, new: str) -> None:
    """Keep the new address of the coordinators' chat; chats that are not theirs are ignored."""
    known = await unit.get_mark(moved_mark(staff.chat_id)) or staff.chat_id
    if staff.chat_id and old in (staff.chat_id, known) and new != known:
        await unit.set_mark(moved_mark(staff.chat_id), new)
        _log.warning("staff_chat_moved")
