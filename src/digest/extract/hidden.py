"""Text of a PDF page that a reader of the page does not see.

Papers have carried orders to the machines that review them, in white letters or half a point high. Whether a letter can
be seen is decided by looking: the page is drawn, and a letter whose box has no ink in it is hidden, however that was
brought about (colour, a box on top, a clip, a layer that is off). Looking costs as much as reading ten times over, so
``suspicious`` first asks the page's objects, cheaply, whether anything on the page could hide text at all.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from digest.document import HiddenText
from digest.extract.ink import Ink
from digest.extract.instructions import is_instruction
from digest.extract.paint import actual_text, scan_covers, suspicious

MIN_CONTRAST = 24
"""Letters that differ from their paper by less, of 255 greys, count as not there."""

MIN_SIZE = 2.0
"""Points. Nobody reads letters smaller than that; footnotes have 7, labels in figures seldom less than 3."""

MIN_STRETCH = 4
"""Letters in a row. A single letter without ink is a font's oddity, not a message."""

MIN_ALPHA = 16
MAX_REPORTED = 2_000
"""Characters of hidden text kept per page and reason."""

LATIN_END = "\u0250"
INVISIBLE = 3  # the text render mode, PDF 32000-1, table 106
NO_INK, TINY, OFF_PAGE = "no ink", f"smaller than {MIN_SIZE:g} points", "off the page"
MODE, TRANSPARENT, REPLACED = "drawn in an invisible mode", "transparent", "ActualText that differs from the glyphs"


