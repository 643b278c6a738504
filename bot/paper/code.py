"""A QR code with its quiet zone: as a drawing for print, as a picture for a screen."""

import io

import segno

_DOTS = 12  # of the picture for one of the code; large enough to print
QUIET = 4
"""Light all around, in dots of the code; what ISO/IEC 18004 asks for, or a camera may not find it."""


def code_as_svg(address: str) -> str:
    """The code that opens this address, as SVG with white behind it."""
    drawn = io.BytesIO()
    _code(address).save(drawn, kind="svg", border=QUIET, light="#fff", xmldecl=False, nl=False, omitsize=True)
    return drawn.getvalue().decode()


def code_as_png(address: str) -> bytes:
    """The same as PNG."""
    drawn = io.BytesIO()
    _code(address).save(drawn, kind="png", border=QUIET, scale=_DOTS)
    return drawn.getvalue()


def _code(address: str) -> segno.QRCode:
    # A quarter may be lost, to a fold or a stain, and it can still be read.
    return segno.make_qr(address, error="q")
