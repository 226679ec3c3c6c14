"""How a paper is set (its body letters, its columns), and the free space around a caption on a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from digest.extract.captions import Caption
from digest.extract.graphics import Box, Clump, Graphics
from digest.extract.lines import BODY, FURNITURE, Line

PANEL = re.compile(r"^\(?[a-zA-Z0-9]\)\s")
_LONG = 25
"""Characters: shorter lines are labels or ends of paragraphs."""

MIN_TABLE = 60.0
MIN_RULES = 3
SAME = 3.0
"""Points by which the ends of a table's rules may differ."""

SPARSE = 1.3
"""A line wider than its letters by this much has white between its words: cells of a table."""

_MOSTLY_DIGITS = 0.4

_SIDE_BY_SIDE = 0.5
"""A column narrower than this part of the page has another beside it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The letters and the width of the body's lines, in points; ``letter`` is how wide a letter is on average."""

    font: str
    height: float
    column: float
    letter: float

    def is_body(self, line: Line) -> bool:
        """Whether a line is set in the body's letters."""
        return line.font == self.font and abs(line.height - self.height) < 0.12 * self.height

    def is_row(self, line: Line) -> bool:
        """Whether a line in the body's letters is a row of a table: cells with white between them, or numbers."""
        sparse = line.x1 - line.x0 > SPARSE * self.letter * len(line.text)
        return sparse or sum(map(str.isdigit, line.text)) > _MOSTLY_DIGITS * len(line.text.replace(" ", ""))


@dataclass(frozen=True, slots=True)
class Region:
    """The space that a figure with this caption can fill: ``x0`` to ``x1``, between the obstacles.

    ``text`` holds the places, in the page's list, of lines that no figure contains: paragraphs, heads, captions.
    """

    caption: Caption
    x0: float
    x1: float
    obstacles: tuple[Box, ...]
    text: frozenset[int]
    height: float

    def spans(self, clump: Clump) -> bool:
        """Whether a clump lies in the caption's column, or covers it."""
        shared = min(clump.x1, self.x1) - max(clump.x0, self.x0)
        return shared > 0.5 * (clump.x1 - clump.x0)

    def free_above(self, bottom: float, top: float | None = None) -> bool:
        """Whether no obstacle lies between the caption's top and a drawing above it."""
        return not self._blocked(self.caption.y1, bottom, top)

    def free_below(self, top: float, bottom: float | None = None) -> bool:
        """Whether no obstacle lies between a drawing below and the caption's bottom."""
        return not self._blocked(top, self.caption.y0, bottom)

    def _blocked(self, low: float, high: float, _far: float | None) -> bool:
        return any(box[1] > low - 2 and box[3] < high + 2 and self._crosses(box) for box in self.obstacles)

    def _crosses(self, box: Box) -> bool:
        shared = min(box[2], self.x1) - max(box[0], self.x0)
        return shared > 0.25 * min(box[2] - box[0], self.x1 - self.x0)

    def gap_above(self) -> tuple[float, float]:
        """From the caption's top to the next obstacle above it."""
        above = [box[1] for box in self.obstacles if box[1] >= self.caption.y1 - 2 and self._crosses(box)]
        return self.caption.y1, min([*above, self.height * 0.965])

    def gap_below(self) -> tuple[float, float]:
        """From the next obstacle below the caption to its bottom."""
        below = [box[3] for box in self.obstacles if box[3] <= self.caption.y0 + 2 and self._crosses(box)]
        return max([*below, self.height * 0.03]), self.caption.y0

    def limits(self, box: Clump) -> tuple[float, float]:
        """How far down and up a drawing may grow."""
        middle = (box.y0 + box.y1) / 2
        below = [b[3] for b in self.obstacles if (b[1] + b[3]) / 2 < middle and self._crosses(b)]
        above = [b[1] for b in self.obstacles if (b[1] + b[3]) / 2 > middle and self._crosses(b)]
        return max([*below, 0.0]), min([*above, self.height])


