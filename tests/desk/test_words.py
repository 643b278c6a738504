"""Every fault that a page of the door can show has its words."""

import pytest

from bot.desk.id_tokens import OidcFault
from bot.desk.passwords import Weakness
from bot.desk.render import Templates
from bot.desk.sign_in import Refusal
from bot.desk.welcome_pages import WelcomeFault


@pytest.mark.parametrize("fault", [*Refusal, *Weakness, *WelcomeFault, *OidcFault])
def test_there_is_a_sentence(fault: str) -> None:
    words = Templates().environment.get_template("door.html").make_module({"frame": None}).WORDS  # type: ignore[attr-defined]
    assert words[fault].endswith(".")
