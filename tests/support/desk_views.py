"""Every page of the desk with made-up people, in every state that looks different."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from desk_acts import CONFLICT, FORMS, WRONG
from desk_doors import DOORS
from desk_frames import BELLS, FRAME, HEAD, LATE, MANAGER, OUTSIDE, OWN, PROMISE, ago, later
from desk_helpers import HELPED, HELPER, HELPERS, MATCH, MINE, NEW_HELPER, NOBODY, OTHER, PAIRS
from desk_questions import CLOSED, FREE, INTAKE, REFUSED, SHARED, STRANGERS, WITHDRAWN

from bot.desk.team_page import Elsewhere, TeamView
from bot.desk.views.bells import BellsForm
from bot.desk.views.counts import Count, CountsView, CountTable, PeriodChoice
from bot.desk.views.frame import Choice, Fault, Form, Frame, Nav, Why
from bot.desk.views.helpers import (
    MyCasesView,
)
from bot.desk.views.inbox import Filters, Flag, InboxItem, InboxView, TabView
from bot.desk.views.teams import TeamItem, TeamsView, TogetherView
from bot.model.cases import CaseState
from bot.model.teams import TeamUse
from bot.publish.uses import Period, Unshown
from bot.store import CaseView


def item(code: str, brief: str, state: CaseState = CaseState.NEW, **more: object) -> InboxItem:
    """A question in the list."""
    plain = InboxItem(
        code=code,
        rev=1,
        name="",
        brief=brief,
        theme="Hulp in huis",
        area="Almere Haven",
        language="",
        state=state,
        since=ago(hours=3),
        may_claim=state is CaseState.NEW,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


TABS = tuple(
    TabView(tab=tab, count=count, address=f"/desk/?weergave={tab}", here=tab is CaseView.FOR_US)
    for tab, count in zip(CaseView, (5, 2, 3, 4, 1, 12, 41), strict=True)
)
INBOX = InboxView(
    tab=CaseView.FOR_US,
    tabs=TABS,
    total=6,
    items=(
        item(
            "W-2PPC4", "Mijn vader zegt dat hij niet meer wil leven", flags=(Flag.DANGER,), promise=PROMISE, name="Joke"
        ),
        item("W-7K4Q9", "Mijn moeder valt steeds vaker", flags=(Flag.PROMISE_SOON,), promise=PROMISE, name="Marja"),
        item(
            "W-8XT3M", "Ik versta de brief niet", flags=(Flag.REPLY, Flag.UNDELIVERED), language="Turks", name="Gülşen"
        ),
        item("W-9WDR5", "Mijn hulp kwam niet meer", CaseState.CLAIMED, owner="Anna", mine=True, flags=(Flag.MISMATCH,)),
        item("W-3NNF7", "Kan mijn zoon anders naar school?", CaseState.ASKED, owner="Bram", promise=LATE),
        item("W-4HJK2", "Wij redden het niet met het geld", CaseState.HELPED, owner="Bram", helper="Fatima"),
    ),
    more="/desk/?weergave=voor-ons&na=0-2026-11-23-88",
    filters=Filters(
        topics=(Choice(id="hulp_thuis", label="Hulp in huis en begeleiding"),),
        areas=(Choice(id="haven", label="Almere Haven"),),
        languages=(Choice(id="tr", label="Turks"),),
        teams=(Choice(id="ABCDE", label="Wijkteam Haven"),),
    ),
)
EMPTY = replace(INBOX, items=(), total=0, more="", next_promise=later(hours=5))
SEARCHED = replace(EMPTY, query="niemand")
FILTERED = replace(EMPTY, filters=replace(INBOX.filters, danger=True))

COUNTS = CountsView(
    tables=(
        CountTable(id="flow", rows=(Count(id="new", number=34), Count(id="open", number=12), Count(id="waiting"))),
        CountTable(id="answer", rows=(Count(id="median", number=3, unit="uur"), Count(id="p80", number=7, unit="uur"))),
        CountTable(id="themes", rows=(Count(label="Huis", number=14), Count(label="Geld", number=Unshown.HELD))),
        CountTable(id="opinion"),
    ),
    periods=(
        PeriodChoice(id="2026-10", first=date(2026, 10, 1), last=date(2026, 10, 1)),
        PeriodChoice(id="2026-K3", first=date(2026, 7, 1), last=date(2026, 9, 1), chosen=True),
    ),
    csv="/desk/cijfers.csv?periode=2026-K3",
)
PERIOD = Period(
    first=date(2026, 8, 1),
    last=date(2026, 10, 1),
    uses={TeamUse.OPENED: 34, TeamUse.ROUTE: Unshown.HELD, TeamUse.SIGNED: Unshown.FEW},
)
LINK = "https://t.me/WegwijzerTestBot?start=" + "x" * 28
TEAMS = TeamsView(
    items=(
        TeamItem(
            id="7K4QM", name="Wijkteam Haven", link=LINK, page="https://desk.test/team/" + "y" * 28, latest=PERIOD
        ),
        TeamItem(id="22222", name="Huisarts De Brug", link=LINK, page="https://desk.test/team/z", ended_at=ago(days=9)),
    )
)
NO_TEAMS = TeamsView(can_link=False, form=Form(faults=(Fault(field="naam", why=Why.NO_NAME),)))
TEAM = TeamView(
    team="Wijkteam Haven",
    link=LINK,
    coordination="OCO Almere",
    phone="036 1234567",
    papers=("a4.pdf", "a6.pdf", "code.png"),
    elsewhere=(Elsewhere(kind="bezwaar", to="Juridisch Loket"),),
    periods=(PERIOD,),
)
TOGETHER = TogetherView(team="Wijkteam Haven", link=LINK, until=later(hours=2))

Page = tuple[str, Frame, Mapping[str, object]]
BELL_CHOICE = BellsForm(
    has_mail=True,
    all_questions=True,
    danger_rings=True,
    address="anna@oco.example",
    danger=True,
    quiet_from="18:00",
    quiet_until="08:30",
)
BELL_FAULTS = BellsForm(
    has_mail=True,
    all_questions=True,
    danger_rings=False,
    own=False,
    typed={"adres": "anna", "stil_van": "18:00", "stil_tot": ""},
    faults=(
        Fault(field="adres", why=Why.NO_MAIL),
        Fault(field="eigen", why=Why.NO_CHOICE),
        Fault(field="stil_tot", why=Why.NO_TIME),
    ),
)
NO_BELLS = BellsForm(has_mail=False, all_questions=False, danger_rings=False)

PAGES: Mapping[str, Page] = {
    "postvak": ("inbox", FRAME, {"view": INBOX}),
    "postvak-leeg": ("inbox", BELLS, {"view": EMPTY}),
    "postvak-gezocht": ("inbox", FRAME, {"view": SEARCHED}),
    "postvak-filter": ("inbox", FRAME, {"view": FILTERED}),
    "vraag": ("intake", FRAME, {"view": INTAKE}),
    "vraag-geweigerd": ("intake", FRAME, {"view": REFUSED}),
    "vraag-van-ander": ("intake", FRAME, {"view": STRANGERS}),
    "vraag-vrij": ("intake", FRAME, {"view": FREE}),
    "vraag-gedeeld": ("intake", FRAME, {"view": SHARED}),
    "vraag-afgerond": ("intake", FRAME, {"view": CLOSED}),
    "vraag-ingetrokken": ("intake", FRAME, {"view": WITHDRAWN}),
    **{f"doe-{act}": ("act", FRAME, {"head": HEAD, "act": act, "form": form}) for act, form in FORMS.items()},
    **{f"doe-{act}-fout": ("act", FRAME, {"head": HEAD, "act": act, "form": form}) for act, form in WRONG.items()},
    "voorstel": ("match", FRAME, {"view": MATCH}),
    "voorstel-samen": ("match", FRAME, {"view": PAIRS}),
    "voorstel-helpt": ("match", FRAME, {"view": HELPED}),
    "iemand-anders": ("other_helper", FRAME, {"view": OTHER}),
    "kan-niet": ("refused", FRAME, {"why": "taken", "back": "/desk/"}),
    "voorstel-niemand": ("match", FRAME, {"view": NOBODY}),
    "ondersteuners": ("helpers", replace(FRAME, here=Nav.HELPERS), {"view": HELPERS}),
    "ondersteuner": ("helper", replace(FRAME, here=Nav.HELPERS), {"view": HELPER}),
    "ondersteuner-nieuw": ("helper", replace(FRAME, here=Nav.HELPERS), {"view": NEW_HELPER}),
    "mijn-vragen": ("my_cases", OWN, {"view": MINE}),
    "mijn-vragen-leeg": ("my_cases", OWN, {"view": MyCasesView(proposals=(), cases=())}),
    "cijfers": ("counts", MANAGER, {"view": COUNTS}),
    "cijfers-leeg": ("counts", MANAGER, {"view": CountsView(tables=())}),
    "teams": ("teams", replace(MANAGER, here=Nav.TEAMS), {"view": TEAMS}),
    "teams-fout": ("teams", replace(FRAME, here=Nav.TEAMS), {"view": NO_TEAMS}),
    "team": ("team", OUTSIDE, {"view": TEAM, "base": "/team/x"}),
    "samen": ("together", OUTSIDE, {"view": TOGETHER, "base": "/team/x", "here": "/team/x/samen/y"}),
    "team-weg": ("team_gone", OUTSIDE, {}),
    "seintjes": ("bells", replace(FRAME, here=Nav.ACCOUNT), {"form": BELL_CHOICE}),
    "seintjes-fout": ("bells", replace(FRAME, here=Nav.ACCOUNT), {"form": BELL_FAULTS}),
    "seintjes-geen-mail": ("bells", replace(FRAME, here=Nav.ACCOUNT), {"form": NO_BELLS}),
    "botsing": ("conflict", FRAME, {"head": HEAD, "view": CONFLICT}),
    "niet-gevonden": ("not_there", FRAME, {}),
    "fout": ("error", FRAME, {"kind": "busy", "text": "Ik bel u om 12 uur.", "again": "/desk/"}),
    **DOORS,
    "fout-vreemde": ("error", replace(FRAME, person="", nav=()), {"kind": "forbidden", "text": "", "again": ""}),
}
"""Every page, by a name: the template, what is around it, what it shows."""
