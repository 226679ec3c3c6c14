"""Is a body what was asked for?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import BadContentError
from digest.fetch.checks import Expect, check_body
from tests.fetch.scripted import PDF

PAGE = b"<!doctype html><html><head><title>Denied</title></head><body>No.</body></html>"


@pytest.mark.parametrize("expect", ["pdf", "xml", "json"])
def test_a_web_page_is_nothing_else(expect: Expect) -> None:
    with pytest.raises(BadContentError, match="'Denied'"):
        check_body(PAGE, expect, "application/pdf", "http://x/")


def test_a_web_page_is_a_web_page() -> None:
    check_body(PAGE, "html", "text/html", "http://x/")


@pytest.mark.parametrize("before", [b"", b"\n\n", b"\xef\xbb\xbf", b"junk of a mail gateway\r\n" * 20])
def test_a_pdf_may_begin_a_little_later(before: bytes) -> None:
    check_body(before + PDF, "pdf", "", "http://x/")


def test_a_pdf_that_speaks_of_html_is_a_pdf() -> None:
    check_body(b"%PDF-1.7\n% made from <html>\n" + PDF[9:], "pdf", "", "http://x/")


@pytest.mark.parametrize("body", [PDF[:-20], b"x" * 1025 + PDF, b"hello", b"%PDF", b"  \n", b""])
def test_what_is_no_whole_pdf_is_refused(body: bytes) -> None:
    with pytest.raises(BadContentError):
        check_body(body, "pdf", "", "http://x/")


@pytest.mark.parametrize(
    "body",
    [
        b"<feed/>", b"<?xml version='1.0'?>\n<!-- a note -->\n<feed><a/></feed>\n", b"\xef\xbb\xbf<rss>x</rss>",
        b"<?xml version='1.0'?><rss><d>&lt;html&gt; or <![CDATA[<html>]]></d></rss>", b"<a:feed xmlns:a='b'></a:feed >",
    ],
)  # fmt: skip
def test_whole_xml_is_taken(body: bytes) -> None:
    check_body(body, "xml", "", "http://x/")


@pytest.mark.parametrize("body", [b"Rate exceeded.", b"{}", b"<feed><entry></entry>", b"<feed><entr", b""])
def test_what_is_no_whole_xml_is_refused(body: bytes) -> None:
    with pytest.raises(BadContentError):
        check_body(body, "xml", "", "http://x/")


@pytest.mark.parametrize("body", [b"Rate exceeded.", b"<feed/>", b""])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(BadContentError):
        check_body(body, "json", "", "http://x/")


@given(st.binary(max_size=3000), st.sampled_from(["pdf", "xml", "html", "json", "text"]))
def test_any_bytes_are_taken_or_refused_and_never_more(body: bytes, expect: Expect) -> None:
    try:
        check_body(body, expect, "", "http://x/")
    except BadContentError:
        return
    assert body.strip()


def test_real_pdfs_are_whole_and_their_halves_are_not(shared_data: Path) -> None:
    papers = sorted((shared_data / "papers").glob("*.pdf"))
    assert papers
    for path in papers:
        body = path.read_bytes()
        check_body(body, "pdf", "application/pdf", path.name)
        with pytest.raises(BadContentError, match="cut short"):
            check_body(body[: len(body) * 2 // 3], "pdf", "application/pdf", path.name)


def test_recorded_feeds_are_whole_and_their_halves_are_not(shared_data: Path) -> None:
    feeds = [path for folder in ("arxiv_api", "oai", "rss") for path in sorted((shared_data / folder).rglob("*.xml"))]
    assert feeds
    for path in feeds:
        body = path.read_bytes()
        check_body(body, "xml", "", path.name)
        with pytest.raises(BadContentError):
            check_body(body[: len(body) * 2 // 3], "xml", "", path.name)
