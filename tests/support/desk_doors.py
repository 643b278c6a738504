"""The pages around a session, with made-up people: coming in, staying in, proving it once more, the own account."""

from collections.abc import Mapping
from dataclasses import replace

from desk_acts import EXPORT
from desk_frames import FRAME, HEAD, NOW, OUTSIDE, ago

from bot.desk.doubt import Doubt, fault_of_doubt
from bot.desk.views.acts import Act
from bot.desk.views.frame import Frame
from bot.desk.welcome_pages import AppSetup
from bot.model.accounts import Role
from bot.store import AccountRow, DeskSessionRow

ANNA = AccountRow(
    id="1", name="anna", display_name="Anna", role=Role.COORDINATOR, created_at=ago(days=90), disabled_at=None
)
SESSIONS = tuple(
    DeskSessionRow(id=str(hours), account=ANNA, created_at=ago(hours=hours), seen_at=NOW, proved_at=NOW)
    for hours in (1, 4)
)
APP = AppSetup.of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "anna")
CODES = tuple(f"ABCD EFGH IJKL {number:04}" for number in range(10))
TYPED = {"reden": "klacht", "toelichting": "Huisarts De Brug"}
WRITTEN = {"action": "/desk/vragen/W-7K4Q9/bericht", "fields": {"rev": "4", "tekst": "Ik bel u om 12 uur."}}


def account(fault: str | None = None, doubt: Doubt | None = None, **more: object) -> Mapping[str, object]:
    """What a page of the own account shows."""
    return {"account": ANNA, "fault": fault, "doubt": doubt, **more}


def export(doubt: Doubt) -> Mapping[str, object]:
    """The page to give a question out, that asks a proof first."""
    form = replace(EXPORT, typed=TYPED, faults=fault_of_doubt(doubt), doubt=doubt)
    return {"head": HEAD, "act": Act.EXPORT, "form": form}


DOORS: Mapping[str, tuple[str, Frame, Mapping[str, object]]] = {
    "inloggen": ("sign_in", OUTSIDE, {"fault": "wrong", "next": "/desk/", "elsewhere": "uw organisatie"}),
    "welkom": ("welcome", OUTSIDE, {"fault": None}),
    "welkom-app": ("welcome_set_up", OUTSIDE, {"fault": "short", "app": APP, "name": "anna", "invite": "x"}),
    "codes": ("codes", OUTSIDE, {"codes": CODES}),
    "account": ("account", FRAME, account(sessions=SESSIONS, here="1", has_password=True, codes_left=8)),
    "wachtwoord": ("account_password", FRAME, account("code_needed", Doubt.CODE)),
    "app": ("account_app", FRAME, account("wrong", Doubt.WRONG, app=APP, sealed="x")),
    "herstelcodes": ("account_codes", FRAME, account()),
    "doe-uitgeven-code": ("act", FRAME, export(Doubt.WRONG)),
    "doe-uitgeven-elders": ("act", FRAME, export(Doubt.ELSEWHERE)),
    "bevestigd": ("proved", FRAME, {}),
    "verlopen": ("expired", OUTSIDE, {"door": "/desk/inloggen", **WRITTEN}),
    "opnieuw": ("again", FRAME, {"account": ANNA, **WRITTEN}),
}
