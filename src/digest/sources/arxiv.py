"""arXiv: metadata of many papers in one request, PDFs by version, queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from digest.errors import (
    BadContentError,
    FetchError,
    NotFoundError,
    NotReadyError,
    SourceDownError,
    UsageError,
    WithdrawnError,
)
from digest.fetch.client import Fetched, Fetcher, StatusError
from digest.models import Paper, PaperRef
from digest.sources.arxiv_feed import Feed, read_feed
from digest.sources.arxiv_oai import read_record

BATCH = 100
PAGE = 200
DEEPEST = 10_000
"""The API answers 500 beyond so many results of one query; longer ones are cut into windows of time."""

_DAY = 86_400.0
"""Seconds: a licence and its version do not change within one."""

_FRESH = 6 * 3600.0
"""Seconds for which pages of a query are good: the results change once a day (arXiv's manual asks to cache them)."""

_MAX_FEED = 20_000_000
_REFUSES = "refuses the request"
_OF_ONE = (_REFUSES, "is incomplete", "has an entry with the id")
"""What ``read_feed`` says when one paper of several spoils the answer."""

_BAD_REQUEST = frozenset({400})
_EARLIEST = date(1991, 7, 1)
_LONG_AGO = datetime(1991, 7, 1, tzinfo=UTC)
_EMPTY_TRIES = 3


async def metadata(
    fetcher: Fetcher, refs: Sequence[PaperRef], *, known: Mapping[str, Paper] | None = None
) -> dict[PaperRef, Paper | FetchError]:
    """Look papers up, at most a hundred in one request; each reference gets its paper or the reason why not.

    Args:
        fetcher: Where to ask.
        refs: The papers.
        known: Versions that were met before, by label; what only their OAI records tell is not asked for again.

    Raises:
        FetchError: arXiv cannot be asked at all.
    """
    found: dict[PaperRef, Paper | FetchError] = {}
    for ref in refs:
        if ref.kind != "arxiv":  # a URL in the list of ids would make arXiv refuse the others too
            found[ref] = FetchError(f"{ref.label} is no paper on arXiv", hint="Save it as a PDF and name the file.")
    asked = [ref for ref in dict.fromkeys(refs) if ref.kind == "arxiv"]
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        try:
            found |= await _batch(fetcher, batch)
        except FetchError as error:
            if start == 0:
                raise
            found |= dict.fromkeys(batch, error)  # what earlier batches gave is not lost
    try:
        for ref, paper in found.items():
            if isinstance(paper, Paper):
                earlier = (known or {}).get(paper.label)
                found[ref] = _as_before(paper, earlier) if earlier else await _with_licence(fetcher, paper)
    except SourceDownError:
        return found  # asking a silent server again for each paper would take minutes apiece
    return found


async def _batch(fetcher: Fetcher, refs: Sequence[PaperRef]) -> dict[PaperRef, Paper | FetchError]:
    """One request for all; one id that arXiv refuses, or answers with half an entry, does not cost the others."""
    try:
        feed = await _look_up(fetcher, refs)
    except BadContentError as error:
        if not any(words in error.message for words in _OF_ONE):
            raise
        bad = [ref for ref in refs if ref.label in error.message] or ([*refs] if len(refs) == 1 else [])
        answers: dict[PaperRef, Paper | FetchError] = dict.fromkeys(bad, NotFoundError(error.message))
        rest = [ref for ref in refs if ref not in bad]
        parts = [rest] if bad else [rest[: len(rest) // 2], rest[len(rest) // 2 :]]  # unnamed, it is searched for
        for part in filter(None, parts):
            answers |= await _batch(fetcher, part)
        return {ref: answers[ref] for ref in refs}
    return {ref: _match(ref, feed.papers) or _missing(ref, feed.papers) for ref in refs}


async def _look_up(fetcher: Fetcher, refs: Sequence[PaperRef]) -> Feed:
    query = urlencode({"id_list": ",".join(ref.label for ref in refs), "max_results": len(refs)}, safe="/,")
    feed = await _ask(fetcher, query)
    if feed.papers and len(feed.papers) >= min(feed.total, len(refs)):
        return feed
    # arXiv now and then answers with nothing, or with less than it counts; the next answer is whole.
    again = await _ask(fetcher, query)
    return again if len(again.papers) >= len(feed.papers) else feed


async def _ask(fetcher: Fetcher, query: str, *, max_age: float | None = None) -> Feed:
    url = f"{fetcher.settings.arxiv_api}?{query}"
    fetched = await fetcher.get(url, expect="xml", max_bytes=_MAX_FEED, max_age=max_age, accept=_BAD_REQUEST)
    return read_feed(fetched.body)


def _match(ref: PaperRef, papers: Iterable[Paper]) -> Paper | None:
    """The answer to a reference: order and number of the answers are not those of the request."""
    fitting = (p for p in papers if p.id == ref.id and ref.version in (None, p.version))
    return max(fitting, key=lambda paper: paper.version, default=None)  # without a version the latest is meant


def _missing(ref: PaperRef, papers: Iterable[Paper]) -> FetchError:
    others = sorted(p.version for p in papers if p.id == ref.id)
    if others:
        return NotFoundError(f"arXiv has no version {ref.version} of {ref.id}", hint=f"The latest is v{others[-1]}.")
    if ref.version:
        return NotFoundError(
            f"arXiv does not know {ref.label}", hint=f"Perhaps there is no such version: try {ref.id} without one."
        )
    return NotFoundError(f"arXiv does not know {ref.id}", hint="A paper of today may take a day to be found.")


def _as_before(paper: Paper, earlier: Paper) -> Paper:
    """What the API says of a version now, with what the OAI record said of it when it was met first."""
    return paper.model_copy(
        update={"licence": earlier.licence, "withdrawn": paper.withdrawn or earlier.withdrawn},
    )


async def _with_licence(fetcher: Fetcher, paper: Paper) -> Paper:
    """The paper with what only the OAI record tells. Without it the licence is unknown, which is no failure.

    OAI-PMH has no batch for this: GetRecord takes one identifier, and ListRecords chooses by day and set only. So it
    is one request a paper, made once for each version: the store keeps what it says, and the answer itself is kept for
    a day for other versions of the same paper.

    Raises:
        SourceDownError: The interface does not answer at all.
    """
    query = urlencode(
        {"verb": "GetRecord", "identifier": f"oai:arXiv.org:{paper.id}", "metadataPrefix": "arXivRaw"}, safe="/:"
    )
    try:
        fetched = await fetcher.get(
            f"{fetcher.settings.arxiv_oai}?{query}", expect="xml", max_bytes=_MAX_FEED, max_age=_DAY
        )
        record = read_record(fetched.body)
    except SourceDownError:
        raise
    except FetchError:
        return paper
    if record.latest != paper.version:
        return paper  # the record speaks of another version, and licences belong to versions
    return paper.model_copy(update={"licence": record.licence, "withdrawn": paper.withdrawn or record.withdrawn})


async def fetch_pdf(fetcher: Fetcher, paper: Paper) -> bytes:
    """The PDF of exactly this version.

    Raises:
        NotFoundError: arXiv has no such document, or only a source without a PDF.
        WithdrawnError: This version was withdrawn.
        NotReadyError: arXiv could not make the PDF yet.
        BadContentError: What came is no whole PDF, or that of another version.
        SourceDownError: arXiv does not answer or denies access.
    """
    url = f"{fetcher.settings.arxiv_site}/pdf/{paper.label}"
    try:
        fetched = await fetcher.get(url, expect="pdf", max_bytes=fetcher.settings.max_pdf_bytes)
    except StatusError as error:
        raise missing_pdf(paper, error.body) from error
    _check_version(fetched, paper)
    return fetched.body


def missing_pdf(paper: Paper, page: str) -> FetchError:
    """Which of the five meanings a 404 of /pdf has; only the text of the page tells them apart."""
    text = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    if re.search(r"withdrawn", text, re.IGNORECASE):
        return WithdrawnError(
            f"{paper.label} was withdrawn by its authors",
            hint=f"An earlier version may still be readable: digest summarize {paper.id}v{max(1, paper.version - 1)}",
        )
    if re.search(r"conversion system has failed|source to PDF|not yet available|being generated", text, re.IGNORECASE):
        return NotReadyError(f"arXiv could not make the PDF of {paper.label} yet", hint="Try again tomorrow.")
    if re.search(r"no source|no pdf for|unavailable in pdf|pdf (?:is )?unavailable", text, re.IGNORECASE):
        return NotFoundError(f"arXiv has no PDF of {paper.label}, only other forms of it")
    if re.search(r"no document for|not found", text, re.IGNORECASE):
        return NotFoundError(f"arXiv has no document {paper.label}", hint="Is the version right?")
    return NotFoundError(f"arXiv has no PDF of {paper.label} and does not say why")


def _check_version(fetched: Fetched, paper: Paper) -> None:
    """The file's name tells its version: another version's text must not be taken for this one's."""
    named = re.search(r"filename=\"?([^\";]+)", fetched.headers.get("content-disposition", ""))
    version = re.search(r"v(\d+)\.pdf$", named[1]) if named else None
    if version and int(version[1]) != paper.version:
        raise BadContentError(f"arXiv sent v{version[1]} of {paper.id} when asked for v{paper.version}")


async def search(
    fetcher: Fetcher, query: str, *, since: date | None = None, until: date | None = None, limit: int | None = None
) -> list[Paper]:
    """The papers that a query of arXiv's API finds, the latest submitted first, each once.

    Args:
        fetcher: Where to ask.
        query: Fields and booleans as the API has them: ``cat:cs.CL AND abs:retrieval``.
        since: The first day of submission, UTC.
        until: The last day of submission, UTC.
        limit: At most so many papers.

    Raises:
        UsageError: arXiv does not understand the query.
        FetchError: arXiv cannot be asked, or its answers contradict each other.
    """
    if since or until:
        return await _window(fetcher, query, since or _EARLIEST, until or datetime.now(UTC).date(), limit)
    first = await _first(fetcher, query, limit)
    if first.total > DEEPEST and (limit is None or limit > DEEPEST):
        return await _window(fetcher, query, _EARLIEST, datetime.now(UTC).date(), limit)
    return await _pages(fetcher, query, limit, first)


async def _window(fetcher: Fetcher, query: str, since: date, until: date, limit: int | None) -> list[Paper]:
    """A window of days; one with too many papers is cut in two, the later half first."""
    dated = f"({query}) AND submittedDate:[{since:%Y%m%d}0000 TO {until:%Y%m%d}2359]"
    first = await _first(fetcher, dated, limit)
    if first.total <= DEEPEST or (limit is not None and limit <= DEEPEST) or since >= until:
        return await _pages(fetcher, dated, limit, first)
    middle = since + (until - since) // 2
    later = await _window(fetcher, query, middle + timedelta(days=1), until, limit)
    if limit is not None and len(later) >= limit:
        return later[:limit]
    earlier = await _window(fetcher, query, since, middle, limit - len(later) if limit is not None else None)
    return list({(p.id): p for p in [*later, *earlier]}.values())


async def _pages(fetcher: Fetcher, query: str, limit: int | None, first: Feed) -> list[Paper]:
    """All pages of a query. The next page begins where the answers so far end, however short a page was."""
    wanted = min(first.total, DEEPEST, limit if limit is not None else DEEPEST)
    found = {paper.id: paper for paper in first.papers}
    at = len(first.papers)
    empty = 0
    while at < wanted and len(found) < wanted:
        size = min(PAGE, wanted - at)
        feed = await _page(fetcher, query, at, size, max_age=0 if empty else _FRESH)
        if feed.papers and feed.total != first.total:  # it may have been kept from an earlier state of the query
            feed = await _page(fetcher, query, at, size, max_age=0)
        found |= {paper.id: paper for paper in feed.papers if paper.id not in found}
        at += len(feed.papers)
        empty = 0 if feed.papers else empty + 1
        if empty >= _EMPTY_TRIES:
            raise BadContentError(
                f"arXiv says that there are {first.total} results and gives none after {at}", hint="Try again later."
            )
    # The order that was asked for, also on days when arXiv does not keep to it.
    newest = sorted(found.values(), key=lambda paper: paper.published or _LONG_AGO, reverse=True)
    return newest[:limit]


async def _first(fetcher: Fetcher, query: str, limit: int | None) -> Feed:
    """The first page; that there is nothing is believed when arXiv says so twice."""
    size = min(PAGE, limit or PAGE)
    first = await _page(fetcher, query, 0, size)
    return first if first.papers else await _page(fetcher, query, 0, size, max_age=0)


async def _page(fetcher: Fetcher, query: str, start: int, size: int, *, max_age: float = _FRESH) -> Feed:
    parameters = {
        "search_query": query,
        "start": start,
        "max_results": max(1, size),
        "sortBy": "submittedDate",
        "sortOrder": "descending",
    }
    try:
        return await _ask(fetcher, urlencode(parameters), max_age=max_age)
    except BadContentError as error:
        if _REFUSES in error.message:
            raise UsageError(f"{error.message} (query: {query})") from error
        raise
