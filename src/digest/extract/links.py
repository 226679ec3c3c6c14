"""URLs of a paper: those behind its links and those in its text, also where a line broke them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from digest.document import Link, Page, Sentence

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
        "project",
        re.compile(r"//[^/]*\.git(?:hub|lab)\.io\b|sites\.google\.com|huggingface\.co/spaces", re.IGNORECASE),
    ),
    (
        "code",
        re.compile(
            r"(?:github|gitlab|bitbucket|codeberg|sourceforge|git\.sr\.ht)[\w.]*/(?!.*\.pdf$)"
            r"|(?:^|//)gitlab\.|code\.google\.com|anonymous\.4open\.science/",
            re.IGNORECASE,
        ),
    ),
    (
        "paper",
        re.compile(
            r"arxiv\.org|doi\.org|aclanthology\.org|openreview\.net|proceedings\.|\.pdf$|acm\.org|ieee\.org",
            re.IGNORECASE,
        ),
    ),
)
URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'{}|\\^`“”‘’]+|(?<![\w./@-])(?:github|gitlab)\.com/[\w.-]+/[\w.-]+", re.IGNORECASE
)
_MARKS = (("://", (5, 4)), ("www.", (0,)), ("github.com/", (0,)), ("gitlab.com/", (0,)))
"""What every address of ``URL`` has, and how many characters before it the address may begin."""

_TRAILING = ".,;:!?)]}'\"*"
_PATH = re.compile(r"[/_=?#%&~]|\.|\d[^\W\d]|[^\W\d]\d|\d-|-\d|-.*-|^\d{5,}$")
"""What words do not have."""

_LINES = 4
"""Lines that an address may be broken over, in narrow columns."""

_RUN = re.compile(r"\S+")
_SCHEME = re.compile(r"^https?://(?:www\.)?")
_TELLING = 80
"""Characters of an address that are looked for."""

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
    known = {_bare(url) for url, _ in exact}
    starts = [sentence.start for sentence in sentences]
    page_starts = [page.start for page in pages]
    placed: list[tuple[int, Link]] = []
    spread: dict[int, _Spread] = {}
    for url, page in exact:
        if 0 < page <= len(pages) and page not in spread:
            spread[page] = _Spread(text, pages[page - 1])
        at = spread[page].find(url) if page in spread else None
        sentence = bisect_right(starts, at) - 1 if at is not None else None
        order = at if at is not None else pages[min(page, len(pages)) - 1].end
        placed.append((order, Link(url=url, page=page, sentence=sentence, kind=kind_of(url))))
    for match in addresses(text):
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


def addresses(text: str) -> Iterator[re.Match[str]]:
    """What ``URL.finditer`` gives. Its search is slow, so it is tried only where one of its marks stands."""
    folded = text.lower()
    if len(folded) != len(text):  # some capitals fold to two letters
        yield from URL.finditer(text)
        return
    starts: set[int] = set()
    for mark, backs in _MARKS:
        at = folded.find(mark)
        while at >= 0:
            starts.update(at - back for back in backs if at >= back)
            at = folded.find(mark, at + 1)
    end = 0
    for start in sorted(starts):
        if start >= end and (match := URL.match(text, start)):
            yield match
            end = match.end()


class _Spread:
    """The text of a page in which addresses are found although line breaks left white space in them."""

    def __init__(self, text: str, page: Page) -> None:
        self.whole = text[page.start : page.end]
        self.start = page.start
        self.runs = list(_RUN.finditer(self.whole))
        self.folded = "".join(run[0] for run in self.runs).lower()

    def find(self, url: str) -> int | None:
        """The offset in the whole text at which an address stands, whatever the case of its letters."""
        bare = _bare(url)[:_TELLING]
        at = self.whole.find(bare)
        if at >= 0:
            return self.start + at
        at = self.folded.find(bare.lower())
        for run in self.runs if at >= 0 else ():
            if at < len(run[0]):
                return self.start + run.start() + at
            at -= len(run[0])
        return None


def _goes_on(last: str, rest: str) -> bool:
    """Whether what follows an address that ends with ``last`` is more of it, from the next line.

    A slash may well be the end of it, so what follows must look like a path and stand in the same paragraph.
    """
    if last == "/":
        return "\n\n" not in rest and _PATH.search(rest.strip(" .,;:")) is not None
    return last != "." or "/" in rest


def _bare(url: str) -> str:
    return _SCHEME.sub("", url).rstrip("/")


def _whole(text: str, match: re.Match[str], known: set[str]) -> str | None:
    """The URL of a match, joined over a line break; None when an annotation already has it."""
    url = match.group()
    end = match.end()
    if _bare(url) in known:
        return None
    for _ in range(_LINES):
        rest = _REST.match(text, end) if url[-1] in "/-_.=?&" else None
        if rest is None or not _goes_on(url[-1], rest[0]):
            break
        url, end = url + rest[1], rest.end()
    while url and url[-1] in _TRAILING:
        if url[-1] == ")" and url.count("(") >= url.count(")"):
            break
        url = url[:-1]
    if not url.lower().startswith("http"):
        url = "https://" + url
    bare = _bare(url)
    if len(bare) < 5 or "." not in bare.split("/")[0]:  # noqa: PLR2004 - no host is shorter
        return None
    if any(bare in other for other in known):
        return None
    return url
