"""A paper in a few lines, for pages about many: its name, where it is, who wrote it, and two or three sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from digest.editions import Edition, short_name
from digest.export.esc import esc, link
from digest.export.frontmatter import one_line
from digest.export.item import Item
from digest.export.labels import is_japanese, labels_for
from digest.export.note import EXTRACTIVE, paragraphs, statement
from digest.export.pictures import cut
from digest.export.reasons import reason_of
from digest.models import Author, Note, Paper, Passage, Status

_CHECKED = (Status.VERIFIED, Status.EXTRACTED)
_ALIKE = 80.0  # two sentences that share this much of their words say the same
_ABSTRACT = 320  # characters
_COMMENT = 600


class Words(NamedTuple):
    """What these lines say besides the labels that all shapes share."""

    abstract: str
    comment: str
    several: str
    others: str
    paper: str
    within: str
    written: str
    extracted: str
    mixed: str
    checked: str
    without: str
    end: str


ENGLISH = Words(
    abstract="From the abstract: {}",
    comment="The list says: {}",
    several="{} et al.",
    others="{} and {} others",
    paper="From the paper: {}",
    within=", ",
    written="What is said of each paper was written by a language model ({}) from its full text.",
    extracted="What is said of each paper is extracted from it, no language model used: every sentence is its own.",
    mixed="What follows “From the paper” is extracted, no language model used.",
    checked="A sentence whose evidence was found names its page; any other is marked as not verified.",
    without="Not summarized: {} of {}.",
    end=" ",
)
JAPANESE = Words(
    abstract="要旨より：{}",
    comment="リストの紹介文：{}",
    several="{}ほか",
    others="{}ほか{}名",
    paper="論文より：{}",
    within="、",
    written="各論文の紹介は、その本文をもとに言語モデル（{}）が書いた。",
    extracted="各論文の紹介はその論文からの抜粋であり、言語モデルは使っていない"
    "（extracted from the papers, no language model used）。",
    mixed="「論文より」に続く文は論文からの抜粋であり、言語モデルは使っていない（no language model used）。",
    checked="根拠の見つかった文には論文のページを、見つからなかった文には未確認と記した。",
    without="{1}件のうち{0}件は要約なし。",
    end="",
)


def words_for(language: str) -> Words:
    """The words of a language; English where we have no others."""
    return JAPANESE if is_japanese(language) else ENGLISH


def name_of(item: Item, edition: Edition | None) -> str:
    """What the entry is called on the page: as the edition says, else by its title or its list's, else its title."""
    keys = (item.paper.id,) if item.paper else (item.entry.url, item.entry.title)
    known = {name.paper_id: name.name for name in edition.names} if edition else {}
    given = next((known[key] for key in keys if key in known), None)
    name = one_line(given or short_name(item.title, item.entry.title) or item.title)
    return name if esc(name) else item.url or str(item.entry.position)


def full_title(item: Item, name: str) -> str | None:
    """The title, where the entry is called otherwise on the page; None for one without any visible letter."""
    return item.title if one_line(item.title) != name and esc(item.title) else None


def told(item: Item, language: str, *, most: int, width: int, mixed: bool) -> str:
    """The paper in at most ``most`` sentences and about ``width`` narrow characters, as one paragraph.

    ``mixed`` says that only some notes of the page are extracted: those are marked then. Without a note it is what the
    authors say in their abstract, and why there is no note.
    """
    if item.note and item.paper:
        text = brief(item.note, item.paper, most=most, width=width)
        return words_for(language).paper.format(text) if mixed and item.note.model == EXTRACTIVE else text
    words, labels = words_for(language), labels_for(language)
    reason = reason_of(item, language) or labels.unknown
    blocks = [f"{labels.not_summarized}{labels.colon}{esc(reason)}"]
    if item.paper and item.paper.abstract and item.paper.source == "arxiv" and not item.paper.withdrawn:
        abstract = labels.quoted.format(esc(cut(item.paper.abstract, _ABSTRACT)))
        blocks.insert(0, words.abstract.format(abstract))
    return "\n\n".join(blocks)


def brief(note: Note, paper: Paper, *, most: int, width: int) -> str:
    """The first statements of a note that hold, with their pages.

    One that was not verified stands there only where no other is, and is marked.
    """
    passages = [passage for passage in (note.gist, *note.overview) if passage.text]
    chosen: list[Passage] = []
    for passage in passages:
        if passage.status not in _CHECKED or any(_alike(passage, other) for other in chosen):
            continue
        if chosen and (len(chosen) == most or sum(map(_width, [*chosen, passage])) > width):
            break
        chosen.append(passage)
    if note.model == EXTRACTIVE:  # sentences of one text read best in its own order
        chosen.sort(key=lambda passage: passage.evidence[0].start if passage.evidence else 0)
    if chosen:
        return paragraphs(chosen, paper, note.language)[0]
    return statement(passages[0], paper, note.language) if passages else ""


def _alike(one: Passage, other: Passage) -> bool:
    return fuzz.token_sort_ratio(one.text.casefold(), other.text.casefold()) > _ALIKE


def _width(passage: Passage) -> int:
    """How long a text looks: Japanese characters count twice."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in passage.text)


def said_by_list(item: Item, language: str) -> str:
    """The words that the list has for the entry, as its words; nothing where it has none."""
    if not item.entry.comment:
        return ""
    quoted = labels_for(language).quoted.format(esc(cut(item.entry.comment, _COMMENT)))
    return words_for(language).comment.format(quoted)


def linked(item: Item, text: str | None = None) -> str:
    """A link to where the paper can be read; its text is the arXiv id or the address unless another is given."""
    url = item.url or ""
    arxiv = re.fullmatch(r"https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/(\S+?)(?:\.pdf)?", url)
    return link(text or (f"arXiv:{arxiv[1]}" if arxiv else url), url) if url or text else ""


def first_author(authors: Sequence[Author], language: str) -> str:
    """``Ada Lovelace et al.``; nothing where nobody is known."""
    name = esc(authors[0].name) if authors else ""
    return words_for(language).several.format(name) if len(authors) > 1 else name


def byline(authors: Sequence[Author], most: int, language: str) -> str:
    """The first authors, with their affiliations where the paper's metadata have them, and how many there are more."""
    labels, words = labels_for(language), words_for(language)
    names = []
    for author in authors[:most]:
        places = labels.aside.format(esc(labels.listing.join(author.affiliations))) if author.affiliations else ""
        names.append(esc(author.name) + places)
    shown = words.within.join(names)
    return shown if len(authors) <= most else words.others.format(shown, len(authors) - most)


def is_mixed(items: Sequence[Item]) -> bool:
    """Whether some notes were written by a model and others extracted."""
    return len({item.note.model == EXTRACTIVE for item in items if item.note}) > 1


def origins(items: Sequence[Item], language: str) -> str:
    """Who wrote the sentences of a page, and which entries have none: what its introduction must say."""
    words = words_for(language)
    models = dict.fromkeys(item.note.model for item in items if item.note)
    written = [model for model in models if model != EXTRACTIVE]
    without = sum(1 for item in items if not item.note)
    sentences = [
        words.written.format(esc(", ".join(written))) if written else "",
        words.checked if written else "",
        (words.mixed if written else words.extracted) if EXTRACTIVE in models else "",
        words.without.format(without, len(items)) if without else "",
    ]
    return words.end.join(sentence for sentence in sentences if sentence)
