"""How well and how fast questions are understood, beside three peers, in one run on the same sentences.

    python benchmarks/understanding.py [--questions FILE ...] [--node-nlp FOLDER] [--times 1 10] [--repeats 3]

Peers: hassil (`pip install hassil`), node-nlp (`npm install node-nlp` in FOLDER), and scikit-learn's TF-IDF with
logistic regression, all with the words and phrases of the topics; and scikit-learn once more with the labelled
examples that our weights are learned from. A peer that is not installed is left out, and said so. Prints tables:
accuracy and time per message, how far a score means what it says, growth with ten times the topics, and memory. Of a
file whose lines have no `law` but a danger and its level: what is found by kind, and with `--misses` every miss. Times
are processor time of one message, after a first round that fills the caches.
"""

import argparse
import gc
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from bot.content.load import load, read_lessons  # noqa: E402
from bot.content.reader import Report  # noqa: E402
from bot.content.weights import read_lexicon, read_weights  # noqa: E402
from bot.model.hints import Lexicon  # noqa: E402
from bot.model.knowledge import Knowledge  # noqa: E402
from bot.model.weights import NONE, Weights  # noqa: E402
from bot.understanding.danger import DangerFinder  # noqa: E402
from bot.understanding.listen import Listener  # noqa: E402
from bot.understanding.watch import DangerWatch  # noqa: E402

QUESTIONS = ROOT / "benchmarks" / "questions"
SETS = "public_short public_long fresh_short fresh_long fresh_mixed cases short long off_topic".split()
DANGER = "danger_short danger_long danger".split()
TODAY = date(2026, 11, 21)
STEPS = 10
LEVELS = ("nothing", "soft", "full")


@dataclass(frozen=True)
class Answer:
    """What a recogniser makes of one question: laws best first, and the topic it put first."""

    laws: tuple[str, ...]
    off: bool = False
    stage: str = ""


@dataclass(frozen=True)
class Run:
    """A recogniser's answers, and milliseconds per message."""

    name: str
    answers: Sequence[Answer]
    times: Sequence[float]


def read(path: Path) -> list[dict]:
    """Questions, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def timed(texts: Sequence[str], answer: Callable[[str], Answer], repeats: int) -> tuple[list[Answer], list[float]]:
    """Every answer, and the median time of each."""
    found = [answer(text) for text in texts]
    times: list[list[float]] = [[] for _ in texts]
    gc.collect()
    for _ in range(repeats):
        for at, text in enumerate(texts):
            begun = time.perf_counter()
            answer(text)
            times[at].append((time.perf_counter() - begun) * 1000)
    return found, [statistics.median(one) for one in times]


def ours(listener: Listener) -> Callable[[str], Answer]:
    """This recogniser."""

    def answer(text: str) -> Answer:
        heard = listener.listen(text, TODAY)
        stage = next(iter(heard.stages)).value if heard.stages else ""
        return Answer(tuple(law.value for law in heard.laws), heard.is_off_topic(), stage)

    return answer


def scikit(pairs: Sequence[tuple[str, str]], law_of: dict[str, str]) -> Callable[[str], Answer]:
    """TF-IDF with logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(TfidfVectorizer(), LogisticRegression(C=10, max_iter=300))
    model.fit([text for text, _ in pairs], [label for _, label in pairs])
    classes = list(model.classes_)

    def answer(text: str) -> Answer:
        shares = model.predict_proba([text])[0]
        total: dict[str, float] = defaultdict(float)
        for label, share in zip(classes, shares, strict=True):
            total[law_of.get(label, label)] += share
        ranked = sorted(total, key=lambda law: -total[law])
        return Answer(tuple(law for law in ranked if law != NONE), ranked[0] == NONE)

    return answer


