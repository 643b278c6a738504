"""Play every conversation under tests/conversations/ against the real flows and the real knowledge.

A conversation says what the resident sends and, per turn, where the talk must wait then (`step`), and what must
and must not come back; `staff` is an act of the coordination point (`Talk.staff`), `outside` what the service knows
from then on, `person` who has the talk afterwards. At the end which facts are kept, which ways were shown and what
was handed over. No whole sentences, so that texts can change. `pytest --update-golden` rewrites `step`, `facts` and
`routes` in place (comments and the rest of the file stay), to be read as a diff.
"""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from talk_lab import Talk, engine, flows, outside_of

from bot.dialogue import to_json
from bot.model.conversation import Kind, Message
from bot.understanding.normalise import read_words

HERE = Path(__file__).parent / "conversations"
FILES = sorted(HERE.glob("*.yaml"))
TURN_KEYS = {
    "user", "tap", "old", "send", "together", "staff", "outside", "days", "step", "must", "must_not", "facts", "gone",
    "options", "events", "kinds", "danger", "paper", "person",
}  # fmt: skip
CASE_KEYS = {
    "title", "early_wlz", "start_at", "channel", "turns", "facts", "routes", "not_routes", "intake", "events",
    "never_kept",
}  # fmt: skip
INTAKE_KEYS = {"urgent", "theme", "desk", "area", "topics", "must", "must_not", "sections", "dropped", "terms"}
WIDTH = 108

Case = dict[str, Any]
Edit = tuple[yaml.Node, str]  # what stands there, what must stand there


@cache
def cases(path: Path) -> dict[str, Case]:
    """The conversations of a file by title."""
    listed: list[Case] = yaml.load(path.read_bytes(), yaml.BaseLoader)
    return {case["title"]: case for case in listed}


ALL = [pytest.param(path, title, id=f"{path.stem}: {title}") for path in FILES for title in cases(path)]


@cache
def played(path: Path, title: str) -> tuple[Talk, tuple[str, ...], tuple[str, ...]]:
    """The talk after the whole conversation, where it waited after each turn, and what was wrong."""
    case = cases(path)[title]
    talk = Talk(
        engine=engine(early_wlz=case.get("early_wlz") == "true"),
        now=datetime.fromisoformat(case.get("start_at", "2026-11-21T13:00:00+00:00")),
        channel=case.get("channel", ""),
    )
    waits, wrong = [], [f"unknown key '{key}'" for key in case.keys() - CASE_KEYS]
    for number, said in enumerate(case["turns"], start=1):
        _say(talk, said)
        waits.append(talk.where)
        what = next((said[how] for how in ("user", "tap", "send", "together", "staff") if how in said), "")
        wrong += [f"turn {number} ({what[:40]!r}): {fault}\n{talk.text}" for fault in _turn_faults(talk, said)]
    wrong += _case_faults(talk, case)
    return talk, tuple(waits), tuple(wrong)


def _say(talk: Talk, said: Case) -> None:
    talk.now += timedelta(days=int(said.get("days", "0")))
    if "outside" in said:
        talk.outside = outside_of(said["outside"])
    if "staff" in said:
        talk.staff(said["staff"])
    elif "tap" in said:
        talk.tap(said["tap"], turn=int(said["old"]) if "old" in said else None)
    elif "together" in said:
        talk.together(said["together"])
    elif "send" in said:
        kind, _, payload = said["send"].partition(" ")
        talk.send(Message(kind=Kind(kind), text=payload))
    else:
        talk.type(said["user"])


def _turn_faults(talk: Talk, said: Case) -> list[str]:
    text = talk.text.casefold()
    faults = [f"unknown key '{key}'" for key in said.keys() - TURN_KEYS]
    faults += [f"'{part}' must come back" for part in said.get("must", []) if part.casefold() not in text]
    faults += [f"'{part}' must not come back" for part in said.get("must_not", []) if part.casefold() in text]
    faults += [f"no button '{name}'" for name in said.get("options", []) if name not in talk.options()]
    faults += [f"no event '{name}'" for name in said.get("events", []) if name not in talk.event_kinds()]
    faults += [f"fact '{name}' is still there" for name in said.get("gone", []) if name in talk.state.facts]
    kept = talk.facts()
    faults += [f"{k} is {kept.get(k)}, not {v}" for k, v in said.get("facts", {}).items() if kept.get(k) != v]
    if "kinds" in said and talk.kinds() != said["kinds"]:
        faults.append(f"kinds are {talk.kinds()}")
    paper = " ".join(str(reply.document) for reply in talk.replies if reply.document)
    faults += [f"'{part}' must be on paper" for part in said.get("paper", []) if part not in paper]
    if bool(paper) != ("paper" in said):
        faults.append("a sheet came" if paper else "no sheet came")
    person = talk.state.person.name if talk.state.person else ""
    if person != said.get("person", ""):
        faults.append(f"the talk is with '{person}'")
    shown = [event.body["danger"] for event in talk.events if event.kind == "danger_shown"]
    if shown != ([said["danger"]] if "danger" in said else []):
        faults.append(f"danger shown: {shown}")
    return faults


