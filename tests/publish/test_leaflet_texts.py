"""What stands on paper: nothing that nobody checked, and in the words of the municipality."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from advice_lab import ALMERE
from leaflet_lab import TODAY, leaflet, with_coordination

from bot.model.places import Confidence, Role, Status
from bot.publish.leaflet import LeafletFault

PLACE = ALMERE.places[ALMERE.coordination]


def test_it_names_the_coordination_point_and_the_day_of_the_check() -> None:
    made = leaflet()
    assert made["call"] == {"heading": "Liever bellen?", "name": PLACE.called, "phone": PLACE.phone}
    assert made["what"] == PLACE.what.to("nl")
    assert made["foot"] == ["U kreeg dit van Wijkteam Haven.", "Nummer nagekeken op 21 november 2026."]
    assert str(made["link"]) in str(made["code"]), "who cannot see the code hears its address"


def test_a_name_is_never_a_template() -> None:
    assert leaflet(team="{telefoon}")["foot"] == [
        "U kreeg dit van {telefoon}.",
        "Nummer nagekeken op 21 november 2026.",
    ]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"phones": ()}, "no phone number; add the number"),
        ({"confidence": Confidence.MEDIUM}, "may not stand on paper .less_sure."),
        ({"confidence": Confidence.LOW}, "may not stand on paper .not_confirmed."),
        ({"checked": None}, "may not stand on paper .no_source."),
        ({"status": Status.DEFUNCT}, "may not stand on paper .not_active."),
        ({"role": Role.TOEGANG}, "nothing says that it is independent; set 'role: oco'"),
        ({"role": None}, "nothing says that it is independent"),
    ],
)
def test_what_nobody_checked_is_not_printed(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(LeafletFault, match=f"coordination point 'oco-almere': .*{fault}"):
        leaflet(here=with_coordination(**changes))


def test_a_number_that_was_checked_long_ago_is_not_printed() -> None:
    assert PLACE.checked is not None
    last = PLACE.checked.on + timedelta(days=PLACE.expires_after)
    assert leaflet(today=last)["title"]
    with pytest.raises(LeafletFault, match="check_is_old"):
        leaflet(today=last + timedelta(days=1))


def test_a_later_check_shows_its_own_day() -> None:
    assert PLACE.checked is not None
    here = with_coordination(checked=replace(PLACE.checked, on=date(2026, 12, 1)))
    assert "1 december 2026" in str(leaflet(here=here, today=TODAY + timedelta(days=20))["foot"])
