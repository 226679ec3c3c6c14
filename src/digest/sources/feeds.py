"""arXiv's category feeds: ``feed:cs.CL+cs.LG``, ``feed:cs.CL?types=new,cross``, ``feed:math?form=atom``.

A feed holds one mailing only: the papers announced on one weekday, new ones, cross-lists and replacements together. It
is empty on weekends and arXiv's holidays. An unknown archive is answered with 400 and a well-formed, empty feed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import parse_qsl
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from digest.errors import BadContentError, BadIdError, UsageError
from digest.fetch import Fetcher
from digest.models import Collection, Entry, PaperRef
from digest.sources.arxiv_ids import parse_ref

PREFIX = "feed:"
TYPES = ("new", "cross", "replace", "replace-cross")
_FRESH = 6 * 3600.0
"""The feeds change once a day, between 04:00 and 05:00 UTC."""

_MAX_BYTES = 50_000_000
_BAD_REQUEST = frozenset({400})
_STALE_MAILINGS = 3
"""A feed this many mailings old is standing still: arXiv's longest run of days without mailing is two weekdays."""

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_CATEGORY = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*(?:\.[A-Za-z]+(?:-[A-Za-z]+)*)?", re.ASCII)
_ANNOUNCED = re.compile(r"Announce Type:\s*([a-z-]+)")
_VERSIONED = re.compile(r"oai:arXiv\.org:(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class FeedSpec:
    """What is asked of the feeds: categories as the user wrote them, announcement types, and RSS or Atom."""

    categories: tuple[str, ...]
    types: tuple[str, ...] = ("new",)
    form: Literal["rss", "atom"] = "rss"


@dataclass(frozen=True)
class FeedItem:
    """One announced paper; ``kind`` is new, cross, replace or replace-cross."""

    ref: PaperRef
    title: str
    kind: str


@dataclass(frozen=True)
class Feed:
    """A feed as read: its items in order, and the day of the mailing where the feed tells it.

    ``problem`` is the server's own message when it answered with an empty error feed.
    """

    items: tuple[FeedItem, ...]
    mailed: date | None = None
    problem: str | None = None
    unread: int = 0


def handles(spec: str) -> bool:
    """Whether the spec names this source."""
    return spec.startswith(PREFIX)


def parse_spec(spec: str) -> FeedSpec:
    """Read ``feed:cs.CL+cs.LG?types=new,cross&form=atom``.

    Raises:
        UsageError: A category or an option that cannot be one.
    """
    names, _, options = spec.removeprefix(PREFIX).partition("?")
    categories = tuple(dict.fromkeys(name.strip() for name in re.split(r"[+,]", names) if name.strip()))
    bad = [name for name in categories if not _CATEGORY.fullmatch(name)]
    if bad or not categories:
        what = f"{bad[0]!r} is not an arXiv category" if bad else f"{spec!r} names no category"
        raise UsageError(what, hint="Write feed:cs.CL or feed:cs.CL+cs.LG.")
    given = dict(parse_qsl(options, keep_blank_values=True))
    types = tuple(kind.strip() for kind in given.pop("types", "new").split(",") if kind.strip())
    types = TYPES if types == ("all",) else types
    form = given.pop("form", "rss")
    if given or not types or not set(types) <= set(TYPES) or form not in ("rss", "atom"):
        raise UsageError(
            f"{spec!r} has an option that feeds do not know",
            hint=f"Known are types={','.join(TYPES)} (or types=all) and form=rss or form=atom.",
        )
    return FeedSpec(categories, types, "atom" if form == "atom" else "rss")


def read_feed(data: bytes) -> Feed:
    """Read an RSS 2.0 or Atom feed of arXiv's.

    Raises:
        BadContentError: It is no such feed.
    """
    try:
        root: Element = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadContentError(f"the feed is not XML: {error}") from error
    if root.tag == "rss":
        channel = root.find("channel")
        if channel is None:
            raise BadContentError("the RSS feed has no channel")
        return _rss(channel)
    if root.tag == f"{_ATOM}feed":
        return _atom(root)
    raise BadContentError(f"expected an RSS 2.0 or Atom feed, got <{root.tag}>")


def to_collection(feed: Feed, spec: FeedSpec, source: str, *, today: date) -> Collection:
    """The announced papers of the wanted types, each once, with what is odd as warnings."""
    chosen: dict[str, FeedItem] = {}
    for item in feed.items:
        if item.kind in spec.types:
            chosen.setdefault(item.ref.id, item)
    day = feed.mailed or today
    names = "+".join(spec.categories)
    warnings = [stale] if (stale := staleness(feed, today=today)) else []
    if feed.unread:
        warnings.append(f"{feed.unread} items of the feed name no arXiv paper and were left out")
    return Collection(
        name=f"feed-{names}-{day.isoformat()}",
        kind="feed",
        title=f"arXiv {names}, {day.isoformat()}",
        start=day,
        end=day,
        source=source,
        entries=tuple(
            Entry(
                position=n,
                title=item.title,
                ref=item.ref,
                url=f"https://arxiv.org/abs/{item.ref.label}",
                group=item.kind if len(spec.types) > 1 else None,
            )
            for n, item in enumerate(chosen.values(), 1)
        ),
        warnings=tuple(warnings),
    )


def staleness(feed: Feed, *, today: date) -> str | None:
    """A sentence when the newest mailing is older than weekends and holidays explain; the build date proves nothing."""
    if feed.mailed is None:
        return None
    missed = sum((feed.mailed + timedelta(days=n)).weekday() < 5 for n in range(1, (today - feed.mailed).days + 1))  # noqa: PLR2004 - Monday to Friday
    if missed <= _STALE_MAILINGS:
        return None
    return f"the feed stands still: its newest mailing is of {feed.mailed.isoformat()}, {missed} mailings ago"


async def collect(fetcher: Fetcher, spec: str, *, today: date | None = None) -> Collection:
    """Fetch the mailing of the day.

    Raises:
        UsageError: The spec is malformed, or arXiv knows no such archive or category.
        FetchError: The feed cannot be fetched or read.
    """
    wanted = parse_spec(spec)
    names = "+".join(wanted.categories)
    url = f"{fetcher.settings.arxiv_rss.rstrip('/')}/{wanted.form}/{names}"
    fetched = await fetcher.get(url, expect="xml", max_bytes=_MAX_BYTES, max_age=_FRESH, accept=_BAD_REQUEST)
    feed = read_feed(fetched.body)
    if feed.problem or fetched.status in _BAD_REQUEST:
        raise UsageError(
            f"arXiv has no feed for {names}: {feed.problem or 'it answered 400'}",
            hint="Categories look like cs.CL or math; arxiv.org/category_taxonomy lists them.",
        )
    return to_collection(feed, wanted, spec, today=today or datetime.now(UTC).date())


def _rss(channel: Element) -> Feed:
    items = [
        _item(
            _text(item, "guid"),
            _text(item, "link"),
            _text(item, "title"),
            _text(item, f"{_ARXIV}announce_type") or _announced(_text(item, "description")),
        )
        for item in channel.findall("item")
    ]
    stamps = [_text(item, "pubDate") for item in channel.findall("item")] or [_text(channel, "pubDate")]
    return _feed(items, [_rfc822(stamp) for stamp in stamps], _text(channel, "title"), _text(channel, "description"))


def _atom(root: Element) -> Feed:
    entries = root.findall(f"{_ATOM}entry")
    items = [
        _item(
            _text(entry, f"{_ATOM}id"),
            next((link.get("href", "") for link in entry.findall(f"{_ATOM}link")), ""),
            _text(entry, f"{_ATOM}title"),
            _text(entry, f"{_ARXIV}announce_type") or _announced(_text(entry, f"{_ATOM}summary")),
        )
        for entry in entries
    ]
    stamps = [_iso(_text(entry, f"{_ATOM}published")) for entry in entries]
    return _feed(items, stamps, _text(root, f"{_ATOM}title"), _text(root, f"{_ATOM}subtitle"))


def _feed(items: list[FeedItem | None], stamps: list[date | None], title: str, about: str) -> Feed:
    read = tuple(item for item in items if item)
    problem = about or title if not read and title.lower().startswith("feed error") else None
    mailed = max((stamp for stamp in stamps if stamp), default=None)
    return Feed(read, mailed, problem, unread=len(items) - len(read))


def _item(identifier: str, link: str, title: str, kind: str) -> FeedItem | None:
    """An item; the identifier has the version, the link has not."""
    match = _VERSIONED.fullmatch(identifier)
    for text in (match[1] if match else "", link):
        try:
            return FeedItem(parse_ref(text), title or text, kind if kind in TYPES else "new")
        except BadIdError:
            continue
    return None


def _announced(description: str) -> str:
    match = _ANNOUNCED.search(description)
    return match[1] if match else ""


def _text(element: Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())


def _rfc822(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except ValueError:
        return None


def _iso(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
