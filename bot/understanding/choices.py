"""Which of the offered answers somebody means: number, then exact words, then likeness; with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.understanding.normalise import Words, read_words
from bot.understanding.phrases import NEGATIONS, Found, StrictPhrases, is_small

SURE, GUESS = 90.0, 72.0  # likeness from which an answer is taken, and from which it is asked back
_FEW = 4  # words; in so short an answer one word that names an option is enough
_SHORT = 12  # words; in a longer message an option's words prove nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option that somebody may mean."""

    id: str
    sure: bool  # False: ask "do you mean ...?"
    because: str
    start: int = 0  # place of the word that begins to name it


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An option as it was shown: id, label, other wordings."""

    id: str
    label: str
    means: tuple[str, ...] = ()

    def wordings(self) -> tuple[str, ...]:
        """Everything that names this option."""
        return (self.label, *self.means)


def choose(words: Words, offers: Sequence[Offer]) -> Choice | None:
    """The option that `words` mean, or None. Never a guess that a negation turns round."""
    return _by_number(words, offers) or _by_words(words, offers) or _by_likeness(words, offers)


def choose_several(words: Words, offers: Sequence[Offer]) -> tuple[str, ...]:
    """Every option that is named in `words`, in the order of the options; for questions that take several."""
    numbers = [int(token) for token in words.tokens if token.isdigit()]
    if numbers and len(numbers) == len([t for t in words.tokens if t not in ("en", "of")]):
        return tuple(offers[n - 1].id for n in numbers if 1 <= n <= len(offers))
    named = {found.key for found in _phrases(offers).find(words)}
    return tuple(offer.id for offer in offers if offer.id in named)


def _by_number(words: Words, offers: Sequence[Offer]) -> Choice | None:
    bare = [token for token in words.tokens if token not in ("nummer", "nr", "optie", "keuze", "antwoord")]
    if len(bare) != 1:
        return None
    number = int(bare[0]) if bare[0].isdigit() and len(bare[0]) < 3 else 0
    if 1 <= number <= len(offers):
        return Choice(id=offers[number - 1].id, sure=True, because=f"nummer {number}")
    return None


def _by_words(words: Words, offers: Sequence[Offer]) -> Choice | None:
    for offer in offers:
        for wording in offer.wordings():
            if read_words(wording).plain == words.plain or offer.id == words.plain:
                return Choice(id=offer.id, sure=True, because=f"woorden '{wording}'")
    if len(words.tokens) > _SHORT:
        return None
    found = [hit for hit in _phrases(offers).find(words) if not _turned(words, hit.phrase)]
    if not found:
        return None
    longest = max(found, key=lambda hit: (hit.length, -hit.start))
    rivals = {hit.key for hit in found if hit.length == longest.length}
    if len(rivals) > 1:
        return None
    sure = longest.length > 1 or len(words.tokens) <= _FEW or _only_small(words, longest)
    return Choice(id=longest.key, sure=sure, because=f"woorden '{longest.phrase}'", start=longest.start)


def _by_likeness(words: Words, offers: Sequence[Offer]) -> Choice | None:
    if not words.plain or len(words.tokens) > _SHORT:
        return None
    scored = [
        (_likeness(words, read_words(wording)), offer.id, wording)
        for offer in offers
        for wording in offer.wordings()
        if not _turned(words, wording)
    ]
    score, option, wording = max(scored, default=(0.0, "", ""))
    if score < GUESS or len(words.plain) < 4:
        return None
    return Choice(id=option, sure=score >= SURE, because=f"lijkt voor {score:.0f}% op '{wording}'")


def _only_small(words: Words, found: Found) -> bool:
    """Whether nothing else is said ("het is voor mijn dochter")."""
    wanted = set(read_words(found.phrase).stems)
    return all(word in wanted or is_small(word) for word in words.stems)


def _likeness(words: Words, wording: Words) -> float:
    """How alike two texts are, from 0 to 100; a "niet" that both hold does not make them alike."""
    bare, wanted = (" ".join(token for token in one.tokens if token not in NEGATIONS) for one in (words, wording))
    return min(fuzz.ratio(words.plain, wording.plain), fuzz.ratio(bare, wanted))


def _turned(words: Words, wording: str) -> bool:
    """Whether a "niet" or "geen" stands in one of the two and not in the other."""
    there = NEGATIONS.intersection(words.tokens)
    wanted = NEGATIONS.intersection(read_words(wording).tokens)
    return bool(there) != bool(wanted)


def _phrases(offers: Sequence[Offer]) -> StrictPhrases:
    return StrictPhrases((offer.id, wording) for offer in offers for wording in offer.wordings())
