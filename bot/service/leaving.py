"""Going out of the talk with a resident, by whatever act: the bot goes on at the very step where it was."""

from bot.dialogue import people
from bot.model.cases import EntryKind, TimerKind, WaitsFor
from bot.model.conversation import Leaving, PersonMode
from bot.model.worker import Worker
from bot.service.casework import Casework
from bot.service.telling import take
from bot.store import CaseRow


async def leave_talk(
    work: Casework, case: CaseRow, who: Worker, *, author: str = "", why: Leaving = Leaving.DONE
) -> None:
    """Let `who` out of the talk, and take an open question back. Nothing happens when nobody has the talk.

    `author`: who did it, when it was not `who`.
    """
    if case.talk_mode is None:
        return
    engine, now = work.office.engine, work.now
    await take(work, case, lambda talk, outside: people.leave(engine, talk, now, why, outside))
    await work.drop_timers(case.id, TimerKind.HANDBACK_IDLE, TimerKind.ASK_REMINDER)
    if case.talk_mode == PersonMode.ASK:
        await work.unit.change_case(case.id, talk_mode=None, asked_at=None, waits_for=WaitsFor.US)
    else:
        await work.unit.change_case(case.id, talk_mode=None)
        await work.enter(case.id, EntryKind.LEFT, author or who.id, who=who.name)
