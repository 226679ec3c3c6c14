"""Reads a paper as arxiv.org/html serves it (LaTeXML) to a ``Document``: formulas as LaTeX, a section for a page.

HTML knows no pages. Every headed section is a "page" whose anchor is the section's id, so that a quotation can be
linked to the place where it stands.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement
from rapidfuzz import fuzz

from digest.document import Document, Page, SentenceKind, document_key
from digest.errors import DamagedError, NoTextError
from digest.extract.html_floats import figures_of
from digest.extract.html_flow import read_flow
from digest.extract.html_parts import BREAK, Layout, cited_papers, links_of, sections_of, sentences_of
from digest.extract.latexml import classes

VERSION = 2
TRUNCATED = "the HTML ends early"
FATAL = "the conversion to HTML failed"
BROKEN = "the HTML has conversion errors"
MIN_TITLE_LIKENESS = 85.0
"""Of 100. Titles differ in formulas, line breaks and footnote marks between HTML and metadata."""

_STAMP = re.compile(r"arXiv:\s*((?:\d{4}\.\d{4,5}|[a-z.-]+(?:\.[A-Z]{2})?/\d{7})v\d+)(?:\s*\[[^\]]*\][^<]{0,20})?")
_ADDRESS = re.compile(r"/html/((?:\d{4}\.\d{4,5}|[a-z.-]+(?:\.[A-Z]{2})?/\d{7})v\d+)")
_FATAL = re.compile(
    rb"Conversion to HTML had a Fatal error|Fatal:[\w:]+|document may be truncated or damaged", re.IGNORECASE
)


def read_html(data: bytes, url: str) -> Document:
    """Read a LaTeXML page.

    ``url`` is where it came from; addresses of figures are resolved against it and against the page's own ``<base>``.
    What speaks against using the document stands in its warnings (see ``check_html``).

    Raises:
        DamagedError: The bytes are no HTML, or not LaTeXML's.
        NoTextError: The page holds no text.
    """
    root = _parsed(data, url)
    articles = [e for e in root.iter("article", "div", "section") if "ltx_document" in classes(e)]
    if not articles:
        raise DamagedError(f"{url} is not a paper converted by LaTeXML")
    flow = read_flow(articles[0])
    layout = Layout(flow.blocks)
    if not layout.text.strip():
        raise NoTextError(f"{url} holds no text")
    base = _base(root, url)
    pages = _pages(layout)
    sentences = sentences_of(layout)
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(
        key=document_key(sha256, extractor()),
        sha256=sha256,
        extractor=extractor(),
        reader="html",
        title=next((block.text for block in flow.blocks if block.role == "title"), ""),
        abstract=_abstract(layout),
        stamp=_stamp(root, base, url),
        language=(root.get("lang") or "en").split("-")[0] or "en",
        text=layout.text,
        pages=pages,
        sentences=sentences,
        sections=sections_of(layout, pages),
        figures=figures_of(flow, layout, pages, base),
        links=links_of(layout, pages, sentences, base),
        references=cited_papers(layout),
        hidden=tuple(replace(found, page=layout.page_number(index, pages)) for index, found in flow.hidden),
        warnings=_warnings(data, articles[0]),
    )


def extractor() -> str:
    """Who reads HTML papers, as a ``Document`` names it."""
    return f"html-{VERSION}"


def check_html(document: Document, expected_title: str, expected_id_version: str) -> str | None:
    """Why the HTML must not be used in place of the PDF, None when it may.

    Args:
        document: What ``read_html`` made of the page.
        expected_title: The title that arXiv's metadata give.
        expected_id_version: The id with its version, ``2402.08954v1``.
    """
    for problem in (TRUNCATED, FATAL, BROKEN):
        if any(warning.startswith(problem) for warning in document.warnings):
            return next(warning for warning in document.warnings if warning.startswith(problem))
    found = _STAMP.search(document.stamp or "")
    if not found:
        return "the HTML does not say which version of the paper it is"
    if found.group(1) != expected_id_version:
        return f"the HTML is of {found.group(1)}, not of {expected_id_version}"
    if fuzz.ratio(_plain(document.title), _plain(expected_title)) < MIN_TITLE_LIKENESS:
        return f"the HTML has another title: {document.title!r}"
    if not any(section.kind == "body" for section in document.sections):
        return "the HTML has no sections"
    return None


def _parsed(data: bytes, url: str) -> HtmlElement:
    try:
        text = data.decode("utf-8", errors="replace").replace("\0", "")
        parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
        return lxml_html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise DamagedError(f"{url} is not HTML: {error}") from error


def _base(root: HtmlElement, url: str) -> str:
    declared = next((str(base.get("href")) for base in root.iter("base") if base.get("href")), "")
    return urljoin(url, declared)


def _stamp(root: HtmlElement, base: str, url: str) -> str | None:
    """The paper's id and version: as the page says it itself, else as its address says it."""
    for mark in root.xpath("//*[starts-with(@id, 'watermark')]"):
        if found := _STAMP.search(" ".join(str(mark.text_content()).split())):
            return found.group(0).strip()
    address = _ADDRESS.search(base) or _ADDRESS.search(url)
    return f"arXiv:{address.group(1)}" if address else None


def _pages(layout: Layout) -> tuple[Page, ...]:
    starts = [0]
    anchors: list[str | None] = [None]
    for index, block in enumerate(layout.blocks):
        # What cannot be linked to (the abstract) belongs to the page before it: its number would look like a PDF's.
        if block.kind is SentenceKind.HEADING and block.role != "title" and block.anchor:
            if layout.starts[index] == 0:
                anchors[0] = block.anchor
                continue
            starts.append(layout.starts[index])
            anchors.append(block.anchor)
    spans = pairwise([*starts, len(layout.text)])
    return tuple(
        Page(number=number, start=start, end=end, anchor=anchor)
        for number, ((start, end), anchor) in enumerate(zip(spans, anchors, strict=True), start=1)
    )


def _abstract(layout: Layout) -> str:
    inside = False
    parts: list[str] = []
    for block in layout.blocks:
        if block.kind is SentenceKind.HEADING:
            inside = block.role == "abstract"
        elif inside:
            parts.append(block.text)
    return BREAK.join(parts)


def _warnings(data: bytes, article: HtmlElement) -> tuple[str, ...]:
    warnings = []
    if b"</html>" not in data[-2_000:].lower():
        warnings.append(TRUNCATED)
    if fatal := _FATAL.search(data):
        warnings.append(f"{FATAL}: {fatal.group(0).decode(errors='replace')}")
    errors = [e for e in article.iter() if isinstance(e, HtmlElement) and "ltx_ERROR" in classes(e)]
    if errors:
        named = sorted({" ".join(str(e.text_content()).split())[:40] for e in errors})
        warnings.append(f"{BROKEN}: {', '.join(named[:5])}")
    return tuple(warnings)


def _plain(title: str) -> str:
    """A title without formulas' dress, accents, case and spaces."""
    letters = unicodedata.normalize("NFKD", re.sub(r"\\[a-zA-Z]+", "", title)).casefold()
    return "".join(c for c in letters if c.isalnum())
