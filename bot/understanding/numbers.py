"""Phone numbers, postcodes and ages in what a resident writes. Pure."""

import re

import phonenumbers

from bot.model.fold import fold
from bot.understanding.normalise import clean
from bot.understanding.time_words import NUMBERS

_REGION = "NL"
_TYPES = phonenumbers.PhoneNumberType
_CALLED_BACK = frozenset({_TYPES.FIXED_LINE, _TYPES.MOBILE, _TYPES.FIXED_LINE_OR_MOBILE, _TYPES.VOIP, _TYPES.UAN})
_LEAST_DIGITS = 8  # "14 036" counts as a number of an organisation as well
_OLDEST = 115
_POSTCODE = re.compile(r"(?<![\w.,])([1-9]\d{3})[ \t-]{0,2}([a-z]{2})(?![a-z0-9])", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"[1-9]\d{3}")
_BARE_POSTCODE = re.compile(
    r"(?:^\W*|\bpostcode\W{0,3}(?:is|nummer|van)?\W{0,3}(?:\w{1,10} ){0,2})([1-9]\d{3})(?!\d|[.,]\d)"
)
_NO_POSTCODE_LETTERS = frozenset({"sa", "sd", "ss"})  # never given out
# "in 2024 is", "1500 en": with these letters it is a postcode only in capitals or as the whole message
_SMALL_WORDS = frozenset(
    "al cm da de di do eu en er ga ik in is ja je kg km ma me mm na nu of om op pm pp te va vr we wo za ze zo".split()
)
_NUMBER = rf"(\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_YEARS = r"(?:jaar|jaren|jr|jaartjes|lentes)"
_SOON = r"(?:nu |al |pas |bijna |net |inmiddels |ook al )?"
_PERSONS = (
    "zoon|dochter|kind|moeder|vader|man|vrouw|oma|opa|broer|zus|partner|buurvrouw|buurman|tante|oom|meisje|jongen"
    "|kleinzoon|kleindochter|vriend|vriendin|jongste|oudste"
)
_SAID = (
    "ik ben",
    "ben ik",
    "ik word",
    "hij is",
    "zij is",
    "ze is",
    "is nu",
    "is al",
    "is pas",
    "wordt",
    "i am",
    "im",
    "i m",
)
_PERSON, _IS = f"(?:{_PERSONS})", f"(?:{'|'.join(_SAID)})"
# what makes "ik ben 3 jaar ..." a stretch of time
_DOING = (
    r"(?! (?:ziek|getrouwd|gescheiden|werk|thuis|alleen|bezig|lid|weduw|clean|nuchter|geleden|samen|in|aan|bij)\w*)"
)
_PHRASE_END = r"(?= *(?:$|[.,;!?)]| (?:en|maar|met|of|mijn|ik|kan|heb|die|hij|zij|ze|dus|want)\b))"
_ANY = ("",)
# each with marks of which a text must hold one: most texts need no closer look
_AGES = tuple(
    (re.compile(pattern), marks)
    for pattern, marks in (
        (rf"\b{_NUMBER} ?-? ?jarig(?:e|en)?\b", ("jarig",)),
        (rf"\b{_NUMBER} ?{_YEARS}\.? (?:oud|jong)\b", (" oud", " jong")),
        (rf"\b(?:leeftijd|age)\W{{1,3}}(?:is |van )?{_NUMBER}\b", _ANY),
        (rf"\b{_IS} {_SOON}{_NUMBER}(?: ?{_YEARS}\b{_DOING}|{_PHRASE_END})", _SAID),
        (rf"\bvan {_SOON}{_NUMBER} ?{_YEARS}\b", ("van ",)),
        (
            rf"\b{_PERSON} (?:is |wordt |van |\()?{_SOON}{_NUMBER}(?: ?{_YEARS}\b{_DOING}|{_PHRASE_END})",
            tuple(_PERSONS.split("|")),
        ),
        (rf"^\W*(?:ik ben |ben |leeftijd )?{_NUMBER} ?{_YEARS}?\W*$", _ANY),
        (rf"\(\s*{_NUMBER} ?(?:{_YEARS}|j)?\s*\)", ("(",)),
    )
)
_DURATION_BEFORE = re.compile(
    r"\b(?:sinds|gedurende|over|na|ruim|meer dan|indicatie van|duur van|(?<!is )(?<!ben )al) $"
)
_BEFORE_REACH = 16


def find_phone(text: str) -> str | None:
    """The first possible phone number as E.164 (`+31612345678`); Dutch unless it starts with + or 00.

    Service numbers (112, 14 036, 0800-2000) are no number to call somebody back on: None.
    """
    for match in phonenumbers.PhoneNumberMatcher(clean(text), _REGION):
        long_enough = len(str(match.number.national_number)) >= _LEAST_DIGITS
        callable_back = phonenumbers.number_type(match.number) in _CALLED_BACK
        if long_enough and callable_back and phonenumbers.is_valid_number(match.number):
            return str(phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164))
    return None


def find_postcode(text: str) -> str | None:
    """`1315HR`, or `1315` when only the digits are given and it is clear that they are a postcode."""
    seen = clean(text)
    if not _FOUR_DIGITS.search(seen):
        return None
    for match in _POSTCODE.finditer(seen):
        letters = match[2].lower()
        alone = match.group().strip() == seen.strip(" .,!?\n")
        if letters in _NO_POSTCODE_LETTERS or (letters in _SMALL_WORDS and not match[2].isupper() and not alone):
            continue
        return match[1] + letters.upper()
    folded = fold(seen)
    bare = _BARE_POSTCODE.search(folded)
    if bare and ("postcode" in folded or folded.strip(" .,!?\n") == bare[1]):
        return bare[1]
    return None


def find_age(text: str) -> int | None:
    """An age of 0 to 115 years that the text names as an age; not a duration ("al 8 jaar ziek")."""
    folded = " ".join(fold(clean(text)).split())
    for pattern, marks in _AGES:
        if not any(mark in folded for mark in marks):
            continue
        for match in pattern.finditer(folded):
            age = int(match[1]) if match[1].isdigit() else NUMBERS[match[1]]
            if age <= _OLDEST and not _is_duration(folded, match.start(1)):
                return age
    return None


def _is_duration(folded: str, start: int) -> bool:
    """Words just before the number that make it a stretch of time: "al 8 jaar", "sinds 3 jaar"."""
    return _DURATION_BEFORE.search(folded[max(0, start - _BEFORE_REACH) : start]) is not None
