"""The survey: themes with prose and tables over many papers, an outlook, numbered references.

Everything said about a paper comes from the ``Edition``, where it was checked; what is written here are labels,
numbers and links. A sentence ends with the number of its paper and the page of its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from digest.editions import Column, Edition, Group
from digest.export.collection_page import Listing, page_of, source_of, warnings_of
from digest.export.dialects import dialect_for
from digest.export.esc import esc, link
from digest.export.frontmatter import one_line
from digest.export.in_text import before_stop, places_of
from digest.export.item import Item
from digest.export.note import EXTRACTIVE
from digest.export.page import Page
from digest.export.style import Style
from digest.export.survey_prose import Prose
from digest.export.survey_references import References, key_of
from digest.export.survey_words import JAPANESE, Words, words_for
from digest.export.templates import arrange
from digest.licences import find_licence, licence_label
from digest.models import Bundle, Collection, Paper, Passage, Status


def render_survey(collection: Collection, items: Sequence[Item], edition: Edition, *, style: Style) -> Bundle:
    """The survey as one file. The same values give the same bytes.

    Args:
        collection: What was surveyed; its title names the survey where the edition has no title.
        items: Its entries in their order.
        edition: Themes, checked prose and table fields.
        style: Language of headings and labels, target, a folder with the user's ``survey.md.j2``.

    Raises:
        UsageError: The dialect is not known, or the user's template cannot be used.
    """
    row = dialect_for(style.dialect)
    page = _page(collection, items, edition, style.language)
    return Bundle(files={row.file(page): row.page(page, _Survey(items, style, row, collection, edition).body).encode()})


def _page(collection: Collection, items: Sequence[Item], edition: Edition, language: str) -> Page:
    words, named = words_for(language), one_line(edition.title or collection.title)
    total = len({key_of(item) for item in items})
    return page_of(
        "survey",
        collection,
        items,
        language,
        title=words.title.format(named) if named else words.untitled.format(total),
        summary=words.summary.format(total),
        groups=[group.name for group in edition.groups],
    )


@dataclass(frozen=True)
class _Survey(Listing):
    """The parts of the page: themes, their tables, the table of all papers."""

    collection: Collection
    edition: Edition

    @cached_property
    def words(self) -> Words:
        return words_for(self.style.language)

    @cached_property
    def extractive(self) -> bool:
        return self.edition.model == EXTRACTIVE

    @cached_property
    def references(self) -> References:
        return References(self.items, self.style, self.row, self.edition)

    @cached_property
    def prose(self) -> Prose:
        return Prose(self.references, self.labels, self.shared, self.extractive)

    @cached_property
    def body(self) -> str:
        columns = self.edition.columns[1:]
        return arrange(
            "survey",
            {
                "language": "ja" if self.words is JAPANESE else "en",
                "title": esc(self.edition.title or self.collection.title),
                "source": source_of(self.collection),
                "total": len(self.references.numbers),
                "model": esc(self.edition.model),
                "extractive": self.extractive,
                "removed": self.edition.removed,
                "warnings": warnings_of(self.collection, self.style.language),
                "contents": self._contents(),
                "introduction": self.prose.shown(self.edition.introduction),
                "themes": [self._theme(n, group) for n, group in enumerate(self.edition.groups, 1)],
                "comparison_heading": self.row.heading(2, self.words.compared, "comparison"),
                "comparison": self._comparison(columns) if columns else "",
                "comparison_note": self.words.compared_extractive if self.extractive else self.words.compared_note,
                "outlook_heading": self.row.heading(2, self.words.outlook, "outlook"),
                "outlook": self.prose.shown(self.edition.outlook),
                "references_heading": self.row.heading(2, self.words.references, "references"),
                "references": self.references.listed(),
            },
            self.style.templates,
        )

    def _contents(self) -> str:
        lines = [f"**{self.shared.contents}**", ""]
        for n, group in enumerate(self.edition.groups, 1):
            lines.append(f"- {self.row.jump(esc(group.name), f'theme-{n}')}{self.shared.counted.format(_size(group))}")
        return "\n".join(lines)

    def _theme(self, number: int, group: Group) -> dict[str, str]:
        column = self.edition.columns[0] if self.edition.columns else Column(name="", cells=())
        items = [self.references.by_position[at] for at in group.positions]
        return {
            "heading": self.row.heading(2, esc(group.name), f"theme-{number}"),
            "prose": self.prose.shown(group.prose),
            "table": self._table(items, [column], reasons=True),
        }

    def _comparison(self, columns: Sequence[Column]) -> str:
        order = [self.references.by_position[at] for group in self.edition.groups for at in group.positions]
        distinct = {item.paper.id: item for item in order if item.paper and item.note}
        return self._table(list(distinct.values()), columns, reasons=False)

    def _table(self, items: Sequence[Item], columns: Sequence[Column], *, reasons: bool) -> str:
        """A row for each item; ``reasons`` says in an empty row why there is nothing."""
        rows = [[self.words.paper, *(esc(column.name) for column in columns)]]
        rows.append(["---"] * len(rows[0]))
        for item in items:
            passages = [_field(column, item) for column in columns]
            fields = [self._field(passage, item.paper) if passage and item.paper else "" for passage in passages]
            if reasons and not any(fields):
                fields[0] = self.references.missing(item)
            rows.append([self._listed(item), *fields])
        return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)

    def _listed(self, item: Item) -> str:
        key = key_of(item)
        name = self.references.name(item.paper.id) if item.paper else self.references.outside(item)
        return f"{name}\u00a0{self.references.number(key)}"

    def _field(self, passage: Passage, paper: Paper) -> str:
        if not passage.evidence:
            return self._known(passage, paper)
        places = self.labels.listing.join(places_of(passage.evidence, paper, self.labels))
        quoted = passage.status is Status.EXTRACTED
        text = self.labels.quoted.format(passage.text) if quoted else passage.text
        return before_stop(esc(text), self.labels.aside.format(places))

    def _known(self, passage: Passage, paper: Paper) -> str:
        """What the metadata says; only a licence can come from there."""
        if passage.text != paper.licence or not find_licence(passage.text):
            return ""
        return link(licence_label(passage.text), passage.text)


def _size(group: Group) -> int:
    return len(group.positions)


def _field(column: Column, item: Item) -> Passage | None:
    return next((c.passage for c in column.cells if item.paper and c.paper_id == item.paper.id and c.passage), None)