def measure(pages: Sequence[Sequence[Line]]) -> Measure:
    """The commonest letters of a paper, and how wide most of their lines are."""
    letters: Counter[tuple[str, int]] = Counter()
    for lines in pages:
        for line in lines:
            if line.kind == BODY and line.level:
                letters[line.font, round(line.height * 2)] += len(line.text)
    if not letters:
        return Measure("", 10.0, 300.0, 5.0)
    (font, doubled), _ = letters.most_common(1)[0]
    body = [
        line
        for lines in pages
        for line in lines
        if line.font == font and abs(line.height - doubled / 2) < 1 and len(line.text) > _LONG
    ]
    widths = sorted(line.x1 - line.x0 for line in body)
    letters_wide = sorted((line.x1 - line.x0) / len(line.text) for line in body)
    return Measure(
        font,
        doubled / 2,
        widths[int(0.8 * len(widths))] if widths else 300.0,
        letters_wide[len(letters_wide) // 2] if letters_wide else 0.5 * doubled / 2,
    )


@dataclass(frozen=True, slots=True)
class PageView:
    """What one page offers: its lines, captions and drawings."""

    number: int
    lines: Sequence[Line]
    captions: list[Caption]
    graphics: Graphics
    width: float
    height: float


def page_region(view: PageView, caption: Caption, style: Measure) -> Region:
    """The free space around one caption of a page."""
    lines = view.lines
    framed = [box for box in view.graphics.boxes if box[2] - box[0] > 60 and box[3] - box[1] > 24]  # noqa: PLR2004 - points: a frame, not a rule
    framed += _bands(view)
    mine = {i for c in view.captions for i in c.lines}
    text = {
        i for i, line in enumerate(lines) if i not in mine and _is_paragraph(lines, i, style) and not _in(line, framed)
    }
    text |= {i for i, line in enumerate(lines) if line.kind == FURNITURE and line.level}
    obstacles = [(lines[i].x0, lines[i].y0, lines[i].x1, lines[i].y1) for i in sorted(text)]
    obstacles += [(c.x0, c.y0, c.x1, c.y1) for c in view.captions if c is not caption]
    x0, x1 = _beside(lines, mine, caption, style, _span(caption, style, view.width))
    return Region(caption, x0, x1, tuple(obstacles), frozenset(text | mine), view.height)


def _bands(view: PageView) -> list[Box]:
    """The space between the rules of each table: three or more of one width, with no caption among them."""
    alike: dict[tuple[int, int], list[Box]] = {}
    for rule in view.graphics.rules:
        if rule[2] - rule[0] > MIN_TABLE:
            key = next((k for k in alike if abs(k[0] - rule[0]) < SAME and abs(k[1] - rule[2]) < SAME), None)
            alike.setdefault(key or (round(rule[0]), round(rule[2])), []).append(rule)
    bands = []
    for rules in alike.values():
        chain: list[Box] = []
        for rule in sorted(rules, key=lambda r: r[1]):
            if chain and any(chain[-1][1] < c.y0 < rule[1] for c in view.captions if c.x0 < rule[2] and c.x1 > rule[0]):
                bands.append(chain)
                chain = []
            chain.append(rule)
        bands.append(chain)
    return [(c[0][0] - SAME, c[0][1], c[0][2] + SAME, c[-1][3]) for c in bands if len(c) >= MIN_RULES]


def _span(caption: Caption, style: Measure, width: float) -> tuple[float, float]:
    """The column that a caption stands in, or the whole page."""
    whole = (0.03 * width, 0.97 * width)
    if style.column > _SIDE_BY_SIDE * width or caption.x1 - caption.x0 > 1.25 * style.column:
        return whole
    middle = (caption.x0 + caption.x1) / 2
    if abs(middle - 0.5 * width) < 0.06 * width or (caption.x0 < 0.46 * width and caption.x1 > 0.54 * width):
        return whole
    return (whole[0], 0.515 * width) if middle < 0.5 * width else (0.485 * width, whole[1])


def _beside(
    lines: Sequence[Line], captions: set[int], caption: Caption, style: Measure, span: tuple[float, float]
) -> tuple[float, float]:
    """The part of a span that text set beside the caption leaves to it: figures that text flows around."""
    x0, x1 = span
    for index, line in enumerate(lines):
        if index in captions or not line.level or not style.is_body(line) or len(line.text) <= _LONG:
            continue
        if min(line.y1, caption.y1) - max(line.y0, caption.y0) < 0.5 * line.height:
            continue
        if line.x1 <= caption.x0 + 2:
            x0 = max(x0, line.x1 + 2)
        elif line.x0 >= caption.x1 - 2:
            x1 = min(x1, line.x0 - 2)
    return x0, x1


def _is_paragraph(lines: Sequence[Line], index: int, style: Measure) -> bool:
    """Whether a line belongs to a paragraph: body letters, long, with another such line right above or below it."""
    line = lines[index]
    if not line.level or not style.is_body(line) or line.x1 - line.x0 < 0.55 * style.column or len(line.text) <= _LONG:
        return False
    if PANEL.match(line.text) or style.is_row(line):
        return False
    return any(
        other is not line
        and other.level
        and other.font == line.font
        and abs(other.x0 - line.x0) < 1.6 * line.height
        and 0.05 * line.height < abs(other.y0 - line.y0) < 2.0 * line.height
        for other in lines[max(0, index - 3) : index + 4]
    )


def _in(line: Line, frames: list[Box]) -> bool:
    return any(
        f[0] - 1 <= line.x0 and line.x1 <= f[2] + 1 and f[1] - 1 <= line.y0 and line.y1 <= f[3] + 1 for f in frames
    )
