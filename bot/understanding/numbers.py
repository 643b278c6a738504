"""Phone numbers, postcodes and ages in what a resident writes. Pure."""

import re

import phonenumbers

from bot.understanding.normalise import LIMIT, clean, fold
from bot.understanding.time_words import NUMBERS

_REGION = "NL"
_OLDEST = 115
_POSTCODE = re.compile(r"(?<![\w.,])([1-9]\d{3})[ \t-]{0,2}([a-z]{2})(?![a-z0-9])", re.IGNORECASE)
_BARE_POSTCODE = re.compile(r"(?:^\W*|\bpostcode\W{0,3}(?:is|nummer|van)?\W{0,3}(?:\w{1,10} ){0,2})([1-9]\d{3})(?!\d|[.,]\d)")
_NO_POSTCODE_LETTERS = frozenset({"sa", "sd", "ss"})  # never given out
# small words that follow a year or a sum: "in 2024 is", "1500 en"; a postcode with these letters is taken
# only when it is written in capitals
_SMALL_WORDS = frozenset(
    "en is in of op al de we ze er om te na me je ik en ga ze zo ja km kg cm eu va of wo do ma di vr za zo nu ma pm".split()
)
_NUMBER = rf"(\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_YEAR_WORD = r"(?:jaar|jaren|jr|jaartjes|lentes)"
_AGES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_NUMBER} ?-? ?jari(?:ge|g)\b",
        rf"\b{_NUMBER} ?{_YEAR_WORD}\.? (?:oud|jong)\b",
        rf"\b(?:leeftijd|age)\W{{1,3}}(?:is |van )?{_NUMBER}\b",
        rf"\b(?:ik ben|ben ik|ik word|hij is|zij is|ze is|is nu|is al|is pas|wordt|i am|im|i m) (?:nu |al |pas |bijna |net |inmiddels |ook al )?"
        rf"{_NUMBER}(?: ?{_YEAR_WORD}\b(?! (?:ziek|getrouwd|gescheiden|werk|thuis|alleen|bezig|lid|weduw|clean|nuchter|geleden|in|aan|bij))|(?= *(?:$|[.,;!?)]| en\b| maar\b| met\b| of\b| mijn\b| ik\b| kan\b| heb)))",
        rf"\bvan (?:nu |al |pas |bijna |net )?{_NUMBER} ?{_YEAR_WORD}\b",
        rf"\b(?:zoon|dochter|kind|moeder|vader|man|vrouw|oma|opa|broer|zus|partner|buurvrouw|buurman|tante|oom|meisje|jongen|kleinzoon|kleindochter|vriend|vriendin|jongste|oudste) "
        rf"(?:is |wordt |\()?(?:nu |al |pas |bijna |net )?{_NUMBER}(?: ?{_YEAR_WORD}\b|(?= *(?:$|[.,;!?)]| en\b| maar\b| met\b| die\b)))",
        rf"^\W*(?:ik ben |ben |leeftijd )?{_NUMBER} ?{_YEAR_WORD}?\W*$",
        rf"\(\s*{_NUMBER} ?(?:{_YEAR_WORD}|j)?\s*\)",
    )
)


def find_phone(text: str) -> str | None:
    """The first possible phone number as E.164 (`+31612345678`); Dutch unless it starts with + or 00.

    Short service numbers (112, 14 036) are no number to call somebody back on: None.
    """
    found = phonenumbers.PhoneNumberMatcher(clean(text), _REGION)
    for match in found:
        if phonenumbers.is_valid_number(match.number):
            return str(phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164))
    return None


def find_postcode(text: str) -> str | None:
    """`1315HR`, or `1315` when only the digits are given and it is clear that they are a postcode."""
    seen = clean(text)
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
    folded = " ".join(fold(clean(text)).split())[:LIMIT]
    for pattern in _AGES:
        for match in pattern.finditer(folded):
            age = int(match[1]) if match[1].isdigit() else int(NUMBERS[match[1]])
            if age <= _OLDEST and not _is_duration(folded, match.start(1)):
                return age
    return None


def _is_duration(folded: str, start: int) -> bool:
    """Words just before the number that make it a stretch of time: "al 8 jaar", "sinds 3 jaar"."""
    before = folded[max(0, start - 14) : start]
    return re.search(r"\b(?:sinds|gedurende|over|na|ruim|meer dan|indicatie van|duur van|(?<!is )(?<!ben )al) $", before) is not None
