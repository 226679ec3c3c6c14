"""Reading lists: any Markdown, text, HTML, BibTeX or RIS file, on disk or by URL, that names papers.

``list:papers.md``, ``list:https://example.org/post`` or the bare path of such a file. The order, the headings and the
words of the list are kept; a link that is no paper stays in its place with the reason; a paper named twice stands once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from digest.errors import BadContentError, BadIdError, NotFoundError, UsageError
from digest.fetch import Fetcher
from digest.models import Collection, Entry
from digest.sources.arxiv_ids import parse_ref
from digest.sources.citations import Citation, looks_like_bibtex, looks_like_ris, read_bibtex, read_ris
from digest.sources.list_blocks import Block, html_blocks, markdown_blocks
from digest.sources.markdown_links import MarkdownLink, find_links, plain
from digest.sources.paper_links import Target, target_of

PREFIX = "list:"
SUFFIXES = (".md", ".markdown", ".txt", ".text", ".html", ".htm", ".bib", ".bibtex", ".ris", ".rst", ".org")
_ONLINE = (".md", ".markdown", ".txt", ".bib", ".bibtex", ".ris")
_MAX_BYTES = 5_000_000
_FRESH = 3600.0
_TITLE_LIMIT = 200
_LEAST_WORDS = 8
"""Fewer characters than this beside a bare id (``and``, ``see``) are no title."""

_MARKS = " -–—:;,.|()[]*"

_ID = re.compile(
    r"(?<![\w./:-])(?:arXiv\s?:\s?)?(?:(?P<new>\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d{1,3})?)"
    r"|(?P<old>[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d{1,3})?))(?![\w-]|\.\d)",
    re.ASCII | re.IGNORECASE,
)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_KIND_ONLY = re.compile(
    r"\W*(?:paper|pdf|arxiv|link|here|abs|abstract|html|url|doi|source|code|github|blog|project|website|read)\W*\d*\W*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"]([^”\"]{8,300}?)[,.]?[”\"]")
_AFTER_YEAR = re.compile(r"\(\d{4}[a-z]?(?:,[^)]{0,30})?\)\.?\s*(.{8,300}?)(?:\s*\(?arXiv\b|\.\s|\.?$)", re.IGNORECASE)


class _Mention(NamedTuple):
    """A place in a block that names something: its span, its words, and what it leads to."""

    start: int
    end: int
    label: str
    target: Target
    bare: bool


def handles(spec: str) -> bool:
    """Whether the spec names a list: by its prefix, or as the path or URL of a file of text."""
    if spec.startswith(PREFIX):
        return True
    if "://" in spec:
        path = re.sub(r"[?#].*", "", spec) if spec.startswith(("http://", "https://")) else ""
        return PurePosixPath(path).suffix.lower() in _ONLINE
    return Path(spec).suffix.lower() in SUFFIXES and Path(spec).expanduser().is_file()


def read_list(data: bytes, *, name: str = "", html: bool | None = None) -> tuple[Entry, ...]:
    """All entries of a list in its order.

    Args:
        data: The file.
        name: Its name or URL; relative links of a page are resolved against a URL.
        html: Whether it is a web page; None lets the content decide.

    Raises:
        BadContentError: It is no text.
    """
    text = _decoded(data, name)
    if html is None:
        html = bool(
            re.match(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", text, re.IGNORECASE | re.DOTALL)
        )
    if html:
        found = _entries(html_blocks(text.encode(), base_url=name if "://" in name else ""), from_page=True)
    elif looks_like_ris(text):
        found = map(_cited, read_ris(text))
    elif looks_like_bibtex(text):
        found = map(_cited, read_bibtex(text))
    else:
        found = _entries(markdown_blocks(text), from_page=False)
    return _once(found)


async def collect(fetcher: Fetcher, spec: str) -> Collection:
    """Read a list from disk or from the web, under the guard for addresses that users and lists name.

    Raises:
        NotFoundError: There is no such file or page.
        UsageError: The list names nothing at all.
        FetchError: The page cannot be fetched or is no text.
    """
    where = spec.removeprefix(PREFIX).strip()
    if "://" in where:
        address = _raw(where)
        fetched = await fetcher.get(
            address,
            expect="text",
            max_bytes=_MAX_BYTES,
            max_age=_FRESH,
            public_only=not fetcher.settings.allow_private_hosts,
        )
        media = fetched.headers.get("content-type", "").lower()
        entries = read_list(fetched.body, name=fetched.url, html=True if "html" in media else None)
    else:
        entries = read_list(_local(where), name=where)
    if not entries:
        raise UsageError(f"found no link and no arXiv id in {where}", hint="A reading list has one paper a line.")
    groups = {entry.group for entry in entries}
    heading = groups.pop() if len(groups) == 1 else None  # one heading over all is the list's title, no group
    return Collection(
        name=_name(where),
        kind="reading-list",
        title=heading or PurePosixPath(urlsplit(where).path if "://" in where else where).stem or where,
        source=spec,
        entries=tuple(e.model_copy(update={"group": None}) for e in entries) if heading else entries,
    )


def _local(where: str) -> bytes:
    path = Path(where).expanduser()
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFoundError(f"{path}: {error.strerror}", hint="Name a file, or a URL with https://.") from error


def _raw(url: str) -> str:
    """The file itself for a file shown on GitHub."""
    match = re.fullmatch(r"(https://github\.com/[^/]+/[^/]+)/blob/([^?#]+)(?:[?#].*)?", url)
    return f"{match[1]}/raw/{match[2]}" if match else url


def _name(where: str) -> str:
    """A name that tells lists apart: the file's, and a part of a hash for pages, many of which are a README."""
    path = PurePosixPath(urlsplit(where).path if "://" in where else Path(where).name)
    stem = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-").lower() or "list"
    return f"{stem}-{hashlib.sha256(where.encode()).hexdigest()[:8]}" if "://" in where else stem


