"""Figures and tables that are set sideways on a page of their own, caption and all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from digest.document import Figure
from digest.extract.captions import MAX_LINES, caption_start, kind_of, label_of
from digest.extract.columns import PageView
from digest.extract.figure_place import ends, within_page
from digest.extract.graphics import Box
from digest.extract.lines import Line

_MANY_TURNED = 0.3
"""Where more of a page's lines are turned, the page itself is."""

_LEADING = 2.0
"""Of the size of letters: how far apart two lines of one caption are."""

_SAME = 0.3
"""Points by which the sizes of letters may differ within a caption."""


def has_turned_caption(lines: Sequence[Line]) -> bool:
    """Whether a page is one float, set sideways."""
    turned = [line for line in lines if not line.level]
    return len(turned) > _MANY_TURNED * len(lines) and any(_starts(line) for line in turned)


def turned_figures(view: PageView) -> list[Figure]:
    """The float of a page that is set sideways: all that stands on the larger side of its caption.

    Of a turned line only the place of its middle letter is known; how long it is can be guessed.
    """
    turned = [line for line in view.lines if not line.level]
    first = next((at for at, line in enumerate(turned) if _starts(line)), None)
    if first is None:
        return []
    block = _caption(turned, first)
    match = caption_start(block[0].text)
    assert match is not None  # noqa: S101 - it begins one
    x0, x1 = min(line.x0 for line in block), max(line.x1 for line in block)
    drawn: list[Box] = [*view.graphics.boxes, *view.graphics.rules]
    drawn += [(line.x0, bottom, line.x1, top) for line in turned if line not in block for bottom, top in [ends(line)]]
    sides = [[box for box in drawn if box[2] <= x0 + 2], [box for box in drawn if box[0] >= x1 - 2]]
    side = max(sides, key=len)
    text = block[0].text
    for before, line in pairwise(block):  # pdfium cuts a turned line that is long
        text += ("" if abs(line.x0 - before.x0) < 0.5 * line.size else " ") + line.text
    box = (min(b[0] for b in side), min(b[1] for b in side), max(b[2] for b in side), max(b[3] for b in side))
    return [
        Figure(
            kind=kind_of(match),
            label=label_of(match),
            caption=text[match.end() :].lstrip(" :.|–—-"),
            page=view.number,
            box=within_page(box, view) if side else None,
        )
    ]


def _starts(line: Line) -> bool:
    start = caption_start(line.text)
    return start is not None and start["mark"].strip() != ""


def _caption(turned: Sequence[Line], first: int) -> list[Line]:
    """The lines of a caption: those that follow in letters of its size, each beside the one before."""
    block = [turned[first]]
    for line in turned[first + 1 : first + MAX_LINES]:
        apart = abs(line.x0 - block[-1].x0)
        if abs(line.size - block[0].size) > _SAME or apart > _LEADING * line.size:
            break
        block.append(line)
    return block