def hassil(pairs: Sequence[tuple[str, str]], law_of: dict[str, str]) -> Callable[[str], Answer]:
    """Home Assistant's matcher: names of topics in a few kinds of sentences, and the phrases as sentences."""
    from hassil import Intents, recognize_best

    names = [{"in": text, "out": topic} for text, topic in pairs if len(text.split()) <= 2 and text.isalpha()]
    phrases = defaultdict(list)
    for text, topic in pairs:
        if len(text.split()) > 2 and text.replace(" ", "").isalnum():
            phrases[topic].append(f"[<before>] {text} [<after>]")
    data = [{"sentences": held, "slots": {"topic": topic}} for topic, held in phrases.items()]
    data.append({"sentences": ["[<before>] {topic} [<after>]"]})
    intents = Intents.from_dict(
        {
            "language": "nl",
            "intents": {"Find": {"data": data}},
            "lists": {"topic": {"values": names}},
            "expansion_rules": {
                "before": "(ik (wil|zoek|heb) [graag] [een] [nodig]|hoe (kom ik aan|vraag ik) [een]|mijn|over)",
                "after": "(nodig|aanvragen|gevraagd|alsjeblieft)",
            },
        }
    )

    def answer(text: str) -> Answer:
        found = recognize_best(text.lower(), intents)
        topic = found.entities["topic"].value if found and "topic" in found.entities else None
        return Answer((law_of[topic],) if topic in law_of else ())

    return answer


def node_nlp(folder: Path, pairs: Sequence[tuple[str, str]], law_of: dict[str, str], texts: Sequence[str]) -> Run:
    """node-nlp, in a process of its own that times itself."""
    script = ROOT / "benchmarks" / "peers" / "node_nlp.js"
    done = subprocess.run(
        ["node", str(script)],
        input=json.dumps({"phrases": list(pairs), "texts": list(texts)}),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NODE_PATH": str(folder / "node_modules")},
    )
    found = json.loads(done.stdout)
    answers = [Answer((law_of[topic],) if topic in law_of else (), topic == "None") for topic in found["topics"]]
    return Run("node-nlp, phrases", answers, found["milliseconds"])


def score(questions: Sequence[dict], answers: Sequence[Answer]) -> dict[str, str]:
    """As the labels ask: acceptable, exact and among three for laws; stage; off topic; turned away."""
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for item, answer in zip(questions, answers, strict=True):
        if item["law"] == NONE:
            _count(total, hits, "off topic seen", answer.off or not answer.laws)
            continue
        _count(total, hits, "turned away", answer.off or not answer.laws)
        if item["law"] != "overig":
            _count(total, hits, "acceptable", answer.laws[:1] and answer.laws[0] in {item["law"], *item["also"]})
            if item.get("law_agreed", True):
                _count(total, hits, "exact", answer.laws[:1] == (item["law"],))
                _count(total, hits, "among three", item["law"] in answer.laws[:3])
        if item.get("stage") not in (None, "overig", "crisis") and item.get("stage_agreed", True) and answer.stage:
            _count(total, hits, "stage", answer.stage == item["stage"])
    return {name: f"{100 * hits[name] / total[name]:.0f} %" for name in total}


def _count(total: Counter[str], hits: Counter[str], name: str, right: object) -> None:
    total[name] += 1
    hits[name] += bool(right)


COLUMNS = ("acceptable", "exact", "among three", "stage", "off topic seen", "turned away")


def table(questions: Sequence[dict], runs: Iterable[Run]) -> str:
    """Accuracy and time, a recogniser a row."""
    lines = [
        f"| recogniser | {' | '.join(COLUMNS)} | median (ms) | p99 (ms) |",
        f"| --- {'| ---: ' * (len(COLUMNS) + 2)}|",
    ]
    for run in runs:
        found, times = score(questions, run.answers), sorted(run.times)
        p99 = times[int(len(times) * 0.99)]
        cells = " | ".join(found.get(name, "-") for name in COLUMNS)
        lines.append(f"| {run.name} | {cells} | {statistics.median(times):.2f} | {p99:.2f} |")
    return "\n".join(lines)


