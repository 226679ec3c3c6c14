"""The functions of pdfium that are called for every line and every object of a page.

pypdfium2 declares them with pointer types, whose wrappers take longer than the functions do. Here they take and give
plain addresses, and keep the interpreter's lock: a worker has one thread.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

_INT, _ADDRESS = ctypes.c_int, ctypes.c_void_p


def address(handle: object) -> int:
    """Where a handle of pdfium's, or a buffer, lies in memory; 0 for none."""
    return ctypes.cast(handle, _ADDRESS).value or 0  # type: ignore[arg-type]


def _again(function: object, result: Any, *arguments: Any) -> Callable[..., Any]:  # noqa: ANN401 - types of ctypes
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


loose_box = _again(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
"""(text page, index, four floats: left, top, right, bottom) -> whether there is a box."""

font_size = _again(pdfium.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)
"""(text page, index) -> points, not scaled by the text matrix."""

font_info = _again(pdfium.FPDFText_GetFontInfo, ctypes.c_ulong, _ADDRESS, _INT, _ADDRESS, ctypes.c_ulong, _ADDRESS)
"""(text page, index, characters, how many, None) -> the length of the font's name, 0 for none."""

page_object = _again(pdfium.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
"""(page, index) -> the object's address."""

object_type = _again(pdfium.FPDFPageObj_GetType, _INT, _ADDRESS)
"""(object) -> one of pdfium's ``FPDF_PAGEOBJ_…``."""
