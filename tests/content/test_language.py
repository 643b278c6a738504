"""Every sentence that a resident reads, held against the language rules in language_rules.yaml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.content.flow_meaning import PLACEHOLDERS
from bot.content.wording import PLACEHOLDER

ROOT = Path(__file__).parents[2]
RULES = yaml.safe_load((Path(__file__).parent / "language_rules.yaml").read_bytes())
SENTENCE_END = re.compile(r"[.?!][\"')]*(?=\s|$)|\n")
WORD = re.compile(r"[\w{}'’.-]*\w[\w{}'’.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One text as it stands in a file."""

    path: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.key}: {self.text!r}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What may not stand in a text, and why."""

    id: str
    pattern: str
    why: str
    case: str = "any"
    only: tuple[str, ...] = ("",)
    allow: tuple[str, ...] = ()

    def without(self, text: str) -> str:
        """The text without what is not meant."""
        for allowed in self.allow:
            text = text.replace(allowed, "")
        return text


def said_in(path: Path, keys: list[str]) -> Iterator[Said]:
    """The texts under those keys, at any depth; `*` takes every text of the file."""
    name = path.relative_to(ROOT).as_posix()

    def walk(node: yaml.Node, key: str, wanted: bool) -> Iterator[Said]:
        if isinstance(node, yaml.MappingNode):
            for left, right in node.value:
                yield from walk(right, left.value, wanted or left.value in keys)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from walk(item, key, wanted and key not in NOT_TEXTS)
        elif wanted and isinstance(node, yaml.ScalarNode):
            yield Said(path=name, line=node.start_mark.line + 1, key=key, text=node.value)

    root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    if root is not None:
        yield from walk(root, "", "*" in keys)


NEVER = [
    Rule(
        id=rule["id"],
        pattern=rule["pattern"],
        why=rule["why"],
        case=rule.get("case", "any"),
        only=tuple(rule.get("only", ("",))),
        allow=tuple(rule.get("allow", ())),
    )
    for rule in RULES["never"]
]
# Lists that stand below a text key by accident: what a resident may type, ids.
NOT_TEXTS = frozenset({"means", "story", "words", "phrases", "options", "topics", "places", "terms", "sources"})
TEXTS = [
    said
    for group in RULES["texts"]
    for pattern in group["files"]
    for path in sorted(ROOT.glob(pattern))
    for said in said_in(path, group["keys"])
]


def words_of(sentence: str) -> list[str]:
    return WORD.findall(sentence.replace("14 036", "14036"))


def listed(faults: list[str]) -> str:
    return "\n".join(["", *faults])


def test_there_are_texts() -> None:
    """A moved folder must not make this file pass by checking nothing."""
    for group in RULES["texts"]:
        for pattern in group["files"]:
            assert any(said.path.startswith(pattern.split("*")[0]) for said in TEXTS), pattern


def test_no_long_sentence() -> None:
    most = RULES["sentence_words"]
    faults = [
        f"{said.path}:{said.line}: {said.key}: {len(words_of(part))} words: {part.strip()!r}"
        for said in TEXTS
        for part in SENTENCE_END.split(said.text)
        if len(words_of(part)) > most
    ]
    assert not faults, listed(faults)


@pytest.mark.parametrize("rule", NEVER, ids=lambda rule: rule.id)
def test_never(rule: Rule) -> None:
    pattern = re.compile(rule.pattern, re.NOFLAG if rule.case == "exact" else re.IGNORECASE)
    faults = [
        f"{said}: {found[0]!r}: {rule.why}"
        for said in TEXTS
        if said.path.startswith(rule.only) and (found := pattern.search(rule.without(said.text)))
    ]
    assert not faults, listed(faults)


def test_one_question_at_a_time() -> None:
    asked = [said for said in TEXTS if said.key in RULES["questions"]]
    assert asked
    faults = [str(said) for said in asked if said.text.count("?") > RULES["question_marks"]]
    assert not faults, listed(faults)


def test_placeholders_exist() -> None:
    """A name in braces that nobody fills would be shown as it stands."""
    lines = yaml.safe_load((ROOT / "knowledge/helplines.yaml").read_bytes())
    shown = [name for name, line in lines.items() if line["shown"]]
    known = {*PLACEHOLDERS, *(f"{kind}_{name}" for name in shown for kind in ("lijn", "web"))}
    faults = [str(said) for said in TEXTS if not set(PLACEHOLDER.findall(said.text)) <= known]
    assert not faults, listed(faults)


@pytest.mark.parametrize("folder", RULES["sourced"])
def test_sources_are_dated(folder: str) -> None:
    """Each file names a source, and the day that somebody looked at it."""
    faults = []
    for path in sorted((ROOT / folder).glob("*.yaml")):
        sources = yaml.safe_load(path.read_bytes()).get("sources")
        if not sources:
            faults.append(f"{path.relative_to(ROOT)}: no sources")
        faults += [
            f"{path.relative_to(ROOT)}: {source.get('url')}: no checked_on"
            for source in sources or ()
            if not isinstance(source.get("checked_on"), date) or not str(source.get("url", "")).startswith("http")
        ]
    assert not faults, listed(faults)
