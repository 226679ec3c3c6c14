"""The drawn and pictured parts of a page as boxes, and the clumps they form."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

Box = tuple[float, float, float, float]
"""left, bottom, right, top in points."""

MAX_OBJECTS = 400_000
"""Plots of a hundred thousand strokes are real; a cap of 30,000 cut figures in half."""

NEAR = 10.0
"""Points. Parts of one figure stand closer together than this, labels aside."""

GRID = 24.0
CROWD = 400
THIN = 1.2
LARGE = 30.0
WHOLE_PAGE = 0.9
PALE = 250


@dataclass(slots=True)
class Clump:
    """Objects that stand close together."""

    x0: float
    y0: float
    x1: float
    y1: float
    count: int = 1

    @property
    def box(self) -> Box:
        """The clump's box."""
        return self.x0, self.y0, self.x1, self.y1

    @property
    def substantial(self) -> bool:
        """Whether it is more than a fraction bar or the frame around a link."""
        return (self.x1 - self.x0 > 25 and self.y1 - self.y0 > 18) or (self.count > 5 and self.y1 - self.y0 > 8)  # noqa: PLR2004 - points and strokes

    def take(self, other: Clump) -> None:
        """Grow around another clump."""
        self.x0, self.y0 = min(self.x0, other.x0), min(self.y0, other.y0)
        self.x1, self.y1 = max(self.x1, other.x1), max(self.y1, other.y1)
        self.count += other.count


@dataclass(frozen=True, slots=True)
class Graphics:
    """``rules`` are long thin lines, ``boxes`` everything else that is not text."""

    boxes: tuple[Box, ...]
    rules: tuple[Box, ...]


def page_graphics(page: Any, width: float, height: float) -> Graphics:  # noqa: ANN401 - pdfium's handle has no public type
    """The objects of a page that are not text, cut to what is seen of them."""
    boxes: list[Box] = []
    rules: list[Box] = []
    edges = tuple(ctypes.c_float() for _ in range(4))
    left, bottom, right, top = edges
    for index in range(min(MAX_OBJECTS, pdfium.FPDFPage_CountObjects(page))):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT or not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            continue
        x0, y0 = max(0.0, left.value), max(0.0, bottom.value)
        x1, y1 = min(width, right.value), min(height, top.value)
        if x1 - x0 > LARGE or y1 - y0 > LARGE:
            x0, y0, x1, y1 = _clipped(item, (x0, y0, x1, y1))
        wide, tall = x1 - x0, y1 - y0
        if wide < 0 or tall < 0 or (wide == 0 and tall == 0) or wide * tall > WHOLE_PAGE * width * height:
            continue
        is_path = kind == pdfium.FPDF_PAGEOBJ_PATH
        if is_path and wide > LARGE and tall > LARGE and _blank(item):
            continue
        if is_path and ((tall < THIN and wide > LARGE) or (wide < THIN and tall > 200)):  # noqa: PLR2004 - a column rule
            rules.append((x0, y0, x1, y1))
        else:
            boxes.append((x0, y0, x1, y1))
    return Graphics(tuple(boxes), tuple(rules))


def clumps(boxes: list[Box], near: float = NEAR) -> list[Clump]:
    """Boxes that stand closer than ``near`` points, merged until none do."""
    found = [Clump(*box) for box in boxes]
    if len(found) > CROWD:
        found = _by_grid(found)
    changed = True
    while changed:
        changed = False
        kept: list[Clump] = []
        for clump in found:
            neighbour = next((k for k in kept if _close(clump, k, near)), None)
            if neighbour is None:
                kept.append(clump)
            else:
                neighbour.take(clump)
                changed = True
        found = kept
    return found


def _by_grid(found: list[Clump]) -> list[Clump]:
    """Merge what lies in the same cells of a coarse grid first: a hundred thousand strokes, pairwise, take hours."""
    cells: dict[tuple[int, ...], Clump] = {}
    for clump in found:
        cell = tuple(int(edge // GRID) for edge in clump.box)
        if cell in cells:
            cells[cell].take(clump)
        else:
            cells[cell] = clump
    return list(cells.values())


def _close(a: Clump, b: Clump, near: float) -> bool:
    return a.x0 < b.x1 + near and b.x0 < a.x1 + near and a.y0 < b.y1 + near and b.y0 < a.y1 + near


def _clipped(item: Any, box: Box) -> Box:  # noqa: ANN401 - see page_graphics
    """The part of a box inside the object's clip: curves run far beyond the axes that cut them."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, min(8, pdfium.FPDFClipPath_CountPaths(clip))) if clip else 0):
        count = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        xs, ys = [], []
        for segment in range(max(0, min(64, count))):
            if pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, segment), x, y):
                xs.append(x.value)
                ys.append(y.value)
        if xs:
            box = max(box[0], min(xs)), max(box[1], min(ys)), min(box[2], max(xs)), min(box[3], max(ys))
    return box


def _blank(path: Any) -> bool:  # noqa: ANN401 - see page_graphics
    """Whether a path paints nothing but white paper, or nothing at all."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, mode, stroke) or stroke.value:
        return False
    if mode.value == pdfium.FPDF_FILLMODE_NONE:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= PALE
