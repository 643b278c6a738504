"""The sentences and questions that the program needs by name; the words themselves stand in `flows/`."""

from enum import StrEnum


class Block(StrEnum):
    """What a `show` step can make out of the facts."""

    UNDERSTOOD = "understood"  # say the need back
    FIRST = "first"  # the first useful answer: best topic, best route
    TERMS = "terms"  # what the dates mean
    ROUTES = "routes"  # every route, in the order of help
    CHANGES = "changes"  # what Wlz can change in the help of now, and what to ask before signing
    DESK = "desk"  # who could take the question, and why
    DRAFT = "draft"  # the summary as the coordinator will see it


class Between(StrEnum):
    """Questions that come in between, by the name they have under `asides`."""

    DANGER = "gevaar"
    DID_YOU_MEAN = "bedoelt_u"
    TOPIC = "welk_onderwerp"
    THEME = "themas"
    PERSON = "mens_aanbod"
    RESTART = "opnieuw"
    NEW = "nieuwe_vraag"  # the same, beside what was sent
    ERASE = "wissen"
    CHANGE = "wijzig"
    KNOWN = "bekend"
    TELL = "vertel"
    WAY = "welke_weg"
    DAY = "welke_dag"
    EDIT = "regel_kies"
    REWORD = "regel_tekst"
    DROP = "regel_weg"
    ADD = "toevoegen"
    CHANGE_SENT = "wijzig_verstuurd"  # which of the lines that were signed is different now
    CHANGED_TO = "wijzig_nu"  # how it is now
    SIGN_ADDED = "aanvulling_teken"  # read back, before it is sent
    WITHDRAW = "intrekken"
    TALK = "welk_gesprek"  # which talk to prepare
    TALK_ON = "gesprek_verder"  # after one list of several
    TALK_TOLD = "gesprek_klaar"  # after the last
    KEEP = "zin_bewaren"  # may a sentence that was not understood be kept
    ASKED = "vraag_mens"  # a person asks something
    RIGHT = "feit_klopt_vraag"  # a person put an answer right: is it?
    MET = "kennismaken"  # a week after somebody was found to help
    WHY_OTHER = "waarom_ander"  # rather somebody else: why
    CHECK_IN = "navraag"  # some weeks later
    CONTENT = "tevreden"  # at closing
    BETTER = "wat_beter"  # what got better: several may be chosen
    MAY_GO = "naar_bureau"  # may the question go to the desk for heavy ones
    SHARE = "gesprek_delen"  # may the talk of before signing be read
    ALONE = "zelf_verder"  # can they go on alone
    TOGETHER = "samen_teken"  # filled in together: now the resident themselves


