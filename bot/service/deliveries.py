"""What became of the words of a person that travel to a resident: kept at the entry, and at the case."""

from datetime import datetime

from bot.model.cases import Delivery
from bot.service.casework import DELIVERED, Casework, Office
from bot.store import OutboxRow, Unit

_REACHED = (Delivery.SENT, Delivery.UNCERTAIN)


async def note_delivery(unit: Unit, office: Office, now: datetime, row: OutboxRow, delivery: Delivery) -> None:
    """Keep it. What arrived, or may have, is an answer; what did not is shown to the coordinators."""
    if row.entry_id is None:
        return
    entry = await unit.note_delivery(row.entry_id, delivery)
    case = await unit.get_case(entry.intake_id) if entry is not None else None
    if entry is None or case is None:
        return
    work = Casework(unit, office, now)
    if delivery in _REACHED:
        await work.answer(case, said_at=entry.at)
    else:
        await unit.change_case(case.id, undelivered_at=now)
    await work.settle(case.id, DELIVERED)
