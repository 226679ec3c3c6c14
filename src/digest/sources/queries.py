"""Queries of arXiv's API as lists: ``cat:cs.CL AND abs:retrieval``, within a window of days of submission."""

from __future__ import annotations

import re
from datetime import date

from digest.fetch import Fetcher
from digest.models import Collection, Entry, PaperRef
from digest.sources.arxiv import search

_FIELD = re.compile(r"(?<!\w)(?:all|ti|au|abs|co|jr|cat|rn|id|submittedDate|lastUpdatedDate):(?!//)\S")
_NAME_LIMIT = 60


def handles(spec: str) -> bool:
    """Whether the spec is a query: it names a field of arXiv's API."""
    return _FIELD.search(spec) is not None


async def collect(
    fetcher: Fetcher, spec: str, *, since: date | None = None, until: date | None = None, limit: int | None = None
) -> Collection:
    """The papers that a query finds, the latest submitted first.

    Raises:
        UsageError: arXiv does not understand the query.
        FetchError: arXiv cannot be asked.
    """
    papers = await search(fetcher, spec, since=since, until=until, limit=limit)
    days = "-".join(day.isoformat() for day in (since, until) if day)
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", spec).strip("-")[:_NAME_LIMIT].strip("-")
    return Collection(
        name=f"query-{slug}-{days}" if days else f"query-{slug}",
        kind="query",
        title=spec,
        start=since,
        end=until,
        source=spec,
        entries=tuple(
            Entry(position=n, title=paper.title, ref=PaperRef(kind="arxiv", id=paper.id), url=paper.url)
            for n, paper in enumerate(papers, 1)
        ),
    )
