"""Paper: a sheet as a PDF that everybody can read, also with a screen reader. Made on request, never stored."""

from bot.paper.pdf import PaperFault, file_name, make_pdf, save_pdf, write_pdf

__all__ = ["PaperFault", "file_name", "make_pdf", "save_pdf", "write_pdf"]
