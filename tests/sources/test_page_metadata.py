"""What a web page says about itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import BadContentError
from digest.sources.page_metadata import filename_in, name_from, read_metadata

PUBLISHER = b"""<html><head><title>A Paper | Journal</title>
<meta name="citation_title" content="A  Paper"><meta name="citation_author" content="Doe, Jane">
<meta name="citation_author" content="Roe, R."><meta name="citation_publication_date" content="2024/02/01">
<meta name="citation_pdf_url" content="/content/a.pdf"><meta property="og:site_name" content="Journal">
<meta name="citation_abstract" content="What we did."><link rel="canonical" href="/content/a"></head></html>"""


def test_a_publishers_page_gives_title_authors_date_site_and_pdf() -> None:
    page = read_metadata(PUBLISHER, "https://journal.example/content/a?utm_source=x")
    assert page.title == "A Paper"
    assert page.authors == ("Doe, Jane", "Roe, R.")
    assert page.published == datetime(2024, 2, 1, tzinfo=UTC)
    assert (page.site, page.description) == ("Journal", "What we did.")
    assert page.pdf_url == "https://journal.example/content/a.pdf"
    assert page.url == "https://journal.example/content/a"


def test_a_blog_post_gives_what_its_open_graph_tags_say() -> None:
    page = read_metadata(
        b"""<html><head><title>x</title><meta property="og:title" content="Post">
        <meta property="article:author" content="https://facebook.com/jane"><meta name="author" content="Jane">
        <meta property="article:published_time" content="2024-02-01T01:00:00+09:00"></head></html>""",
        "https://www.blog.example/post",
    )
    assert (page.title, page.site) == ("Post", "blog.example")
    assert page.authors == ("Jane",)
    assert page.published == datetime(2024, 1, 31, 16, tzinfo=UTC)


def test_a_page_cannot_claim_the_address_of_another_site() -> None:
    page = read_metadata(b'<link rel="canonical" href="https://bank.example/">x', "https://evil.example/a")
    assert page.url == "https://evil.example/a"


def test_a_pdf_address_that_is_no_web_address_is_ignored() -> None:
    page = read_metadata(b'<meta name="citation_pdf_url" content="file:///etc/passwd">', "https://a.example/")
    assert page.pdf_url is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.org/papers/The%20Paper.pdf", "The Paper"),
        ("https://a.org/post.html?x=1", "post"),
        ("https://a.org/", "a.org"),
        ("https://a.org", "a.org"),
    ],
)
def test_what_has_no_title_is_named_by_its_address(url: str, name: str) -> None:
    assert name_from(url) == name
    assert read_metadata(b"<html><body><p>x</p></body></html>", url).title == name


def test_a_file_name_is_read_without_its_folder() -> None:
    assert filename_in('inline; filename="../a/report.pdf"') == "report"
    assert filename_in("attachment; filename*=UTF-8''%E8%AB%96%E6%96%87.pdf") == "論文"
    assert filename_in("inline") is None


def test_nothing_is_no_page() -> None:
    with pytest.raises(BadContentError):
        read_metadata(b"", "https://a.example/")


@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_give_a_title_or_an_error_of_ours(data: bytes) -> None:
    try:
        page = read_metadata(data, "https://a.example/x")
    except BadContentError:
        return
    assert page.title
