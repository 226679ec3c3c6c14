"""A page as grey pixels: what a reader of it sees."""

from __future__ import annotations

import ctypes
import math

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

SCALE = 2.0
"""Pixels per point: letters of 5 points are still several pixels high."""

MAX_PIXELS = 6_000_000
"""A page of 14400 points a side would need 800 MB at full scale; larger pages are drawn coarser."""

WHITE = 0xFFFFFFFF


class Ink:
    """The pixels of one page, addressed in the page's own points."""

    def __init__(self, page: pdfium.FPDF_PAGE) -> None:
        """Draw the page, unrotated, with its annotations, on white paper."""
        rotation = pdfium.FPDFPage_GetRotation(page)
        pdfium.FPDFPage_SetRotation(page, 0)
        try:
            self.left, self.bottom, self.right, self.top = page_box(page)
            width, height = self.right - self.left, self.top - self.bottom
            self.scale = min(SCALE, math.sqrt(MAX_PIXELS / max(1.0, width * height)))
            self.columns = max(1, round(width * self.scale))
            self.rows = max(1, round(height * self.scale))
            self._draw(page)
        finally:
            pdfium.FPDFPage_SetRotation(page, rotation)

    def _draw(self, page: pdfium.FPDF_PAGE) -> None:
        bitmap = pdfium.FPDFBitmap_CreateEx(self.columns, self.rows, pdfium.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            raise MemoryError("no memory for the pixels of a page")
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, self.columns, self.rows, WHITE)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, self.columns, self.rows, 0, pdfium.FPDF_ANNOT)
            self.stride = pdfium.FPDFBitmap_GetStride(bitmap)
            self.pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), self.stride * self.rows)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)

    def outside(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether a box lies wholly off the page."""
        return right < self.left or left > self.right or top < self.bottom or bottom > self.top

    def range(self, left: float, bottom: float, right: float, top: float) -> tuple[int, int]:
        """The darkest and the lightest grey (0 to 255) inside a box; (255, 255) where it has no pixel."""
        first = max(0, int((left - self.left) * self.scale))
        last = min(self.columns, int((right - self.left) * self.scale) + 1)
        upper = max(0, int((self.top - top) * self.scale))
        lower = min(self.rows, int((self.top - bottom) * self.scale) + 1)
        if first >= last or upper >= lower:
            return 255, 255
        rows = [self.pixels[y * self.stride + first : y * self.stride + last] for y in range(upper, lower)]
        return min(map(min, rows)), max(map(max, rows))


def page_box(page: pdfium.FPDF_PAGE) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what a viewer shows of a page, in points."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box):
        return 0.0, 0.0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    return box.left, box.bottom, box.right, box.top
