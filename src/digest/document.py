"""The text of a paper as it was read, cut into pages, sentences and sections.

Plain dataclasses, for the processes that read papers: what checks and stores values (``models.py``) takes them 14 MB of
memory and a third of a second to load. Every value is frozen. A stored document that has a field too many is refused
like any other value (``store/columns.py``).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

DOCUMENT_SCHEMA = 1


class Strict:
    """Says to pydantic that a field which is not known is an error, wherever it reads such a value."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


class SentenceKind(StrEnum):
    """What part a sentence plays in the flow of the text."""

    TEXT = "text"
    HEADING = "heading"
    CAPTION = "caption"
    TABLE = "table"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Strict):
    """A page as the span ``[start, end)`` of the document's text.

    ``number`` counts from 1 as a PDF reader does. For HTML papers a "page" is a section and ``anchor`` its id.
    """

    number: int
    start: int
    end: int
    anchor: str | None = None
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Strict):
    """The span ``[start, end)`` of the document's text; sentences tile the text, white space included."""

    start: int
    end: int
    kind: SentenceKind = SentenceKind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Strict):
    """A section as the span ``[start, end)`` of the document's text, its heading included.

    ``level`` is 1 for the top. Subsections lie inside the span of their parent.
    """

    title: str
    level: int
    start: int
    end: int
    page: int
    kind: Literal["abstract", "body", "references", "appendix", "acknowledgements"] = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Strict):
    """A figure or a table with its caption.

    ``box`` is (left, bottom, right, top) in PDF points on ``page``, None when it could not be found. ``rows`` holds a
    table's cells where its lines allow. ``image_url`` is set for HTML papers.
    """

    kind: Literal["figure", "table"]
    label: str
    caption: str
    page: int
    box: tuple[float, float, float, float] | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    image_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Strict):
    """A URL that occurs in the paper; ``sentence`` is the index of the sentence it stands in."""

    url: str
    page: int
    sentence: int | None = None
    kind: Literal["code", "data", "model", "project", "paper", "other"] = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Strict):
    """One entry of the bibliography, as the span ``[start, end)`` of the document's text."""

    label: str
    start: int
    end: int
    arxiv_id: str | None = None
    doi: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenText(Strict):
    """Text that a reader of the page cannot see. ``instruction`` is set when it reads like an order to a machine."""

    page: int
    text: str
    why: str
    instruction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside(Strict):
    """Text kept out of the flow: lettering inside figures, for search and for the curious."""

    page: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Strict):
    """The text of a paper, cut into pages, sentences and sections.

    ``key`` identifies it: sha256 of the bytes plus the extractor's version (see ``document_key``). ``text`` is the
    whole reading text; every offset in this value counts characters of it.
    """

    schema_version: int = DOCUMENT_SCHEMA
    key: str
    sha256: str
    extractor: str
    reader: Literal["pdfium", "pypdf", "ocr", "html", "web"]
    title: str = ""
    abstract: str = ""
    stamp: str | None = None
    language: str = "en"
    text: str
    pages: tuple[Page, ...]
    sentences: tuple[Sentence, ...]
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    links: tuple[Link, ...] = ()
    references: tuple[Reference, ...] = ()
    hidden: tuple[HiddenText, ...] = ()
    asides: tuple[Aside, ...] = ()
    warnings: tuple[str, ...] = ()

    def sentence_text(self, index: int) -> str:
        """The characters of one sentence, without the white space around it."""
        sentence = self.sentences[index]
        return self.text[sentence.start : sentence.end].strip()

    def page_at(self, offset: int) -> Page:
        """The page that holds the character at ``offset``; the last page for an offset past the end."""
        for page in self.pages:
            if offset < page.end:
                return page
        return self.pages[-1]


def document_key(sha256: str, extractor: str) -> str:
    """The identity of a document: what the bytes are and who read them."""
    return hashlib.sha256(f"{sha256}\n{extractor}".encode()).hexdigest()
