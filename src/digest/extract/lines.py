"""The lines of a page: text with place, font, size and angle, read with a handful of calls a line.

pdfium's content-stream order is the reading order of every TeX paper that was measured, in one column and in two; a
sort by position is what breaks columns. So the order is kept as it comes.
"""

from __future__ import annotations

import ctypes
import math
import re
import struct
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from digest.extract.accents import Box, compose
from digest.extract.line_numbers import LineNumbers
from digest.extract.native import address, font_info, font_size, loose_box
from digest.extract.symbols import DROPPED, LIGATURES, Symbols

BODY = "body"
FURNITURE = "furniture"
FIGURE = "figure"

_LINE_END = re.compile("\r\n|\n|\r|[\ufffe\x02]")
_SOFT_HYPHEN = ("\ufffe", "\x02")
"""pdfium writes one of these for a hyphen at the end of a line, and swallows the line break."""

_JUNK = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd\uffff\u200b\ufeff]")
_LARGE = re.compile("[\U00010000-\U0010ffff]")
_SECOND_HALF = "\ufeff"
"""Stands behind a character that pdfium counts twice, as UTF-16 does; cleaning takes it away."""

_LEADERS = re.compile(r"(?: ?\.){5,}")
"""The dots between an entry of a table of contents and its page."""

_SPACES = re.compile("[ \u00a0\u2000-\u200a\u202f\u3000\t]+")
_LONE = re.compile(r" (?<=[A-Z] )(?=[A-Z])(?:(?<![^\W_]{2} )|(?=.(?![^\W_])))")
"""A space between capitals one of which stands alone."""

_NO_SPACE = 0.13
"""A gap narrower than this part of the font's size is no space between words; TeX's are a third of it."""

_SHARED = 0.3
"""Fragments that share this part of the lower one's height stand on the same line."""

_SCRIPT = 0.85
"""Of the line's size: what is smaller is a superscript or subscript."""

_STACKED = 0.25
_LEVEL = 0.35
"""Radians: a line that is turned by less is horizontal. Slanted fonts made by skewing upright ones come to 0.2."""

_EDGES = struct.Struct("4f")
"""pdfium's FS_RECTF: left, top, right, bottom."""

_SCALED = 4.0
"""Points: a smaller size may be a font of size 1 that the text matrix scales, so the matrix is asked."""


@dataclass(slots=True)
class Line:
    """A line of a page, in PDF points from the lower left; ``level`` when it is horizontal.

    ``hyphen``: one was taken off its end.

    ``resumes`` is the line that this one goes on with, where a float stands between them and cuts a word in two.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    font: str
    level: bool = True
    hyphen: bool = False
    kind: str = BODY
    resumes: Line | None = None

    @property
    def height(self) -> float:
        """Height of the line's box."""
        return self.y1 - self.y0


def clean(text: str) -> str:
    """The text without junk code points, with single plain spaces."""
    if text.isprintable() and "\ufffd" not in text and "  " not in text:  # junk cannot be printed, no break space can
        return text.strip()
    return _SPACES.sub(" ", _JUNK.sub("", text)).strip()


def page_lines(
    text_page: Any,  # noqa: ANN401 - pdfium's handle has no public type
    symbols: Symbols,
    numbers: LineNumbers,
    hidden: AbstractSet[int] = frozenset(),
) -> list[Line]:
    """The lines of a page in reading order, accents composed, fragments such as superscripts merged.

    Characters whose index is in ``hidden`` are left out.
    """
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return []
    buffer = (ctypes.c_ushort * (count + 1))()
    length = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    raw = bytes(buffer)[: 2 * max(0, length - 1)].decode("utf-16-le", "surrogatepass")
    if len(raw) < length - 1:  # letters of formulas beyond the first plane: every index behind them would be off
        raw = _LARGE.sub(lambda match: match[0] + _SECOND_HALF, raw)
    # Where pdfium made up or dropped characters, text index and character index differ.
    reader = _Reader(text_page, same=length - 1 == count)
    if hidden:
        raw = "".join(" " if reader.index(at) in hidden else character for at, character in enumerate(raw))
    raw = numbers.taken_out(raw, reader.box)
    raw = symbols.translated(raw, reader.font_at)
    raw = reader.without_false_spaces(raw)
    composed = compose(raw, reader.box)
    if any(ligature in raw for ligature in LIGATURES):
        composed = [unicodedata.normalize("NFKC", piece) if piece in LIGATURES else piece for piece in composed or raw]
    lines = []
    start = 0
    for match in [*_LINE_END.finditer(raw), None]:
        end = match.start() if match else len(raw)
        line = reader.line(raw, start, end, composed)
        if line:
            line.hyphen = match is not None and match.group() in _SOFT_HYPHEN
            lines.append(line)
        start = match.end() if match else end
    return merged(lines)


