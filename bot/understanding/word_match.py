"""Patterns of words, found in a row of words: gaps, alternatives, beginnings, and one typing error. Pure.

Linear in the text: a pattern is only tried where its rarest word stands, and every gap is bounded.
"""

from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Generic, Protocol, TypeVar

from bot.model.danger import DangerBook
from bot.model.patterns import Gap, Part, Pattern
from bot.understanding.near_words import NearWords
from bot.understanding.remembered import Vocabulary, remembered

END = "$"
BREAK = "."
"""Stands in the row of words where a sentence ends; no pattern steps over it."""

_TYPO_FROM = 5  # letters; a shorter word with an error is only half believed
_ALONE_FROM = 7  # a pattern of one word needs this length before an error is allowed in it
_START_TYPO_FROM = 6
_LONGEST = 40  # longer runs of letters are no words
_JOINED_FROM = 5
_LONGEST_PIECE = 14
_SMALL = 4  # letters of a small word
_LEET = str.maketrans("0134578", "oieastb")
TYPO, WEAK = 1, 2
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Where a pattern was found: its first word, the place after its last, the words it used itself."""

    start: int
    end: int
    used: tuple[int, ...]
    typos: int
    weak: bool  # a word of 3 or 4 letters was only nearly right
    pattern: int = 0


class Lexicon:
    """The words that patterns are made of, and which of them a typed word may be."""

    def __init__(
        self,
        patterns: Iterable[Pattern],
        known: frozenset[str],
        book: DangerBook,
        vocabulary: Container[str] = (),
    ) -> None:
        """`known`: words beside those of the patterns; `vocabulary`: others that are met often."""
        parts = [part for pattern in patterns for part in pattern.parts if isinstance(part, Part)]
        self._words = frozenset(word for part in parts for word in part.words) | known
        self._starts = frozenset(start for part in parts for start in part.starts)
        self._own, self._joined = book.own_words, book.joined
        self._start_lengths = sorted({len(start) for start in self._starts})
        telling = (*(rule.patterns for rule in book.rules), *book.clues.values())
        told = (part for patterns in telling for pattern in patterns for part in pattern.parts)
        long = {word for part in told if isinstance(part, Part) for word in part.words if len(word) >= _TYPO_FROM}
        self._near = NearWords((long - book.fillers) | book.short_words)
        self._near_starts = NearWords(start for start in self._starts if len(start) >= _START_TYPO_FROM)
        long_starts = {len(start) for start in self._starts if len(start) >= _START_TYPO_FROM}
        self._near_sizes = sorted({length + more for length in long_starts for more in (-1, 0, 1)})
        small = {word for word in self._words if len(word) <= _SMALL} | book.fillers
        # for the second look: small words may be misspelt freely, since the telling words must still be right
        self._small = NearWords(small - book.short_words)
        often = Vocabulary(self._words, self._own, vocabulary)
        self.split = remembered(self._split, often)
        self.atoms = remembered(self._atoms, often)
        self._near_by = remembered(self._near_small, often)

    def _atoms(self, token: str) -> dict[str, int]:
        """What `token` may be: word (or `start*`) -> 0 exact, TYPO or WEAK."""
        if len(token) > _LONGEST:
            token = token[:_LONGEST]
        if not token.isalpha():
            token = token.translate(_LEET) if any(map(str.isalpha, token)) else token
        found = {token: 0} if token in self._words else {}
        for length in self._start_lengths:
            if token[:length] in self._starts:
                found[token[:length] + "*"] = 0
        if token in self._words or token in self._own:
            return found
        return self._nearly(token) | found

    def _nearly(self, token: str) -> dict[str, int]:
        found = {word: TYPO if len(word) >= _TYPO_FROM else WEAK for word in self._near.find(token)}
        for size in self._near_sizes:
            if size <= len(token):
                found.update((f"{start}*", TYPO) for start in self._near_starts.find(token[:size]))
        return found

    def loose(self, token: str, found: dict[str, int]) -> dict[str, int]:
        """What `token` may be on a second look, beside what was `found` at first; what was not sure then is WEAK."""
        if 0 in found.values() or len(token) > _LONGEST or not token.isalpha():
            return found
        return self._near_by(token) | found

    def _near_small(self, token: str) -> dict[str, int]:
        return dict.fromkeys(self._small.find(token), WEAK)

    def mend(self, first: str, second: str) -> tuple[str, str] | None:
        """Two words with the space in the wrong place, or one (`second` empty) without its space."""
        whole = first + second
        if len(whole) > _LONGEST or first in self._own:
            return None
        if first in self._words and (not second or second in self._words):
            return None
        places = range(1, len(whole)) if not second else (len(first) - 1, len(first) + 1)
        for place in places:
            left = whole[:place]
            for right in (whole[place:], whole[place + 1 :] if not second else ""):
                if left in self._words and right in self._words and len(left) + len(right) >= _JOINED_FROM:
                    return left, right
        return None

    def _split(self, token: str) -> tuple[str, ...]:
        """`ikwildood` as its words, when known words fill it from end to end; else itself."""
        size = len(token)
        if not _JOINED_FROM <= size <= _LONGEST or token in self._words or token in self._own:
            return (token,)
        if any(token[:length] in self._starts for length in self._start_lengths):
            return (token,)
        best: list[tuple[str, ...] | None] = [()] + [None] * size
        for begin in range(size):
            before = best[begin]
            if before is None:
                continue
            for end in range(begin + 2, min(size, begin + _LONGEST_PIECE) + 1):
                known = best[end]
                if token[begin:end] in self._joined and (known is None or len(before) + 1 < len(known)):
                    best[end] = (*before, token[begin:end])
        return best[size] or (token,)


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a compiled pattern: atoms to match, or a gap (`room` > 0)."""

    atoms: frozenset[str]
    optional: bool
    room: int
    fillers: bool
    at_end: bool = False  # the end of a sentence is a match as well

    @property
    def is_needed(self) -> bool:
        """Whether a word must stand here."""
        return bool(self.atoms) and not (self.optional or self.at_end)


