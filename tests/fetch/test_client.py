"""Fetching over real HTTP: what is sent, what is refused, what is cached."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from digest.config import Settings
from digest.errors import BadContentError, FetchError, NotFoundError, SourceDownError
from digest.fetch import Fetched, Fetcher
from digest.fetch.client import StatusError
from tests.fetch.scripted import PDF, Reply, Scripted, fetching


def test_a_body_comes_with_its_status_and_lower_case_headers(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(headers={"X-Colour": "Blue"})]}) as server:
        got = fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"))
    assert (got.url, got.status, got.body) == (f"{server.url}/x", 200, b"hello")
    assert got.headers["x-colour"] == "Blue"


def test_a_server_is_told_who_asks_and_whom_to_write_to(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply()]}) as server:
        fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"), contact="mailto:me@example.org")
    sent = server.requests[0].headers
    assert sent["User-Agent"].startswith("digest/")
    assert sent["User-Agent"].endswith("(+mailto:me@example.org)")
    assert sent["Accept-Encoding"] == "identity"


def test_a_proxy_variable_does_not_take_requests_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Scripted({"/x": [Reply()]}) as server:
        assert fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x")).body == b"hello"


def test_a_missing_document_is_asked_for_once_and_its_page_is_kept(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(404, b"<html>has been withdrawn</html>")]}) as server:
        with pytest.raises(NotFoundError) as caught:
            fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x", expect="pdf"))
        assert len(server.requests) == 1
    assert isinstance(caught.value, StatusError)
    assert "has been withdrawn" in caught.value.body


def test_a_wrong_request_is_not_repeated(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(400, b"bad query")]}) as server:
        with pytest.raises(FetchError, match="400"):
            fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"))
        assert len(server.requests) == 1


def test_the_body_of_an_accepted_status_is_given(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(400, b"bad query")]}) as server:
        got = fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x", expect="xml", accept=frozenset({400})))
    assert (got.status, got.body) == (400, b"bad query")


# --- limits -----------------------------------------------------------------------------------------------------------


def test_a_body_that_is_announced_too_large_is_not_read(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(body=PDF, headers={"Content-Length": "1000000000"})]}) as server:
        with pytest.raises(BadContentError, match="larger than the limit"):
            fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x", max_bytes=1000))
        assert len(server.requests) == 1


def test_a_body_without_end_is_left_at_the_limit(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(endless=True)]}) as server:
        with pytest.raises(BadContentError, match="larger than the limit"):
            fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x", max_bytes=1_000_000))
        assert len(server.requests) == 1
    assert server.sent < 30_000_000  # the limit and what fits into the buffers on the way


def test_a_body_of_exactly_the_limit_is_taken(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(body=b"a" * 1000)]}) as server:
        assert len(fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x", max_bytes=1000)).body) == 1000


def test_a_compressed_body_that_nobody_asked_for_is_refused(tmp_path: Path) -> None:
    reply = Reply(body=b"\x1f\x8b\x08", headers={"Content-Encoding": "gzip"})
    with Scripted({"/x": [reply]}) as server, pytest.raises(BadContentError, match="compressed"):
        fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"))


def test_a_web_page_is_never_taken_for_a_pdf(tmp_path: Path) -> None:
    page = b"<!DOCTYPE html><html><head><title>Are you human?</title></head></html>"
    with Scripted({"/x": [Reply(body=page, headers={"Content-Type": "application/pdf"})]}) as server:
        with pytest.raises(BadContentError, match="Are you human"):
            fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x", expect="pdf"))
        assert len(server.requests) == 1


def test_a_host_that_never_answers_is_given_up(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(wait=20)]}) as server, pytest.raises(SourceDownError):
        fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"), read_timeout=0.2)


def test_a_body_that_drips_for_ever_ends_with_the_total_time(tmp_path: Path) -> None:
    began = time.monotonic()
    with Scripted({"/x": [Reply(body=b"a" * 1000, drip=0.05)]}) as server, pytest.raises(SourceDownError, match="took"):
        fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"), total_timeout=0.4, max_attempts=1)
    assert time.monotonic() - began < 5


def test_time_in_line_does_not_count_against_the_total_time(tmp_path: Path) -> None:
    async def four(fetcher: Fetcher, url: str) -> list[Fetched]:
        return list(await asyncio.gather(*(fetcher.get(url) for _ in range(4))))

    with Scripted({"/x": [Reply()]}) as server:
        got = fetching(
            tmp_path, lambda f: four(f, f"{server.url}/x"), total_timeout=0.5, request_interval=0.4, max_attempts=1
        )
        assert len(got) == len(server.requests) == 4


# --- redirects --------------------------------------------------------------------------------------------------------


def test_a_redirect_is_followed_and_the_last_address_is_told(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(301, headers={"Location": "/y"})], "/y": [Reply(body=b"there")]}) as server:
        got = fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"))
    assert (got.url, got.body) == (f"{server.url}/y", b"there")


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("file:///etc/passwd", "only http"),
        ("ftp://example.org/x", "only http"),
        ("http://user:word@127.0.0.1/x", "password"),
        ("http://[x", "no URL"),
        ("http://127.0.0.1:99999/x", "refused"),
        ("/x", "redirects more than"),
        ("", "to nowhere"),
    ],
)
def test_a_redirect_that_leads_nowhere_good_is_refused(tmp_path: Path, location: str, why: str) -> None:
    with (
        Scripted({"/x": [Reply(302, b"", headers={"Location": location})]}) as server,
        pytest.raises(FetchError, match=why),
    ):
        fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"))


def test_no_server_can_redirect_us_into_the_local_network(tmp_path: Path) -> None:
    with Scripted({"/secret": [Reply(body=b"router")]}) as inner:
        away = {"Location": f"http://localhost:{inner.port}/secret"}
        with Scripted({"/x": [Reply(302, b"", headers=away)]}) as server:
            with pytest.raises(FetchError, match="not a public address"):
                fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"))
            assert inner.requests == []
            got = fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"), allow_private_hosts=True)
            assert got.body == b"router"


def test_a_url_that_a_list_names_cannot_reach_this_machine(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply()]}) as server:
        with pytest.raises(FetchError, match="not a public address"):
            fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x", public_only=True))
        assert server.requests == []


def test_the_connection_goes_to_the_checked_address_and_keeps_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def checked(url: str) -> str:
        assert "papers.example" in url
        return "127.0.0.1"

    monkeypatch.setattr("digest.fetch.client.public_address", checked)
    with Scripted({"/x": [Reply()]}) as server:
        url = f"http://papers.example:{server.port}/x"
        got = fetching(tmp_path, lambda fetcher: fetcher.get(url, public_only=True))
        assert got.url == url
        assert server.requests[0].headers["Host"] == f"papers.example:{server.port}"


# --- the cache --------------------------------------------------------------------------------------------------------


def test_a_young_body_is_not_asked_for_again_even_by_another_run(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(body=b"first"), Reply(body=b"second")]}) as server:
        url = f"{server.url}/x"
        assert fetching(tmp_path, lambda fetcher: fetcher.get(url, max_age=60)).body == b"first"
        assert fetching(tmp_path, lambda fetcher: fetcher.get(url, max_age=60)).body == b"first"
        assert len(server.requests) == 1
        assert fetching(tmp_path, lambda fetcher: fetcher.get(url)).body == b"second"


def test_an_old_or_damaged_body_is_asked_for_again(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply()]}) as server:
        url = f"{server.url}/x"
        fetching(tmp_path, lambda fetcher: fetcher.get(url, max_age=60))
        fetching(tmp_path, lambda fetcher: fetcher.get(url, max_age=0))
        assert len(server.requests) == 2
        (kept,) = (tmp_path / "data" / "cache").iterdir()
        kept.write_bytes(kept.read_bytes()[:-2])
        assert fetching(tmp_path, lambda fetcher: fetcher.get(url, max_age=60)).body == b"hello"
        assert len(server.requests) == 3


def test_that_there_is_nothing_is_believed_for_a_while_when_asked_so(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(404, b"gone"), Reply(body=b"back")]}) as server:
        url = f"{server.url}/x"
        for _ in range(2):
            with pytest.raises(StatusError) as caught:
                fetching(tmp_path, lambda fetcher: fetcher.get(url, max_age=60, missing_age=60))
            assert caught.value.body == "gone"
        assert len(server.requests) == 1
        assert fetching(tmp_path, lambda fetcher: fetcher.get(url, max_age=60, missing_age=0)).body == b"back"
        assert fetching(tmp_path, lambda fetcher: fetcher.get(url, max_age=60)).body == b"back"


def test_requests_are_counted_with_their_repetitions(tmp_path: Path) -> None:
    async def work(fetcher: Fetcher, url: str) -> int:
        await fetcher.get(url)
        return fetcher.requests

    with Scripted({"/x": [Reply(503), Reply()]}) as server:
        assert fetching(tmp_path, lambda fetcher: work(fetcher, f"{server.url}/x")) == 2
    assert Settings().request_interval >= 3  # arXiv's terms
