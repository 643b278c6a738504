"""Recorded ways to every step that waits: what to type and tap, from an empty conversation."""

from talk_lab import Talk, play

HELP = ("/start", "ik zoek hulp in het huishouden", "#ja")
DEEP = (*HELP, "#ja", "#zelf")
BROAD = (*DEEP, "#overslaan", "#familie", "#klaar", "#nog_wel")
ROUTE = (*BROAD, "#niets", "#orientatie")
HANDOVER = (*ROUTE, "#overdragen")
ASKED = (*HANDOVER, "#ja", "#bezoek")
SIGN = (*ASKED, "06 12345678", "#overslaan", "#overslaan", "#maakt_niet_uit", "#nee")
SENT = (*SIGN, "#verstuur")

PATHS: dict[str, tuple[str, ...]] = {
    "luisteren.vraag": ("/start",),
    "luisteren.kies": ("/start", "#lijst", "#geld"),
    "luisteren.klopt": HELP[:2],
    "termijn.besluit": ("/start", "ik wacht nog steeds op mijn scootmobiel", "#ja"),
    "termijn.gemeld": ("/start", "ik wacht nog steeds op mijn scootmobiel", "#ja", "#nee"),
    "termijn.brief": ("/start", "mijn scootmobiel is afgewezen", "#ja"),
    "eerste.verder": HELP,
    "eerste.rust": (*HELP, "#genoeg"),
    "verdieping.voor_wie": (*HELP, "#ja"),
    "verdieping.leeftijd": (*HELP, "#ja", "#kind"),
    "verdieping.beslis": ("/start", "hoe kom ik aan een hoog laag bed", "#ja", "#ja"),
    "verdieping.moeite": DEEP,
    "verdieping.netwerk": (*DEEP, "#overslaan"),
    "verdieping.volhouden": (*DEEP, "#overslaan", "#familie", "#klaar"),
    "verdieping.breed": BROAD,
    "verdieping.hoe_ver": (*BROAD, "#niets"),
    "route.hoe_verder": ROUTE,
    "route.rust": (*ROUTE, "#zelf"),
    "overdracht.toestemming": HANDOVER,
    "overdracht.rust": (*HANDOVER, "#liever_niet"),
    "overdracht.hoe": (*HANDOVER, "#ja"),
    "overdracht.nummer": ASKED,
    "overdracht.wanneer": (*HANDOVER, "#ja", "#bellen", "06 12345678"),
    "overdracht.naam": (*ASKED, "06 12345678"),
    "overdracht.wens": (*ASKED, "06 12345678", "#overslaan"),
    "overdracht.ondersteuner": (*ASKED, "06 12345678", "#overslaan", "#overslaan"),
    "overdracht.bezoek": (*ASKED, "06 12345678", "#overslaan", "#overslaan", "#maakt_niet_uit"),
    "overdracht.teken": SIGN,
    "mens.nummer": ("/start", "#mens"),
    "mens.waarover": ("/start", "#mens", "06 12345678"),
    "mens.teken": ("/start", "#mens", "06 12345678", "#overslaan"),
    "na.rust": SENT,
}


def talk_at(step: str) -> Talk:
    """A talk that waits at `step`."""
    talk = play(PATHS[step])
    assert talk.state.waiting == step, f"the recorded way to {step} ends at {talk.where}"
    assert talk.state.aside is None
    return talk
