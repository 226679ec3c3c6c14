"""Drawings that stand on a page as they are, above the caption of a figure: TikZ makes no object of its own of them.

Only pages with a caption that short lines come before are looked at, and none with more objects than drawings by hand
have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from digest.extract.furniture import FIGURE_CAPTION, set_by_author, within
from digest.extract.graphics import Box, clumps, page_graphics
from digest.extract.lines import BODY, FIGURE, Line

_SHORT = 30
"""Characters: longer lines are text, no lettering."""

_LABEL = 60
"""Characters of the labels in one row, which may come as one line."""

_PANEL = re.compile(r"\([a-zA-Z0-9]\)\s")
_FAMILY = re.compile(r"[A-Za-z]+")
_FEWEST = 2
_MOST_OBJECTS = 2_500
_GAP = 45.0
"""Points between a drawing and its caption at most: the titles of axes may stand between them."""

_BESIDE, _ABOVE = 14.0, 5.0
"""Points around a drawing in which its lettering stands; above it the text may be near."""


def drawn_boxes(page: Any, lines: Sequence[Line], width: float, height: float) -> list[Box]:  # noqa: ANN401 - pdfium's handle
    """The drawings above captions of figures, with the space in which their lettering stands."""
    captions = [
        line
        for place, line in enumerate(lines)
        if line.text[0] in "FA" and FIGURE_CAPTION.match(line.text) and _lettered(lines, place)
    ]
    if not captions or pdfium.FPDFPage_CountObjects(page) > _MOST_OBJECTS:
        return []
    graphics = page_graphics(page, width, height)
    boxes = []
    for clump in clumps([*graphics.boxes, *graphics.rules]):
        below = [c for c in captions if c.x0 < clump.x1 and c.x1 > clump.x0 and -_ABOVE < clump.y0 - c.y1 < _GAP]
        if clump.substantial and below:
            bottom = max(clump.y0 - _GAP, *(caption.y1 for caption in below))
            boxes.append((clump.x0 - _BESIDE, bottom, clump.x1 + _BESIDE, clump.y1 + _ABOVE))
    return boxes


def _lettered(lines: Sequence[Line], place: int) -> bool:
    """Whether short lines stand in the stream before a caption, above it on the page."""
    before = lines[max(0, place - _FEWEST) : place]
    return len(before) == _FEWEST and all(
        len(line.text) < _SHORT and line.y0 > lines[place].y0 and not FIGURE_CAPTION.match(line.text) for line in before
    )


def mark_drawn(lines: Sequence[Line], boxes: Sequence[Box], body: tuple[str, float]) -> None:
    """Set ``kind`` of short lines in drawings to ``FIGURE`` where they are in the letters of the text, as TikZ's are.

    What other fonts write in drawings is told by ``mark_lettering``; what is said of a panel below it is no lettering.
    """
    named = _FAMILY.match(body[0])
    family = named[0] if named else ""
    broken = told = False
    for line in lines if boxes else ():
        told = _PANEL.search(line.text) is not None or (told and broken)
        broken = line.hyphen
        alike = line.font.startswith(family) if family else not line.font
        short = len(line.text) < _LABEL and not told and not set_by_author(line, body)
        if line.kind == BODY and alike and short and within(line, boxes):
            line.kind = FIGURE
