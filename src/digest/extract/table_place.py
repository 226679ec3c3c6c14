"""Where the table of a caption stands: the block of short lines and rules right below it, or right above."""

from __future__ import annotations

from collections.abc import Sequence

from digest.extract.captions import Caption
from digest.extract.columns import SAME, Region
from digest.extract.graphics import Box, Clump, Graphics
from digest.extract.lines import FURNITURE, Line

STEP = 16.0
"""Points: a larger white gap ends the table, unless a rule follows further on."""

FIRST_STEP = 30.0
LEAST_LINES = 2
HEAD = 6.0
"""Points between a table's first rule and a head that stands above it."""

RULED = 3
"""Rules of a table with a head: top, middle, bottom."""


def table_box(
    caption: Caption, region: Region, lines: Sequence[Line], graphics: Graphics, *, above: bool
) -> Box | None:
    """The box of a caption's table, None when no lines or rules stand near it; ``above`` is this paper's habit."""
    candidates = []
    for side in (False, True):
        low, high = region.gap_above() if side else region.gap_below()
        inner = [
            Clump(line.x0, line.y0, line.x1, line.y1)
            for i, line in enumerate(lines)
            if i not in region.text
            and line.kind != FURNITURE
            and _between((line.x0, line.y0, line.x1, line.y1), region, low, high)
        ]
        rules = [Clump(*box) for box in graphics.rules if _between(box, region, low, high)]
        drawn = [Clump(*box) for box in graphics.boxes if _between(box, region, low, high)]
        box, members, ruled = _grown(caption, [*inner, *drawn], rules, above=side)
        if box is not None and (members >= LEAST_LINES or ruled >= LEAST_LINES):
            candidates.append((ruled >= LEAST_LINES, side == above, members, box.box))
    return max(candidates)[3] if candidates else None


def _between(box: Box, region: Region, low: float, high: float) -> bool:
    x0, y0, x1, y1 = box
    inside = min(x1, region.x1) - max(x0, region.x0) > 0.5 * (x1 - x0) - 0.01
    return inside and y0 >= low - 3 and y1 <= high + 3


def _grown(caption: Caption, inner: list[Clump], rules: list[Clump], *, above: bool) -> tuple[Clump | None, int, int]:
    """Walk away from the caption as long as the next line or rule is near."""
    edge = caption.y1 if above else caption.y0
    pieces = sorted(
        [*((p, False) for p in inner), *((r, True) for r in rules)], key=lambda p: p[0].y0 if above else -p[0].y1
    )
    box: Clump | None = None
    members = ruled = 0
    own = _alike(rules, above=above)
    last_rule = max((r.y1 for r in own), default=0.0) if above else min((r.y0 for r in own), default=1e9)
    for piece, is_rule in pieces:
        gap = piece.y0 - edge if above else edge - piece.y1
        framed = (piece.y1 <= last_rule + 1) if above else (piece.y0 >= last_rule - 1)
        if gap > (FIRST_STEP if box is None else STEP * 2 if framed else STEP):
            break
        if box is None:
            box = Clump(*piece.box)
        else:
            box.take(piece)
        edge = max(edge, piece.y1) if above else min(edge, piece.y0)
        members += not is_rule
        ruled += is_rule
    if box is not None and ruled >= RULED:  # what stands beyond the first and last rule is a heading or a note
        heights = [r.y0 for r in own if box.y0 - 1 <= r.y0 <= box.y1 + 1]
        if len(heights) > 1:
            top = max(heights)
            heads = [p.y1 for p in inner if top < (p.y0 + p.y1) / 2 and p.y0 < top + HEAD and p.y1 <= box.y1]
            box.y0, box.y1 = min(heights) - 1, max([top, *heads]) + 1
    return box, members, ruled


def _alike(rules: list[Clump], *, above: bool) -> list[Clump]:
    """The rules over the whole width of the one nearest to the caption; others are of a figure or a footnote."""
    if not rules:
        return []
    first = min(rules, key=lambda r: r.y0) if above else max(rules, key=lambda r: r.y1)
    alike = [r for r in rules if r.x0 < first.x0 + SAME and r.x1 > first.x1 - SAME]
    return alike if len(alike) > 1 else rules
