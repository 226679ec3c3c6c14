"""arXiv over real HTTP: what is asked of it, and what comes of its answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from digest.config import Settings
from digest.errors import BadContentError, FetchError, NotFoundError, NotReadyError, SourceDownError, WithdrawnError
from digest.fetch import Fetcher
from digest.models import Paper, PaperRef
from digest.sources.arxiv import fetch_pdf, metadata, missing_pdf
from digest.sources.arxiv_feed import read_feed
from digest.sources.arxiv_ids import parse_ref
from tests.fakes.arxiv import ArxivServer
from tests.fakes.papers import FakePaper

KNOWN = FakePaper("2401.00001", version=2)
OLD = FakePaper("quant-ph/9508027")
GONE = FakePaper("2401.00009", version=3, withdrawn=True)


T = TypeVar("T")


def run(arxiv: ArxivServer, tmp_path: Path, work: Callable[[Fetcher], Awaitable[T]]) -> T:
    async def inside() -> T:
        settings = Settings(
            data_dir=tmp_path / "data",
            arxiv_api=f"{arxiv.url}/api/query",
            arxiv_site=arxiv.url,
            arxiv_oai=f"{arxiv.url}/oai",
            request_interval=0,
            max_attempts=2,
        )
        async with Fetcher(settings) as fetcher:
            return await work(fetcher)

    return asyncio.run(inside())


def look_up(arxiv: ArxivServer, tmp_path: Path, *refs: PaperRef) -> dict[PaperRef, Paper | FetchError]:
    return run(arxiv, tmp_path, lambda fetcher: metadata(fetcher, refs))


def test_many_ids_are_one_request_and_each_gets_its_own_answer(tmp_path: Path) -> None:
    refs = [parse_ref(text) for text in ("quant-ph/9508027", "2401.00077", "2401.00001")]
    with ArxivServer([KNOWN, OLD]) as arxiv:
        found = look_up(arxiv, tmp_path, *refs)
    old, missing, new = (found[ref] for ref in refs)
    assert isinstance(old, Paper)
    assert old.label == "quant-ph/9508027v1"
    assert isinstance(new, Paper)
    assert new.label == "2401.00001v2"
    assert new.licence == KNOWN.licence
    assert isinstance(missing, NotFoundError)
    assert len([hit for hit in arxiv.hits if hit.path.startswith("/api")]) == 1


def test_more_than_ten_ids_are_all_answered(tmp_path: Path) -> None:
    papers = [FakePaper(f"2401.{number:05}") for number in range(1, 25)]
    with ArxivServer(papers) as arxiv:
        found = look_up(arxiv, tmp_path, *(parse_ref(paper.id) for paper in papers))
    assert {answer.id for answer in found.values() if isinstance(answer, Paper)} == {paper.id for paper in papers}


def test_a_url_among_the_ids_does_not_spoil_the_others(tmp_path: Path) -> None:
    url = PaperRef(kind="url", id="https://example.org/paper")
    with ArxivServer([KNOWN]) as arxiv:
        found = look_up(arxiv, tmp_path, url, parse_ref(KNOWN.id))
        assert not any("example.org" in hit.path for hit in arxiv.hits)
    assert isinstance(found[url], FetchError)
    assert isinstance(found[parse_ref(KNOWN.id)], Paper)


def test_a_version_that_does_not_exist_is_not_another_version(tmp_path: Path) -> None:
    ref = parse_ref("2401.00001v7")
    with ArxivServer([KNOWN]) as arxiv:
        assert isinstance(look_up(arxiv, tmp_path, ref)[ref], NotFoundError)


def test_a_silent_licence_service_is_asked_once_and_costs_no_paper(tmp_path: Path) -> None:
    with ArxivServer([KNOWN, OLD], faults={"/oai": ["403"] * 9}) as arxiv:
        found = look_up(arxiv, tmp_path, parse_ref(KNOWN.id), parse_ref(OLD.id))
        asked = [hit for hit in arxiv.hits if hit.path.startswith("/oai")]
    assert [answer.licence for answer in found.values() if isinstance(answer, Paper)] == [None, None]
    assert len(asked) == 1


def test_a_withdrawn_version_is_said_to_be_withdrawn(tmp_path: Path) -> None:
    ref = parse_ref(GONE.id)
    with ArxivServer([GONE]) as arxiv:
        paper = look_up(arxiv, tmp_path, ref)[ref]
        assert isinstance(paper, Paper)
        assert paper.withdrawn
        with pytest.raises(WithdrawnError):
            run(arxiv, tmp_path, lambda fetcher: fetch_pdf(fetcher, paper))


def test_the_pdf_is_that_of_the_version(tmp_path: Path) -> None:
    with ArxivServer([KNOWN]) as arxiv:
        data = run(arxiv, tmp_path, lambda fetcher: fetch_pdf(fetcher, Paper(id=KNOWN.id, version=2, title="x")))
        assert arxiv.hits[-1].path == "/pdf/2401.00001v2"
    assert data == KNOWN.content


@pytest.mark.parametrize("fault", ["html", "gzip", "endless"])
def test_what_is_no_pdf_is_not_taken_for_one(tmp_path: Path, fault: str) -> None:
    paper = Paper(id=KNOWN.id, version=2, title="x")
    with ArxivServer([KNOWN], faults={"/pdf": [fault]}) as arxiv, pytest.raises(BadContentError):
        run(arxiv, tmp_path, lambda fetcher: fetch_pdf(fetcher, paper))


@pytest.mark.parametrize("fault", ["cut-by-length", "cut-by-end", "429", "503", "empty"])
def test_a_passing_failure_is_tried_again(tmp_path: Path, fault: str) -> None:
    paper = Paper(id=KNOWN.id, version=2, title="x")
    with ArxivServer([KNOWN], faults={"/pdf": [fault]}) as arxiv:
        assert run(arxiv, tmp_path, lambda fetcher: fetch_pdf(fetcher, paper)) == KNOWN.content
        assert len(arxiv.hits) == 2


def test_after_a_403_the_host_is_left_alone(tmp_path: Path) -> None:
    paper = Paper(id=KNOWN.id, version=2, title="x")

    async def twice(fetcher: Fetcher) -> None:
        for _ in range(2):
            with pytest.raises(SourceDownError):
                await fetch_pdf(fetcher, paper)

    with ArxivServer([KNOWN], faults={"/pdf": ["403"]}) as arxiv:
        run(arxiv, tmp_path, twice)
        assert len(arxiv.hits) == 1


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("No document for '2401.00001v9'", NotFoundError),
        ("This version of 2401.00001 has been withdrawn and is unavailable", WithdrawnError),
        ("no source", NotFoundError),
        ("Our source to PDF conversion system has failed", NotReadyError),
        ("something new", NotFoundError),
    ],
)
def test_a_missing_pdf_means_what_its_page_says(page: str, kind: type[FetchError]) -> None:
    error = missing_pdf(Paper(id="2401.00001", title="x"), f"<html><body><h1>{page}</h1></body></html>")
    assert type(error) is kind


def test_recorded_pages_of_missing_pdfs_are_understood(shared_data: Path) -> None:
    paper = Paper(id="2604.99999", title="x")
    gone = (shared_data / "pages" / "pdf_withdrawn_404.html").read_text()
    unknown = (shared_data / "pages" / "pdf_404_2604.99999.html").read_text()
    assert isinstance(missing_pdf(paper, gone), WithdrawnError)
    assert type(missing_pdf(paper, unknown)) is NotFoundError


def test_recorded_answers_are_read_and_recorded_errors_refused(shared_data: Path) -> None:
    answers = sorted((shared_data / "arxiv_api").glob("*.http200.xml"))
    assert answers
    for path in answers:
        for paper in read_feed(path.read_bytes()).papers:
            assert paper.title == " ".join(paper.title.split())
            assert paper.abstract == " ".join(paper.abstract.split())
            assert paper.authors
            assert paper.published
    for path in [*(shared_data / "arxiv_api").glob("*.http400.xml"), *(shared_data / "arxiv_api/errors").glob("err*")]:
        with pytest.raises(BadContentError):
            read_feed(path.read_bytes())
