"""What people of the coordination point do in a talk: each act is a turn, as a message of a resident is one.

Pure like `respond`, and saved the same way. What a person typed comes in as it may be kept: numbers that may not be
are masked before.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.content.wording import PLACEHOLDER
from bot.dialogue import corrections
from bot.dialogue.between import put_aside
from bot.dialogue.blocks import moment_words
from bot.dialogue.engine import Engine, begin
from bot.dialogue.memory import code_of
from bot.dialogue.owner import give, hand_back, let_ask, let_go
from bot.dialogue.turn import TurnDraft
from bot.model.conversation import Button, Conversation, Leaving, Person, PersonMode, Phase, ReplyKind, Turn
from bot.model.errors import BotError
from bot.model.facts import EngineFact, Value
from bot.model.flow import Action
from bot.model.outside import NOTHING_KNOWN, Outside, Whose
from bot.model.wording import Between, PeopleText

_TELEGRAM = "telegram"
"""The answer to `kanaal` of a chat that another company carries."""
_BY_ITSELF = frozenset(
    {Between.MET, Between.MAY_GO, Between.WHY_OTHER, Between.CHECK_IN, Between.CONTENT, Between.BETTER, Between.ALONE}
)
_WITH = {PeopleText.CLOSED: Action.REOPEN}
"""What a resident may want to do at once about what they read."""
_NEVER_OVER = frozenset({Between.DANGER.value, Between.ERASE.value, Between.RESTART.value, Between.NEW.value})


class StaffFault(BotError):
    """Something that may not be done in this talk, or a sentence without what belongs in it."""


def join(engine: Engine, talk: Conversation, now: datetime, name: str, outside: Outside = NOTHING_KNOWN) -> Turn:
    """A person takes the talk. Nothing is said when that same person has it already."""
    draft = begin(engine, talk, now, outside)
    before = talk.person if talk.person and talk.person.mode is PersonMode.LIVE else None
    if before is not None and before.name == name:
        return draft.turn()
    give(draft, name, PersonMode.LIVE)
    said = PeopleText.CHANGES if before else PeopleText.COMES
    draft.reply(ReplyKind.SAY, draft.phrase(said, wie=name), _buttons(draft, Action.TAKE_BACK))
    carried = draft.talk.facts.get(EngineFact.KANAAL)
    if before is None and carried is not None and _TELEGRAM in carried.values():
        draft.say(PeopleText.COMES_SAFELY)
    return draft.turn()


def leave(engine: Engine, talk: Conversation, now: datetime, reason: Leaving, outside: Outside = NOTHING_KNOWN) -> Turn:
    """The person is out of the talk, and the bot goes on at the very place. Without a person nothing happens."""
    draft = begin(engine, talk, now, outside)
    person = draft.talk.person
    if person is None:
        return draft.turn()
    if reason is Leaving.ERASED:
        let_go(draft)
    else:
        for said in _farewell(draft, person, reason):
            draft.say(said, wie=person.name, code=code_of(draft.talk, draft.talk.sent))
        hand_back(draft)
    return _done(draft)


def speak(
    engine: Engine, talk: Conversation, now: datetime, name: str, text: str, outside: Outside = NOTHING_KNOWN
) -> Turn:
    """A person says something. A question of the bot that still stood open is dropped: "ja" now answers the person."""
    draft = begin(engine, talk, now, outside)
    live = draft.talk.person is not None and draft.talk.person.mode is PersonMode.LIVE
    if live and draft.talk.aside is not None and draft.talk.aside.id != Between.RIGHT:
        draft.change(aside=None)
    draft.say(PeopleText.SAYS, wie=name, tekst=text)
    return _done(draft)


def ask(
    engine: Engine,
    talk: Conversation,
    now: datetime,
    name: str,
    ask_id: str,
    code: str,
    text: str,
    outside: Outside = NOTHING_KNOWN,
) -> Turn:
    """A person asks one thing about the intake `code`; the next words of the resident are the answer to `ask_id`."""
    draft = begin(engine, talk, now, outside)
    draft.say(PeopleText.ASKS, wie=name, code=code, tekst=text)
    let_ask(draft, name, ask_id, code)
    return _done(draft)


def correct(
    engine: Engine,
    talk: Conversation,
    now: datetime,
    name: str,
    fact: str,
    value: Value,
    outside: Outside = NOTHING_KNOWN,
) -> Turn:
    """A person puts an answer right. Raises `CorrectionFault` on an answer that does not exist."""
    draft = begin(engine, talk, now, outside)
    corrections.put_right(draft, name, fact, value)
    return _done(draft)


def tell(
    engine: Engine,
    talk: Conversation,
    now: datetime,
    phrase: PeopleText,
    values: Mapping[str, str | datetime],
    outside: Outside = NOTHING_KNOWN,
) -> Turn:
    """Say what happened at the coordination point. Raises `StaffFault` when a word for the sentence is missing."""
    draft = begin(engine, talk, now, outside)
    words = {key: value if isinstance(value, str) else moment_words(draft, value) for key, value in values.items()}
    template = draft.parts.flows.texts[phrase].to(draft.talk.language)
    known = words.keys() | draft.parts.values.keys() | draft.standing_values().keys()
    missing = sorted(set(PLACEHOLDER.findall(template)) - known)
    if missing:
        raise StaffFault(f"'{phrase.value}' without {', '.join(missing)}")
    buttons = _buttons(draft, _WITH[phrase]) if phrase in _WITH else ()
    draft.reply(ReplyKind.SAY, draft.phrase(phrase, **words), buttons)
    return _done(draft)


def may_put(talk: Conversation) -> bool:
    """Whether a question of ours may come now: never beside a person, nor over danger, erasing or starting anew."""
    return talk.person is None and (talk.aside is None or talk.aside.id not in _NEVER_OVER)


def put(
    engine: Engine,
    talk: Conversation,
    now: datetime,
    which: Between,
    about: str = "",
    outside: Outside = NOTHING_KNOWN,
) -> Turn:
    """Put a question of ours, by itself. Any other word than an answer drops it.

    `about`: for `MET` the name of who helps; for `MAY_GO` the code of the question and the id of the desk; for
    `CHECK_IN` the question after it (`BETTER`), if any. Raises
    `StaffFault` when this may not be put now.
    """
    if which not in _BY_ITSELF or not may_put(talk):
        raise StaffFault(f"'{which.value}' may not be put now")
    draft = begin(engine, talk, now, outside)
    put_aside(draft, which, about=about)
    return _done(draft)


def _farewell(draft: TurnDraft, person: Person, reason: Leaving) -> tuple[PeopleText, ...]:
    """What is said when a person goes; where more can be said about the question, or that we go on."""
    if person.mode is PersonMode.ASK:
        return (PeopleText.GO_ON,)
    if reason is not Leaving.DONE:
        return (PeopleText.TAKEN_BACK if reason is Leaving.WISH else PeopleText.QUIET,)
    if draft.talk.phase is not Phase.SENT or person.under is not None:
        return PeopleText.LEAVES, PeopleText.GO_ON
    finished = draft.outside.cases and draft.outside.whose is Whose.NOBODY
    return (PeopleText.LEAVES,) if finished else (PeopleText.LEAVES, PeopleText.LEAVES_CODE)


def _buttons(draft: TurnDraft, action: Action) -> tuple[Button, ...]:
    """The option that does this; it works as long as there is something to do, whatever was put since."""
    options = draft.parts.flows.options.values()
    language = draft.talk.language
    return tuple(Button(id=o.id, label=o.label.to(language)) for o in options if o.do is action)


def _done(draft: TurnDraft) -> Turn:
    corrections.settle(draft)
    return draft.turn()
