"""A document that crashes, hangs or fills the memory costs itself and nothing else."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import socket
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from digest.errors import NoTextError, ParserDiedError
from digest.pool import ParserPool
from tests.pool import tasks

MEMORY = 600_000_000
T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(workers=2, memory_bytes=MEMORY, seconds=20) as pool:
        yield pool


def test_the_answer_of_a_function_comes_back(pool: ParserPool) -> None:
    assert run(pool.run(tasks.same, {"pages": [1, 2]})) == {"pages": [1, 2]}


@pytest.mark.parametrize(
    ("function", "args", "said"),
    [
        (tasks.crash, (signal.SIGSEGV,), "SIGSEGV"),
        (tasks.crash, (signal.SIGXCPU,), "processor time"),
        (tasks.crash, (signal.SIGKILL,), "killed from outside"),
        (tasks.abort_on_full_memory, (), "SIGABRT: most likely it hit its memory limit of 600 MB"),
        (tasks.fill_memory, (), "more than 600 MB of memory"),
        (tasks.fail, (), "KeyError: 'Kids'"),
        (tasks.recurse, (), "RecursionError"),
    ],
)
def test_what_happened_to_a_worker_is_said(
    pool: ParserPool, function: Callable[..., Any], args: tuple[Any, ...], said: str
) -> None:
    with pytest.raises(ParserDiedError, match=said):
        run(pool.run(function, *args))
    assert run(pool.run(tasks.same, "still here")) == "still here"


@pytest.mark.parametrize("function", [tasks.spin, tasks.hang_without_answering_signals])
def test_a_document_that_never_ends_is_ended(function: Callable[[], None]) -> None:
    with ParserPool(workers=1, memory_bytes=MEMORY, seconds=1) as pool:
        start = time.monotonic()
        with pytest.raises(ParserDiedError, match="longer than the limit of 1 seconds"):
            run(pool.run(function))
        assert time.monotonic() - start < 8
        assert run(pool.run(tasks.same, 1)) == 1


def test_our_own_errors_come_through_with_their_hint(pool: ParserPool) -> None:
    with pytest.raises(NoTextError, match="3 pages") as caught:
        run(pool.run(tasks.no_text))
    assert caught.value.hint == "try --ocr"


def test_the_queue_goes_on_after_crashes(pool: ParserPool) -> None:
    async def queue() -> list[Any]:
        jobs = [pool.run(tasks.crash, signal.SIGSEGV) if n % 6 == 2 else pool.run(tasks.same, n) for n in range(30)]
        return await asyncio.gather(*jobs, return_exceptions=True)

    for number, result in enumerate(run(queue())):
        if number % 6 == 2:
            assert isinstance(result, ParserDiedError)
        else:
            assert result == number


def test_a_pool_whose_idle_workers_were_killed_starts_again() -> None:
    with ParserPool(workers=1, memory_bytes=MEMORY, seconds=20) as pool:
        worker = run(pool.run(tasks.process_id))
        os.kill(worker, signal.SIGKILL)
        time.sleep(0.5)
        assert run(pool.run(tasks.same, "served")) == "served"


def test_closing_the_pool_fails_what_still_waits() -> None:
    async def closed_early(pool: ParserPool) -> list[object]:
        waiting = [asyncio.create_task(pool.run(tasks.sleep, 60)) for _ in range(4)]
        await asyncio.sleep(0.4)
        pool.close()
        return await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), timeout=5)

    with ParserPool(workers=1, memory_bytes=MEMORY, seconds=100) as pool:
        assert all(isinstance(error, ParserDiedError) for error in run(closed_early(pool)))


def test_a_cancelled_task_ends_its_worker() -> None:
    async def impatient(pool: ParserPool) -> None:
        await asyncio.wait_for(pool.run(tasks.sleep, 60), timeout=0.5)

    with ParserPool(workers=1, memory_bytes=MEMORY, seconds=100) as pool:
        with pytest.raises(TimeoutError):
            run(impatient(pool))
        start = time.monotonic()
        assert run(pool.run(tasks.same, "next")) == "next"
        assert time.monotonic() - start < 5


def test_workers_are_replaced_after_their_share_of_tasks() -> None:
    async def processes(pool: ParserPool) -> list[int]:
        return [await pool.run(tasks.process_id) for _ in range(9)]

    with ParserPool(workers=1, memory_bytes=MEMORY, seconds=20, tasks_per_worker=3) as pool:
        assert len(set(run(processes(pool)))) == 3


def test_a_worker_is_limited_by_the_system(pool: ParserPool) -> None:
    limits = run(pool.run(tasks.limits))
    assert limits["RLIMIT_AS"] == MEMORY
    assert limits["RLIMIT_CORE"] == 0
    assert 0 < limits["RLIMIT_FSIZE"] <= 2_000_000_000


def test_a_worker_cannot_see_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "DIGEST_API_KEY", "MY_TOKEN", "DB_PASSWORD"):
        monkeypatch.setenv(name, "hunter2")
    with ParserPool(workers=1, memory_bytes=MEMORY, seconds=20) as pool:
        assert run(pool.run(tasks.secrets_in_sight)) == []
    assert os.environ["OPENAI_API_KEY"] == "hunter2"


def test_a_worker_cannot_use_the_network(pool: ParserPool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with pytest.raises(ParserDiedError, match="may not use the network"):
            run(pool.run(tasks.reach_out, server.getsockname()[1]))
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_worker_does_not_load_the_command_line(pool: ParserPool) -> None:
    assert run(pool.run(tasks.imported, "digest.cli")) == []
    assert run(pool.run(tasks.imported, "digest.extract"))


def test_a_pool_that_was_never_used_costs_nothing() -> None:
    start = time.perf_counter()
    with ParserPool(workers=4, memory_bytes=MEMORY, seconds=1):
        pass
    assert time.perf_counter() - start < 0.05


def test_a_function_that_no_worker_could_import_is_the_callers_mistake(pool: ParserPool) -> None:
    with pytest.raises((AttributeError, pickle.PicklingError)):
        run(pool.run(lambda: 1))
    assert run(pool.run(tasks.same, 2)) == 2
