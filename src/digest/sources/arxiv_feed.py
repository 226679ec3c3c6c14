"""What arXiv's API answers, read strictly: a feed that is cut short or an error in disguise is never "no results"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from digest.errors import BadContentError, BadIdError
from digest.models import Author, Paper
from digest.sources.arxiv_ids import parse_ref

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_WITHDRAWN = re.compile(
    r"\b(?:paper|article|submission|manuscript|version|preprint)\b.{0,60}\bwithdrawn\b", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    r"^\s*(?:this )?(?:paper|article|submission)(?: and abstract)? (?:has|have) been withdrawn", re.IGNORECASE
)


@dataclass(frozen=True)
class Feed:
    """One answer of the API: the papers on it, and how many there are in all."""

    papers: tuple[Paper, ...]
    total: int
    start: int


def read_feed(data: bytes) -> Feed:
    """Read an answer.

    Raises:
        BadContentError: It is no feed, is cut short, or says that the request was wrong.
    """
    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadContentError(f"arXiv's answer cannot be read, it may be cut short: {error}") from error
    if root.tag != f"{_ATOM}feed":
        raise BadContentError(f"arXiv's answer is no Atom feed but <{root.tag}>")
    entries = root.findall(f"{_ATOM}entry")
    for entry in entries:
        if "/api/errors" in _text(entry, f"{_ATOM}id"):
            raise BadContentError(f"arXiv refuses the request: {_text(entry, f'{_ATOM}summary')}")
    return Feed(
        papers=tuple(_paper(entry) for entry in entries),
        total=_number(root, "totalResults"),
        start=_number(root, "startIndex"),
    )


def _paper(entry: Element) -> Paper:
    url = _text(entry, f"{_ATOM}id")
    try:
        ref = parse_ref(url)
    except BadIdError as error:
        raise BadContentError(f"arXiv's answer has an entry with the id {url!r}") from error
    version = ref.version or 1
    title, published = _text(entry, f"{_ATOM}title"), _moment(entry, "published")
    if not title or published is None:
        raise BadContentError(f"arXiv's answer is incomplete: {ref.label} has no title or no date", hint="Try again.")
    comment = _text(entry, f"{_ARXIV}comment") or None
    abstract = _text(entry, f"{_ATOM}summary")
    categories = [element.get("term", "") for element in entry.findall(f"{_ATOM}category")]
    primary = entry.find(f"{_ARXIV}primary_category")
    first = primary.get("term", "") if primary is not None else ""
    return Paper(
        id=ref.id,
        version=version,
        title=title,
        authors=tuple(_author(element) for element in entry.findall(f"{_ATOM}author")),
        abstract=abstract,
        published=published,
        updated=_moment(entry, "updated"),
        categories=tuple(dict.fromkeys(c for c in [first, *categories] if c)),
        comment=comment,
        journal_ref=_text(entry, f"{_ARXIV}journal_ref") or None,
        doi=_text(entry, f"{_ARXIV}doi") or None,
        withdrawn=bool(_PLACEHOLDER.match(abstract) or (comment and _WITHDRAWN.search(comment))),
        url=f"https://arxiv.org/abs/{ref.id}v{version}",
        pdf_url=f"https://arxiv.org/pdf/{ref.id}v{version}",
    )


def _author(element: Element) -> Author:
    places = (" ".join((place.text or "").split()) for place in element.findall(f"{_ARXIV}affiliation"))
    return Author(name=_text(element, f"{_ATOM}name"), affiliations=tuple(place for place in places if place))


def _text(parent: Element, tag: str) -> str:
    """The text of a child with white space folded: titles and abstracts come with newlines."""
    child = parent.find(tag)
    return " ".join("".join(child.itertext()).split()) if child is not None else ""


def _moment(entry: Element, name: str) -> datetime | None:
    text = _text(entry, f"{_ATOM}{name}")
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise BadContentError(f"arXiv's answer has the date {text!r}") from error


def _number(root: Element, name: str) -> int:
    text = _text(root, f"{_OPENSEARCH}{name}")
    return int(text) if text.isdigit() else 0
