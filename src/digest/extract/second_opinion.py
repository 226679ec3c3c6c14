"""What pypdf reads on a page. Unlike pdfium it reads the glyphs and does not believe ActualText."""

from __future__ import annotations

import io
import logging


def drawn_text(data: bytes, number: int) -> str:
    """The text of page ``number`` (from 1) as its glyphs spell it, "" where pypdf cannot read it."""
    import pypdf  # noqa: PLC0415 - only the rare page with ActualText needs it

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return pypdf.PdfReader(io.BytesIO(data)).pages[number - 1].extract_text()
    except Exception:  # noqa: BLE001 - pypdf raises a dozen kinds of errors on damaged files; none is worth the paper
        return ""