@dataclass(frozen=True, slots=True)
class PageHidden:
    """What is hidden on one page: the indexes of its characters (as pdfium counts them), and the report."""

    indexes: frozenset[int] = frozenset()
    found: tuple[HiddenText, ...] = ()


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share."""

    mode: int
    alpha: int
    light: bool
    embedded: bool
    actual: str


@dataclass(slots=True)
class _Stretch:
    """Characters in a row with the same verdict."""

    why: str
    indexes: list[int] = field(default_factory=list)
    letters: int = 0


def hidden_on_page(
    page: pdfium.FPDF_PAGE, text_page: pdfium.FPDF_TEXTPAGE, number: int, glyphs: Callable[[int], str]
) -> PageHidden:
    """Find the hidden characters of a page.

    Args:
        page: The page, loaded.
        text_page: Its text, loaded.
        number: The page's number, for the report.
        glyphs: A page's text by a reader that does not believe ActualText; called only where that occurs.
    """
    if not suspicious(page):
        return PageHidden()
    ink = Ink(page)
    stretches = [
        s for s in _stretches(page, text_page, ink, lambda: glyphs(number)) if s.letters >= MIN_STRETCH or s.why == TINY
    ]
    if not stretches:
        return PageHidden()
    return PageHidden(
        indexes=frozenset(index for stretch in stretches for index in stretch.indexes),
        found=_report(text_page, number, stretches),
    )


def _stretches(
    page: pdfium.FPDF_PAGE, text_page: pdfium.FPDF_TEXTPAGE, ink: Ink, glyphs: Callable[[], str]
) -> list[_Stretch]:
    styles: dict[int, _Style] = {}
    judge = _Judge(text_page, ink, glyphs, scanned=scan_covers(page))
    stretches: list[_Stretch] = []
    between: list[int] = []
    previous = ""
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        character = chr(code) if code <= sys.maxunicode else " "
        if not character.isalnum():  # spaces and marks share the fate of the letters on both sides of them
            between.append(index)
            continue
        handle = pdfium.FPDFText_GetTextObject(text_page, index)
        key = ctypes.cast(handle, ctypes.c_void_p).value or 0
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(handle)
        why = judge.why(index, character, style)
        if why and why == previous:
            stretches[-1].indexes += between
        elif why:
            stretches.append(_Stretch(why))
        if why:
            stretches[-1].indexes.append(index)
            stretches[-1].letters += 1
        between.clear()
        previous = why
    return stretches


def _style(handle: pdfium.FPDF_PAGEOBJECT) -> _Style:
    if not handle:
        return _Style(mode=0, alpha=255, light=False, embedded=True, actual="")
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    font = pdfium.FPDFTextObj_GetFont(handle)
    return _Style(
        mode=pdfium.FPDFTextObj_GetTextRenderMode(handle),
        alpha=alpha.value if known else 255,
        light=bool(known) and min(red.value, green.value, blue.value) > 255 - MIN_CONTRAST,
        embedded=bool(font) and pdfium.FPDFFont_GetIsEmbedded(font) == 1,
        actual=actual_text(handle),
    )


class _Judge:
    """Says of one letter why it cannot be seen, or "" when it can."""

    def __init__(self, text_page: pdfium.FPDF_TEXTPAGE, ink: Ink, glyphs: Callable[[], str], *, scanned: bool) -> None:
        self.text_page = text_page
        self.ink = ink
        self.glyphs = glyphs
        self.scanned = scanned
        self.drawn: str | None = None
        self.lies: dict[str, bool] = {}
        self.box = tuple(ctypes.c_double() for _ in range(4))
        self.matrix = pdfium.FS_MATRIX()

    def why(self, index: int, character: str, style: _Style) -> str:
        left, right, bottom, top = self.box
        pdfium.FPDFText_GetCharBox(self.text_page, index, left, right, bottom, top)
        box = (left.value, bottom.value, right.value, top.value)
        if style.actual and self._lies(style.actual):
            return REPLACED
        if self.ink.outside(*box):
            return OFF_PAGE
        if style.mode == INVISIBLE:
            return "" if self.scanned else MODE
        if style.alpha < MIN_ALPHA:
            return TRANSPARENT
        if max(box[2] - box[0], box[3] - box[1]) < MIN_SIZE and self._size(index) < MIN_SIZE:
            return TINY
        return "" if self._seen(box, character, style) else NO_INK

    def _seen(self, box: tuple[float, float, float, float], character: str, style: _Style) -> bool:
        darkest, lightest = self.ink.range(*box)
        if lightest - darkest > MIN_CONTRAST:
            return True
        # We may lack the font to draw it with; then only white on white is known to be unseen.
        drawable = style.embedded or character < LATIN_END
        return not drawable and not (style.light and darkest > 255 - MIN_CONTRAST)

    def _size(self, index: int) -> float:
        pdfium.FPDFText_GetMatrix(self.text_page, index, self.matrix)
        return float(pdfium.FPDFText_GetFontSize(self.text_page, index) * (self.matrix.c**2 + self.matrix.d**2) ** 0.5)

    def _lies(self, actual: str) -> bool:
        """Whether a replacement text says something else than the glyphs do. Ligatures and accents do not count."""
        if actual not in self.lies:
            if self.drawn is None:
                self.drawn = _bare(self.glyphs())
            words = _bare(actual)
            self.lies[actual] = len(words) >= MIN_STRETCH and words not in self.drawn
        return self.lies[actual]


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _report(text_page: pdfium.FPDF_TEXTPAGE, number: int, stretches: list[_Stretch]) -> tuple[HiddenText, ...]:
    texts: dict[str, list[str]] = {}
    for stretch in stretches:
        codes = (pdfium.FPDFText_GetUnicode(text_page, index) for index in stretch.indexes)
        text = "".join(map(chr, codes)).encode(errors="replace").decode()  # lone surrogates cannot be stored
        texts.setdefault(stretch.why, []).append(" ".join(re.sub(r"[\x00-\x1f]", " ", text).split()))
    whole = {why: " ".join(parts) for why, parts in texts.items()}
    return tuple(
        HiddenText(page=number, text=text[:MAX_REPORTED], why=why, instruction=is_instruction(text))
        for why, text in whole.items()
    )
