"""The layers, held: imports point down only, pure packages stay pure, no sentence stands in Python."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(path for path in (ROOT / "bot").rglob("*.py") if "migrations" not in path.parts)

LAYERS = (
    ("model",),
    ("content",),
    ("understanding", "advice"),
    ("intake", "publish"),
    ("dialogue",),
    ("store", "paper"),
    ("service",),
    ("channels",),
    ("desk", "reports"),
    ("commands", "settings", "app", "serve"),
    ("cli", "__main__"),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
# These two on one level may use each other: they plug together what stands below.
TOGETHER = ({"commands", "settings", "app", "serve"}, {"cli", "__main__"})

PURE = {"model", "understanding", "advice", "intake", "publish", "dialogue"}
IMPURE = {
    "asyncio",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "threading",
    "time",
}
ALLOWED = {
    "model": set(),
    "content": {"babel", "opening_hours", "phonenumbers", "yaml"},
    "understanding": {"dateutil", "holidays", "phonenumbers", "rapidfuzz", "snowballstemmer", "stdnum"},
    "advice": {"babel", "holidays", "opening_hours"},
    "intake": {"babel", "holidays"},
    "publish": set(),
    "dialogue": {"babel"},
    "store": {"aiosqlite", "alembic", "cryptography", "sqlalchemy"},
    "service": {"structlog"},
    "channels": {"aiosmtplib", "httpx", "starlette", "structlog", "telegram"},
    "desk": {
        *("argon2", "pyotp", "segno"),
        *("authlib", "httpx2", "joserfc"),  # read only when an identity provider is set
        *("jinja2", "markupsafe", "starlette", "structlog"),
    },
    "reports": {"starlette"},
    "commands": set(),
    "settings": {"dotenv", "pydantic", "pydantic_core", "pydantic_settings"},
    "paper": {"segno", "typst"},
    "app": {"structlog"},
    "serve": {"starlette", "structlog", "uvicorn"},
    "cli": {"rich", "typer"},
    "__main__": set(),
}
# The clock, asked for in a pure package: `now` and `today` are arguments there.
CLOCK = {"now", "today", "utcnow"}

# Common Dutch words, without those that are English or a word of code as well.
DUTCH = frozenset(
    {
        *(
            "het",
            "een",
            "en",
            "maar",
            "dat",
            "dit",
            "deze",
            "u",
            "uw",
            "wij",
            "ik",
            "mij",
            "mijn",
            "hij",
            "zij",
        ),
        *("er", "niet", "geen", "wel", "zijn", "bent", "heb", "hebt", "heeft", "kan", "kunt", "wil", "wilt"),
        *(
            "mag",
            "moet",
            "gaat",
            "komt",
            "doet",
            "weet",
            "zegt",
            "vraagt",
            "belt",
            "krijgt",
            "met",
            "voor",
            "naar",
        ),
        *("bij", "aan", "uit", "om", "tot", "als", "ook", "nog", "hier", "daar", "waar", "wat", "wie", "hoe"),
        *("wanneer", "waarom", "iets", "iemand", "niemand", "nu", "graag", "verder", "opnieuw", "de", "op"),
    }
)


def _name(path: Path) -> str:
    """The part of the picture that a file belongs to."""
    first = path.relative_to(ROOT / "bot").parts[0]
    return first.removesuffix(".py")


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out in full"
            yield node.lineno, node.module or ""
            if node.module == "bot":
                yield from ((node.lineno, f"bot.{alias.name}") for alias in node.names)


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _known(name: str) -> bool:
    return name in LEVEL or name == "__init__"


PATHS = [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in FILES]


@pytest.mark.parametrize("path", PATHS)
def test_imports_point_down(path: Path) -> None:
    name = _name(path)
    assert _known(name), f"bot/{name} has no place in the picture yet; give it one in LAYERS"
    if name == "__init__":
        return
    faults = []
    for line, module in _imports(_parsed(path)):
        parts = module.split(".")
        if parts[0] != "bot" or len(parts) < 2 or parts[1] == "__version__":
            continue
        target = parts[1]
        together = any({name, target} <= group for group in TOGETHER)
        if target != name and not together and LEVEL[target] >= LEVEL[name]:
            faults.append(f"{path.relative_to(ROOT)}:{line}: {name} must not import {module}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", PATHS)
def test_third_parties_stay_in_their_layer(path: Path) -> None:
    name = _name(path)
    used = {module.split(".")[0] for _, module in _imports(_parsed(path))} - {"bot"}
    strange = {module for module in used if module not in sys.stdlib_module_names} - ALLOWED.get(name, set())
    assert not strange, f"{path.relative_to(ROOT)} uses {sorted(strange)}, which bot/{name} may not"


@pytest.mark.parametrize("path", [param for param in PATHS if _name(param.values[0]) in PURE])
def test_pure_packages_are_pure(path: Path) -> None:
    tree = _parsed(path)
    used = {module.split(".")[0] for _, module in _imports(tree)} & IMPURE
    assert not used, f"{path.relative_to(ROOT)} is pure and uses {sorted(used)}"
    for node in ast.walk(tree):
        assert not isinstance(node, ast.AsyncFunctionDef | ast.Await), f"{path}:{node.lineno}: async in a pure package"
        if isinstance(node, ast.Call):
            asked = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            assert asked not in CLOCK, f"{path}:{node.lineno}: asks for the time; take it as an argument"
            opened = node.func.id if isinstance(node.func, ast.Name) else ""
            assert opened not in {"open", "print", "input"}, f"{path}:{node.lineno}: {opened}() in a pure package"


def _docstrings(tree: ast.Module) -> set[int]:
    """Every text that stands by itself: the docstrings, and those under a constant."""
    alone = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    return {id(node) for node in alone if isinstance(node, ast.Constant)}


def _word_lists(tree: ast.Module) -> set[int]:
    """Every text that is split on the spot: words to recognise, none to say."""
    split = (node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "split")
    return {id(node) for node in split if isinstance(node, ast.Constant)}


def looks_dutch(text: str) -> bool:
    """Whether a text reads as a Dutch sentence: four words or more, at least three of them common ones."""
    if "(?" in text or "\\b" in text:
        return False  # a pattern, to recognise and not to say
    words = re.findall(r"[a-zà-ÿ']+", text.lower())
    return len(words) >= 4 and sum(word in DUTCH for word in words) >= 3 and " " in text.strip()


@pytest.mark.parametrize("path", PATHS)
def test_no_sentence_for_residents_stands_in_python(path: Path) -> None:
    tree = _parsed(path)
    excused = _docstrings(tree) | _word_lists(tree)
    faults = [
        f"{path.relative_to(ROOT)}:{node.lineno}: '{node.value[:60]}' belongs in flows/ or knowledge/"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in excused
        and looks_dutch(node.value)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("text", "dutch"),
    [
        ("Wilt u verder met uw vraag?", True),
        ("Dat is niet gelukt. Wilt u het nog eens zeggen?", True),
        ("this is not a whole number", False),
        ("SELECT a FROM b WHERE c IN (1)", False),
        ("wmo_hulp_thuis", False),
        ("in de tijd", False),
        (r"\b(?:ik ben|ben ik|hij is|zij is) nu", False),
        ("the database URL cannot be read; write sqlite+aiosqlite:///path/file.db", False),
    ],
)
def test_the_eye_for_dutch(text: str, dutch: bool) -> None:
    assert looks_dutch(text) is dutch


def test_every_layer_knows_its_libraries() -> None:
    assert ALLOWED.keys() == LEVEL.keys()
