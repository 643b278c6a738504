"""The signed intake in a row of the store."""

import json

from bot.intake.document import from_document
from bot.model.intake import Intake
from bot.store import IntakeRow


def read_intake(row: IntakeRow) -> Intake | None:
    """What was signed, with what was added since; None when the resident took it back."""
    return from_document(json.loads(row.body)) if row.body else None
