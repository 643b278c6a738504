"""Talk with the real engine on the real content, and hold every turn to what may never break."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.advice.conditions import holds
from bot.advice.view import derive
from bot.content.load import load
from bot.dialogue import Engine, from_json, people, respond, talk_lines, to_json
from bot.dialogue.parts import make_parts
from bot.intake.document import from_document
from bot.model.accounts import Role
from bot.model.conversation import (
    Button,
    Conversation,
    Event,
    Kind,
    Leaving,
    Message,
    PersonMode,
    Phase,
    Reply,
    ReplyKind,
    Turn,
)
from bot.model.facts import FactKind
from bot.model.flow import Action, Flows, Step
from bot.model.intake import Line
from bot.model.knowledge import Route
from bot.model.law import Law
from bot.model.municipality import BeforeWlz
from bot.model.outside import NOTHING_KNOWN, Asked, Given, Look, Outside, Standing, StandState
from bot.model.sections import Section
from bot.model.talk_lines import TalkLine
from bot.model.text import DUTCH
from bot.model.wording import Between, PeopleText, Phrase

ROOT = Path(__file__).parents[2]
START = datetime(2026, 11, 21, 13, 0, tzinfo=UTC)  # a Saturday
PAUSE = timedelta(seconds=37)  # between two messages
MOST_BYTES, MOST_CHARS, MOST_LABEL, MOST_DATA = 4096, 4096, 40, 64

SUPPORT = "clientondersteuning"  # the duty of the Wmo, in `knowledge/duties.yaml`
_FORBIDDEN = ("u heeft recht op", "u hebt recht op", "u komt in aanmerking", "u krijgt geen", "recht heeft op")
_HOLE = re.compile(r"\{\w*\}")
_HUMAN = frozenset({Action.PERSON, Action.SELF})
_NUMBER = "niet_versturen"  # at the signing: nothing is sent, and the number to call is given
_WAY_ON = frozenset({Action.PERSON, Action.SELF, Action.GO_ON, Action.LATER, Action.MUTE})
_MAY_BE_IGNORED = frozenset({Between.BETTER.value, Between.ALONE.value})  # asked by itself: any other word drops it


class Steps(dict[str, Step]):
    """The steps of the flows, remembering which were looked up since the last `clear_seen`."""

    def __init__(self, steps: Mapping[str, Step]) -> None:
        super().__init__(steps)
        self.seen: set[str] = set()

    def get(self, key: str, default: Step | None = None) -> Step | None:  # type: ignore[override]
        """As a dict does, and remember `key`."""
        self.seen.add(key)
        return super().get(key, default)


@cache
def engine(municipality: str = "almere", *, early_wlz: bool = False) -> Engine:
    """The engine as residents meet it; built once a run. `early_wlz`: the zorgkantoor helps before the indication."""
    content = load(ROOT / "knowledge", ROOT / "flows")
    flows = replace(content.flows, steps=Steps(content.flows.steps))
    known = content.knowledge
    if early_wlz:
        here = replace(known.municipalities[municipality], before_wlz=BeforeWlz.ZORGKANTOOR)
        known = replace(known, municipalities={**known.municipalities, municipality: here})
    return Engine(make_parts(known, flows, known.municipalities[municipality]))


def flows() -> Flows:
    """The flows that the engine walks."""
    return engine().parts.flows


@dataclass(slots=True, kw_only=True)
class Talk:
    """One resident's talk, message by message, stored and read back after each of them."""

    engine: Engine = field(default_factory=engine)
    now: datetime = START
    channel: str = ""
    outside: Outside = NOTHING_KNOWN  # what the service knows from now on
    state: Conversation = field(init=False)
    replies: tuple[Reply, ...] = ()  # of the last turn
    events: tuple[Event, ...] = ()  # of the last turn
    offered: dict[int, tuple[Button, ...]] = field(default_factory=dict)  # turn -> its buttons
    said: list[str] = field(default_factory=list)  # what the resident typed
    heard: list[Reply] = field(default_factory=list)  # everything that came back
    told: list[Event] = field(default_factory=list)  # everything that happened
    kept: list[TalkLine] = field(default_factory=list)  # what may still be shared of the talk
    visited: set[str] = field(default_factory=set)  # steps and "aside:<id>"

    def __post_init__(self) -> None:
        self.state = self.engine.open("7K4Q", self.now, self.channel)

    def type(self, text: str) -> Turn:
        """Send text."""
        return self.send(Message(kind=Kind.TEXT, text=text))

    def together(self, team: str) -> Turn:
        """Open the chat with a link for one time of this team."""
        return self.send(Message(kind=Kind.START, team=team, together=True))

    def tap(self, option: str, *, turn: int | None = None) -> Turn:
        """Tap a button: one of the last question, or one of the question that came in `turn`."""
        if turn is None:
            turn = max(self.offered, default=0)
            shown = [button.id for button in self.offered.get(turn, ())]
            assert option in shown, f"no button '{option}'; there are {shown}"
        return self.send(Message(kind=Kind.CHOICE, text=option, asked_turn=turn))

    def send(self, message: Message) -> Turn:
        """Send anything, and hold the turn to what may never break."""
        self.said.append(message.text)
        before, parts = self.state, self.engine.parts_for(self.state.municipality)
        kept = tuple(self.kept) if talk_lines.are_needed(parts, before) else ()
        outside = replace(self.outside, talk_lines=kept)
        turn = self._take(lambda: respond(self.engine, before, message, self.now, outside), check_turn)
        self._keep(before, message, turn)
        return turn

    def _keep(self, before: Conversation, message: Message, turn: Turn) -> None:
        """As the service does: what may be shared later is kept as long as it may."""
        parts = self.engine.parts_for(turn.conversation.municipality)
        if talk_lines.ends(parts, before, turn):
            self.kept.clear()
        elif line := talk_lines.line_of(parts, before, message, turn.conversation):
            self.kept.append(talk_lines.from_json(talk_lines.to_json(line)))

    def staff(self, line: str) -> Turn:
        """Somebody of the coordination point does something: `join Anna`, `ask Anna|e1|W-7K4Q|Wanneer?` (`_ACTS`)."""
        name, _, rest = line.partition(" ")
        self.said.append(rest)
        act, read = _ACTS[name]
        given = read(rest.split("|"))
        return self._take(
            lambda: act(self.engine, self.state, self.now, *given, outside=self.outside), check_staff_turn
        )

    def _take(self, turn_of: Callable[[], Turn], check: Callable[..., None]) -> Turn:
        steps = self.engine.parts.flows.steps
        assert isinstance(steps, Steps)
        before = self.state
        turn = turn_of()
        assert turn_of() == turn, "the same turn again came out otherwise"
        steps.seen.clear()
        turn_of()
        check(self.engine, before, turn, self.said)
        self.state = from_json(to_json(turn.conversation))
        self.replies, self.events = turn.replies, turn.events
        self._remember(steps)
        self.now += PAUSE
        return turn

    def _remember(self, steps: Steps) -> None:
        self.heard += self.replies
        self.told += self.events
        for reply in self.replies:
            if reply.options:
                self.offered[reply.turn] = reply.options
        view = derive(self.engine.parts.knowledge, self.engine.parts.municipality, self.state.facts)
        waits = {name for name, step in steps.items() if type(step.kind).__name__ in ("Ask", "AskDeciding", "Menu")}
        passed = {name for name in steps.seen - waits if name in steps and holds(steps[name].when, view)}
        self.visited |= passed | {self.state.waiting}
        if self.state.aside is not None:
            self.visited.add(f"aside:{self.state.aside.id}")

    @property
    def text(self) -> str:
        """Everything that was said in the last turn."""
        return "\n".join(reply.text for reply in self.replies)

    @property
    def where(self) -> str:
        """Where the talk waits: a step, `step#fact` for a deciding question, `step/aside` in between."""
        state = self.state
        step = self.engine.parts.flows.steps.get(state.waiting)
        deciding = step is not None and type(step.kind).__name__ == "AskDeciding"
        place = f"{state.waiting}#{state.asked}" if deciding else state.waiting
        place = f"{place}/{state.aside.id}" if state.aside else place
        return f"{place}!" if state.phase is Phase.STOPPED else place

    def options(self) -> list[str]:
        """The buttons of the last turn."""
        return [button.id for reply in self.replies for button in reply.options]

    def kinds(self) -> list[str]:
        """The kinds of the last turn's replies."""
        return [reply.kind.value for reply in self.replies]

    def event_kinds(self) -> list[str]:
        """What happened in the last turn."""
        return [event.kind for event in self.events]

    def facts(self) -> dict[str, str | list[str]]:
        """What is kept, but for free words."""
        specs = self.engine.parts.specs
        return {
            name: list(fact.value) if isinstance(fact.value, tuple) else fact.value
            for name, fact in self.state.facts.items()
            if specs[name].kind is not FactKind.TEXT
        }

    def routes(self) -> list[str]:
        """The ways that were shown in the whole talk, in the order in which they came."""
        return [way.id for way in ways_in(self.engine, self.heard)]

    def know(self, state: StandState) -> None:
        """From now on the service knows the question that was signed last, with its lines."""
        signed = from_document(self.intake())
        self.outside = Outside(cases=(Standing(code=signed.code, state=state, lines=signed.draft.lines),))

    def intake(self) -> Mapping[str, object] | None:
        """The intake that was signed last."""
        signed = [event.body["intake"] for event in self.told if event.kind == "intake_signed"]
        assert not signed or isinstance(signed[-1], dict)
        return signed[-1] if signed else None  # type: ignore[return-value]


