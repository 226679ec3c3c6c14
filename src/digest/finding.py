"""The first step: which papers are meant, and what is known of them. Also the tools that every step works with."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from digest.errors import DigestError, FetchError, NotFoundError
from digest.fetch.blobs import Blobs
from digest.fetch.client import Fetcher
from digest.llm.request import ChatModel
from digest.models import Paper, PaperRef
from digest.outcome import Wish
from digest.pool import ParserPool
from digest.sources.arxiv import metadata
from digest.sources.web import fetch_page
from digest.sources.web import paper_id as web_id
from digest.store import Store
from digest.summarize import Prompts

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Tools:
    """What the stages work with. ``model`` is None when no language model is configured."""

    store: Store
    fetcher: Fetcher
    blobs: Blobs
    pool: ParserPool
    prompts: Prompts
    model: ChatModel | None
    locks: Path


async def find(refs: Sequence[PaperRef], tools: Tools, wish: Wish) -> dict[PaperRef, Paper | DigestError]:
    """The metadata of every reference: from the store where it is known, else in one batched request."""
    found: dict[PaperRef, Paper | DigestError] = {}
    wanted = list(dict.fromkeys(refs))
    arxiv = [ref for ref in wanted if ref.kind == "arxiv" and not wish.refresh]
    known = tools.store.papers_named([(ref.id, ref.version) for ref in arxiv])
    found |= {ref: paper for ref in arxiv if (paper := known.get((ref.id, ref.version)))}
    for ref in wanted:
        if ref.kind == "file":
            found[ref] = await asyncio.to_thread(_local_paper, ref, tools)
    pages = [ref for ref in wanted if ref.kind == "url"]
    found |= zip(pages, await asyncio.gather(*(_web_paper(ref, tools, wish) for ref in pages)), strict=True)
    missing = [ref for ref in wanted if ref not in found]
    if missing:
        answers: dict[PaperRef, Paper | FetchError]
        try:
            answers = await metadata(tools.fetcher, missing)
        except FetchError as error:
            answers = dict.fromkeys(missing, error)
        await kept(tools, tools.store.save_papers, [paper for paper in answers.values() if isinstance(paper, Paper)])
        found |= answers
    return found


async def kept(tools: Tools, save: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Write to the store, in its own thread and on disk when this returns; other papers go on meanwhile."""
    return await asyncio.wrap_future(tools.store.soon(save, *args, **kwargs))


def _local_paper(ref: PaperRef, tools: Tools) -> Paper | DigestError:
    """A PDF on disk as a paper: its identity is its content, its title comes later, from its text."""
    path = Path(ref.id)
    try:
        data = path.read_bytes()
    except OSError as error:
        return NotFoundError(f"{path}: {error.strerror}")
    digest = hashlib.sha256(data).hexdigest()
    paper_id = f"file:{digest[:16]}"
    if known := tools.store.paper(paper_id, 1):
        return known
    tools.blobs.put(data)
    paper = Paper(id=paper_id, title=path.stem, source="file")
    tools.store.save_paper(paper)
    tools.store.save_blob_ref(paper_id, 1, digest)
    return paper


async def _web_paper(ref: PaperRef, tools: Tools, wish: Wish) -> Paper | DigestError:
    """What a URL names. Its metadata are in the page itself, so that it is fetched here and kept for ``obtain``."""
    if not wish.refresh and (known := tools.store.paper(web_id(ref.id), 1)):
        return known
    try:
        return (await fetch_web(ref.id, tools))[0]
    except FetchError as error:
        return error


async def fetch_web(url: str, tools: Tools) -> tuple[Paper, str]:
    """The paper at a URL and the sha256 of its bytes, both saved."""
    page = await fetch_page(tools.fetcher, url)
    digest = await asyncio.to_thread(tools.blobs.put, page.data)
    await kept(tools, tools.store.save_paper, page.paper)
    await kept(tools, tools.store.save_blob_ref, page.paper.id, page.paper.version, digest)
    return page.paper, digest
