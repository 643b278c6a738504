"""Danger in a message: suicide, violence, a child, no roof, psychosis. Looked at before anything else. Pure.

Rules may lower the tone, never silence it: a negation, the past or a story turns FULL into SOFT. Only an
idiom ("doodmoe") gives nothing. The rules are data (`knowledge/danger.yaml`).
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.model.danger import About, Alarm, Danger, DangerBook, DangerRule, Level
from bot.understanding.normalise import clean, plain
from bot.understanding.word_match import BREAK, Hit, Lexicon, Matcher, Row

_HEAD, _TAIL = 24_000, 8_000  # characters read of a very long text: its begin and its end
_BEFORE_SPLIT = 300  # characters of the message before that may belong to this one
_PAST_BEFORE, _PAST_AFTER = 8, 6  # words between a phrase and the "vroeger" that belongs to it
_NEGATION_BEFORE = 5
_SUBJECT_BEFORE = 12
_REPORT_BEFORE = 2
_ONE_PHRASE = 8  # words; in clues so near each other one "niet" speaks of them all
_CLUES_KEPT = 30  # of each clue; more stand only in a text made to be slow

_BREAK_WORD = "0break0"  # survives normalising; with digits on both sides nobody types it
_ELLIPSIS = re.compile(r"\.{2,}|\u2026")
_SENTENCE_END = re.compile(r"[.!?;]+(?=\s|$)")
_HIDDEN_LETTER = str.maketrans({"@": "a", "$": "s", "€": "e"})
_IN_WORD_SIGN = re.compile(r"(?<=[^\W\d_])[@$€](?=[^\W\d_])")
_IN_WORD_NOISE = re.compile(r"(?<=[^\W\d_])[*#_'\u2018\u2019`\u00b4](?=[^\W\d_])")
_SPACED_LETTERS = re.compile(r"(?<![^\W\d_])(?:[^\W\d_][ .\-*_]){3,12}[^\W\d_](?![^\W\d_])")
_PAST, _UNREAL, _LATER = "verleden", "niet_echt", "later"  # ids of softeners, as in `Alarm.because`
_NEGATION, _NEARLY = "ontkenning", "bijna"
_KINDS = list(Danger)
_SPEAKER = ("ik", "k", "ikke", "i")
_POSSESSIVE = ("me", "m", "mn", "mijn", "my", "ons", "onze")
_ARTICLES = ("de", "een", "die", "deze", "the", "a", "this", "oude", "jonge")
_BEFORE_A_PERSON = (*_POSSESSIVE, *_ARTICLES, "zijn", "zn", "haar", "dr", "hun", "je", "jouw", "uw", "his", "her")
_WHO = (About.SELF, About.OTHER, About.UNCLEAR)


class DangerFinder:
    """Finds the gravest danger in a message. Build once: building takes some tens of milliseconds."""

    def __init__(self, book: DangerBook, vocabulary: Container[str] = ()) -> None:
        """`vocabulary`: words that are met often, and may be remembered beside those of the book."""
        soft = book.softeners
        self._book = book
        self._owner = [rule for rule in book.rules for _ in rule.patterns]
        self._together = [rule for rule in book.rules if rule.all_of]
        self._put_together = {rule.id for rule in self._together}
        self._clue_names = [name for name, patterns in book.clues.items() for _ in patterns]
        rule_patterns = [pattern for rule in book.rules for pattern in rule.patterns]
        clue_patterns = [pattern for patterns in book.clues.values() for pattern in patterns]
        beside = (*book.idioms, *soft.past, *soft.still, *soft.unreal, *soft.later, *soft.at_once, *book.reported)
        fillers = book.fillers | soft.negations
        known = fillers | book.self_words | book.other_words | soft.links | soft.closers
        self._lexicon = Lexicon((*rule_patterns, *clue_patterns, *beside), known, book, vocabulary)
        self._rules, self._clues = Matcher(rule_patterns, fillers), Matcher(clue_patterns, fillers)
        self._idioms, self._reported = Matcher(book.idioms, fillers), Matcher(book.reported, fillers)
        self._beside = {
            name: (Matcher(patterns, fillers), Matcher(unless, fillers))
            for name, patterns, unless in (
                (_PAST, soft.past, soft.still),
                (_UNREAL, soft.unreal, ()),
                (_LATER, soft.later, soft.at_once),
            )
        }
        self._small = fillers | book.self_words | book.other_words
        self._who = book.self_words | book.other_words
        self._signs = {ord(sign): f" {word} " for sign, word in book.signs.items()}

    def find(self, text: str, previous: str = "") -> Alarm | None:
        """The gravest alarm, None when there is none; see `find_all`."""
        return gravest(self.find_all(text, previous))

    def find_all(self, text: str, previous: str = "") -> list[Alarm]:
        """Every alarm; linear in the length of the text, never raises.

        `previous` is the resident's message before this one: a statement that is split over both counts,
        one that stands in `previous` alone does not.
        """
        tokens = self._tokens(text)
        row = Row(tokens, self._lexicon)
        alarms = list(self._alarms(row, 0))
        if previous and tokens:
            before = self._tokens(previous[-_BEFORE_SPLIT:])
            while before and before[-1] == BREAK:
                before.pop()
            alarms += self._alarms(Row(before + tokens, self._lexicon), len(before))
        if not alarms:
            alarms = list(self._alarms(row.mended(self._lexicon), 0))
        return alarms

    def has_idiom(self, text: str) -> bool:
        """Whether words of danger stand in it as an idiom: "doodmoe", "doodgraag"."""
        return bool(self._idioms.find(Row(self._tokens(text), self._lexicon)))

    def is_put_together(self, alarm: Alarm) -> bool:
        """Whether the alarm comes from clues that only together mean danger, not from a phrase that says it."""
        return alarm.because[0] in self._put_together

    def _tokens(self, text: str) -> list[str]:
        """The words, with BREAK where a sentence ends; emoji, joined, spaced and starred words made words."""
        if len(text) > _HEAD + _TAIL:
            text = f"{text[:_HEAD]}. {text[-_TAIL:]}"
        seen = clean(text, _HEAD + _TAIL + 2).translate(self._signs)
        seen = _IN_WORD_SIGN.sub(lambda sign: sign[0].translate(_HIDDEN_LETTER), seen)
        seen = _SPACED_LETTERS.sub(lambda word: re.sub(r"[\W_]", "", word[0]), seen)
        seen = _SENTENCE_END.sub(f" {_BREAK_WORD} ", _ELLIPSIS.sub(" ", seen))
        tokens: list[str] = []
        for word in plain(_IN_WORD_NOISE.sub("", seen)).split():
            tokens.extend((BREAK,) if word == _BREAK_WORD else self._lexicon.split(word))
        return tokens

    def _alarms(self, row: Row, border: int) -> Iterator[Alarm]:
        """Every alarm in the row; with a `border`, only those that stand on both sides of it."""
        hits: list[tuple[tuple[Hit, ...], DangerRule]] = [
            ((hit,), self._owner[hit.pattern]) for hit in self._rules.find(row)
        ]
        clues = self._found_clues(row)
        rules = [rule for rule in self._together if clues.keys() >= set(rule.all_of)]
        if not hits and not rules:
            return
        covered = {place for idiom in self._idioms.find(row) if not idiom.weak for place in idiom.used}
        marks = {name: (words.find(row), unless.find(row)) for name, (words, unless) in self._beside.items()}
        around = _Around(row.tokens, marks)
        reported = [hit.end for hit in self._reported.find(row)]

        def counts(hit: Hit) -> bool:
            return not any(place in covered and row.tokens[place] not in self._small for place in hit.used)

        for rule in rules:
            choices = [[hit for hit in clues[name] if counts(hit)] for name in rule.all_of]
            hits += [(found, rule) for found in _together(choices, rule.within)]
        for found, rule in hits:
            both_sides = min(hit.start for hit in found) < border < max(hit.end for hit in found)
            if (both_sides or not border) and all(map(counts, found)):
                yield self._alarm(row.tokens, found, rule, around, reported)

    def _found_clues(self, row: Row) -> dict[str, list[Hit]]:
        found: dict[str, list[Hit]] = {}
        for hit in self._clues.find(row):
            same = found.setdefault(self._clue_names[hit.pattern], [])
            if len(same) < _CLUES_KEPT:
                same.append(hit)
        return found

    def _alarm(
        self, tokens: Sequence[str], found: Sequence[Hit], rule: DangerRule, around: "_Around", reported: Sequence[int]
    ) -> Alarm:
        hit = found[0]
        reasons = [_NEGATION] if self._is_negated(tokens, _hull(found)) else []
        reasons += dict.fromkeys(name for part in found for name in self._set_apart(part, around))
        if rule.now and any(around.has(_LATER, part) for part in found):
            reasons.append(_LATER)
        if any(part.weak for part in found):
            reasons.append(_NEARLY)
        about = rule.about or self._nearest(tokens, hit)
        speaks = rule.about is None or tokens[hit.start] in _SPEAKER
        if speaks and any(0 <= hit.start - end <= _REPORT_BEFORE for end in reported):
            about = About.OTHER
        return Alarm(
            kind=rule.kind,
            level=Level.SOFT if reasons else rule.level,
            about=about,
            because=(rule.id, *reasons),
            words=" ".join(tokens[hit.start : hit.end]),
        )

    def _set_apart(self, hit: Hit, around: "_Around") -> Iterator[str]:
        """Why it is not so now, or not in earnest."""
        return (name for name in (_PAST, _UNREAL) if around.has(name, hit))

    def _is_negated(self, tokens: Sequence[str], hit: Hit) -> bool:
        soft, used = self._book.softeners, set(hit.used)
        if any(tokens[place] in soft.negations for place in range(hit.start, hit.end) if place not in used):
            return True
        after = tokens[hit.end : hit.end + 2]
        if after and after[0] in soft.negations and (len(after) == 1 or after[1] in soft.closers or after[1] == BREAK):
            return True
        linked, own_clause = False, tokens[hit.start] in self._who
        for back in range(1, _NEGATION_BEFORE + 1):
            token = tokens[hit.start - back] if hit.start >= back else BREAK
            if token == BREAK:
                return False
            if token in soft.negations:
                return linked or not own_clause
            linked = linked or token in soft.links
            own_clause = own_clause or token in self._who
            if not linked and token not in self._book.fillers:
                return False
        return False

    def _nearest(self, tokens: Sequence[str], hit: Hit) -> About:
        """Who is named in the phrase or right beside it, else nearest before it in the same sentence."""
        if any(tokens[place] in _SPEAKER for place in range(hit.start, hit.end)):
            return About.SELF
        back = range(hit.start - 1, max(-1, hit.start - _SUBJECT_BEFORE), -1)
        for place in (*back[:1], *range(hit.start, min(hit.end + 1, len(tokens))), *back):
            token = tokens[place]
            if token == BREAK and place < hit.start:
                break
            if token in self._book.other_words and not self._is_called(tokens, place):
                return About.OTHER
            if token in self._book.self_words and not self._is_possessive(tokens, place):
                return About.SELF
        return About.UNCLEAR

    def _is_called(self, tokens: Sequence[str], place: int) -> bool:
        """`man wil dood`: said to whoever listens, sooner than of one's own man."""
        return tokens[place] in self._book.called_words and (not place or tokens[place - 1] not in _BEFORE_A_PERSON)

    def _is_possessive(self, tokens: Sequence[str], place: int) -> bool:
        """`me zoon`, `my son`: the word belongs to the person after it."""
        following = tokens[place + 1] if place + 1 < len(tokens) else BREAK
        return tokens[place] in _POSSESSIVE and following in self._book.other_words