def _correction(given: list[str]) -> list[object]:
    """A value with a comma behind it is a list of one."""
    name, fact, value = given
    return [name, fact, tuple(value.rstrip(",").split(",")) if "," in value else value]


def _telling(given: list[str]) -> list[object]:
    return [PeopleText(given[0]), dict(pair.split("=", 1) for pair in given[1:])]


_ACTS: dict[str, tuple[Callable[..., Turn], Callable[[list[str]], list[object]]]] = {
    "join": (people.join, list),
    "leave": (people.leave, lambda given: [Leaving(given[0])]),
    "speak": (people.speak, list),
    "ask": (people.ask, list),
    "correct": (people.correct, _correction),
    "tell": (people.tell, _telling),
    "put": (people.put, lambda given: [Between(given[0]), *given[1:]]),
}


def outside_of(told: Mapping[str, Any]) -> Outside:
    """What the service knows, as a test writes it: moments in ISO, `cases` with their states, `can_push: false`."""
    moments = {"promised_at", "last_contact_at", "back_at", "closed_at", "keep_until"}
    cases = []
    for one in told.get("cases", ()):
        case = {key: datetime.fromisoformat(value) if key in moments else value for key, value in one.items()}
        case["state"] = StandState(case["state"])
        case["asked"] = Asked(**case["asked"]) if "asked" in case else None
        looks = case.get("seen_by", ())
        case["seen_by"] = tuple(
            Look(name=name, role=Role(role), at=datetime.fromisoformat(at)) for name, role, at in looks
        )
        lines = case.get("lines", ())
        case["lines"] = tuple(Line(id=name, section=Section(part), text=text) for name, part, text in lines)
        case["given"] = tuple(Given(to=to, at=datetime.fromisoformat(at)) for to, at in case.get("given", ()))
        cases.append(Standing(**case))
    promise = told.get("promise")
    return Outside(
        promise=datetime.fromisoformat(promise) if promise else None,
        busy=told.get("busy") == "true",
        cases=tuple(cases),
        can_push=told.get("can_push", "true") == "true",
    )


