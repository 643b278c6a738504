"""Leaflets over the real knowledge, and a camera for the codes on them."""

from dataclasses import replace
from datetime import date

import pypdfium2
import typst
import zxingcpp
from advice_lab import ALMERE, CONTENT, KNOWN

from bot.model.conversation import Json
from bot.model.municipality import Municipality
from bot.publish.leaflet import leaflet_for

TODAY = date(2026, 11, 21)
LINK = "https://t.me/WegwijzerAlmereBot?start=7K4QM-abcdefghijklmnopqrst_-"


def leaflet(
    *, team: str = "Wijkteam Haven", here: Municipality = ALMERE, link: str = LINK, today: date = TODAY
) -> dict[str, Json]:
    """The leaflet of a team in Almere."""
    return leaflet_for(KNOWN, here, CONTENT.flows.texts, team=team, link=link, today=today)


def with_coordination(**changes: object) -> Municipality:
    """Almere, where something else is known of the coordination point."""
    place = replace(ALMERE.places[ALMERE.coordination], **changes)
    return replace(ALMERE, places={**ALMERE.places, place.id: place})


def scan(made: bytes, *, dots_per_inch: int = 100) -> list[str]:
    """What a camera reads from the first page of a PDF."""
    with pypdfium2.PdfDocument(made) as document:
        drawn = document[0].render(scale=dots_per_inch / 72, grayscale=True)
        grey = memoryview(bytes(drawn.buffer)).cast("B", (drawn.height, drawn.stride))
    return [found.text for found in zxingcpp.read_barcodes(grey)]


def scan_picture(drawn: bytes) -> list[str]:
    """What a camera reads from a picture or a drawing, set on a page of paper first."""
    page = b'#set page(width: 100mm, height: 100mm)\n#image(width: 100%, bytes(json(bytes(sys.inputs.at("drawn")))))'
    made = typst.compile(page, sys_inputs={"drawn": str(list(drawn))})
    assert isinstance(made, bytes)
    return scan(made)
