"""What is on a page but not part of its text: running heads, page numbers, arXiv's stamp, lettering inside figures."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from digest.extract.lines import FIGURE, FURNITURE, Line

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^[\s\-–—|·•]*(?:page\s*|seite\s*)?(\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/|von)\s*\d+)?[\s\-–—|·•]*$", re.IGNORECASE
)
STAMP = re.compile(r"arXiv:\s*([^\s\[\]]+v\d+)\s*(?:\[|$)")
"""The stamp that arXiv prints up the left margin of a first page."""

_EDGE = 0.10
"""The part of the page's height at top and bottom where running heads stand."""

_WIDER_EDGE = 0.15
_REPEATED = 0.22
"""A line at the edge of this share of the pages (digits aside) is a running head; odd and even pages differ."""

_MANY_TURNED = 0.3
"""Where more of a page's lines are turned, the page itself is: a table set sideways."""


def mark_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> None:
    """Set ``kind`` of running heads, page numbers, stamps and turned lines to ``FURNITURE``."""
    seen: Counter[tuple[str, int]] = Counter()
    edges = [_edge_lines(lines, height) for lines, height in zip(pages, heights, strict=True)]
    for rim in edges:
        seen.update({(_DIGITS.sub("#", line.text), round(line.y0 / 6)) for line in rim})
    enough = max(2.0, _REPEATED * len(pages)) if len(pages) > 3 else 3.0  # noqa: PLR2004 - too few to tell
    for lines, at_edge, height in zip(pages, edges, heights, strict=True):
        for line in at_edge:
            key, place = _DIGITS.sub("#", line.text), round(line.y0 / 6)
            count = max(seen[(key, place + shift)] for shift in (-1, 0, 1))
            at_rim = line.y0 > height * (1 - _WIDER_EDGE) or line.y1 < height * _WIDER_EDGE
            numbered = _PAGE_NUMBER.match(line.text) and (line.y0 > height * 0.88 or line.y1 < height * 0.12)
            if (count >= enough and at_rim) or numbered:
                line.kind = FURNITURE
        turned = sum(not line.level for line in lines)
        for line in lines:
            if STAMP.search(line.text) or (not line.level and turned < _MANY_TURNED * len(lines)):
                line.kind = FURNITURE


def _edge_lines(lines: Sequence[Line], height: float) -> list[Line]:
    level = [line for line in lines if line.level]
    if not level:
        return []
    top, bottom = max(line.y1 for line in level), min(line.y0 for line in level)
    return [
        line
        for line in level
        if line.y0 > height * (1 - _EDGE) or line.y1 < height * _EDGE or line.y1 > top - 3 or line.y0 < bottom + 3
    ]


def find_stamp(lines: Sequence[Line]) -> str | None:
    """The arXiv id with version that the stamp on a first page names: ``1706.03762v7``."""
    for line in lines:
        if match := STAMP.search(line.text):
            return match[1]
    return None


def mark_figures(page: Any, lines: Sequence[Line], width: float, height: float) -> None:  # noqa: ANN401 - pdfium's handle
    """Set ``kind`` of lines inside figures to ``FIGURE``: those within the page's larger form and image objects.

    pdfTeX places included graphics as such objects. A page that is one object as a whole is no figure.
    """
    boxes = _figure_boxes(page, width, height)
    if not boxes:
        return
    inside = [line for line in lines if _within(line, boxes)]
    if sum(len(line.text) for line in inside) > 0.6 * sum(len(line.text) for line in lines):
        return
    for line in inside:
        if line.kind != FURNITURE:
            line.kind = FIGURE


def _within(line: Line, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in boxes)


def _figure_boxes(page: Any, width: float, height: float) -> list[tuple[float, float, float, float]]:  # noqa: ANN401
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    boxes = []
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) not in (pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        if pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            wide, tall = right.value - left.value, top.value - bottom.value
            if wide > 40 and tall > 30 and wide * tall < 0.85 * width * height:  # noqa: PLR2004 - points: larger than a symbol
                boxes.append((left.value, bottom.value, right.value, top.value))
    return boxes
