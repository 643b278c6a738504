"""A signed intake on paper, for whoever it is given out to. Made on request, never stored."""

from collections.abc import Mapping
from pathlib import Path

from bot.model.conversation import Json
from bot.paper.pdf import print_sheet, write_file

_SOURCE = Path(__file__).parent / "intake.typ"


def make_intake_pdf(document: Mapping[str, Json]) -> bytes:
    """The sheet of `bot.intake.issue.for_paper` as a PDF. Raises PaperFault when it is no such sheet."""
    return print_sheet(_SOURCE, document)


def write_intake_pdf(document: Mapping[str, Json], path: Path) -> None:
    """Print it to this file, in place of what stood there; readable for its owner only. Raises PaperFault."""
    write_file(make_intake_pdf(document), path)


def intake_file_name(code: str, kind: str = "pdf") -> str:
    """What the file is called: its reference, and nothing of the resident or of whoever typed it."""
    safe = "".join(sign for sign in code.lower() if (sign.isascii() and sign.isalnum()) or sign == "-")
    return f"intake-{safe}.{kind}"
