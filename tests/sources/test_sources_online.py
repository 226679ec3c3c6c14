"""The sources against a loopback server: what is asked of it, and what comes of its answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from digest.config import Settings
from digest.errors import BadContentError, DigestError, FetchError, NotFoundError, UsageError
from digest.fetch import Fetcher
from digest.models import Collection, Paper, PaperRef
from digest.sources import dair, registry, web
from digest.sources.web import WebPage
from tests.fakes.lists import ListServer, serving
from tests.sources.test_dair import listed
from tests.sources.test_feeds import item, rss
from tests.sources.test_huggingface import papers

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PAGE = "<html><head><title>A Post</title>{head}</head><body><article><p>Words.</p></article></body></html>"


@pytest.fixture
def server() -> Iterator[ListServer]:
    with serving() as running:
        yield running


def settings(server: ListServer, tmp_path: Path, *, private: bool = True) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        dair_lists=server.url,
        huggingface=server.url,
        arxiv_rss=server.url,
        request_interval=0,
        max_attempts=1,
        allow_private_hosts=private,
    )


def collect(server: ListServer, tmp_path: Path, spec: str) -> Collection:
    async def run() -> Collection:
        async with Fetcher(settings(server, tmp_path)) as fetcher:
            return await registry.collect(fetcher, spec)

    return asyncio.run(run())


def page(server: ListServer, tmp_path: Path, url: str, *, private: bool = True) -> WebPage:
    async def run() -> WebPage:
        async with Fetcher(settings(server, tmp_path, private=private)) as fetcher:
            return await web.fetch_page(fetcher, url)

    return asyncio.run(run())


WEEK_5 = "## Top AI Papers of the Week (January 29 - February 4) - 2024"
WEEK_4 = "## Top AI Papers of the Week (January 22 - January 28) - 2024"
NEW_YEAR = "## Top AI Papers of the Week (December 30 - January 5) - 2025"


# --- dair.ai ----------------------------------------------------------------------------------------------------------


def test_a_week_is_read_from_its_years_file_with_one_request(server: ListServer, tmp_path: Path) -> None:
    server.put("/years/2024.md", listed(WEEK_5) + listed(WEEK_4))
    found = collect(server, tmp_path, "dair:2024-W05")
    assert (found.name, found.kind, len(found.entries)) == ("dair-2024-W05", "weekly", 2)
    assert (found.start, found.end) == (date(2024, 1, 29), date(2024, 2, 4))
    assert found.title == "Top AI Papers of the Week (January 29 - February 4) - 2024"
    assert server.requests == ["/years/2024.md"]


def test_asking_again_makes_no_request(server: ListServer, tmp_path: Path) -> None:
    server.put("/years/2024.md", listed(WEEK_5))
    first = collect(server, tmp_path, "dair:2024-W05")
    server.requests.clear()
    assert collect(server, tmp_path, "dair:2024-W05") == first
    assert server.requests == []


def test_the_old_readme_is_read_where_there_are_no_files_by_year(server: ListServer, tmp_path: Path) -> None:
    server.put("/README.md", listed(WEEK_5) + listed(WEEK_4))
    assert collect(server, tmp_path, "dair:2024-01-29..2024-02-04").name == "dair-2024-W05"
    assert collect(server, tmp_path, "dair:latest").name == "dair-2024-W05"


def test_files_that_are_not_there_are_not_asked_for_again_the_same_day(server: ListServer, tmp_path: Path) -> None:
    server.put("/README.md", listed(WEEK_5))
    collect(server, tmp_path, "dair:2024-W05")
    assert "/years/2024.md" in server.requests
    server.requests.clear()
    assert collect(server, tmp_path, "dair:2024-W05").name == "dair-2024-W05"
    assert server.requests == []


def test_the_latest_list_is_found_through_the_index(server: ListServer, tmp_path: Path) -> None:
    server.put(
        "/README.md", "# Index\n- [2023](years/2023.md)\n- [2024](./years/2024.md#top)\n- [2025](years/2025.md)\n"
    )
    server.put("/years/2025.md", "# 2025\nNothing yet.\n")
    server.put("/years/2024.md", listed(WEEK_4) + listed(WEEK_5))
    assert collect(server, tmp_path, "dair:latest").name == "dair-2024-W05"


def test_the_week_across_new_year_is_found_in_the_old_years_file(server: ListServer, tmp_path: Path) -> None:
    server.put("/years/2024.md", listed(NEW_YEAR))
    server.put("/years/2025.md", listed("## Top AI Papers of the Week (January 6 - January 12) - 2025"))
    for spec in ("dair:2025-W01", "dair:2024-12-30..2025-01-05", "dair:2025-01-03"):
        assert collect(server, tmp_path, spec).start == date(2024, 12, 30)


def test_a_missing_week_names_the_nearest_lists(server: ListServer, tmp_path: Path) -> None:
    server.put("/years/2024.md", listed(WEEK_5) + listed(WEEK_4))
    with pytest.raises(NotFoundError) as caught:
        collect(server, tmp_path, "dair:2024-W10")
    assert "dair:2024-01-29..2024-02-04" in str(caught.value)


def test_a_source_without_any_list_says_so(server: ListServer, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        collect(server, tmp_path, "dair:2024-W05")
    with pytest.raises(BadContentError):
        collect(server, tmp_path, "dair:latest")


def test_a_run_that_missed_weeks_gets_all_of_them_oldest_first(server: ListServer, tmp_path: Path) -> None:
    server.put("/README.md", "[2024](years/2024.md) [2025](years/2025.md)")
    server.put("/years/2024.md", listed(NEW_YEAR) + listed(WEEK_5) + listed(WEEK_4))
    server.put("/years/2025.md", listed("## Top AI Papers of the Week (January 6 - January 12) - 2025"))

    async def run() -> list[str]:
        async with Fetcher(settings(server, tmp_path)) as fetcher:
            return [week.period.week for week in await dair.weeks_since(fetcher, date(2024, 1, 29))]

    assert asyncio.run(run()) == ["2024-W05", "2025-W01", "2025-W02"]


# --- feeds ------------------------------------------------------------------------------------------------------------


def test_a_feed_is_asked_for_all_categories_at_once(server: ListServer, tmp_path: Path) -> None:
    server.put(
        "/rss/cs.CL+cs.LG", rss(item("2611.00001v1", "new"), item("2611.00002v1", "cross")), media="application/xml"
    )
    found = collect(server, tmp_path, "feed:cs.CL+cs.LG")
    assert [entry.ref.label for entry in found.entries if entry.ref] == ["2611.00001v1"]
    assert (found.kind, found.name) == ("feed", "feed-cs.CL+cs.LG-2026-11-20")
    assert server.requests == ["/rss/cs.CL+cs.LG"]


def test_an_unknown_archive_is_an_error_that_says_so(server: ListServer, tmp_path: Path) -> None:
    body = rss(title="Feed error for query: x").replace(b"updates<", b"Bad archive 'nosuch'.<")
    server.put("/rss/nosuch", body, media="application/xml", status=400)
    with pytest.raises(UsageError, match="no feed for nosuch"):
        collect(server, tmp_path, "feed:nosuch")


# --- Hugging Face -----------------------------------------------------------------------------------------------------


def test_a_week_of_daily_papers_is_read_page_by_page(server: ListServer, tmp_path: Path) -> None:
    first, second = papers(*[1] * 100), papers(7, 9, first=101)
    server.put("/api/daily_papers?week=2026-W40&limit=100&p=0", first, media="application/json")
    server.put("/api/daily_papers?week=2026-W40&limit=100&p=1", second, media="application/json")
    found = collect(server, tmp_path, "hf:2026-W40")
    assert len(found.entries) == 102
    assert [entry.votes for entry in found.entries[:3]] == [9, 7, 1]
    assert (found.name, found.start, found.end) == ("hf-2026-W40", date(2026, 9, 28), date(2026, 10, 4))


@pytest.mark.parametrize(("spec", "query"), [("hf:2026-09-30", "date=2026-09-30"), ("hf:2026-09", "month=2026-09")])
def test_days_and_months_are_asked_for_as_such(server: ListServer, tmp_path: Path, spec: str, query: str) -> None:
    server.put(f"/api/daily_papers?{query}&limit=100&p=0", papers(3), media="application/json")
    assert len(collect(server, tmp_path, spec).entries) == 1


def test_a_day_in_the_future_is_not_found(server: ListServer, tmp_path: Path) -> None:
    path = "/api/daily_papers?date=2099-01-01&limit=100&p=0"
    server.put(path, json.dumps({"error": "bad date"}), media="application/json", status=400)
    with pytest.raises(NotFoundError, match="2099-01-01"):
        collect(server, tmp_path, "hf:2099-01-01")


# --- queries ----------------------------------------------------------------------------------------------------------


def test_a_query_becomes_a_list_named_for_its_days(server: ListServer, tmp_path: Path) -> None:
    entry = """<entry><id>http://arxiv.org/abs/2401.00001v2</id><title>One</title><summary>s</summary>
    <published>2024-01-01T00:00:00Z</published><updated>2024-01-02T00:00:00Z</updated>
    <author><name>J. Doe</name></author><category term="cs.CL"/></entry>"""
    feed = f"""<?xml version='1.0'?><feed xmlns="http://www.w3.org/2005/Atom"
    xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><id>x</id><title>t</title>
    <updated>2024-01-02T00:00:00Z</updated><opensearch:totalResults>1</opensearch:totalResults>
    <opensearch:startIndex>0</opensearch:startIndex><opensearch:itemsPerPage>1</opensearch:itemsPerPage>{entry}</feed>"""
    path = (
        "/api?search_query=%28cat%3Acs.CL%29+AND+submittedDate%3A%5B202401010000+TO+202401072359%5D"
        "&start=0&max_results=200&sortBy=submittedDate&sortOrder=descending"
    )
    server.put(path, feed, media="application/atom+xml")

    async def run() -> Collection:
        own = settings(server, tmp_path).model_copy(update={"arxiv_api": f"{server.url}/api"})
        async with Fetcher(own) as fetcher:
            return await registry.collect(fetcher, "cat:cs.CL", since=date(2024, 1, 1), until=date(2024, 1, 7))

    found = asyncio.run(run())
    assert [(entry.title, entry.ref) for entry in found.entries] == [("One", PaperRef(kind="arxiv", id="2401.00001"))]
    assert (found.name, found.kind) == ("query-cat-cs.CL-2024-01-01-2024-01-07", "query")


def test_days_beside_a_spec_that_names_its_own_are_refused(server: ListServer, tmp_path: Path) -> None:
    async def run() -> Collection:
        async with Fetcher(settings(server, tmp_path)) as fetcher:
            return await registry.collect(fetcher, "dair:latest", since=date(2024, 1, 1))

    with pytest.raises(UsageError, match="no query"):
        asyncio.run(run())


def test_a_limit_keeps_the_first_entries(server: ListServer, tmp_path: Path) -> None:
    server.put("/years/2024.md", listed(WEEK_5))

    async def run() -> Collection:
        async with Fetcher(settings(server, tmp_path)) as fetcher:
            return await registry.collect(fetcher, "dair:2024-W05", limit=1)

    assert [entry.position for entry in asyncio.run(run()).entries] == [1]


# --- reading lists ----------------------------------------------------------------------------------------------------


def test_a_list_by_url_and_one_on_disk_are_read_alike(server: ListServer, tmp_path: Path) -> None:
    text = "# My papers\n1. [One](https://arxiv.org/abs/2401.00001): first\n2. [Two](https://a.example/x.pdf)\n"
    url = server.put("/papers.md", text)
    (tmp_path / "papers.md").write_text(text)
    online, local = collect(server, tmp_path, url), collect(server, tmp_path, str(tmp_path / "papers.md"))
    assert online.entries == local.entries
    assert (local.name, local.title, local.kind) == ("papers", "My papers", "reading-list")
    assert {entry.group for entry in local.entries} == {None}


def test_a_blog_post_is_a_list_when_it_is_called_one(server: ListServer, tmp_path: Path) -> None:
    body = '<html><body><main><ul><li><a href="https://arxiv.org/abs/2401.00001">One</a></li></ul></main></body></html>'
    url = server.put("/post", body, media="text/html")
    assert [entry.title for entry in collect(server, tmp_path, f"list:{url}").entries] == ["One"]


def test_a_list_that_names_nothing_is_an_error(tmp_path: Path, server: ListServer) -> None:
    (tmp_path / "empty.md").write_text("# Nothing yet\n")
    with pytest.raises(UsageError, match="no link"):
        collect(server, tmp_path, f"list:{tmp_path / 'empty.md'}")
    with pytest.raises(NotFoundError):
        collect(server, tmp_path, f"list:{tmp_path / 'missing.md'}")


# --- pages and PDFs ---------------------------------------------------------------------------------------------------


def test_a_pdf_is_known_by_its_bytes_whatever_its_address(server: ListServer, tmp_path: Path) -> None:
    for path in ("/report.pdf", "/static/report", "/pdf?id=1"):
        found = page(server, tmp_path, server.put(path, PDF, media="application/pdf"))
        assert (found.media, found.data, found.paper.source) == ("pdf", PDF, "url")
        assert found.paper.id == f"url:{server.url}{path}"
    assert page(server, tmp_path, server.url + "/report.pdf").paper.title == "report"


def test_an_article_comes_with_its_title(server: ListServer, tmp_path: Path) -> None:
    url = server.put("/post", PAGE.format(head=""), media="text/html; charset=utf-8")
    found = page(server, tmp_path, url)
    assert (found.media, found.paper.title, found.paper.url) == ("html", "A Post", url)


def test_a_publishers_page_leads_to_its_pdf(server: ListServer, tmp_path: Path) -> None:
    server.put("/a.pdf", PDF, media="application/pdf")
    url = server.put("/a", PAGE.format(head='<meta name="citation_pdf_url" content="/a.pdf">'), media="text/html")
    found = page(server, tmp_path, url)
    assert (found.media, found.paper.title, found.paper.id) == ("pdf", "A Post", f"url:{url}")


def test_a_pdf_behind_a_wall_leaves_the_page(server: ListServer, tmp_path: Path) -> None:
    server.put("/a.pdf", "<html>log in</html>", media="text/html")
    url = server.put("/a", PAGE.format(head='<meta name="citation_pdf_url" content="/a.pdf">'), media="text/html")
    assert page(server, tmp_path, url).media == "html"


def test_what_is_neither_pdf_nor_page_is_refused(server: ListServer, tmp_path: Path) -> None:
    url = server.put("/data.bin", b"\x00\x01\x02" * 100, media="application/octet-stream")
    with pytest.raises(BadContentError, match="neither a PDF nor a web page"):
        page(server, tmp_path, url)


def test_private_addresses_are_refused_unless_allowed(server: ListServer, tmp_path: Path) -> None:
    url = server.put("/post", PAGE.format(head=""), media="text/html")
    with pytest.raises(FetchError):
        page(server, tmp_path, url, private=False)
    assert server.requests == []


def test_one_page_that_is_down_does_not_stop_the_others(server: ListServer, tmp_path: Path) -> None:
    up = PaperRef(kind="url", id=server.put("/post", PAGE.format(head=""), media="text/html"))
    down = PaperRef(kind="url", id=server.url + "/gone")

    async def run() -> dict[PaperRef, Paper | DigestError]:
        async with Fetcher(settings(server, tmp_path)) as fetcher:
            return await web.metadata(fetcher, [down, up])

    found = asyncio.run(run())
    assert isinstance(found[down], NotFoundError)
    assert isinstance(found[up], Paper)
