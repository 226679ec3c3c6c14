"""Every captioned figure and table of a paper, with its place on the page.

A caption is found by its words, the figure by what is drawn near it. Each clump of drawings goes to the caption that it
most likely belongs to: on the side where this paper's captions stand, in the caption's column, with no text between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from digest.document import Figure
from digest.extract.captions import find_captions
from digest.extract.columns import Measure, PageView, measure, page_region
from digest.extract.figure_place import Place, figure_box, inside, within_page
from digest.extract.graphics import Box, Clump, clumps, page_graphics
from digest.extract.lines import Line
from digest.extract.sideways import has_turned_caption, turned_figures
from digest.extract.table_cells import table_rows
from digest.extract.table_place import FIRST_STEP, table_box

REACH = 500.0
"""Points. A drawing farther from a caption than this does not belong to it."""

WRONG_SIDE = 240.0
"""Points by which a drawing on the other side than usual must be closer to be taken."""

OVERHANG = 5.0
"""Points by which a drawing beside a caption may reach over its end."""


def find_figures(document: Any, pages: Sequence[Sequence[Line]]) -> tuple[Figure, ...]:  # noqa: ANN401 - pdfium's handle
    """Find the figures and tables of an open document, in reading order.

    Args:
        document: pdfium's document handle.
        pages: The lines of every page, with running heads marked as such.
    """
    style = measure(pages)
    views = [view for number, lines in enumerate(pages, 1) if (view := _view(document, number, lines))]
    below = _captions_below(views, style)
    above = _tables_above(views, style)
    return tuple(f for view in views for f in _on_page(document, view, style, below=below, table_above=above))


def _view(document: Any, number: int, lines: Sequence[Line]) -> PageView | None:  # noqa: ANN401 - pdfium's handle
    if not find_captions(list(lines)) and not has_turned_caption(lines):
        return None
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        return None
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        graphics = page_graphics(page, width, height)
        return PageView(number, lines, find_captions(list(lines), graphics.rules), graphics, width, height)
    finally:
        pdfium.FPDF_ClosePage(page)


def _captions_below(views: list[PageView], style: Measure) -> bool:
    """Whether this paper sets captions below its figures, as most do: by the nearest drawing of each."""
    votes: Counter[bool] = Counter()
    for view in views:
        for caption in view.captions:
            if caption.kind != "figure":
                continue
            region = page_region(view, caption, style)
            above = below = REACH
            for clump in clumps(list(view.graphics.boxes)):
                if clump.substantial and region.spans(clump):
                    if region.free_above(clump.y0):
                        above = min(above, abs(clump.y0 - caption.y1))
                    if region.free_below(clump.y1):
                        below = min(below, abs(caption.y0 - clump.y1))
            if min(above, below) < REACH:
                votes[above <= below] += 1
    return votes[True] >= votes[False]


def _tables_above(views: list[PageView], style: Measure) -> bool:
    """Whether this paper sets its tables above their captions, by the rules that stand nearest to each caption."""
    votes: Counter[bool] = Counter()
    for view in views:
        for caption in view.captions:
            if caption.kind == "table":
                region = page_region(view, caption, style)
                spanning = [r for r in view.graphics.rules if region.spans(Clump(*r))]
                over = min((r[1] - caption.y1 for r in spanning if r[1] > caption.y1 - 2), default=REACH)
                under = min((caption.y0 - r[3] for r in spanning if r[3] < caption.y0 + 2), default=REACH)
                if min(over, under) < FIRST_STEP:
                    votes[over < under] += 1
    return votes[True] > votes[False]


def _on_page(document: Any, view: PageView, style: Measure, *, below: bool, table_above: bool) -> list[Figure]:  # noqa: ANN401 - pdfium's handle
    if not view.captions:
        return turned_figures(view)
    places = [Place(c, page_region(view, c, style)) for c in view.captions]
    tables = {
        id(p): table_box(p.caption, p.region, view.lines, view.graphics, above=table_above)
        for p in places
        if p.caption.kind == "table"
    }
    crumbs = _share_out(view, places, [box for box in tables.values() if box], below=below)
    figures = []
    for place in places:
        box = tables.get(id(place))
        if box is None:
            box = figure_box(place, view, crumbs, style, below=below)
        rows = table_rows(document, view.number, box) if box and place.caption.kind == "table" else ()
        figures.append(
            Figure(
                kind=place.caption.kind,
                label=place.caption.label,
                caption=place.caption.text,
                page=view.number,
                box=within_page(box, view, place.caption) if box else None,
                rows=rows,
            )
        )
    return figures


def _share_out(view: PageView, places: list[Place], tables: list[Box], *, below: bool) -> list[Clump]:
    """Give every clump of drawings to the caption it fits best; gives those that are too small to be a drawing."""
    boxes = [box for box in view.graphics.boxes if not any(inside(box, table) for table in tables)]
    crumbs = []
    for clump in clumps(boxes):
        if not clump.substantial:
            crumbs.append(clump)
            continue
        for part in _split(clump, boxes, places):
            scored = [
                (score, i) for i, place in enumerate(places) if (score := _score(part, place, below=below)) < REACH
            ]
            if scored:
                places[min(scored)[1]].parts.append(part)
    return crumbs


def _split(clump: Clump, boxes: list[Box], places: list[Place]) -> list[Clump]:
    """Cut a clump where captions stand side by side under it: two figures whose frames touch."""
    under = sorted(
        (
            p.caption
            for p in places
            if p.caption.x1 > clump.x0 and p.caption.x0 < clump.x1 and p.caption.kind == "figure"
        ),
        key=lambda c: c.x0,
    )
    inner = [b for b in boxes if clump.x0 <= b[0] and b[2] <= clump.x1 and clump.y0 <= b[1] and b[3] <= clump.y1]
    cuts = [
        _stripe(inner, (a.x0 + a.x1) / 2, (b.x0 + b.x1) / 2)
        for a, b in pairwise(under)
        if a.x1 <= b.x0 + 2 and abs(a.y1 - b.y1) < 3 * a.height
    ]
    if not cuts:
        return [clump]
    edges = [clump.x0 - 1, *cuts, clump.x1 + 1]
    groups = [[box for box in inner if left <= (box[0] + box[2]) / 2 < right] for left, right in pairwise(edges)]
    return [part for group in groups if group for part in clumps(group, near=1e4)]


def _stripe(boxes: list[Box], left: float, right: float) -> float:
    """Where the widest white stripe between two captions' middles runs; half way where there is none."""
    widest, place, reach = 0.0, (left + right) / 2, left
    for x0, x1 in sorted((box[0], box[2]) for box in boxes):
        if left < (middle := (reach + x0) / 2) < right and x0 - reach > widest:
            widest, place = x0 - reach, middle
        reach = max(reach, x1)
    return place


