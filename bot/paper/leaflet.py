"""From a leaflet as data to the bytes of a PDF: one A4 page, an A6 with a back, or an A3 poster."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path

import typst

from bot.model.conversation import Json
from bot.paper.code import code_as_png, code_as_svg
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
    foot = document.get("foot")
    if not isinstance(foot, list):
        raise PaperFault("the leaflet cannot be printed: it lacks its foot")
    # Of all that stands on it only the team's name was typed by somebody.
    given = {**document, "foot": [printable(str(line)) for line in foot], "drawn": code_as_svg(_link(document))}
    try:
        return press(_SOURCE, leaflet=json.dumps(given, ensure_ascii=False), size=size.value)
    except typst.TypstError as error:
        raise PaperFault(f"the leaflet cannot be printed: {error.message}") from None


def _link(document: Mapping[str, Json]) -> str:
    link = document.get("link")
    if not isinstance(link, str):
        raise PaperFault("the leaflet cannot be printed: it lacks its link")
    return link


PAPERS: Mapping[str, Callable[[Mapping[str, Json]], bytes]] = {
    **{f"{size}.pdf": partial(make_leaflet, size=size) for size in LeafletSize},
    "code.svg": lambda document: code_as_svg(_link(document)).encode(),
    "code.png": lambda document: code_as_png(_link(document)),
}
"""All that a team can print, by the name of the file: made of its leaflet."""
