"""What the objects of a PDF page say about how they are painted: cheap questions, asked before a page is drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from digest.extract.ink import page_box

Box = tuple[float, float, float, float]

MAX_OBJECTS = 20_000
"""Pages with more objects are drawn rather than questioned: by then that is the cheaper of the two."""

MAX_DEPTH = 4
CELL = 12.0
"""Points; the page is divided into cells of this size to see what overlaps."""

SMALL = 2.5
PALE = 215
ALIKE = 40
"""Colours closer than this in every channel (of 255) may be too close to tell apart."""

OPAQUE = 240
HIDING_MODES = (3, 7)
SCAN_SHARE = 0.5


def suspicious(page: pdfium.FPDF_PAGE) -> bool:
    """Whether anything on the page could hide text: a cheap question that may say yes too often, never too rarely."""
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MAX_OBJECTS:
        return True
    so_far = _Painted(page_box(page))
    return any(so_far.could_hide(pdfium.FPDFPage_GetObject(page, index)) for index in range(count))


class _Painted:
    """What was painted on a page so far, in the order of painting."""

    def __init__(self, edge: Box) -> None:
        self.edge = edge
        self.text: set[tuple[int, int]] = set()
        self.pictures: set[tuple[int, int]] = set()
        self.fills: set[tuple[int, int, int]] = set()

    def could_hide(self, item: pdfium.FPDF_PAGEOBJECT) -> bool:
        """Add an object; whether it may cover text painted before, or is text that may not show."""
        kind = pdfium.FPDFPageObj_GetType(item)
        box = bounds(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            return box is None or self._text(item, box)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and holds_text(item):
            return True
        if box is None or box[2] - box[0] < SMALL or box[3] - box[1] < SMALL:
            return False
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            return self._path(item, box)
        cells = set(_cells(box, self.edge))
        self.pictures |= cells
        return bool(cells & self.text)

    def _text(self, item: pdfium.FPDF_PAGEOBJECT, box: Box) -> bool:
        if _odd_text(item, box, self.edge, self.fills):
            return True
        cells = set(_cells(box, self.edge))
        self.text |= cells
        return bool(cells & self.pictures)

    def _path(self, item: pdfium.FPDF_PAGEOBJECT, box: Box) -> bool:
        if not _filled(item):
            return False
        self.fills.add(_colour(item)[:3])
        return not self.text.isdisjoint(_cells(box, self.edge))


def bounds(item: pdfium.FPDF_PAGEOBJECT) -> Box | None:
    """The box of an object in points, None when pdfium knows none."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def holds_text(form: pdfium.FPDF_PAGEOBJECT, depth: int = 0) -> bool:
    """Whether a form draws text, itself or through forms inside it."""
    for index in range(min(MAX_OBJECTS, pdfium.FPDFFormObj_CountObjects(form))):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            return True
        if kind == pdfium.FPDF_PAGEOBJ_FORM and (depth >= MAX_DEPTH or holds_text(item, depth + 1)):
            return True
    return False


def scan_covers(page: pdfium.FPDF_PAGE) -> bool:
    """Whether the page is a scan with recognised text: a picture over most of it, most of its text never drawn.

    ocrmypdf puts what it recognised, and sometimes the picture, into a form.
    """
    left, bottom, right, top = page_box(page)
    area = max(1.0, (right - left) * (top - bottom))
    covered = 0.0
    unseen = drawn = 0
    for item in _with_those_in_forms(page):
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(item) == HIDING_MODES[0]:
                unseen += 1
            else:
                drawn += 1
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and (box := bounds(item)):
            width = min(right, box[2]) - max(left, box[0])
            height = min(top, box[3]) - max(bottom, box[1])
            covered = max(covered, max(0.0, width) * max(0.0, height) / area)
    return covered >= SCAN_SHARE and unseen > drawn


