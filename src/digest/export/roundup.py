"""The roundup: the papers of a period in groups, each with its short name, a few sentences and one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from digest.editions import Claim, Edition, Group, Picture, Support
from digest.export.briefly import (
    first_author,
    full_title,
    is_mixed,
    linked,
    name_of,
    origins,
    said_by_list,
    told,
)
from digest.export.collection_page import Listing, page_of, slug, source_of, warnings_of
from digest.export.dialects import dialect_for
from digest.export.esc import esc, link
from digest.export.frontmatter import one_line
from digest.export.in_text import before_stop, places_of
from digest.export.item import Item
from digest.export.labels import is_japanese, shown_date
from digest.export.note import EXTRACTIVE, flowing
from digest.export.page import Page
from digest.export.pictures import place, why_not_shown
from digest.export.style import Style
from digest.export.templates import arrange
from digest.models import Bundle, Collection
from digest.taxonomy import NAMES

SENTENCES = 3
WIDTH = 520
"""Narrow characters: three sentences of the usual length, or two long ones."""


class Words(NamedTuple):
    """Headings and small texts besides those that all shapes share."""

    title: str
    untitled: str
    summary: str


ENGLISH = Words(
    title="Roundup: {}",
    untitled="Roundup of {} papers",
    summary="{} papers in {} groups, each in a few sentences",
)
JAPANESE = Words(
    title="論文まとめ：{}",
    untitled="論文{}件のまとめ",
    summary="論文{}件を{}分野に分けて紹介",
)


def render_roundup(
    collection: Collection,
    items: Sequence[Item],
    edition: Edition,
    *,
    style: Style,
    pictures: Sequence[Picture] = (),
) -> Bundle:
    """The roundup as one page with its pictures. The same values give the same bytes.

    Args:
        collection: What the page is about; its title and period name it.
        items: Its entries.
        edition: Their groups and short names.
        style: Language of headings and labels, target, a folder with the user's ``roundup.md.j2``.
        pictures: Figures of the papers; of each paper the first that may be shown is, or the reason why none is.

    Raises:
        UsageError: The dialect is not known, or the user's template cannot be used.
    """
    row = dialect_for(style.dialect)
    page = _page(collection, items, edition, style.language)
    roundup = _Roundup(items, style, row, collection, edition, page, tuple(pictures))
    body, files = roundup.body()
    return Bundle(files={row.file(page): row.page(page, body).encode(), **files})


def roundup_slug(collection: Collection, language: str) -> str:
    """The name of the page's file, and of the file with the user's edits beside it, without their endings."""
    return slug("roundup", collection, language)


def _page(collection: Collection, items: Sequence[Item], edition: Edition, language: str) -> Page:
    words = JAPANESE if is_japanese(language) else ENGLISH
    total, groups = sum(len(group.positions) for group in edition.groups), len(edition.groups)
    named = one_line(edition.title or collection.title)
    return page_of(
        "roundup",
        collection,
        items,
        language,
        title=words.title.format(named) if named else words.untitled.format(total),
        summary=words.summary.format(total, groups),
        groups=[group.name for group in edition.groups],
    )


@dataclass(frozen=True)
class _Roundup(Listing):
    collection: Collection
    edition: Edition
    page: Page
    pictures: tuple[Picture, ...]

    @cached_property
    def words(self) -> Words:
        return JAPANESE if is_japanese(self.style.language) else ENGLISH

    @cached_property
    def mixed(self) -> bool:
        return is_mixed(self.items)

    @cached_property
    def by_paper(self) -> dict[str, Item]:
        shown = (self.by_position[at] for group in self.edition.groups for at in group.positions)
        return {item.paper.id: item for item in shown if item.paper}

    def body(self) -> tuple[str, dict[str, bytes]]:
        """The page's text, and the pictures that it shows by their place in the site's folder."""
        files: dict[str, bytes] = {}
        groups = [self._group(number, group, files) for number, group in enumerate(self.edition.groups, 1)]
        shown = [self.by_position[at] for group in self.edition.groups for at in group.positions]
        names = {group.name for group in self.edition.groups if any(self._is_paper(at) for at in group.positions)}
        text = arrange(
            "roundup",
            {
                "language": "ja" if self.words is JAPANESE else "en",
                "title": esc(self.edition.title or self.collection.title),
                "source": source_of(self.collection),
                "start": self._day(self.collection.start),
                "end": self._day(self.collection.end),
                "total": len(shown),
                "count": len(groups),
                "sorted_by": "" if self.edition.model == EXTRACTIVE else esc(self.edition.model),
                "by_category": self.edition.model == EXTRACTIVE and names <= set(NAMES.values()),
                "origins": origins(shown, self.style.language),
                "warnings": warnings_of(self.collection, self.style.language),
                "opening": flowing(map(self._claim, self.edition.introduction)),
                "removed": self.edition.removed,
                "contents_heading": f"**{self.shared.contents}**",
                "contents": self._contents(),
                "groups": groups,
            },
            self.style.templates,
        )
        return text, files

    def _claim(self, claim: Claim) -> str:
        """A sentence with the pages of its evidence, and the papers' names where they do not speak for themselves."""
        about = [(self.by_paper[s.paper_id], s) for s in claim.supports if s.paper_id in self.by_paper]
        marks = []
        for item, support in about:
            name = name_of(item, self.edition)
            jump = self.row.jump(esc(name), f"paper-{item.entry.position}")
            known = len(about) == 1 and name in claim.text
            marks.append(self.shared.within.join(([] if known else [jump]) + self._places(support, item)))
        return before_stop(
            esc(claim.text), self.labels.aside.format(self.shared.separator.join(marks)) if marks else ""
        )

    def _places(self, support: Support, item: Item) -> list[str]:
        return places_of(support.evidence, item.paper, self.labels) if item.paper else []

    def _is_paper(self, position: int) -> bool:
        paper = self.by_position[position].paper
        return bool(paper and paper.categories)

    def _day(self, day: date | None) -> str:
        return f"{day:{self.labels.date}}" if day else ""

    def _contents(self) -> str:
        """The groups with their counts, and below each its papers."""
        lines = []
        for number, group in enumerate(self.edition.groups, 1):
            lines.append(f"- **{self.row.jump(self._counted(group), f'group-{number}')}**")
            lines += [
                f"    - {self.row.jump(esc(name_of(self.by_position[at], self.edition)), f'paper-{at}')}"
                for at in group.positions
            ]
        return "\n".join(lines)

    def _counted(self, group: Group) -> str:
        return esc(group.name) + self.shared.counted.format(len(group.positions))

    def _group(self, number: int, group: Group, files: dict[str, bytes]) -> dict[str, object]:
        return {
            "heading": self.row.heading(2, self._counted(group), f"group-{number}"),
            "papers": [self._paper(self.by_position[at], files) for at in group.positions],
        }

    def _paper(self, item: Item, files: dict[str, bytes]) -> dict[str, str]:
        name = name_of(item, self.edition)
        return {
            "heading": self.row.heading(3, esc(name), f"paper-{item.entry.position}"),
            "facts": self._facts(item, name),
            "text": told(item, self.style.language, most=SENTENCES, width=WIDTH, mixed=self.mixed),
            "comment": "" if item.note else said_by_list(item, self.style.language),
            "figure": self._figure(item, files),
        }

    def _facts(self, item: Item, name: str) -> str:
        """Where the paper is, by its title where the heading is shorter; the first author and the date."""
        title = linked(item, full_title(item, name))
        paper = item.paper
        if paper is None:
            return title
        by = first_author(paper.authors, self.style.language)
        day = shown_date(paper.published, self.labels) if paper.published else ""
        about = self.shared.within.join(part for part in (by, day) if part)
        return title + (self.labels.aside.format(about) if about else "")

    def _figure(self, item: Item, files: dict[str, bytes]) -> str:
        """The first figure that may be shown, else why the first one is not."""
        own = [picture for picture in self.pictures if item.paper and picture.paper_id == item.paper.id]
        if not own or self.style.figures == "never":
            return ""
        hidden = {at: why for at, one in enumerate(own) if (why := why_not_shown(one, self.row, self.labels))}
        shown = next((one for at, one in enumerate(own) if at not in hidden), None)
        if shown:
            text, more = place(shown, self.row, self.page, self.labels)
            files.update(more)
            return text
        url = own[0].url or item.url or ""
        return hidden[0] + link(self.shared.within.join([own[0].label, url]) if url else own[0].label, url)