def ways_in(made: Engine, replies: Iterable[Reply]) -> list[Route]:
    """The ways that these replies show, in the order in which they came."""
    parts = made.parts
    texts = [reply.text for reply in replies if reply.kind is ReplyKind.ADVICE]
    ways = [
        (way, parts.advice_words(way.why, "nl", elsewhere=elsewhere))
        for way in (parts.knowledge.routes.values() if texts else ())
        for elsewhere in (False, True)
    ]
    found = {
        way.id: way
        for text in texts
        for way, why in ways
        if f"{way.name.to('nl')}. {why}" in text or f"{way.name.to('nl')}\n{why}" in text
    }
    return list(found.values())


def _check_duties(made: Engine, turn: Turn) -> None:
    """With a way of the Wmo the law wants told that client support is free (art. 2.3.2 lid 3)."""
    shown = [way.id for way in ways_in(made, turn.replies) if way.law is Law.WMO]
    assert not shown or f"plicht:{SUPPORT}" in turn.conversation.told, f"{shown} without free client support"


def check_turn(made: Engine, before: Conversation, turn: Turn, said: Iterable[str] = ()) -> None:
    """What holds for every turn, whatever was sent."""
    check_staff_turn(made, before, turn, said)
    live = before.person is not None and before.person.mode is PersonMode.LIVE
    assert turn.replies or live, "silence"
    _check_duties(made, turn)
    if turn.conversation.person is None or turn.conversation.person.mode is PersonMode.ASK:
        _check_way_on(made, turn)