def _decoded(data: bytes, name: str) -> str:
    if data.startswith(b"%PDF-") or b"\x00" in data[:4096]:
        raise BadContentError(f"{name or 'the list'} is not text", hint="Name a PDF without the prefix list:.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _entries(blocks: Iterable[Block], *, from_page: bool) -> Iterator[Entry]:
    for block in blocks:
        mentions = _mentions(block.text)
        main = _main(mentions)
        words = _without(block.text, mentions)
        beside = _title_of(words) if len({m.target.key for m in mentions if m.bare}) < 2 else ""  # noqa: PLR2004 - words about several name none
        named = ""
        for mention in mentions:
            telling = not mention.bare and mention.label != "" and not _says_little(mention.label)
            about = f"{named} ({mention.label})" if named else beside or mention.label or mention.target.url
            title = mention.label if telling else about
            named = mention.label if telling else named
            comment = _comment(block, mention, title, words) if mention is main else None
            yield _entry(mention, title, block, comment, listed=mention is main and block.item and not from_page)


def _main(mentions: list[_Mention]) -> _Mention | None:
    """The mention that a block is about: its first paper, else its first link."""
    papers = (m for m in mentions if m.target.what in ("arxiv", "paper"))
    return next(papers, mentions[0] if mentions else None)


def _entry(mention: _Mention, title: str, block: Block, comment: str | None, *, listed: bool) -> Entry:
    """An entry; some other web page counts as something to read only where it is what a list's item is about."""
    target = mention.target
    ref, reason = target.ref, target.reason
    if target.what == "page" and not listed:
        ref, reason = None, "a web page named in passing; add it by its URL to read it too"
    return Entry(position=0, title=title, ref=ref, url=target.url, group=block.group, comment=comment, reason=reason)


def _mentions(text: str) -> list[_Mention]:
    """Links, bare URLs and bare arXiv ids of a block, in order; links into the list itself are none."""
    links = [link for link in find_links(text) if link.url and not link.url.startswith(("#", "mailto:"))]
    found = [_linked(link) for link in links]
    for match in _ID.finditer(text):
        if any(link.start <= match.start() < link.end for link in links):
            continue
        try:
            ref = parse_ref(match["new"] or match["old"])
        except BadIdError:
            continue
        target = Target("arxiv", f"https://arxiv.org/abs/{ref.label}", ref=ref)
        found.append(_Mention(match.start(), match.end(), ref.label, target, bare=True))
    return sorted(found, key=lambda mention: mention.start)


def _linked(link: MarkdownLink) -> _Mention:
    return _Mention(link.start, link.end, link.label, target_of(link.url), bare=link.label == link.url)


def _title_of(words: str) -> str:
    """The title in the words around a bare id or URL, or around a link that says only ``pdf``."""
    for pattern in (_QUOTED, _AFTER_YEAR):
        if match := pattern.search(words):
            return match[1].strip(" .,")
    words = words.strip(_MARKS)
    if len(words) < _LEAST_WORDS:
        return ""
    return words if len(words) <= _TITLE_LIMIT else words[:_TITLE_LIMIT].rsplit(" ", 1)[0] + " …"


def _says_little(label: str) -> bool:
    """Whether a link's text names its kind and not the paper."""
    return _KIND_ONLY.fullmatch(label) is not None


def _comment(block: Block, mention: _Mention, title: str, words: str) -> str | None:
    """What a block says beside the link it is about; all of it where that is running text."""
    if mention.bare:
        return None if words.strip(_MARKS) in ("", title) else plain(block.text)
    if not block.item:
        words = plain(block.text)
        return words if words != mention.label else None
    words = plain(f"{block.text[: mention.start]} {block.text[mention.end :]}")
    words = re.sub(r"^[\s:–—;,.|-]+(?=\s|\w|$)", "", words).strip(" :–—;,|-")
    return words if re.search(r"\w", words) else None


def _without(text: str, mentions: list[_Mention]) -> str:
    pieces = []
    last = 0
    for mention in mentions:
        pieces.append(text[last : mention.start])
        last = mention.end
    words = plain(" ".join((*pieces, text[last:])))
    return re.sub(r"\(\s*\)|\[\s*\]|\barXiv\s*:\s*(?=$|[\s.,;)])", "", words).strip()


def _cited(work: Citation) -> Entry:
    """The entry of a work in a bibliography: the first of its addresses that leads to a paper."""
    targets = [_target(address) for address in work.addresses]
    order = {"arxiv": 0, "paper": 1, "page": 2, "other": 3}
    best = min(targets, key=lambda target: order[target.what], default=None)
    if best is None:
        return Entry(
            position=0, title=work.title, comment=work.comment, reason="the export gives no link and no arXiv id"
        )
    return Entry(
        position=0,
        title=work.title,
        ref=best.ref,
        url=best.url,
        comment=work.comment,
        reason=best.reason,
    )


def _target(address: str) -> Target:
    if "://" in address:
        return target_of(address)
    try:
        ref = parse_ref(address)
    except BadIdError:
        return target_of(address)
    return Target("arxiv", f"https://arxiv.org/abs/{ref.label}", ref=ref)


def _once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each paper and each address once, where it stands first; positions count from 1."""
    seen: dict[str, Entry] = {}
    for number, entry in enumerate(entries):
        key = target_of(entry.url).key if entry.url else f"{number}"
        seen.setdefault(key, entry)
    return tuple(entry.model_copy(update={"position": n}) for n, entry in enumerate(seen.values(), 1))
