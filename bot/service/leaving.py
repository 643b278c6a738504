"""Going out of the talk with a resident, by whatever act: the bot goes on at the very step where it was."""

from bot.dialogue import people
from bot.model.cases import EntryKind, TimerKind, WaitsFor
from bot.model.conversation import Leaving, PersonMode
from bot.model.worker import Worker
from bot.service.casework import Casework
from bot.service.turns import take_staff_turn
from bot.store import CaseRow


async def leave_talk(work: Casework, case: CaseRow, who: Worker) -> None:
    """Give the talk back, and take an open question of ours back. Nothing happens when nobody has the talk."""
    if case.talk_mode is None:
        return
    talk = await work.unit.get_conversation(case.conversation_id)
    engine, now = work.office.engine, work.now
    await take_staff_turn(work.unit, engine, talk, lambda one: people.leave(engine, one, now, Leaving.DONE), now)
    await work.unit.change_case(case.id, talk_mode=None, asked_at=None, waits_for=WaitsFor.US)
    await work.drop_timers(case.id, TimerKind.HANDBACK_IDLE, TimerKind.ASK_REMINDER)
    if case.talk_mode == PersonMode.LIVE:
        await work.enter(case.id, EntryKind.LEFT, who.id, who=who.name)
