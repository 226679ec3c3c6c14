"""Anything by its URL: a PDF, or a web page that is read as an article.

The address comes from a user or a list, so that every request goes under the guard of ``public_only``: no loopback, no
private address, checked again at each redirect, unless the settings allow private hosts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digest.errors import BadContentError, DigestError, FetchError, UsageError
from digest.fetch import Fetched, Fetcher
from digest.models import Author, Collection, Entry, Paper, PaperRef
from digest.sources.page_metadata import filename_in, name_from, read_metadata
from digest.sources.paper_links import NO_ADDRESS, target_of

_MAX_PAGE_BYTES = 20_000_000
_FRESH = 24 * 3600.0


@dataclass(frozen=True)
class WebPage:
    """What an address holds: the bytes, whether they are a PDF or a page, and the paper they stand for."""

    url: str
    media: Literal["pdf", "html"]
    data: bytes
    paper: Paper


def handles(spec: str) -> bool:
    """Whether the spec is a web address."""
    return spec.lower().startswith(("http://", "https://"))


def paper_id(url: str) -> str:
    """The identity of what a URL names, as lists and the store spell it."""
    return f"url:{url}"


async def collect(fetcher: Fetcher, spec: str) -> Collection:
    """A collection of one: nothing is fetched, so that a page that is down fails later and alone.

    Raises:
        UsageError: The address is no address.
    """
    del fetcher
    target = target_of(spec)
    if target.reason == NO_ADDRESS:
        raise UsageError(f"{spec!r} is not a web address", hint="Write https://example.org/paper.pdf.")
    ref = target.ref or PaperRef(kind="url", id=spec)
    entry = Entry(position=1, title=name_from(spec), ref=ref, url=spec)
    return Collection(name=paper_id(spec), kind="manual", title=name_from(spec), source=spec, entries=(entry,))


async def fetch_page(fetcher: Fetcher, url: str) -> WebPage:
    """Fetch what a URL holds; for a publisher's page that names its PDF, that PDF.

    Raises:
        FetchError: It cannot be fetched, is neither PDF nor HTML, or its address is not public.
    """
    fetched, media = await _either(fetcher, url)
    if media == "pdf":
        return WebPage(fetched.url, "pdf", fetched.body, _pdf_paper(url, fetched))
    metadata = read_metadata(fetched.body, fetched.url)
    paper = Paper(
        id=paper_id(url),
        title=metadata.title,
        authors=tuple(Author(name=name) for name in metadata.authors),
        abstract=metadata.description,
        published=metadata.published,
        journal_ref=metadata.site or None,
        url=metadata.url,
        pdf_url=metadata.pdf_url,
        source="url",
    )
    if metadata.pdf_url and (pdf := await _pdf_of(fetcher, metadata.pdf_url)):
        return WebPage(metadata.pdf_url, "pdf", pdf.body, paper)
    return WebPage(fetched.url, "html", fetched.body, paper)


async def metadata(fetcher: Fetcher, refs: Sequence[PaperRef]) -> dict[PaperRef, Paper | DigestError]:
    """The papers of several URLs, as ``sources.arxiv.metadata`` gives those of arXiv ids; a failure is one's own."""
    found: dict[PaperRef, Paper | DigestError] = {}
    for ref in refs:
        try:
            found[ref] = (await fetch_page(fetcher, ref.id)).paper
        except DigestError as error:
            found[ref] = error
    return found


async def _either(fetcher: Fetcher, url: str) -> tuple[Fetched, Literal["pdf", "html"]]:
    """The bytes and what they are; the address only suggests what to try first."""
    first: Literal["pdf", "html"] = "pdf" if re.search(r"\.pdf($|[?#])|/pdf($|[/?])", url, re.IGNORECASE) else "html"
    second: Literal["pdf", "html"] = "html" if first == "pdf" else "pdf"
    try:
        return await _get(fetcher, url, first), first
    except BadContentError as error:
        try:
            return await _get(fetcher, url, second), second
        except BadContentError:
            raise BadContentError(
                f"{url} is neither a PDF nor a web page: {error.message}",
                hint="Open it and name the address of the PDF.",
            ) from error


async def _get(fetcher: Fetcher, url: str, media: Literal["pdf", "html"]) -> Fetched:
    return await fetcher.get(
        url,
        expect=media,
        max_bytes=fetcher.settings.max_pdf_bytes if media == "pdf" else _MAX_PAGE_BYTES,
        max_age=_FRESH,
        public_only=not fetcher.settings.allow_private_hosts,
    )


async def _pdf_of(fetcher: Fetcher, url: str) -> Fetched | None:
    """The PDF that a page names, or None where it is behind a wall: the page itself is read then."""
    try:
        return await _get(fetcher, url, "pdf")
    except FetchError:
        return None


def _pdf_paper(url: str, fetched: Fetched) -> Paper:
    name = filename_in(fetched.headers.get("content-disposition", "")) or name_from(fetched.url)
    return Paper(id=paper_id(url), title=name, url=url, pdf_url=fetched.url, source="url")
