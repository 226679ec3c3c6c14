"""The drawn and pictured parts of a page as boxes, and the clumps they form."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from digest.extract.paint import bounds, holds_text

Box = tuple[float, float, float, float]
"""left, bottom, right, top in points."""

MAX_OBJECTS = 400_000
"""Plots of a hundred thousand strokes are real; a cap of 30,000 cut figures in half."""

NEAR = 10.0
"""Points. Parts of one figure stand closer together than this, labels aside."""

GRID = 24.0
CROWD = 400
THIN = 2.2
LARGE = 30.0
WHOLE_PAGE = 0.9
WRAPPER = 0.5
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
    for item, kind, box in _objects(page, width, height):
        wide, tall = box[2] - box[0], box[3] - box[1]
        if wide < 0 or tall < 0 or (wide == 0 and tall == 0) or wide * tall > WHOLE_PAGE * width * height:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH and wide > LARGE and tall > LARGE and _blank(item):
            continue
        # some programs write rules as pictures
        if (tall < THIN and wide > LARGE) or (wide < THIN and tall > 200):  # noqa: PLR2004 - a column rule
            rules.append(box)
        else:
            boxes.append(box)
    return Graphics(tuple(boxes), tuple(rules))


def _objects(page: Any, width: float, height: float) -> Iterator[tuple[Any, int, Box]]:  # noqa: ANN401 - see above
    """The objects with their boxes. A form that is most of the page is a wrapper around it: its parts are given."""
    for index in range(min(MAX_OBJECTS, pdfium.FPDFPage_CountObjects(page))):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        box = _bounds(item, width, height) if kind != pdfium.FPDF_PAGEOBJ_TEXT else None
        if box is None:
            continue
        wraps = (box[2] - box[0]) * (box[3] - box[1]) > WRAPPER * width * height
        if kind != pdfium.FPDF_PAGEOBJ_FORM or not wraps or not holds_text(item):
            yield item, kind, box
            continue
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        for inner in range(min(MAX_OBJECTS, pdfium.FPDFFormObj_CountObjects(item))):
            part = pdfium.FPDFFormObj_GetObject(item, inner)
            part_kind = pdfium.FPDFPageObj_GetType(part)
            place = bounds(part) if part_kind != pdfium.FPDF_PAGEOBJ_TEXT else None
            if place is not None:
                yield part, part_kind, _moved(place, matrix)


def _bounds(item: Any, width: float, height: float) -> Box | None:  # noqa: ANN401 - see page_graphics
    box = bounds(item)
    if box is None:
        return None
    box = max(0.0, box[0]), max(0.0, box[1]), min(width, box[2]), min(height, box[3])
    return _clipped(item, box) if box[2] - box[0] > LARGE or box[3] - box[1] > LARGE else box


def _moved(box: Box, matrix: Any) -> Box:  # noqa: ANN401 - see page_graphics
    xs = [matrix.a * x + matrix.c * y + matrix.e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [matrix.b * x + matrix.d * y + matrix.f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)


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
