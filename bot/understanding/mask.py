"""Numbers that we may not keep, made unreadable before anything is stored. Pure.

A BSN may only be processed by those whom a law allows it (UAVG art. 46); consent does not repair that.
Only numbers that pass their own check are masked, so that phone numbers and references stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import iban, luhn
from stdnum.nl import bsn

from bot.understanding.normalise import visible

DOT = "\u2022"
_SEPARATOR = "[ \u00a0.\u00b7\u2010-\u2015-]{0,2}"
_RUN = re.compile(rf"\d(?:{_SEPARATOR}\d){{7,}}")
_GROUP = re.compile(r"\d+")
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ .-]?[A-Za-z0-9])")
_IBAN_LENGTHS = range(34, 14, -1)  # ISO 13616: from 15 (Norway) to 34 characters
_IBAN_REACH = 60  # characters, separators included
_DOCUMENT = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z]{2}[A-Za-z0-9]{6}\d|[1-9]\d{9})(?![A-Za-z0-9])")
_DOCUMENT_WORD = re.compile(
    r"paspoort|passport|rijbewijs|identiteits|\bid\b|\bid[- ]?(?:kaart|bewijs|nummer|nr)|document|\bv[- ]?nummer",
    re.IGNORECASE,
)
_DOCUMENT_NEAR = 40  # characters between the word and the number
_SERVICE_NUMBER = re.compile(r"0(?:800|900|906|909)")
_BSN_WORD = re.compile(r"(?:bsn|burger ?service|sofi)[\w ]{0,12}[:=]?\W{0,3}$", re.IGNORECASE)
_LABEL_REACH = 30
_MOST_BSN_GROUPS = 5
_PHONE_DIGITS = 10  # with the leading 0
_ABROAD_DIGITS = 15  # E.164
_CARD_DIGITS = range(19, 12, -1)  # ISO 7812
_AMOUNT_END = re.compile(r",(?:\d\d|-)|\s?(?:euro|eur|€)", re.IGNORECASE)
_CARD_FIRST = "23456"

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Masked:
    """The text with a dot for every masked character, and which kinds were masked (`bsn`, `iban` ...)."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str) -> Masked:
    """Mask every bsn, iban, payment card (`kaart`) and identity document (`document`) in `text`.

    Characters that show nothing are taken out first, because they hide a number; else the length stays the
    same. Linear in the length of the text; never raises.
    """
    text = visible(text)
    found: list[Span] = []
    for finder in (_ibans, _digit_runs, _documents):
        for start, end, kind in finder(text):
            found.append((start, end, kind))
            text = text[:start] + DOT * (end - start) + text[end:]
    return Masked(text, tuple(dict.fromkeys(kind for _, _, kind in sorted(found))))


def _ibans(text: str) -> Iterator[Span]:
    done = 0
    for match in _IBAN_START.finditer(text):
        start = match.start()
        end = _iban_end(text, start) if start >= done else None
        if end is not None:
            done = end
            yield start, end, "iban"


def _iban_end(text: str, start: int) -> int | None:
    """Where the longest valid IBAN from `start` ends, at the end of a word."""
    ends: list[int] = []
    letters: list[str] = []
    for place in range(start, min(len(text), start + _IBAN_REACH)):
        char = text[place]
        if char.isascii() and char.isalnum():
            letters.append(char)
            ends.append(place + 1)
        elif char not in " .-\u00a0":
            break
    for length in _IBAN_LENGTHS:
        if length > len(letters):
            continue
        end = ends[length - 1]
        at_word_end = end == len(text) or not text[end].isalnum()
        if at_word_end and iban.is_valid("".join(letters[:length]), check_country=False):
            return end
    return None


def _digit_runs(text: str) -> Iterator[Span]:
    for run in _RUN.finditer(text):
        if _is_amount(text, run.start(), run.end()):
            continue
        groups = [(run.start() + g.start(), _ascii(g.group())) for g in _GROUP.finditer(run.group())]
        yield from _in_run(text, groups)


def _in_run(text: str, groups: list[tuple[int, str]]) -> Iterator[Span]:
    """Walk through the groups of one run: phone numbers are stepped over, cards and bsn given back."""
    index = 0
    while index < len(groups):
        start = groups[index][0]
        size = _phone_groups(text, groups, index)
        if size:
            index += size
            continue
        size, kind = _card_groups(groups, index), "kaart"
        if not size:
            size, kind = _bsn_groups(text, groups, index), "bsn"
        if size:
            last, digits = groups[index + size - 1]
            yield start, last + len(digits), kind
        index += size or 1


