"""The page of a collection: its file's name, its day, its tags, where its list is from, and words of such pages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from digest.export.dialects import Dialect
from digest.export.esc import esc, link
from digest.export.frontmatter import one_line
from digest.export.item import Item
from digest.export.labels import Labels, is_japanese, labels_for
from digest.export.page import Page, slug_of
from digest.export.reasons import said
from digest.export.style import Style
from digest.models import Collection

_ARCHIVE = "digest export"  # the source of papers that were named one by one
_NAME = 22  # of a collection, in the name of a file


class Words(NamedTuple):
    """What roundup, survey and reading list say alike, besides the labels that all shapes share."""

    contents: str
    counted: str
    within: str
    separator: str


ENGLISH = Words(contents="Contents", counted=" ({})", within=", ", separator="; ")
JAPANESE = Words(contents="目次", counted="（{}件）", within="、", separator="；")


def words_for(language: str) -> Words:
    """The words of a language; English where we have no others."""
    return JAPANESE if is_japanese(language) else ENGLISH


@dataclass(frozen=True)
class Listing:
    """The entries of a collection on their way into a page, with the words of its language."""

    items: Sequence[Item]
    style: Style
    row: Dialect

    @cached_property
    def labels(self) -> Labels:
        """The labels that all shapes share."""
        return labels_for(self.style.language)

    @cached_property
    def shared(self) -> Words:
        """The words that pages of collections share."""
        return words_for(self.style.language)

    @cached_property
    def by_position(self) -> dict[int, Item]:
        """The entries by their place in the list."""
        return {item.entry.position: item for item in self.items}


def page_of(
    shape: str,
    collection: Collection,
    items: Sequence[Item],
    language: str,
    *,
    title: str,
    summary: str,
    groups: Iterable[str],
) -> Page:
    """The page of a collection in a shape; its day is the end of the list's period, else that of its newest paper."""
    days = [item.paper.published.date() for item in items if item.paper and item.paper.published]
    return Page(
        slug=slug(shape, collection, language),
        title=title,
        date=collection.end or collection.start or max(days, default=None),
        language=language,
        summary=summary,
        tags=("arXiv", *dict.fromkeys(one_line(name) for name in groups))[:8],
        category=shape,
    )


def slug(shape: str, collection: Collection, language: str) -> str:
    """The name of a page's file. Long names and those in other letters lose a part there: a hash tells them apart."""
    name = collection.name
    if name.isascii() and len(name) <= _NAME:
        return slug_of([shape, name], language)
    return slug_of([shape, name[:_NAME], hashlib.sha256(name.encode()).hexdigest()[:6]], language)


def source_of(collection: Collection) -> str:
    """Where the list is from, without the folders of whoever read it from a disk; nothing for papers named by hand."""
    if collection.source == _ARCHIVE:
        return ""
    address = re.search(r"https?://\S+", collection.source)
    if address:
        return link(address[0], address[0])
    local = collection.kind == "reading-list"
    return esc(re.split(r"[/\\]", collection.source)[-1].removeprefix("list:") if local else collection.source)


def warnings_of(collection: Collection, language: str) -> str:
    """What is to be known of the list, a paragraph each."""
    return "\n\n".join(f"⚠ {esc(said(warning, language))}" for warning in collection.warnings)
