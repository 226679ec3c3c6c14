"""The HTML of arXiv's papers: fetched once, and what became of it remembered, so that a second run asks nobody."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from digest.errors import NotFoundError
from digest.fetch.cache import Cache

if TYPE_CHECKING:
    from digest.config import Settings
    from digest.fetch.client import Fetcher
    from digest.models import Paper

HINT = "Use --text-from auto to read the PDF where there is no good HTML."
_DAY = 86_400.0
_NO_AGE = float("inf")
_PROBLEM_AGE = 30 * _DAY
"""arXiv converts papers anew at times: a page that was missing or broken a month ago may be good today."""


@dataclass(frozen=True)
class HtmlCopy:
    """What is known of a version's HTML: the sha256 of a page that may be used, or why there is none."""

    sha256: str | None = None
    problem: str = ""


def html_url(settings: Settings, paper: Paper) -> str:
    """Where arXiv serves the HTML of exactly this version."""
    return f"{settings.arxiv_site}/html/{paper.label}"


async def fetch_html(fetcher: Fetcher, paper: Paper) -> bytes:
    """The page as it is served; whether it may be used is for its reader to say.

    Raises:
        NotFoundError: arXiv has no HTML of this version; most papers before December 2023 have none.
        BadContentError: The page is empty or too large.
        SourceDownError: arXiv does not answer or denies access.
    """
    try:
        return (await fetcher.get(html_url(fetcher.settings, paper), expect="html")).body
    except NotFoundError as error:
        raise NotFoundError(f"arXiv has no HTML of {paper.label}", hint=HINT) from error


def remembered(settings: Settings, paper: Paper) -> HtmlCopy | None:
    """What an earlier run found out; None when nobody looked, or when it is worth looking again."""
    cache = Cache(settings.data_dir / "cache")
    kept = cache.get(_name(settings, paper), _NO_AGE)
    if kept is None:
        return None
    copy = HtmlCopy(**json.loads(kept[1]))
    return copy if copy.sha256 or cache.get(_name(settings, paper), _PROBLEM_AGE) else None


def remember(settings: Settings, paper: Paper, copy: HtmlCopy) -> None:
    """Keep what was found out.

    Raises:
        StoreError: The disk is full or may not be written.
    """
    Cache(settings.data_dir / "cache").put(_name(settings, paper), {}, json.dumps(asdict(copy)).encode())


def _name(settings: Settings, paper: Paper) -> str:
    """The key in the cache; no URL looks like it."""
    return f"verdict {html_url(settings, paper)}"
