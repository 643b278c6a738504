"""Nation, region, municipality: what a narrower layer adds or replaces, and what others never see."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from small_tree import make_tree

from bot.advice.routes import advise, routes_of
from bot.content.layers import view_of
from bot.content.load import Content, load
from bot.model.facts import Fact, Origin
from bot.settings import SettingsError, municipality_folder

PLACE = """\
id: {id}
name: {name}
kind: loket
what: Helpt.
phone: 14 036
confidence: high
checked: {{on: 2026-11-01, how: gebeld}}
sources: "https://example.org"
"""
ROUTE = """\
id: {id}
name: {name}
law: zvw
step: 4
topics: [bed]
why: Dat kan.
first_step: Bel.
places: [{place}]
sources: [{{url: "https://example.org", checked_on: 2026-11-01}}]
"""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The small tree, with a region, and a second municipality without one."""
    folder = make_tree(tmp_path)
    known = folder / "knowledge"
    first = known / "municipalities" / "proefstad"
    profile = (first / "profile.yaml").read_text(encoding="utf-8")
    write(first / "profile.yaml", profile.replace("name: Proefstad", "name: Proefstad\nregion: noord"))
    other = known / "municipalities" / "elders"
    write(other / "profile.yaml", profile.replace("id: proefstad", "id: elders"))
    write(other / "places" / "loket.yaml", PLACE.format(id="loket", name="Loket elders"))
    region = known / "regions" / "noord"
    write(region / "region.yaml", "id: noord\nname: Noord\n")
    write(region / "places" / "streek.yaml", PLACE.format(id="streek", name="Streekloket"))
    write(region / "places" / "winkel.yaml", "replaces: true\n" + PLACE.format(id="winkel", name="Streekwinkel"))
    write(first / "places" / "streek.yaml", "replaces: true\n" + PLACE.format(id="streek", name="Eigen loket"))
    write(
        first / "routes" / "lenen.yaml",
        "replaces: true\n" + ROUTE.format(id="lenen", name="Hier lenen", place="streek"),
    )
    write(first / "routes" / "halen.yaml", ROUTE.format(id="halen", name="Halen", place="loket"))
    return folder


def read(tree: Path, municipality: Path | None = None) -> Content:
    return load(tree / "knowledge", tree / "flows", municipality)


def test_the_narrower_layer_wins_and_the_others_see_nothing_of_it(tree: Path) -> None:
    known = read(tree).knowledge
    first, other = known.municipalities["proefstad"], known.municipalities["elders"]
    assert {key: place.name for key, place in first.places.items()} == {
        "streek": "Eigen loket",
        "winkel": "Streekwinkel",
        "loket": "NO",
    }
    assert {key: place.name for key, place in other.places.items()} == {"loket": "Loket elders"}
    assert known.places["winkel"].name != "Streekwinkel"


def test_the_view_of_a_municipality_has_its_routes(tree: Path) -> None:
    known = read(tree).knowledge
    here, there = view_of(known, "proefstad"), view_of(known, "elders")
    names = [route.name.to("nl") for route in routes_of(here, ("bed",))]
    assert "Hier lenen" in names
    assert len(names) == len(set(names)) == len(routes_of(there, ("bed",))) + 1
    assert "halen" in here.routes
    assert there is known
    assert view_of(known, "nergens") is known


def test_advice_shows_the_places_of_the_narrowest_layer(tree: Path) -> None:
    known = read(tree).knowledge
    at = datetime(2026, 11, 21, tzinfo=UTC)
    facts = {"onderwerp": Fact(value=("bed",), origin=Origin.SAID, at=at)}
    found = advise(view_of(known, "proefstad"), known.municipalities["proefstad"], facts, at.date())
    names = {one.route.id: [choice.place.name for choice in one.places] for one in found}
    assert names["lenen"] == ["Eigen loket"]
    assert "halen" in names


def test_what_is_replaced_is_on_record(tree: Path) -> None:
    region, own = read(tree).knowledge.layers["proefstad"]
    assert (region.id, own.id) == ("noord", "proefstad")
    assert region.replaced == {("place", "winkel")}
    assert own.replaced == {("place", "streek"), ("route", "lenen")}


def test_a_folder_from_elsewhere_takes_the_place_of_its_namesake(tree: Path, tmp_path: Path) -> None:
    folder = tmp_path / "buiten" / "proefstad"
    source = tree / "knowledge" / "municipalities" / "elders"
    profile = (source / "profile.yaml").read_text(encoding="utf-8")
    write(folder / "profile.yaml", profile.replace("id: elders", "id: proefstad").replace("Proefstad", "Buitenstad"))
    write(folder / "places" / "loket.yaml", PLACE.format(id="loket", name="Loket buiten"))
    known = read(tree, folder).knowledge
    assert known.municipalities["proefstad"].name == "Buitenstad"
    assert set(known.municipalities) == {"proefstad", "elders"}


def test_a_name_is_no_folder_and_a_wrong_folder_is_one_line(tmp_path: Path) -> None:
    assert municipality_folder("almere") is None
    (tmp_path / "leeg").mkdir()
    for wrong, what in ((f"{tmp_path}/niets", "this folder does not exist"), (f"{tmp_path}/leeg", "no profile.yaml")):
        with pytest.raises(SettingsError) as error:
            municipality_folder(wrong)
        assert len(error.value.lines) == 1
        assert what in error.value.lines[0]
