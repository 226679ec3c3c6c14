"""How far the lines of one paragraph stand apart: in manuscripts, as far as paragraphs do elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise

from digest.extract.lines import BODY, Line

_LONG = 40
"""Characters: shorter lines are ends of paragraphs and parts of formulas."""

_SAMPLED = 200
"""Lines that tell how far the others stand apart: more than a table of contents has."""

_SPACED_OUT, _MORE = 0.5, 0.35
"""Of a line's height: lines that stand farther apart are a manuscript's, whose paragraphs stand so much farther."""


def farthest_within(pages: Sequence[Sequence[Line]], usual: float) -> float:
    """How far a line may stand below another of its paragraph, in heights of a line: ``usual`` but in manuscripts."""
    gaps = (
        (before.y0 - line.y1) / max(4.0, line.height)
        for lines in pages
        for before, line in pairwise(lines)
        if len(line.text) > _LONG < len(before.text)
        if line.kind == before.kind == BODY and line.font == before.font and abs(line.x0 - before.x0) < line.height
        if line.y1 < before.y1
    )
    some = sorted(islice(gaps, _SAMPLED))
    middle = some[len(some) // 2] if some else 0.0
    return max(usual, middle + _MORE) if middle > _SPACED_OUT else usual
