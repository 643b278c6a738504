"""How soon a resident is at the right route, and what the one question saves beside lists and a fixed menu.

    python benchmarks/questions_asked.py [--questions FILE ...] [--seed 1]

Simulated residents talk with the real engine, without channel or store. Each opens with a labelled message
(`benchmarks/questions/`) and taps what is true for them: yes or no to what is said back, their topic in a list, an
answer that leaves a route under their law possible. What the label does not decide is drawn, the same for every way
of asking. A turn is a message or tap of the resident; the last one is where the topic is confirmed or chosen. Right
is a topic under an acceptable law. Left out: what is not for us, no law, in danger, or not in Dutch.

Columns: median, 90th percentile and mean of the turns of who got there; shares of all that were there within so many
turns, that ended with a person, or with a topic under another law only; "misheard": another law was said back first,
so whoever nods to that ends wrong; "asked": how often the one question was put.

Beside our talk: the same without the question; with the question in a fixed order, the fact that most topics ask for
first; and a menu of field, law and topic with at most eight options a page, for people who know their law. They look
for their own topic there, or, at its best, take any topic of the law from the first page.
"""

import argparse
import json
import os
import platform
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from bot.advice.conditions import truth  # noqa: E402
from bot.advice.routes import topics_of  # noqa: E402
from bot.advice.view import derive  # noqa: E402
from bot.app import build_engine  # noqa: E402
from bot.dialogue import Engine, respond, walk  # noqa: E402
from bot.model.condition import Truth  # noqa: E402
from bot.model.conversation import Conversation, Kind, Message, Turn  # noqa: E402
from bot.model.facts import EngineFact, Fact, Facts, Origin  # noqa: E402
from bot.model.knowledge import Knowledge  # noqa: E402
from bot.model.wording import Between  # noqa: E402

QUESTIONS = ROOT / "benchmarks" / "questions"
START = datetime(2026, 11, 21, 12, tzinfo=UTC)
PAUSE = timedelta(seconds=30)
PATIENCE = 10  # turns; whoever is not there by then asks for a person
PAGE = 8  # options of a menu
ASKING = "luisteren.verschil"  # the step with the one question
FIELDS = (  # the first choice of the menu, with the laws under it
    ("wmo", "zvw", "wlz"),
    ("jeugdwet", "onderwijs"),
    ("participatiewet", "uwv", "schuldhulp", "toeslagen"),
    ("wonen",),
    ("awb",),
    ("overig",),
)
Asking = Callable[[Knowledge, Mapping[str, float], Facts, frozenset[str]], str | None]


@dataclass(frozen=True, kw_only=True)
class Resident:
    """Somebody with a need: what they write, and what is true for them."""

    key: str
    text: str
    laws: frozenset[str]  # acceptable
    right: frozenset[str]  # topics under these laws
    own: str  # the topic that they look for in a list


@dataclass(frozen=True, kw_only=True)
class Walked:
    """How it went: where it ended, after how many turns, and what was asked on the way."""

    end: str  # "right", "person" or "wrong"
    turns: int
    asked: int = 0  # how often the one question was put
    misheard: bool = False  # only topics under other laws were said back as understood
    clear: bool = False  # the first message was said back at once