def reliability(listener: Listener, questions: Sequence[dict]) -> str:
    """Of the laws given first with a share of about so much, how many are right."""
    bins: dict[int, list[tuple[float, bool, bool]]] = defaultdict(list)
    for item in questions:
        if item["law"] in (NONE, "overig"):
            continue
        law, share = next(iter(listener.listen(item["text"], TODAY).laws.items()))
        right = law.value == item["law"]
        bins[min(STEPS - 1, int(share * STEPS))].append((share, right, law.value in {item["law"], *item["also"]}))
    lines = ["| share | questions | mean share | acceptable | exact |", "| --- | ---: | ---: | ---: | ---: |"]
    for step, held in sorted(bins.items()):
        means = [statistics.mean(float(one[at]) for one in held) for at in (0, 2, 1)]
        shown = " | ".join(f"{mean:.2f}" for mean in means)
        lines.append(f"| {step / STEPS:.1f} to {(step + 1) / STEPS:.1f} | {len(held)} | {shown} |")
    return "\n".join(lines)


def danger(watch: DangerWatch, messages: Sequence[dict], *, misses: bool) -> str:
    """By kind: danger that is found, and full alarms where none should be; every miss when asked for."""
    messages = [item for item in messages if item.get("crisis_agreed", True) and item.get("law") != NONE]
    found: dict[str, Counter[str]] = defaultdict(Counter)
    missed, calm = [], sum(not item["crisis"] for item in messages)
    for item in messages:
        alarm = watch.find(item["text"])
        level = "nothing" if alarm is None else alarm.level.value
        kind = item["crisis"] or "no danger"
        if item["crisis"]:
            found[kind].update(["messages", level])
        elif alarm is not None:
            found[alarm.kind.value][f"false {level}"] += 1
        wanted = item.get("level") or "full"
        if LEVELS.index(level) < LEVELS.index(wanted) if item["crisis"] else level == "full":
            missed.append(f"- {kind}, found {level}: {item['text']}")
    heads = ["kind", "messages", "found in full", "soft or full", "nothing", "false full", "false soft"]
    lines = [f"| {' | '.join(heads)} |", f"| --- {'| ---: ' * (len(heads) - 1)}|"]
    for kind, held in [*sorted(found.items()), ("all", sum(found.values(), Counter()))]:
        either = held["full"] + held["soft"]
        figures = [held["messages"], held["full"], either, held["nothing"], held["false full"], held["false soft"]]
        lines.append(f"| {kind} | {' | '.join(map(str, figures))} |")
    lines.append(f"\nFalse: of {calm} messages without danger, by the kind that was heard in them.")
    return "\n".join([*lines, *(["", *missed] if misses else [f"{len(missed)} not as expected (--misses lists them)"])])


def grown(knowledge: Knowledge, times: int) -> Knowledge:
    """The knowledge with every topic, hint and weight so many times, under other names and words."""
    topics = dict(knowledge.topics)
    rows, signs = dict(knowledge.lexicon.rows), dict(knowledge.weights.signs)
    sounds, atoms = dict(knowledge.lexicon.sounds), set(knowledge.lexicon.atoms)
    for copy in range(1, times):
        mark = "q" * 2 + chr(96 + copy)
        for topic in knowledge.topics.values():
            name = f"{topic.id}{mark}"
            words = tuple(f"{word}{mark}" for word in topic.words)
            phrases = tuple(" ".join(f"{word}{mark}" for word in phrase.split()) for phrase in topic.phrases)
            topics[name] = replace(topic, id=name, words=words, phrases=phrases)
        for atom, held in knowledge.lexicon.rows.items():
            bare = atom.removesuffix("*")
            rows[f"{bare}{mark}{'*' if atom.endswith('*') else ''}"] = held
        atoms |= {f"{atom}{mark}" for atom in knowledge.lexicon.atoms if not atom.endswith("*")}
        sounds |= {f"{word}{mark}": f"{heard}{mark}" for word, heard in knowledge.lexicon.sounds.items()}
        signs |= {f"{sign}{mark}": held for sign, held in knowledge.weights.signs.items()}
    lexicon = Lexicon(rows=rows, sounds=sounds, atoms=frozenset(atoms), fillers=knowledge.lexicon.fillers)
    return replace(knowledge, topics=topics, lexicon=lexicon, weights=replace(knowledge.weights, signs=signs))