def _joined(groups: list[tuple[int, str]], index: int, most: int) -> Iterator[tuple[int, str]]:
    """One, two, three ... groups from `index` taken together, while at most `most` digits."""
    digits = ""
    for size, (_, group) in enumerate(groups[index : index + most], start=1):
        digits += group
        if len(digits) > most:
            return
        yield size, digits


def _phone_groups(text: str, groups: list[tuple[int, str]], index: int) -> int:
    """How many groups from `index` are one phone number; 0 when they are none."""
    start, first = groups[index]
    if text[max(0, start - 1) : start] == "+" or first.startswith("00"):
        sizes = [size for size, digits in _joined(groups, index, _ABROAD_DIGITS) if len(digits) >= _PHONE_DIGITS]
        return sizes[0] if sizes else 0
    if not first.startswith("0"):
        return 0
    if _SERVICE_NUMBER.match("".join(g for _, g in groups[index : index + 2])) and not _is_labelled(text, start):
        return next((size for size, digits in _joined(groups, index, _PHONE_DIGITS) if len(digits) >= 8), 0)
    return next((size for size, digits in _joined(groups, index, _PHONE_DIGITS) if len(digits) == _PHONE_DIGITS), 0)


def _card_groups(groups: list[tuple[int, str]], index: int) -> int:
    for size, digits in _joined(groups, index, _CARD_DIGITS[0]):
        if len(digits) in _CARD_DIGITS and digits[0] in _CARD_FIRST and luhn.is_valid(digits):
            in_fours = all(len(group) == 4 for _, group in groups[index : index + size - 1])
            if size == 1 or in_fours or [len(g) for _, g in groups[index : index + size]] == [4, 6, 5]:
                return size
    return 0


def _bsn_groups(text: str, groups: list[tuple[int, str]], index: int) -> int:
    """How many groups from `index` are one BSN: 9 digits, or 8 written as one group or with a label."""
    labelled = _is_labelled(text, groups[index][0])
    alone = index == 0
    for size, digits in _joined(groups, index, 9):
        whole = alone and size == len(groups)
        shapes = [len(group) for _, group in groups[index : index + size]]
        if len(digits) == 9 and (size <= _MOST_BSN_GROUPS or whole):
            fits = labelled or whole or shapes in ([9], [4, 2, 3], [3, 3, 3])
        elif len(digits) == 8:
            fits = labelled or (size == 1 and not _is_day(digits)) or (whole and shapes in ([4, 2, 2], [3, 2, 3]))
        else:
            continue
        if fits and bsn.is_valid(digits.zfill(9)) and not (_is_dated(shapes) and not labelled):
            return size
    return 0


def _is_labelled(text: str, start: int) -> bool:
    return _BSN_WORD.search(text[max(0, start - _LABEL_REACH) : start]) is not None


def _is_dated(shapes: list[int]) -> bool:
    """Written like a date: 21-11-2026 or 2026-11-21."""
    return len(shapes) >= 3 and (shapes[:3] in ([2, 2, 4], [4, 2, 2], [1, 2, 4], [2, 1, 4]))


def _is_day(digits: str) -> bool:
    """Eight digits that read as a day between 1900 and 2100: 21112026 or 20261121."""
    return any(
        1900 <= int(year) <= 2100 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31
        for day, month, year in (
            (digits[:2], digits[2:4], digits[4:]),
            (digits[6:], digits[4:6], digits[:4]),
        )
    )


def _is_amount(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 5) : start].rstrip(), text[end : end + 6]
    return before.endswith(("€", "euro", "EUR")) or _AMOUNT_END.match(after) is not None


def _documents(text: str) -> Iterator[Span]:
    for match in _DOCUMENT.finditer(text):
        around = text[max(0, match.start() - _DOCUMENT_NEAR) : match.end() + _DOCUMENT_NEAR]
        if sum(char.isdigit() for char in match.group()) >= 2 and _DOCUMENT_WORD.search(around):
            yield match.start(), match.end(), "document"


def _ascii(digits: str) -> str:
    """Digits of any script as 0-9, so that the checks can count with them."""
    return "".join(str(int(char)) for char in digits)
