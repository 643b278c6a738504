"""What stands around the made-up pages of the desk, and above each of their questions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.desk.views.frame import Bell, BellDown, Frame, Nav, nav_of
from bot.desk.views.inbox import Flag, PromiseView
from bot.desk.views.intake import (
    Head,
    Reach,
)
from bot.model.cases import CaseState

NOW = datetime(2026, 11, 23, 9, 46, tzinfo=UTC)  # a Monday, 10.46 in Almere


def ago(**how: float) -> datetime:
    """A moment before now."""
    return NOW - timedelta(**how)


def later(**how: float) -> datetime:
    """A moment after now."""
    return NOW + timedelta(**how)


FRAME = Frame(
    now=NOW, municipality="Almere", person="Anna", nav=nav_of(["coordinator"]), here=Nav.INBOX, waiting=5, csrf="x"
)
OUTSIDE = Frame(now=NOW, municipality="Almere")
OWN = replace(FRAME, person="Fatima", nav=nav_of(["oco"]), here=Nav.MINE)
MANAGER = replace(FRAME, person="Peter", nav=nav_of(["manager"]), here=Nav.COUNTS)
BELLS = replace(FRAME, bells_down=(BellDown(bell=Bell.TELEGRAM, since=ago(minutes=34)),))

PROMISE = PromiseView(due_at=later(hours=1, minutes=14), minutes_left=74, norm_hours=8, ahead=6)
LATE = PromiseView(due_at=ago(hours=2), minutes_left=-120, norm_hours=8, corrected=2, confirmed=False)

HEAD = Head(
    code="W-7K4Q9",
    rev=4,
    state=CaseState.CLAIMED,
    name="Marja",
    area="Almere Haven",
    since=ago(minutes=44),
    owner="Anna",
    mine=True,
    flags=(Flag.REPLY,),
    promise=PROMISE,
    team="Wijkteam Haven",
    typed_by="inwoner",
    reach=Reach(phone="06 12345678", dial="+31612345678", wishes="Belt liefst 's ochtends"),
)
