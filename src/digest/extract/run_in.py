"""Headings that run into their paragraph, as AMS-LaTeX sets those of subsections: they become lines of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digest.extract.lines import BODY, Line
from digest.extract.outline import LABEL, Bookmark

_SHORTEST = 4
_STOPS = (".", ":")


def split_run_in(pages: Sequence[list[Line]], outline: Sequence[Bookmark]) -> None:
    """Cut the lines that begin with a title of the outline and go on with text behind its full stop."""
    for mark in outline:
        if not 0 <= mark.page < len(pages) or len(mark.title) < _SHORTEST:
            continue
        lines = pages[mark.page]
        title = mark.title
        found = ((n, cut) for n, line in enumerate(lines) if title in line.text and (cut := _end_of_title(line, title)))
        place, cut = next(found, (0, 0))
        if cut:
            line = lines[place]
            lines[place : place + 1] = [
                replace(line, text=line.text[:cut], hyphen=False),
                replace(line, text=line.text[cut:].lstrip()),
            ]


def _end_of_title(line: Line, title: str) -> int:
    """Where the title ends that a line begins with, after its number perhaps; 0 where it begins with none."""
    at = line.text.find(title)
    if line.kind != BODY or not line.level:
        return 0
    label = LABEL.match(line.text)
    end = at + len(title)
    begins = at == 0 or (label is not None and at == label.end())
    stopped = line.text[end : end + 1] in _STOPS
    if not begins or not (stopped or title[-1] in "?!"):
        return 0
    end += stopped
    return end if line.text[end:].strip() else 0
