"""The quirks of arXiv and of the lists that break naive pipelines, by their number in our notes on arXiv.

Those that other tests hold under their own names are in ``HELD_BY``, those that cannot be staged here in ``NOT_STAGED``
with the reason; the last test sees to it that no number is without a place.
"""

from __future__ import annotations

import ast
from datetime import date, datetime
from pathlib import Path
from typing import Self

import pytest

from digest.cli.output import file_name
from digest.errors import BadContentError, FetchError, NotFoundError, NotReadyError, SourceDownError
from digest.export.note import render_note
from digest.export.weekly import issue_name
from digest.fetch import Fetcher
from digest.models import Collection, Paper, PaperRef
from digest.sources.arxiv import fetch_pdf, metadata, search
from digest.sources.arxiv_feed import read_feed
from digest.sources.arxiv_ids import parse_ref
from digest.sources.feeds import read_feed as read_mailing
from digest.store.lasting import is_final
from digest.store.rows import Failure
from tests.export.samples import note
from tests.fakes.arxiv import ArxivServer
from tests.fakes.papers import FakePaper
from tests.fetch.scripted import PDF, Reply, Scripted, fetching

ROOT = Path(__file__).parents[2]
HELD_BY = {
    1: "tests/fetch/test_retry.py::test_what_may_pass_is_tried_again",
    2: "tests/fetch/test_client.py::test_a_host_that_never_answers_is_given_up",
    3: "tests/sources/test_arxiv.py::test_a_passing_failure_is_tried_again",
    5: "tests/sources/test_arxiv_search.py::test_a_short_page_skips_nothing",
    8: "tests/sources/test_arxiv_answers.py::test_an_id_that_arxiv_leaves_out_is_an_answer_too",
    9: "tests/sources/test_arxiv.py::test_more_than_ten_ids_are_all_answered",
    10: "tests/sources/test_arxiv_search.py::test_past_the_deepest_result_windows_of_days_find_every_paper",
    13: "tests/weekly/test_settling.py::test_quirk_13_and_18_papers_that_appear_late_are_found_for_a_week",
    14: "tests/sources/test_feeds.py::test_a_feed_that_stands_still_is_noticed_whatever_its_build_date_says",
    15: "tests/sources/test_feeds.py::test_a_weekend_is_empty_without_an_error",
    16: "tests/sources/test_feeds.py::test_only_new_submissions_are_taken_unless_others_are_asked_for",
    18: "tests/weekly/test_settling.py::test_quirk_13_and_18_papers_that_appear_late_are_found_for_a_week",
    19: "tests/sources/test_arxiv.py::test_a_withdrawn_version_is_said_to_be_withdrawn",
    20: "tests/weekly/test_settling.py::test_quirk_20_a_paper_that_is_withdrawn_later_loses_its_note_in_the_next_issue",
    22: "tests/fetch/test_retry.py::test_a_pdf_that_stays_cut_short_is_bad_and_not_a_host_that_is_down",
    24: "tests/extract/test_bombs.py::test_a_bomb_that_aborts_its_process_is_named",
    26: "tests/sources/test_arxiv_ids.py::test_every_form_gives_the_same_paper",
    28: "tests/extract/test_html.py::test_what_speaks_against_a_page_is_said",
    29: "tests/sources/test_paper_links.py::test_arxiv_papers_are_known_under_every_address",
    33: "tests/weekly/test_collect.py::test_adding_a_list_keeps_it_under_its_own_name",
    34: "tests/weekly/test_collect.py::test_a_paper_is_in_a_collection_once_whatever_its_version",
    39: "tests/sources/test_arxiv_answers.py::test_the_licence_of_the_latest_version_is_not_that_of_an_earlier_one",
    41: "tests/sources/test_sources_online.py::test_a_week_of_daily_papers_is_read_page_by_page",
}
NOT_STAGED = {
    27: "sources of papers are never fetched: arXiv's robots.txt does not allow it, and the PDF is enough",
    32: "no DOI is ever read out of a PDF: metadata come from arXiv, or from the page that a URL names",
}
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom">{}</feed>'
)
ERROR = (
    "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_{0}</id><title>Error</title>"
    "<summary>incorrect id format for {0}</summary></entry>"
)
PAPERS = [FakePaper(f"2401.0000{number}") for number in range(1, 6)]


