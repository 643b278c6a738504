"""The press: a document's source and what it is about, to the bytes of a tagged PDF (PDF/UA-1).

Words go in as data (`sys.inputs`), never as part of the source: nothing in them can act. The fonts are
those that typst carries itself, so the same page comes out on every machine.
"""

from pathlib import Path

import typst


def press(source: Path, **inputs: str) -> bytes:
    """The document as a PDF. Raises `typst.TypstError` when it cannot be set."""
    compiler = typst.Compiler(source.read_bytes(), ignore_system_fonts=True, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards="ua-1")
    assert isinstance(made, bytes)  # one file, whatever the number of its pages
    return made
