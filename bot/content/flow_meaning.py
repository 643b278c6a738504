"""Meaning checks on the flows: every step leads on, is reached and offers a person; every sentence is there."""

from collections.abc import Iterator, Mapping

from bot.content.meaning import check_names
from bot.content.problems import Problem, did_you_mean
from bot.content.reader import Report, Spot
from bot.content.wording import PLACEHOLDER
from bot.model.accounts import Role
from bot.model.cases import GiveReason
from bot.model.danger import Danger
from bot.model.flow import END, Action, Ask, AskDeciding, Choose, Flows, Menu, Step
from bot.model.knowledge import Knowledge
from bot.model.law import Stage
from bot.model.leaflet import LeafletText
from bot.model.outside import StandState
from bot.model.preparation import LISTS
from bot.model.sections import Section
from bot.model.terms import TermUnit, Why
from bot.model.wording import (
    Between,
    DangerText,
    DeskNote,
    IntakeText,
    NoticeText,
    PeopleText,
    Phrase,
    TelegramCommand,
    TelegramText,
    TerminalText,
)

_TO_A_PERSON = (Action.PERSON, Action.SELF, Action.SEND)  # what is sent is read by a person
PLACEHOLDERS = frozenset(
    """
    code moment onderwerp duur keuze antwoord naam tekst uitleg woord dag start regels bureau reden stap plek bronnen
    aantal soort zin wie helper helper_twee moment_oud uitkomst waarde dagen_vraag
    """.split()
)
# What stands for the same words in every text of a municipality; the roles and the help lines do so too.
LOCAL_PLACEHOLDERS = frozenset({"coordinatiepunt", "telefoon", "dagen"})
_FILLED_BY_THE_ENGINE = ("flows/", "knowledge/terms/")
_CHECKED_ELSEWHERE = "knowledge/desk/"  # each line there has placeholders of its own


def check_flows(flows: Flows, places: Mapping[str, Spot], report: Report, folder: str) -> None:
    """Find everything wrong between the steps; faults go to `report`. `folder`: where what is missing belongs."""
    faults = len(report.problems)
    check_names(report, {"step": {*flows.steps, END}})
    check = _Check(flows, places)
    check.dead_ends()
    if flows.start in flows.steps and len(report.problems) == faults:
        check.reachable()
        check.circles()
    check.people()
    for name in sorted(engine_texts() - flows.texts.keys()):
        report.problems.append(Problem(folder, 1, 1, f"text '{name}' is missing", "add it under 'texts:' of a flow"))
    for name in sorted(set(Between) - flows.asides.keys()):
        report.problems.append(Problem(folder, 1, 1, f"aside '{name}' is missing", "add it under 'asides:' of a flow"))


def check_texts(knowledge: Knowledge, report: Report) -> None:
    """Every placeholder in a text exists, wherever the text stands."""
    shown = [name for name, line in knowledge.helplines.items() if line.shown]
    lines = {f"{kind}_{name}" for name in shown for kind in ("lijn", "web")}
    local = LOCAL_PLACEHOLDERS | knowledge.roles.keys() | lines
    for words, spot in report.texts:
        if spot.path.startswith(_CHECKED_ELSEWHERE):
            continue
        known = local | PLACEHOLDERS if spot.path.startswith(_FILLED_BY_THE_ENGINE) else local
        for name in PLACEHOLDER.findall(words):
            if name not in known:
                spot.fail(f"unknown placeholder '{{{name}}}'", did_you_mean(name, known))


def engine_texts() -> set[str]:
    """The names of all sentences that the program asks for."""
    kinds = (Phrase, PeopleText, IntakeText, NoticeText, TelegramText, TerminalText, LeafletText)
    fixed = (text for texts in kinds for text in texts)
    wanted = {text.value for text in fixed if not text.endswith("_")}
    wanted |= {f"{Phrase.HEARD_STAGE}{stage}" for stage in Stage}
    wanted |= {f"{Phrase.DAY}{why}" for why in Why} | {f"{Phrase.LENGTH}{unit}" for unit in TermUnit}
    wanted |= {f"{Phrase.DESK_NOTE}{note}" for note in DeskNote}
    wanted |= {f"{IntakeText.HEADING}{section}" for section in Section}
    wanted |= {f"{IntakeText.PAPER_REASON}{why}" for why in GiveReason}
    wanted |= {f"{Phrase.TALK_HEADING}{part}" for part in LISTS}
    wanted |= {f"{PeopleText.STANDS}{state}" for state in StandState} | {f"{PeopleText.ROLE}{role}" for role in Role}
    wanted |= {text.of(kind) for text in DangerText for kind in Danger}
    wanted |= {f"{TelegramText.COMMAND}{command}" for command in TelegramCommand}
    return wanted | {f"{TelegramText.WORD}{command}" for command in TelegramCommand if command != TelegramCommand.START}


class _Check:
    def __init__(self, flows: Flows, places: Mapping[str, Spot]) -> None:
        self.flows, self.places = flows, places

    def dead_ends(self) -> None:
        """Only a menu may lead nowhere."""
        for step in self.flows.steps.values():
            if not step.to and not isinstance(step.kind, Menu):
                what = f"step '{step.id}' is a dead end"
                self.places[step.id].fail(what, f"add 'to:' with the next step, or 'to: {END}'")

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
        start = self.flows.start
        on_path: dict[str, bool] = {start: True}  # False: all that lies behind it was seen
        stack: list[tuple[str, Iterator[str]]] = [(start, iter(ways(self.flows.steps[start])))]
        while stack:
            step_id, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                on_path[step_id] = False
                stack.pop()
            elif on_path.get(target):
                what = f"a circle: '{step_id}' leads back to '{target}'"
                self.places[step_id].fail(what, "let an option act ('do:') instead of going back")
            elif target != END and target not in on_path:
                on_path[target] = True
                stack.append((target, iter(ways(self.flows.steps[target]))))

    def people(self) -> None:
        """Every question has a way to a person."""
        for step in self.flows.steps.values():
            if isinstance(step.kind, Ask | AskDeciding | Menu) and not any(
                option.do in _TO_A_PERSON for option in step.kind.options
            ):
                what = f"question '{step.id}' has no way to a person"
                self.places[step.id].fail(what, "add 'mens' to its options or to 'always'")


def ways(step: Step) -> list[str]:
    """Every step this one can lead to; what was left empty leads nowhere, and is told elsewhere."""
    targets = [step.to] if step.to else []
    if isinstance(step.kind, Ask):
        targets += step.kind.by.values()
    elif isinstance(step.kind, Choose):
        targets += [target for _, target in step.kind.cases]
    return [target for target in targets if target]
