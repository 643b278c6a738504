"""Helpers and cases: who is proposed, asked, helping, and who never meets again. Inside one unit."""

from bot.model.cases import EntryKind, TimerKind, WaitsFor
from bot.model.helpers import Mismatch
from bot.service.casework import Casework
from bot.store import CaseRow, MatchState

_OF_MATCH = (TimerKind.MATCH_FOLLOW, TimerKind.HELPER_SILENT)


async def end_match(work: Casework, case: CaseRow, *, by: str, why: str, note: str = "") -> None:
    """Somebody said that it does not work out: these two never meet again, and the case is ours again."""
    reason = Mismatch(why)
    for match in await work.unit.list_matches(case.id):
        if match.state is MatchState.ACTIVE:
            await work.unit.mismatch(match.id, reason, note, by=by, at=work.now)
    await work.enter(case.id, EntryKind.MATCH, by, what="mismatch", why=reason.value)
    await work.drop_timers(case.id, *_OF_MATCH)
    await work.unit.change_case(case.id, helper_id=None, helper_silent_at=None, waits_for=WaitsFor.US)