class Phrase(StrEnum):
    """Sentences of the engine, by the name they have under `texts`. One that ends in "_" is the start of a name."""

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
    TELL_MORE = "vertel_meer"  # the words are plain, and what it is about is not
    OFF_TOPIC = "niet_voor_mij"
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
    NOT_SENT = "niets_verstuurd"
    WELCOME = "graag_gedaan"
    ADDED = "toegevoegd"
    NOT_SENT_YET = "nog_niet_verstuurd"  # what was added and read back
    SECOND_NOT_SENT = "nieuwe_niet_verstuurd"  # another question, begun beside one that was sent
    NOT_SENT_GOES = "niet_verstuurd_vervalt"  # and it goes when the resident starts anew
    OLD_AND_NEW = "eerst_en_nu"  # of a line that was signed
    LINE_GONE = "regel_weg"
    LINE_NEW = "regel_nieuw"
    SEVERAL = "meer_antwoorden"
    SENTENCE_KEPT = "zin_bewaard"
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
    BECAUSE = "reden_vast"
    DEPENDS = "reden_open"
    NOBODY = "geen_antwoord"
    PLACE = "plek_regel"
    CALL_FIRST = "bel_eerst"
    OPEN_UNTIL = "nu_open_tot"
    OPEN_ALWAYS = "dag_en_nacht_open"
    OPENS_AT = "weer_open"
    OPEN_PERHAPS = "misschien_open"
    TODAY = "vandaag"
    TOMORROW = "morgen"
    WAITING = "wachttijd"
    SOURCES = "bronnen"
    CHANGES = "wlz_verandert"
    CHANGES_ASK = "wlz_navragen"
    ABOUT = "ongeveer"
    DAY = "dag_"  # + how the day came about, see `Why`
    DAY_LAW = "dag_wet"
    LENGTH = "duur_"  # + what a term counts in
    HOLIDAY = "vrij_feestdag"
    LIKE_HOLIDAY = "vrij_gelijkgesteld"
    NO_DAY = "geen_dag"
    DESK = "wie_helpt"
    DESK_NOTE = "wie_"  # + kind of note
    DESK_CHOICE = "wie_kiezen"
    LOOP = "vastgelopen"
    CLOCK = "klok"
    NO_NUMBER = "nummer_volgt"  # where a number belongs that nobody filled in yet
    RECEIPT = "verstuurd"
    TOGETHER_UNREACHED = "samen_bel_zelf"  # in its place, when we know no way to reach the resident
    TOGETHER_OVER = "samen_klaar"
    OUR_FAULT = "storing"
    TALK_BEGIN = "gesprek_begin"
    TALK_LIST = "gesprek_lijst"
    TALK_SAID = "gesprek_zei"
    TALK_HEADING = "gesprek_kop_"  # + part
    SHEET_TITLE = "blad_titel"
    SHEET = "blad_hier"
    SHEET_FAILED = "blad_mislukt"
    SHEET_NOTES = "blad_ruimte"
    SHEET_HELP = "blad_hulp"
    SHEET_HELP_ELSEWHERE = "blad_hulp_elders"
    SHEET_CODE = "blad_code"
    SHEET_MADE = "blad_gemaakt"
    SHARE_THIS = "delen_dit"
    SHARE_LAST_PART = "delen_laatste"
    SHARE_LINE = "delen_regel"
    SHARE_WORDS = "delen_woorden"
    SHARE_NOTHING = "delen_niets"
    SHARE_NOT = "delen_niet"
    SHARED = "gedeeld"
    SHARE_OVER = "delen_voorbij"
    SHARE_NONE = "delen_geen"
    SHARE_KEPT = "delen_bewaard"
    SHARED_SINCE = "delen_sinds"


class PeopleText(StrEnum):
    """What is said about the people of the coordination point; the service picks those about what happens there."""

    COMES = "mens_komt"
    COMES_SAFELY = "mens_komt_veilig"  # where another company carries the chat
    LEAVES = "mens_gaat"
    LEAVES_CODE = "mens_gaat_code"
    CHANGES = "mens_wisselt"
    SAYS = "mens_zegt"
    ASKS = "mens_vraagt"
    ASKS_HOW = "mens_vraagt_hoe"
    ASKS_AGAIN = "mens_nog_eens"
    THANKS = "mens_dank"
    LATER = "mens_later"
    RATHER_NOT = "mens_liever_niet"
    QUIET = "mens_stil"
    TAKEN_BACK = "mens_weg_wens"
    UNREADABLE = "mens_onleesbaar"
    DANGER_SEEN = "mens_gevaar_gezien"
    AWAY = "mens_niet_nu"
    GO_ON = "mens_verder"
    FACT_CHANGED = "feit_aangepast"
    FACT_RIGHT = "feit_klopt"
    FACT_WRONG = "feit_klopt_niet"
    PROMISED = "belofte_verstuurd"
    BUSY = "belofte_druk"
    PROMISE_MOVED = "belofte_later"
    PROMISE_MOVED_AGAIN = "belofte_weer_later"
    PROMISE_MISSED = "belofte_gemist"
    CLOSED_NOW = "belofte_dicht"
    PHONE = "belofte_bellen"
    CALLED = "gebeld"
    STANDS = "stand_"  # + state
    STANDS_CONTACT = "stand_contact"
    STANDS_WITH = "stand_open"  # when no moment is known
    HELPER_FOUND = "helper_gevonden"
    HELPER_WHEN = "helper_contact"
    HELPER_PAIR = "helper_samen"
    HELPER_NONE = "helper_geen"
    HELPER_STOPS = "helper_stopt"
    MISMATCH = "klik_niet"
    MISMATCH_NEXT = "klik_niet_ander"
    MISMATCH_STAYS = "klik_blijft"
    MISMATCH_DESK = "klik_zonder"
    MUTED = "navraag_uit"
    CHECK_GOING = "navraag_loopt"
    CHECK_STUCK = "navraag_vast"
    CHECK_GOOD = "navraag_goed"
    CLOSED = "gesloten"
    REOPENED = "heropend"
    REOPENED_SAME = "heropend_zelfde"
    REOPENED_OTHER = "heropend_ander"
    REOPEN_LATE = "heropend_kan_niet"
    LEAVE_GIVEN = "bureau_mag"
    LEAVE_REFUSED = "bureau_mag_niet"
    OPINION = "dank_mening"
    WITHDRAWN_FROM = "ingetrokken_bij"
    HELPED_BY = "inzage_helper"
    SEEN = "inzage_wie"
    SEEN_LINE = "inzage_regel"
    SEEN_NOBODY = "inzage_niemand"
    GIVEN = "inzage_gegeven"
    CASE_SYSTEM = "inzage_zaaksysteem"
    KEPT_UNTIL = "inzage_bewaard"
    ROLE = "rol_"  # + what somebody may do at the desk


