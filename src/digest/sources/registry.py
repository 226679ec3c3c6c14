"""Every source in one table: what a spec may look like, and who reads it.

A new source is one file and one line here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from digest.errors import BadIdError, UsageError
from digest.fetch import Fetcher
from digest.models import Collection, Entry
from digest.sources import dair, feeds, huggingface, queries, reading_list, web
from digest.sources.arxiv_ids import parse_ref


@dataclass(frozen=True)
class Source:
    """One place that papers come from. ``example`` is a spec that it handles."""

    name: str
    example: str
    handles: Callable[[str], bool]
    collect: Callable[[Fetcher, str], Awaitable[Collection]]


def _is_arxiv(spec: str) -> bool:
    try:
        parse_ref(spec)
    except (BadIdError, ValueError):  # ValueError: an address such as http://[x
        return False
    return True


async def _one_paper(fetcher: Fetcher, spec: str) -> Collection:
    """A collection of one arXiv paper; nothing is fetched, its title comes with its metadata."""
    del fetcher
    ref = parse_ref(spec)
    entry = Entry(position=1, title=ref.label, ref=ref, url=f"https://arxiv.org/abs/{ref.label}")
    return Collection(name=ref.label, kind="manual", title=ref.label, source=spec, entries=(entry,))


SOURCES = (
    Source("dair", "dair:2024-W05", dair.handles, dair.collect),
    Source("huggingface", "hf:2026-W40", huggingface.handles, huggingface.collect),
    Source("feed", "feed:cs.CL+cs.LG", feeds.handles, feeds.collect),
    Source("reading list", "list:papers.md", reading_list.handles, reading_list.collect),
    Source("arxiv", "2402.00838v1", _is_arxiv, _one_paper),
    Source("query", "cat:cs.CL AND abs:retrieval", queries.handles, queries.collect),
    Source("web", "https://example.org/paper.pdf", web.handles, web.collect),
)
"""In the order in which they are asked; the first that handles a spec reads it."""

_PERIODS = "dair:2024-01-29..2024-02-04 or hf:2026-W40"


def source_of(spec: str) -> Source:
    """The source that reads a spec.

    Raises:
        UsageError: No source does; the hint shows what a spec may look like.
    """
    for source in SOURCES:
        if source.handles(spec.strip()):
            return source
    examples = ", ".join(source.example for source in SOURCES)
    raise UsageError(f"no source reads {spec!r}", hint=f"Specs look like these: {examples}.")


async def collect(
    fetcher: Fetcher, spec: str, *, since: date | None = None, until: date | None = None, limit: int | None = None
) -> Collection:
    """The papers that a spec names, as a collection.

    Args:
        fetcher: The way to the network.
        spec: What the user wrote.
        since: The first day of submission, for queries; other sources name their days in the spec.
        until: The last day of submission, for queries.
        limit: At most so many entries, the first ones.

    Raises:
        UsageError: No source reads the spec, it is malformed, or days were given for something other than a query.
        FetchError: The source cannot be reached or read.
    """
    spec = spec.strip()
    source = source_of(spec)
    if source.collect is queries.collect:
        return await queries.collect(fetcher, spec, since=since, until=until, limit=limit)
    if since or until:
        raise UsageError(f"{spec!r} is no query and cannot be cut by days", hint=f"Name the days in it: {_PERIODS}.")
    collection = await source.collect(fetcher, spec)
    return collection if limit is None else collection.model_copy(update={"entries": collection.entries[:limit]})
