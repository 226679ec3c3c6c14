"""pypdf, for the PDFs that pdfium refuses: slower, plainer text, but pure Python and forgiving."""

from __future__ import annotations

import io
import logging

from digest.errors import DamagedError, EncryptedError, NoTextError
from digest.extract.lines import Line, clean

_LINE = 12.0
"""Points from line to line: pypdf's plain text has no geometry, so lines are laid out evenly."""

_FAULTS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    OSError,
    AssertionError,
    NotImplementedError,
    ArithmeticError,
)
"""What pypdf raises on damaged files beside its own errors: those of code that trusted the file."""

PageLines = list[list[Line]]


def read_with_pypdf(data: bytes, max_pages: int) -> tuple[PageLines, list[tuple[float, float]]]:
    """The lines of all pages and the pages' sizes in points.

    Raises:
        EncryptedError: The file needs a password.
        NoTextError: The file has no pages.
        DamagedError: pypdf cannot read it either, or it has more than ``max_pages`` pages.
    """
    # pypdf costs a worker 18 MB, and hardly any file needs it.
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a worker's stderr is no place for a parser's musings
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
        pages, sizes = [], []
        for page in reader.pages if 0 < count <= max_pages else ():
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            pages.append(_lines(page.extract_text() or "", width, height))
            sizes.append((width, height))
    except (PyPdfError, *_FAULTS) as error:
        raise DamagedError(f"the file is no readable PDF ({type(error).__name__})") from error
    if locked:
        raise EncryptedError("the PDF needs a password")
    if count > max_pages:
        raise DamagedError(f"the PDF has {count} pages, more than the limit of {max_pages}")
    if not pages:
        raise NoTextError("the PDF has no pages")
    return pages, sizes


def _lines(text: str, width: float, height: float) -> list[Line]:
    lines = []
    y = height * 0.9
    for raw in text.splitlines():
        shown = clean(raw)
        if shown:
            lines.append(Line(shown, width * 0.1, y - 10, width * 0.9, y, 10.0, ""))
            y -= _LINE
    return lines
