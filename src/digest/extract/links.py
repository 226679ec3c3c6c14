"""URLs of a paper: those behind its links and those in its text, also where a line broke them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from digest.models import Link, Page, Sentence

Kind = Literal["code", "data", "model", "project", "paper", "other"]

_HOSTS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "data",
        re.compile(
            r"huggingface\.co/datasets/|zenodo\.org/|figshare\.com/|kaggle\.com/datasets|datadryad\.org|osf\.io/",
            re.IGNORECASE,
        ),
    ),
    ("model", re.compile(r"huggingface\.co/(?!papers|spaces|docs|blog)[^/]+/[^/]+|modelscope\.c", re.IGNORECASE)),
    (
        "code",
        re.compile(
            r"(?:github|gitlab|bitbucket|codeberg|sourceforge|git\.sr\.ht)[\w.]*/(?!.*\.pdf$)"
            r"|(?:^|//)gitlab\.|code\.google\.com",
            re.IGNORECASE,
        ),
    ),
    ("project", re.compile(r"\.github\.io\b|\.gitlab\.io\b|sites\.google\.com|huggingface\.co/spaces", re.IGNORECASE)),
    (
        "paper",
        re.compile(
            r"arxiv\.org|doi\.org|aclanthology\.org|openreview\.net|proceedings\.|\.pdf$|acm\.org|ieee\.org",
            re.IGNORECASE,
        ),
    ),
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'{}|\\^`“”‘’]+|(?<![\w./@-])(?:github|gitlab)\.com/[\w.-]+/[\w.-]+", re.IGNORECASE
)
_TRAILING = ".,;:!?)]}'\"*"
_REST = re.compile(r"\s+([A-Za-z0-9_\-./~%#?=&+]+)")


@dataclass(frozen=True)
class Annotation:
    """A link of the PDF itself; ``page`` counts from 1."""

    url: str
    page: int


def kind_of(url: str) -> Kind:
    """What a URL leads to, as far as its host and path tell."""
    return next((kind for kind, pattern in _HOSTS if pattern.search(url)), "other")


def find_links(
    text: str, pages: Sequence[Page], sentences: Sequence[Sentence], annotations: Iterable[Annotation]
) -> tuple[Link, ...]:
    """Every URL once for each page, in reading order; annotations first, because a line cannot break them."""
    exact = list(
        dict.fromkeys((a.url.strip(), a.page) for a in annotations if a.url.lower().startswith(("http://", "https://")))
    )
    known = {url for url, _ in exact}
    starts = [sentence.start for sentence in sentences]
    page_starts = [page.start for page in pages]
    placed: list[tuple[int, Link]] = []
    for url, page in exact:
        at = _place(text, pages[page - 1], url) if 0 < page <= len(pages) else None
        sentence = bisect_right(starts, at) - 1 if at is not None else None
        order = at if at is not None else pages[min(page, len(pages)) - 1].end
        placed.append((order, Link(url=url, page=page, sentence=sentence, kind=kind_of(url))))
    for match in _URL.finditer(text):
        found = _whole(text, match, known)
        if found is None:
            continue
        page = max(1, bisect_right(page_starts, match.start()))
        sentence = bisect_right(starts, match.start()) - 1
        placed.append((match.start(), Link(url=found, page=page, sentence=sentence, kind=kind_of(found))))
    unique: dict[tuple[str, int], Link] = {}
    for _, link in sorted(placed, key=lambda item: item[0]):
        unique.setdefault((link.url.rstrip("/"), link.page), link)
    return tuple(unique.values())


def _place(text: str, page: Page, url: str) -> int | None:
    """Where a URL stands in the text of its page, spaces that a line break left in it disregarded."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
    pattern = r"\s?".join(re.escape(c) for c in bare[:80])
    match = re.compile(pattern, re.IGNORECASE).search(text, page.start, page.end)
    return match.start() if match else None


def _whole(text: str, match: re.Match[str], known: set[str]) -> str | None:
    """The URL of a match, joined over a line break; None when an annotation already has it."""
    url = match.group()
    end = match.end()
    if url[-1] in "/-_.=?&" or url.endswith("//"):
        rest = _REST.match(text, end)
        if rest and (url[-1] in "/-_=?&" or "/" in rest[1]):
            url += rest[1]
    while url and url[-1] in _TRAILING:
        if url[-1] == ")" and url.count("(") >= url.count(")"):
            break
        url = url[:-1]
    if not url.lower().startswith("http"):
        url = "https://" + url
    bare = re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
    if len(bare) < 5 or "." not in bare.split("/")[0]:  # noqa: PLR2004 - no host is shorter
        return None
    if any(bare in other for other in known):
        return None
    return url
