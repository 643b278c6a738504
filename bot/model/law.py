"""The laws and fields a question can belong to, and how far somebody is with it."""

from enum import StrEnum


class Law(StrEnum):
    """Where a question usually lands. Names as people in the field use them."""

    WMO = "wmo"
    WLZ = "wlz"
    JEUGDWET = "jeugdwet"
    PARTICIPATIEWET = "participatiewet"
    ZVW = "zvw"
    SCHULDHULP = "schuldhulp"
    WONEN = "wonen"
    ONDERWIJS = "onderwijs"
    UWV = "uwv"
    TOESLAGEN = "toeslagen"
    AWB = "awb"
    OVERIG = "overig"


class Stage(StrEnum):
    """How far the resident is; the value is also the answer kept in the fact `stadium`."""

    ORIENTATIE = "orientatie"
    AANVRAAG = "aanvraag"
    WACHTEN = "wachten"
    AFGEWEZEN = "afgewezen"
    CONFLICT = "conflict"
    VERANDERING = "verandering"
