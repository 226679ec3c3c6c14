"""The reading list: the groups and the order of its source, each entry with name, authors, link and one paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from digest.editions import Edition
from digest.export.briefly import (
    byline,
    full_title,
    is_mixed,
    linked,
    name_of,
    origins,
    said_by_list,
    told,
)
from digest.export.collection_page import Listing, page_of, source_of, warnings_of
from digest.export.dialects import dialect_for
from digest.export.esc import esc
from digest.export.frontmatter import one_line
from digest.export.item import Item
from digest.export.labels import is_japanese, shown_date
from digest.export.page import Page
from digest.export.style import Style
from digest.export.templates import arrange
from digest.models import Bundle, Collection

SENTENCES = 5
WIDTH = 900
"""Narrow characters of the paragraph about a paper."""
AUTHORS = 8


class Words(NamedTuple):
    """Headings and small texts besides those that all shapes share."""

    title: str
    untitled: str
    summary: str
    ungrouped: str
    link: str


ENGLISH = Words(
    title="Reading list: {}",
    untitled="Reading list of {} papers",
    summary="A reading list of {} entries, each with a paragraph",
    ungrouped="More",
    link="Link",
)
JAPANESE = Words(
    title="読書リスト：{}",
    untitled="論文{}件の読書リスト",
    summary="{}件の読書リスト（各件の紹介つき）",
    ungrouped="その他",
    link="リンク",
)


class _Part(NamedTuple):
    """Entries that stand under one heading; ``name`` is None where the list begins without one."""

    name: str | None
    items: list[Item]


def render_reading_list(
    collection: Collection, items: Sequence[Item], edition: Edition | None, *, style: Style
) -> Bundle:
    """The list as one page. The same values give the same bytes.

    Args:
        collection: The list; its title names the page.
        items: Its entries, those that are no papers too.
        edition: Groups and names in the place of the list's own, where there is one.
        style: Language of headings and labels, target, a folder with the user's ``reading-list.md.j2``.

    Raises:
        UsageError: The dialect is not known, or the user's template cannot be used.
    """
    row = dialect_for(style.dialect)
    page = _page(collection, items, style.language)
    body = _ReadingList(items, style, row, collection, edition).body
    return Bundle(files={row.file(page): row.page(page, body).encode()})


def _page(collection: Collection, items: Sequence[Item], language: str) -> Page:
    words = JAPANESE if is_japanese(language) else ENGLISH
    named = one_line(collection.title)
    return page_of(
        "reading-list",
        collection,
        items,
        language,
        title=words.title.format(named) if named else words.untitled.format(len(items)),
        summary=words.summary.format(len(items)),
        groups=[item.entry.group for item in items if item.entry.group],
    )


@dataclass(frozen=True)
class _ReadingList(Listing):
    collection: Collection
    edition: Edition | None

    @cached_property
    def words(self) -> Words:
        return JAPANESE if is_japanese(self.style.language) else ENGLISH

    @cached_property
    def mixed(self) -> bool:
        return is_mixed(self.items)

    @cached_property
    def parts(self) -> list[_Part]:
        """The entries under their headings, in the order of the list or as the edition has them."""
        in_order = sorted(self.items, key=lambda item: item.entry.position)
        if self.edition:
            return [
                _Part(group.name, [self.by_position[at] for at in group.positions]) for group in self.edition.groups
            ]
        runs = [_Part(name, list(run)) for name, run in groupby(in_order, lambda item: item.entry.group)]
        # What comes without a heading after others would else seem to belong to the last one.
        return [
            _Part(self.words.ungrouped if at and part.name is None else part.name, part.items)
            for at, part in enumerate(runs)
        ]

    @cached_property
    def body(self) -> str:
        return arrange(
            "reading-list",
            {
                "language": "ja" if self.words is JAPANESE else "en",
                "title": esc(self.collection.title),
                "source": source_of(self.collection),
                "total": len(self.items),
                "own_order": self.edition is None,
                "summarized": sum(1 for item in self.items if item.note),
                "origins": origins(self.items, self.style.language),
                "warnings": warnings_of(self.collection, self.style.language),
                "contents_heading": f"**{self.shared.contents}**",
                "contents": self._contents(),
                "parts": self._parts(),
            },
            self.style.templates,
        )

    def _contents(self) -> str:
        """The groups with their counts; nothing where there are none to choose from."""
        named = [(number, part) for number, part in enumerate(self.parts, 1) if part.name is not None]
        if len(named) < 2:  # noqa: PLR2004 - a contents of one line helps nobody
            return ""
        return "\n".join(
            f"- {self.row.jump(esc(part.name or ''), f'group-{number}')}{self.shared.counted.format(len(part.items))}"
            for number, part in named
        )

    def _parts(self) -> list[dict[str, object]]:
        """The groups as the template shows them; entries are counted through the whole list."""
        parts: list[dict[str, object]] = []
        before = 0
        for number, part in enumerate(self.parts, 1):
            heading = "" if part.name is None else self.row.heading(2, esc(part.name), f"group-{number}")
            entries = [self._entry(place, item) for place, item in enumerate(part.items, before + 1)]
            parts.append({"heading": heading, "entries": entries})
            before += len(part.items)
        return parts

    def _entry(self, number: int, item: Item) -> dict[str, str]:
        name = name_of(item, self.edition)
        text = told(item, self.style.language, most=SENTENCES, width=WIDTH, mixed=self.mixed)
        comment = said_by_list(item, self.style.language)
        # The list's words come first where we have none of our own, but for why there are none.
        blocks = [text, comment] if item.note else [comment, text]
        return {
            "heading": self.row.heading(3, f"{number}. {esc(name)}", f"entry-{number}"),
            "facts": self._facts(item, name),
            "text": "\n\n".join(block for block in blocks if block),
        }

    def _facts(self, item: Item, name: str) -> str:
        """Title, authors, date and link, one a line, ended by two spaces: a hard break in every renderer."""
        title = full_title(item, name)
        lines = [f"**{esc(title)}**"] if title else []
        facts: list[tuple[str, str]] = []
        if item.paper and item.paper.authors:
            facts.append((self.labels.authors, byline(item.paper.authors, AUTHORS, self.style.language)))
        if item.paper and item.paper.published:
            facts.append((self.labels.published, shown_date(item.paper.published, self.labels)))
        if address := linked(item):
            facts.append((self.words.link, address))
        lines += [f"{label}{self.labels.colon}{value}" for label, value in facts]
        return "  \n".join(lines)
