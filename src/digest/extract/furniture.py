"""What is on a page but not part of its text: running heads, page numbers, arXiv's stamp, lettering inside figures."""

from __future__ import annotations

import ctypes
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from digest.extract.lines import BODY, FIGURE, FURNITURE, Line
from digest.extract.native import address, object_type, page_object

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^[\s\-–—|·•]*(?:page\s*|seite\s*)?(\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/|von)\s*\d+)?[\s\-–—|·•]*$", re.IGNORECASE
)
STAMP = re.compile(r"arXiv:\s*([^\s\[\]]+v\d+)\s*(?:\[|$)")
"""The stamp that arXiv prints up the left margin of a first page."""

_EDGE = 0.10
"""The part of the page's height at top and bottom where running heads stand."""

_WIDER_EDGE = 0.15
_MIDDLE, _FOOT = 0.7, 0.25
"""Of the page's height: first lines above and last lines below may be running heads of small pages on large paper."""

_LETTERS = 6
_REPEATED = 0.22
"""A line at the edge of this share of the pages (digits aside) is a running head; odd and even pages differ."""

_NUMBER_AT_END = re.compile(r"^\d{1,4}(?=\s|$)|(?<=\s)\d{1,4}$")
_LONGEST_HEAD = 110
_FEWEST_HEADS = 4

_FIRST_WORDS, _FIRST_LETTERS = 3, 11
_LABEL_OF_FLOAT = re.compile(r"(?:Table|Figure|Fig\.|Algorithm|Tabelle|Abbildung|Tableau)\s*[A-Z]?\.?\d", re.IGNORECASE)
_IMPRINT = re.compile(r"preprint submitted to\s|mnras .{0,60}compiled using|© \d{4} the authors?$", re.IGNORECASE)
"""What journals' styles print at the rim of a first page only."""

_MANY_TURNED = 0.3
"""Where more of a page's lines are turned, the page itself is: a table set sideways."""

Box = tuple[float, float, float, float]
"""left, bottom, right, top in points."""

FIGURE_CAPTION = re.compile(r"^(?:Figure|Fig\.|FIGURE|FIG\.|Abbildung|Abb\.)\s*[A-Z]?\.?\d")
_LABEL = 36
"""Characters: longer lines are running text, not lettering."""

_LARGER = 0.4
BOLD = re.compile(r"bold|medi|bx|heavy|demi", re.IGNORECASE)
_RUN = 3
_TEXT_SHARE = 0.3
_MAX_OBJECTS = 4_000
"""Objects of a page that are looked at: a drawing of more paths than that is no graphic that was placed as one."""
_MATHS = re.compile(r"CM|MSAM|MSBM|EU[FRS]M|rtx|tx|px|LASY|wasy|stmary|MT[SM]Y|Euler|STIX|\[?none|$", re.IGNORECASE)
"""How the names of TeX's fonts for formulas begin."""


def mark_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> None:
    """Set ``kind`` of running heads, page numbers, stamps and turned lines to ``FURNITURE``."""
    seen: Counter[tuple[str, int]] = Counter()
    edges = [_edge_lines(lines, height) for lines, height in zip(pages, heights, strict=True)]
    for rim in edges:
        seen.update({(_DIGITS.sub("#", line.text), round(line.y0 / 6)) for line in rim})
    known = _heads_with_page_numbers(edges, heights) | _heads_begun_alike(edges, heights)
    anywhere = Counter(key for rim in edges for key in {_DIGITS.sub("#", line.text) for line in rim})
    enough = max(2.0, _REPEATED * len(pages))
    for lines, at_edge, height in zip(pages, edges, heights, strict=True):
        for line in at_edge:
            key, place = _DIGITS.sub("#", line.text), round(line.y0 / 6)
            count = max(seen[(key, place + shift)] for shift in (-1, 0, 1))
            if _LABEL_OF_FLOAT.match(line.text):
                continue
            named = sum(map(str.isalpha, key)) >= _LETTERS and _is_outermost(line, at_edge, height)
            at_rim = line.y0 > height * (1 - _WIDER_EDGE) or line.y1 < height * _WIDER_EDGE or named
            numbered = _PAGE_NUMBER.match(line.text) and (line.y0 > height * 0.88 or line.y1 < height * 0.12)
            repeated = (count >= enough and at_rim) or (named and anywhere[key] >= max(_FEWEST_HEADS, enough))
            if repeated or numbered or id(line) in known or _IMPRINT.match(line.text):
                line.kind = FURNITURE
        turned = sum(not line.level for line in lines)
        for line in lines:
            if ("arXiv" in line.text and STAMP.search(line.text)) or (
                not line.level and turned < _MANY_TURNED * len(lines)
            ):
                line.kind = FURNITURE


