"""arXiv's HTML of a paper: whether to read it in place of the PDF, obtained and found whole, read."""

from __future__ import annotations

import asyncio

from digest.document import Document, document_key
from digest.errors import BadContentError, DigestError, ExtractError, FetchError, NotFoundError
from digest.fetch.html import HINT, HtmlCopy, fetch_html, html_url, remember, remembered
from digest.finding import Tools, kept
from digest.models import Paper


def chosen(paper: Paper, pdf: str | None, tools: Tools) -> str | None:
    """Of the bytes that are there, those to be read; None when they have to be fetched or HTML looked at first."""
    settings = tools.fetcher.settings
    if settings.text_from == "pdf" or paper.source != "arxiv":
        return pdf
    copy = remembered(settings, paper)
    if copy is None or copy.sha256:
        return copy.sha256 if copy else None
    return pdf if settings.text_from == "auto" else None


async def obtain_html(paper: Paper, tools: Tools) -> str | None:
    """The sha256 of the paper's HTML, read and found whole; None when the PDF shall be taken instead.

    Raises:
        NotFoundError: HTML was asked for and there is none.
        BadContentError: HTML was asked for and must not be used.
        SourceDownError: arXiv does not answer or denies access.
    """
    from digest.extract.html import TRUNCATED, check_html  # noqa: PLC0415 - hardly any run needs it

    settings = tools.fetcher.settings
    earlier = remembered(settings, paper)
    if settings.text_from == "auto" and earlier and earlier.problem:
        return None
    document: Document | None = None
    problem: DigestError | None = None
    try:
        data = await fetch_html(tools.fetcher, paper)
        document = await read_copy(paper, data, tools)
        why = check_html(document, paper.title, paper.label)
    except (NotFoundError, BadContentError, ExtractError) as error:
        problem, why = error, error.message
    if document is None or why:
        if why != TRUNCATED:  # what was cut on its way here may be whole the next time
            remember(settings, paper, HtmlCopy(problem=why or ""))
        if settings.text_from == "auto":
            return None
        if isinstance(problem, FetchError):
            raise problem
        raise BadContentError(f"the HTML of {paper.label} cannot be used: {why}", hint=HINT) from problem
    digest = await asyncio.to_thread(tools.blobs.put, data)
    await kept(tools, tools.store.save_document, paper.id, paper.version, document)
    remember(settings, paper, HtmlCopy(sha256=digest))
    return digest


def is_html(paper: Paper, sha256: str, tools: Tools) -> bool:
    """Whether the bytes are a paper as arXiv serves it in HTML."""
    settings = tools.fetcher.settings
    if settings.text_from == "pdf" or paper.source != "arxiv":
        return False
    copy = remembered(settings, paper)
    return copy is not None and copy.sha256 == sha256


def html_document(sha256: str) -> str:
    """The key of the document that will be made of a paper's HTML."""
    from digest.extract.html import extractor  # noqa: PLC0415 - hardly any run needs it

    return document_key(sha256, extractor())


async def read_copy(paper: Paper, data: bytes, tools: Tools) -> Document:
    """The document of a paper's HTML, parsed in a worker process."""
    from digest.extract.html import read_html  # noqa: PLC0415 - hardly any run needs it

    return await tools.pool.run(read_html, data, html_url(tools.fetcher.settings, paper))