def _case_faults(talk: Talk, case: Case) -> list[str]:
    happened = [event.kind for event in talk.told]
    faults = [f"no event '{name}'" for name in case.get("events", []) if name not in happened]
    faults += [f"the way '{name}' was shown" for name in case.get("not_routes", []) if name in talk.routes()]
    faults += [f"'{words}' was kept" for words in case.get("never_kept", []) if words in _everything(talk)]
    intake = talk.intake()
    if (intake is not None) != ("intake" in case):
        faults.append("an intake was signed" if intake else "no intake was signed")
    elif intake is not None:
        faults += _intake_faults(talk, dict(intake), case["intake"])
    return faults


def _everything(talk: Talk) -> str:
    """All that is stored or goes out, as one text."""
    return to_json(talk.state) + str([dict(event.body) for event in talk.told])


def _intake_faults(talk: Talk, intake: Case, wanted: Case) -> list[str]:
    text = next(str(event.body["text"]) for event in reversed(talk.told) if event.kind == "intake_signed")
    low = text.casefold()
    faults = [f"unknown key 'intake.{key}'" for key in wanted.keys() - INTAKE_KEYS]
    faults += [f"intake lacks '{part}'\n{text}" for part in wanted.get("must", []) if part.casefold() not in low]
    faults += [f"intake holds '{part}'\n{text}" for part in wanted.get("must_not", []) if part.casefold() in low]
    for key in ("theme", "desk", "area", "topics"):
        if key in wanted and intake[key] != wanted[key]:
            faults.append(f"intake.{key} is {intake[key]!r}")
    if "urgent" in wanted and str(intake["urgent"]).lower() != wanted["urgent"]:
        faults.append(f"intake.urgent is {intake['urgent']}\n{text}")
    if "dropped" in wanted and str(intake["dropped"]) != wanted["dropped"]:
        faults.append(f"intake.dropped is {intake['dropped']}")
    there = {line["section"] for line in intake["lines"]}
    faults += [f"intake lacks section '{name}'\n{text}" for name in wanted.get("sections", []) if name not in there]
    terms = {term["id"] for term in intake["terms"]}
    return faults + [f"intake lacks term '{name}'" for name in wanted.get("terms", []) if name not in terms]


@pytest.mark.parametrize(("path", "title"), ALL)
def test_conversation(path: Path, title: str, update_golden: bool) -> None:
    if update_golden:
        _rewrite(path, title)
    case = cases(path)[title]
    talk, waits, wrong = played(path, title)
    assert not wrong, "\n".join(wrong)
    wanted = [said["step"] for said in case["turns"]]
    assert list(waits) == wanted, _first_difference(case, waits)
    assert talk.facts() == case["facts"]
    assert talk.routes() == case.get("routes", [])


def _first_difference(case: Case, waits: tuple[str, ...]) -> str:
    number, said, wait = next(
        (n, said, wait)
        for n, (said, wait) in enumerate(zip(case["turns"], waits, strict=True), 1)
        if said["step"] != wait
    )
    return f"turn {number} {said}: waits at {wait}"


def _rewrite(path: Path, title: str) -> None:
    """Put what happens now in the place of what was expected; everything else in the file stays."""
    text = path.read_text("utf-8")
    talk, waits, _ = played(path, title)
    for node in yaml.compose(text, yaml.BaseLoader).value:
        keys = {key.value: value for key, value in node.value}
        if keys["title"].value != title:
            continue
        edits: list[Edit] = [(keys["facts"], _flow(talk.facts())), (keys["routes"], _flow(talk.routes()))]
        for turn, wait in zip(keys["turns"].value, waits, strict=True):
            edits += [(value, _flow(wait)) for key, value in turn.value if key.value == "step"]
        for place, new in sorted(edits, key=lambda edit: -edit[0].start_mark.index):
            if _loaded(new) != _loaded(_source(text, place)):
                text = text[: place.start_mark.index] + new + text[place.end_mark.index :]
    path.write_text(text, "utf-8")
    cases.cache_clear()


def _loaded(source: str) -> object:
    """What YAML reads in it; nothing and an empty text are the same."""
    return yaml.load(source, yaml.BaseLoader) or ""


def _source(text: str, node: yaml.Node) -> str:
    return text[node.start_mark.index : node.end_mark.index]


def _flow(value: object) -> str:
    """A value in YAML's flow style, continued lines indented as in the files."""
    if isinstance(value, str):
        return f'"{value}"' if not value or set("#{}[],!") & set(value) else value
    dumped = yaml.safe_dump(value, default_flow_style=True, width=WIDTH, allow_unicode=True, sort_keys=False)
    return dumped.strip().replace("\n", "\n  ")


@pytest.mark.no_cover
def test_every_step_and_every_question_in_between_is_visited() -> None:
    visited = {name for path in FILES for title in cases(path) for name in played(path, title)[0].visited}
    wanted = set(flows().steps) | {f"aside:{name}" for name in flows().asides}
    assert not wanted - visited, f"no conversation comes here: {sorted(wanted - visited)}"


def test_every_global_word_is_used() -> None:
    finder = engine().parts.commands
    typed = {
        said["user"] for path in FILES for case in cases(path).values() for said in case["turns"] if "user" in said
    }
    used = [finder.find(read_words(text)) for text in typed]
    assert [command.words[0] for command in flows().commands if command not in used] == []