def _score(clump: Clump, place: Place, *, below: bool) -> float:
    """How badly a clump fits a caption, in points; ``REACH`` or more is not at all."""
    caption, region = place.caption, place.region
    usual_above = below if caption.kind == "figure" else False
    off_centre = 0.05 * abs(clump.x0 + clump.x1 - caption.x0 - caption.x1) / 2  # decides between captions side by side
    if region.spans(clump):
        if clump.y0 >= caption.y1 - 0.6 * caption.height and region.free_above(clump.y0, clump.y1):
            return off_centre + max(0.0, clump.y0 - caption.y1) + (0 if usual_above else WRONG_SIDE)
        if clump.y1 <= caption.y0 + 0.6 * caption.height and region.free_below(clump.y1, clump.y0):
            return off_centre + max(0.0, caption.y0 - clump.y1) + (WRONG_SIDE if usual_above else 0)
    shared = min(clump.y1, caption.y1) - max(clump.y0, caption.y0)
    if shared > 0.5 * min(caption.y1 - caption.y0, clump.y1 - clump.y0) and caption.kind == "figure":
        aside = max(clump.x0 - caption.x1, caption.x0 - clump.x1)
        if -OVERHANG < aside < REACH / 2:
            return aside + WRONG_SIDE
    return REACH