def _heads_with_page_numbers(edges: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[int]:
    """``id(line)`` of running heads that change from section to section: they begin or end with the page's number."""
    ends = [
        (line.text == digits, int(digits) - page, line)
        for page, (rim, height) in enumerate(zip(edges, heights, strict=True))
        for line in rim
        if _is_outermost(line, rim, height)
        if len(line.text) < _LONGEST_HEAD
        for digits in _NUMBER_AT_END.findall(line.text)
    ]
    enough = max(_FEWEST_HEADS, _REPEATED * len(edges))
    found: set[int] = set()
    for alone in (True, False):  # where numbers stand alone, a line that ends with one is text it was read into
        group = [(shift, line) for by_itself, shift, line in ends if by_itself == alone]
        common = Counter(shift for shift, _ in group).most_common(1)
        if common and common[0][1] >= enough:
            found |= {id(line) for shift, line in group if shift == common[0][0]}
    return found


def _heads_begun_alike(edges: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[int]:
    """``id(line)`` of running heads that begin alike and end with what changes: the section, the page."""
    begun: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for rim, height in zip(edges, heights, strict=True):
        for line in rim:
            words = _DIGITS.sub("#", line.text).split(None, _FIRST_WORDS)[:_FIRST_WORDS]
            if (
                len("".join(words)) >= _FIRST_LETTERS
                and len(words) == _FIRST_WORDS
                and _is_outermost(line, rim, height)
            ):
                begun[" ".join(words), round(line.y0 / 6)].append(id(line))
    enough = max(_FEWEST_HEADS, _REPEATED * len(edges))
    return {head for heads in begun.values() if len(heads) >= enough for head in heads}


def _is_outermost(line: Line, rim: Sequence[Line], height: float) -> bool:
    """Whether a line is the first of its page, and stands high up, or the last of it, and far down."""
    top, bottom = max(other.y1 for other in rim), min(other.y0 for other in rim)
    return (line.y1 > top - 3 and line.y0 > height * _MIDDLE) or (line.y0 < bottom + 3 and line.y1 < height * _FOOT)


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
        if "arXiv" in line.text and (match := STAMP.search(line.text)):
            return match[1]
    return None


def mark_figures(lines: Sequence[Line], boxes: Sequence[Box], body: tuple[str, float]) -> None:
    """Set ``kind`` of lines inside figures to ``FIGURE``: those within the page's larger form and image objects.

    pdfTeX places included graphics as such objects. A page that is one object as a whole is no figure, and long lines
    in the paper's own letters are none either: the boxes of graphics reach further than what is drawn of them.
    """
    if not boxes:
        return
    trusted = [box for box in boxes if _is_graphic(box, lines, body)]
    inside = [line for line in lines if within(line, trusted) and not set_by_author(line, body)]
    if sum(len(line.text) for line in inside) > 0.6 * sum(len(line.text) for line in lines):
        return
    for line in inside:
        if line.kind != FURNITURE:
            line.kind = FIGURE


def _is_graphic(box: Box, lines: Sequence[Line], body: tuple[str, float]) -> bool:
    """Whether a box holds a picture rather than running text."""
    inside = [line for line in lines if within(line, [box])]
    written = sum(len(line.text) for line in inside if set_by_author(line, body))
    return written < _TEXT_SHARE * sum(len(line.text) for line in inside) or not inside


def set_by_author(line: Line, body: tuple[str, float]) -> bool:
    """Whether a line is the paper's own: long, in the letters of the text, or a heading."""
    if line.font == body[0] and abs(line.size - body[1]) < 0.5 and len(line.text) > _LABEL:  # noqa: PLR2004 - points
        return True
    family = body[0].partition("-")[0]
    return line.size > body[1] + _LARGER and line.font.startswith(family) and bool(BOLD.search(line.font))


def mark_lettering(pages: Sequence[Sequence[Line]], size: float) -> None:
    """Set ``kind`` of the labels of drawn figures to ``FIGURE``, where the drawing is no object of its own.

    dvips puts drawings straight onto the page. Their labels come just before the caption, in fonts that set no
    running text anywhere in the paper, and that are no larger than its text, of the given ``size``: headings are.
    """
    strange = _label_fonts(pages)
    if not strange:
        return
    for lines in pages:
        for place, line in enumerate(lines):
            if line.kind == BODY and FIGURE_CAPTION.match(line.text):
                _mark_labels(lines[:place], strange, size + _LARGER)


def _mark_labels(before: Sequence[Line], strange: set[str], largest: float) -> None:
    """The run of labels that ends where a caption begins; a fragment in another font may stand among them."""
    run: list[Line] = []
    for line in reversed(before):
        if line.kind != BODY:
            continue
        if line.size > largest and BOLD.search(line.font):
            break
        if line.font not in strange and (len(line.text) > 4 or (run and run[-1].font not in strange)):  # noqa: PLR2004
            break
        run.append(line)
    if sum(line.font in strange for line in run) >= _RUN:
        for line in run:
            line.kind = FIGURE


def _label_fonts(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Fonts that set labels only: no long line, not TeX's for formulas."""
    longest: dict[str, int] = {}
    for lines in pages:
        for line in lines:
            if line.kind != FURNITURE and len(line.text) > longest.get(line.font, 0):
                longest[line.font] = len(line.text)
    return {font for font, length in longest.items() if length < _LABEL and not _MATHS.match(font)}


def within(line: Line, boxes: Sequence[Box]) -> bool:
    """Whether the middle of a line lies in one of the boxes."""
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in boxes)


def figure_boxes(page: Any, width: float, height: float) -> list[Box]:  # noqa: ANN401 - pdfium's handle
    """The larger form and image objects of a page."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    boxes = []
    place = address(page)
    graphics = {pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_IMAGE}
    for index in range(min(_MAX_OBJECTS, pdfium.FPDFPage_CountObjects(page))):
        item = page_object(place, index)
        if object_type(item) not in graphics:
            continue
        if pdfium.FPDFPageObj_GetBounds(ctypes.cast(item, pdfium.FPDF_PAGEOBJECT), left, bottom, right, top):
            wide, tall = right.value - left.value, top.value - bottom.value
            if wide > 40 and tall > 30 and wide * tall < 0.85 * width * height:  # noqa: PLR2004 - points: larger than a symbol
                boxes.append((left.value, bottom.value, right.value, top.value))
    return boxes
