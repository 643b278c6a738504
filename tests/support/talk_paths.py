"""Recorded ways to every step that waits: what to type and tap, from an empty conversation."""

from functools import cache

from talk_lab import Talk, play

HELP = ("/start", "ik zoek hulp in het huishouden", "#ja")
MISSED = "het is een heel gedoe met Karel"
DEEP = (*HELP, "#ja", "#zelf")
BROAD = (*DEEP, "#overslaan", "#familie", "#klaar", "#nog_wel")
ROUTE = (*BROAD, "#niets", "#orientatie")
HANDOVER = (*ROUTE, "#overdragen")
ASKED = (*HANDOVER, "#ja", "#bezoek")
BEZWAAR = ("/start", "ik heb bezwaar gemaakt bij de gemeente", "#ja", "2 februari")
COMMITTEE = (*BEZWAAR, "20 februari", "#ja", "#zelf", "#gemeente", "#niets")
REFUSED = ("/start", "mijn scootmobiel is afgewezen", "#ja", "1 september")
SIGN = (*ASKED, "06 12345678", "#overslaan", "#overslaan", "#maakt_niet_uit", "#nee")
SENT = (*SIGN, "#verstuur")
PERSON_IN = (*SENT, "@join Anna")
PERSON_ASKS = (*SENT, "@ask Anna|e1|W-7K4Q|Hebt u de brief nog?")
KNOWN = (*SENT, "=nieuw")  # and the service knows of it

BESIDE = ("&Wijkteam Haven", "#helper", "#ander")
THERE = (*BESIDE, "#mens", "06 12345678", "#overslaan")
BESIDE_SIGN = (
    *("&Wijkteam Haven", "#inwoner", "#inwoner", *HANDOVER[1:], "#ja"),
    *("#bezoek", "06 12345678", "#overslaan", "#overslaan", "#maakt_niet_uit", "#nee"),
)

TALK = ("/start", "hoe bereid ik het gesprek met de gemeente voor", "#ja")
WLZ = ("/start", "we moeten wlz aanvragen voor mijn dochter", "#ja", "#ja")
WLZ_PAST = (*WLZ, "#j17", "#ja", "#nee", "#nee", "#misschien", "#verstandelijk", "#ja")

PATHS: dict[str, tuple[str, ...]] = {
    "luisteren.vraag": ("/start",),
    "luisteren.verschil": ("/start", "mijn zoon vraagt veel zorg"),
    "luisteren.kies": ("/start", "#lijst", "#geld"),
    "luisteren.klopt": HELP[:2],
    "termijn.besluit": ("/start", "ik wacht nog steeds op mijn scootmobiel", "#ja"),
    "termijn.datum": ("/start", "ik wacht nog steeds op mijn scootmobiel", "#ja", "#nee"),
    "termijn.brief": ("/start", "mijn scootmobiel is afgewezen", "#ja"),
    "termijn.bezwaar": BEZWAAR,
    "termijn.verstuurd": REFUSED,
    "eerste.verder": HELP,
    "eerste.gesprek": TALK,
    "eerste.rust": (*HELP, "#genoeg"),
    "verdieping.voor_wie": (*HELP, "#ja"),
    "verdieping.leeftijd": (*HELP, "#ja", "#kind"),
    "wlz.mag": (*WLZ, "#j17"),
    "wlz.besluit": WLZ_PAST[:6],
    "wlz.brief": (*WLZ_PAST[:6], "#afgewezen"),
    "wlz.toezicht": WLZ_PAST[:7],
    "wlz.roepen": WLZ_PAST[:8],
    "wlz.oorzaak": WLZ_PAST[:9],
    "wlz.blijvend": WLZ_PAST[:10],
    "wlz.hulp_nu": WLZ_PAST,
    "wlz.contract": (*WLZ_PAST, "#pgb", "#klaar"),
    "wlz.gezin": (*WLZ_PAST, "#pgb", "#klaar", "#misschien"),
    "wlz.wonen": ("/start", "we moeten wlz aanvragen voor mijn man", "#ja", "#ja", "#ja", "#aangevraagd", "#geen"),
    "verdieping.beslis": ("/start", "hoe kom ik aan een hoog laag bed", "#ja", "#ja"),
    "verdieping.moeite": DEEP,
    "verdieping.netwerk": (*DEEP, "#overslaan"),
    "verdieping.volhouden": (*DEEP, "#overslaan", "#familie", "#klaar"),
    "verdieping.breed": BROAD,
    "verdieping.hoe_ver": (*BROAD, "#niets"),
    "verdieping.commissie": COMMITTEE,
    "verdieping.datum": (*COMMITTEE, "#commissie"),
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
    "begin.wie_typt": BESIDE[:1],
    "begin.apparaat": BESIDE[:2],
    "mens.wie_typt": ("&Wijkteam Haven", "#mens"),
    "mens.apparaat": ("&Wijkteam Haven", "#mens", "#helper"),
    "mens.bereiken": (*BESIDE, "#mens", "#overslaan"),
    "mens.teken_samen": THERE,
    "overdracht.bereiken": (*BESIDE, *HANDOVER[1:], "#ja", "#bellen", "#overslaan"),
    "overdracht.teken_samen": BESIDE_SIGN,
}

