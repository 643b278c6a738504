"""How a word sounds, for words that are written as they are heard: "skootmobiel", "plegsorg". Pure."""

from itertools import pairwise

# Spellings that sound the same, in this order: "skootmobiel", "hauden", "feel".
_SOUNDS = (
    ("sch", "sg"), ("ch", "g"), ("ck", "k"), ("qu", "kw"), ("x", "ks"), ("ij", "y"), ("ei", "y"), ("ou", "au"),
    ("ph", "f"), ("th", "t"), ("c", "k"), ("z", "s"), ("v", "f"), ("dt", "t"), ("d", "t"), ("sk", "sg"),
)  # fmt: skip


def sound(word: str) -> str:
    """A spelling that words with the same sound share."""
    for spelled, sounds in _SOUNDS:
        word = word.replace(spelled, sounds)
    kept = [word[:1]]
    kept += [letter for before, letter in pairwise(word) if letter != before]
    return "".join(kept)
