"""The bibliography cut into entries, with the arXiv ids and DOIs that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.document import Reference, Section

_LABEL = re.compile(r"(?:(?<=\n)|(?<=\s)|^)(\[[^\[\]\s]{1,14}\]|\d{1,3}\.)(?=\s+[^\s\d])")
ARXIV = re.compile(
    r"(?:arXiv[:\s]+(?:preprint\s+)?(?:arXiv:)?\s*|arxiv\.org/(?:abs|pdf)/)((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}))(?:v\d+)?",
    re.IGNORECASE,
)
DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>]+?)(?=[.,;)\]]*(?:\s|$))")


def split_references(text: str, sections: Sequence[Section]) -> tuple[Reference, ...]:
    """The entries of every section of references: by their labels, else by paragraphs."""
    found: list[Reference] = []
    for section in sections:
        if section.kind == "references":
            heading_end = text.find("\n\n", section.start)
            start = section.start if heading_end < 0 else heading_end + 2
            found += _entries(text, start, section.end)
    return tuple(found)


def _entries(text: str, start: int, end: int) -> list[Reference]:
    labels = [m for m in _LABEL.finditer(text, start, end) if m[1].startswith("[")]
    if len(labels) < 3:  # noqa: PLR2004 - fewer are citations, not labels
        labels = _counting([m for m in _LABEL.finditer(text, start, end) if not m[1].startswith("[")])
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
        if int(match[1].rstrip(".")) == len(kept) + 1:
            kept.append(match)
    return kept


def _entry(text: str, start: int, end: int, label: str) -> Reference:
    own = text[start:end]
    arxiv, doi = ARXIV.search(own), DOI.search(own)
    return Reference(
        label=label, start=start, end=end, arxiv_id=arxiv[1] if arxiv else None, doi=doi[1] if doi else None
    )