class _Around:
    """Where past, unreal and later words stand in a row, and the words that take them away again."""

    def __init__(self, tokens: Sequence[str], marks: Mapping[str, tuple[Sequence[Hit], Sequence[Hit]]]) -> None:
        self._sentence = _sentences(tokens)
        self._marks = marks

    def has(self, name: str, hit: Hit) -> bool:
        """Such words stand near the phrase, and none that takes them away."""
        words, unless = self._marks[name]
        return self._near(words, hit) and not self._near(unless, hit)

    def _near(self, marks: Sequence[Hit], hit: Hit) -> bool:
        return any(
            self._sentence[mark.start] == self._sentence[hit.start]
            and hit.start - mark.end <= _PAST_BEFORE
            and mark.start - hit.end <= _PAST_AFTER
            for mark in marks
        )


def _hull(found: Sequence[Hit]) -> Hit:
    """What stands near each other as one hit; the first when they lie far apart."""
    start, end = min(hit.start for hit in found), max(hit.end for hit in found)
    if end - start > _ONE_PHRASE:
        return found[0]
    return replace(found[0], start=start, end=end, used=tuple(place for hit in found for place in hit.used))


def _together(choices: Sequence[Sequence[Hit]], within: int) -> Iterator[tuple[Hit, ...]]:
    """For each hit of the first clue one of every other clue, the nearest; no word counts twice."""
    for first in choices[0]:
        found = [first]
        for hits in choices[1:]:
            used = {place for hit in found for place in hit.used}
            free = (hit for hit in hits if not used.intersection(hit.used))
            nearest = min(free, key=lambda hit: _distance(first, hit), default=None)
            if nearest is None or (within and _distance(first, nearest) > within):
                break
            found.append(nearest)
        if len(found) == len(choices):
            yield tuple(found)


def _distance(one: Hit, other: Hit) -> int:
    """Words between two hits."""
    return max(one.start - other.end, other.start - one.end, 0)


def _sentences(tokens: Sequence[str]) -> list[int]:
    """For each place the number of its sentence."""
    number, numbers = 0, []
    for token in tokens:
        numbers.append(number)
        number += token == BREAK
    return numbers


def gravest(alarms: Iterable[Alarm]) -> Alarm | None:
    """The one to act on; None when there is none."""
    return min(alarms, key=_gravity, default=None)


def _gravity(alarm: Alarm) -> tuple[bool, int, int]:
    return alarm.level is Level.SOFT, _KINDS.index(alarm.kind), _WHO.index(alarm.about)
