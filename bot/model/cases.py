"""What becomes of a signed intake among people: its states, what waits, what was promised, what comes later."""

from enum import StrEnum


class IntakeStatus(StrEnum):
    """Whose turn it is with an intake, as it is stored. What a person reads is `CaseState`."""

    NEW = "new"
    CLAIMED = "claimed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # the resident took it back; its text is gone


class CaseState(StrEnum):
    """Where a case stands, as a coordinator reads it. It follows from the case: nobody sets it."""

    NEW = "new"
    REOPENED = "reopened"  # was closed, and the resident or a coordinator opened it again
    CLAIMED = "claimed"
    ASKED = "asked"  # the resident was asked something and did not answer yet
    SNOOZED = "snoozed"
    HELPED = "helped"  # a helper has it; the owner stays answerable
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class WaitsFor(StrEnum):
    """Who is next."""

    US = "us"
    RESIDENT = "resident"
    HELPER = "helper"
    NOBODY = "nobody"


class ActWhy(StrEnum):
    """Why a person must act on a case. Of two at the same moment the one that stands first here is told."""

    MISMATCH = "mismatch"  # the resident and the helper did not get on
    PROMISE = "promise"
    UNDELIVERED = "undelivered"  # a message did not reach the resident
    REPLY = "reply"  # the resident wrote, and nobody answered
    UNCLAIMED = "unclaimed"  # was answered and given back: nobody has it
    TERM = "term"  # a term of the resident's own is about to end
    HELPER_SILENT = "helper_silent"  # nothing was heard of the first contact
    SNOOZE = "snooze"  # it was put off until then
    ASK_REMINDER = "ask_reminder"  # the resident did not answer our question


class PromiseReason(StrEnum):
    """What a promise to the resident was made for."""

    SIGNED = "signed"
    REOPENED = "reopened"
    MISMATCH = "mismatch"  # wants another helper
    ASKED = "asked"  # said that it is stuck, and asked for a person
    CORRECTED = "corrected"  # takes the place of a promise that could not be kept


class PromiseWhy(StrEnum):
    """What decided how far ahead a promise lies."""

    NORM = "norm"  # the coordination point's own norm
    QUEUE = "queue"  # the questions that came before
    PAST = "past"  # how long answers took until now
    FULL = "full"  # more work than the longest promise allows


class PromiseOutcome(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    CORRECTED = "corrected"  # another moment was told before this one came
    BROKEN = "broken"
    VOID = "void"  # withdrawn, erased or closed before it was due


class EntryKind(StrEnum):
    """What stands in the thread of an intake."""

    SAID = "said"  # by the resident
    TOLD = "told"  # by a person, to the resident
    NOTE = "note"  # among colleagues; never to the resident
    ASK = "ask"
    CORRECTION = "correction"  # of a fact
    CONTACT = "contact"  # a call or visit that somebody wrote down
    JOINED = "joined"
    LEFT = "left"
    HANDED = "handed"  # on to a colleague
    PROMISE = "promise"
    MATCH = "match"
    SYSTEM = "system"


class Box(StrEnum):
    """Where somebody types about a case; the value is the path of the form, and stands in the place of a draft."""

    MESSAGE = "bericht"
    NOTE = "notitie"
    ASK = "vraag"


class Delivery(StrEnum):
    """How far a message of a person came on its way to the resident."""

    WAITING = "waiting"
    SENT = "sent"
    UNCERTAIN = "uncertain"  # may have arrived: the answer of the channel was lost
    FAILED = "failed"


class TimerKind(StrEnum):
    """What is to happen at a moment, if nothing comes in between."""

    PROMISE_BELL = "promise_bell"  # tells the desk that a promise is near
    PROMISE_FIX = "promise_fix"  # tells the resident another moment while this one can still be kept
    PROMISE_DUE = "promise_due"
    BELLS_SILENT = "bells_silent"  # no bell about it was heard: the resident is told that phoning is possible
    CLAIM_IDLE = "claim_idle"  # 1: tells the owner, 2: tells all, 3: gives it back
    HANDBACK_IDLE = "handback_idle"  # nobody says anything any more: the bot takes the talk back
    ASK_REMINDER = "ask_reminder"
    SNOOZE_END = "snooze_end"
    MATCH_FOLLOW = "match_follow"  # asks whether resident and helper have met
    HELPER_SILENT = "helper_silent"
    CHECK_IN = "check_in"  # 1: after the first contact, 2: after closing
    CLOSE_ASK = "close_ask"  # asks how it was
    TERM = "term"  # 1 and 2: the bells before a term of the resident's own ends


class GiveReason(StrEnum):
    """Why an intake leaves the desk."""

    HANDOVER = "overdracht"  # to somebody who helps on, with consent
    RESIDENT = "verzoek"  # the resident asked for it
    COMPLAINT = "klacht"
    OTHER = "anders"
