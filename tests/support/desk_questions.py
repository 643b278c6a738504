"""A made-up question, signed and talked about, as the desk shows it in each of its states."""

from dataclasses import replace

from desk_acts import EXPORT, WORK
from desk_frames import HEAD, LATE, NOW, ago, later

from bot.desk.views.acts import (
    Act,
    BoxForm,
    Work,
)
from bot.desk.views.frame import Fault, Why
from bot.desk.views.inbox import Flag
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
from bot.desk.views.thread import Answer, ThreadLine
from bot.model.cases import CaseState, Delivery, EntryKind
from bot.model.sections import Section

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
    additions=(
        Said(at=ago(hours=2), text="Er kwam vanmorgen een brief. Ik snap hem niet."),
        Said(at=ago(hours=1), text="Bel liever mijn dochter.", old="Telefoon: 06 12345678"),
    ),
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
        delivery=Delivery.WAITING,
        leaves_at=later(seconds=5),
    ),
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
        state=CaseState.NEW,
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
    head=replace(HEAD, state=CaseState.CLOSED, flags=(), promise=None),
    work=Work(plain=frozenset({Act.REOPEN}), export=EXPORT),
    message=None,
    outcome="Kan zelf verder",
)
WITHDRAWN = IntakeView(
    head=Head(code="W-7K4Q9", rev=9, state=CaseState.WITHDRAWN, since=ago(hours=1)), signed=None, history=HISTORY
)
REFUSED = replace(
    INTAKE,
    message=BoxForm(
        text="", typed={"tekst": "U hoort het {moment}."}, faults=(Fault(field="tekst", why=Why.UNFILLED),)
    ),
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
