"""Where the entries of a bibliography begin that has no labels: at the lines that hang out to the left."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from digest.extract.lines import BODY, Line

_HEADING = re.compile(
    r"(?:[\dIVX]+\.?\s+)?"
    r"(?:references|bibliography|literature cited|literatur(?:verzeichnis)?|références|bibliographie)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\[[^\[\]\s]{1,14}\]|\d{1,3}\.\s")
_ENDS = re.compile(r"[.\d)]$")
"""How the last line of an entry ends: with a full stop, a page or a year."""

_LEFT = 6.0
"""Points: lines that begin within it begin at the same place."""

_FARTHEST = 45.0
"""Points: a line that begins farther right stands in another column."""

_SHARE = 0.1
_MARGIN = 0.2
_FEWEST = 2


def entry_lines(pages: Sequence[Sequence[Line]], headings: Mapping[int, int]) -> dict[int, bool]:
    """``id(line)`` of the lines of such bibliographies -> whether an entry begins there."""
    found: dict[int, bool] = {}
    for columns in _bibliographies(pages, headings):
        lines = [line for column in columns for line in column]
        if sum(bool(_LABELLED.match(line.text)) for line in lines) > _SHARE * len(lines):
            continue
        begins = {
            id(line): line.x0 < left + _LEFT for column in columns for left in (_left(column),) for line in column
        }
        # in paragraphs with an indented first line it is the other way round
        if _ends_before(columns, begins, first=True) > _ends_before(columns, begins, first=False) + _MARGIN:
            found |= begins
    return found


def _left(column: Sequence[Line]) -> float:
    """Where the lines of a column begin that begin farthest to the left, stray ones left aside."""
    places = Counter(round(line.x0 / 2) * 2 for line in column)
    return float(min(place for place, count in places.items() if count > _SHARE * len(column) or count == len(column)))


def _ends_before(columns: Sequence[Sequence[Line]], begins: Mapping[int, bool], *, first: bool) -> float:
    """Of the lines that begin an entry, or do not: the share before which a line ends like an entry."""
    ends = [
        bool(_ENDS.search(before.text))
        for column in columns
        for before, line in pairwise(column)
        if begins[id(line)] == first
    ]
    return sum(ends) / len(ends) if len(ends) >= _FEWEST else 1.0


def _bibliographies(pages: Sequence[Sequence[Line]], headings: Mapping[int, int]) -> list[list[list[Line]]]:
    """The lines of each bibliography, column by column."""
    found: list[list[list[Line]]] = []
    inside = False
    for lines in pages:
        before: Line | None = None
        for line in lines:
            if line.kind != BODY or not line.text:
                continue
            if id(line) in headings:
                inside = bool(_HEADING.match(line.text))
                if inside:
                    found.append([])
                before = None
            elif inside:
                if before is None or line.y0 > before.y1 or line.x0 - before.x0 > _FARTHEST:
                    found[-1].append([])
                found[-1][-1].append(line)
                before = line
    return [columns for columns in found if columns]
