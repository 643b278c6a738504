"""Phrases as data: rows of words with choices, beginnings and gaps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One place in a pattern: one of these words, or a word that starts with one of these.

    The word "$" stands for the end of a sentence.
    """

    words: frozenset[str]
    starts: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Room for at most `most` words: any words of the same sentence, or only filler words."""

    most: int
    fillers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A phrase as the editor wrote it, and what it is made of."""

    shown: str
    parts: tuple[Part | Gap, ...]
