"""Words that take another word away: "geen schulden", "het gaat niet om de scootmobiel". Pure."""

from collections.abc import Sequence

DENIALS = frozenset({"geen", "niet", "nie"})
# may stand between "niet" and the word
_LINKS = frozenset("de het een n die dat deze dit om over voor aan mijn mn me m uw onze".split())
_LACKS = frozenset("kan kun kunnen kon krijg krijgt krijgen kreeg vind vindt vinden lukt durf durft mag".split())
_BEFORE_DENIAL = 3  # words


def is_denied(tokens: Sequence[str], index: int) -> bool:
    """Whether "geen" or "niet" takes the word at `index` away.

    "Ik kan geen advocaat betalen" and "zonder huis" tell of a lack: that is what somebody comes for.
    """
    at = index - 1
    while at >= 0 and tokens[at] in _LINKS:
        at -= 1
    if at < 0 or tokens[at] not in DENIALS:
        return False
    return _LACKS.isdisjoint(tokens[max(0, at - _BEFORE_DENIAL) : at])
