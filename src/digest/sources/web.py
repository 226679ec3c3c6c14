"""Anything by its URL: a PDF, or a web page that is read as an article.

The address comes from a user or a list, so that every request goes under the guard of ``public_only``: no loopback, no
private address, checked again at each redirect, unless the settings allow private hosts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digest.errors import BadContentError, DigestError, FetchError, UsageError
from digest.fetch import Fetched, Fetcher
from digest.models import Author, Collection, Entry, Paper, PaperRef
from digest.sources.page_metadata import filename_in, name_from, read_metadata
from digest.sources.paper_links import NO_ADDRESS, target_of

_HEAD = 1024
_TAIL = 2048
"""Readers accept ``%PDF-`` within the first kilobyte and ``%%EOF`` near the end."""

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
    fetched = await _get(fetcher, url)
    if _is_pdf(fetched.body):
        return WebPage(fetched.url, "pdf", _whole(fetched), _pdf_paper(url, fetched))
    if b"\x00" in fetched.body[:_HEAD]:
        raise BadContentError(
            f"{url} is neither a PDF nor a web page (its type is said to be {_media(fetched) or 'unknown'})",
            hint="Open it and name the address of the PDF.",
        )
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
        return WebPage(metadata.pdf_url, "pdf", pdf, paper)
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


async def _get(fetcher: Fetcher, url: str) -> Fetched:
    """The bytes at a URL: what they are is told by themselves, whatever the address and the server say."""
    return await fetcher.get(
        url,
        expect="text",
        max_bytes=fetcher.settings.max_pdf_bytes,
        max_age=_FRESH,
        public_only=not fetcher.settings.allow_private_hosts,
    )


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:_HEAD]


def _whole(fetched: Fetched) -> bytes:
    if b"%%EOF" not in fetched.body[-_TAIL:]:
        raise BadContentError(
            f"the PDF at {fetched.url} is cut short after {len(fetched.body)} bytes", hint="Try again later."
        )
    return fetched.body


def _media(fetched: Fetched) -> str:
    return fetched.headers.get("content-type", "").split(";")[0].strip().lower()


async def _pdf_of(fetcher: Fetcher, url: str) -> bytes | None:
    """The PDF that a page names, or None where it is behind a wall: the page itself is read then."""
    try:
        fetched = await _get(fetcher, url)
        return _whole(fetched) if _is_pdf(fetched.body) else None
    except FetchError:
        return None


def _pdf_paper(url: str, fetched: Fetched) -> Paper:
    name = filename_in(fetched.headers.get("content-disposition", "")) or name_from(fetched.url)
    return Paper(id=paper_id(url), title=name, url=url, pdf_url=fetched.url, source="url")
