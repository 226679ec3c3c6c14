"""The frozen values that flow through the house.

``PaperRef`` -> ``Paper`` + bytes -> ``Document`` -> draft -> ``Note`` -> ``Collection`` -> ``Bundle``.

This module imports nothing of ours. Every value is frozen and refuses unknown fields, so that a row written by another
version is noticed when it is read and not half understood. ``Document`` and ``Note`` carry a schema version.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NewType

from pydantic import BaseModel, ConfigDict

NOTE_SCHEMA = 1


class Value(BaseModel):
    """A frozen value; two values with equal fields are equal."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- what is asked for ------------------------------------------------------------------------------------------------


class PaperRef(Value):
    """One thing to read, as a user or a list names it.

    ``id`` is an arXiv id without version (``1706.03762``, ``math/0309136``), the absolute path of a PDF, or a URL.
    ``version`` is set only for arXiv ids that name one.
    """

    kind: Literal["arxiv", "file", "url"]
    id: str
    version: int | None = None

    @property
    def label(self) -> str:
        """The reference as a person would write it: ``1706.03762v7``."""
        return f"{self.id}v{self.version}" if self.version else self.id


class Entry(Value):
    """One row of a list of papers, whether it can be summarized or not: no row is lost.

    ``ref`` is None when the row names nothing we can read, and ``reason`` then says why.
    """

    position: int
    title: str
    ref: PaperRef | None = None
    url: str | None = None
    group: str | None = None
    comment: str | None = None
    votes: int | None = None
    reason: str | None = None


class Collection(Value):
    """An ordered list of papers with a name: an issue of the weekly notes, a reading list, the result of a query.

    ``warnings`` says what was odd about the source: a feed that stands still, a list that was cut short.
    """

    name: str
    kind: Literal["weekly", "query", "feed", "reading-list", "manual", "daily"]
    title: str
    start: date | None = None
    end: date | None = None
    source: str
    entries: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()


# --- a paper ----------------------------------------------------------------------------------------------------------


class Author(Value):
    """An author as the source spells the name."""

    name: str
    affiliations: tuple[str, ...] = ()


class Paper(Value):
    """The metadata of one version of a paper.

    ``id`` is the arXiv id without version, or ``file:<16 hex digits of the sha256>`` / ``url:<…>`` for what is not on
    arXiv. ``version`` is 1 where the source has no versions. ``published`` is the submission time of v1 and ``updated``
    that of this version, both UTC, as arXiv's API gives them. ``licence`` is the licence's URL where it is known.
    """

    id: str
    version: int = 1
    title: str
    authors: tuple[Author, ...] = ()
    abstract: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[str, ...] = ()
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    licence: str | None = None
    withdrawn: bool = False
    url: str | None = None
    pdf_url: str | None = None
    source: Literal["arxiv", "file", "url"] = "arxiv"

    @property
    def label(self) -> str:
        """``1706.03762v7`` for arXiv papers, the bare id for others."""
        return f"{self.id}v{self.version}" if self.source == "arxiv" else self.id


# --- a note -----------------------------------------------------------------------------------------------------------

Seal = NewType("Seal", str)
"""Marks evidence that ``summarize/evidence.py`` has checked; nobody else may make one (a test holds this)."""


class Evidence(Value):
    """A quotation that was found in the paper: ``quote`` is ``document.text[start:end]``, character for character."""

    quote: str
    start: int
    end: int
    page: int
    anchor: str | None = None
    sentences: tuple[int, ...]
    seal: Seal


class Status(StrEnum):
    """What the check of a statement against the paper came to."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    NOT_STATED = "not_stated"
    EXTRACTED = "extracted"


class Passage(Value):
    """A statement with the evidence it was checked against.

    ``derived`` lists numbers that the writer computed from the cited ones. ``problems`` says in English what the check
    missed. ``EXTRACTED`` means that the text itself consists of sentences of the paper, chosen without a model.
    """

    text: str
    status: Status
    evidence: tuple[Evidence, ...] = ()
    derived: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class Answer(Value):
    """A question about the paper and what the paper says to it."""

    question: str
    kind: Literal["content", "code"] = "content"
    passage: Passage


class NoteSection(Value):
    """The summary of one section of the paper, in the paper's own order."""

    title: str
    role: Literal["introduction", "background", "method", "results", "discussion", "conclusion", "other"] = "other"
    passages: tuple[Passage, ...]


class Node(Value):
    """A box of a diagram."""

    id: str
    label: str


class Edge(Value):
    """An arrow of a diagram, from one node's id to another's."""

    source: str
    target: str
    label: str = ""


class Diagram(Value):
    """The method or the argument of a paper as boxes and arrows."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()


class Note(Value):
    """What was checked about one paper, in one language, by one model with one set of prompts.

    ``key`` is the note's identity (see ``note_key``). ``model`` is ``extractive`` when no language model was used.
    ``sample`` counts how often the same note was asked for anew.
    """

    schema_version: int = NOTE_SCHEMA
    key: str
    paper_id: str
    version: int
    document_key: str
    language: str
    model: str
    prompts: str
    sample: int = 0
    gist: Passage
    overview: tuple[Passage, ...]
    sections: tuple[NoteSection, ...] = ()
    answers: tuple[Answer, ...] = ()
    code_url: str | None = None
    diagram: Diagram | None = None
    warnings: tuple[str, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every checked statement of the note: gist, overview, sections and answers."""
        inner = tuple(p for section in self.sections for p in section.passages)
        return (self.gist, *self.overview, *inner, *(a.passage for a in self.answers))


def note_key(*, paper: str, document: str, prompts: str, model: str, language: str, questions: int) -> str:
    """The identity of a note: everything that changes its content and nothing else.

    ``paper`` is the label of the paper: the same bytes read from disk and from arXiv have other metadata.
    """
    parts = [NOTE_SCHEMA, paper, document, prompts, model, language, questions]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


# --- calls to a language model ----------------------------------------------------------------------------------------


class CallState(StrEnum):
    """How far a paid call came.

    ``sent`` is written before the request, ``received`` with the raw reply, ``used`` when its content went into a note.
    ``failed`` was answered with an error; ``unknown`` may have been billed.
    """

    SENT = "sent"
    RECEIVED = "received"
    USED = "used"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Usage(Value):
    """Tokens of one call as the provider counted them."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0


class Call(Value):
    """One row of the ledger. ``cost_microusd`` is millionths of a US dollar; None means unknown, never zero."""

    key: str
    task: str
    paper_id: str | None = None
    endpoint: str
    model: str
    state: CallState
    attempts: int = 1
    sent_at: datetime
    received_at: datetime | None = None
    http_status: int | None = None
    request_id: str | None = None
    raw: bytes | None = None
    usage: Usage | None = None
    cost_microusd: int | None = None
    error: str | None = None


# --- what is written --------------------------------------------------------------------------------------------------


class Bundle(Value):
    """Files to be written: path relative to the output folder -> content."""

    files: dict[str, bytes]
