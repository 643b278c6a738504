"""Views of the desk with made-up people, one for every page and for every state that looks different."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.desk.team_page import Elsewhere, TeamView
from bot.desk.views.acts import (
    Act,
    AskForm,
    BoxForm,
    CalledForm,
    CloseForm,
    Colleague,
    ConflictView,
    Control,
    CorrectForm,
    ExportForm,
    FactField,
    HandOnForm,
    HoursForm,
    LaterForm,
    Outcome,
    Preset,
    PromiseForm,
    Work,
)
from bot.desk.views.counts import Count, CountsView, CountTable, PeriodChoice
from bot.desk.views.frame import Bell, BellDown, Choice, Fault, Form, Frame, Nav, Why, nav_of
from bot.desk.views.helpers import (
    HelperCase,
    HelperForm,
    HelperItem,
    HelpersView,
    HelperView,
    MyCase,
    MyCasesView,
    Proposal,
)
from bot.desk.views.inbox import Filters, Flag, InboxItem, InboxView, PromiseView, State, Tab, TabView
from bot.desk.views.intake import (
    Correction,
    Event,
    Head,
    IntakeView,
    Reach,
    Reply,
    RouteView,
    Said,
    SectionView,
    SharedView,
    SignedLine,
    SignedView,
    TermView,
)
from bot.desk.views.match import Asked, Card, Excluded, Helps, MatchView, Mismatch, OtherView, Waiting, Wish
from bot.desk.views.teams import TeamItem, TeamsView
from bot.desk.views.thread import Answer, Delivery, EntryKind, ThreadLine
from bot.model.helpers import HelperKind
from bot.model.sections import Section
from bot.model.teams import TeamUse
from bot.publish.uses import Period, Unshown
from bot.service.csv_table import RowFault, Wrong

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
    state=State.CLAIMED,
    name="Marja",
    area="Almere Haven",
    since=ago(minutes=44),
    owner="Anna",
    mine=True,
    flags=(Flag.REPLY,),
    promise=PROMISE,
    team="Wijkteam Haven",
    reach=Reach(phone="06 12345678", dial="+31612345678", wishes="Belt liefst 's ochtends"),
)
AWB = (("Awb art. 6:7", "https://wetten.overheid.nl/BWBR0005537"),)

SIGNED = SignedView(
    at=ago(days=3),
    version=2,
    dropped=2,
    sections=(
        SectionView(
            section=Section.FIRST,
            heading="Eerst",
            lines=(SignedLine(label="Houdt vol", text="Wie voor haar zorgt, houdt het niet meer vol"),),
            terms=(TermView(line="Termijn voorbij: onderzoek na de melding, tot ongeveer 2 november 2026"),),
        ),
        SectionView(
            section=Section.QUESTION,
            heading="Vraag",
            lines=(
                SignedLine(
                    label="In eigen woorden",
                    text="Mijn moeder valt steeds vaker. Ik kom elke dag langs naast mijn werk en ik kan niet meer.",
                    quote=True,
                ),
                SignedLine(label="Onderwerp", text="Hulp in huis, even vrij van zorgen"),
                SignedLine(label="", text="Wacht op antwoord van de gemeente"),
            ),
        ),
        SectionView(
            section=Section.WHO,
            heading="Wie",
            lines=(
                SignedLine(label="Voor wie", text="Moeder, 82 jaar"),
                SignedLine(label="Woont", text="Alleen, met een trap"),
            ),
        ),
        SectionView(
            section=Section.WLZ,
            heading="Wlz, eerste blik (geen oordeel)",
            lines=(SignedLine(label="", text="Weet niet of de hulp de hele dag nodig is"),),
        ),
        SectionView(
            section=Section.DONE,
            heading="Al gedaan",
            lines=(SignedLine(label="Geprobeerd", text="Gemeente gebeld, melding gedaan"),),
        ),
        SectionView(
            section=Section.NETWORK,
            heading="Wie helpt nu",
            lines=(SignedLine(label="", text="Dochter elke dag, de buurvrouw heeft een sleutel", changed=True),),
        ),
        SectionView(section=Section.ALSO, heading="Speelt ook", lines=(SignedLine(label="", text="Zorgen over geld"),)),
        SectionView(
            section=Section.TERM,
            heading="Data",
            lines=(SignedLine(label="Datum van de melding", text="ongeveer 21 september 2026"),),
            terms=(
                TermView(
                    line="Termijn loopt: Bezwaar maken, tot en met 2 december 2026",
                    meaning="U kunt bezwaar maken tot en met 2 december 2026. Een korte brief op tijd is genoeg.",
                    sources=AWB,
                ),
            ),
        ),
        SectionView(
            section=Section.ROUTES,
            heading="Mogelijke stappen",
            lines=(SignedLine(label="", text="Kan dit oppakken: OCO Almere, want het gaat om hulp thuis."),),
            routes=(
                RouteView(
                    name="Melding bij de gemeente",
                    law="wmo",
                    because=("Onderwerp: hulp in huis", "Stadium: wacht op antwoord"),
                    first_step="Bel de gemeente en vraag hoe het met de melding staat.",
                    why="De gemeente kijkt binnen 6 weken wat er nodig is.",
                    sources=(("Wmo 2015 art. 2.3.2", "https://wetten.overheid.nl/BWBR0035362"),),
                ),
                RouteView(
                    name="Even vrij van zorgen",
                    law="wmo",
                    because=("Houdt vol: het wordt te veel",),
                    first_step="Bel het steunpunt voor mantelzorg.",
                    why="Wie zorgt, mag ook rust hebben.",
                ),
            ),
        ),
        SectionView(
            section=Section.WISHES,
            heading="Wensen",
            lines=(SignedLine(label="Liefst", text="Iemand die zelf voor een ouder zorgt"),),
        ),
        SectionView(
            section=Section.CONTACT,
            heading="Contact",
            lines=(
                SignedLine(label="Voornaam", text="Marja"),
                SignedLine(label="Telefoon", text="06 12345678"),
                SignedLine(label="Hoe", text="Bellen, liefst 's ochtends"),
            ),
        ),
    ),
    additions=(Said(at=ago(hours=2), text="Er kwam vanmorgen een brief. Ik snap hem niet."),),
)

THREAD = (
    ThreadLine(id=1, kind=EntryKind.JOINED, at=ago(minutes=44), who="Anna", mine=True),
    ThreadLine(
        id=2,
        kind=EntryKind.TOLD,
        at=ago(minutes=42),
        who="Anna",
        mine=True,
        text="Dag Marja, ik ben Anna. Wat stond er in de brief?",
        delivery=Delivery.SENT,
    ),
    ThreadLine(
        id=3, kind=EntryKind.SAID, at=ago(minutes=30), who="", text="Dat ze meer tijd nodig hebben.\nNog zes weken."
    ),
    ThreadLine(id=4, kind=EntryKind.NOTE, at=ago(minutes=25), who="Bram", text="Vraag de brief op bij het wijkteam."),
    ThreadLine(id=5, kind=EntryKind.CONTACT, at=ago(minutes=20), who="Anna", mine=True, text="Geen gehoor"),
    ThreadLine(
        id=6,
        kind=EntryKind.ASK,
        at=ago(minutes=15),
        who="Anna",
        mine=True,
        text="Welke datum staat boven de brief?",
        delivery=Delivery.FAILED,
        why_not="blocked",
    ),
    ThreadLine(id=7, kind=EntryKind.PROMISE, at=ago(minutes=12), who="Anna", mine=True),
    ThreadLine(
        id=8,
        kind=EntryKind.TOLD,
        at=NOW,
        who="Anna",
        mine=True,
        text="Ik bel u zo.",
        delivery=Delivery.HELD,
        leaves_at=later(seconds=5),
    ),
)

LATER = LaterForm(
    presets=(
        Preset(id="morgen", at=later(hours=22)),
        Preset(id="drie-dagen", at=later(days=3)),
        Preset(id="week", at=later(days=7), past_promise=True),
    ),
    promise_at=later(days=4),
)
HAND_ON = HandOnForm(colleagues=(Colleague(id="7", name="Bram", open=3), Colleague(id="8", name="Gülşen", open=0)))
ASK = AskForm(
    before="Anna van OCO Almere vraagt over W-7K4Q9:",
    after="U kunt hier antwoorden. Alleen wie met uw vraag bezig is, leest uw antwoord.",
)
CALLED = CalledForm(tell="Anna belde u net. Zij probeert het later nog eens.", no_answer=2)
CORRECT = CorrectForm(
    facts=(
        FactField(
            id="melding_op", label="Datum van de melding", control=Control.DATE, value="2026-09-21", words="21-9"
        ),
        FactField(id="woont", label="Woont", control=Control.CHOICE, value="alleen", words="alleen"),
    )
)
CHOSEN = replace(
    CORRECT,
    chosen=FactField(
        id="woont",
        label="Woont",
        control=Control.CHOICE,
        value="alleen",
        words="Alleen",
        choices=(Choice(id="alleen", label="Alleen", chosen=True), Choice(id="samen", label="Met iemand samen")),
    ),
    tell="Anna heeft iets aangepast. Woont: met iemand samen.",
)
MOVE = PromiseForm(
    due_at=PROMISE.due_at,
    proposed_at=later(days=1, hours=1),
    tell="Ik zei: u hoort vandaag iets. Dat lukt niet. Excuus. Het wordt uiterlijk dinsdag 12 uur.",
    corrected=2,
)
CLOSE = CloseForm(
    outcomes=(
        Outcome(id="zelf_verder", label="Kan zelf verder"),
        Outcome(id="warm_overgedragen", label="Warm overgedragen aan een ander", needs_place=True),
        Outcome(id="niet_gelukt", label="Niet gelukt", needs_note=True),
        Outcome(id="dubbel", label="Zelfde vraag als een andere code", needs_code=True),
    ),
    places=(Choice(id="mee", label="MEE"), Choice(id="raadslieden", label="Sociaal raadslieden")),
    tell="Uw vraag W-7K4Q9 is klaar. U kunt nu zelf verder.",
    no_contact=True,
    danger=True,
    own_term_on=later(days=9),
)
EXPORT = ExportForm()
HOURS = HoursForm(minutes=390, usual=480)
FORMS = {
    Act.LATER: LATER,
    Act.HAND_ON: HAND_ON,
    Act.ASK: ASK,
    Act.CALLED: CALLED,
    Act.CORRECT: CHOSEN,
    Act.PROMISE: MOVE,
    Act.CLOSE: CLOSE,
    Act.EXPORT: EXPORT,
    Act.HOURS: HOURS,
}
WRONG = {
    Act.LATER: replace(LATER, typed={"moment": "dag", "dag": "2026-11-01"}, faults=(Fault(field="dag", why=Why.PAST),)),
    Act.CLOSE: replace(
        CLOSE,
        faults=(
            Fault(field="uitkomst", why=Why.NO_CHOICE),
            Fault(field="notitie", why=Why.NOTE_NEEDED),
            Fault(field="zeker", why=Why.SURE_NEEDED),
        ),
    ),
}

WORK = Work(
    plain=frozenset({Act.JOIN, Act.LEAVE, Act.RELEASE, Act.HELPER}),
    later=LATER,
    hand_on=HAND_ON,
    ask=ASK,
    called=CALLED,
    correct=CORRECT,
    promise=MOVE,
    close=CLOSE,
    export=EXPORT,
    hours=HOURS,
)
ANSWERS = (
    Answer(id="kennismaken", title="Kennismaken", text="Dag Marja, ik ben Anna van OCO Almere. Mag ik u bellen?"),
    Answer(id="zoeken", title="Ik zoek iemand", text="Ik zoek iemand die past. U hoort uiterlijk {moment} wie dat is."),
)
HISTORY = (
    Event(at=ago(minutes=46), who="Anna", what="claimed"),
    Event(at=ago(minutes=47), who="Bram", what="viewed"),
    Event(at=ago(days=3), who="Marja", what="signed"),
    Event(at=ago(minutes=12), who="", what="promised", about="dinsdag 12 uur"),
)
INTAKE = IntakeView(
    head=HEAD,
    signed=SIGNED,
    corrections=(
        Correction(label="Woont", old="alleen", new="met iemand samen", who="Anna", at=ago(minutes=8), reply=Reply.YES),
        Correction(label="Taal", old="", new="Turks", who="Anna", at=ago(minutes=7)),
    ),
    thread=THREAD,
    work=WORK,
    message=BoxForm(text="Ik heb de brief", draft_at=ago(minutes=1), key="m1"),
    note=BoxForm(key="n1"),
    answers=ANSWERS,
    history=HISTORY,
    back="/desk/?weergave=van-mij",
)
STRANGERS = replace(
    INTAKE,
    head=replace(
        HEAD,
        mine=False,
        owner="Bram",
        owned_since=HEAD.since,
        flags=(Flag.DANGER, Flag.PROMISE_LATE),
        promise=LATE,
    ),
    work=Work(),
    message=None,
)
FREE = replace(
    INTAKE,
    head=replace(
        HEAD,
        state=State.NEW,
        owner="",
        mine=False,
        flags=(Flag.UNDELIVERED,),
        reach=Reach(blocked=True),
        language="Turks",
        team="",
    ),
    thread=(),
    corrections=(),
    work=Work(plain=frozenset({Act.CLAIM})),
    message=None,
)
CLOSED = replace(
    INTAKE,
    head=replace(HEAD, state=State.CLOSED, flags=(), promise=None),
    work=Work(plain=frozenset({Act.REOPEN}), export=EXPORT),
    message=None,
    outcome="Kan zelf verder",
)
WITHDRAWN = IntakeView(
    head=Head(code="W-7K4Q9", rev=9, state=State.WITHDRAWN, since=ago(hours=1)), signed=None, history=HISTORY
)
REFUSED = replace(
    INTAKE,
    message=BoxForm(
        text="", typed={"tekst": "U hoort het {moment}."}, faults=(Fault(field="tekst", why=Why.UNFILLED),)
    ),
)


def item(code: str, brief: str, state: State = State.NEW, **more: object) -> InboxItem:
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
        may_claim=state is State.NEW,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


TABS = tuple(
    TabView(tab=tab, count=count, address=f"/desk/?weergave={tab}", here=tab is Tab.FOR_US)
    for tab, count in zip(Tab, (5, 2, 3, 4, 1, 12, 41), strict=True)
)
SHARED = replace(
    INTAKE,
    signed=replace(
        SIGNED,
        version=1,
        dropped=0,
        talk=SharedView(
            at=ago(hours=3),
            cut=True,
            lines=(
                (
                    "Vertel maar in uw eigen woorden. Wat is er aan de hand?",
                    "Mijn moeder valt steeds vaker.\nIk kom elke dag langs naast mijn werk en ik kan niet meer.",
                ),
                ("Klopt het zo?", "Ja"),
                ("Wie helpt er nu al?", "Familie"),
                ("", "Klaar"),
                ("Wat zou er voor u beter moeten gaan?", "Donaudampfschifffahrtsgesellschaftskapitaen" * 3),
            ),
        ),
    ),
)


INBOX = InboxView(
    tab=Tab.FOR_US,
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
        item("W-9WDR5", "Mijn hulp kwam niet meer", State.CLAIMED, owner="Anna", mine=True, flags=(Flag.MISMATCH,)),
        item("W-3NNF7", "Kan mijn zoon anders naar school?", State.ASKED, owner="Bram", promise=LATE),
        item("W-4HJK2", "Wij redden het niet met het geld", State.WITH_HELPER, owner="Bram", helper="Fatima"),
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

FATIMA = Card(
    key="h1",
    names=("Fatima",),
    kind=HelperKind.VRIJWILLIGER,
    pros=("Kent dit onderwerp: hulp in huis", "Spreekt Turks", "Komt in Almere Haven", "Plek voor vragen: nog 2 van 3"),
    cons=("Kan niet op het gewenste moment",),
    last_asked=ago(days=12),
)
JOOP = Card(
    key="h2",
    names=("Joop",),
    kind=HelperKind.BEROEPSKRACHT,
    pros=("Helpt bij alle soorten vragen", "Heeft 16 uur voor één vraag"),
    cons=("Kent dit onderwerp nog niet", "Past maar een beetje"),
)
PAIR = replace(FATIMA, key="h1+h2", names=("Fatima", "Joop"), pros=("Samen, want liever niet alleen",), cons=())
MISMATCH = Mismatch(name="Cor", why="ander_tijd")
MATCH = MatchView(
    head=HEAD,
    wishes=(Wish(id="ervaring"), Wish(id="moment", what="ochtend", counts=False)),
    cards=(FATIMA, JOOP),
    more=(replace(JOOP, key="h3", names=("Ed",)),),
    excluded=(
        Excluded(name="Truus", why=("Het klikte niet met deze inwoner",)),
        Excluded(name="Wim", why=("Zit vol: 2 vragen", "Komt niet langs, en dat is gevraagd")),
    ),
    asked=(
        Asked(
            key="m4",
            name="Noor",
            at=ago(hours=3),
            answer_by=later(days=1),
            waiting=(Waiting(id="h4", name="Noor"),),
            typed={"ondersteuner": "h4", "contact": "morgen"},
            faults=(Fault(field="contact", why=Why.NOT_A_MOMENT),),
        ),
    ),
    mismatch=MISMATCH,
)
PAIRS = replace(MATCH, cards=(PAIR,), pairs=True, asked=(), mismatch=None)
HELPED = replace(MATCH, asked=(), mismatch=None, helps=Helps(name="Fatima", since=ago(days=9), met=False))
NOBODY = replace(
    MATCH,
    cards=(),
    more=(),
    asked=(),
    mismatch=replace(MISMATCH, by_helper=True),
    notes=("Niemand spreekt Tigrinya. Denk aan een tolk of een beroepskracht.",),
)
OTHER = OtherView(head=HEAD, name="Fatima", faults=(Fault(field="waarom", why=Why.NO_CHOICE),))

HELPERS = HelpersView(
    items=(
        HelperItem(
            id="h1",
            name="Fatima",
            kind=HelperKind.VRIJWILLIGER,
            expertise=("Hulp in huis", "Mantelzorg", "Scootmobiel", "School", "Geld"),
            languages=("Nederlands", "Turks"),
            areas=("Almere Haven",),
            open=1,
            most=3,
            minutes=390,
        ),
        HelperItem(
            id="h2",
            name="Joop",
            kind=HelperKind.BEROEPSKRACHT,
            expertise=(),
            languages=("Nederlands",),
            areas=(),
            open=0,
            most=2,
            minutes=0,
            paused_until=date(2026, 12, 7),
            stale=True,
        ),
    ),
    languages=(Choice(id="tr", label="Turks", chosen=True),),
    import_faults=(RowFault(line=3, wrong=Wrong.UNKNOWN, says="", column="onderwerpen", value="scootmobil"),),
)
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")
HELPER = HelperView(
    id="h1",
    form=HelperForm(
        name="Fatima",
        phone="06 12345678",
        mail="fatima@voorbeeld.nl",
        topics=(Choice(id="hulp", label="Hulp in huis", chosen=True), Choice(id="geld", label="Geld en schulden")),
        experience=(Choice(id="mantelzorg", label="Mantelzorg", chosen=True),),
        languages=(Choice(id="nl", label="Nederlands", chosen=True), Choice(id="tr", label="Turks", chosen=True)),
        areas=(Choice(id="haven", label="Almere Haven"),),
        days=tuple(Choice(id=day[:2], label=day) for day in DAYS),
        parts=(Choice(id="ochtend", label="Ochtend"),),
        does=(Choice(id="bellen", label="Bellen"), Choice(id="bezoek", label="Bezoek")),
        age_group=(Choice(id="60", label="60 tot 70"),),
        public_line="Ik zorg zelf al jaren voor mijn moeder.",
        checked_on=date(2026, 10, 1),
        faults=(Fault(field="toestemming", why=Why.SURE_NEEDED),),
    ),
    cases=(HelperCase(code="W-4HJK2", theme="Geld", area="Almere Haven", since=ago(days=9), minutes=90, usual=480),),
    minutes=390,
)
NEW_HELPER = HelperView(id="", form=HelperForm())
MINE = MyCasesView(
    proposals=(
        Proposal(
            key="m7",
            helper="h1",
            theme="Hulp in huis",
            area="Almere Haven",
            language="Turks",
            wishes=(Wish(id="manier", what="bellen"), Wish(id="moment", what="ochtend")),
            asked_at=ago(hours=3),
            answer_by=later(days=1),
        ),
    ),
    cases=(
        MyCase(case=HELPER.cases[0], rev=2, name="Gülşen", coordinator="Bram"),
        MyCase(
            case=replace(HELPER.cases[0], code="W-9WDR5", first_contact_at=ago(days=2), usual=None),
            rev=2,
            name="",
            coordinator="Anna",
        ),
    ),
)
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
CONFLICT = ConflictView(
    act=Act.MESSAGE,
    text="Ik bel u om 12 uur.",
    who="Bram",
    at=ago(minutes=1),
    theirs="Dag Marja, ik bel u vanmiddag.",
    fields={"sleutel": "m1"},
)

Page = tuple[str, Frame, Mapping[str, object]]
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
    "team-weg": ("team_gone", OUTSIDE, {}),
    "botsing": ("conflict", FRAME, {"head": HEAD, "view": CONFLICT}),
    "niet-gevonden": ("not_there", FRAME, {}),
    "fout": ("error", FRAME, {"kind": "busy", "text": "Ik bel u om 12 uur.", "again": "/desk/"}),
    "fout-vreemde": ("error", replace(FRAME, person="", nav=()), {"kind": "forbidden", "text": "", "again": ""}),
}
"""Every page, by a name: the template, what is around it, what it shows."""
