"""The parts of an intake."""

from enum import StrEnum


class Section(StrEnum):
    """The parts of an intake, in the order in which a coordinator needs them."""

    FIRST = "eerst"  # what cannot wait
    QUESTION = "vraag"
    WHO = "wie"
    WLZ = "wlz"  # both looks beforehand at Wlz
    DONE = "gedaan"
    NETWORK = "netwerk"
    ALSO = "breed"
    TERM = "termijn"
    ROUTES = "routes"
    WISHES = "wensen"
    CONTACT = "contact"
