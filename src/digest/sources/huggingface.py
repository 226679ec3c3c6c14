"""Hugging Face's daily papers: ``hf:2026-09-30``, ``hf:2026-W40``, ``hf:2026-09``, with votes as the rank.

``GET /api/daily_papers?date=…`` (or ``week=``, ``month=``), at most 100 a page from ``p=0``. ``paper.id`` is the arXiv
id without a version. A day in the future is answered with 400.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, ValidationError

from digest.errors import BadContentError, BadIdError, NotFoundError, UsageError
from digest.fetch import Fetcher
from digest.models import Collection, Entry, PaperRef
from digest.sources.arxiv_ids import parse_ref
from digest.sources.weeks import Period, parse_period

PREFIX = "hf:"
_PAGE = 100
_MAX_PAGES = 50
_MAX_BYTES = 20_000_000
_FRESH = 3600.0
_BAD_REQUEST = frozenset({400})
_HINT = "Write hf:2026-09-30, hf:2026-W40 or hf:2026-09."


class _Paper(BaseModel):
    """The part of a paper that is used; the reply has many more fields, and new ones now and then."""

    id: str = ""
    title: str = ""
    upvotes: int | None = None


class _Item(BaseModel):
    paper: _Paper
    title: str = ""


@dataclass(frozen=True)
class _Query:
    """What to ask the API: ``date``, ``week`` or ``month``, its value, and the days that it means."""

    by: str
    value: str
    period: Period


def handles(spec: str) -> bool:
    """Whether the spec names this source."""
    return spec.startswith(PREFIX)


def read_items(data: bytes) -> tuple[Entry, ...]:
    """Read one reply in its own order; positions count from 1.

    Raises:
        BadContentError: It is no list of papers.
    """
    try:
        reply: Any = json.loads(data)
    except ValueError as error:
        raise BadContentError(f"Hugging Face's reply is not JSON: {error}") from error
    if not isinstance(reply, list):
        raise BadContentError("Hugging Face's reply is not a list of papers")
    return tuple(_entry(item, position) for position, item in enumerate(reply, 1))


def ranked(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each paper once, most votes first; papers with equal votes stay in the order of the site."""
    once: dict[str, Entry] = {}
    for entry in entries:
        once.setdefault(entry.ref.id if entry.ref else f"{entry.title}\n{entry.url}", entry)
    ordered = sorted(once.values(), key=lambda entry: -(entry.votes or 0))
    return tuple(entry.model_copy(update={"position": n}) for n, entry in enumerate(ordered, 1))


async def collect(fetcher: Fetcher, spec: str) -> Collection:
    """Fetch the papers of a day, a week or a month.

    Raises:
        UsageError: The spec names no day, week or month.
        NotFoundError: Hugging Face refuses it: it lies in the future or before May 2023.
        FetchError: The list cannot be fetched or read.
    """
    query = _query(spec)
    entries: list[Entry] = []
    warnings: tuple[str, ...] = ()
    for page in range(_MAX_PAGES):
        found = await _page(fetcher, query, page)
        again = found == tuple(entries[-len(found) :])  # a server that knows no pages sends the first one for ever
        entries += found
        if len(found) < _PAGE or again:
            break
    else:
        warnings = (f"the list was cut short after {_MAX_PAGES * _PAGE} papers",)
    return Collection(
        name=f"hf-{query.value}",
        kind="weekly" if query.by == "week" else "daily",
        title=f"Hugging Face daily papers, {query.value}",
        start=query.period.start,
        end=query.period.end,
        source=spec,
        entries=ranked(entries),
        warnings=warnings,
    )


async def _page(fetcher: Fetcher, query: _Query, page: int) -> tuple[Entry, ...]:
    parameters = urlencode({query.by: query.value, "limit": _PAGE, "p": page})
    url = f"{fetcher.settings.huggingface.rstrip('/')}/api/daily_papers?{parameters}"
    fetched = await fetcher.get(url, expect="json", max_bytes=_MAX_BYTES, max_age=_FRESH, accept=_BAD_REQUEST)
    if fetched.status in _BAD_REQUEST:
        raise NotFoundError(
            f"Hugging Face has no daily papers for {query.value}", hint=f"It may lie in the future. {_HINT}"
        )
    return read_items(fetched.body)


def _query(spec: str) -> _Query:
    text = spec.removeprefix(PREFIX).strip()
    period = parse_period(text)
    if ".." in text:
        raise UsageError(f"{spec!r} is a range; Hugging Face lists days, weeks and months", hint=_HINT)
    if "w" in text.lower():
        return _Query("week", period.week, period)
    if period.days > 1:
        return _Query("month", text, period)
    return _Query("date", text, period)


def _entry(item: object, position: int) -> Entry:
    try:
        read = _Item.model_validate(item)
    except ValidationError:
        return Entry(position=position, title="(no title)", reason="Hugging Face names no paper here")
    title = " ".join((read.paper.title or read.title).split()) or read.paper.id or "(no title)"
    ref, reason = _ref(read.paper.id)
    url = f"https://huggingface.co/papers/{read.paper.id}" if read.paper.id else None
    return Entry(position=position, title=title, ref=ref, url=url, votes=read.paper.upvotes, reason=reason)


def _ref(identifier: str) -> tuple[PaperRef | None, str | None]:
    try:
        return parse_ref(identifier), None
    except BadIdError:
        return None, "Hugging Face names no arXiv paper here"
