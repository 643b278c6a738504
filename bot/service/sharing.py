"""The talk of before signing: its lines while the resident may still share it, the shared copy afterwards."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.dialogue import Engine, talk_lines
from bot.dialogue.retelling import MOST_LINES
from bot.model.cases import EntryKind
from bot.model.conversation import Conversation, Json, Message, Turn
from bot.model.talk_lines import TalkLine
from bot.service.casework import RESIDENT, Casework
from bot.store import Unit

_SHARED, _TAKEN_BACK = "talk_shared", "talk_taken_back"
"""What happened, in the thread of the case and in the list of changes."""


async def keep_talk_line(
    unit: Unit, engine: Engine, talk_id: str, *, before: Conversation, message: Message, turn: Turn, now: datetime
) -> None:
    """Keep what was said in this turn, in the unit of the turn; or forget all of it, when it may not be shared now."""
    after = turn.conversation
    parts = engine.parts_for(after.municipality)
    if talk_lines.ends(parts, before, turn):
        await unit.drop_talk_lines(talk_id)
        return
    line = talk_lines.line_of(parts, before, message, after)
    if line is not None:
        await unit.add_talk_line(talk_id, after.turn, talk_lines.to_json(line), now)


async def find_talk_lines(unit: Unit, engine: Engine, talk: Conversation, talk_id: str) -> tuple[TalkLine, ...]:
    """The last lines, one more than are shown; looked up only where the resident may want to share them now."""
    if not talk_lines.are_needed(engine.parts_for(talk.municipality), talk):
        return ()
    return tuple(map(talk_lines.from_json, await unit.last_talk_lines(talk_id, MOST_LINES + 1)))


async def share_talk(work: Casework, code: str, talk: Json) -> None:
    """Put the copy that the resident agreed to beside what they signed."""
    await _amend(work, code, {"talk": talk}, _SHARED)


async def take_talk_back(work: Casework, code: str) -> None:
    """Take the copy out; what was signed stays as it was."""
    await _amend(work, code, {}, _TAKEN_BACK)


async def _amend(work: Casework, code: str, talk: Mapping[str, Json], what: str) -> None:
    row, case = await work.unit.find_intake(code), await work.unit.find_case(code)
    if row is None or case is None or not row.body:
        return
    signed = {key: value for key, value in json.loads(row.body).items() if key != "talk"}
    await work.unit.amend_intake(code, json.dumps({**signed, **talk}, ensure_ascii=False))
    await work.enter(case.id, EntryKind.SYSTEM, RESIDENT, what=what)
    await work.settle(case.id, what)
