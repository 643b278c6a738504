"""Holds every text for people against the language rules, with the place of the word that breaks one.

What is counted: a sentence ends at . ? ! or a new line; a placeholder counts as one word, and so does a
number in groups ("036 123 45 67").
"""

import re
from collections.abc import Collection

from bot.content.language import Grade, LanguageRules, Rule
from bot.content.reader import Report, Spot
from bot.model.fold import fold

_SENTENCE_END = re.compile(r"[.?!][\"')]*(?=\s|$)|\n")
_WORD = re.compile(r"[\w{}'’.-]*\w[\w{}'’.-]*")
_DIGIT_GROUPS = re.compile(r"(?<=\d) (?=\d)")
_LETTERS = re.compile(r"[^\W\d_]+")
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_EXPLAINS = re.compile(r"\(| heet | heten | betekent |[Dd]at (is|zijn) |: ")
_ENDINGS = ("", "s", "en", "n", "e")  # a word of the glossary is met in the plural too


def check_language(rules: LanguageRules, glossary: Collection[str], report: Report) -> None:
    """Note every fault and warning. Texts of the same words are told each at its own place."""
    _Check(rules, glossary).texts(report)


class _Check:
    def __init__(self, rules: LanguageRules, glossary: Collection[str]) -> None:
        self._rules = rules
        self._explained = {fold(word.replace("_", " ")) for word in glossary}
        self._known = {word + ending for word in self._explained for ending in _ENDINGS}
        self._stiff = _any_of(rules.stiff)
        hard = [word for word in rules.hard if fold(word) not in self._explained]
        self._hard = _any_of(hard)

    def texts(self, report: Report) -> None:
        for words, spot in report.texts:
            self._lengths(words, spot)
            self._words(words, spot)
            for rule in self._rules.rules:
                if not rule.only or spot.path.startswith(rule.only):
                    _hold(rule, words, spot)

    def _lengths(self, text: str, spot: Spot) -> None:
        limits, at = self._rules.limits, 0
        sizes = []
        for part in _SENTENCE_END.split(text):
            size = _count(part)
            if size > limits.sentence_words:
                start = text.index(part.strip(), at)
                spot.fail(f"sentence of {size} words", f"split it: at most {limits.sentence_words}", start)
            sizes += [size] if size else []
            at += len(part)
        if sum(sizes) > limits.text_words:
            spot.fail(f"text of {sum(sizes)} words", f"shorten or split it: at most {limits.text_words}")
        if len(sizes) > limits.text_sentences:
            spot.warn(f"text of {len(sizes)} sentences", f"shorten or split it: at most {limits.text_sentences}")
        if sizes and sum(sizes) > limits.mean_words * len(sizes) and len(sizes) > 1:
            mean = sum(sizes) // len(sizes)
            spot.warn(f"{mean} words a sentence", f"write shorter sentences: {limits.mean_words} on average at most")
        if spot.key in self._rules.one_question and text.count("?") > 1:
            spot.fail(f"{text.count('?')} questions in one text", "ask one thing at a time")

    def _words(self, text: str, spot: Spot) -> None:
        for match in self._stiff.finditer(text):
            spot.fail(f"stiff word '{match[0]}'", f"write '{self._rules.stiff[match[0].lower()]}'", match.start())
        if not _EXPLAINS.search(text):
            for match in self._hard.finditer(text):
                remedy = "explain it in the same text, or add it to knowledge/glossary.yaml"
                spot.fail(f"hard word '{match[0]}' is explained nowhere", remedy, match.start())
        for match in _CAPITALS.finditer(text):
            if match[0] not in self._rules.names and fold(match[0]) not in self._explained:
                remedy = "write it in full, explain it in knowledge/glossary.yaml, or list it under 'names'"
                spot.fail(f"capitals '{match[0]}' are explained nowhere", remedy, match.start())
        for match in _LETTERS.finditer(text):
            if len(match[0]) > self._rules.limits.long_word and fold(match[0]) not in self._known:
                spot.warn(f"long word '{match[0]}'", "use a shorter one, or explain it in the glossary", match.start())


def _hold(rule: Rule, text: str, spot: Spot) -> None:
    """The first place where the rule is broken; spaces stand for what is allowed, so that places stay."""
    for allowed in rule.allow:
        text = text.replace(allowed, " " * len(allowed))
    match = rule.pattern.search(text)
    if match is not None:
        tell = spot.fail if rule.grade is Grade.FAULT else spot.warn
        tell(f"{rule.id} '{' '.join(match[0].split())}'", rule.instead, match.start())


def _count(sentence: str) -> int:
    return len(_WORD.findall(_DIGIT_GROUPS.sub("", sentence)))


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    """Any of the words as a whole word, in small or capital letters; of none: nothing."""
    parts = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{parts})\b" if parts else r"(?!)", re.IGNORECASE)
