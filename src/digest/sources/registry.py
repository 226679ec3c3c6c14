"""Every source in one table: what a spec may look like, and who reads it.

A new source is one file and one line here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from digest.fetch import Fetcher
from digest.models import Collection
from digest.sources import dair, feeds, huggingface, reading_list, web


@dataclass(frozen=True)
class Source:
    """One place that papers come from. ``example`` is a spec that it handles."""

    name: str
    example: str
    handles: Callable[[str], bool]
    collect: Callable[[Fetcher, str], Awaitable[Collection]]


SOURCES = (
    Source("dair", "dair:2024-W05", dair.handles, dair.collect),
    Source("huggingface", "hf:2026-W40", huggingface.handles, huggingface.collect),
    Source("feed", "feed:cs.CL+cs.LG", feeds.handles, feeds.collect),
    Source("reading list", "list:papers.md", reading_list.handles, reading_list.collect),
    Source("web", "https://example.org/paper.pdf", web.handles, web.collect),
)
"""In the order in which they are asked; the first that handles a spec reads it."""