def entry(label: str, *, title: str = "A title", summary: str = "An abstract.", day: str = "2024-01-30") -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{label}</id><title>{title}</title><summary>{summary}</summary>"
        f"<published>{day}T00:00:00Z</published><updated>{day}T00:00:00Z</updated></entry>"
    )


def answer(*entries: str, total: int | None = None) -> bytes:
    count = f"<opensearch:totalResults>{len(entries) if total is None else total}</opensearch:totalResults>"
    return ATOM.format(count + "".join(entries)).encode()


def look_up(url: str, tmp_path: Path, *labels: str, **settings: float) -> dict[str, Paper | FetchError]:
    """The answers of a loopback arXiv, by label."""

    async def work(fetcher: Fetcher) -> dict[PaperRef, Paper | FetchError]:
        return await metadata(fetcher, [parse_ref(label) for label in labels])

    found = fetching(tmp_path, work, arxiv_api=f"{url}/api/query", arxiv_oai=f"{url}/oai", arxiv_site=url, **settings)
    return {ref.label: paper for ref, paper in found.items()}


def test_quirk_04_an_empty_answer_to_known_ids_is_asked_for_again(tmp_path: Path) -> None:
    path = "/api/query?id_list=2401.00001&max_results=1"
    with Scripted({path: [Reply(body=answer()), Reply(body=answer(entry("2401.00001v1")))], **OAI}) as server:
        found = look_up(server.url, tmp_path, "2401.00001")
    assert isinstance(found["2401.00001"], Paper)


def test_quirk_05_an_answer_with_fewer_papers_than_it_counts_is_asked_for_again(tmp_path: Path) -> None:
    path = "/api/query?id_list=2401.00001,2401.00002&max_results=2"
    short = answer(entry("2401.00001v1"), total=2)
    whole = answer(entry("2401.00001v1"), entry("2401.00002v1"))
    with Scripted({path: [Reply(body=short), Reply(body=whole)], **OAI}) as server:
        found = look_up(server.url, tmp_path, "2401.00001", "2401.00002")
    assert all(isinstance(paper, Paper) for paper in found.values())


@pytest.mark.parametrize("status", [200, 400])
def test_quirk_06_an_error_that_looks_like_a_paper_is_none(tmp_path: Path, status: int) -> None:
    path = "/api/query?id_list=2401.00001&max_results=1"
    with Scripted({path: [Reply(status, answer(ERROR.format("2401.00001")))]}) as server:
        found = look_up(server.url, tmp_path, "2401.00001")
    assert isinstance(found["2401.00001"], NotFoundError)


def test_quirk_06_a_paper_whose_title_is_error_is_a_paper() -> None:
    assert [paper.title for paper in read_feed(answer(entry("2401.00001v1", title="Error"))).papers] == ["Error"]


@pytest.mark.parametrize(("named", "most"), [("2401.00003", 2), ("something", 6)])
def test_quirk_07_one_id_that_arxiv_refuses_costs_no_other(tmp_path: Path, named: str, most: int) -> None:
    labels = [paper.id for paper in PAPERS]
    refused = Reply(400, answer(ERROR.format(named)))
    with ArxivServer(PAPERS) as arxiv, Refusing(arxiv, labels[2], refused) as server:
        found = look_up(server.url, tmp_path, *labels)
        assert [type(found[label]) for label in labels] == [Paper, Paper, NotFoundError, Paper, Paper]
        assert len(server.requests) <= most


def test_quirk_07_half_an_entry_costs_no_other_paper(tmp_path: Path) -> None:
    half = entry("2401.00002v1").replace("<title>A title</title>", "")
    script = {
        "/api/query?id_list=2401.00001,2401.00002&max_results=2": [Reply(body=answer(entry("2401.00001v1"), half))],
        "/api/query?id_list=2401.00001&max_results=1": [Reply(body=answer(entry("2401.00001v1")))],
        **OAI,
    }
    with Scripted(script) as server:
        found = look_up(server.url, tmp_path, "2401.00001", "2401.00002")
    assert [type(paper) for paper in found.values()] == [Paper, NotFoundError]


def test_quirk_11_the_pdf_is_found_without_any_link_in_the_answer(tmp_path: Path) -> None:
    paper = read_feed(answer(entry("2401.00001v2"))).papers[0]

    async def work(fetcher: Fetcher) -> bytes:
        return await fetch_pdf(fetcher, paper)

    with Scripted({"/pdf/2401.00001v2": [Reply(body=PDF)]}) as server:
        assert fetching(tmp_path, work, arxiv_site=server.url) == PDF


