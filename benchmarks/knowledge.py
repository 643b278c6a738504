"""How long it takes to load, check and advise, with the knowledge as it is and with 10 and 100 times the records.

    python benchmarks/knowledge.py [--times 1 10 100] [--repeats 3]

Every copy of a topic, a route for a topic, a term and a place has an id of its own; a second row copies the
routes only, for the same topics, so that a hundred times as many match. Beside each figure the same work by a
peer: PyYAML's C loader for loading, a walk over every route for advice, and, where it is installed, the package
`rule-engine` on the same conditions (`pip install rule-engine`). Medians of the repeats, in processor time.
"""

import argparse
import gc
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from full_scan import scan  # noqa: E402

from bot.advice.outcome import work_out  # noqa: E402
from bot.advice.routes import advise  # noqa: E402
from bot.advice.view import derive  # noqa: E402
from bot.content.index import index_all  # noqa: E402
from bot.content.load import check, load  # noqa: E402
from bot.model.condition import All, AnyOf, AtLeast, Condition, Is, Known, Not  # noqa: E402
from bot.model.facts import Fact, FactKind, Facts, Origin, Value  # noqa: E402
from bot.model.knowledge import Knowledge  # noqa: E402

TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
ASKED: dict[str, Value] = {
    "onderwerp": ("scootmobiel", "schulden"),
    "voor_wie": "zelf",
    "leeftijd": "v27_66",
    "duur": "lang",
    "stadium": "wachten",
    "melding_op": "2026-09-01",
    "postcode": "1315",
}
FACTS: Facts = {name: Fact(value=value, origin=Origin.TAPPED, at=AT) for name, value in ASKED.items()}
RENAMED = {"topics": ("topics", "lead", "behind"), "terms": ("terms",), "places": ("places",)}
ROLES = frozenset(yaml.load((ROOT / "knowledge" / "roles.yaml").read_bytes(), yaml.CBaseLoader))
CALLS = 300


