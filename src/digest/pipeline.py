"""One stage function per step, and an async generator of outcomes: find -> obtain -> read -> write.

Resuming is running again: a stage does its work only when the row under its key is missing. A paper that fails becomes
an ``Outcome`` with its error, is noted in the store, and never stops the others.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from functools import partial

from filelock import AsyncFileLock

from digest.document import Document, document_key
from digest.errors import DigestError, ExtractError, NoTextError, StoreError, WithdrawnError
from digest.extract import EXTRACTOR, read_pdf
from digest.extract.article import extractor, read_article
from digest.extract.ocr import read_with_ocr, recognizer
from digest.finding import Tools, fetch_web, find, kept
from digest.html_copy import chosen, html_document, is_html, obtain_html, read_copy
from digest.models import Note, Paper, PaperRef, note_key
from digest.outcome import Listener, Outcome, Wish, exit_code
from digest.sources.arxiv import fetch_pdf
from digest.sources.web import paper_id as web_id
from digest.summarize import Options, extract_note, write_note
from digest.summarize.extractive import RULES

FIRST_BATCH = 25
"""References that are looked up at first; with their licences, a hundred would keep the model waiting."""

BATCH = 100

__all__ = ["Listener", "Outcome", "Tools", "Wish", "exit_code", "find", "obtain", "read", "summarize", "write"]


def _silent(ref: PaperRef, stage: str) -> None:
    del ref, stage


async def obtain(paper: Paper, tools: Tools) -> str:
    """The sha256 of the paper's PDF or page, fetched unless the store knows it and the file is there."""
    pdf = tools.store.blob_ref(paper.id, paper.version)
    known = chosen(paper, pdf, tools)
    if known and tools.blobs.has(known):
        return known
    if paper.withdrawn:
        raise WithdrawnError(
            f"{paper.label} was withdrawn by its authors" + (f": {paper.comment}" if paper.comment else ""),
            hint="An earlier version may still be readable: name it, as in `digest summarize "
            f"{paper.id}v{max(1, paper.version - 1)}`.",
        )
    if paper.source == "url":
        return (await fetch_web(paper.id.removeprefix(web_id("")), tools))[1]
    if tools.fetcher.settings.text_from != "pdf" and paper.source == "arxiv":
        page = await obtain_html(paper, tools)
        if page or (pdf and tools.blobs.has(pdf)):
            return page or pdf or ""
    data = await fetch_pdf(tools.fetcher, paper)
    digest = await asyncio.to_thread(tools.blobs.put, data)
    await kept(tools, tools.store.save_blob_ref, paper.id, paper.version, digest)
    return digest


def document_of(paper: Paper, sha256: str, tools: Tools) -> str:
    """The key of the document that will be made of these bytes: what they are decides on who reads them."""
    if is_html(paper, sha256, tools):
        return html_document(sha256)
    if tools.fetcher.settings.ocr:
        scanned = document_key(sha256, recognizer())
        if tools.store.document(scanned):
            return scanned
    return document_key(sha256, extractor() if _is_page(paper, sha256, tools) else EXTRACTOR)


def _is_page(paper: Paper, sha256: str, tools: Tools) -> bool:
    """Whether the bytes are a web page; only a URL can lead to one."""
    return paper.source == "url" and tools.blobs.has(sha256) and b"%PDF-" not in tools.blobs.get(sha256)[:1024]


async def read(paper: Paper, sha256: str, tools: Tools) -> Document:
    """The document of a PDF or a web page, parsed in a worker process unless the store has it."""
    if known := tools.store.document(document_of(paper, sha256, tools)):
        return known
    data = tools.blobs.get(sha256)
    if is_html(paper, sha256, tools):
        document = await read_copy(paper, data, tools)
    elif _is_page(paper, sha256, tools):
        document = await tools.pool.run(read_article, data, paper.url or "")
    else:
        document = await _read_pdf(data, tools)
    await kept(tools, tools.store.save_document, paper.id, paper.version, document)
    return document


async def _read_pdf(data: bytes, tools: Tools) -> Document:
    """A PDF within the limits of the settings; one without text goes through OCR when that was asked for."""
    settings = tools.fetcher.settings
    try:
        return await tools.pool.run(partial(read_pdf, max_pages=settings.max_pages), data)
    except NoTextError:
        if not settings.ocr:
            raise
        return await tools.pool.run(partial(read_with_ocr, max_pages=settings.max_pages), data)


def completed(paper: Paper, document: Document, tools: Tools) -> Paper:
    """A paper with the title and abstract that its text gave, and for a local file the arXiv stamp."""
    if paper.source == "url" and not paper.authors and document.reader != "web" and document.title:
        better = paper.model_copy(update={"title": document.title, "abstract": paper.abstract or document.abstract})
        if better != paper:
            tools.store.save_paper(better)
        return better
    if paper.source != "file" or paper.abstract or paper.url:
        return paper
    stamp = f"https://arxiv.org/abs/{document.stamp}" if document.stamp else None
    better = paper.model_copy(
        update={"title": document.title or paper.title, "abstract": document.abstract, "url": stamp},
    )
    if better != paper:
        tools.store.save_paper(better)
    return better


def key_of(paper: Paper, document: str, tools: Tools, wish: Wish) -> str:
    """The identity of the note that would be made of a paper's document."""
    return note_key(
        paper=paper.label,
        document=document,
        prompts=tools.prompts.hash if tools.model else RULES,
        model=tools.model.name if tools.model else "extractive",
        language=wish.language,
        questions=wish.questions,
    )


