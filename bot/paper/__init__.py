"""Paper: sheets, intakes and leaflets as PDFs that everybody can read, also with a screen reader. Made on request."""

from bot.paper.code import code_as_png, code_as_svg
from bot.paper.intake import intake_file_name, make_intake_pdf, write_intake_pdf
from bot.paper.leaflet import PAPERS, LeafletSize, make_leaflet
from bot.paper.pdf import PaperFault, file_name, make_pdf, save_pdf, write_pdf

__all__ = [
    "PAPERS",
    "LeafletSize",
    "PaperFault",
    "code_as_png",
    "code_as_svg",
    "file_name",
    "intake_file_name",
    "make_intake_pdf",
    "make_leaflet",
    "make_pdf",
    "save_pdf",
    "write_intake_pdf",
    "write_pdf",
]