def test_quirk_12_the_newest_come_first_though_arxiv_ignores_the_order(tmp_path: Path) -> None:
    days = ("2024-01-03", "2024-01-01", "2024-01-02")
    body = answer(*(entry(f"2401.0000{n}v1", day=day) for n, day in enumerate(days, 1)))

    async def work(fetcher: Fetcher) -> list[Paper]:
        return await search(fetcher, "cat:cs.CL")

    path = "/api/query?search_query=cat%3Acs.CL&start=0&max_results=200&sortBy=submittedDate&sortOrder=descending"
    with Scripted({path: [Reply(body=body)]}) as server:
        found = fetching(tmp_path, work, arxiv_api=f"{server.url}/api/query")
    assert [paper.published.date() for paper in found if paper.published] == [date(2024, 1, n) for n in (3, 2, 1)]


@pytest.mark.parametrize("form", ["<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>", "<feed/>"])
def test_quirk_17_a_feed_of_another_form_is_an_error_and_no_empty_day(form: str) -> None:
    with pytest.raises(BadContentError):
        read_mailing(form.encode())


def test_quirk_21_a_pdf_that_arxiv_could_not_make_yet_is_tried_again_another_day(tmp_path: Path) -> None:
    paper = Paper(id="2401.00001", title="x")
    page = b"<html><h1>Our source to PDF conversion system has failed</h1></html>"

    async def work(fetcher: Fetcher) -> bytes:
        return await fetch_pdf(fetcher, paper)

    with Scripted({"/pdf/2401.00001v1": [Reply(404, page), Reply(body=PDF)]}) as server:
        with pytest.raises(NotReadyError) as caught:
            fetching(tmp_path, work, arxiv_site=server.url)
        assert fetching(tmp_path, work, arxiv_site=server.url) == PDF
    now = datetime.fromisoformat("2026-11-16T07:30:00+00:00")
    failure = Failure(
        ref=paper.id, paper_id=paper.id, stage="fetch", kind=type(caught.value).__name__, error="x", attempts=1,
        first_at=now, last_at=now, version=1, program="1",
    )  # fmt: skip
    assert not is_final(failure, latest=1, program="1")


@pytest.mark.parametrize("status", [200, 403])
def test_quirk_23_a_page_that_denies_access_is_no_pdf(tmp_path: Path, status: int) -> None:
    async def work(fetcher: Fetcher) -> bytes:
        return await fetch_pdf(fetcher, Paper(id="2401.00001", title="x"))

    denied = Reply(status, b"<html><title>Access denied</title></html>", {"Content-Type": "application/pdf"})
    with Scripted({"/pdf/2401.00001v1": [denied]}) as server:
        with pytest.raises(BadContentError if status == 200 else SourceDownError):
            fetching(tmp_path, work, arxiv_site=server.url)
        assert len(server.requests) == 1


def test_quirk_25_no_title_and_no_query_makes_a_file_name_too_long() -> None:
    paper = Paper(id="math/0405482", version=2, title="A very long title " * 40)
    assert file_name(paper, note(paper), ".md") == "math_0405482v2.md"
    query = " OR ".join(f"abs:word{n}" for n in range(200))
    first, last = date(2024, 1, 29), date(2024, 2, 4)
    collection = Collection(name="x", kind="query", title=query, source=query, start=first, end=last)
    assert len(issue_name(collection)) < 100


def test_quirk_30_newlines_in_titles_and_abstracts_are_folded() -> None:
    (paper,) = read_feed(answer(entry("2401.00001v1", title="Of $x$\n  and y", summary="\n  One\n two.\n"))).papers
    assert (paper.title, paper.abstract) == ("Of $x$ and y", "One two.")


def test_quirk_31_a_paper_whose_title_is_zero_is_not_lost() -> None:
    (paper,) = read_feed(answer(entry("2104.12255v1", title="0"))).papers
    assert paper.title == "0"
    assert render_note(note(paper), paper).startswith("# 0\n")


def test_quirk_35_a_category_with_two_codes_is_named_once() -> None:
    paper = Paper(id="2401.00001", title="x", categories=("math.NA", "cs.NA", "cs.LG"))
    assert "**Categories**: Numerical Analysis, Machine Learning" in render_note(note(paper), paper)


