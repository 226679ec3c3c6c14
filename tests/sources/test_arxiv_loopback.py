"""The loopback arXiv serves what arXiv serves: its feed, its pages and, where they are present, real papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import NotFoundError
from digest.fetch import Fetcher
from digest.models import Collection, Paper, PaperRef
from digest.sources import feeds
from digest.sources.arxiv import fetch_pdf, metadata
from digest.sources.arxiv_ids import parse_ref
from tests.fakes.arxiv import ArxivServer
from tests.fakes.papers import FakePaper, make_pdf
from tests.fakes.real_papers import real_papers
from tests.fetch.scripted import fetching


def test_the_mailing_of_a_category_is_read_as_a_feed(tmp_path: Path) -> None:
    papers = [FakePaper("2401.00001", 2), FakePaper("2401.00002", categories=("hep-th",)), FakePaper("2401.00003")]

    async def work(fetcher: Fetcher) -> Collection:
        return await feeds.collect(fetcher, "feed:cs.CL")

    with ArxivServer(papers) as arxiv:
        found = fetching(tmp_path, work, arxiv_rss=arxiv.url)
    assert [entry.ref.id for entry in found.entries if entry.ref] == ["2401.00001", "2401.00003"]


def test_an_abstract_page_is_there_for_papers_only(tmp_path: Path) -> None:
    async def work(fetcher: Fetcher, url: str) -> bytes:
        with pytest.raises(NotFoundError):
            await fetcher.get(f"{url}/abs/2401.00009", expect="html")
        return (await fetcher.get(f"{url}/abs/2401.00001v1", expect="html")).body

    with ArxivServer([FakePaper("2401.00001", title="Signs & Wonders")]) as arxiv:
        page = fetching(tmp_path, lambda fetcher: work(fetcher, arxiv.url))
    assert b"[2401.00001v1] Signs &amp; Wonders" in page


def test_a_made_paper_has_the_same_bytes_each_time_and_others_differ() -> None:
    first, again, other = (make_pdf(FakePaper(paper)) for paper in ("2401.00001", "2401.00001", "2401.00002"))
    assert first == again
    assert first != other


def test_real_papers_go_the_whole_way_and_come_out_byte_for_byte(tmp_path: Path, shared_data: Path) -> None:
    papers = real_papers(shared_data)
    assert papers

    async def work(fetcher: Fetcher) -> dict[str, bytes]:
        refs: list[PaperRef] = [parse_ref(paper.id) for paper in papers]
        found = await metadata(fetcher, refs)
        return {p.label: await fetch_pdf(fetcher, p) for p in found.values() if isinstance(p, Paper)}

    with ArxivServer(papers) as arxiv:
        got = fetching(
            tmp_path, work, arxiv_api=f"{arxiv.url}/api/query", arxiv_oai=f"{arxiv.url}/oai", arxiv_site=arxiv.url
        )
        assert len([hit for hit in arxiv.hits if hit.path.startswith("/api/")]) == 1
    assert got == {paper.label: paper.pdf for paper in papers}
