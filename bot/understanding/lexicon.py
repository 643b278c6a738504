"""Hints made ready for finding, and found: rows of words that are taken apart when their rarest word is met. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache

from bot.content.patterns import GAPS
from bot.model.hints import HintBook, Lexicon
from bot.model.patterns import Gap, Part
from bot.understanding.denial import DENIALS
from bot.understanding.hint_words import dutch, exact
from bot.understanding.normalise import read_words
from bot.understanding.sounds import sound
from bot.understanding.word_match import END, Anchor, Anchored, Beside, Row, Slot, find_hit, rarest

_DUTCH = "nl"
_BETWEEN, _OR = "|", ","


def make_lexicon(book: HintBook, texts: Iterable[str]) -> Lexicon:
    """The hints with every word as an atom, each pattern under the atom that is rarest in `texts`."""
    made = [
        (hint.id, language, [_written(part, dutch if language == _DUTCH else exact) for part in pattern.parts])
        for hint in book.hints.values()
        for language, patterns in hint.patterns.items()
        for pattern in patterns
    ]
    slots = [[_slot(part) for part in parts] for _, _, parts in made]
    known = frozenset(atom for row in slots for slot in row for atom in slot.atoms)
    often = _often(known, texts)
    rows: dict[str, list[str]] = defaultdict(list)
    for (hint, language, parts), row in zip(made, slots, strict=True):
        place = rarest(row, often)
        for atom in sorted(row[place].atoms):
            rows[atom].append(_BETWEEN.join((hint, language, str(place), " ".join(parts))))
    words = [atom for atom in known if atom.isalpha() and atom.isascii()]
    return Lexicon(
        rows={atom: "\n".join(found) for atom, found in sorted(rows.items())},
        sounds={word: sound(word) for word in sorted(words)},
        atoms=known,
        fillers=frozenset(map(dutch, book.fillers)),
    )


def _often(known: frozenset[str], texts: Iterable[str]) -> Counter[str]:
    """How often each atom is met."""
    met: Counter[str] = Counter()
    for token, times in Counter(token for text in texts for token in read_words(text).tokens).items():
        starts = (f"{token[:size]}*" for size in range(3, len(token) + 1))
        met.update(dict.fromkeys({dutch(token), exact(token), *starts} & known, times))
    return met


def _written(part: Part | Gap, atom: Callable[[str], str]) -> str:
    if isinstance(part, Gap):
        return next(sign for sign, gap in GAPS.items() if gap == part)
    atoms = [word if word == END else atom(word) for word in sorted(part.words)]
    return _OR.join((*dict.fromkeys(atoms), *(f"{start}*" for start in part.starts))) + ("?" if part.optional else "")


def _slot(written: str) -> Slot:
    gap = GAPS.get(written)
    if gap is not None:
        return Slot(frozenset(), True, gap.most, gap.fillers)
    atoms = frozenset(written.removesuffix("?").split(_OR))
    return Slot(atoms - {END}, written.endswith("?"), 0, False, END in atoms)


class HintRow:
    """One pattern of a hint, taken apart."""

    __slots__ = ("alone", "anchor", "denies", "hint", "language")

    def __init__(self, written: str) -> None:
        self.hint, self.language, place, parts = written.split(_BETWEEN)
        slots = [_slot(part) for part in parts.split(" ")]
        self.anchor = Anchor.at(slots, int(place))
        self.alone = len(slots) == 1
        self.denies = any(exact(word) in slot.atoms or word in slot.atoms for slot in slots for word in DENIALS)


class HintMatcher:
    """Finds the patterns of a lexicon. Takes a row apart when it may stand in a text, and remembers it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._anchored = cache(self._make_anchored)
        self._row = cache(HintRow)

    def find(self, row: Row) -> list[tuple[HintRow, int, int]]:
        """Every pattern that stands in the row, with its first word and the one after its last."""
        found = []
        for place, atoms in enumerate(row.atoms):
            for atom, cost in atoms.items():
                if atom not in self._lexicon.rows:
                    continue
                for _, written in self._anchored(atom).fit(row, place):
                    held = self._row(written)
                    if held.alone and not cost:  # the commonest sort: one word, and it is there
                        found.append((held, place, place + 1))
                        continue
                    hit = find_hit(row, held.anchor, place, cost, self._lexicon.fillers)
                    if hit is not None:
                        found.append((held, hit.start, hit.end))
        return found

    def _make_anchored(self, atom: str) -> Anchored[str]:
        return Anchored((written, _beside(written)) for written in self._lexicon.rows[atom].split("\n"))


def _beside(written: str) -> Beside:
    """What must stand beside the anchor of this row: the word next to it, else what is likely rare, the longest."""
    _, _, place, shown = written.split(_BETWEEN)
    at, parts = int(place), shown.split(" ")
    for step in (-1, 1):
        if 0 <= at + step < len(parts) and _is_needed(parts[at + step]):
            return step, parts[at + step].split(_OR)
    others = [part.split(_OR) for part in (*parts[:at], *parts[at + 1 :]) if _is_needed(part)]
    return 0, max(others, key=lambda atoms: min(map(len, atoms)), default=())


def _is_needed(part: str) -> bool:
    return part not in GAPS and not part.endswith("?") and END not in part
