"""When a request is made again, how long it waits, and when a host is left alone."""

from __future__ import annotations

import asyncio
import email.utils
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import BadContentError, DigestError, FetchError, SourceDownError
from digest.fetch import Fetcher
from digest.fetch.retry import retry_after
from tests.fetch.scripted import PDF, Reply, Scripted, fetching


@pytest.mark.parametrize(
    "bad",
    [
        Reply(500),
        Reply(503, b"<html>first byte timeout</html>"),
        Reply(429, b"Rate exceeded."),
        Reply(body=PDF, cut=1000),  # the connection breaks
        Reply(body=PDF[:-20]),  # the end is missing, though everything announced came
        Reply(body=b""),
    ],
    ids=["500", "503", "429", "broken", "cut", "empty"],
)
def test_what_may_pass_is_tried_again(tmp_path: Path, bad: Reply) -> None:
    with Scripted({"/x": [bad, Reply(body=PDF)]}) as server:
        got = fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x", expect="pdf"))
        assert got.body == PDF
        assert len(server.requests) == 2


def test_tries_end_at_the_limit(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(503)]}) as server:
        with pytest.raises(SourceDownError, match="3 tries"):
            fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"), max_attempts=3)
        assert len(server.requests) == 3


def test_a_host_that_is_not_there_is_down(tmp_path: Path) -> None:
    with Scripted({}) as server:
        url = f"{server.url}/x"
    with pytest.raises(SourceDownError) as caught:
        fetching(tmp_path, lambda fetcher: fetcher.get(url))
    assert caught.value.exit_code == 4


def test_a_pdf_that_stays_cut_short_is_bad_and_not_a_host_that_is_down(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(body=PDF[:-20])]}) as server:
        with pytest.raises(BadContentError, match="cut short"):
            fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x", expect="pdf"))
        assert len(server.requests) == 2


def test_seconds_of_retry_after_are_waited(tmp_path: Path) -> None:
    with Scripted({"/x": [Reply(429, headers={"Retry-After": "2"}), Reply()]}) as server:
        fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"))
        first, second = (request.when for request in server.requests)
    assert 1.9 <= second - first < 8


def test_a_date_of_retry_after_is_waited_for(tmp_path: Path) -> None:
    until = time.time() + 3
    reply = Reply(503, headers={"Retry-After": email.utils.formatdate(until, usegmt=True)})
    with Scripted({"/x": [reply, Reply()]}) as server:
        fetching(tmp_path, lambda fetcher: fetcher.get(f"{server.url}/x"))
        assert len(server.requests) == 2
    assert time.time() >= until - 1.1  # dates have whole seconds


def test_a_host_that_wants_an_hour_is_down_and_not_asked_again(tmp_path: Path) -> None:
    async def twice(fetcher: Fetcher, url: str) -> list[BaseException]:
        return [error for _ in range(2) for error in await asyncio.gather(fetcher.get(url), return_exceptions=True)
                if isinstance(error, BaseException)]  # fmt: skip

    with Scripted({"/x": [Reply(429, headers={"Retry-After": "3600"})]}) as server:
        errors = fetching(tmp_path, lambda fetcher: twice(fetcher, f"{server.url}/x"))
        assert len(server.requests) == 1
    assert [type(error) for error in errors] == [SourceDownError, SourceDownError]
    assert "3600 seconds" in str(errors[0])


def test_after_a_403_those_in_line_do_not_ask_either(tmp_path: Path) -> None:
    async def many(fetcher: Fetcher, url: str) -> list[object]:
        return list(await asyncio.gather(*(fetcher.get(url) for _ in range(5)), return_exceptions=True))

    with Scripted({"/x": [Reply(403)]}) as server:
        errors = fetching(tmp_path, lambda fetcher: many(fetcher, f"{server.url}/x"), request_interval=0.05)
        assert len(server.requests) == 1
    assert all(isinstance(error, SourceDownError) for error in errors)


def test_one_host_that_denies_access_does_not_close_another(tmp_path: Path) -> None:
    async def both(fetcher: Fetcher, closed: str, other: str) -> bytes:
        with pytest.raises(SourceDownError):
            await fetcher.get(closed)
        return (await fetcher.get(other)).body

    with Scripted({"/x": [Reply(403)]}) as closed, Scripted({"/x": [Reply()]}) as other:
        assert fetching(tmp_path, lambda fetcher: both(fetcher, f"{closed.url}/x", f"{other.url}/x")) == b"hello"


def test_a_wait_that_one_request_was_told_holds_for_the_next_one_too(tmp_path: Path) -> None:
    async def one_after_the_other(fetcher: Fetcher, url: str) -> None:
        with pytest.raises(DigestError):
            await fetcher.get(f"{url}/x")
        await fetcher.get(f"{url}/y")

    with Scripted({"/x": [Reply(429, headers={"Retry-After": "2"})], "/y": [Reply()]}) as server:
        fetching(
            tmp_path,
            lambda fetcher: one_after_the_other(fetcher, server.url),
            request_interval=0.05,
            max_attempts=1,
        )
        first, second = (request.when for request in server.requests)
    assert second - first >= 1.9


@given(st.text(max_size=40))
def test_junk_in_retry_after_never_raises(value: str) -> None:
    seconds = retry_after({"retry-after": value})
    assert seconds is None or seconds > 0


@given(st.integers(1, 100_000))
def test_retry_after_means_the_same_as_seconds_and_as_a_date(seconds: int) -> None:
    date = email.utils.format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
    assert retry_after({"retry-after": str(seconds)}) == seconds
    read = retry_after({"retry-after": date})
    assert read is None or seconds - 1.5 <= read <= seconds
    assert read is not None or seconds == 1


def test_a_redirect_to_a_closed_host_is_not_followed(tmp_path: Path) -> None:
    async def work(fetcher: Fetcher, closed: str, other: str) -> None:
        with pytest.raises(SourceDownError):
            await fetcher.get(closed)
        with pytest.raises(FetchError, match="denied access"):
            await fetcher.get(other)

    with (
        Scripted({"/x": [Reply(403)]}) as closed,
        Scripted({"/y": [Reply(302, b"", headers={"Location": f"{closed.url}/x"})]}) as other,
    ):
        fetching(tmp_path, lambda fetcher: work(fetcher, f"{closed.url}/x", f"{other.url}/y"))
        assert len(closed.requests) == 1
