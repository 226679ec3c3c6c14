"""What arXiv's answers become: compared with another reader, cut short, hostile, or contradicting the request."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from arxiv import _feed as other_reader  # type: ignore[import-untyped] # the package says nothing of its types
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import BadContentError, NotFoundError, SourceDownError
from digest.fetch import Fetcher
from digest.models import Paper, PaperRef
from digest.sources import arxiv as source
from digest.sources.arxiv import metadata
from digest.sources.arxiv_feed import read_feed
from digest.sources.arxiv_ids import parse_ref
from digest.sources.arxiv_oai import Record, read_record
from tests.fakes.arxiv import ArxivServer
from tests.fakes.papers import FakePaper
from tests.fetch.scripted import fetching


def folded(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def test_recorded_papers_are_read_as_another_reader_reads_them(shared_data: Path) -> None:
    compared = 0
    for path in sorted((shared_data / "arxiv_api").glob("*.http200.xml")):
        data = path.read_bytes()
        ours, theirs = read_feed(data), other_reader.parse(data)
        assert len(ours.papers) == len(theirs.results)
        for paper, other in zip(ours.papers, theirs.results, strict=True):
            compared += 1
            assert paper.label == other.get_short_id()
            assert paper.title == folded(other.title)
            assert [author.name for author in paper.authors] == [folded(author.name) for author in other.authors]
            assert (paper.abstract or None) == folded(other.summary)
            assert (paper.published, paper.updated) == (other.published, other.updated)
            assert paper.categories[0] == other.primary_category
            assert sorted(paper.categories) == sorted(set(other.categories))
            assert (paper.comment, paper.doi) == (folded(other.comment), folded(other.doi))
            assert paper.journal_ref == folded(other.journal_ref)
    assert compared > 100


def test_a_recorded_answer_that_is_cut_anywhere_is_never_a_shorter_list(shared_data: Path) -> None:
    (path,) = (shared_data / "arxiv_api").glob("q_testing_s0_m10_*.xml")
    data = path.read_bytes().rstrip()
    for at in range(0, len(data), 97):
        with pytest.raises(BadContentError):
            read_feed(data[:at])


@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_an_error_of_ours(data: bytes) -> None:
    for read in (read_feed, read_record):
        with pytest.raises(BadContentError):
            read(data)


BOMB = b"""<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&b;</title></feed>"""
THIEF = b"""<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&a;</title></feed>"""


@pytest.mark.parametrize("data", [BOMB, THIEF], ids=["bomb", "thief"])
def test_entities_are_not_unfolded(data: bytes) -> None:
    for read in (read_feed, read_record):
        with pytest.raises(BadContentError):
            read(data)


# --- what was asked for against what came -----------------------------------------------------------------------------


def look_up(arxiv: ArxivServer, tmp_path: Path, *labels: str) -> dict[PaperRef, object]:
    async def work(fetcher: Fetcher) -> dict[PaperRef, object]:
        return dict(await metadata(fetcher, [parse_ref(label) for label in labels]))

    return fetching(
        tmp_path, work, arxiv_api=f"{arxiv.url}/api/query", arxiv_oai=f"{arxiv.url}/oai", arxiv_site=arxiv.url
    )


def test_a_paper_asked_for_with_and_without_version_gives_both(tmp_path: Path) -> None:
    versions = [FakePaper("2401.00001", version=number) for number in (1, 2, 3)]
    with ArxivServer(versions) as arxiv:
        found = look_up(arxiv, tmp_path, "2401.00001v1", "2401.00001", "2401.00001v2")
    papers = {ref.label: paper.label for ref, paper in found.items() if isinstance(paper, Paper)}
    assert papers == {
        "2401.00001v1": "2401.00001v1",
        "2401.00001": "2401.00001v3",
        "2401.00001v2": "2401.00001v2",
    }


def test_the_licence_of_the_latest_version_is_not_that_of_an_earlier_one(tmp_path: Path) -> None:
    with ArxivServer([FakePaper("2401.00001", version=number) for number in (1, 2)]) as arxiv:
        found = look_up(arxiv, tmp_path, "2401.00001v1", "2401.00001v2")
    licences = {ref.version: paper.licence for ref, paper in found.items() if isinstance(paper, Paper)}
    assert licences == {1: None, 2: "http://creativecommons.org/licenses/by/4.0/"}


def test_papers_of_earlier_batches_survive_a_later_one_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "BATCH", 2)
    papers = [FakePaper(f"2401.0000{number}") for number in range(1, 6)]
    with ArxivServer(papers) as arxiv:
        arxiv.faults["/api/query?id_list=2401.00003"] = ["503"] * 2
        found = look_up(arxiv, tmp_path, *(paper.id for paper in papers))
    kinds = [type(answer) for answer in found.values()]
    assert kinds == [Paper, Paper, SourceDownError, SourceDownError, Paper]


def test_when_arxiv_cannot_be_asked_at_all_that_is_said_once(tmp_path: Path) -> None:
    with ArxivServer([FakePaper("2401.00001")]) as arxiv:
        arxiv.faults["/api/query"] = ["503"] * 2
        with pytest.raises(SourceDownError):
            look_up(arxiv, tmp_path, "2401.00001")


def test_nothing_asked_is_no_request(tmp_path: Path) -> None:
    with ArxivServer() as arxiv:
        assert look_up(arxiv, tmp_path) == {}
        assert arxiv.hits == []


def test_an_id_that_arxiv_leaves_out_is_an_answer_too(tmp_path: Path) -> None:
    with ArxivServer([FakePaper("2401.00001")]) as arxiv:
        found = look_up(arxiv, tmp_path, "2401.99999", "2401.00001")
    assert [type(answer) for answer in found.values()] == [NotFoundError, Paper]


def test_two_lookups_at_once_do_not_mix_their_answers(tmp_path: Path) -> None:
    papers = [FakePaper(f"2401.0000{number}") for number in range(1, 5)]

    async def work(fetcher: Fetcher) -> list[list[str]]:
        async def one(paper: FakePaper) -> list[str]:
            found = await metadata(fetcher, [parse_ref(paper.id)])
            return [answer.label for answer in found.values() if isinstance(answer, Paper)]

        return list(await asyncio.gather(*map(one, papers)))

    with ArxivServer(papers) as arxiv:
        got = fetching(tmp_path, work, arxiv_api=f"{arxiv.url}/api/query", arxiv_oai=f"{arxiv.url}/oai")
    assert got == [[paper.label] for paper in papers]


# --- OAI --------------------------------------------------------------------------------------------------------------


def raw(versions: str, licence: str = "") -> bytes:
    return (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><GetRecord><record><metadata>'
        f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">{versions}{licence}</arXivRaw>'
        "</metadata></record></GetRecord></OAI-PMH>"
    ).encode()


FULL = '<version version="v1"><size>90kb</size></version>'
BY = "<license>http://creativecommons.org/licenses/by/4.0/</license>"


@pytest.mark.parametrize(
    ("data", "record"),
    [
        (raw(FULL, BY), Record("http://creativecommons.org/licenses/by/4.0/", 1, withdrawn=False)),
        (raw(FULL), Record(None, 1, withdrawn=False)),
        (raw(FULL + "<version version='v2'><size>0kb</size></version>"), Record(None, 2, withdrawn=True)),
        (
            raw(FULL + "<version version='v2'><size>1kb</size><source_type>I</source_type></version>"),
            Record(None, 2, withdrawn=True),
        ),
        (raw("<version version='v1'><size>0kb</size></version>" + FULL), Record(None, 2, withdrawn=False)),
        (
            raw("<version version='v1'><size>9kb</size><source_type>D</source_type></version>"),
            Record(None, 1, withdrawn=False),
        ),
    ],
    ids=["licence", "none", "no files", "ignored", "an earlier one", "with source"],
)
def test_licence_and_withdrawal_are_read_from_the_record(data: bytes, record: Record) -> None:
    assert read_record(data) == record


def test_recorded_oai_answers_are_records_or_errors_of_ours(shared_data: Path) -> None:
    read = read_record((shared_data / "oai" / "GetRecord_arXivRaw.xml").read_bytes())
    assert read == Record(licence=None, latest=1, withdrawn=False)
    for path in sorted((shared_data / "oai").glob("err_*.xml")):
        with pytest.raises(BadContentError, match=path.stem.split("_")[1]):
            read_record(path.read_bytes())


def test_the_record_of_a_paper_is_asked_for_once_whatever_its_versions(tmp_path: Path) -> None:
    with ArxivServer([FakePaper("2401.00001", version=number) for number in (1, 2)]) as arxiv:
        look_up(arxiv, tmp_path, "2401.00001v1", "2401.00001v2", "2401.00001")
        look_up(arxiv, tmp_path, "2401.00001")
        assert len([hit for hit in arxiv.hits if hit.path.startswith("/oai")]) == 1
