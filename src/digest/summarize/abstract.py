"""Which sentences of a document are its abstract."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from digest.document import Document, SentenceKind
from digest.models import Paper
from digest.summarize.candidates import flat
from digest.summarize.locate import Source, squash
from digest.summarize.ranking import reads_alone

_FOOTNOTE = re.compile(
    (
        r"equal(?:ly)? contribut|listing order|^\W*[∗†‡*§]|work (?:was )?(?:done|performed) (?:while|"
        r"during)|correspond(?:ing|ence)\b"
    ),
    re.IGNORECASE,
)
_SAME = 80.0  # how alike a sentence and a part of the source's abstract are
MOST_SHOWN = 8  # sentences of an abstract that are shown
_FIRST_PAGES = 4  # where an abstract can stand, title pages and lists of contents included
_WHOLE = 3  # sentences on its first page that make an abstract


def abstract_of(paper: Paper, document: Document, source: Source) -> list[int]:
    """The sentences of the abstract, as the document has them."""
    inside = [s for s in document.sections if s.kind == "abstract" and s.page <= _FIRST_PAGES][:1]
    found = [
        i
        for i, s in enumerate(document.sentences)
        if s.kind is SentenceKind.TEXT and any(a.start <= s.start < a.end for a in inside)
    ]
    found = _without_footnotes(found, paper, document)
    if found:
        page = document.page_at(document.sentences[found[0]].start)
        here = [i for i in found if document.sentences[i].start < page.end]
        return here if len(here) >= _WHOLE else found[:MOST_SHOWN]
    located = source.find(paper.abstract or document.abstract, (0,))
    return [i for i in located.sentences if source.citable(i)] if located else _opening(document)


def _without_footnotes(found: list[int], paper: Paper, document: Document) -> list[int]:
    """The abstract up to the footnotes of its page, checked against the abstract that the source gives."""
    for place, index in enumerate(found):
        if place and _FOOTNOTE.search(document.sentence_text(index)):
            found = found[:place]
            break
    if paper.source != "arxiv" or not paper.abstract:
        return found
    known = squash(paper.abstract).text
    same = [i for i in found if fuzz.partial_ratio(squash(document.sentence_text(i)).text, known) >= _SAME]
    return same if len(same) >= _WHOLE else found


def _opening(document: Document) -> list[int]:
    """The first paragraphs stand in for an abstract that could not be found."""
    first = document.pages[:_FIRST_PAGES]
    texts = [
        i for i, s in enumerate(document.sentences) if s.kind is SentenceKind.TEXT and first and s.start < first[-1].end
    ]
    return [i for i in texts if reads_alone(flat(document.sentence_text(i)))][:5]