def memory(knowledge: Knowledge) -> float:
    """What lexicon, weights and listener add, in MB: the memory that Python hands out for them."""
    bare = replace(knowledge, lexicon=Lexicon(), weights=Weights())
    gc.collect()
    tracemalloc.start()
    lexicon = read_lexicon(ROOT / "knowledge" / "lexicon.json", "", Report())
    weights = read_weights(ROOT / "knowledge" / "weights.json", "", Report())
    listener = Listener(replace(bare, lexicon=lexicon, weights=weights))
    listener.listen("ik zoek hulp", TODAY)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / 2**20


def machine() -> str:
    """What it ran on."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} processors, {gigabytes:.0f} GB, Python {platform.python_version()}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    files = [QUESTIONS / f"{name}.jsonl" for name in (*SETS, *DANGER)]
    parser.add_argument("--questions", type=Path, nargs="+", default=files)
    parser.add_argument("--node-nlp", type=Path, help="folder in which node-nlp is installed")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10], help="so many times the topics")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--misses", action="store_true", help="list every miss of danger")
    arguments = parser.parse_args()

    knowledge = load(ROOT / "knowledge", ROOT / "flows").knowledge
    listener = Listener(knowledge)
    law_of = {topic.id: topic.law.value for topic in knowledge.topics.values()}
    pairs = [(text, topic.id) for topic in knowledge.topics.values() for text in (*topic.words, *topic.phrases)]
    peers: list[tuple[str, Callable[[str], Answer]]] = [("Wegwijzer", ours(listener))]
    if importlib.util.find_spec("sklearn"):
        _, examples = read_lessons(ROOT / "knowledge", knowledge.topics)
        peers.append(("scikit-learn, phrases", scikit(pairs, law_of)))
        peers.append(("scikit-learn, our examples", scikit([(one.text, one.law) for one in examples], {})))
    if importlib.util.find_spec("hassil"):
        peers.append(("hassil, phrases", hassil(pairs, law_of)))
    left_out = {"scikit-learn": "sklearn", "hassil": "hassil"}
    for name in [name for name, module in left_out.items() if importlib.util.find_spec(module) is None]:
        print(f"{name} is not installed: left out")
    print(f"{machine()}; {len(knowledge.topics)} topics, {len(pairs)} words and phrases\n")
    sets = {path.name: read(path) for path in arguments.questions}
    watch = DangerWatch(DangerFinder(knowledge.danger, listener.vocabulary), listener)
    for name, messages in sets.items():
        print(f"{name}, {len(messages)} messages\n\n{danger(watch, messages, misses=arguments.misses)}\n")
    sets = {name: held for name, held in sets.items() if "law" in held[0] and Path(name).stem not in DANGER}
    for name, questions in sets.items():
        texts = [item["text"] for item in questions]
        runs = [Run(peer, *timed(texts, answer, arguments.repeats)) for peer, answer in peers]
        if arguments.node_nlp:
            runs.append(node_nlp(arguments.node_nlp, pairs, law_of, texts))
        print(f"{name}, {len(questions)} questions\n\n{table(questions, runs)}\n")
        print(f"{reliability(listener, questions)}\n")
    texts = [item["text"] for questions in sets.values() for item in questions]
    if not texts:
        return
    for times in arguments.times:
        _, found = timed(texts, ours(Listener(grown(knowledge, times))), arguments.repeats)
        found.sort()
        print(
            f"{times}x the topics: median {statistics.median(found):.2f} ms, p99 {found[int(len(found) * 0.99)]:.2f} ms"
        )
    misses = ["qwrtp zxcvb", "asdf jkl", "xqz wvr tgb"] * 40
    _, found = timed(misses, ours(listener), arguments.repeats)
    print(f"nothing known in it: median {statistics.median(found):.2f} ms")
    print(f"memory of lexicon, weights and listener: {memory(knowledge):.0f} MB")


if __name__ == "__main__":
    main()
