"""Queries of arXiv's API over real HTTP: pages, windows of days, and answers that contradict themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest

from digest.errors import BadContentError, UsageError
from digest.fetch import Fetcher
from digest.models import Paper
from digest.sources import arxiv as source
from digest.sources.arxiv import search
from tests.fakes.arxiv import ArxivServer
from tests.fakes.papers import FakePaper
from tests.fetch.scripted import Reply, Scripted, fetching

PAPERS = [FakePaper(f"2401.{number:05d}") for number in range(1, 24)]


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """arXiv's limits, made small enough to be met."""
    monkeypatch.setattr(source, "PAGE", 4)
    monkeypatch.setattr(source, "DEEPEST", 12)


def find(url: str, tmp_path: Path, query: str = "cat:cs.CL", **wanted: Any) -> list[Paper]:  # noqa: ANN401 - as search has them
    async def work(fetcher: Fetcher) -> list[Paper]:
        return await search(fetcher, query, **wanted)

    return fetching(tmp_path, work, arxiv_api=f"{url}/api/query")


def asked(server: ArxivServer) -> list[Mapping[str, str]]:
    return [{name: values[0] for name, values in parse_qs(urlsplit(hit.path).query).items()} for hit in server.hits]


def newest_first(papers: list[FakePaper]) -> list[str]:
    return [p.id for p in sorted(papers, key=lambda p: (p.published, p.id), reverse=True)]


def test_all_pages_come_in_order_and_each_paper_once(tmp_path: Path) -> None:
    with ArxivServer(PAPERS[:10]) as arxiv:
        found = find(arxiv.url, tmp_path)
        assert [paper.id for paper in found] == newest_first(PAPERS[:10])
        assert [int(query["start"]) for query in asked(arxiv)] == [0, 4, 8]
        assert {(query["sortBy"], query["sortOrder"]) for query in asked(arxiv)} == {("submittedDate", "descending")}


def test_no_more_is_asked_for_than_is_wanted(tmp_path: Path) -> None:
    with ArxivServer(PAPERS) as arxiv:
        assert len(find(arxiv.url, tmp_path, limit=6)) == 6
        assert [(int(query["start"]), int(query["max_results"])) for query in asked(arxiv)] == [(0, 4), (4, 2)]


def test_a_query_without_results_is_an_empty_list_when_arxiv_says_so_twice(tmp_path: Path) -> None:
    with ArxivServer(PAPERS) as arxiv:
        assert find(arxiv.url, tmp_path, "cat:hep-th") == []
        assert len(arxiv.hits) == 2


def test_the_same_query_on_the_same_day_is_not_asked_again(tmp_path: Path) -> None:
    with ArxivServer(PAPERS[:10]) as arxiv:
        once = find(arxiv.url, tmp_path)
        arxiv.hits.clear()
        assert find(arxiv.url, tmp_path) == once
        assert not arxiv.hits


def test_a_page_kept_from_an_earlier_state_of_the_query_is_not_mixed_with_newer_ones(tmp_path: Path) -> None:
    newest = FakePaper("2401.09999")
    with ArxivServer([paper for paper in PAPERS[:10] if paper.published < newest.published]) as arxiv:
        before = find(arxiv.url, tmp_path)
        arxiv.add(newest)
        for kept in (tmp_path / "data" / "cache").iterdir():
            if b"start=0" in kept.read_bytes().split(b"\n")[0]:
                kept.unlink()  # as if the first page had come a little earlier than the others
        found = find(arxiv.url, tmp_path)
    assert len(before) > 4
    assert sorted(paper.id for paper in found) == sorted([newest.id, *(paper.id for paper in before)])


def test_past_the_deepest_result_windows_of_days_find_every_paper(tmp_path: Path) -> None:
    with ArxivServer(PAPERS) as arxiv:
        found = find(arxiv.url, tmp_path)
        assert [paper.id for paper in found] == newest_first(PAPERS)
        assert all(int(query["start"]) + int(query["max_results"]) <= 12 for query in asked(arxiv))


def test_days_are_a_window_that_holds_both_ends(tmp_path: Path) -> None:
    since, until = date(2024, 1, 18), date(2024, 1, 24)
    inside = [paper for paper in PAPERS if since <= paper.published.date() <= until]
    assert 0 < len(inside) < len(PAPERS)
    with ArxivServer(PAPERS) as arxiv:
        found = find(arxiv.url, tmp_path, since=since, until=until)
        assert [paper.id for paper in found] == newest_first(inside)
        assert "submittedDate:[202401180000 TO 202401242359]" in asked(arxiv)[0]["search_query"]