class _Reader:
    """Asks pdfium for boxes and fonts; the buffers are made once a page."""

    def __init__(self, text_page: Any, *, same: bool) -> None:  # noqa: ANN401 - see page_lines
        self.text_page = text_page
        self.same = same
        self.place = address(text_page)
        self.rect = ctypes.create_string_buffer(_EDGES.size)
        self.rect_place = address(self.rect)
        self.font = ctypes.create_string_buffer(64)
        self.font_place = address(self.font)
        self.matrix = pdfium.FS_MATRIX()
        self.edges = tuple(ctypes.c_double() for _ in range(4))

    def index(self, at: int) -> int:
        """The character index of a text index."""
        return at if self.same else int(pdfium.FPDFText_GetCharIndexFromTextIndex(self.text_page, at))

    def font_at(self, at: int) -> str:
        """The name of the font of the character at a text index."""
        known = font_info(self.place, self.index(at), self.font_place, 64, None)
        return self.font.value.decode("latin-1") if known else ""

    def without_false_spaces(self, raw: str) -> str:
        """The text without the spaces that pdfium put between single letters that are merely spaced out."""
        false = [at for match in _LONE.finditer(raw) if self._is_false_space(at := match.start())]
        if not false:
            return raw
        characters = list(raw)
        for at in false:
            characters[at] = DROPPED
        return "".join(characters)

    def _is_false_space(self, at: int) -> bool:
        if pdfium.FPDFText_IsGenerated(self.text_page, self.index(at)) != 1:
            return False
        before, after = self.box(at - 1), self.box(at + 1)
        if not before or not after:
            return False
        return 0 <= after[0] - before[1] < _NO_SPACE * self.size(self.index(at + 1))

    def box(self, at: int) -> Box | None:
        """The tight box of the character at a text index."""
        index = self.index(at)
        left, right, bottom, top = self.edges
        if index < 0 or not pdfium.FPDFText_GetCharBox(self.text_page, index, left, right, bottom, top):
            return None
        return left.value, right.value, bottom.value, top.value

    def size(self, index: int) -> float:
        """The font size of a character in points."""
        size = float(font_size(self.place, index))
        if size < _SCALED and pdfium.FPDFText_GetMatrix(self.text_page, index, self.matrix):
            size *= float((self.matrix.c**2 + self.matrix.d**2) ** 0.5)
        return size

    def line(self, raw: str, start: int, end: int, composed: list[str] | None) -> Line | None:
        """The line of ``raw[start:end]``, measured at its first, middle and last character."""
        segment = raw[start:end]
        stripped = segment.strip()
        if not stripped:
            return None
        begin = start if segment[0] == stripped[0] else start + segment.index(stripped[0])
        finish = begin + len(stripped)
        text = clean("".join(composed[begin:finish]) if composed else stripped)
        if " . . " in text or "...." in text:
            text = _LEADERS.sub(" …", text)
        centre = (begin + finish - 1) // 2
        while raw[centre].isspace():  # spaces that pdfium made up have neither font nor height
            centre -= 1
        if self.same:
            first, middle, last = begin, centre, finish - 1
        else:
            first, middle, last = self.index(begin), self.index(centre), self.index(finish - 1)
        page, rect = self.place, self.rect_place
        spans, left, right = [], 1e9, -1e9
        for index in (middle,) if first == last else (first, middle, last):
            if index >= 0 and loose_box(page, index, rect):
                begins, upper, ends, lower = _EDGES.unpack_from(self.rect)
                left, right = min(left, begins), max(right, ends)
                spans.append((lower, upper))
        if not spans or not text:
            return None
        bottom, top = spans[0]
        straight = len(spans) > 1 and spans[0] == spans[-1] and right - left > top - bottom
        if spans[-1] != spans[0]:
            spans.sort()
            bottom, top = spans[len(spans) // 2]
        font_info(page, middle, self.font_place, 64, None)
        level = straight or _is_level(pdfium.FPDFText_GetCharAngle(self.text_page, middle))
        return Line(text, left, bottom, right, top, self.size(middle), self.font.value.decode("latin-1"), level)


def _is_level(angle: float) -> bool:
    return angle < _LEVEL or angle > 2 * math.pi - _LEVEL


def merged(lines: list[Line]) -> list[Line]:
    """Lines with their fragments joined: superscripts, and pieces that stand on the same line."""
    out: list[Line] = []
    script = 0.0
    """Where the last script of the line began: one below it begins there too."""
    for line in lines:
        before = out[-1] if out else None
        if before is None or before.hyphen or not (before.level and line.level):
            out.append(line)
            continue
        shared = min(before.y1, line.y1) - max(before.y0, line.y0)
        if shared <= _SHARED * min(before.height, line.height):
            out.append(line)
            continue
        tall = max(before.height, line.height)
        gap = line.x0 - before.x1
        small = line.size < _SCRIPT * before.size
        stacked = small and gap < 0 and (gap > -tall or abs(line.x0 - script) < _STACKED * tall)
        if not stacked and not -0.3 * tall < gap < 1.2 * tall:
            out.append(line)
            continue
        before.text += ("" if stacked or gap < 0.16 * tall or line.text[0] in ",.;:)]" else " ") + line.text
        before.x1 = max(before.x1, line.x1)
        before.hyphen = line.hyphen
        if small:
            script = line.x0
        if line.size > before.size + 0.3:
            before.size, before.font, before.y0, before.y1 = line.size, line.font, line.y0, line.y1
    return out
