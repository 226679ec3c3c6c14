"""One row of dair.ai's weekly table: ``| 1) **Label** - prose | [Paper](url), [Tweet](url) |`` and all its accidents.

The label is an editor's nickname for the paper, not its title, and the prose is the editor's work without a licence:
neither is a claim about the paper, and the prose is not taken over.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from digest.models import Entry
from digest.sources.markdown_links import MarkdownLink, find_links, plain
from digest.sources.paper_links import Target, target_of

_NUMBER = re.compile(r"\s*\|?\s*(?:\*\*)?\s*\d{1,3}\s*\\?[.)\]:]+\s*")
_BOLD = re.compile(r"\*+\s*(?P<label>[^*]{1,300}?)\s*\*+")
_DASHES = (re.compile(r"\s+[-–—]+\s+|\s*[–—]\s*|\s+-"), re.compile(r":\s+|<br", re.IGNORECASE))
_BETWEEN = re.compile(r"[\s,;&|_)(*.·•/+-]*")
_TITLE_LIMIT = 120
_ORDER = (
    r"paper|pdf|preprint|article|publication|arxiv",
    r"(technical |tech )?report|white ?paper",
    r"system card|model card",
    r"book|thesis",
    r"blog|post|announcement|news",
    r"project|website|page|site",
    r"(git ?hub|code|repo|models?|data ?sets?|demo|app|evaluation)",
)


class _Candidate(NamedTuple):
    """A link of the row, judged: the smallest one is the paper's."""

    not_arxiv: bool
    rank: int
    unreadable: bool
    position: int


def read_row(text: str, position: int) -> Entry:
    """Read one row, which may be several cells or lack them; whatever is in it, there is an entry."""
    number = _NUMBER.match(text)
    body = text[number.end() :] if number else text.strip().removeprefix("|")
    prose, links = _parted(body)
    title = _title(prose) or (plain(links[0].label) if links else "") or "(no title)"
    links += _behind_title(prose)
    chosen = _best(links)
    if chosen is None:
        return Entry(position=position, title=title, reason="the row has no link")
    target = target_of(chosen.url)
    reason = target.reason
    if target.ref is None and all(_is_post(target_of(link.url)) for link in links if link.url):
        reason = f"the row links only {(target.reason or '').removesuffix(', not a paper')}"
    return Entry(
        position=position,
        title=title,
        ref=target.ref,
        url=chosen.url,
        comment=_also(links, chosen),
        reason=reason,
    )


def _parted(body: str) -> tuple[str, list[MarkdownLink]]:
    """The prose and the links of the last column.

    The prose may hold pipes (``|r| = 0.9``) and links to other papers, so the last column is found from the end.
    """
    every = list(find_links(body))
    cells = _cells(body, every)
    column: list[MarkdownLink] = []
    begin = len(body)
    for start, end in reversed(cells):
        inside = [link for link in every if start <= link.start < end]
        if not inside:
            if column or body[start:end].strip(" |_-"):
                break
            continue
        if column and not _only_links(body[start:end], start, inside):
            break
        column = inside + column
        begin = start
    if begin == 0 or (len(cells) == 1 and column):
        column = _trailing(body, column)
        begin = column[0].start if column else len(body)
    return body[:begin], [link for link in column if link.url]


def _behind_title(prose: str) -> list[MarkdownLink]:
    """The link that the title itself is; links further on in the prose lead to other papers."""
    first = next(iter(find_links(prose)), None)
    return [first] if first and first.url and not prose[: first.start].strip(" *_|") else []


def _cells(body: str, links: list[MarkdownLink]) -> list[tuple[int, int]]:
    """The spans between pipes; a pipe inside a link or behind a backslash does not count."""
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", body) if not any(a.start <= m.start() < a.end for a in links)]
    edges = [-1, *bars, len(body)]
    return [(a + 1, b) for a, b in itertools.pairwise(edges)]


def _only_links(cell: str, offset: int, links: list[MarkdownLink]) -> bool:
    rest = list(cell)
    for link in links:
        rest[link.start - offset : link.end - offset] = " " * (link.end - link.start)
    return _BETWEEN.fullmatch("".join(rest)) is not None


def _trailing(body: str, links: list[MarkdownLink]) -> list[MarkdownLink]:
    """The links that stand together at the end, for a row whose column lost its pipe."""
    after = len(body)
    kept: list[MarkdownLink] = []
    for link in reversed(links):
        if not _BETWEEN.fullmatch(body, link.end, after):
            break
        kept.insert(0, link)
        after = link.start
    return kept


def _title(prose: str) -> str:
    """The label in bold, or what stands before the dash where the bold was forgotten or never closed."""
    prose = prose.strip().strip("|").strip()
    bold = _BOLD.match(prose)
    if bold and plain(bold["label"]) and not (" - " in bold["label"] and prose[bold.end() : bold.end() + 1].isalnum()):
        return plain(bold["label"]).rstrip(" -–—:")
    cuts = (pattern.search(prose, 1, _TITLE_LIMIT) for pattern in _DASHES)
    cut = next((match.start() for match in cuts if match), None)
    head = plain(prose[:cut]).strip(" -–—:*")
    if len(head) <= _TITLE_LIMIT:
        return head
    return head[:_TITLE_LIMIT].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def _rank(label: str) -> int:
    """How likely a link with this label leads to the paper; a post about it comes last."""
    words = re.sub(r"[^a-z ]+", " ", label.lower()).strip()
    words = " ".join(words.split())
    if re.match(r"tweet|thread|x$|post on x", words):
        return len(_ORDER) + 1
    return next((n for n, pattern in enumerate(_ORDER) if re.match(rf"(?:{pattern})\b", words)), len(_ORDER))


def _best(links: list[MarkdownLink]) -> MarkdownLink | None:
    """The link that leads to the paper: one on arXiv before all others, then by label."""
    ranked: list[tuple[_Candidate, MarkdownLink]] = []
    for position, link in enumerate(links):
        target = target_of(link.url)
        ranked.append(
            (_Candidate(target.what != "arxiv", _rank(link.label), target.ref is None, position), link),
        )
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _is_post(target: Target) -> bool:
    return target.ref is None and (target.reason or "").startswith(("a post", "a video", "a discussion", "a chat"))


def _also(links: list[MarkdownLink], chosen: MarkdownLink) -> str | None:
    """The other papers of a row that has ``Paper 1`` and ``Paper 2``, so that none of them is lost."""
    others: dict[str, str] = {}
    for link in links:
        target = target_of(link.url)
        if _rank(link.label) <= len(_ORDER) and (target.what == "arxiv" or _rank(link.label) == 0):
            others.setdefault(target.key, link.url)
    others.pop(target_of(chosen.url).key, None)
    return f"Also: {', '.join(others.values())}" if others else None
