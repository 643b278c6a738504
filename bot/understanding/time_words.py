"""Words for numbers, months, weekdays, seasons and feasts, folded, with the misspellings people make."""

_UNITS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TEENS = ("tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien")
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")


def _numbers() -> dict[str, int]:
    """Dutch number words up to 100, as written in one word: `eenentwintig`."""
    words = {word: value for value, word in enumerate((*_UNITS, *_TEENS))}
    for ten, word in enumerate(_TENS, start=2):
        words[word] = 10 * ten
        for unit in range(1, 10):
            words[f"{_UNITS[unit]}en{word}"] = 10 * ten + unit
    return words | {"honderd": 100}


NUMBERS = _numbers()

_MONTHS = (
    ("januari", "jan", "januarie", "januar", "january", "janurai", "januri", "janauri", "januarij"),
    ("februari", "feb", "febr", "febuari", "februarie", "februar", "february", "feburari", "febrari", "februarij"),
    ("maart", "mrt", "maartt", "mart", "march"),
    ("april", "apr", "aprill", "apil", "avril"),
    ("mei", "mey", "mai"),
    ("juni", "jun", "junie", "june", "junij"),
    ("juli", "jul", "julie", "july", "julij"),
    ("augustus", "aug", "augst", "agustus", "augusts", "august", "augustes", "augusus"),
    ("september", "sept", "sep", "setember", "septembr", "semptember", "septemeber"),
    ("oktober", "okt", "oct", "october", "octber", "octobr", "oktobr", "oktoober"),
    ("november", "nov", "novenber", "noveber", "novmber", "novembr"),
    ("december", "dec", "desember", "decenber", "decmber", "deceber", "dez"),
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}
MONTHS_ALONE = frozenset(word for word in MONTHS if len(word) > 3 and word != "mart") | {"mei", "mrt", "okt"}
"""Names that mean a month without a day or "sinds" beside them; "jan" and "mart" may be a person."""

_WEEKDAYS = (
    ("maandag", "mandag", "monday"),
    ("dinsdag", "dindag", "tuesday"),
    ("woensdag", "woendag", "wednesday"),
    ("donderdag", "dondedag", "donerdag", "thursday"),
    ("vrijdag", "vrydag", "vrydach", "friday"),
    ("zaterdag", "zatedag", "saterdag", "saturday"),
    ("zondag", "sondag", "sunday"),
)
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAYS) for word in words}

SEASONS = {"lente": 4, "voorjaar": 4, "zomer": 7, "zomervakantie": 8, "herfst": 10, "najaar": 10, "winter": 1}
"""The month in whose middle we put a season: the middle of the meteorological season, about."""

FEASTS = {
    "sinterklaas": (12, 5),
    "kerst": (12, 25),
    "kerstmis": (12, 25),
    "oud en nieuw": (12, 31),
    "nieuwjaar": (1, 1),
    "koningsdag": (4, 27),
}

UNITS = {
    "dag": "days",
    "dagen": "days",
    "dage": "days",
    "daagen": "days",
    "week": "weeks",
    "weken": "weeks",
    "weke": "weeks",
    "weeken": "weeks",
    "wk": "weeks",
    "wkn": "weeks",
    "maand": "months",
    "maanden": "months",
    "maande": "months",
    "mnd": "months",
    "mnden": "months",
    "manden": "months",
    "maaden": "months",
    "jaar": "years",
    "jaren": "years",
    "jaartje": "years",
    "jr": "years",
}

MIDYEAR = (7, 1)
NO_MONTHS = frozenset({"maar", "kaart", "taart", "vaart", "smart", "start", "staart", "zwaart"})
PARTS = {
    "begin": "begin", "start": "begin", "eerste helft": "begin",
    "half": "half", "midden": "half", "mid": "half", "medio": "half", "halverwege": "half",
    "eind": "eind", "einde": "eind", "ent": "eind", "laatste week": "eind", "tweede helft": "eind",
}  # fmt: skip
WEEK_PARTS = {"begin": 0, "half": 2, "eind": 4}
YEAR_PARTS = {"begin": (1, 15), "half": MIDYEAR, "eind": (12, 15)}
SHIFTS = {
    "vorige": -1, "vorig": -1, "afgelopen": -1, "verleden": -1, "laatste": -1, "voorige": -1,
    "deze": 0, "dit": 0, "komende": 1, "volgende": 1, "volgend": 1, "aankomende": 1, "komend": 1, "aanstaande": 1,
}  # fmt: skip
YEAR_SHIFTS = {"vorig jaar": -1, "afgelopen jaar": -1, "verleden jaar": -1, "dit jaar": 0, "volgend jaar": 1}
NAMED_DAYS = {
    "eergisteren": -2, "eergister": -2, "gisteren": -1, "gister": -1, "gisteravond": -1, "gisterenavond": -1,
    "gistermiddag": -1, "gisterochtend": -1, "gisternacht": -1, "gistere": -1, "yesterday": -1,
    "vandaag": 0, "vanochtend": 0, "vanmorgen": 0, "vanmiddag": 0, "vanavond": 0, "vannacht": 0,
    "today": 0, "morgen": 1, "morgenochtend": 1, "morgenmiddag": 1, "morgenavond": 1, "overmorgen": 2, "tomorrow": 1,
}  # fmt: skip
