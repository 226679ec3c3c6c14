"""Opens a PDF with pdfium and reads lines, sizes, outline and links. Runs in a worker process only."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from digest.document import Figure, HiddenText
from digest.errors import DamagedError, EncryptedError, NoTextError
from digest.extract.drawings import drawn_boxes
from digest.extract.furniture import Box, figure_boxes
from digest.extract.hidden import PageHidden, hidden_on_page
from digest.extract.line_numbers import LineNumbers
from digest.extract.lines import Line, page_lines
from digest.extract.links import Annotation
from digest.extract.outline import Bookmark
from digest.extract.symbols import Symbols

_LINK_LIMIT = 5_000


@dataclass
class RawPages:
    """What was read of a PDF before any of it was understood."""

    pages: list[list[Line]] = field(default_factory=list)
    sizes: list[tuple[float, float]] = field(default_factory=list)
    outline: list[Bookmark] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    graphics: list[list[Box]] = field(default_factory=list)
    drawings: list[list[Box]] = field(default_factory=list)
    """Where TikZ and its like have drawn above a caption."""
    hidden: list[HiddenText] = field(default_factory=list)
    figures: tuple[Figure, ...] = ()


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The PDF, opened.

    Raises:
        EncryptedError: It needs a password.
        DamagedError: pdfium cannot read it.
    """
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise EncryptedError("the PDF needs a password") from error
        raise DamagedError(f"pdfium cannot read the file: {error}") from error
    try:
        yield pdf
    finally:
        pdf.close()


def read_pages(pdf: pdfium.PdfDocument, max_pages: int, glyphs: Callable[[int], str] | None = None) -> RawPages:
    """Lines, sizes, outline and links of all pages.

    With ``glyphs``, which gives a page's text by another reader, hidden text is looked for and left out.

    Raises:
        NoTextError: The PDF has no pages.
        DamagedError: It has more than ``max_pages`` pages.
    """
    count = len(pdf)
    if not count:
        raise NoTextError("the PDF has no pages")
    if count > max_pages:
        raise DamagedError(f"the PDF has {count} pages, more than the limit of {max_pages}")
    found = RawPages()
    symbols, numbers = Symbols(), LineNumbers()
    for index in range(count):
        page = raw.FPDF_LoadPage(pdf.raw, index)
        if not page:
            found.pages.append([])
            found.sizes.append((612.0, 792.0))
            found.graphics.append([])
            found.drawings.append([])
            continue
        text_page = raw.FPDFText_LoadPage(page)
        size = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        unseen = hidden_on_page(page, text_page, index + 1, glyphs) if text_page and glyphs else PageHidden()
        found.hidden += unseen.found
        lines = page_lines(text_page, symbols, numbers, unseen.indexes) if text_page else []
        found.graphics.append(figure_boxes(page, *size))
        found.drawings.append(drawn_boxes(page, lines, *size))
        found.annotations += _links(pdf, page, index + 1)
        if text_page:
            raw.FPDFText_ClosePage(text_page)
        raw.FPDF_ClosePage(page)
        found.pages.append(lines)
        found.sizes.append(size)
    found.outline = _outline(pdf)
    return found


def _outline(pdf: pdfium.PdfDocument) -> list[Bookmark]:
    marks = []
    try:
        for bookmark in pdf.get_toc(max_depth=6):
            destination = bookmark.get_dest()
            page = destination.get_index() if destination else None
            if page is not None:
                marks.append(Bookmark(bookmark.get_title(), bookmark.level + 1, page))
    except (pdfium.PdfiumError, UnicodeDecodeError, RecursionError):
        return []  # a broken outline is no outline
    top = min((mark.level for mark in marks), default=1)
    return [Bookmark(mark.title, mark.level - top + 1, mark.page) for mark in marks]


def _links(pdf: pdfium.PdfDocument, page: Any, number: int) -> Iterator[Annotation]:  # noqa: ANN401 - pdfium's handle
    position = ctypes.c_int(0)
    link = raw.FPDF_LINK()
    for _ in range(_LINK_LIMIT):
        if not raw.FPDFLink_Enumerate(page, position, link):
            return
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        size = raw.FPDFAction_GetURIPath(pdf.raw, action, None, 0)
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFAction_GetURIPath(pdf.raw, action, buffer, size)
        url = buffer.value.decode("utf-8", "replace")
        if url:
            yield Annotation(url, number)
