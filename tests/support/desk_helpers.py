"""Made-up helpers: those who fit a question, and what they see themselves."""

from dataclasses import replace
from datetime import date

from desk_frames import HEAD, ago, later

from bot.desk.views.frame import Choice, Fault, Why
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
from bot.desk.views.match import Asked, Card, Excluded, Heavier, Helps, MatchView, Mismatch, OtherView, Waiting, Wish
from bot.model.helpers import HelperKind
from bot.service.csv_table import RowFault, Wrong

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
    heavier=Heavier(name="MEE IJsseloevers", leave="unasked"),
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