class Spelling(Protocol):
    """Tells what a typed word may be."""

    @property
    def atoms(self) -> Callable[[str], dict[str, int]]:
        """Atoms of a word -> what taking it for that costs (0, TYPO or WEAK)."""


class Row:
    """A text as a row of words with what each may be."""

    def __init__(self, tokens: Sequence[str], lexicon: Spelling) -> None:
        self.tokens = tokens
        self.atoms = [lexicon.atoms(token) for token in tokens]

    @cached_property
    def present(self) -> list[Set[str]]:
        """For each place everything that any word of its sentence may be: no pattern steps over the end of one."""
        present: list[Set[str]] = []
        begin = 0
        for end in (*(at for at, token in enumerate(self.tokens) if token == BREAK), len(self.tokens)):
            sentence = set(chain.from_iterable(self.atoms[begin : end + 1]))
            present += [sentence] * len(self.atoms[begin : end + 1])
            begin = end + 1
        return present

    def atoms_at(self, place: int) -> Mapping[str, int]:
        """What the word at a place may be; nothing beside the row."""
        return self.atoms[place] if 0 <= place < len(self.atoms) else {}

    def mended(self, lexicon: Lexicon) -> "Row":
        """A second look at the same words: spaces put right, small words half right."""
        row = Row((), lexicon)
        words: list[str] = []
        row.atoms, place = [], 0
        while place < len(self.tokens):
            token, atoms = self.tokens[place], self.atoms[place]
            following = self.tokens[place + 1] if place + 1 < len(self.tokens) else BREAK
            pair = None if atoms else lexicon.mend(token, "")
            wide = None if pair or following == BREAK else lexicon.mend(token, following)
            place += 1 if wide is None else 2
            mended = pair or wide
            if mended is None:
                words.append(token)
                row.atoms.append(lexicon.loose(token, atoms))
                continue
            words.extend(mended)
            row.atoms.append(dict.fromkeys(lexicon.atoms(mended[0]), WEAK))
            row.atoms.append(dict(lexicon.atoms(mended[1])))
        row.tokens = words
        return row


class Anchored(Generic[T]):
    """What hangs on one atom: each is only worth a look when another of its words stands beside it."""

    def __init__(self, held: Iterable[tuple[T, "Beside"]]) -> None:
        """`held`: each with what must stand beside it; without any atoms there it always is worth a look."""
        self._alone: list[tuple[int, T]] = []
        self._beside: dict[int, dict[str, list[tuple[int, T]]]] = {}
        for order, (one, (step, atoms)) in enumerate(held):
            if not atoms:
                self._alone.append((order, one))
            for atom in atoms:
                self._beside.setdefault(step, {}).setdefault(atom, []).append((order, one))

    def fit(self, row: Row, place: int) -> Sequence[tuple[int, T]]:
        """Those worth a look at a place of the row, each once, in their own order and with their place in it."""
        met: dict[int, T] = {}
        for step, held in self._beside.items():
            for atom in row.atoms_at(place + step) if step else held.keys() & row.present[place]:
                if atom in held:
                    met.update(held[atom])
        if not met:
            return self._alone
        met.update(self._alone)
        return sorted(met.items()) if len(met) > 1 else list(met.items())


Beside = tuple[int, Collection[str]]
"""Atoms of which one must stand next to a word (-1: before it, 1: after it), or (0) anywhere in its sentence."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A pattern, and which of its places a word must fit before the others are looked at."""

    slots: Sequence[Slot]
    place: int
    needs: tuple[frozenset[str], ...]  # of each of these a text must hold one as well
    number: int = 0

    @classmethod
    def at(cls, slots: Sequence[Slot], place: int, number: int = 0) -> "Anchor":
        """With the needs that follow from its other places."""
        needs = tuple(slot.atoms for at, slot in enumerate(slots) if at != place and slot.is_needed)
        return cls(slots, place, needs, number)