def check_staff_turn(made: Engine, before: Conversation, turn: Turn, said: Iterable[str] = ()) -> None:
    """What holds for every turn, whoever made it."""
    talk = turn.conversation
    stored = to_json(talk)
    assert from_json(stored) == talk, "the stored form reads back otherwise"
    assert len(stored.encode()) < MOST_BYTES, f"stored size {len(stored.encode())}"
    assert talk.turn == before.turn + 1
    typed = "".join(said)
    for reply in turn.replies:
        _check_reply(reply, typed)
        assert reply.turn == talk.turn
    for event in turn.events:
        json.dumps(dict(event.body)).encode()


def _check_reply(reply: Reply, typed: str) -> None:
    words = reply.text.casefold()
    assert 0 < len(reply.text) <= MOST_CHARS, f"{len(reply.text)} characters"
    assert not [bad for bad in _FORBIDDEN if bad in words and bad not in typed.casefold()], reply.text
    assert not [hole for hole in _HOLE.findall(reply.text) if hole not in typed], reply.text
    ids, labels = [b.id for b in reply.options], [b.label for b in reply.options]
    assert len(set(ids)) == len(ids), f"twice the same button: {ids}"
    assert len(set(labels)) == len(labels), f"two buttons read the same: {labels}"
    assert all(0 < len(label) <= MOST_LABEL for label in labels), labels
    assert all(len(f"{reply.turn}:{name}".encode()) <= MOST_DATA for name in ids), ids


def _check_way_on(made: Engine, turn: Turn) -> None:
    """A question has buttons and a way to a person; one in between has at least a way back to it."""
    talk, flow = turn.conversation, made.parts.flows
    asked = [reply for reply in turn.replies if reply.kind in (ReplyKind.ASK, ReplyKind.DANGER) and reply.options]
    thanked = [reply.text for reply in turn.replies] == [flow.texts[Phrase.WELCOME].to(DUTCH)]
    open_end = talk.phase is Phase.STOPPED or not talk.waiting or (thanked and talk.phase is Phase.SENT)
    assert asked or open_end, "nothing to go on with: " + " / ".join(reply.text for reply in turn.replies)
    if not asked:
        return
    assert len(asked) == 1, f"{len(asked)} questions in one turn"
    assert turn.replies[-1] is asked[0], "something was said after the question"
    known = {option.id: option.do for option in flow.options.values()}
    if talk.aside is not None:
        known |= {option.id: option.do for option in flow.asides[talk.aside.id].options}
    acts = {known.get(button.id) for button in asked[0].options}
    if _NUMBER in {button.id for button in asked[0].options} or (talk.aside and talk.aside.id in _MAY_BE_IGNORED):
        return
    assert acts & (_WAY_ON if talk.aside else _HUMAN), f"no way to a person: {[b.id for b in asked[0].options]}"


def play(lines: Iterable[str], *, show: Callable[[str], None] | None = None) -> Talk:
    """Play a talk in short: `#id` taps, `/kind` sends what is no text, `@join Anna` is staff, else it is typed.

    `=nieuw`: from here on the service knows the question that was signed, and that it stands so.
    `&Team` opens the chat with a link of that team for one time.
    """
    talk = Talk()
    for line in lines:
        if line.startswith("#"):
            talk.tap(line[1:])
        elif line.startswith("@"):
            talk.staff(line[1:])
        elif line.startswith("="):
            talk.know(StandState(line[1:]))
            continue
        elif line.startswith("&"):
            talk.together(line[1:])
        elif line.startswith("/"):
            kind, _, payload = line[1:].partition(" ")
            talk.send(Message(kind=Kind(kind), text=payload))
        else:
            talk.type(line)
        if show is not None:
            show(f"\nR: {line}    [{talk.where}]")
            for reply in talk.replies:
                show(f"W ({reply.kind}): {reply.text} " + " ".join(f"[{b.id}|{b.label}]" for b in reply.options))
            for event in talk.events:
                show(f"  » {event.kind} " + str({k: v for k, v in event.body.items() if k not in ("intake", "text")}))
                if event.kind == "intake_signed":
                    show(str(event.body["text"]))
    return talk
