"""What listens, over the real knowledge, and the tables of sentences it is tried with."""

from pathlib import Path
from typing import Any

import yaml

from bot.content.load import load
from bot.understanding.listen import Listener

ROOT = Path(__file__).parents[2]
_CONTENT = load(ROOT / "knowledge", ROOT / "flows")
KNOWN, FLOWS = _CONTENT.knowledge, _CONTENT.flows
LISTENER = Listener(KNOWN)


def table(name: str) -> Any:
    """The sentences in tests/sentences, as text: `no` stays a word."""
    return yaml.load((ROOT / "tests" / "sentences" / f"{name}.yaml").read_bytes(), yaml.BaseLoader)
