"""Paper: a PDF that everybody can read, also with a screen reader. Made on request, never stored."""

from bot.paper.intake import intake_file_name, make_intake_pdf, write_intake_pdf
from bot.paper.pdf import PaperFault, file_name, make_pdf, save_pdf, write_pdf

__all__ = [
    "PaperFault",
    "file_name",
    "intake_file_name",
    "make_intake_pdf",
    "make_pdf",
    "save_pdf",
    "write_intake_pdf",
    "write_pdf",
]