def _with_those_in_forms(page: pdfium.FPDF_PAGE) -> Iterator[pdfium.FPDF_PAGEOBJECT]:
    """The objects of a page, and those of its forms, in whose own coordinates the latter have their bounds."""
    left = MAX_OBJECTS
    for index in range(min(left, pdfium.FPDFPage_CountObjects(page))):
        item = pdfium.FPDFPage_GetObject(page, index)
        yield item
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
            inside = max(0, min(left, pdfium.FPDFFormObj_CountObjects(item)))
            left -= inside
            for place in range(inside):
                yield pdfium.FPDFFormObj_GetObject(item, place)


def actual_text(item: pdfium.FPDF_PAGEOBJECT) -> str:
    """The text that a mark around an object gives in place of its glyphs, "" where there is none."""
    for index in range(max(0, pdfium.FPDFPageObj_CountMarks(item))):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        size = ctypes.c_ulong()
        if not pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, size) or not size.value:
            continue
        buffer = (ctypes.c_ushort * (size.value // 2 + 1))()
        pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", buffer, size.value, size)
        return bytes(buffer).decode("utf-16-le", errors="replace").rstrip("\0")
    return ""


def _odd_text(item: pdfium.FPDF_PAGEOBJECT, box: Box, edge: Box, fills: set[tuple[int, int, int]]) -> bool:
    if box[2] < edge[0] or box[0] > edge[2] or box[3] < edge[1] or box[1] > edge[3]:
        return True
    if pdfium.FPDFTextObj_GetTextRenderMode(item) in HIDING_MODES:
        return True
    red, green, blue, alpha = _colour(item)
    if alpha < OPAQUE or min(red, green, blue) >= PALE:
        return True
    if any(abs(red - r) < ALIKE and abs(green - g) < ALIKE and abs(blue - b) < ALIKE for r, g, b in fills):
        return True
    return (
        (min(box[2] - box[0], box[3] - box[1]) < SMALL and _shrunk(item))
        or _clipped(item, box)
        or (pdfium.FPDFPageObj_CountMarks(item) > 0 and _marked(item))
    )


def _shrunk(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    wide, high = (matrix.a**2 + matrix.b**2) ** 0.5, (matrix.c**2 + matrix.d**2) ** 0.5
    return bool(size.value * high < SMALL or size.value * wide < SMALL)


def _clipped(item: pdfium.FPDF_PAGEOBJECT, box: Box) -> bool:
    """Whether a clip leaves less than the whole object to be seen, as far as the clip's outline tells."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
        points = []
        for segment in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, segment), x, y)
            points.append((x.value, y.value))
        if not points or not (
            min(p[0] for p in points) <= box[0] + 1
            and min(p[1] for p in points) <= box[1] + 1
            and max(p[0] for p in points) >= box[2] - 1
            and max(p[1] for p in points) >= box[3] - 1
        ):
            return True
    return False


def _marked(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    """Whether a mark puts the object into a layer or gives it another text."""
    name, size = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        pdfium.FPDFPageObjMark_GetName(pdfium.FPDFPageObj_GetMark(item, index), name, ctypes.sizeof(name), size)
        if bytes(name).decode("utf-16-le", errors="replace").split("\0")[0] == "OC":
            return True
    return bool(actual_text(item))


def _filled(path: pdfium.FPDF_PAGEOBJECT) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return not pdfium.FPDFPath_GetDrawMode(path, mode, stroke) or mode.value != pdfium.FPDF_FILLMODE_NONE


def _colour(item: pdfium.FPDF_PAGEOBJECT) -> tuple[int, int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return 255, 255, 255, 0
    return red.value, green.value, blue.value, alpha.value


def _cells(box: Box, edge: Box) -> Iterator[tuple[int, int]]:
    left, bottom = max(box[0], edge[0]), max(box[1], edge[1])
    right, top = min(box[2], edge[2], edge[0] + 200 * CELL), min(box[3], edge[3], edge[1] + 200 * CELL)
    for column in range(int(left // CELL), int(right // CELL) + 1):
        for row in range(int(bottom // CELL), int(top // CELL) + 1):
            yield column, row
