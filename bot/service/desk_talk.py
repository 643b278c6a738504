"""The talk with a resident from the desk: to say, to ask, to come and to go, to put an answer right."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from bot.dialogue import corrections, people
from bot.intake import aftercare
from bot.model.cases import Box, Delivery, EntryKind, PromiseReason, TimerKind, WaitsFor
from bot.model.conversation import Json, PersonMode
from bot.model.facts import FactKind, Value
from bot.model.wording import PeopleText
from bot.model.worker import Actor
from bot.service.casework import Casework
from bot.service.desk import Desk, enter_contact, place_of
from bot.service.leaving import leave_talk
from bot.service.refusals import Refusal, Why
from bot.service.telling import say, saying, take
from bot.service.typed import maybe, tidy
from bot.store import CUT, CaseRow
from bot.understanding.numbers import find_phone, find_postcode

UNDO = timedelta(seconds=5)
"""So long a message can be taken back before it leaves. Own choice: long enough to see a slip, hardly a wait."""

_UNFILLED = re.compile(r"\{[a-z_]+\}")
"""Words that an answer that stood ready left open; `answers.js` marks the same."""

_READ: Mapping[FactKind, Callable[[str], str | None]] = {
    FactKind.PHONE: find_phone,
    FactKind.POSTCODE: find_postcode,
    FactKind.TEXT: tidy,
    FactKind.TIME: tidy,
}


class DeskTalk:
    """What the owner of a case does in the talk with the resident. Raises `Refusal` when something cannot be done."""

    def __init__(self, desk: Desk) -> None:
        """Beside the desk: the same cases."""
        self._desk, self._engine = desk, desk.service.engine

    async def say(self, by: Actor, code: str, text: str, *, rev: int, key: str = "") -> None:
        """Tell the resident something; who was not in the talk comes in first. The same `key` twice is one message."""
        words = _for_resident(text)
        async with self._desk.acting(by, code, "say") as (work, case):
            if await _was_done(work, by, key):
                return
            await _chat_of(work, case)
            await self._come_in(work, by, case)
            entry = await self._entry(work, by, case, EntryKind.TOLD, words, key, rev)
            if entry is None:
                return
            name, now = by.worker.name, work.now
            await take(
                work,
                case,
                lambda talk, outside: people.speak(self._engine, talk, now, name, words, outside),
                entry_id=entry,
                hold_until=now + UNDO,
            )
            await self._told(work, case)
            await work.unit.drop_draft(by.worker.id, place_of(case, Box.MESSAGE))

    async def undo(self, by: Actor, code: str, entry_id: int) -> None:
        """Take a message back that has not left yet. Its words are in the box again, above what is typed there."""
        async with self._desk.acting(by, code, "undo") as (work, case):
            entry = await work.unit.find_entry(entry_id)
            if entry is None or entry.intake_id != case.id or entry.author != by.worker.id:
                raise Refusal(Why.TOO_LATE)
            if not await work.unit.take_back_entry(entry_id):
                raise Refusal(Why.TOO_LATE)
            if entry.kind == EntryKind.TOLD:
                place = place_of(case, Box.MESSAGE)
                typed = (str(json.loads(entry.body)["text"]), await work.unit.find_draft(by.worker.id, place))
                await work.unit.keep_draft(by.worker.id, place, "\n\n".join(filter(None, typed)), work.now)

    async def ask(self, by: Actor, code: str, text: str, *, rev: int, key: str = "") -> None:
        """Ask the resident one thing; the bot is silent until they answered, or want to do so later."""
        words = _for_resident(text)
        async with self._desk.acting(by, code, "ask") as (work, case):
            if await _was_done(work, by, key):
                return
            await _chat_of(work, case)
            if case.talk_mode is not None:
                raise Refusal(Why.SPEAKING)
            entry = await self._entry(work, by, case, EntryKind.ASK, words, key, rev)
            if entry is None:
                return
            name, now = by.worker.name, work.now
            await take(
                work,
                case,
                lambda talk, outside: people.ask(self._engine, talk, now, name, str(entry), case.code, words, outside),
                entry_id=entry,
            )
            await work.unit.change_case(
                case.id, talk_mode=PersonMode.ASK, waits_for=WaitsFor.RESIDENT, asked_at=work.now
            )
            await work.set_more_timers(case.id, aftercare.on_ask(work.hours(case), work.now))
            await work.unit.drop_draft(by.worker.id, place_of(case, Box.ASK))

    async def join(self, by: Actor, code: str) -> None:
        """Come into the talk; the resident reads who it is, and that it is a human being."""
        async with self._desk.acting(by, code, "join") as (work, case):
            await _chat_of(work, case)
            await self._come_in(work, by, case)

    async def leave(self, by: Actor, code: str) -> None:
        """Go out of the talk, or take an open question back; the bot goes on at the very step where it was."""
        async with self._desk.acting(by, code, "leave") as (work, case):
            await leave_talk(work, case, by.worker)

    async def correct(self, by: Actor, code: str, fact: str, value: Value, *, rev: int, key: str = "") -> None:
        """Put an answer of the resident right; they read it and may say no. What they signed stays as it was.

        The same `key` twice is one correction.
        """
        async with self._desk.acting(by, code, "correct") as (work, case):
            if await _was_done(work, by, key):
                return
            if rev != case.rev:
                raise Refusal(Why.OUTDATED)
            value = self._as_stored(case, fact, value)
            name, now = by.worker.name, work.now
            try:
                await take(
                    work,
                    case,
                    lambda talk, outside: people.correct(self._engine, talk, now, name, fact, value, outside),
                )
            except corrections.CorrectionFault:
                raise Refusal(Why.NO_SUCH_ANSWER) from None
            # Not what it was: that may be what the resident left out. What they signed is known.
            new = list(value) if isinstance(value, tuple) else [value]
            await work.enter(
                case.id,
                EntryKind.CORRECTION,
                by.worker.id,
                client_key=key or None,
                who=name,
                fact=fact,
                new=list[Json](new),
            )

    async def tell_unanswered(
        self, by: Actor, code: str, how: str, *, note: str = "", at: datetime | None = None, key: str = ""
    ) -> None:
        """Write down that somebody phoned in vain, and tell the resident: once that arrived, it is an answer.

        The same `key` twice is one call.
        """
        noted = maybe(note)
        async with self._desk.acting(by, code, "tell_unanswered") as (work, case):
            await _chat_of(work, case)
            entry = await enter_contact(work, by, case, how, noted, at=at, key=key, delivery=Delivery.WAITING)
            if entry is None:
                return
            await take(work, case, saying(work, case, PeopleText.CALLED, wie=by.worker.name), entry_id=entry)

    async def move_promise(self, by: Actor, code: str, due_at: datetime, *, key: str = "") -> None:
        """Tell the resident another moment by which they hear of us: `due_at`, or later when that cannot be kept.

        The same `key` twice moves it once.
        """
        async with self._desk.acting(by, code, "move_promise") as (work, case):
            if due_at <= work.now:
                raise Refusal(Why.PAST)
            if not await _was_done(work, by, key):
                await self._move(work, by, case, wished=due_at, key=key)

    async def put_off(self, by: Actor, code: str, until: datetime) -> None:
        """Put a case away until a moment; where a promise stands in the way, the resident is told a later one."""
        async with self._desk.acting(by, code, "snooze", mine=False) as (work, case):
            if until <= work.now:
                raise Refusal(Why.PAST)
            if not await work.fits_promise(case, until):
                await self._move(work, by, case, after=until)
            await work.put_away(case, until)

    async def erase(self, by: Actor, code: str) -> None:
        """Forget a resident who asks for it in person, and has no chat in which to do so. Nothing is left of it."""
        async with self._desk.acting(by, code, "erase") as (work, case):
            talk = await work.unit.get_conversation(case.conversation_id)
            if talk.channel != CUT:
                raise Refusal(Why.OWN_CHAT)
            await self._desk.service.erase(work.unit, talk)
        await self._desk.service.scrub()

    async def _move(
        self,
        work: Casework,
        by: Actor,
        case: CaseRow,
        *,
        wished: datetime | None = None,
        after: datetime | None = None,
        key: str = "",
    ) -> None:
        await _chat_of(work, case)
        promise = await work.unkept_promise(case)
        if promise is None:
            raise Refusal(Why.NO_PROMISE)
        moved = await work.correct(case, max(promise.due_at, after or promise.due_at), wished=wished)
        again = promise.reason == PromiseReason.CORRECTED
        phrase = PeopleText.PROMISE_MOVED_AGAIN if again else PeopleText.PROMISE_MOVED
        await say(work, case, phrase, moment_oud=promise.due_at, moment=moved)
        await work.enter(
            case.id,
            EntryKind.PROMISE,
            by.worker.id,
            client_key=key or None,
            who=by.worker.name,
            old=promise.due_at.isoformat(),
            new=moved.isoformat(),
        )

    async def _come_in(self, work: Casework, by: Actor, case: CaseRow) -> None:
        if case.talk_mode == PersonMode.LIVE:
            return
        name, now = by.worker.name, work.now
        await take(work, case, lambda talk, outside: people.join(self._engine, talk, now, name, outside))
        await work.unit.change_case(case.id, talk_mode=PersonMode.LIVE, waits_for=WaitsFor.US, asked_at=None)
        await work.drop_timers(case.id, TimerKind.ASK_REMINDER)
        await work.enter(case.id, EntryKind.JOINED, by.worker.id, who=name)

    async def _told(self, work: Casework, case: CaseRow) -> None:
        """The resident has the word now; after a silence the bot takes the talk back."""
        await work.drop_timers(case.id, TimerKind.HANDBACK_IDLE)
        await work.set_more_timers(case.id, aftercare.on_told(work.hours(case), work.now))
        await work.unit.change_case(case.id, unanswered_since=None, snoozed_until=None)

    def _as_stored(self, case: CaseRow, fact: str, value: Value) -> Value:
        """What somebody typed in the form in which such an answer is kept. Refused when it can be none."""
        spec = self._engine.parts_for(case.municipality).specs.get(fact)
        read = _READ.get(spec.kind) if spec is not None else None
        if read is None or not isinstance(value, str):
            return value
        found = read(value)
        if found is None:
            raise Refusal(Why.NO_SUCH_ANSWER)
        return found

    async def _entry(
        self, work: Casework, by: Actor, case: CaseRow, kind: EntryKind, words: str, key: str, rev: int
    ) -> int | None:
        """The entry whose words travel; None when this very one travels already. Refused from an older page."""
        entry = await work.enter(
            case.id,
            kind,
            by.worker.id,
            client_key=key or uuid4().hex,
            delivery=Delivery.WAITING,
            who=by.worker.name,
            text=words,
        )
        if entry is not None and rev != case.rev:
            raise Refusal(Why.OUTDATED)
        return entry


async def _was_done(work: Casework, by: Actor, key: str) -> bool:
    """Whether this person did the very thing that this key stands for."""
    return bool(key) and await work.unit.has_entry(by.worker.id, key)


def _for_resident(text: str) -> str:
    """What may go to a resident. Refused while something in it is still open."""
    words = tidy(text)
    if _UNFILLED.search(words):
        raise Refusal(Why.UNFILLED)
    return words


async def _chat_of(work: Casework, case: CaseRow) -> None:
    """Refused where no chat leads to the resident."""
    if (await work.unit.get_conversation(case.conversation_id)).channel == CUT:
        raise Refusal(Why.CUT)
