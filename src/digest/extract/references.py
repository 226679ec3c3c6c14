"""The bibliography cut into entries, with the arXiv ids and DOIs that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.document import Reference, Section

_LABEL = re.compile(r"(?:(?<=\n)|(?<=\s)|^)(\[[^\[\]\s]{1,14}\]|\d{1,3}\.)(?=\s+[^\s\d])")
_ENTRY = re.compile(r"(?<=\s)(\[\d{1,3}\](?=\s)|\d{1,3}(?=[A-Z]\.))")
_FIRST_ENTRY = re.compile(r"\n\n(?=\[1\] [A-Z]|1[A-Z]\.).")
"""Entries of a bibliography without a heading: "[1] A. Heron, …", or with the number raised, "1A. Heron, …"."""

_FEWEST, _LONGEST, _LAST = 5, 600, 2_000
"""Entries, and characters of an entry and of what may follow the last one's label: else these are no references."""

ARXIV = re.compile(
    r"(?:arXiv[:\s]+(?:preprint\s+)?(?:arXiv:)?\s*|arxiv\.org/(?:abs|pdf)/)((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}))(?:v\d+)?",
    re.IGNORECASE,
)
DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>]+?)(?=[.,;)\]]*(?:\s|$))")


def bibliographies(text: str, sections: Sequence[Section]) -> list[tuple[int, int]]:
    """From where to where the text has references: its sections of that kind, else where entries count upwards."""
    spans = []
    for section in sections:
        if section.kind == "references":
            heading_end = text.find("\n\n", section.start)
            spans.append((section.start if heading_end < 0 else heading_end + 2, section.end))
    return spans or _without_heading(text, sections)


def _without_heading(text: str, sections: Sequence[Section]) -> list[tuple[int, int]]:
    """The bibliography of a paper that sets no heading above it, as REVTeX's are, [] when there is none."""
    firsts = list(_FIRST_ENTRY.finditer(text))
    if not firsts:
        return []
    start = firsts[-1].end() - 1
    end = min((section.start for section in sections if section.start > start), default=len(text))
    labels = _counting(list(_ENTRY.finditer(text, start, end)))
    whole = len(labels) >= _FEWEST and labels[-1].start() - start < _LONGEST * len(labels)
    return [(start, end)] if whole and end - labels[-1].start() < _LAST else []


def split_references(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Reference, ...]:
    """The entries of every bibliography: by their labels, else by paragraphs."""
    return tuple(entry for start, end in spans for entry in _entries(text, start, end))


def _entries(text: str, start: int, end: int) -> list[Reference]:
    labels = [m for m in _LABEL.finditer(text, start, end) if m[1].startswith("[")]
    if len(labels) < 3:  # noqa: PLR2004 - fewer are citations, not labels
        labels = _counting([m for m in _LABEL.finditer(text, start, end) if not m[1].startswith("[")])
    if len(labels) < 3:  # noqa: PLR2004 - see above
        labels = _counting(list(_ENTRY.finditer(text, start, end)))
    if len(labels) >= 3:  # noqa: PLR2004 - see above
        starts = [m.start() for m in labels]
        names = [m[1].strip("[].") for m in labels]
    else:
        starts, names, at = [], [], start
        for paragraph in text[start:end].split("\n\n"):
            if paragraph.strip():
                starts.append(at)
                names.append("")
            at += len(paragraph) + 2
    if not starts:
        return []
    spans = zip(starts, [*starts[1:], end], names, strict=True)
    return [_entry(text, a, b, name) for a, b, name in spans]


def _counting(matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """Those of the numbers that count upwards from 1: the others are volumes, pages and years."""
    kept: list[re.Match[str]] = []
    for match in matches:
        if int(match[1].strip("[].")) == len(kept) + 1:
            kept.append(match)
    return kept


def _entry(text: str, start: int, end: int, label: str) -> Reference:
    own = text[start:end]
    arxiv, doi = ARXIV.search(own), DOI.search(own)
    return Reference(
        label=label, start=start, end=end, arxiv_id=arxiv[1] if arxiv else None, doi=doi[1] if doi else None
    )
