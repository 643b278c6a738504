"""Paper that a team hands out: one look, a code that scans, read aloud in order, and nothing typed can act."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from leaflet_lab import LINK, leaflet, scan, scan_picture
from sheet_lab import read, tags, text_of

from bot.paper import LeafletSize, PaperFault, code_as_png, code_as_svg, make_leaflet
from bot.paper.code import QUIET

PAGES = {LeafletSize.A4: 1, LeafletSize.A6: 2, LeafletSize.POSTER: 1}
WIDTHS = {LeafletSize.A4: 210, LeafletSize.A6: 105, LeafletSize.POSTER: 297}  # millimetres
MM = 72 / 25.4


@pytest.mark.parametrize("size", list(LeafletSize))
class TestPaper:
    def test_it_has_its_size(self, size: LeafletSize) -> None:
        pages = read(make_leaflet(leaflet(), size)).pages
        assert len(pages) == PAGES[size]
        assert {round(float(page.mediabox.width) / MM) for page in pages} == {WIDTHS[size]}

    def test_the_code_scans_back_also_in_a_coarse_print(self, size: LeafletSize) -> None:
        made = make_leaflet(leaflet(), size)
        assert scan(made) == [LINK]
        assert scan(made, dots_per_inch=60) == [LINK]

    def test_it_can_be_read_aloud(self, size: LeafletSize) -> None:
        reader = read(make_leaflet(leaflet(), size))
        root = reader.root_object
        assert root["/Lang"] == "nl"
        assert reader.metadata is not None
        assert reader.metadata.title == leaflet()["title"]
        assert "pdfuaid:part" in reader.xmp_metadata.stream.get_data().decode()
        found = list(tags(reader))
        assert found.count("/H1") == 1
        assert found.index("/H1") < found.index("/Figure"), "what it is about comes before the code"
        assert {"/H2", "/L", "/Figure", "/Link"} <= set(found)

    def test_what_a_resident_needs_is_on_it(self, size: LeafletSize) -> None:
        text = text_of(make_leaflet(leaflet(), size)).replace("\xa0", " ")
        for words in ("Gratis", "Onafhankelijk", "Aan uw kant", "036 200 21 58", "Bel 112", "Wijkteam Haven"):
            assert words in text, words

    def test_the_longest_name_keeps_it_on_its_pages(self, size: LeafletSize) -> None:
        made = make_leaflet(leaflet(team="Wijkteam " + "W" * 51), size)
        assert len(read(made).pages) == PAGES[size]
        assert scan(made) == [LINK]


@pytest.mark.parametrize("size", [LeafletSize.A4, LeafletSize.A6])
def test_a_leaflet_says_what_is_done_and_what_not(size: LeafletSize) -> None:
    document, text = leaflet(), text_of(make_leaflet(leaflet(), size))
    for part in ("does", "does_not"):
        one = document[part]
        assert isinstance(one, dict)
        assert isinstance(one["rows"], list)
        assert all(str(row) in text for row in one["rows"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_no_name_breaks_the_paper(name: str) -> None:
    assert len(read(make_leaflet(leaflet(team=name), LeafletSize.A6)).pages) == 2


def test_what_is_no_leaflet_is_refused() -> None:
    with pytest.raises(PaperFault, match="lacks its foot"):
        make_leaflet({"title": "x"}, LeafletSize.A4)
    with pytest.raises(PaperFault, match="lacks its link"):
        make_leaflet({"foot": []}, LeafletSize.A4)
    with pytest.raises(PaperFault, match="cannot be printed"):
        make_leaflet({"foot": [], "link": LINK}, LeafletSize.A4)


def test_the_code_is_light_all_around_and_scans_back() -> None:
    drawn, picture = code_as_svg(LINK), code_as_png(LINK)
    assert scan_picture(drawn.encode()) == scan_picture(picture) == [LINK]
    sides = 2 * QUIET + 41  # dots of a code that holds a link and stays whole when a quarter is lost
    assert f'viewBox="0 0 {sides} {sides}"' in drawn
    assert '#fff"' in drawn, "white behind it, whatever it is put on"
