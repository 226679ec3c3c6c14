"""The values of a curated page: groups of papers, statements about several papers, tables, pictures.

An ``Edition`` is what ``curate`` decides about a ``Collection``: which group each entry is in, and the checked prose
between the notes. Exporters show it; nothing in it was left unchecked.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from digest.models import Evidence, Passage, Value

EDITION_SCHEMA = 1


class Support(Value):
    """What one paper contributes to a statement: quotations of it that were checked."""

    paper_id: str
    evidence: tuple[Evidence, ...]


class Claim(Value):
    """A statement about one or more papers. One without support says nothing about a paper (a transition)."""

    text: str
    supports: tuple[Support, ...] = ()


class Group(Value):
    """A category, a theme or a heading of the source list; ``positions`` are those of the collection's entries."""

    name: str
    positions: tuple[int, ...]
    prose: tuple[Claim, ...] = ()


class Cell(Value):
    """A field of a table, about one paper; no passage where the paper gave no evidence."""

    paper_id: str
    passage: Passage | None = None


class Column(Value):
    """A column of a table over the papers of an edition."""

    name: str
    cells: tuple[Cell, ...]


class ShortName(Value):
    """What a paper is called in running text: no two papers of an edition share one."""

    paper_id: str
    name: str


class Edition(Value):
    """A collection made ready for readers. ``model`` is ``extractive`` when no language model was used.

    ``removed`` counts the statements of a model that failed the check and are not in here. The first of a survey's
    ``columns`` says what each paper does; the others are those that the user named.
    """

    schema_version: int = EDITION_SCHEMA
    kind: Literal["roundup", "survey", "reading-list"]
    collection: str
    language: str
    model: str
    title: str = ""
    names: tuple[ShortName, ...] = ()
    introduction: tuple[Claim, ...] = ()
    groups: tuple[Group, ...] = ()
    columns: tuple[Column, ...] = ()
    outlook: tuple[Claim, ...] = ()
    removed: int = 0


class Picture(Value):
    """A figure of a paper, ready to be shown or to be pointed at.

    ``png`` is None when it may not be shown (or could not be cropped), and ``reason`` then says why, in English.
    ``licence`` is the licence's URL; ``file`` a file name in ``[a-z0-9.-]``. ``url`` is the paper's page and
    ``credit`` whom the licence wants named: the authors. ``paged`` is false for papers read as HTML, whose "pages" are
    sections. ``section`` is the heading, without its number, of the main section that speaks most of the figure.
    ``export.pictures.picture_of`` fills them all.
    """

    paper_id: str
    label: str
    caption: str
    page: int
    file: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    png: bytes | None = None
    reason: str | None = None
    licence: str | None = None
    url: str | None = None
    credit: str = ""
    paged: bool = True
    section: str = ""


_NICKNAME = 28
_WIDE_NICKNAME = 14  # of Japanese or Chinese, where a character says more
_WORDS = 4
_COLON = re.compile(r":\s+|：\s*|\s+[–—]\s+")
_NO_NAME = re.compile(
    r"(?:(?:a|the|an|our) )?(?:(?:short|brief|technical|position|survey|case|systematic|literature) )?"
    r"(?:survey|review|overview|report|paper|note|study|tutorial|primer|position|perspective|reply|comment|response|"
    r"erratum|correction|corrigendum|towards?|beyond)(?: (?:to|on))?"
    r"|(?:part|chapter|volume|paper) (?:[ivx]+|\d+)|[\d\W]+",
    re.IGNORECASE,
)


def nickname(title: str) -> str | None:
    """What a paper is called for short: what stands before the colon of its title, None where that is no name.

    ``OLMo`` for "OLMo: Accelerating the Science of Language Models"; None for "A Survey: …" and for a long first half.
    """
    flat = " ".join(title.split())
    colon = _COLON.search(flat)
    head = flat[: colon.start()].strip() if colon else ""
    longest = _NICKNAME if head.isascii() else _WIDE_NICKNAME
    whole = head.count("$") % 2 == 0 and head.count("(") == head.count(")")
    if not head or not colon or not flat[colon.end() :] or len(head) > longest or len(head.split()) > _WORDS:
        return None
    return head if whole and not _NO_NAME.fullmatch(head) else None


_NO_TITLE = re.compile(r"https?://|^\S*(?:\d{4}\.\d{4}|/\d{7})\S*$|^[\W\d_]*$")


def short_name(title: str, listed: str = "") -> str | None:
    """What a paper is called for short: by its title, else by what a list calls it, None where neither is short.

    Lists say "RAG: Retrieval-Augmented Generation …" or just "Corrective RAG" where the title has no such name.
    """
    flat = " ".join(listed.split())
    longest = _NICKNAME if flat.isascii() else _WIDE_NICKNAME
    itself = flat if len(flat) <= longest and len(flat.split()) <= _WORDS and not _NO_TITLE.search(flat) else None
    return nickname(title) or nickname(listed) or (itself if itself != " ".join(title.split()) else None)