async def write(paper: Paper, document: Document, tools: Tools, wish: Wish) -> Note:
    """Write and save the note of a document, unless another process did so while we waited for its lock."""
    key = key_of(paper, document.key, tools, wish)
    async with AsyncFileLock(tools.locks / f"note-{key[:32]}.lock"):
        earlier = tools.store.note(key)
        if earlier and not wish.refresh:
            return earlier
        options = Options(
            language=wish.language,
            questions=wish.questions,
            sample=earlier.sample + 1 if earlier else 0,
            context_tokens=wish.context_tokens,
        )
        calls: Sequence[str] = ()
        if tools.model:
            note, calls = await write_note(paper, document, tools.model, tools.prompts, options, note_key=key)
        else:
            note = await asyncio.to_thread(extract_note, paper, document, options, note_key=key)
        await kept(tools, tools.store.save_note, note, calls)
        return note


async def summarize_one(ref: PaperRef, paper: Paper, tools: Tools, wish: Wish, on_stage: Listener = _silent) -> Outcome:
    """All stages for one paper. A failure is part of the outcome; only a broken store ends the run."""
    stage = "fetch"
    try:
        on_stage(ref, stage)
        sha256 = await obtain(paper, tools)
        stage = "read"
        on_stage(ref, stage)
        document = await read(paper, sha256, tools)
        paper = completed(paper, document, tools)
        stage = "write"
        on_stage(ref, stage)
        return Outcome(ref, paper, await write(paper, document, tools, wish))
    except StoreError:
        raise
    except DigestError as error:
        if isinstance(error, ExtractError):
            error.message = f"{paper.label}: {error.message}"
        failed = (ref.label, stage, str(error), type(error).__name__)
        await kept(tools, tools.store.record_failure, *failed, paper_id=paper.id)
        return Outcome(ref, paper, error=error)


def _there(found: Mapping[PaperRef, Paper | DigestError], tools: Tools, wish: Wish) -> dict[PaperRef, Note]:
    """The notes that need not be made, looked up all at once."""
    if wish.refresh:
        return {}
    papers = {ref: paper for ref, paper in found.items() if isinstance(paper, Paper)}
    blobs = tools.store.blob_refs([(paper.id, paper.version) for paper in papers.values()])
    keys = {
        ref: key_of(paper, document_of(paper, sha256, tools), tools, wish)
        for ref, paper in papers.items()
        if (sha256 := chosen(paper, blobs.get((paper.id, paper.version)), tools))
    }
    notes = tools.store.notes_with(keys.values())
    there = {ref: notes[key] for ref, key in keys.items() if key in notes}
    labels = {ref.label for ref in there}
    for failure in tools.store.failures() if there else ():
        if failure.ref in labels:
            tools.store.clear_failure(failure.ref)
    return there


async def _found(
    refs: Sequence[PaperRef], tools: Tools, wish: Wish
) -> tuple[list[Outcome], list[tuple[PaperRef, Paper]]]:
    """Of some references, those that end here, with a note that is there or as not found; and those to be worked on."""
    found = await find(refs, tools, wish)
    there = _there(found, tools, wish)
    ended, open_ = [], []
    for ref, answer in found.items():
        if isinstance(answer, DigestError):
            await kept(tools, tools.store.record_failure, ref.label, "find", str(answer), type(answer).__name__)
            ended.append(Outcome(ref, error=answer))
        elif note := there.get(ref):
            ended.append(Outcome(ref, answer, note, reused=True))
        else:
            open_.append((ref, answer))
    return ended, open_


async def summarize(
    refs: Sequence[PaperRef], tools: Tools, wish: Wish, on_stage: Listener = _silent
) -> AsyncIterator[Outcome]:
    """The outcomes of all references, in the order in which they are done.

    At most ``papers_at_once`` papers are under way, and references are looked up as they are needed, so that a queue
    of thousands costs no memory. Once the budget is reached, the papers that still need the model end with the same
    error without being tried.
    """
    batches = _batches(list(dict.fromkeys(refs)))
    queue: deque[tuple[PaperRef, Paper]] = deque()
    running: set[asyncio.Task[Outcome]] = set()
    finding: asyncio.Task[tuple[list[Outcome], list[tuple[PaperRef, Paper]]]] | None = None
    try:
        while True:
            if finding is None and len(queue) < wish.papers_at_once and (batch := next(batches, None)):
                finding = asyncio.create_task(_found(batch, tools, wish))
            while queue and len(running) < wish.papers_at_once:
                ref, paper = queue.popleft()
                running.add(asyncio.create_task(summarize_one(ref, paper, tools, wish, on_stage)))
            if not running and not finding:
                return
            await asyncio.wait({*running, *([finding] if finding else [])}, return_when=asyncio.FIRST_COMPLETED)
            if finding and finding.done():
                ended, more = finding.result()
                finding = None
                queue.extend(more)
                if more and tools.model:
                    tools.model.prepare()
                for outcome in ended:
                    yield outcome
            for task in [task for task in running if task.done()]:
                running.discard(task)
                yield task.result()
    finally:
        under_way = [*running, *([finding] if finding else [])]
        for one in under_way:
            one.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def _batches(refs: list[PaperRef]) -> Iterator[list[PaperRef]]:
    start, size = 0, FIRST_BATCH
    while start < len(refs):
        yield refs[start : start + size]
        start, size = start + size, BATCH