ASIDES: dict[str, tuple[str, ...]] = {
    "gevaar": ("/start", "ik wil niet meer leven"),
    "bedoelt_u": (*HELP, "#ja", "mn patner"),
    "welk_onderwerp": ("/start", "ik heb hulp nodig"),
    "themas": ("/start", "#lijst"),
    "welke_dag": (*COMMITTEE, "#commissie", "1 juni", "hoe komt u aan die dag"),
    "welk_gesprek": ("/start", "ik ben eenzaam", "#ja", "voorbereiden"),
    "gesprek_verder": (*TALK, "#voorbereiden"),
    "gesprek_klaar": (*TALK, "#voorbereiden", "#alles"),
    "welke_weg": (*BROAD, "#eenzaam", "#klaar", "#orientatie", "#meer_weten"),
    "mens_aanbod": ("/start", "asdf qwer", "zxcv bnm", "hjkl tyu"),
    "opnieuw": (*DEEP, "opnieuw"),
    "nieuwe_vraag": (*SENT, "#nieuwe_vraag"),
    "wissen": (*DEEP, "wissen"),
    "wijzig": (*DEEP, "wijzig"),
    "bekend": (*DEEP, "wat weet u van mij"),
    "vertel": (*HELP, "#nog_iets"),
    "regel_kies": (*SIGN, "#regel_anders"),
    "regel_weg": (*SIGN, "#regel_weg"),
    "regel_tekst": (*SIGN, "#regel_anders", "#onderwerp"),
    "toevoegen": (*SENT, "#toevoegen"),
    "wijzig_verstuurd": (*KNOWN, "wijzig"),
    "wijzig_nu": (*KNOWN, "wijzig", "#telefoon"),
    "aanvulling_teken": (*KNOWN, "wijzig", "#telefoon", "mijn nummer is nu 06 87654321"),
    "intrekken": (*SENT, "#intrekken"),
    "gesprek_delen": (*SENT, "#gesprek_delen"),
    "zin_bewaren": ("/start", MISSED, *HELP[1:], "#genoeg"),
    "vraag_mens": (*SENT, "@ask Anna|e1|W-7K4Q|Hebt u de brief nog?"),
    "feit_klopt_vraag": (*SENT, "@correct Anna|contact_hoe|bellen"),
    "kennismaken": (*SENT, "@put kennismaken|Karin"),
    "waarom_ander": (*SENT, "@put waarom_ander|Karin"),
    "navraag": (*SENT, "@put navraag"),
    "naar_bureau": (*SENT, "@put naar_bureau|W-7K4Q/mee"),
    "tevreden": (*SENT, "@put tevreden"),
    "wat_beter": (*SENT, "@put wat_beter"),
    "zelf_verder": (*SENT, "@put zelf_verder"),
    "samen_teken": (*THERE, "#laat_tekenen"),
}


@cache
def _played(lines: tuple[str, ...]) -> Talk:
    return play(lines)


def talk_after(lines: tuple[str, ...]) -> Talk:
    """A talk after these messages; played once a run, handed out as a copy."""
    made = _played(lines)
    talk = Talk(now=made.now)
    talk.state, talk.offered, talk.said = made.state, dict(made.offered), list(made.said)
    talk.outside = made.outside
    talk.kept = list(made.kept)
    return talk


def talk_at(step: str) -> Talk:
    """A talk that waits at `step`."""
    talk = talk_after(PATHS[step])
    assert talk.state.waiting == step, f"the recorded way to {step} ends at {talk.where}"
    assert talk.state.aside is None, talk.where
    return talk


def talk_in(aside: str) -> Talk:
    """A talk with the question `aside` in between."""
    talk = talk_after(ASIDES[aside])
    assert talk.state.aside is not None, f"the recorded way to {aside} ends at {talk.where}"
    assert talk.state.aside.id == aside
    return talk