def copies(folder: Path, times: int) -> None:
    """The real content in `folder`, with every topic, route, term and place so many times."""
    for name in ("knowledge", "flows"):
        shutil.copytree(ROOT / name, folder / name)
    files = [path for kind in ("topics", "routes", "terms") for path in (folder / "knowledge" / kind).glob("*.yaml")]
    files += (folder / "knowledge").rglob("places/*.yaml")
    for path in files:
        record = yaml.load(path.read_bytes(), yaml.CBaseLoader)
        # Two routes for any topic with one condition are refused: they would always be level.
        for number in range(1, times if record.get("topics", ["any"]) else 1):
            copy = _renamed(record, f"x{number}")
            text = yaml.dump(copy, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
            (path.parent / f"{copy['id']}.yaml").write_text(text, encoding="utf-8")


def _renamed(record: dict, end: str) -> dict:
    names = {key for keys in RENAMED.values() for key in keys}
    found = {
        key: [_ended(key, name, end) for name in value] if key in names else value for key, value in record.items()
    }
    if "when" in record:
        found["when"] = _condition(record["when"], end)
    return {**found, "id": record["id"] + end}


def _ended(key: str, name: str, end: str) -> str:
    """The name of the copy; a role is played by the same place for every copy."""
    return name if key == "places" and name in ROLES else f"{name}{end}"


def _condition(node: object, end: str) -> object:
    if isinstance(node, list):
        return [_condition(item, end) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _topics(value, end) if key == "onderwerp" else _condition(value, end) for key, value in node.items()}


def _topics(value: object, end: str) -> object:
    if isinstance(value, dict):
        return value
    return [f"{name}{end}" for name in value] if isinstance(value, list) else f"{value}{end}"


def same_topics(knowledge: Knowledge, times: int) -> Knowledge:
    """The knowledge with every route so many times for the same topics."""
    routes = {
        f"{route.id}x{number}": replace(route, id=f"{route.id}x{number}")
        for number in range(times)
        for route in knowledge.routes.values()
    }
    made = index_all(routes.values(), knowledge.terms)
    return replace(knowledge, routes=routes, index=made.index, mine=made.mine, timed=made.timed)


def seconds(work: Callable[[], object], repeats: int) -> float:
    """The median processor time of so many runs: what else runs on the machine hardly counts."""
    found = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return statistics.median(found)


def micro(work: Callable[[], object], repeats: int) -> float:
    """Microseconds a call: the best of some batches, which is what the machine can do when it is left alone."""
    work()
    return min(seconds(lambda: [work() for _ in range(CALLS)], 1) for _ in range(repeats * 3)) / CALLS * 1e6


def peer_rules(knowledge: Knowledge, facts: Facts) -> Callable[[], object] | None:
    """All routes by `rule-engine`, each condition compiled once; None when it is not installed."""
    try:
        import rule_engine
    except ImportError:
        return None
    context = rule_engine.Context(default_value=None)
    several = {name for name, spec in knowledge.facts.items() if spec.kind in (FactKind.CHOICES, FactKind.TOPICS)}
    rules = [rule_engine.Rule(_expression(route.when, several), context=context) for route in knowledge.routes.values()]
    known = {name: list(fact.values()) if name in several else fact.value for name, fact in facts.items()}
    known |= {name: [] for name in several - known.keys()}
    return lambda: [rule for rule in rules if rule.matches(known)]


def _expression(condition: Condition, several: set[str]) -> str:
    match condition:
        case Is(fact, values) if fact in several:
            return "(" + " or ".join(f'"{value}" in {fact}' for value in sorted(values)) + ")"
        case Is(fact, values):
            return f"({fact} in [{', '.join(repr(value) for value in sorted(values))}])"
        case Known(fact, wanted):
            empty = "[]" if fact in several else "null"
            return f"({fact} {'!=' if wanted else '=='} {empty})"
        case Not(part):
            return f"not {_expression(part, several)}"
        case All(parts):
            return "(" + (" and ".join(_expression(part, several) for part in parts) or "true") + ")"
        case AnyOf(parts):
            return "(" + (" or ".join(_expression(part, several) for part in parts) or "false") + ")"
        case AtLeast(count, parts):
            return _expression(AnyOf(tuple(All(some) for some in combinations(parts, count))), several)


def measure(times: int, repeats: int) -> list[str]:
    """The row for so many times the records."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copies(folder, times)
        paths = [path for kind in ("knowledge", "flows") for path in (folder / kind).rglob("*.yaml")]
        plain = seconds(lambda: [yaml.load(path.read_bytes(), yaml.CSafeLoader) for path in paths], repeats)
        content = load(folder / "knowledge", folder / "flows")
        loading = seconds(lambda: load(folder / "knowledge", folder / "flows"), repeats)
        checking = seconds(lambda: check(folder / "knowledge", folder / "flows"), repeats)
    figures = [f"{len(paths):,}", f"{loading:.2f} s", f"{checking:.2f} s", f"{plain:.2f} s"]
    return [f"{times}x", *figures, *advice_row(content.knowledge, repeats)]


def advice_row(knowledge: Knowledge, repeats: int) -> list[str]:
    """Everything that follows, the routes alone, and the routes by both peers."""
    city = knowledge.municipalities["almere"]
    facts = derive(knowledge, city, FACTS)
    assert [one.route.id for one in advise(knowledge, city, facts, TODAY)] == scan(knowledge, facts)
    rules = peer_rules(knowledge, facts)
    found = [
        micro(lambda: work_out(knowledge, city, FACTS, TODAY), repeats),
        micro(lambda: advise(knowledge, city, facts, TODAY), repeats),
    ]
    slow = [seconds(lambda: scan(knowledge, facts), repeats * 3) * 1e6]
    slow += [seconds(rules, repeats * 3) * 1e6] if rules else []
    return [f"{value:,.0f} µs" for value in (*found, *slow)] + ([] if rules else ["not installed"])


def process(*words: str, typed: str = "") -> float:
    """Seconds of processor time of a whole process from cold."""
    command, found = [sys.executable, "-m", "bot", *words], []
    for _ in range(5):
        before = os.times()
        subprocess.run(command, cwd=ROOT, input=typed.encode(), capture_output=True, check=True)
        after = os.times()
        found.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return statistics.median(found)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    once = load(ROOT / "knowledge", ROOT / "flows").knowledge
    gc.disable()  # as the command line does while it loads: all of it stays
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}; {options.repeats} repeats\n")
    heads = [
        "records",
        "files",
        "load",
        "check",
        "PyYAML C loader alone",
        "advise (all)",
        "routes",
        "every route",
        "rule-engine",
    ]
    print(f"| {' | '.join(heads)} |\n|{' --- |' + ' ---: |' * (len(heads) - 1)}")
    for times in options.times:
        row = measure(times, options.repeats if times < 100 else 1)
        print(f"| {' | '.join(row)} |", flush=True)
        if times > 1:
            figures = advice_row(same_topics(once, times), options.repeats)
            print(f"| {times}x that match | | | | | {' | '.join(figures)} |", flush=True)
    cold = (process("check"), process("advise", "--facts", "-", typed="{}"))
    print(f"\nFrom cold: `wegwijzer check` {cold[0]:.2f} s, `wegwijzer advise` {cold[1]:.2f} s.")


if __name__ == "__main__":
    main()
