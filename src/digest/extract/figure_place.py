"""The place of a figure on its page: what is drawn for its caption, with small parts, axes and lettering."""

from __future__ import annotations

from dataclasses import dataclass, field

from digest.extract.captions import Caption
from digest.extract.columns import PANEL, Measure, PageView, Region
from digest.extract.graphics import Box, Clump
from digest.extract.lines import FURNITURE, Line

APART = 55.0
"""Points between the small parts of one drawing."""

TOUCH = 2.0
"""Points between a drawing and its frame."""

LABELS = 14.0
"""Points around a drawing in which short lines are its labels."""

TITLES = 20.0
"""Points above and below a drawing in which lines in the letters of its labels are titles of panels and axes."""

LABEL = 12
"""Characters: longer lines in the body's letters, above or below a drawing, are text."""

MARGIN = 4.0
LEAST_GAP = 40.0
HALF_LETTER = 0.25
"""Of the size of letters: half of how wide they are on average."""


@dataclass(slots=True)
class Place:
    """A caption with what was found for it."""

    caption: Caption
    region: Region
    parts: list[Clump] = field(default_factory=list)


def figure_box(place: Place, view: PageView, crumbs: list[Clump], style: Measure, *, below: bool) -> Box | None:
    """The box of a figure; where nothing is drawn for its caption, of the lines in the free space beside it.

    Args:
        place: The caption and the drawings that were given to it.
        view: The page.
        crumbs: Drawings of the page that are too small to be given to a caption.
        style: The paper's body letters.
        below: Whether this paper sets captions below its figures.
    """
    caption, region = place.caption, place.region
    if place.parts:
        box = Clump(*place.parts[0].box)
        for part in place.parts[1:]:
            box.take(part)
        _take_crumbs(box, place, crumbs, view, style)
        _take_frame(box, place, view)
        _take_labels(box, place, view, style)
        return box.box
    sides = [region.gap_above(), region.gap_below()]
    for low, high in sides if below else reversed(sides):
        inner = [
            line
            for i, line in enumerate(view.lines)
            if i not in caption.lines
            and line.kind != FURNITURE
            and low - 1 <= line.y0
            and line.y1 <= high + 1
            and region.x0 - MARGIN <= line.x0 < region.x1
        ]
        if inner and high - low > LEAST_GAP:
            return (
                min(line.x0 for line in inner),
                min(line.y0 for line in inner),
                max(line.x1 for line in inner),
                max(line.y1 for line in inner),
            )
    return None


def _take_crumbs(box: Clump, place: Place, crumbs: list[Clump], view: PageView, style: Measure) -> None:
    """Grow around the small parts of a drawing, from one to the next: bars that do not touch, points, short lines.

    What stands on a line of text is none: an underline, the frame of a link, a fraction bar.
    """
    low, high = _limits(box, place)
    text = [Clump(line.x0, line.y0, line.x1, line.y1) for line in view.lines if style.is_body(line)]
    left = [c for c in crumbs if low <= c.y0 and c.y1 <= high and place.region.spans(c)]
    left = [c for c in left if not any(_overlap(c, line) for line in text)]
    near = left
    while near:
        near = [c for c in left if _gap(c, box) < APART]
        left = [c for c in left if c not in near]
        for crumb in near:
            box.take(crumb)


def _take_frame(box: Clump, place: Place, view: PageView) -> None:
    """Grow around the long thin lines that touch a drawing: its axes and its frame."""
    low, high = _limits(box, place)
    region = place.region
    for x0, y0, x1, y1 in view.graphics.rules:
        touches = x0 < box.x1 + TOUCH and x1 > box.x0 - TOUCH and y0 < box.y1 + TOUCH and y1 > box.y0 - TOUCH
        if touches and low <= y0 and y1 <= high and region.x0 <= x0 and x1 <= region.x1:
            box.take(Clump(x0, y0, x1, y1))


