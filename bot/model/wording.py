"""The sentences and parts that the engine needs by name; the words themselves stand in `flows/`."""

from enum import StrEnum


class Block(StrEnum):
    """What a `show` step can make out of the facts."""

    UNDERSTOOD = "understood"  # say the need back
    FIRST = "first"  # the first useful answer: best topic, best route
    TERMS = "terms"  # what the dates mean
    ROUTES = "routes"  # every route, in the order of help
    DESK = "desk"  # who could take the question, and why
    DRAFT = "draft"  # the summary as the coordinator will see it


class Phrase(StrEnum):
    """Sentences of the engine, by the name they have under `texts` in `flows/motor.yaml`."""

    OLD_BUTTON = "oude_knop"
    BLANK = "leeg"
    TOO_LONG = "te_lang"
    VOICE = "spraak"
    PHOTO = "foto"
    FILE = "bestand"
    STICKER = "sticker"
    LOCATION = "plek"
    CONTACT = "kaartje"
    OTHER = "iets_anders"
    EDITED = "bewerkt"
    MASKED = "nummer_weg"
    REPHRASE = "anders_zeggen"
    CHOICES = "keuzes"
    NOTED = "genoteerd"
    WRONG = "ander_onderwerp"
    BAD_DATE = "datum_bestaat_niet"
    FUTURE_DATE = "datum_toekomst"
    BAD_PHONE = "nummer_klopt_niet"
    BAD_POSTCODE = "postcode_klopt_niet"
    WHY = "waarom"
    MEANING = "betekenis"
    STOPPED = "gestopt"
    BACK = "terug"
    NOTHING_BACK = "niets_terug"
    CHANGED = "gewijzigd"
    NOTHING_KNOWN = "niets_bekend"
    KNOWN = "bekend"
    ERASED = "gewist"
    HELP = "hulp"
    GO_ON = "verder"
    SELF = "zelf_bellen"
    WITHDRAWN = "ingetrokken"
    STATUS = "stand"
    ADDED = "toegevoegd"
    LINE_GONE = "regel_weg"
    LINE_NEW = "regel_nieuw"
    SEVERAL = "meer_antwoorden"
    HEARD_STAGE = "gehoord_"  # + stage
    HEARD_ALSO = "gehoord_ook"
    HEARD_SINCE = "gehoord_sinds"
    HEARD_LONG = "gehoord_lang"
    FIRST_ROUTE = "eerste_route"
    ROUTE = "route"
    ROUTE_PERHAPS = "route_misschien"
    ROUTES_INTRO = "routes_inleiding"
    NO_ROUTE = "geen_route"
    BRING = "meenemen"
    NOBODY = "geen_antwoord"
    PLACE = "plek_regel"
    CALL_FIRST = "bel_eerst"
    SUPPORT = "clientondersteuning"
    SOURCES = "bronnen"
    ABOUT = "ongeveer"
    DESK = "wie_helpt"
    LOOP = "vastgelopen"
    CLOCK = "klok"
    RECEIPT = "verstuurd"
    OUR_FAULT = "storing"