class DangerText(StrEnum):
    """The texts about each kind of danger; `{}` stands for the kind, see `of`."""

    FULL = "gevaar_{}"
    OTHER = "gevaar_{}_ander"  # somebody else is in danger
    AGAIN = "gevaar_{}_kort"  # the full text was given before
    SOFT = "zacht_{}"
    NAME = "gevaarnaam_{}"  # for the coordinator

    def of(self, kind: str) -> str:
        """The text's name for this kind of danger."""
        return self.value.format(kind.replace("-", "_"))


class IntakeText(StrEnum):
    """Lines and headings of an intake."""

    HEADING = "kop_"  # + section
    LATER = "kop_later"  # above what was added after sending
    OLD_AND_NEW = "regel_eerst_nu"  # a signed line and how it is since
    DANGER = "regel_gevaar"
    TERM_PASSED = "regel_termijn_voorbij"
    TERM_RUNNING = "regel_termijn_loopt"
    TERM_OPENED = "regel_termijn_mag"  # the end of this term opens a way
    WLZ_CHANGES = "regel_wlz_verandert"
    CHANGED = "regel_gewijzigd"
    DESK = "regel_bureau"  # who could take it
    DESK_KIND = "regel_bureau_soort"  # the same, and because of what kind of question
    DESK_HOURS = "regel_bureau_uren"
    DESK_LEAVES = "regel_bureau_niet"
    DESK_ADVICE = "regel_bureau_advies"
    SIGNED = "voet_getekend"
    LEFT_OUT = "voet_weggelaten"
    TOGETHER = "voet_samen_"  # + who typed
    PAPER_TITLE = "papier_titel"
    PAPER_ISSUED = "papier_uitgegeven"
    PAPER_LANGUAGE = "papier_taal"
    PAPER_TALK = "papier_gesprek"
    PAPER_TALK_PART = "papier_gesprek_deel"
    PAPER_WAY = "papier_weg"
    PAPER_BECAUSE = "papier_weg_want"
    PAPER_UNPRINTED = "papier_niet_te_drukken"
    PAPER_FOOT = "papier_voet"
    PAPER_REASON = "papier_reden_"  # + why it is given out


class TelegramCommand(StrEnum):
    """The commands of the menu in Telegram, in its order."""

    START = "start"
    HELP = "help"
    PERSON = "mens"
    KNOWN = "gegevens"
    ERASE = "wissen"
    STOP = "stop"


class TelegramText(StrEnum):
    """What only Telegram says: the menu, the buttons under notices, answers to buttons."""

    ABOUT = "telegram_over"
    ABOUT_SHORT = "telegram_kort"
    COMMAND = "telegram_cmd_"  # + command: what the menu says of it
    WORD = "telegram_woord_"  # + command (not start): the word that works at every step
    CLAIM = "telegram_knop_neem"
    RELEASE = "telegram_knop_terug"
    OPEN = "telegram_knop_open"
    STAFF_ONLY = "telegram_geen_toegang"
    OPEN_WHERE = "telegram_open_uitleg"