def _take_labels(box: Clump, place: Place, view: PageView, style: Measure) -> None:
    """Grow around the lettering of a figure: axis labels, legends, "(a)" below a panel."""
    region = place.region
    low, high = _limits(box, place)
    for _ in range(3):
        within = (line for line in view.lines if inside((line.x0, line.y0, line.x1, line.y1), box.box))
        lettering = {_family(line) for line in within} - {style.font.partition("-")[0]}
        for index, line in enumerate(view.lines):
            if index in region.text or line.y0 < low - 2 or line.y1 > high + 2:
                continue
            if line.x0 < region.x0 - 12 or line.x1 > region.x1 + 12:
                continue
            outside = line.y0 > box.y1 - 2 or line.y1 < box.y0 + 2
            if outside and style.is_body(line) and len(line.text) > LABEL and not PANEL.match(line.text):
                continue
            reach = TITLES if _family(line) in lettering else LABELS
            bottom, top = ends(line)
            beside = line.x0 < box.x1 + LABELS and line.x1 > box.x0 - LABELS
            if beside and bottom < box.y1 + reach and top > box.y0 - reach:
                turned = 0.0 if line.level else line.size / 2  # the box of a turned line is a guess
                box.take(Clump(line.x0 - turned, line.y0, line.x1 + turned, line.y1))
    _take_turned(box, view, low, high)


def _take_turned(box: Clump, view: PageView, low: float, high: float) -> None:
    """Grow to the ends of turned labels, up to the next line of text."""
    level = [line for line in view.lines if line.level and line.x0 < box.x1 and line.x1 > box.x0]
    low = max([low, *(line.y1 for line in level if line.y1 <= box.y0 + 1)])
    high = min([high, *(line.y0 for line in level if line.y0 >= box.y1 - 1)])
    for line in view.lines:
        if not line.level and inside((line.x0, line.y0, line.x1, line.y1), box.box):
            bottom, top = ends(line)
            box.take(Clump(line.x0, max(low, bottom), line.x1, min(high, top)))


def ends(line: Line) -> tuple[float, float]:
    """Bottom and top of a line. Of an upright one only the place of its middle letter is known; the rest is a guess."""
    if line.level or line.x1 - line.x0 > 2 * line.size:
        return line.y0, line.y1
    middle, half = (line.y0 + line.y1) / 2, line.size * len(line.text) * HALF_LETTER
    return middle - half, middle + half


def _limits(box: Clump, place: Place) -> tuple[float, float]:
    """How far down and up a drawing may grow: to the text, and to its own caption."""
    low, high = place.region.limits(box)
    if box.y0 > place.caption.y0:
        return max(low, place.caption.y1 - 2), high
    return low, min(high, place.caption.y0 + 2)


def _overlap(a: Clump, b: Clump) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _gap(a: Clump, b: Clump) -> float:
    """How far two clumps are apart, sideways or one above the other."""
    return max(a.x0 - b.x1, b.x0 - a.x1, a.y0 - b.y1, b.y0 - a.y1)


def _family(line: Line) -> str:
    """The font of a line without its weight: titles are bold where labels are not."""
    return line.font.partition("-")[0]


def inside(inner: Box, outer: Box) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] - 2 <= x <= outer[2] + 2 and outer[1] - 2 <= y <= outer[3] + 2


def within_page(box: Box, view: PageView, caption: Caption | None = None) -> Box:
    """A box with a margin that reaches neither over the page nor into the caption."""
    bottom, top = max(0.0, box[1] - MARGIN), min(view.height, box[3] + MARGIN)
    if caption and box[1] >= caption.y1 - 1:
        bottom = max(bottom, min(box[1], caption.y1))
    if caption and box[3] <= caption.y0 + 1:
        top = min(top, max(box[3], caption.y0))
    return (
        round(max(0.0, box[0] - MARGIN), 1),
        round(bottom, 1),
        round(min(view.width, box[2] + MARGIN), 1),
        round(top, 1),
    )
