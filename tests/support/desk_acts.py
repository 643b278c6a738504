"""The forms of what can be done at a made-up question, also with something wrong in them."""

from dataclasses import replace

from desk_frames import PROMISE, ago, later

from bot.desk.views.acts import (
    Act,
    AskForm,
    CalledForm,
    CloseForm,
    Colleague,
    ConflictView,
    Control,
    CorrectForm,
    Destination,
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
from bot.desk.views.frame import Choice, Fault, Why

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
        Outcome(id="zelf_verder", label="Kan zelf verder", tell="Uw vraag is afgerond. U kunt nu zelf verder."),
        Outcome(
            id="warm_overgedragen",
            label="Warm overgedragen aan een ander",
            tell="Uw vraag is afgerond. {naam_plek} helpt u nu verder.",
            needs_place=True,
        ),
        Outcome(id="niet_gelukt", label="Niet gelukt", needs_note=True),
        Outcome(id="dubbel", label="Zelfde vraag als een andere code", needs_code=True),
    ),
    places=(
        Destination(id="mee", label="MEE", called="MEE", phone="036 1234567"),
        Destination(id="raadslieden", label="Sociaal raadslieden", called="de sociaal raadslieden", phone=""),
    ),
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
CONFLICT = ConflictView(
    act=Act.MESSAGE,
    text="Ik bel u om 12 uur.",
    who="Bram",
    at=ago(minutes=1),
    theirs="Dag Marja, ik bel u vanmiddag.",
    fields={"sleutel": "m1"},
)
