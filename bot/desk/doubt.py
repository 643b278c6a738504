"""What a heavy act asks besides: that somebody proved not long ago who they are."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.desk.views.frame import Fault, Why

FRESH = timedelta(minutes=15)
"""So long a code of the app, or signing in at a provider, counts as proof."""
FIELD = "bevestiging"
"""The field of a form in which a fresh code is typed."""


class Doubt(StrEnum):
    """Why it is not sure enough that this is still who signed in; the templates have a sentence for each."""

    CODE = "code_needed"
    WRONG = "wrong"
    LIMITED = "limited"
    ELSEWHERE = "elsewhere"  # has no app here: sign in at the provider once more


_WHY: Mapping[Doubt, Why] = MappingProxyType(
    {
        Doubt.CODE: Why.PROOF_NEEDED,
        Doubt.WRONG: Why.PROOF_WRONG,
        Doubt.LIMITED: Why.PROOF_LIMITED,
        Doubt.ELSEWHERE: Why.PROOF_ELSEWHERE,
    }
)


def fault_of_doubt(doubt: Doubt | None) -> tuple[Fault, ...]:
    """The same as what is wrong with a form; none without doubt."""
    return () if doubt is None else (Fault(field=FIELD, why=_WHY[doubt]),)