def residents(knowledge: Knowledge, engine: Engine, paths: Iterable[Path], seed: int) -> Iterator[Resident]:
    """Those with a law that has topics; their own topic is the one that their label is about, else a drawn one."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            own = [topic.id for topic in knowledge.topics.values() if topic.law.value == item["law"]]
            if item["law"] == "overig" or item["crisis"] or item["lang"] != "nl" or not own:
                continue
            laws = frozenset({item["law"], *item["also"]})
            key = f"{path.stem}/{item['id']}"
            heard = [guess.id for guess in engine.parts.listener.listen(item["topic"], START.date()).topics]
            named = [item["topic"], *heard]
            yield Resident(
                key=key,
                text=item["text"],
                laws=laws,
                right=frozenset(topic.id for topic in knowledge.topics.values() if topic.law.value in laws),
                own=next((name for name in named if name in own), Random(f"{seed}/{key}").choice(own)),
            )


def true_answer(engine: Engine, resident: Resident, talk: Conversation, seed: int) -> str:
    """An answer that leaves a route of the own topic possible: one under an acceptable law if there is one."""
    knowledge, name = engine.parts.knowledge, talk.asked
    ways = knowledge.index.by_topic.get(resident.own, ())
    ways = tuple(way for way in ways if way.law.value in resident.laws) or ways
    own = Fact(value=(resident.own,), origin=Origin.TAPPED, at=START)
    fitting = []
    for option in knowledge.facts[name].options:
        told = {**talk.facts, name: Fact(value=option.id, origin=Origin.TAPPED, at=START), EngineFact.ONDERWERP: own}
        view = derive(knowledge, engine.parts.municipality, told)
        if any(truth(way.when, view) is not Truth.NO for way in ways):
            fitting.append(option.id)
    drawn = fitting or [option.id for option in knowledge.facts[name].options]
    return Random(f"{seed}/{resident.key}/{name}").choice(drawn)


def tap(engine: Engine, resident: Resident, turn: Turn, seed: int) -> str:
    """The button that this resident takes; "mens" when none is theirs."""
    talk = turn.conversation
    shown = [button.id for reply in turn.replies for button in reply.options]
    aside = talk.aside.id if talk.aside else ""
    if aside == Between.DANGER:
        return "verder_vraag"
    if aside == Between.THEME:
        return engine.parts.knowledge.topics[resident.own].theme
    if aside == Between.TOPIC or (not aside and talk.asked == EngineFact.ONDERWERP):
        mine = [name for name in (resident.own, *shown) if name in shown and name in resident.right]
        listed = EngineFact.THEMA in talk.facts
        return mine[0] if mine else "lijst" if "lijst" in shown and not listed else "mens"
    if not aside and talk.asked == EngineFact.KLOPT:
        return "ja" if resident.right & set(topics_of(talk.facts)) else "zit_anders"
    if not aside and talk.waiting == ASKING:
        return true_answer(engine, resident, talk, seed)
    return "mens"


def talk_through(engine: Engine, resident: Resident, seed: int) -> Walked:
    """One talk, until the topic is settled or a person is asked for."""
    now, message = START, Message(kind=Kind.TEXT, text=resident.text)
    talk = engine.open("7K4Q", now)
    asked, misheard, clear = 0, False, False
    for turns in range(1, PATIENCE + 1):
        turn = respond(engine, talk, message, now)
        talk, now = turn.conversation, now + PAUSE
        topics = topics_of(talk.facts)
        clear = clear or (turns == 1 and talk.asked == EngineFact.KLOPT)
        asked += talk.aside is None and talk.waiting == ASKING
        misheard = misheard or bool(topics and not resident.right & set(topics))
        if EngineFact.KLOPT in talk.facts:
            end = "right" if resident.right & set(topics) else "wrong"
            return Walked(end=end, turns=turns, asked=asked, misheard=misheard, clear=clear)
        if EngineFact.WIL_MENS in talk.facts:
            break
        message = Message(kind=Kind.CHOICE, text=tap(engine, resident, turn, seed), asked_turn=talk.turn)
    return Walked(end="person", turns=turns, asked=asked, misheard=misheard, clear=clear)


def fixed_order(knowledge: Knowledge) -> Asking:
    """The question by a fixed order, the fact that most topics ask for first; only what some topic in play asks."""
    wanted = Counter(fact for topic in knowledge.topics.values() for fact in topic.asks)
    order = [name for name, _ in wanted.most_common() if knowledge.facts[name].options]
    order = [name for name in order if EngineFact.ONDERWERP not in knowledge.facts[name].depends_on]

    def ask(known: Knowledge, chances: Mapping[str, float], facts: Facts, without: frozenset[str]) -> str | None:
        asked = {fact for topic in chances for fact in known.topics[topic].asks}
        return next((name for name in order if name in asked and name not in facts and name not in without), None)

    return ask


def menu(knowledge: Knowledge, resident: Resident, *, best: bool) -> Walked:
    """Field, law, and the pages of its topics; `best`: any topic of the law will do."""
    law = knowledge.topics[resident.own].law.value
    topics = [topic.id for topic in knowledge.topics.values() if topic.law.value == law]
    field = next(laws for laws in FIELDS if law in laws)
    page = 1 if best else _page(topics.index(resident.own), len(topics))
    return Walked(end="right", turns=1 + (len(field) > 1) + page)


def _page(place: int, count: int) -> int:
    """The page on which an option stands, when all pages but the last keep one option for "more"."""
    full = PAGE - 1
    last = max(1, -(-(count - 1) // full))  # the last page has room for one more
    return min(place // full + 1, last)


def row(name: str, walks: Sequence[Walked]) -> str:
    """A way of asking: turns of those who got there, and shares of all."""
    turns = sorted(walk.turns for walk in walks if walk.end == "right")
    cells = ["-"] * 3
    if turns:
        cells = [f"{statistics.median(turns):g}", f"{turns[int(len(turns) * 0.9)]}", f"{statistics.mean(turns):.2f}"]
    cells += [_share(sum(count <= most for count in turns), walks) for most in (1, 2, 3, 4)]
    cells += [_share(sum(walk.end == end for walk in walks), walks) for end in ("person", "wrong")]
    cells += [_share(sum(walk.misheard for walk in walks), walks), str(sum(walk.asked for walk in walks))]
    return f"| {name} | {' | '.join(cells)} |"


def _share(count: int, walks: Sequence[Walked]) -> str:
    return f"{100 * count / len(walks):.1f} %" if walks else "-"


def table(ways: Mapping[str, Sequence[Walked]], chosen: Sequence[bool]) -> str:
    """A row a way of asking, over the residents that are `chosen`."""
    heads = ["way of asking", "median", "p90", "mean", "in 1", "in 2", "in 3", "in 4", "person", "wrong"]
    heads += ["misheard", "asked"]
    lines = [f"| {' | '.join(heads)} |", f"| --- {'| ---: ' * (len(heads) - 1)}|"]
    for name, walks in ways.items():
        lines.append(row(name, [walk for walk, wanted in zip(walks, chosen, strict=True) if wanted]))
    return "\n".join(lines)


def machine() -> str:
    """What it ran on."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} processors, {gigabytes:.0f} GB, Python {platform.python_version()}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    files = [QUESTIONS / f"{name}.jsonl" for name in ("fresh_short", "fresh_long", "short", "long")]
    parser.add_argument("--questions", type=Path, nargs="+", default=files)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    engine = build_engine("almere")
    knowledge = engine.parts.knowledge
    people = list(residents(knowledge, engine, arguments.questions, arguments.seed))

    def talks() -> list[Walked]:
        return [talk_through(engine, resident, arguments.seed) for resident in people]

    ways = {"our talk": talks()}
    # The walk asks for the question by this name: replaced here, at its border, and nowhere in the program.
    with patch.object(walk, "telling_fact", fixed_order(knowledge)):
        ways["the question by a fixed order"] = talks()
    with patch.object(walk, "telling_fact", return_value=None):
        ways["no question, topics at once"] = talks()
    ways["menu, own topic"] = [menu(knowledge, resident, best=False) for resident in people]
    ways["menu, any topic of the law"] = [menu(knowledge, resident, best=True) for resident in people]
    ours = ways["our talk"]
    print(f"{machine()}; {len(people)} residents, seed {arguments.seed}\n")
    groups = {
        "All": [True for _ in ours],
        "Clear (said back at once)": [one.clear for one in ours],
        "Close (first a question, or topics to choose from)": [not one.clear for one in ours],
    }
    for name, chosen in groups.items():
        print(f"{name}, {sum(chosen)} residents:\n\n{table(ways, chosen)}\n")


if __name__ == "__main__":
    main()
