"""Bytes of a PDF to a ``Document``. Pure: same bytes, same document. Must run in a worker process: see ``pool.py``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from typing import Literal

from digest.document import Aside, Document, document_key
from digest.errors import DamagedError, NoTextError
from digest.extract.drawings import mark_drawn
from digest.extract.entries import entry_lines
from digest.extract.fallback import read_with_pypdf
from digest.extract.figures import find_figures
from digest.extract.flow import assemble, make_blocks
from digest.extract.furniture import BOLD, find_stamp, mark_figures, mark_furniture, mark_lettering
from digest.extract.headings import NAMED, body_font, find_headings
from digest.extract.hyphens import join_broken_words, vocabulary
from digest.extract.language import guess_language
from digest.extract.lines import BODY, FIGURE, Line
from digest.extract.links import find_links
from digest.extract.name import EXTRACTOR
from digest.extract.pdfium import RawPages, opened, read_pages
from digest.extract.references import bibliographies, split_references
from digest.extract.run_in import split_run_in
from digest.extract.second_opinion import drawn_text
from digest.extract.sections import find_abstract, make_sections, mark_references

MAX_PAGES = 2_000
_UPPER = 0.45
"""The part of a first page's height below which no title stands."""

_NAME = 8
"""Characters: shorter lines in bold are marks, no titles."""

_SHORTEST, _LONGEST_TITLE = 15, 200
_MARKS = 3
"""Paragraphs: marks of a journal or a draft that may stand above a title."""

_NO_TITLE = re.compile(
    r"abstract|draft|pre-?print|typeset using"
    r"|prepared|submitted|accepted|received|published|version|arxiv|journal|proceedings|vol\b"
    r"|mnras|\d",
    re.IGNORECASE,
)
"""How the first paragraphs begin that are no titles: marks of journals and drafts."""

_DINGBATS = re.compile("[\u2701-\u27be]")
_UNREADABLE = 0.2
"""Of a text: some programs name the bitmaps of letters like ornaments."""

_SCANNED = 20
"""Characters a page: with fewer, on average, a PDF has pictures of text and no text."""


def read_pdf(data: bytes, *, max_pages: int = MAX_PAGES, hidden: bool = True, figures: bool = True) -> Document:
    """Read a PDF.

    ``hidden`` looks for text that no reader of the page can see and leaves it out; ``figures`` finds figures
    and tables.

    Raises:
        EncryptedError: It needs a password.
        NoTextError: It has no pages, or no text on them.
        DamagedError: Neither pdfium nor pypdf can read it, or it has too many pages.
    """
    found, reader = _pages(data, max_pages, hidden=hidden, figures=figures)
    sha256 = hashlib.sha256(data).hexdigest()
    stamp = find_stamp(found.pages[0])
    title = find_title(found.pages[0], found.sizes[0][1])
    split_run_in(found.pages, found.outline)
    flow_lines = [line for lines in found.pages for line in lines if line.kind == BODY]
    headings = find_headings(found.pages, found.outline)
    join_broken_words(flow_lines, vocabulary(flow_lines))
    entries = entry_lines(found.pages, headings)
    flow = assemble(make_blocks(found.pages, headings, entries), found.sizes)
    if len(flow.text.split()) < 10 or len(flow.text) < _SCANNED * len(found.pages):  # noqa: PLR2004 - a stray word is no paper
        pages = len(found.pages)
        raise NoTextError(
            f"the PDF has {pages} page{'s' if pages > 1 else ''} but no text: it may be scanned",
            hint="OCR can read scanned pages: install digest[ocr] and tesseract, and set DIGEST_OCR=true.",
        )
    if len(_DINGBATS.findall(flow.text)) > _UNREADABLE * len(flow.text):
        raise NoTextError(
            "the PDF's fonts do not say which letters they show, so that its text cannot be read",
            hint="Another copy of it may be readable; for a paper of arXiv try --text-from html.",
        )
    sections = make_sections(flow)
    abstract = find_abstract(flow, sections)
    spans = bibliographies(flow.text, sections)
    return Document(
        key=document_key(sha256, EXTRACTOR),
        sha256=sha256,
        extractor=EXTRACTOR,
        reader=reader,
        title=title or first_words(flow.text, abstract),
        abstract=abstract,
        stamp=stamp,
        language=guess_language(flow.text),
        text=flow.text,
        pages=flow.pages,
        sentences=mark_references(flow.sentences, spans),
        sections=sections,
        links=find_links(flow.text, flow.pages, flow.sentences, found.annotations),
        figures=found.figures,
        references=split_references(flow.text, spans),
        hidden=tuple(found.hidden),
        asides=_asides(found.pages),
    )


def _pages(data: bytes, max_pages: int, *, hidden: bool, figures: bool) -> tuple[RawPages, Literal["pdfium", "pypdf"]]:
    with ExitStack() as stack:
        try:
            pdf = stack.enter_context(opened(data))
        except DamagedError:
            pages, sizes = read_with_pypdf(data, max_pages)
            mark_furniture(pages, [height for _, height in sizes])
            return RawPages(pages, sizes), "pypdf"
        found = read_pages(pdf, max_pages, partial(drawn_text, data) if hidden else None)
        mark_furniture(found.pages, [height for _, height in found.sizes])
        body = body_font(found.pages)
        for lines, boxes, drawn in zip(found.pages, found.graphics, found.drawings, strict=True):
            mark_figures(lines, boxes, body)
            mark_drawn(lines, drawn, body)
        mark_lettering(found.pages, body[1])
        found.figures = find_figures(pdf.raw, found.pages) if figures else ()
        return found, "pdfium"


def find_title(lines: Sequence[Line], height: float) -> str:
    """The largest text in the upper half of the first page, else its first lines in bold."""
    upper = [line for line in lines if line.kind == BODY and line.level and line.y0 > height * _UPPER]
    if not upper:
        return ""
    font, body = body_font([lines])
    largest = max(line.size for line in upper)
    if largest >= body + 1.0:
        chosen = [line for line in upper if line.size > largest - 0.6]
    else:
        bold = [line for line in upper if BOLD.search(line.font) and line.font != font and len(line.text) > _NAME]
        chosen = [line for line in bold if not _NO_TITLE.match(line.text)]
        chosen = [line for line in chosen if line.font == chosen[0].font and not NAMED.match(line.text)]
    together: list[Line] = []
    for line in chosen:
        if together and together[-1].y0 - line.y1 > 2.0 * line.height:
            break
        together.append(line)
    return " ".join(" ".join(line.text for line in together).split())


def first_words(text: str, abstract: str) -> str:
    """The first paragraph of a paper that sets its title like its text; "" where it says something else."""
    paragraphs = text.split("\n\n", _MARKS)[:_MARKS]
    first = next((paragraph for paragraph in paragraphs if not _NO_TITLE.match(paragraph)), "")
    titled = _SHORTEST < len(first) < _LONGEST_TITLE and first[-1] not in ".,;:"
    return first if abstract and titled and first not in abstract else ""


def _asides(pages: Sequence[Sequence[Line]]) -> tuple[Aside, ...]:
    """The lettering inside the figures of each page."""
    found = []
    for number, lines in enumerate(pages, 1):
        text = "\n".join(line.text for line in lines if line.kind == FIGURE)
        if text:
            found.append(Aside(page=number, text=text))
    return tuple(found)