def test_quirk_36_an_etag_without_quotes_is_no_obstacle(tmp_path: Path) -> None:
    async def work(fetcher: Fetcher) -> bytes:
        return (await fetcher.get(f"{server.url}/rss/cs.CL", max_age=60)).body

    with Scripted({"/rss/cs.CL": [Reply(body=b"<rss/>", headers={"ETag": "65a1f0"})]}) as server:
        assert [fetching(tmp_path, work) for _ in range(2)] == [b"<rss/>", b"<rss/>"]
        assert len(server.requests) == 1


def test_quirk_37_an_oai_error_with_status_200_costs_the_licence_and_not_the_paper(tmp_path: Path) -> None:
    path = "/api/query?id_list=2401.00001&max_results=1"
    with Scripted({path: [Reply(body=answer(entry("2401.00001v1")))], **OAI}) as server:
        found = look_up(server.url, tmp_path, "2401.00001")["2401.00001"]
    assert isinstance(found, Paper)
    assert found.licence is None


def test_quirk_38_an_oai_server_that_takes_minutes_costs_the_licence_and_not_the_paper(tmp_path: Path) -> None:
    labels = [paper.id for paper in PAPERS]
    with ArxivServer(PAPERS, faults={"/oai": ["slow5"] * 20}) as arxiv:
        found = look_up(arxiv.url, tmp_path, *labels, total_timeout=0.3, max_attempts=1)
        asked = sum(hit.path.startswith("/oai") for hit in arxiv.hits)
    assert [paper.licence for paper in found.values() if isinstance(paper, Paper)] == [None] * len(labels)
    assert asked == 1


@pytest.mark.parametrize(
    "abstract", ["This paper and abstract have been withdrawn.", "This paper has been withdrawn by the author."]
)
def test_quirk_40_a_paper_of_which_only_the_withdrawal_is_left_is_withdrawn(abstract: str) -> None:
    (paper,) = read_feed(answer(entry("1101.6031v2", summary=abstract))).papers
    assert paper.withdrawn
    (other,) = read_feed(answer(entry("2401.00001v1", summary="We study how papers have been withdrawn."))).papers
    assert not other.withdrawn


def test_quirk_42_a_run_that_was_sent_away_does_not_stop_the_next_one(tmp_path: Path) -> None:
    path = "/api/query?id_list=2401.00001&max_results=1"
    away = Reply(429, b"Rate exceeded.", {"Retry-After": "86400"})
    with Scripted({path: [away, Reply(body=answer(entry("2401.00001v1")))], **OAI}) as server:
        with pytest.raises(SourceDownError):
            look_up(server.url, tmp_path, "2401.00001")
        assert isinstance(look_up(server.url, tmp_path, "2401.00001")["2401.00001"], Paper)


def test_every_quirk_has_its_place() -> None:
    here = {int(name[11:13]) for name in globals() if name.startswith("test_quirk_")}
    assert here | set(HELD_BY) | set(NOT_STAGED) == set(range(1, 43))
    for test in HELD_BY.values():
        path, name = test.split("::")
        functions = [
            node for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.FunctionDef)
        ]
        assert name in {function.name for function in functions}, test


class Refusing:
    """Stands before a loopback arXiv and refuses every request that names one id, as the real one does."""

    def __init__(self, arxiv: ArxivServer, label: str, refused: Reply) -> None:
        self.arxiv, self.label, self.refused = arxiv, label, refused
        self.requests: list[str] = []
        self.url = arxiv.url

    def __enter__(self) -> Self:
        plain = self.arxiv._good

        def good(path: str) -> tuple[int, str, bytes, dict[str, str]]:
            if path.startswith("/api/"):
                self.requests.append(path)
                if self.label in path:
                    return self.refused.status, "application/atom+xml", self.refused.body, {}
            return plain(path)

        self.arxiv._good = good  # type: ignore[method-assign]
        return self

    def __exit__(self, *error: object) -> None:
        del self.arxiv._good


OAI_ERROR = b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="idDoesNotExist"/></OAI-PMH>'
OAI = {
    f"/oai?verb=GetRecord&identifier=oai:arXiv.org:2401.0000{n}&metadataPrefix=arXivRaw": [Reply(body=OAI_ERROR)]
    for n in (1, 2)
}
