"""The files of `flows/` -> model: steps, shared buttons, questions in between, global words, sentences."""

from collections.abc import Callable
from pathlib import Path

import yaml

from bot.content.conditions import ConditionReader
from bot.content.reader import ID, Fields, Report, Spot, read_all
from bot.model.condition import ALWAYS, Condition
from bot.model.flow import (
    END,
    Action,
    Ask,
    AskDeciding,
    Choose,
    Command,
    Flows,
    Menu,
    Option,
    Over,
    Say,
    Show,
    Step,
    StepKind,
    Tell,
)
from bot.model.knowledge import Knowledge
from bot.model.text import DUTCH, EMPTY, Text
from bot.model.wording import Block

START = "begin"  # the flow where every conversation starts
BUTTON_BYTES = 64  # Telegram's limit for the data behind a button
TURN_BYTES = 7  # "999999:" goes in front of the option's id
_KINDS = ("say", "ask", "decide", "menu", "show", "choose", "tell")


class FlowReader:
    """Collects every flow file; `finish` gives the whole. References are checked in `flow_meaning`."""

    def __init__(self, knowledge: Knowledge, conditions: ConditionReader, report: Report) -> None:
        self._k, self._conditions, self._report = knowledge, conditions, report
        self._steps: dict[str, Step] = {}
        self._texts: dict[str, Text] = {}
        self._options: dict[str, Option] = {}
        self._asides: dict[str, Menu] = {}
        self._commands: list[Command] = []
        self._languages: tuple[str, ...] = ()
        self._start = ""
        self.places: dict[str, Spot] = {}  # step -> where it stands
        self._first: dict[tuple[str, str], Spot] = {}  # what sort of thing and its name -> where it stands first
        self._later: list[Callable[[], None]] = []  # what needs the shared options of every file

    def add(self, spot: Spot) -> None:
        """Read one file."""
        fields = spot.fields()
        flow = fields.id()
        if flow and flow != Path(spot.path).stem:
            spot.fail(f"id '{flow}' is not the file's name", f"write 'id: {Path(spot.path).stem}'")
        languages = fields.strings("languages") or (DUTCH,)
        if self._languages and languages != self._languages:
            spot.fail("other languages than the flows before", f"write 'languages: [{', '.join(self._languages)}]'")
        self._languages = self._languages or languages
        start = fields.find("start")
        if flow == START:
            self._start = self._target(flow, start) if start else ""
            if start is None:
                spot.fail("'start' is missing", "add a line 'start: ...' with the first step")
        self._read_options(fields, languages)
        always = self._always(fields.find("always"))
        self._read_texts(fields, languages)
        steps, asides, commands = fields.find("steps"), fields.find("asides"), fields.find("commands")
        fields.done()
        for command in commands.items() if commands else ():
            self._commands.append(_command(command, languages))
        self._later.append(lambda: self._read_steps(flow, steps, always(), languages))
        self._later.append(lambda: self._read_asides(asides, languages))

    def finish(self) -> Flows:
        """Everything that was added, as one."""
        for job in self._later:
            job()
        return Flows(
            start=self._start,
            steps=self._steps,
            texts=self._texts,
            options=self._options,
            asides=self._asides,
            commands=tuple(self._commands),
            languages=self._languages or (DUTCH,),
        )

    def _read_options(self, fields: Fields, languages: tuple[str, ...]) -> None:
        spot = fields.find("options")
        for key, at, value in spot.pairs() if spot else ():
            self._once("option", key, at)
            self._options[key] = self._option(key, at, value, languages)

    def _read_texts(self, fields: Fields, languages: tuple[str, ...]) -> None:
        spot = fields.find("texts")
        for key, at, value in spot.pairs() if spot else ():
            self._once("text", key, at)
            self._texts[key] = value.text(languages)

    def _read_asides(self, spot: Spot | None, languages: tuple[str, ...]) -> None:
        for key, at, value in spot.pairs() if spot else ():
            self._once("aside", key, at)
            fields = value.fields()
            text, options = fields.text("text", languages), self._shared(fields.find("options"), languages, ())
            fields.done()
            self._asides[key] = Menu(text=text, options=options)

    def _always(self, spot: Spot | None) -> Callable[[], tuple[str, ...]]:
        """The names under `always`, checked once the shared options of every file are there."""
        items = [(item.identifier(), item) for item in spot.items()] if spot else []

        def names() -> tuple[str, ...]:
            for name, item in items:
                if name and name not in self._options:
                    item.unknown("option", name, self._options)
            return tuple(name for name, _ in items)

        return names

    def _once(self, kind: str, name: str, at: Spot) -> None:
        first = self._first.setdefault((kind, name), at)
        if first is not at:
            at.fail(f"double {kind} '{name}'", f"it stands in {first.path} too; keep one of the two")
        if kind == "step":
            self.places[name] = at

    def _read_steps(self, flow: str, spot: Spot | None, always: tuple[str, ...], languages: tuple[str, ...]) -> None:
        for key, at, value in spot.pairs() if spot else ():
            step_id = self._full(flow, key)
            self._once("step", step_id, at)
            self._steps[step_id] = self._step(flow, step_id, value, always, languages)

    def _step(self, flow: str, step_id: str, spot: Spot, always: tuple[str, ...], languages: tuple[str, ...]) -> Step:
        fields = spot.fields()
        when = self._conditions.read(fields.find("when"))
        to = fields.find("to")
        target = self._target(flow, to) if to else ""
        keys = fields.keys()
        kinds = [kind for kind in _KINDS if kind in keys]
        if len(kinds) != 1:
            spot.fail(f"step '{step_id}' must have one of {', '.join(_KINDS)}", f"it has {len(kinds)}")
            return Step(id=step_id, kind=Say(text=EMPTY), when=when, to=target)
        step = Step(id=step_id, kind=self._kind(kinds[0], flow, fields, always, languages), when=when, to=target)
        fields.done()
        return step

    def _kind(
        self, kind: str, flow: str, fields: Fields, always: tuple[str, ...], languages: tuple[str, ...]
    ) -> StepKind:
        spot = fields.get(kind)
        assert spot is not None  # the kind was found among the keys
        options = fields.find("options")
        match kind:
            case "say":
                return Say(text=spot.text(languages))
            case "show":
                return Show(block=spot.one_of(Block, Block.UNDERSTOOD).value)
            case "tell":
                value = fields.find("value")
                return Tell(event=spot.identifier(), value=value.identifier() if value else "")
            case "choose":
                cases = read_all(spot, lambda item: self._case(flow, item))
                self._conditions.in_order((when, item) for (when, _), item in zip(cases, spot.items(), strict=True))
                return Choose(cases=cases)
            case "decide":
                shown, over = self._shared(options, languages, always), fields.find("over")
                decided = over.one_of(Over, Over.ROUTES) if over else Over.ROUTES
                return AskDeciding(at_most=spot.number(1, 5), options=shown, over=decided)
            case "menu":
                keep = fields.find("asks_to_keep")
                shown = self._shared(options, languages, ())
                return Menu(text=spot.text(languages), options=shown, asks_to_keep=keep.yes_no() if keep else False)
            case _:
                return self._ask(flow, spot, fields, self._shared(options, languages, always), languages)

    def _ask(
        self, flow: str, spot: Spot, fields: Fields, options: tuple[Option, ...], languages: tuple[str, ...]
    ) -> Ask:
        fact = spot.identifier()
        spec = self._k.facts.get(fact)
        if fact and spec is None:
            spot.unknown("fact", fact, self._k.facts)
        grows, by = fields.find("grows"), fields.find("by")
        text = fields.text("text", languages, required=False)
        if spec is not None and not spec.question and not text:
            spot.fail(f"fact '{fact}' has no question", "add 'text:' here or 'question:' to the fact")
        branches = {}
        for answer, at, value in by.pairs() if by else ():
            if spec is not None and spec.find_option(answer) is None:
                at.unknown(f"answer to '{fact}':", answer, [o.id for o in spec.options])
            branches[answer] = self._target(flow, value)
        return Ask(fact=fact, text=text, options=options, by=branches, grows=grows.yes_no() if grows else False)

    def _case(self, flow: str, spot: Spot) -> tuple[Condition, str]:
        fields = spot.fields()
        when, to = fields.get("when"), fields.get("to")
        fields.done()
        return (self._conditions.read(when) if when else ALWAYS), self._target(flow, to) if to else ""

    def _shared(self, spot: Spot | None, languages: tuple[str, ...], default: tuple[str, ...]) -> tuple[Option, ...]:
        """Options by name of a shared one, or written out on the spot."""
        if spot is None:
            return tuple(self._options[name] for name in default if name in self._options)
        result = []
        for item in spot.items():
            if isinstance(item.node, yaml.MappingNode):
                key, at, value = (item.pairs() or [("", item, item)])[0]
                result.append(self._option(key, at, value, languages))
            else:
                name = item.identifier()
                if name not in self._options:
                    item.unknown("option", name, self._options)
                else:
                    result.append(self._options[name])
        return tuple(result)

    def _option(self, key: str, at: Spot, spot: Spot, languages: tuple[str, ...]) -> Option:
        fields = spot.fields()
        do, sets, when = fields.find("do"), fields.find("sets"), fields.find("when")
        option = Option(
            id=key,
            label=fields.label("label", languages),
            do=do.one_of(Action, Action.GO_ON) if do else None,
            sets=tuple(self._set(name, where, value) for name, where, value in sets.pairs()) if sets else (),
            means=fields.strings("means"),
            when=self._conditions.read(when),
        )
        fields.done()
        if option.do is None and not option.sets:
            at.fail(f"option '{key}' does nothing", "add 'do:' or 'sets:'")
        if not ID.fullmatch(key[:40]):
            at.fail(f"'{key}' is not an id", "use a-z, 0-9, '_' and '-'")
        size = len(key.encode()) + TURN_BYTES
        if size > BUTTON_BYTES:
            at.fail(f"option '{key}' makes {size} bytes of button data", f"at most {BUTTON_BYTES}; shorten the id")
        return option

    def _set(self, name: str, at: Spot, value: Spot) -> tuple[str, str]:
        spec, wanted = self._k.facts.get(name), value.scalar() or ""
        if spec is None:
            at.unknown("fact", name, self._k.facts)
        elif spec.options and spec.find_option(wanted) is None:
            value.unknown(f"answer to '{name}':", wanted, [o.id for o in spec.options])
        return name, wanted

    @staticmethod
    def _full(flow: str, name: str) -> str:
        """`step` of this flow, or `flow.step` of another, or the end."""
        return name if "." in name or name in ("", END) else f"{flow}.{name}"

    def _target(self, flow: str, spot: Spot) -> str:
        """The step that is named at `spot`; whether it exists is looked up when all is read."""
        name = self._full(flow, spot.scalar() or "")
        if name:
            self._report.names.append(("step", name, spot))
        return name


def _command(spot: Spot, languages: tuple[str, ...]) -> Command:
    fields = spot.fields()
    do, inside, person = fields.find("do"), fields.find("inside"), fields.find("with_person")
    command = Command(
        do=do.one_of(Action, Action.HELP) if do else None,
        say=fields.text("say", languages, required=False),
        words=fields.strings("words"),
        inside=inside.yes_no() if inside else False,
        with_person=person.yes_no() if person else False,
    )
    fields.done()
    if not command.words:
        spot.fail("a global word without words", "add 'words:'")
    if (command.do is None) == (not command.say):
        spot.fail("a global word needs one of do and say", "keep what it does, or what is said")
    return command
