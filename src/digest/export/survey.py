"""The survey: themes with prose and tables over many papers, an outlook, numbered references.

Everything said about a paper comes from the ``Edition``, where it was checked; what is written here are labels,
numbers and links. A sentence ends with the number of its paper and the page of its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from digest.editions import Claim, Column, Edition, Group, Support
from digest.export.briefly import slug, source_of
from digest.export.dialects import Dialect, dialect_for
from digest.export.esc import esc, link
from digest.export.frontmatter import one_line
from digest.export.item import Item
from digest.export.labels import Labels, labels_for, shown_date
from digest.export.note import EXTRACTIVE, flowing, place_of
from digest.export.page import Page
from digest.export.reasons import reason_of, said
from digest.export.style import Style
from digest.export.survey_words import JAPANESE, Words, words_for
from digest.export.templates import arrange
from digest.licences import find_licence, licence_label
from digest.models import Bundle, Collection, Evidence, Paper, Passage, Status

_OWN_VOICE = re.compile(r"\b(?:[Ww]e|[Oo]ur|us|I)\b")


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
    return Bundle(files={row.file(page): row.page(page, _Survey(collection, items, edition, style, row).body).encode()})


def _page(collection: Collection, items: Sequence[Item], edition: Edition, language: str) -> Page:
    words, named = words_for(language), one_line(edition.title or collection.title)
    total = len({_key(item) for item in items})
    return Page(
        slug=slug("survey", collection, language),
        title=words.title.format(named) if named else words.untitled.format(total),
        date=collection.end or collection.start or max((day for item in items if (day := _day(item))), default=None),
        language=language,
        summary=words.summary.format(total),
        tags=("arXiv", *dict.fromkeys(one_line(group.name) for group in edition.groups))[:8],
        category="survey",
    )


def _day(item: Item) -> date | None:
    return item.paper.published.date() if item.paper and item.paper.published else None


@dataclass(frozen=True)
class _Survey:
    """What the parts of the page need to know of each other: names, numbers, places."""

    collection: Collection
    items: Sequence[Item]
    edition: Edition
    style: Style
    row: Dialect

    @cached_property
    def labels(self) -> Labels:
        return labels_for(self.style.language)

    @cached_property
    def words(self) -> Words:
        return words_for(self.style.language)

    @cached_property
    def extractive(self) -> bool:
        return self.edition.model == EXTRACTIVE

    @cached_property
    def by_position(self) -> dict[int, Item]:
        return {item.entry.position: item for item in self.items}

    @cached_property
    def papers(self) -> dict[str, Paper]:
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
        return {key: n for n, key in enumerate(dict.fromkeys(_key(item) for item in [*order, *self.items]), 1)}

    @cached_property
    def body(self) -> str:
        columns = self.edition.columns[1:]
        return arrange(
            "survey",
            {
                "language": "ja" if self.words is JAPANESE else "en",
                "title": esc(self.edition.title or self.collection.title),
                "source": source_of(self.collection),
                "total": len(self.numbers),
                "model": esc(self.edition.model),
                "extractive": self.extractive,
                "removed": self.edition.removed,
                "warnings": "\n\n".join(
                    f"⚠ {esc(said(warning, self.style.language))}" for warning in self.collection.warnings
                ),
                "contents": self._contents(),
                "introduction": self._prose(self.edition.introduction),
                "themes": [self._theme(n, group) for n, group in enumerate(self.edition.groups, 1)],
                "comparison_heading": self.row.heading(2, self.words.compared, "comparison"),
                "comparison": self._comparison(columns) if columns else "",
                "comparison_note": self.words.compared_extractive if self.extractive else self.words.compared_note,
                "outlook_heading": self.row.heading(2, self.words.outlook, "outlook"),
                "outlook": self._prose(self.edition.outlook),
                "references_heading": self.row.heading(2, self.words.references, "references"),
                "references": self._references(),
            },
            self.style.templates,
        )

    def _contents(self) -> str:
        lines = [f"**{self.words.contents}**", ""]
        for n, group in enumerate(self.edition.groups, 1):
            lines.append(f"- {self.row.jump(esc(group.name), f'theme-{n}')}{self.words.counted.format(_size(group))}")
        return "\n".join(lines)

    def _theme(self, number: int, group: Group) -> dict[str, str]:
        column = self.edition.columns[0] if self.edition.columns else Column(name="", cells=())
        items = [self.by_position[at] for at in group.positions]
        return {
            "heading": self.row.heading(2, esc(group.name), f"theme-{number}"),
            "prose": self._prose(group.prose),
            "table": self._table(items, [column], reasons=True),
        }

    # --- prose --------------------------------------------------------------------------------------------------------

    def _prose(self, claims: Sequence[Claim]) -> str:
        """Sentences one after the other; those taken over from papers and notes, which do not flow, by paper."""
        if not self.extractive:
            return flowing(self._sentence(claim) for claim in claims)
        lines = []
        for ids, together in groupby(claims, lambda claim: [support.paper_id for support in claim.supports]):
            lead = self.labels.listing.join(f"{self._name(key)}\u00a0{self._number(key)}" for key in ids)
            told = flowing(self._told(claim) for claim in together)
            lines.append(f"- {lead}{self.labels.colon}{told}")
        return "\n".join(lines)

    def _told(self, claim: Claim) -> str:
        """A sentence that stands behind its paper's name, with its pages."""
        places = [
            p for support in claim.supports for p in self._places(support.evidence, self.papers[support.paper_id])
        ]
        text = self.labels.quoted.format(claim.text) if _is_quoted(claim) else claim.text
        return before_stop(esc(text), self.labels.aside.format(self.labels.listing.join(places)))

    def _sentence(self, claim: Claim) -> str:
        """The sentence with its papers' names linked, then the papers' numbers and the pages of the evidence."""
        named = [s for s in claim.supports if _named(self.names[s.paper_id], claim.text)]
        # A model may take a sentence over as it is; one that does not speak of its paper by name is a quotation.
        quoted = _is_quoted(claim) and (named != list(claim.supports) or _OWN_VOICE.search(claim.text) is not None)
        named = [] if quoted else named
        text = self.labels.quoted.format(claim.text) if quoted else claim.text
        # Before a sentence about several papers a name would claim all of it.
        alone = claim.supports if len(claim.supports) == 1 else ()
        lead = "".join(self._name(support.paper_id) for support in alone if support not in named)
        marks = self.words.separator.join(self._mark(support) for support in claim.supports)
        end = self.labels.aside.format(marks) if marks else ""
        return (f"{lead}{self.labels.colon}" if lead else "") + before_stop(self._linked(text, named), end)

    def _linked(self, text: str, supports: Sequence[Support]) -> str:
        """The text escaped, the first occurrence of each paper's name being a link."""
        spans: list[tuple[int, int, str]] = []
        for support in sorted(supports, key=lambda s: -len(self.names[s.paper_id])):
            found = _named(self.names[support.paper_id], text)
            if found and all(found.end() <= start or found.start() >= end for start, end, _ in spans):
                spans.append((found.start(), found.end(), support.paper_id))
        shown, at = "", 0
        for start, end, paper_id in sorted(spans):
            shown += _piece(text[at:start]) + self._name(paper_id)
            at = end
        return shown + _piece(text[at:])

    def _name(self, paper_id: str) -> str:
        url = self.papers[paper_id].url
        return link(self.names[paper_id], url) if url else esc(self.names[paper_id])

    def _number(self, key: str) -> str:
        return self.row.jump(esc(f"[{self.numbers[key]}]"), "references")

    def _mark(self, support: Support) -> str:
        """``[3], p. 4``: where the evidence stands."""
        paper = self.papers[support.paper_id]
        return self.words.within.join([self._number(paper.id), *self._places(support.evidence, paper)])

    def _places(self, evidence: Iterable[Evidence], paper: Paper) -> list[str]:
        return list(dict.fromkeys(place_of(one, paper, self.labels) for one in evidence))

    # --- tables -------------------------------------------------------------------------------------------------------

    def _comparison(self, columns: Sequence[Column]) -> str:
        order = [self.by_position[at] for group in self.edition.groups for at in group.positions]
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
                fields[0] = self._missing(item)
            rows.append([self._listed(item), *fields])
        return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)

    def _listed(self, item: Item) -> str:
        key = _key(item)
        name = self._name(item.paper.id) if item.paper else self._outside(item)
        return f"{name}\u00a0{self._number(key)}"

    def _field(self, passage: Passage, paper: Paper) -> str:
        if not passage.evidence:
            return self._known(passage, paper)
        places = self.labels.listing.join(self._places(passage.evidence, paper))
        quoted = passage.status is Status.EXTRACTED
        text = self.labels.quoted.format(passage.text) if quoted else passage.text
        return before_stop(esc(text), self.labels.aside.format(places))

    def _known(self, passage: Passage, paper: Paper) -> str:
        """What the metadata says; only a licence can come from there."""
        if passage.text != paper.licence or not find_licence(passage.text):
            return ""
        return link(licence_label(passage.text), passage.text)

    @staticmethod
    def _outside(item: Item) -> str:
        """An entry of which no paper is known."""
        return link(_visible(item.title, item.url or "", str(item.entry.position)), item.url or "")

    def _missing(self, item: Item) -> str:
        reason = reason_of(item, self.style.language) or self.labels.unknown
        return f"{self.labels.not_summarized}{self.labels.colon}{esc(reason)}"

    # --- references ---------------------------------------------------------------------------------------------------

    def _references(self) -> str:
        first: dict[str, Item] = {}
        for item in self.items:
            first.setdefault(_key(item), item)
        return "\n".join(f"{number}.  {self._reference(first[key])}" for key, number in self.numbers.items())

    def _reference(self, item: Item) -> str:
        paper = item.paper
        if paper is None:
            return f"{self._outside(item)}{self.labels.aside.format(self._missing(item))}"
        parts = [self.labels.listing.join(author.name for author in paper.authors), paper.title]
        shown = [esc(part) for part in parts if part]
        if paper.published:
            shown.append(shown_date(paper.published, self.labels))
        if paper.url:
            arxiv = re.fullmatch(r"https?://arxiv\.org/abs/(\S+)", paper.url)
            shown.append(link(f"arXiv:{arxiv[1]}" if arxiv else paper.url, paper.url))
        return f"**{esc(self.names[paper.id])}**{self.labels.colon}{'. '.join(shown)}"


