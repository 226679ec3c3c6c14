"""Papers, documents and notes to put into a store; built by hand, as small as a test allows."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from digest.document import Document, Page, Sentence, document_key
from digest.models import Answer, Author, Call, CallState, Evidence, Note, Paper, Passage, Seal, Status, Usage
from digest.store import Store

TEXT = "We propose a model. It reaches 28.4 BLEU on the test set. "


def make_paper(paper_id: str = "2106.11420", version: int = 1, **fields: object) -> Paper:
    known: dict[str, object] = {
        "id": paper_id,
        "version": version,
        "title": f"On {paper_id}",
        "authors": (Author(name="Ada Lovelace"),),
        "published": datetime(2021, 6, 22, tzinfo=UTC),
    }
    return Paper.model_validate(known | fields)


def make_document(text: str = TEXT, sha256: str = "ab" * 32, extractor: str = "test 1") -> Document:
    middle = len(text) // 2
    return Document(
        key=document_key(sha256, extractor),
        sha256=sha256,
        extractor=extractor,
        reader="pdfium",
        text=text,
        pages=(Page(number=1, start=0, end=middle), Page(number=2, start=middle, end=len(text))),
        sentences=(Sentence(start=0, end=middle), Sentence(start=middle, end=len(text))),
    )


def make_note(
    key: str = "note-1",
    paper: Paper | None = None,
    document: Document | None = None,
    *,
    language: str = "en",
    model: str = "test-model",
    prompts: str = "prompts-1",
    gist: str = "A model that reaches 28.4 BLEU.",
    questions: Sequence[str] = ("What is proposed?", "How good is it?"),
) -> Note:
    paper, document = paper or make_paper(), document or make_document()
    evidence = Evidence(
        quote=document.text[:19], start=0, end=min(19, len(document.text)), page=1, sentences=(0,), seal=Seal("test")
    )
    return Note(
        key=key,
        paper_id=paper.id,
        version=paper.version,
        document_key=document.key,
        language=language,
        model=model,
        prompts=prompts,
        gist=Passage(text=gist, status=Status.VERIFIED, evidence=(evidence,)),
        overview=(Passage(text="An overview of it.", status=Status.UNVERIFIED),),
        answers=tuple(
            Answer(
                question=question,
                passage=Passage(text=f"Answer {n}.", status=Status.VERIFIED, evidence=(evidence, evidence)),
            )
            for n, question in enumerate(questions)
        ),
    )


def make_call(key: str = "call-1", **fields: object) -> Call:
    known: dict[str, object] = {
        "key": key,
        "task": "summary",
        "paper_id": "2106.11420",
        "endpoint": "http://127.0.0.1:9/v1",
        "model": "test-model",
        "state": CallState.SENT,
        "sent_at": datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    }
    return Call.model_validate(known | fields)


def answered(call: Call, cost: int | None = 1_500, **fields: object) -> Call:
    usage = Usage(input_tokens=1_000, output_tokens=50, cached_tokens=400)
    known: dict[str, object] = {
        "state": CallState.RECEIVED,
        "received_at": datetime(2026, 3, 1, 23, 31, tzinfo=UTC),
        "http_status": 200,
        "raw": b'{"choices": []}',
        "usage": usage,
        "cost_microusd": cost,
    }
    return call.model_copy(update=known | fields)


def save(store: Store, note: Note, paper: Paper | None = None, document: Document | None = None) -> None:
    """Paper, document and note, in the order in which the pipeline saves them."""
    paper, document = paper or make_paper(), document or make_document()
    store.save_paper(paper)
    store.save_document(paper.id, paper.version, document)
    store.save_note(note)


def rows(store: Store | Path, sql: str) -> list[tuple[object, ...]]:
    """What another program sees in the file; a change that the statement makes is kept."""
    with contextlib.closing(sqlite3.connect(store.path if isinstance(store, Store) else store)) as raw, raw:
        return raw.execute(sql).fetchall()
