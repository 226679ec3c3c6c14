"""The tables as they are now. How they came to be is in ``migrations/``, which never imports this file's classes.

Ids are text everywhere: ``2106.11420`` through a float is another paper. Tables that hold a frozen value as JSON repeat
in columns what is asked for in queries.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, MetaData
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from digest.document import Document
from digest.models import Note, Paper
from digest.store.columns import Clean, Held, Moment, Packed, PackedBytes

# Alembic's batch mode can only change constraints that have names, so every constraint gets one.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> datetime:
    """This moment, with its zone."""
    return datetime.now(UTC)


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Base of all tables; its ``metadata`` is what migrations are compared with."""

    __tablename__: ClassVar[str]


class MetaRow(Table, table=True):
    """A fact about the database itself: ``program`` is the version of digest that last migrated it."""

    __tablename__ = "meta"

    key: str = Field(sa_type=Clean, primary_key=True)
    value: str = Field(sa_type=Clean)


class PaperRow(Table, table=True):
    """A paper, whatever its versions."""

    __tablename__ = "papers"

    id: str = Field(sa_type=Clean, primary_key=True)
    source: str = Field(sa_type=Clean)
    title: str = Field(sa_type=Clean)
    """The title of the latest version known."""
    added_at: datetime = Field(sa_type=Moment, default_factory=now)


class VersionRow(Table, table=True):
    """One version of a paper, as the source described it when asked."""

    __tablename__ = "versions"

    paper_id: str = Field(sa_type=Clean, primary_key=True, foreign_key="papers.id")
    version: int = Field(primary_key=True)
    title: str = Field(sa_type=Clean)
    licence: str | None = Field(sa_type=Clean, default=None)
    withdrawn: bool = False
    fetched_at: datetime = Field(sa_type=Moment)
    pdf_sha256: str | None = Field(sa_type=Clean, default=None)
    paper: Paper = Field(sa_type=Held(Paper))


class DocumentRow(Table, table=True):
    """The text of a paper as one extractor read it."""

    __tablename__ = "documents"
    __table_args__ = (
        ForeignKeyConstraint(["paper_id", "version"], ["versions.paper_id", "versions.version"]),
        Index(None, "paper_id", "version"),
        Index(None, "sha256"),
    )

    key: str = Field(sa_type=Clean, primary_key=True)
    paper_id: str = Field(sa_type=Clean)
    version: int
    sha256: str = Field(sa_type=Clean)
    extractor: str = Field(sa_type=Clean)
    pages: int
    created_at: datetime = Field(sa_type=Moment, default_factory=now)
    document: Document = Field(sa_type=Packed(Document))


class NoteRow(Table, table=True):
    """A note: one document, in one language, by one model with one set of prompts.

    ``stale`` says why the note should be made anew, in a few words joined by ``; ``; None while it is fresh.
    """

    __tablename__ = "notes"
    __table_args__ = (
        ForeignKeyConstraint(["paper_id", "version"], ["versions.paper_id", "versions.version"]),
        Index(None, "paper_id", "version"),
    )

    key: str = Field(sa_type=Clean, primary_key=True)
    paper_id: str = Field(sa_type=Clean)
    version: int
    document_key: str = Field(sa_type=Clean, foreign_key="documents.key", index=True)
    language: str = Field(sa_type=Clean)
    model: str = Field(sa_type=Clean)
    prompts: str = Field(sa_type=Clean)
    gist: str = Field(sa_type=Clean)
    answers: int
    verified: int
    created_at: datetime = Field(sa_type=Moment)
    stale: str | None = Field(sa_type=Clean, default=None)
    note: Note = Field(sa_type=Held(Note))