def test_an_open_window_reaches_until_today(tmp_path: Path) -> None:
    with ArxivServer(PAPERS[:3]) as arxiv:
        assert len(find(arxiv.url, tmp_path, since=date(2024, 1, 1))) == 3
        assert find(arxiv.url, tmp_path, until=date(2024, 1, 1)) == []


def test_the_booleans_of_the_query_do_not_mix_with_the_window(tmp_path: Path) -> None:
    with ArxivServer(PAPERS[:3]) as arxiv:
        find(arxiv.url, tmp_path, "cat:cs.CL OR cat:cs.LG", since=date(2024, 1, 1))
        assert asked(arxiv)[0]["search_query"].startswith("(cat:cs.CL OR cat:cs.LG) AND submittedDate:")


# --- answers that contradict themselves -------------------------------------------------------------------------------


def feed(labels: list[str], total: int) -> Reply:
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{label}</id><title>T</title><published>2024-01-01T00:00:00Z</published></entry>"
        for label in labels
    )
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"<opensearch:totalResults>{total}</opensearch:totalResults>{entries}</feed>"
    )
    return Reply(body=body.encode())


def page(start: int, size: int) -> str:
    query = quote_plus("cat:cs.CL")
    order = "sortBy=submittedDate&sortOrder=descending"
    return f"/api/query?search_query={query}&start={start}&max_results={size}&{order}"


def ids(first: int, last: int) -> list[str]:
    return [f"2401.{number:05d}v1" for number in range(first, last + 1)]


def test_a_short_page_skips_nothing(tmp_path: Path) -> None:
    script = {page(0, 4): [feed(ids(1, 3), 6)], page(3, 3): [feed(ids(4, 6), 6)]}
    with Scripted(script) as server:
        found = find(server.url, tmp_path)
    assert [paper.label for paper in found] == ids(1, 6)


def test_a_paper_that_moves_to_the_next_page_comes_once(tmp_path: Path) -> None:
    script = {
        page(0, 4): [feed(ids(1, 4), 6)],
        page(4, 2): [feed(["2401.00004v1", "2401.00005v1"], 7)],
    }
    with Scripted(script) as server:
        found = find(server.url, tmp_path)
    assert [paper.label for paper in found] == ids(1, 5)


def test_an_empty_page_before_the_end_is_asked_for_again(tmp_path: Path) -> None:
    script = {page(0, 4): [feed(ids(1, 4), 6)], page(4, 2): [feed([], 6), feed(ids(5, 6), 6)]}
    with Scripted(script) as server:
        found = find(server.url, tmp_path)
    assert [paper.label for paper in found] == ids(1, 6)


def test_pages_that_stay_empty_before_the_end_are_an_error_and_no_short_list(tmp_path: Path) -> None:
    script = {page(0, 4): [feed(ids(1, 4), 6)], page(4, 2): [feed([], 6)]}
    with Scripted(script) as server, pytest.raises(BadContentError, match="6 results"):
        find(server.url, tmp_path)


def test_a_query_that_arxiv_does_not_understand_is_the_users_mistake(tmp_path: Path, shared_data: Path) -> None:
    answer = (shared_data / "arxiv_api" / "errors" / "err_400_bad_query.xml").read_bytes()
    with Scripted({page(0, 4): [Reply(400, answer)]}) as server:
        with pytest.raises(UsageError, match="Invalid query string"):
            find(server.url, tmp_path)
        assert len(server.requests) == 1


def test_a_feed_that_is_cut_short_is_asked_for_again(tmp_path: Path) -> None:
    whole = feed(ids(1, 2), 2)
    with Scripted({page(0, 4): [Reply(body=whole.body[:-30]), whole]}) as server:
        assert [paper.label for paper in find(server.url, tmp_path)] == ids(1, 2)


def test_windows_that_are_cut_in_two_share_no_day_and_miss_none(tmp_path: Path) -> None:
    with ArxivServer(PAPERS) as arxiv:
        find(arxiv.url, tmp_path, since=date(2024, 1, 1), until=date(2024, 3, 1))
        windows = {
            (date.fromisoformat(match[1]), date.fromisoformat(match[2]))
            for query in asked(arxiv)
            if (match := re.search(r"\[(\d{8})0000 TO (\d{8})2359\]", query["search_query"]))
        }
    leaves = sorted(w for w in windows if not any(o != w and w[0] <= o[0] and o[1] <= w[1] for o in windows))
    assert leaves[0][0] == date(2024, 1, 1)
    assert leaves[-1][1] == date(2024, 3, 1)
    assert all(b[0] - a[1] == timedelta(days=1) for a, b in pairwise(leaves))
