"""arXiv: the metadata of many papers in one request, and their PDFs by version."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from digest.errors import BadContentError, FetchError, NotFoundError, NotReadyError, SourceDownError, WithdrawnError
from digest.fetch.client import Fetcher, StatusError
from digest.models import Paper, PaperRef
from digest.sources.arxiv_feed import Feed, HalfEntryError, RefusedError, read_feed
from digest.sources.arxiv_oai import read_raw

BATCH = 100
"""Ids in one request: far below the longest URL that servers take."""

_DAY = 86_400.0
_BAD_REQUEST = frozenset({400})


async def metadata(fetcher: Fetcher, refs: Sequence[PaperRef]) -> dict[PaperRef, Paper | FetchError]:
    """The paper behind each reference, or why there is none. Every reference that was asked for is answered.

    An unversioned reference gives the latest version. Licence and withdrawal come from a second interface; where that
    one fails, the licence is unknown and the paper is there all the same.

    Raises:
        SourceDownError: arXiv does not answer, or told us to stay away.
    """
    wanted = list(dict.fromkeys(refs))
    found: dict[PaperRef, Paper | FetchError] = {
        ref: FetchError(f"{ref.label} is no paper on arXiv", hint="Save it as a PDF and name the file.")
        for ref in wanted
        if ref.kind != "arxiv"
    }
    for asked in _rounds([ref for ref in wanted if ref.kind == "arxiv"]):
        for start in range(0, len(asked), BATCH):
            found.update(await _batch(fetcher, asked[start : start + BATCH]))
    await _add_rights(fetcher, found)
    return {ref: found[ref] for ref in wanted}


def _rounds(refs: Sequence[PaperRef]) -> list[list[PaperRef]]:
    """The references in rounds that name each id once: two versions in one request are answered with one of them."""
    rounds: list[dict[str, PaperRef]] = []
    for ref in refs:
        free = next((taken for taken in rounds if ref.id not in taken), None)
        if free is None:
            rounds.append(free := {})
        free[ref.id] = ref
    return [list(taken.values()) for taken in rounds]


async def _batch(fetcher: Fetcher, refs: Sequence[PaperRef]) -> dict[PaperRef, Paper | FetchError]:
    """One request for many ids. When one of them spoils the answer, each half is asked for on its own."""
    try:
        feed = await _ask(fetcher, id_list=",".join(ref.label for ref in refs), start=0, max_results=len(refs))
    except (RefusedError, HalfEntryError) as error:
        if len(refs) == 1:
            return {refs[0]: error}
        middle = len(refs) // 2
        return await _batch(fetcher, refs[:middle]) | await _batch(fetcher, refs[middle:])
    except BadContentError as error:
        return dict.fromkeys(refs, error)
    answer: dict[PaperRef, Paper | FetchError] = {}
    by_id = {paper.id: paper for paper in feed.papers}
    for ref in refs:
        paper = by_id.get(ref.id)
        answer[ref] = paper if paper and ref.version in (None, paper.version) else _missing(ref)
    return answer


def _missing(ref: PaperRef) -> NotFoundError:
    if ref.version:
        return NotFoundError(f"arXiv has no {ref.label}", hint=f"Perhaps another version exists: try {ref.id}.")
    return NotFoundError(
        f"arXiv has no paper {ref.id}", hint="New papers reach its API up to a day after their listing."
    )


async def _ask(fetcher: Fetcher, **query: str | int) -> Feed:
    url = f"{fetcher.settings.arxiv_api}?{urlencode(query, safe=',/:')}"
    fetched = await fetcher.get(url, expect="xml", accept=_BAD_REQUEST)
    try:
        return read_feed(fetched.body)
    except HalfEntryError:
        raise
    except BadContentError:
        # A feed that was cut short is whole the next time.
        return read_feed((await fetcher.get(url, expect="xml", accept=_BAD_REQUEST)).body)


async def _add_rights(fetcher: Fetcher, found: dict[PaperRef, Paper | FetchError]) -> None:
    """Complete the papers with licence and withdrawal, as long as the interface that knows them answers."""
    for ref, paper in found.items():
        if not isinstance(paper, Paper):
            continue
        query = urlencode(
            {"verb": "GetRecord", "identifier": f"oai:arXiv.org:{paper.id}", "metadataPrefix": "arXivRaw"}, safe=":/"
        )
        try:
            answer = await fetcher.get(f"{fetcher.settings.arxiv_oai}?{query}", expect="xml", max_age=_DAY)
            rights = read_raw(answer.body)
        except SourceDownError:
            return
        except FetchError:
            continue
        # A licence belongs to one version; the interface tells the latest one's.
        licence = rights.licence if paper.version == rights.latest else None
        found[ref] = paper.model_copy(update={"licence": licence, "withdrawn": paper.version in rights.withdrawn})


async def fetch_pdf(fetcher: Fetcher, paper: Paper) -> bytes:
    """The PDF of exactly this version.

    Raises:
        WithdrawnError: The version was withdrawn and has no PDF.
        NotReadyError: arXiv could not make a PDF of the source; that may heal.
        NotFoundError: There is no such paper, no such version, or a version without a PDF.
        BadContentError: What came is no whole PDF, or too large.
        SourceDownError: arXiv does not answer, or told us to stay away.
    """
    url = f"{fetcher.settings.arxiv_site}/pdf/{paper.id}v{paper.version}"
    try:
        fetched = await fetcher.get(url, expect="pdf", max_bytes=fetcher.settings.max_pdf_bytes)
    except StatusError as error:
        raise _why_missing(paper, error.body) from error
    return fetched.body


def _why_missing(paper: Paper, body: str) -> FetchError:
    """The meaning of a 404 for a PDF. arXiv tells its five meanings apart in the page's text only."""
    text = " ".join(body.split()).lower()
    if "has been withdrawn" in text:
        return WithdrawnError(
            f"{paper.label} was withdrawn by its authors" + (f": {paper.comment}" if paper.comment else ""),
            hint="An earlier version may still be readable: name it with its version.",
        )
    if "conversion system has failed" in text or "pdf unavailable" in text:
        return NotReadyError(f"arXiv could not make the PDF of {paper.label} yet", hint="Try again tomorrow.")
    if "no source" in text:
        return NotFoundError(f"arXiv has no files for {paper.label}", hint=f"See {paper.url}.")
    if "no document for" in text or "no such version" in text:
        return NotFoundError(f"arXiv has no {paper.label}", hint="Check the id and the version.")
    if "invalid article identifier" in text or "bad paper identifier" in text or "not recognized" in text:
        return NotFoundError(f"arXiv does not take {paper.label} for an id", hint="Check the id.")
    return NotFoundError(f"arXiv has no PDF of {paper.label}, and does not say why", hint=f"See {paper.url}.")
