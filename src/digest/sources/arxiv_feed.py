"""Answers of arXiv's API: Atom bytes -> papers. Pure; whatever looks wrong is an error, never a paper less.

What the service really sends differs from its manual: errors come as an entry titled "Error" (with 200 or 400), a page
may hold fewer entries than it should, and text may hold line breaks in the middle of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from digest.errors import BadContentError, BadIdError, FetchError
from digest.models import Author, Paper
from digest.sources.arxiv_ids import parse_ref

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_CATEGORY = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?", re.ASCII)
_ERRORS = "/api/errors"


class RefusedError(FetchError):
    """The API answered with an error of its own: a malformed id, a malformed query, a fault on its side."""


class HalfEntryError(BadContentError):
    """One entry of an otherwise whole answer lacks what every paper has."""


@dataclass(frozen=True)
class Feed:
    """One page of an answer. ``total`` counts all results of the query, ``start`` is this page's offset."""

    papers: tuple[Paper, ...]
    total: int
    start: int


def read_feed(body: bytes) -> Feed:
    """Read an answer of the API.

    Raises:
        RefusedError: It is an error entry; the message is the API's.
        HalfEntryError: An entry lacks what every paper has.
        BadContentError: It is no whole Atom feed.
    """
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BadContentError(
            f"arXiv's API answered with something that is no whole feed: {error}", hint="Try again later."
        ) from error
    if root.tag != f"{_ATOM}feed":
        raise BadContentError(f"arXiv's API answered with <{root.tag}> instead of a feed", hint="Try again later.")
    entries = root.findall(f"{_ATOM}entry")
    for entry in entries:
        if _ERRORS in _text(entry, f"{_ATOM}id"):
            raise RefusedError(f"arXiv's API refused: {_text(entry, f'{_ATOM}summary') or 'no reason given'}")
    papers = tuple(_paper(entry) for entry in entries)
    return Feed(papers, _number(root, "totalResults", len(papers)), _number(root, "startIndex", 0))


def _paper(entry: Element) -> Paper:
    link = _text(entry, f"{_ATOM}id")
    try:
        ref = parse_ref(link)
    except BadIdError as error:
        raise HalfEntryError(f"arXiv's API answered with an entry whose id is {link!r}") from error
    title, published = _text(entry, f"{_ATOM}title"), _time(entry, f"{_ATOM}published")
    authors = tuple(_author(element) for element in entry.findall(f"{_ATOM}author"))
    if not title or not published or not authors:
        raise HalfEntryError(f"arXiv's API answered with half an entry for {ref.label}", hint="Try again later.")
    version = ref.version or 1
    return Paper(
        id=ref.id,
        version=version,
        title=title,
        authors=authors,
        abstract=_text(entry, f"{_ATOM}summary"),
        published=published,
        updated=_time(entry, f"{_ATOM}updated") or published,
        categories=_categories(entry),
        comment=_text(entry, f"{_ARXIV}comment") or None,
        journal_ref=_text(entry, f"{_ARXIV}journal_ref") or None,
        doi=_text(entry, f"{_ARXIV}doi") or None,
        url=f"https://arxiv.org/abs/{ref.id}v{version}",
        pdf_url=f"https://arxiv.org/pdf/{ref.id}v{version}",
    )


def _author(element: Element) -> Author:
    affiliations = (" ".join((found.text or "").split()) for found in element.findall(f"{_ARXIV}affiliation"))
    return Author(name=_text(element, f"{_ATOM}name"), affiliations=tuple(filter(None, affiliations)))


def _categories(entry: Element) -> tuple[str, ...]:
    """The categories of arXiv, the primary one first. Older answers also hold ACM and MSC classes: left out."""
    primary = entry.find(f"{_ARXIV}primary_category")
    terms = [primary.get("term", "")] if primary is not None else []
    terms += [element.get("term", "") for element in entry.findall(f"{_ATOM}category")]
    return tuple(dict.fromkeys(term for term in terms if _CATEGORY.fullmatch(term)))


def _text(element: Element, tag: str) -> str:
    return " ".join((element.findtext(tag) or "").split())


def _time(element: Element, tag: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(_text(element, tag))
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _number(root: Element, name: str, otherwise: int) -> int:
    text = _text(root, f"{_OPENSEARCH}{name}")
    return int(text) if text.isascii() and text.isdigit() else otherwise