class NoticeText(StrEnum):
    """What coordinators hear outside the inbox, in their group and by mail."""

    NEW = "seintje_nieuw"
    AGAIN = "seintje_weer"  # not for the first time
    PRESSING = "seintje_dringend"
    THEME = "seintje_onderwerp"
    AREA = "seintje_wijk"
    PROMISED = "seintje_beloofd"
    CLAIMED = "seintje_opgepakt"
    WITHDRAWN = "seintje_ingetrokken"
    CLOSED = "seintje_gesloten"
    ADDED = "seintje_aanvulling"
    REPLY = "seintje_antwoord"
    PROMISE_SOON = "seintje_belofte_bijna"
    PROMISE_MOVED = "seintje_belofte_verzet"
    PROMISE_BROKEN = "seintje_belofte_gemist"
    IDLE = "seintje_stil"
    GIVEN_BACK = "seintje_terug"
    TERM = "seintje_termijn"
    HELPER_SILENT = "seintje_geen_contact"
    MISMATCH = "seintje_ander"
    HANDED = "seintje_overgedragen"
    NOT_GIVEN = "seintje_niet_uitgegeven"
    FAILED = "seintje_storing"
    UNREACHABLE = "seintje_onbereikbaar"
    UNDELIVERED = "seintje_niet_bezorgd"
    GAP = "seintje_gat"
    HANDED_TO_YOU = "seintje_aan_u"
    ASKED = "seintje_gevraagd"
    ASKED_HOW = "seintje_gevraagd_hoe"  # for who does not sign in here
    SEVERAL = "seintje_veel"
    COUNTED = "seintje_aantal"  # so many of one of the kinds below
    KIND_NEW = "seintje_soort_nieuw"
    KIND_WITHDRAWN = "seintje_soort_ingetrokken"
    KIND_CLOSED = "seintje_soort_gesloten"
    KIND_ADDED = "seintje_soort_aanvulling"
    KIND_REPLY = "seintje_soort_antwoord"
    KIND_PROMISE_SOON = "seintje_soort_belofte_bijna"
    KIND_PROMISE_MOVED = "seintje_soort_belofte_verzet"
    KIND_PROMISE_BROKEN = "seintje_soort_belofte_gemist"
    KIND_IDLE = "seintje_soort_stil"
    KIND_GIVEN_BACK = "seintje_soort_terug"
    KIND_TERM = "seintje_soort_termijn"
    KIND_HELPER_SILENT = "seintje_soort_geen_contact"
    KIND_MISMATCH = "seintje_soort_ander"
    KIND_HANDED = "seintje_soort_overgedragen"
    KIND_HANDED_TO_YOU = "seintje_soort_aan_u"
    KIND_NOT_GIVEN = "seintje_soort_niet_uitgegeven"
    KIND_UNREACHABLE = "seintje_soort_onbereikbaar"
    MAIL_SUBJECT = "seintje_mail_kop"
    MAIL_WHERE = "seintje_mail_waar"
    MAIL_AGAIN = "seintje_mail_eerder"  # it may have come before


class TerminalText(StrEnum):
    """What only the terminal says."""

    HOW = "terminal_uitleg"  # how to answer
    KEPT = "terminal_bewaard"  # what is kept, and how to erase it
    GOODBYE = "terminal_dag"
    PAPER = "terminal_papier"  # where a sheet was saved
    DANGER = "terminal_gevaar"  # stands above a safety text


class DeskNote(StrEnum):
    """What a resident should know about who takes the question; the sentence is `wie_<value>` under `texts`."""

    INSTEAD = "in_plaats"  # who usually takes questions does not take this kind; the desk that was chosen does
    LEAVES = "niet"  # the desk does not do this, which comes up as well; another one does
    ADVICE = "alleen_advies"  # the desk reads a decision along, and writes no objection; another one does
    BEFORE_MUNICIPALITY = "wlz_gemeente"  # support before the decision about the Wlz, by the municipality
    BEFORE_ZORGKANTOOR = "wlz_zorgkantoor"  # and here by the zorgkantoor
    LONG = "lang"  # when it gets long, another one takes over
    NO_WISH = "wens"  # the desk is not of the sort that the resident would like best
    STAYS = "blijft"  # the desk can stay when there is a decision about the Wlz