class AnswerRow(Table, table=True):
    """A question and its answer, for queries; the note holds the truth."""

    __tablename__ = "answers"

    note_key: str = Field(sa_type=Clean, primary_key=True, foreign_key="notes.key", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    kind: str = Field(sa_type=Clean)
    question: str = Field(sa_type=Clean)
    answer: str = Field(sa_type=Clean)
    status: str = Field(sa_type=Clean)


class EvidenceRow(Table, table=True):
    """A quotation under an answer, for queries."""

    __tablename__ = "evidence"
    __table_args__ = (
        ForeignKeyConstraint(["note_key", "answer"], ["answers.note_key", "answers.position"], ondelete="CASCADE"),
    )

    note_key: str = Field(sa_type=Clean, primary_key=True)
    answer: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    quote: str = Field(sa_type=Clean)
    page: int
    anchor: str | None = Field(sa_type=Clean, default=None)
    start_offset: int
    end_offset: int


class NoteTextRow(Table, table=True):
    """What the search looks through: the words of a note, NFKC-normalised. ``search.py`` keeps an index of it."""

    __tablename__ = "note_texts"

    id: int | None = Field(default=None, primary_key=True)
    note_key: str = Field(sa_type=Clean, foreign_key="notes.key", ondelete="CASCADE", unique=True)
    title: str = Field(sa_type=Clean)
    body: str = Field(sa_type=Clean)


class CallRow(Table, table=True):
    """One attempt of a paid call. A new attempt is a new row, so that no cost is ever overwritten."""

    __tablename__ = "calls"
    __table_args__ = (Index(None, "sent_at"),)

    key: str = Field(sa_type=Clean, primary_key=True)
    attempt: int = Field(primary_key=True)
    task: str = Field(sa_type=Clean)
    paper_id: str | None = Field(sa_type=Clean, default=None)
    endpoint: str = Field(sa_type=Clean)
    model: str = Field(sa_type=Clean)
    state: str = Field(sa_type=Clean)
    sent_at: datetime = Field(sa_type=Moment)
    received_at: datetime | None = Field(sa_type=Moment, default=None)
    http_status: int | None = None
    request_id: str | None = Field(sa_type=Clean, default=None)
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    reasoning_tokens: int | None = None
    cost_microusd: int | None = None
    error: str | None = Field(sa_type=Clean, default=None)
    raw: bytes | None = Field(sa_type=PackedBytes, default=None)


class CallUseRow(Table, table=True):
    """Which call's content went into which note."""

    __tablename__ = "call_uses"

    note_key: str = Field(sa_type=Clean, primary_key=True, foreign_key="notes.key", ondelete="CASCADE")
    call_key: str = Field(sa_type=Clean, primary_key=True, index=True)


class CapabilityRow(Table, table=True):
    """What an endpoint was found to be able to do with a model, as the probe described it."""

    __tablename__ = "capabilities"

    endpoint: str = Field(sa_type=Clean, primary_key=True)
    model: str = Field(sa_type=Clean, primary_key=True)
    capability: str = Field(sa_type=Clean)
    probed_at: datetime = Field(sa_type=Moment, default_factory=now)


class FailureRow(Table, table=True):
    """What went wrong the last time a reference was tried; the row goes when a note is made.

    ``version`` is the paper's latest version known then, ``program`` the version of digest that failed.
    """

    __tablename__ = "failures"

    ref: str = Field(sa_type=Clean, primary_key=True)
    paper_id: str | None = Field(sa_type=Clean, default=None, index=True)
    stage: str = Field(sa_type=Clean)
    kind: str = Field(sa_type=Clean)
    error: str = Field(sa_type=Clean)
    attempts: int
    first_at: datetime = Field(sa_type=Moment)
    last_at: datetime = Field(sa_type=Moment)
    version: int | None = None
    program: str | None = Field(sa_type=Clean, default=None)


class CollectionRow(Table, table=True):
    """A named, ordered list of papers. ``warnings`` are lines."""

    __tablename__ = "collections"

    name: str = Field(sa_type=Clean, primary_key=True)
    kind: str = Field(sa_type=Clean)
    title: str = Field(sa_type=Clean)
    starts_on: date | None = None
    ends_on: date | None = None
    source: str = Field(sa_type=Clean)
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    warnings: str | None = Field(sa_type=Clean, default=None)


class EntryRow(Table, table=True):
    """One row of a collection. ``ordinal`` is the order; ``position`` the number that the source gave it."""

    __tablename__ = "entries"
    __table_args__ = (Index(None, "ref_id"),)

    collection: str = Field(sa_type=Clean, primary_key=True, foreign_key="collections.name", ondelete="CASCADE")
    ordinal: int = Field(primary_key=True)
    position: int
    title: str = Field(sa_type=Clean)
    ref_kind: str | None = Field(sa_type=Clean, default=None)
    ref_id: str | None = Field(sa_type=Clean, default=None)
    ref_version: int | None = None
    url: str | None = Field(sa_type=Clean, default=None)
    heading: str | None = Field(sa_type=Clean, default=None)
    comment: str | None = Field(sa_type=Clean, default=None)
    votes: int | None = None
    reason: str | None = Field(sa_type=Clean, default=None)


class RunRow(Table, table=True):
    """One run of a command, with its report as JSON once it has ended."""

    __tablename__ = "runs"

    id: str = Field(sa_type=Clean, primary_key=True)
    command: str = Field(sa_type=Clean)
    started_at: datetime = Field(sa_type=Moment)
    finished_at: datetime | None = Field(sa_type=Moment, default=None)
    exit_code: int | None = None
    report: str | None = Field(sa_type=Clean, default=None)


class ExportRow(Table, table=True):
    """What we wrote to a file: if the file holds something else by now, a person edited it."""

    __tablename__ = "exports"

    path: str = Field(sa_type=Clean, primary_key=True)
    sha256: str = Field(sa_type=Clean)
    written_at: datetime = Field(sa_type=Moment)
