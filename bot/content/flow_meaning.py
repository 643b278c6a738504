"""Meaning checks on the flows: every step leads on, is reached, offers a person, and fits a button."""

from collections.abc import Iterator, Mapping

from bot.content.meaning import LABEL_LIMIT, MESSAGE_LIMIT
from bot.content.problems import did_you_mean
from bot.content.reader import Spot
from bot.content.wording import PLACEHOLDER
from bot.model.flow import END, Action, Ask, AskDeciding, Choose, Flows, Menu, Option, Say, Step
from bot.model.knowledge import Knowledge
from bot.model.law import Stage
from bot.model.text import Text
from bot.model.wording import Phrase

BUTTON_BYTES = 64  # Telegram's limit for the data behind a button
_TURN_BYTES = 7  # "999999:" goes in front of the option's id
PLACEHOLDERS = frozenset(
    "gemeente coordinatiepunt telefoon toegang dagen code moment onderwerp duur keuze antwoord naam tekst uitleg woord"
    " dag start regels bureau reden stap plek bronnen telefoon_gemeente opvang".split()
)


def check_flows(flows: Flows, knowledge: Knowledge, places: Mapping[str, Spot], anywhere: Spot | None) -> None:
    """Find everything wrong between the steps; faults go to the spot's report. `anywhere`: for what is missing."""
    check = _Check(flows, knowledge, places, anywhere)
    if check.targets():
        check.reachable()
        check.circles()
    check.people()
    check.labels()
    check.phrases()
    check.texts()


class _Check:
    def __init__(
        self, flows: Flows, knowledge: Knowledge, places: Mapping[str, Spot], anywhere: Spot | None
    ) -> None:
        self.flows, self.k, self.places, self.anywhere = flows, knowledge, places, anywhere

    def targets(self) -> bool:
        """Every target exists and only a menu may lead nowhere. True: the graph can be walked."""
        whole = True
        for step in self.flows.steps.values():
            spot = self.places[step.id]
            for target in ways(step):
                if target != END and target not in self.flows.steps:
                    spot.fail(f"unknown step '{target}'", did_you_mean(target, self.flows.steps))
                    whole = False
            if not step.to and not isinstance(step.kind, Menu):
                spot.fail(f"step '{step.id}' is a dead end", f"add 'to:' with the next step, or 'to: {END}'")
                whole = False
        if self.flows.start not in self.flows.steps and self.anywhere is not None:
            self.anywhere.fail(f"the start '{self.flows.start}' does not exist", "add 'start:' to flows/begin.yaml")
            return False
        return whole

    def reachable(self) -> None:
        """Every step can be reached from the start."""
        seen, todo = {self.flows.start, END}, [self.flows.start]
        while todo:
            for target in ways(self.flows.steps[todo.pop()]):
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        for step_id in self.flows.steps.keys() - seen:
            self.places[step_id].fail(f"step '{step_id}' is never reached", "lead a step to it, or take it out")

    def circles(self) -> None:
        """The walk starts anew at every turn, so a circle would never end."""
        state: dict[str, int] = {}  # 1: on the path, 2: done
        stack: list[tuple[str, Iterator[str]]] = [(self.flows.start, iter(ways(self.flows.steps[self.flows.start])))]
        state[self.flows.start] = 1
        while stack:
            step_id, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                state[step_id] = 2
                stack.pop()
            elif target != END and state.get(target) == 1:
                self.places[step_id].fail(
                    f"a circle: '{step_id}' leads back to '{target}'", "let an option act ('do:') instead of going back"
                )
            elif target != END and target not in state:
                state[target] = 1
                stack.append((target, iter(ways(self.flows.steps[target]))))

    def people(self) -> None:
        """Every question has a way to a person."""
        for step in self.flows.steps.values():
            if isinstance(step.kind, Ask | AskDeciding | Menu) and not any(
                option.do in (Action.PERSON, Action.SELF) for option in step.kind.options
            ):
                self.places[step.id].fail(
                    f"question '{step.id}' has no way to a person", "add 'mens' to its options or to 'always'"
                )

    def labels(self) -> None:
        """Labels fit a button, ids fit its data."""
        for option, spot in self._options():
            size = len(option.id.encode()) + _TURN_BYTES
            if size > BUTTON_BYTES:
                spot.fail(f"option '{option.id}' makes {size} bytes of button data", f"at most {BUTTON_BYTES}; shorten the id")
            for words in option.label.words.values():
                if len(words) > LABEL_LIMIT:
                    spot.fail(f"label '{words}' has {len(words)} characters", f"keep it to {LABEL_LIMIT}")

    def _options(self) -> Iterator[tuple[Option, Spot]]:
        for option in self.flows.options.values():
            yield option, self.places[f"option {option.id}"]
        shared = {id(option) for option in self.flows.options.values()}
        for step in self.flows.steps.values():
            if isinstance(step.kind, Ask | AskDeciding | Menu):
                for option in step.kind.options:
                    if id(option) not in shared:
                        yield option, self.places[step.id]

    def phrases(self) -> None:
        """Every sentence that the engine needs is there."""
        wanted = {phrase.value for phrase in Phrase if not phrase.value.endswith("_")}
        wanted |= {f"{Phrase.HEARD_STAGE.value}{stage.value}" for stage in Stage}
        if self.anywhere is not None:
            for name in sorted(wanted - self.flows.texts.keys()):
                self.anywhere.fail(f"text '{name}' is missing", "add it under 'texts:' in flows/motor.yaml")

    def texts(self) -> None:
        """No text is too long, every placeholder exists."""
        shown = [name for name, line in self.k.helplines.items() if line.shown]
        known = PLACEHOLDERS | {f"{kind}_{name}" for name in shown for kind in ("lijn", "web")}
        for text, spot in self._texts():
            for words in text.words.values():
                if len(words) > MESSAGE_LIMIT:
                    spot.fail(f"text of {len(words)} characters", f"at most {MESSAGE_LIMIT}; split it")
                for name in PLACEHOLDER.findall(words):
                    if name not in known:
                        spot.fail(f"unknown placeholder '{{{name}}}'", did_you_mean(name, known))

    def _texts(self) -> Iterator[tuple[Text, Spot]]:
        for name, text in self.flows.texts.items():
            yield text, self.places[f"text {name}"]
        for name, aside in self.flows.asides.items():
            yield aside.text, self.places[f"aside {name}"]
        for step in self.flows.steps.values():
            if isinstance(step.kind, Say | Ask | Menu):
                yield step.kind.text, self.places[step.id]


def ways(step: Step) -> list[str]:
    """Every step this one can lead to."""
    targets = [step.to] if step.to else []
    if isinstance(step.kind, Ask):
        targets += step.kind.by.values()
    elif isinstance(step.kind, Choose):
        targets += [target for _, target in step.kind.cases]
    return targets
