"""Which words of the hints a typed word may be: by its stem, its beginning, its sound, one typing error, its parts."""

from bot.model.hints import Lexicon
from bot.understanding.near_words import NearWords
from bot.understanding.normalise import stem
from bot.understanding.remembered import Vocabulary, remembered
from bot.understanding.sounds import sound
from bot.understanding.word_match import TYPO

_TYPO_FROM = 6  # letters; in a shorter word one letter makes another word
_STEM_FROM = 5  # letters
_SOUND_FROM = 5
_LONGEST = 40  # longer runs of letters are no words
_PART_FROM = 4  # letters of a word that may be part of a longer one
_HEAD_FROM = 6  # letters of a beginning that counts without knowing the rest
_COMPOUND_FROM = 8
_ARABIC = range(0x0600, 0x0700)
# "and", "with", "for", "in", "the", written to the word itself
_ARABIC_HEADS = ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ف")
_LINKS = ("", "s", "e", "en")  # letters between the parts of a Dutch compound


def exact(word: str) -> str:
    """The atom of a word as it stands, in a language without stems here."""
    return f"={word}"


def dutch(word: str) -> str:
    """The atom of a Dutch word: its stem, or the word as it stands when the stem is so short that it means much
    else ("wassen" and "was", "huisje" and "huis")."""
    base = stem(word)
    return base if len(base) >= _STEM_FROM else exact(word)


class HintWords:
    """The words that the hints are made of. Built once; `atoms` is what `word_match.Row` asks for."""

    def __init__(self, lexicon: Lexicon, ordinary: frozenset[str]) -> None:
        """`ordinary`: words that are never taken for another word."""
        self._known = lexicon.atoms | lexicon.fillers
        self._starts = frozenset(atom.removesuffix("*") for atom in lexicon.atoms if atom.endswith("*"))
        self._start_lengths = sorted({len(start) for start in self._starts})
        self._ordinary = frozenset(map(stem, ordinary)) | ordinary
        self._near = NearWords(word for word in lexicon.sounds if len(word) >= _TYPO_FROM)
        self._sounds: dict[str, list[str]] = {}
        for word, heard in lexicon.sounds.items():
            if len(word) >= _SOUND_FROM:
                self._sounds.setdefault(heard, []).append(word)
        self.written = frozenset(atom.strip("=*") for atom in self._known)
        self.atoms = remembered(self._atoms, Vocabulary(self.written, self._ordinary))

    def knows(self, token: str) -> bool:
        """Whether the hints hold this word, as it stands or nearly."""
        return bool(self.atoms(token))

    def _atoms(self, token: str) -> dict[str, int]:
        """What `token` may be -> 0 for sure, TYPO for nearly."""
        if len(token) > _LONGEST:
            return {}
        found = self._surely(token)
        base = stem(token)
        if found or base in self._ordinary or token in self._ordinary:
            return found
        found = self._pieces(token)
        return found or self._nearly(base)

    def _surely(self, token: str) -> dict[str, int]:
        forms = {dutch(token), exact(token)}
        if ord(token[0]) in _ARABIC:
            forms.update(exact(token.removeprefix(head)) for head in _ARABIC_HEADS if token.startswith(head))
        found = dict.fromkeys(forms & self._known, 0)
        for length in self._start_lengths:
            if token[:length] in self._starts:
                found[token[:length] + "*"] = 0
        return found

    def _pieces(self, token: str) -> dict[str, int]:
        """The words that make up a longer one, when they fill it, or a long known beginning."""
        if len(token) < _COMPOUND_FROM or not token.isascii():
            return {}
        for cut in range(len(token) - _PART_FROM, _PART_FROM - 1, -1):
            head = self._part(token[:cut])
            if head and (tail := self._part(token[cut:])):
                return {**head, **tail}
            if head and (cut >= _HEAD_FROM or stem(token[cut:]) in self._ordinary):
                return head
            if token[:cut] in self._ordinary and (tail := self._part(token[cut:])):
                return tail
        return {}

    def _part(self, piece: str) -> dict[str, int]:
        for link in _LINKS:
            bare = piece.removesuffix(link) if link else piece
            if len(bare) >= _PART_FROM and dutch(bare) in self._known:
                return {dutch(bare): 0}
        return {}

    def _nearly(self, base: str) -> dict[str, int]:
        found = dict.fromkeys(self._sounds.get(sound(base), ()) if len(base) >= _SOUND_FROM else (), TYPO)
        if not found and len(base) >= _TYPO_FROM - 1:
            found = dict.fromkeys(self._near.find(base), TYPO)
        return found
