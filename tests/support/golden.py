"""Texts that are compared whole; `pytest --update-golden` writes them anew, to be reviewed as a diff."""

from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden"


def check_golden(name: str, text: str, *, update: bool) -> None:
    """Compare `text` with the file `name` under tests/golden, or write it there."""
    path = GOLDEN / name
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert path.is_file(), f"{name} is not there yet; run pytest --update-golden and read it"
    assert text + "\n" == path.read_text(encoding="utf-8")
