"""Files made to kill their reader cost themselves and nothing else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from digest.document import Document
from digest.errors import DamagedError, EncryptedError, ExtractError, NoTextError, ParserDiedError
from digest.extract import read_pdf
from digest.extract.crops import crop_png
from digest.pool import ParserPool
from tests.fakes import bombs
from tests.fakes.hiding import honest
from tests.fakes.raw_pdf import one_page, pdf

SECONDS = 3.0
SLACK = 20.0
"""Seconds that a busy machine may take to notice and to stop a worker; without a limit a bomb would run for minutes."""
MEMORY = 700_000_000


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(workers=2, memory_bytes=MEMORY, seconds=SECONDS) as pool:
        yield pool


@pytest.fixture(scope="module")
def patient() -> Iterator[ParserPool]:
    """For what is no bomb and must come back whole, however busy the machine is."""
    with ParserPool(workers=1, memory_bytes=MEMORY, seconds=60.0) as pool:
        yield pool


def read_all(pool: ParserPool, files: list[bytes]) -> list[tuple[Document | BaseException, float]]:
    """What became of every file, and after how many seconds it was known."""

    async def one(data: bytes) -> tuple[Document | BaseException, float]:
        start = time.monotonic()
        try:
            return await pool.run(read_pdf, data), time.monotonic() - start
        except ExtractError as error:
            return error, time.monotonic() - start

    async def two_at_a_time() -> list[tuple[Document | BaseException, float]]:
        gate = asyncio.Semaphore(2)

        async def gated(data: bytes) -> tuple[Document | BaseException, float]:
            async with gate:
                return await one(data)

        return await asyncio.gather(*map(gated, files))

    return asyncio.run(two_at_a_time())


def test_twenty_bombs_end_in_a_clear_error_or_a_document(pool: ParserPool) -> None:
    results = read_all(pool, [make() for make in bombs.BOMBS])
    assert len(results) == 20
    for make, (result, seconds) in zip(bombs.BOMBS, results, strict=True):
        assert isinstance(result, (Document, ExtractError)), make.__name__
        assert seconds < SECONDS + SLACK, f"{make.__name__} ran past its limit"
        if isinstance(result, ExtractError):
            assert len(result.message) > 10, make.__name__
    assert isinstance(asyncio.run(pool.run(read_pdf, honest())), Document), "the queue goes on"


def test_a_bomb_that_aborts_its_process_is_named(pool: ParserPool) -> None:
    with pytest.raises(ParserDiedError, match=r"memory|longer than"):
        asyncio.run(pool.run(read_pdf, bombs.forms_that_draw_two_forms()))


def test_a_file_of_too_many_pages_is_refused(patient: ParserPool) -> None:
    with pytest.raises(DamagedError, match="300000 pages, more than the limit"):
        asyncio.run(patient.run(read_pdf, bombs.one_page_many_times()))


def test_a_crop_of_a_giant_page_stays_small(patient: ParserPool) -> None:
    picture = asyncio.run(
        patient.run(crop_png, bombs.a_page_of_the_largest_size(), 1, (0.0, 0.0, 14400.0, 14400.0), 300.0)
    )
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 1_000_000


def test_empty_encrypted_and_damaged_files_have_each_their_own_error(patient: ParserPool) -> None:
    locked = one_page(b"BT /F1 9 Tf 10 10 Td (hello) Tj ET").replace(
        b"trailer << ",
        b"trailer << /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4"
        b" /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >> ",
    )
    expected: list[tuple[bytes, type[ExtractError]]] = [
        (one_page(b"q Q"), NoTextError),
        (locked, EncryptedError),
        (b"%PDF-1.7\nnothing of the kind", DamagedError),
        (b"<html><body>Not Found</body></html>", DamagedError),
        (b"", DamagedError),
        (pdf([b"<< /Type /Catalog >>"]), ExtractError),
    ]
    for (result, _), (_, kind) in zip(read_all(patient, [data for data, _ in expected]), expected, strict=True):
        assert isinstance(result, kind), result
