"""The references of a survey: what each paper is called, which number it has, where it can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from digest.editions import Edition
from digest.export.collection_page import Listing
from digest.export.esc import esc, link
from digest.export.item import Item
from digest.export.labels import shown_date
from digest.export.reasons import reason_of
from digest.models import Paper


@dataclass(frozen=True)
class References(Listing):
    """The papers of a survey by their ids, and its other entries."""

    edition: Edition

    @cached_property
    def papers(self) -> dict[str, Paper]:
        """The papers that are known, by their ids."""
        return {item.paper.id: item.paper for item in self.items if item.paper}

    @cached_property
    def names(self) -> dict[str, str]:
        """What each paper is called, by its id."""
        known = {entry.paper_id: entry.name for entry in self.edition.names}
        return {key: _visible(known.get(key, ""), paper.title, key) for key, paper in self.papers.items()}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each reference, in the order of the themes; a paper that is listed twice has one number."""
        order = [self.by_position[at] for group in self.edition.groups for at in group.positions]
        return {key: n for n, key in enumerate(dict.fromkeys(key_of(item) for item in [*order, *self.items]), 1)}

    def name(self, paper_id: str) -> str:
        """A paper's name, linked to where it can be read."""
        url = self.papers[paper_id].url
        return link(self.names[paper_id], url) if url else esc(self.names[paper_id])

    def number(self, key: str) -> str:
        """``[3]``, leading to the references."""
        return self.row.jump(esc(f"[{self.numbers[key]}]"), "references")

    @staticmethod
    def outside(item: Item) -> str:
        """An entry of which no paper is known."""
        return link(_visible(item.title, item.url or "", str(item.entry.position)), item.url or "")

    def missing(self, item: Item) -> str:
        """Why nothing is said of an entry."""
        reason = reason_of(item, self.style.language) or self.labels.unknown
        return f"{self.labels.not_summarized}{self.labels.colon}{esc(reason)}"

    def listed(self) -> str:
        """The references in their order."""
        first: dict[str, Item] = {}
        for item in self.items:
            first.setdefault(key_of(item), item)
        return "\n".join(f"{number}.  {self._reference(first[key])}" for key, number in self.numbers.items())

    def _reference(self, item: Item) -> str:
        paper = item.paper
        if paper is None:
            return f"{self.outside(item)}{self.labels.aside.format(self.missing(item))}"
        parts = [self.labels.listing.join(author.name for author in paper.authors), paper.title]
        shown = [esc(part) for part in parts if part]
        if paper.published:
            shown.append(shown_date(paper.published, self.labels))
        if paper.url:
            arxiv = re.fullmatch(r"https?://arxiv\.org/abs/(\S+)", paper.url)
            shown.append(link(f"arXiv:{arxiv[1]}" if arxiv else paper.url, paper.url))
        return f"**{esc(self.names[paper.id])}**{self.labels.colon}{'. '.join(shown)}"


def key_of(item: Item) -> str:
    """The identity of a reference: the paper, or the entry where no paper is known."""
    return item.paper.id if item.paper else f"entry:{item.entry.position}"


def _visible(*names: str) -> str:
    """The first name of which a reader sees anything."""
    return next((name for name in names if esc(name)), "")