class Matcher:
    """Finds many patterns at once."""

    def __init__(self, patterns: Sequence[Pattern], fillers: frozenset[str]) -> None:
        compiled = [_compile(pattern) for pattern in patterns]
        self._fillers = fillers
        often = Counter(atom for slots in compiled for slot in slots for atom in slot.atoms)
        self._often = often
        self._held: dict[str, list[Anchor]] = {}
        for number, slots in enumerate(compiled):
            anchor = Anchor.at(slots, rarest(slots, often), number)
            for atom in slots[anchor.place].atoms:
                self._held.setdefault(atom, []).append(anchor)
        self._anchored = cache(self._make_anchored)

    def find(self, row: Row) -> list[Hit]:
        """Every place where a pattern stands, at most one a pattern and anchor word."""
        hits = []
        for place, atoms in enumerate(row.atoms):
            for atom, cost in atoms.items():
                if atom in self._held:
                    for _, anchor in self._anchored(atom).fit(row, place):
                        hit = find_hit(row, anchor, place, cost, self._fillers)
                        if hit is not None:
                            hits.append(hit)
        return hits

    def _make_anchored(self, atom: str) -> Anchored[Anchor]:
        return Anchored((anchor, self._beside(anchor)) for anchor in self._held[atom])

    def _beside(self, anchor: Anchor) -> Beside:
        for step in (-1, 1):
            at = anchor.place + step
            if 0 <= at < len(anchor.slots) and anchor.slots[at].is_needed:
                return step, anchor.slots[at].atoms
        return 0, min(anchor.needs, key=lambda atoms: sum(self._often[atom] for atom in atoms), default=())


def find_hit(row: Row, anchor: Anchor, place: int, cost: int, fillers: frozenset[str]) -> Hit | None:
    """The pattern with the word at `place` as its anchor, which costs `cost`; None: not there."""
    size = 1 + len(anchor.needs)
    if size > 2 and any(map(row.present[place].isdisjoint, anchor.needs)):  # one was looked for already
        return None
    if cost and size == 1 and len(row.tokens[place]) < _ALONE_FROM:
        return None
    right = _walk(row, anchor.slots, anchor.place + 1, place + 1, 1, fillers)
    left = _walk(row, anchor.slots, anchor.place - 1, place - 1, -1, fillers) if right is not None else None
    if right is None or left is None:
        return None
    costs = [cost, *(price for _, price in left), *(price for _, price in right)]
    typos = sum(1 for price in costs if price)
    if typos > (2 if size > 3 else 1):
        return None
    used = tuple(sorted([place, *(spot for spot, _ in left), *(spot for spot, _ in right)]))
    return Hit(start=used[0], end=used[-1] + 1, used=used, typos=typos, weak=WEAK in costs, pattern=anchor.number)


def _walk(
    row: Row, slots: Sequence[Slot], at: int, place: int, step: int, fillers: frozenset[str]
) -> list[tuple[int, int]] | None:
    """Match the slots from `at` on, one way; the places used with their cost. None: no match."""
    used: list[tuple[int, int]] = []
    while 0 <= at < len(slots):
        slot = slots[at]
        at += step
        if slot.at_end and (place >= len(row.tokens) or row.tokens[place] == BREAK):
            continue
        if slot.room:
            rest = _cross(row, slots, at - step, place, step, fillers)
            return None if rest is None else used + rest
        if _fits(row, slot, place):
            spot = place, min([price for atom, price in row.atoms[place].items() if atom in slot.atoms])
            if slot.optional:
                rest = _walk(row, slots, at, place + step, step, fillers)
                if rest is not None:
                    return [*used, spot, *rest]
            else:
                used.append(spot)
                place += step
        elif not slot.optional:
            return None
    return used


def _fits(row: Row, slot: Slot, place: int) -> bool:
    return 0 <= place < len(row.atoms) and not slot.atoms.isdisjoint(row.atoms[place])


def _cross(
    row: Row, slots: Sequence[Slot], at: int, place: int, step: int, fillers: frozenset[str]
) -> list[tuple[int, int]] | None:
    """Step over a gap: as few words as possible, never over the end of a sentence."""
    gap, following = slots[at], slots[at + step]
    for _ in range(gap.room + 1):
        if not following.is_needed or _fits(row, following, place):
            rest = _walk(row, slots, at + step, place, step, fillers)
            if rest is not None:
                return rest
        if not 0 <= place < len(row.tokens) or row.tokens[place] == BREAK:
            return None
        if gap.fillers and fillers.isdisjoint(row.atoms[place]):
            return None
        place += step
    return None


def _compile(pattern: Pattern) -> list[Slot]:
    slots = []
    for part in pattern.parts:
        if isinstance(part, Gap):
            slots.append(Slot(frozenset(), True, part.most, part.fillers))
        else:
            atoms = part.words - {END} | {f"{start}*" for start in part.starts}
            slots.append(Slot(atoms, part.optional, 0, False, END in part.words))
    return slots


def rarest(slots: Sequence[Slot], often: Counter[str]) -> int:
    """The required place whose words are used least in the other patterns; the longest when equal."""
    required = [place for place, slot in enumerate(slots) if slot.is_needed]
    return min(
        required, key=lambda place: (sum(often[a] for a in slots[place].atoms), -min(map(len, slots[place].atoms)))
    )
