"""What somebody of the coordination point did, as a row of the audit trail."""

from datetime import datetime

from bot.model.worker import Actor
from bot.store import AuditEntry


def entry_of(by: Actor, action: str, object: str, now: datetime, *, reason: str = "") -> AuditEntry:
    """The row. `object` is an id such as a code; `reason` holds words, and is sealed."""
    return AuditEntry(
        at=now,
        account_id=by.worker.id,
        role=by.role,
        session_id=by.session_id,
        action=action,
        object=object,
        result="ok",
        origin=by.origin,
        reason=reason,
    )
