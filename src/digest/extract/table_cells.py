"""The cells of a table from the places of its words: rows share a baseline, columns are kept apart by white gaps."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from digest.extract.graphics import Box

MAX_CHARACTERS = 20_000
MAX_ROWS = 200
LEAST_ROWS = 2
LEAST_COLUMNS = 2
MAX_COLUMNS = 30
WORD_GAP = 0.25
"""Of the letters' height: a wider gap parts two words."""

COLUMN_GAP = 4.0
"""Points: a white stripe narrower than this, over all rows, parts no columns."""

FULL_ROWS = 0.3
"""Of the rows must have two cells or more, or it is no table but text."""


@dataclass(slots=True)
class _Word:
    text: str
    x0: float
    x1: float
    y0: float
    y1: float


def table_rows(document: Any, page_number: int, box: Box) -> tuple[tuple[str, ...], ...]:  # noqa: ANN401 - pdfium's handle
    """The rows of the table in a box; empty where its words stand in no clear columns."""
    page = pdfium.FPDF_LoadPage(document, page_number - 1)
    text_page = pdfium.FPDFText_LoadPage(page) if page else None
    try:
        words = _words(text_page, box) if text_page else []
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        if page:
            pdfium.FPDF_ClosePage(page)
    rows = _lines(words)
    edges = _columns(rows)
    if not LEAST_COLUMNS <= len(edges) + 1 <= MAX_COLUMNS or not LEAST_ROWS <= len(rows) <= MAX_ROWS:
        return ()
    cells = [_cells(row, edges) for row in rows]
    full = sum(sum(bool(cell) for cell in row) >= LEAST_COLUMNS for row in cells)
    return tuple(cells) if full >= FULL_ROWS * len(cells) else ()


def _words(text_page: Any, box: Box) -> list[_Word]:  # noqa: ANN401 - see table_rows
    words: list[_Word] = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    fresh = True
    for index in range(min(MAX_CHARACTERS, pdfium.FPDFText_CountChars(text_page))):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if code <= 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:  # noqa: PLR2004 - white space, halves of characters
            fresh = True
            continue
        pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
        if not (box[0] <= x <= box[2] and box[1] <= y <= box[3]):
            fresh = True
            continue
        last = words[-1] if words else None
        tall = max(4.0, top.value - bottom.value)
        apart = (
            last is None or not -tall < left.value - last.x1 < WORD_GAP * tall + 1 or y < last.y0 - 2 or y > last.y1 + 2
        )
        if fresh or apart or last is None:
            words.append(_Word(chr(code), left.value, right.value, bottom.value, top.value))
        else:
            last.text += chr(code)
            last.x1 = max(last.x1, right.value)
            last.y0, last.y1 = min(last.y0, bottom.value), max(last.y1, top.value)
        fresh = False
    return words


def _lines(words: list[_Word]) -> list[list[_Word]]:
    """Words by row, from the top; a row's words share most of their height."""
    rows: list[list[_Word]] = []
    for word in sorted(words, key=lambda w: -(w.y0 + w.y1)):
        middle = (word.y0 + word.y1) / 2
        row = next((r for r in rows[-2:] if min(w.y0 for w in r) <= middle <= max(w.y1 for w in r)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [sorted(row, key=lambda w: w.x0) for row in rows]


def _columns(rows: list[list[_Word]]) -> list[float]:
    """Where columns part: the middles of the white stripes that nearly all rows leave free."""
    spans = sorted((w.x0, w.x1) for row in rows if len(row) > 1 for w in _joined(row))
    edges = []
    reach = spans[0][1] if spans else 0.0
    for start, end in spans:
        if start - reach >= COLUMN_GAP:
            edges.append((start + reach) / 2)
        reach = max(reach, end)
    return edges


def _joined(row: list[_Word]) -> list[_Word]:
    """A row's words with the narrow gaps of running text closed. A row of one piece spans columns and says nothing."""
    pieces = [_Word(row[0].text, row[0].x0, row[0].x1, row[0].y0, row[0].y1)]
    for word in row[1:]:
        if word.x0 - pieces[-1].x1 < COLUMN_GAP:
            pieces[-1].x1 = max(pieces[-1].x1, word.x1)
        else:
            pieces.append(_Word(word.text, word.x0, word.x1, word.y0, word.y1))
    return pieces if len(pieces) > LEAST_COLUMNS or len(row) <= LEAST_COLUMNS else []


def _cells(row: list[_Word], edges: list[float]) -> tuple[str, ...]:
    cells = [""] * (len(edges) + 1)
    for word in row:
        column = sum(edge < (word.x0 + word.x1) / 2 for edge in edges)
        cells[column] = f"{cells[column]} {word.text}".strip()
    return tuple(cells)
