"""From a leaflet as data to the bytes of a PDF: one A4 page, an A6 with a back, or an A3 poster."""

import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import typst

from bot.model.conversation import Json
from bot.paper.code import code_as_svg
from bot.paper.glyphs import printable
from bot.paper.pdf import PaperFault
from bot.paper.press import press

_SOURCE = Path(__file__).parent / "leaflet.typ"


class LeafletSize(StrEnum):
    """The paper it is printed on."""

    A4 = "a4"
    A6 = "a6"  # two pages: a front and a back
    POSTER = "poster"  # A3


def make_leaflet(document: Mapping[str, Json], size: LeafletSize) -> bytes:
    """The leaflet as a PDF. Raises PaperFault when it is none."""
    foot, link = document.get("foot"), document.get("link")
    if not isinstance(foot, list) or not isinstance(link, str):
        raise PaperFault("the leaflet cannot be printed: it lacks its foot or its link")
    # Of all that stands on it only the team's name was typed by somebody.
    given = {**document, "foot": [printable(str(line)) for line in foot], "drawn": code_as_svg(link)}
    try:
        return press(_SOURCE, leaflet=json.dumps(given, ensure_ascii=False), size=size.value)
    except typst.TypstError as error:
        raise PaperFault(f"the leaflet cannot be printed: {error.message}") from None