def _key(item: Item) -> str:
    """The identity of a reference: the paper, or the entry where no paper is known."""
    return item.paper.id if item.paper else f"entry:{item.entry.position}"


def _visible(*names: str) -> str:
    """The first name of which a reader sees anything."""
    return next((name for name in names if esc(name)), "")


def _size(group: Group) -> int:
    return len(group.positions)


def _field(column: Column, item: Item) -> Passage | None:
    return next((c.passage for c in column.cells if item.paper and c.paper_id == item.paper.id and c.passage), None)


def _named(name: str, text: str) -> re.Match[str] | None:
    """Where a text has a name as a word of its own, no part of a longer one; Japanese letters may touch it."""
    return re.search(rf"(?<![A-Za-z0-9])(?<![A-Za-z0-9]-){re.escape(name)}(?!-?[A-Za-z0-9])", text)


def _is_quoted(claim: Claim) -> bool:
    """Whether the sentence is the paper's own."""
    quotes = " ".join(" ".join(e.quote.split()) for support in claim.supports for e in support.evidence)
    return bool(claim.supports) and " ".join(claim.text.split()) in quotes


def _piece(text: str) -> str:
    """A part of a sentence, escaped, with the spaces at its ends."""
    if not text.strip():
        return " " if text else ""
    return (" " if text[0].isspace() else "") + esc(text) + (" " if text[-1].isspace() else "")


def before_stop(sentence: str, mark: str) -> str:
    """The mark inside the sentence, before its full stop."""
    if mark and sentence.endswith((".", "。")):
        return sentence[:-1] + mark + sentence[-1]
    return sentence + mark
