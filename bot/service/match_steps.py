"""What a match does to its case, step by step. Inside one unit, after somebody else decided that it may."""

import json
from collections.abc import Collection

from bot.intake import aftercare
from bot.intake.cases import has_mismatch_promise
from bot.model.cases import EntryKind, TimerKind, WaitsFor
from bot.model.conversation import HelperWish
from bot.model.helpers import Helper, Mismatch
from bot.service.casework import Casework, case_of
from bot.store import CaseRow, MatchRow, MatchState, Unit

BEFORE_START = (MatchState.PROPOSED, MatchState.ASKED, MatchState.AGREED)
_OF_MATCH = (TimerKind.MATCH_FOLLOW, TimerKind.HELPER_SILENT)


async def begin_match(work: Casework, case: CaseRow, match: MatchRow) -> bool:
    """Who said yes helps from now on. False when somebody else does already. The resident is told beside this."""
    if not await work.unit.start_match(match.id, work.now):
        return False
    for other in await work.unit.list_matches(case.id):
        if other.state in BEFORE_START:
            await work.unit.drop_match(other.id, match.helper_id, work.now)
    await work.unit.change_case(
        case.id, helper_id=match.helper_id, helper_silent_at=None, waits_for=WaitsFor.HELPER, snoozed_until=None
    )
    await work.drop_timers(case.id, TimerKind.CLAIM_IDLE)
    await work.set_more_timers(case.id, aftercare.on_match(work.hours(case), work.now))
    if has_mismatch_promise(case_of(case, await work.unit.list_promises(case.id))):
        await work.keep_promise(case)  # it was to hear who, and that is now
    return True


async def end_match(
    work: Casework, case: CaseRow, *, by: str, why: str, note: str = "", by_helper: bool = False, **more: str
) -> None:
    """Somebody said that it does not work out: these two never meet again, and the case is ours again."""
    reason = Mismatch(why)
    for match in await work.unit.list_matches(case.id):
        if match.state is MatchState.ACTIVE:
            await work.unit.mismatch(match.id, reason, note, by=by, at=work.now)
    what = "helper_leaves" if by_helper else "mismatch"
    await work.enter(case.id, EntryKind.MATCH, by, what=what, why=reason.value, **more)
    await return_to_desk(work, case)


async def finish_matches(work: Casework, case: CaseRow, by: str) -> None:
    """Nobody helps with this case any more, and nobody is asked to: it went as it should."""
    for match in await work.unit.list_matches(case.id):
        if match.state is MatchState.ACTIVE:
            await work.unit.finish_match(match.id, by, work.now)
        elif match.state in BEFORE_START:
            await work.unit.drop_match(match.id, by, work.now)
    await work.drop_timers(case.id, *_OF_MATCH)
    await work.unit.change_case(case.id, helper_id=None, helper_silent_at=None)


async def return_to_desk(work: Casework, case: CaseRow) -> None:
    """Nobody helps any more and the case is ours again; whoever has it is reminded of it."""
    await work.drop_timers(case.id, *_OF_MATCH)
    await work.unit.change_case(case.id, helper_id=None, helper_silent_at=None, waits_for=WaitsFor.US)
    if case.owner_id is not None:
        await work.watch_owner(case)


async def note_met(work: Casework, case: CaseRow, match: MatchRow) -> None:
    """Helper and resident have spoken: what was promised is kept, and nobody need ask whether they did."""
    await work.unit.note_contact(match.id, work.now)
    await work.drop_timers(case.id, TimerKind.HELPER_SILENT)
    await work.unit.change_case(case.id, helper_silent_at=None)
    await work.keep_promise(case)


async def enter(work: Casework, case: CaseRow, by: str, what: str, match: MatchRow, **more: str) -> None:
    """Put in the thread what happened between whom."""
    names = " en ".join(helper.name for helper in await helpers_of(work, match))
    await work.enter(case.id, EntryKind.MATCH, by, what=f"helper_{what}", text=names, **more)


async def unwished_in(unit: Unit, case: CaseRow) -> Collection[str]:
    """Who helped last, when the resident opened it again for somebody else."""
    said = [str(json.loads(entry.body).get("what")) for entry in await unit.list_entries(case.id)]
    opened = [what for what in said if what in map(reopened_with, HelperWish)]
    done = [match for match in await unit.list_matches(case.id) if match.state is MatchState.DONE]
    if opened[-1:] != [reopened_with(HelperWish.OTHER)] or not done:
        return ()
    return [key for key in (done[-1].helper_id, done[-1].second_id) if key is not None]


def reopened_with(wish: HelperWish) -> str:
    """What the thread calls it that a resident opened a case again with this wish."""
    return "reopened" if wish is HelperWish.ANY else f"reopened_{wish}"


async def helpers_of(work: Casework, match: MatchRow) -> list[Helper]:
    """The one helper, or both."""
    found = [await work.unit.find_helper(key) for key in (match.helper_id, match.second_id) if key is not None]
    return [helper for helper in found if helper is not None]
