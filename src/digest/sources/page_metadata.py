"""What a web page says about itself: title, site, authors, date, its own address, and the PDF it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html as lxml_html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from digest.errors import BadContentError

_TITLES = ("citation_title", "dc.title", "og:title", "twitter:title")
_SITES = ("og:site_name", "citation_journal_title", "application-name")
_AUTHORS = ("citation_author", "dc.creator", "author", "article:author")
_DATES = (
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "article:published_time",
    "dc.date",
    "date",
    "datepublished",
)
_ABSTRACTS = ("citation_abstract", "dc.description", "og:description", "description")
_LIMIT = 2000


@dataclass(frozen=True)
class PageMetadata:
    """Empty where the page says nothing. ``url`` is the canonical address if it is on the same site."""

    title: str
    url: str
    site: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    description: str = ""
    pdf_url: str | None = None


def read_metadata(data: bytes, url: str) -> PageMetadata:
    """Read the head of a page.

    Raises:
        BadContentError: The bytes are no HTML.
    """
    try:
        root = lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding=_encoding(data)))
    except (LxmlError, ValueError) as error:
        raise BadContentError(f"{url} is not HTML: {error}") from error
    meta = _meta(root)
    return PageMetadata(
        title=_first(meta, _TITLES) or _tag(root, "title") or _tag(root, "h1") or name_from(url),
        url=_canonical(root, url),
        site=_first(meta, _SITES) or (urlsplit(url).hostname or "").removeprefix("www."),
        authors=next((tuple(dict.fromkeys(meta[name])) for name in _AUTHORS if _names(meta.get(name))), ()),
        published=next((day for name in _DATES for text in meta.get(name, []) if (day := _day(text))), None),
        description=_first(meta, _ABSTRACTS),
        pdf_url=next((_joined(url, text) for text in meta.get("citation_pdf_url", [])), None),
    )


def name_from(url: str) -> str:
    """A title for something that has none: the last part of its address, or its host."""
    parts = urlsplit(url)
    name = unquote(PurePosixPath(parts.path).name)
    return re.sub(r"\.(?:pdf|html?|php|aspx?)$", "", name, flags=re.IGNORECASE) or parts.hostname or url


def filename_in(disposition: str) -> str | None:
    """The file name without ``.pdf`` that a Content-Disposition header gives."""
    message = Message()
    message["content-disposition"] = disposition
    name = message.get_filename()
    return re.sub(r"\.pdf$", "", PurePosixPath(name).name, flags=re.IGNORECASE) if name else None


def _meta(root: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or element.get("itemprop") or "").lower()
        text = " ".join((element.get("content") or "").split())[:_LIMIT]
        if name and text:
            found.setdefault(name, []).append(text)
    return found


def _first(meta: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((meta[name][0] for name in names if name in meta), "")


def _names(values: list[str] | None) -> bool:
    """Whether these are authors' names; some sites put a profile's address there."""
    return bool(values) and not any("://" in value for value in values or ())


def _tag(root: HtmlElement, tag: str) -> str:
    element = next(root.iter(tag), None)
    return " ".join(str(element.text_content()).split())[:_LIMIT] if element is not None else ""


def _canonical(root: HtmlElement, url: str) -> str:
    """The page's canonical address; one on another site could be a claim to be someone else's page."""
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and (href := element.get("href")):
            claimed = _joined(url, href.strip())
            if claimed and _site(claimed) == _site(url):
                return claimed
    return url


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _joined(base: str, href: str) -> str | None:
    try:
        joined = urljoin(base, href)
        return joined if urlsplit(joined).scheme in ("http", "https") and urlsplit(joined).hostname else None
    except ValueError:
        return None


def _day(text: str) -> datetime | None:
    """A date as pages write it: ISO 8601 with or without a time, or with slashes."""
    try:
        stamp = datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        return None
    return stamp.astimezone(UTC) if stamp.tzinfo else stamp.replace(tzinfo=UTC)


def _encoding(data: bytes) -> str | None:
    """UTF-8 where the bytes are, else what the page declares."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"
