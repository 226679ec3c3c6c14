"""Reads a web article to a ``Document``: its main text without menus, in the order of the page.

A page of the document is a top section of the article, and its anchor the id of the section's heading, so that a
quotation can be linked to the place where it stands. Needs the extra ``web``.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from digest.document import Document, Link, Page, Section, Sentence, SentenceKind, document_key
from digest.errors import DamagedError, ExtractError, NoTextError
from digest.extract.article_flow import Flow, flow_of, is_references
from digest.extract.hidden_html import remove_hidden
from digest.extract.language import guess_language
from digest.extract.links import kind_of
from digest.extract.sentences import sentence_ends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_VERSION = 1
_HTML = re.compile(rb"<(?:!doctype|html|head|body|div|p|article|main|section|meta|title)\b", re.IGNORECASE)
_TOP_LEVEL = 2
"""Headings of this level and above begin a new page."""

_LEAST_TEXT = 150
"""An article of fewer letters and digits is a notice, a login page or a page that scripts would have filled."""


def read_article(data: bytes, url: str) -> Document:
    """Read the main text of a web page.

    Raises:
        ExtractError: The extra ``web`` is not installed.
        NoTextError: The page has no article; many pages that scripts fill have none.
        DamagedError: The bytes are no HTML.
    """
    trafilatura = _reader()
    root = _parsed(data)
    language = _language(root)
    anchors = _anchors(root)
    hidden = remove_hidden(root)
    try:
        source = trafilatura.extract(
            etree.tostring(root, encoding="unicode", method="html"),
            url=url,
            output_format="xml",
            include_links=True,
            include_tables=True,
            include_comments=False,
            with_metadata=True,
            favor_recall=True,
        )
        body = etree.fromstring(source.encode()) if source else None
    except (ValueError, etree.LxmlError, RecursionError) as error:
        raise DamagedError(f"{url}: the article cannot be read: {error}") from error
    flow = flow_of(body) if body is not None else Flow()
    if sum(map(str.isalnum, flow.text)) < _LEAST_TEXT:
        raise NoTextError(f"{url} holds no article", hint="If it offers a PDF, name the address of the PDF.")
    sha256 = hashlib.sha256(data).hexdigest()
    pages = tuple(_pages(flow, anchors))
    sentences = tuple(_sentences(flow))
    starts = [sentence.start for sentence in sentences]
    return Document(
        key=document_key(sha256, extractor()),
        sha256=sha256,
        extractor=extractor(),
        reader="web",
        title=(body.get("title") if body is not None else None) or "",
        language=language or guess_language(flow.text),
        text=flow.text,
        pages=pages,
        sentences=sentences,
        sections=tuple(_sections(flow, pages)),
        links=tuple(_link(offset, url, pages, starts) for offset, url in flow.links if url.startswith("http")),
        hidden=hidden,
    )


def extractor() -> str:
    """Who reads articles, as a ``Document`` names it: our version and trafilatura's."""
    return f"web-{_VERSION}+trafilatura-{_reader().__version__}"


def _reader() -> Any:  # noqa: ANN401 - an optional module
    try:
        import trafilatura  # noqa: PLC0415 - optional, and 0.3 s that PDFs need not wait for
    except ImportError as error:
        raise ExtractError(
            "reading web pages needs the extra 'web'", hint="Install it: pip install 'digest[web]'"
        ) from error
    return trafilatura


def _parsed(data: bytes) -> HtmlElement:
    """The tree of a page; a Markdown or plain text file is rendered to one first, its own HTML as text."""
    try:
        if not _HTML.search(data[:4096]):
            text = data.decode("utf-8", "replace")
            return lxml_html.document_fromstring(f"<article>{MarkdownIt('js-default').render(text)}</article>")
        parser = lxml_html.HTMLParser(encoding="utf-8") if _is_utf8(data) else lxml_html.HTMLParser()
        return lxml_html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise DamagedError(f"the page is not HTML: {error}") from error


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _language(root: HtmlElement) -> str | None:
    match = re.match(r"[A-Za-z]{2,3}", root.get("lang") or "")
    return match[0].lower() if match else None


def _anchors(root: HtmlElement) -> dict[str, str]:
    """Heading text -> the id by which the heading can be linked: its own, its anchor's, or its section's."""
    found: dict[str, str] = {}
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        inner = (child.get("id") or child.get("name") for child in heading.iter("a", "span") if child is not heading)
        parent = heading.getparent()
        around = parent.get("id") if parent is not None and parent.tag in ("section", "div") else None
        anchor = heading.get("id") or next((name for name in inner if name), None) or around
        if anchor:
            found.setdefault(_squeezed(str(heading.text_content())), anchor)
    return found


def _squeezed(text: str) -> str:
    """Letters and digits only: what is left of a heading when marks and pilcrow links around it differ."""
    return re.sub(r"\W+", "", text).lower()


def _pages(flow: Flow, anchors: dict[str, str]) -> Iterator[Page]:
    """The top sections as pages that tile the text; what stands before the first heading belongs to the first."""
    tops = [(start, title) for start, title, level in flow.headings if level <= _TOP_LEVEL]
    if not tops or tops[0][0] > 0:
        tops.insert(0, (0, ""))
    ends = [start for start, _ in tops[1:]] + [len(flow.text)]
    for number, ((start, title), end) in enumerate(zip(tops, ends, strict=True), 1):
        yield Page(number=number, start=start, end=end, anchor=anchors.get(_squeezed(title)) if title else None)


def _page_number(pages: tuple[Page, ...], offset: int) -> int:
    return pages[bisect_right([page.start for page in pages], offset) - 1].number


def _sections(flow: Flow, pages: tuple[Page, ...]) -> Iterator[Section]:
    """The sections by heading; one ends where the next of its own or a higher level begins."""
    for index, (start, title, level) in enumerate(flow.headings):
        following = (begin for begin, _, other in flow.headings[index + 1 :] if other <= level)
        kind: Literal["references", "body"] = "references" if is_references(title) else "body"
        yield Section(
            title=title,
            level=level,
            start=start,
            end=next(following, len(flow.text)),
            page=_page_number(pages, start),
            kind=kind,
        )


def _sentences(flow: Flow) -> Iterator[Sentence]:
    """Sentences that tile the text: blocks of prose are split, all others stay whole."""
    for start, end, kind in flow.kinds:
        if kind is not SentenceKind.TEXT:
            yield Sentence(start=start, end=end, kind=kind)
            continue
        cuts = [start, *(start + end for end in sentence_ends(flow.text[start:end]))]
        yield from (Sentence(start=a, end=b) for a, b in pairwise(cuts))


def _link(offset: int, url: str, pages: tuple[Page, ...], starts: list[int]) -> Link:
    sentence = bisect_right(starts, offset) - 1
    return Link(url=url, page=_page_number(pages, offset), sentence=sentence, kind=kind_of(url))
