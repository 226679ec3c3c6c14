"""The sentences of a paper that can be shown, each with the part of the paper it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.document import Document, Section, SentenceKind
from digest.models import Paper
from digest.summarize.cues import role_of
from digest.summarize.ranking import Topic, reads_alone


@dataclass(frozen=True)
class Candidate:
    """A sentence that can be shown, with the part of the paper it stands in and how close it is to the topic."""

    index: int
    text: str
    role: str
    topic: float
    title: str


def flat(text: str) -> str:
    """A sentence on one line."""
    return " ".join(text.split())


def candidates_of(paper: Paper, document: Document, abstract: Sequence[int]) -> list[Candidate]:
    """Every sentence of the body that reads alone; ``abstract`` are the sentences of the abstract."""
    spans = [(s.start, s.end) for s in document.sections if s.kind in ("references", "appendix", "acknowledgements")]
    kept = [
        (i, text)
        for i, s in enumerate(document.sentences)
        if s.kind is SentenceKind.TEXT
        and not any(a <= s.start < b for a, b in spans)
        and reads_alone(text := flat(document.sentence_text(i)))
    ]
    about = f"{paper.title} {paper.title} {paper.abstract or document.abstract}"
    scores = Topic([text for _, text in kept], about).scores
    return [
        Candidate(i, text, _role(document, i, abstract), score, _title(document, i))
        for (i, text), score in zip(kept, scores, strict=True)
    ]


def _holding(document: Document, index: int) -> list[Section]:
    start = document.sentences[index].start
    return sorted((s for s in document.sections if s.start <= start < s.end), key=lambda s: -s.level)


def _title(document: Document, index: int) -> str:
    holding = _holding(document, index)
    return holding[-1].title if holding else ""


def _role(document: Document, index: int, abstract: Sequence[int]) -> str:
    """The part of the paper a sentence belongs to: as its heading says, else as its place suggests."""
    if index in abstract:
        return "abstract"
    for section in _holding(document, index):
        if role := role_of(section.title):
            return role
    if document.sections:
        return "body"
    place = document.sentences[index].start / max(1, len(document.text))
    return "introduction" if place < 0.15 else "conclusion" if place > 0.85 else "body"  # noqa: PLR2004 - first and last parts
