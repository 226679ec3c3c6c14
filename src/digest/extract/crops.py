"""Figures and tables as PNG pictures, vector figures too. Runs in a worker process only."""

from __future__ import annotations

import io
import math
import re

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image, ImageChops

from digest.document import Document
from digest.errors import DamagedError
from digest.extract.pdfium import opened

MAX_PIXELS = 25_000_000
"""Of one crop. A page of 14400 points a side at 200 dpi would need 5 GB."""

POINTS_PER_INCH = 72.0
WHITE_RIM = 6
"""Pixels of white left around a crop when its empty margins are cut off."""

Box = tuple[float, float, float, float]


def crop_png(data: bytes, page: int, box: Box, dpi: float = 150.0) -> bytes:
    """The part ``box`` (left, bottom, right, top in points) of a page (from 1) as a PNG.

    Raises:
        DamagedError: The PDF has no such page, or pdfium cannot draw it.
        EncryptedError: It needs a password.
    """
    with opened(data) as document:
        return _png(document, page, box, dpi)


def crop_figures(data: bytes, document: Document, dpi: float = 150.0) -> list[tuple[str, bytes]]:
    """All figures and tables of a document that have a box, as (file name, PNG), in reading order.

    The names are made of the labels: ``figure-3.png``, ``table-a1.png``, ``figure-3-p12.png`` for a second figure of
    the same label.
    """
    crops: list[tuple[str, bytes]] = []
    names: set[str] = set()
    with opened(data) as pdf:
        for figure in document.figures:
            if figure.box is None:
                continue
            name = re.sub(r"[^a-z0-9]+", "-", figure.label.casefold()).strip("-") or figure.kind
            if name in names:
                name = f"{name}-p{figure.page}"
            while name in names:
                name += "-b"
            names.add(name)
            crops.append((f"{name}.png", _png(pdf, figure.page, figure.box, dpi)))
    return crops


def _png(document: pdfium.PdfDocument, number: int, box: Box, dpi: float) -> bytes:
    if not 1 <= number <= len(document):
        raise DamagedError(f"the PDF has no page {number}")
    try:
        page = document[number - 1]
        width, height = page.get_size()
        left, bottom = max(0.0, box[0]), max(0.0, box[1])
        right, top = min(width, box[2]), min(height, box[3])
        if right - left < 1 or top - bottom < 1:
            raise DamagedError(f"the box {box} is not on page {number}")
        scale = min(dpi / POINTS_PER_INCH, math.sqrt(MAX_PIXELS / ((right - left) * (top - bottom))))
        picture = page.render(scale=scale, crop=(left, bottom, width - right, height - top)).to_pil().convert("RGB")
    except pdfium.PdfiumError as error:
        raise DamagedError(f"page {number} cannot be drawn: {error}") from error
    out = io.BytesIO()
    _trimmed(picture).save(out, "PNG", optimize=True)
    return out.getvalue()


def _trimmed(picture: Image.Image) -> Image.Image:
    """The picture without its empty white margins."""
    filled = ImageChops.invert(picture.convert("L")).point(lambda grey: 255 if grey > 8 else 0).getbbox()  # noqa: PLR2004 - JPEG noise
    if filled is None:
        return picture
    return picture.crop(
        (
            max(0, filled[0] - WHITE_RIM),
            max(0, filled[1] - WHITE_RIM),
            min(picture.width, filled[2] + WHITE_RIM),
            min(picture.height, filled[3] + WHITE_RIM),
        )
    )
