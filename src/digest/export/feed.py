"""An Atom feed of notes for feed readers (RFC 4287), written by feedgenerator.

Ids and dates are the papers' own, and nothing is the moment of writing: the same notes give the same bytes, and a
reader does not show a paper twice because the feed was made anew.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any
from xml.sax.handler import ContentHandler

from feedgenerator.django.utils.feedgenerator import Atom1Feed  # type: ignore[import-untyped]

from digest.export.frontmatter import one_line
from digest.export.item import Item
from digest.export.labels import Labels, labels_for
from digest.models import Answer, Note, Paper, Passage, Status
from digest.taxonomy import category_name

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMESPACE = uuid.UUID("6f1b2a0e-6c1c-5e0b-9d51-3b1f0f2f7a11")
_WEB = re.compile(r"https?://[^\s\"'<>]+$")
_EXTRACTIVE = "extractive"


def atom(items: Iterable[Item], *, title: str, feed_url: str | None = None, language: str = "en") -> str:
    """The notes among the items as a feed, in their order.

    Args:
        items: Those without a note are left out.
        title: The feed's name; without ``feed_url`` its id is made of it.
        feed_url: Where the feed will be found (http or https), if that is known.
        language: That of labels; each entry's text is in its note's own.
    """
    name = one_line(title) or "digest"
    address = feed_url if feed_url and _WEB.match(feed_url) else None
    feed = _Feed(
        title=name,
        link=None,  # the page that shows the notes is not known
        description=None,
        language=language,
        feed_url=address,
        feed_guid=address or _urn(f"feed:{language}:{name}"),
        author_name="digest",
    )
    seen: set[str] = set()
    for item in items:
        if item.note is None or item.paper is None or (unique := entry_id(item.paper, item.note)) in seen:
            continue
        seen.add(unique)
        _add(feed, item.paper, item.note, unique, address)
    return str(feed.writeString("utf-8"))


def entry_id(paper: Paper, note: Note) -> str:
    """The paper's address without its version; a URN for what has none. Other languages than English are marked."""
    if paper.source == "arxiv":
        address = f"https://arxiv.org/abs/{paper.id}"
    elif paper.source == "url" and paper.url and _WEB.match(paper.url):
        address = paper.url
    else:
        return _urn(f"{paper.id}:{note.language}")
    return address if note.language == "en" else f"{address}#{re.sub(r'[^A-Za-z0-9-]', '', note.language)}"


def _urn(name: str) -> str:
    return uuid.uuid5(_NAMESPACE, name.encode(errors="replace").decode()).urn


class _Feed(Atom1Feed):  # type: ignore[misc]
    """feedgenerator's Atom, with every author by name and without the clock."""

    def latest_post_date(self) -> datetime:
        """The newest date of the entries, not of now when there is none."""
        return max((item["updateddate"] for item in self.items), default=EPOCH)

    def add_root_elements(self, handler: Any) -> None:  # noqa: ANN401 - feedgenerator has no types
        """As feedgenerator, without the empty link of a feed whose address is not known."""
        super().add_root_elements(_WithoutEmptyLinks(handler))

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:  # noqa: ANN401 - as above
        """As feedgenerator, with one author element for each author."""
        super().add_item_elements(_WithoutEmptyLinks(handler), item)
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author)
            handler.endElement("author")


class _WithoutEmptyLinks:
    """Hands on everything but links that lead nowhere, which a feed must not have."""

    def __init__(self, handler: ContentHandler) -> None:
        self._handler = handler

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the handler has
        return getattr(self._handler, name)

    def addQuickElement(self, name: str, contents: str | None = None, attrs: Any = None) -> None:  # noqa: ANN401, N802 - feedgenerator's
        """Write an element; see the class."""
        if name != "link" or (attrs or {}).get("href"):
            self._handler.addQuickElement(name, contents, attrs)  # type: ignore[attr-defined]


def _add(feed: _Feed, paper: Paper, note: Note, unique: str, address: str | None) -> None:
    updated = paper.updated or paper.published or EPOCH
    url = paper.url if paper.url and _WEB.match(paper.url) else address
    feed.add_item(
        title=one_line(paper.title) or paper.id,
        link=url,
        description=escape(one_line(note.gist.text)),
        content=_content(paper, note),
        pubdate=paper.published,
        updateddate=updated,
        unique_id=unique,
        categories=[one_line(category) for category in paper.categories],
        authors=[name for author in paper.authors if (name := one_line(author.name))],
    )


def _content(paper: Paper, note: Note) -> str:
    """The note as HTML of our own making: every text in it is escaped, nothing of a paper's is markup."""
    labels = labels_for(note.language)
    parts = [f"<p><b>{_text(note.gist.text)}</b></p>"]
    if note.model == _EXTRACTIVE:
        parts.append(f"<p><i>{_text(labels.extracted)}</i></p>")
    parts += _statements(note.overview, labels)
    for section in note.sections:
        parts += [f"<h3>{_text(section.title)}</h3>", *_statements(section.passages, labels)]
    if note.answers:
        parts.append(f"<h3>{_text(labels.questions)}</h3>")
        parts += [_answer(answer, labels) for answer in note.answers]
    if paper.categories:
        names = labels.listing.join(category_name(category) for category in paper.categories)
        parts.append(f"<p>{_text(labels.categories)}{_text(labels.colon)}{_text(names)}</p>")
    return "".join(parts)


def _statements(passages: Sequence[Passage], labels: Labels) -> list[str]:
    return [f"<p>{_text(p.text)}{_mark(p, labels)}</p>" for p in passages if p.text]


def _answer(answer: Answer, labels: Labels) -> str:
    evidence = answer.passage.evidence
    places = [labels.quoted.format(e.quote) + labels.aside.format(labels.page.format(e.page)) for e in evidence]
    quotes = "".join(f"<blockquote>{_text(place)}</blockquote>" for place in places)
    # without a model the quotations are the answer
    text = "" if answer.passage.status is Status.EXTRACTED else f"<p>{_text(answer.passage.text)}"
    return f"<p><b>{_text(answer.question)}</b></p>{text and text + _mark(answer.passage, labels) + '</p>'}{quotes}"


def _mark(passage: Passage, labels: Labels) -> str:
    return f" ⚠ {_text(labels.unverified)}" if passage.status is Status.UNVERIFIED else ""


def _text(text: str) -> str:
    return escape(one_line(text))
