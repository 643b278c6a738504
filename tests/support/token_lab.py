"""Tokens that look like one that holds and are not: for every test of where a token opens something."""

from collections.abc import Iterator


def spoiled(token: str) -> Iterator[str]:
    """Every bit turned over, every part cut off, doubled, padded, in another case, with a sign too many."""
    for place, sign in enumerate(token):
        yield from (token[:place] + chr(ord(sign) ^ 1 << bit) + token[place + 1 :] for bit in range(8))
        yield token[:place] + token[place + 1 :]
        yield token[:place]
        yield token[place + 1 :]
    yield from (token + token, f"{token}-{token}", f"{token}=", f"{token}A", f"A{token}", token.lower(), token.upper())
    yield f"{token[:5]}-{'A' * 22}"
