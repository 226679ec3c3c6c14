"""Damaged copies of good files: each ends in a document or in an error of ours, within its limits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from fpdf import FPDF

from digest.document import Document
from digest.errors import ExtractError
from digest.pool import ParserPool
from tests.extract.test_bombs import read_all
from tests.fakes.hiding import TRICKS, hiding, scanned_with_text_layer

SECONDS = 10.0


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(workers=2, memory_bytes=800_000_000, seconds=SECONDS) as pool:
        yield pool


def paper() -> bytes:
    """Three pages with headings, links, an outline, a table and drawings."""
    made = FPDF()
    made.set_font("Helvetica", size=11)
    for number in range(1, 4):
        made.add_page()
        made.start_section(f"{number} Section")
        made.multi_cell(0, 6, "Ice melts when it is warm, and the rate was measured in 12 lakes. " * 20)
        made.rect(30, 150, 80, 40)
        made.line(30, 150, 110, 190)
        made.set_xy(30, 195)
        made.cell(0, 6, f"Figure {number}: The melting of ice.", link="https://example.org/ice")
    return bytes(made.output())


def mutated(data: bytes, seed: int) -> bytes:
    """One way of damage: bytes changed, a piece cut out, doubled or moved, the end lost, names and numbers replaced."""
    rng = random.Random(seed)
    damaged = bytearray(data)
    at, length = rng.randrange(len(data)), rng.randrange(1, max(2, len(data) // 8))
    match seed % 6:
        case 0:
            for _ in range(rng.randrange(1, 60)):
                damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        case 1:
            del damaged[at : at + length]
        case 2:
            del damaged[max(20, at) :]
        case 3:
            damaged[at:at] = damaged[at // 2 : at // 2 + length]
        case 4:
            for old, new in (
                (b"/Length", b"/Lenght"),
                (b"endobj", b"endobi"),
                (b" 0 R", b" 9 R"),
                (b"/Kids", b"/Kidz"),
            ):
                if rng.random() < 0.4:
                    damaged = bytearray(bytes(damaged).replace(old, new, rng.randrange(1, 4)))
        case _:
            digits = [i for i, byte in enumerate(damaged) if 48 <= byte <= 57]
            for i in rng.sample(digits, min(len(digits), 40)):
                damaged[i] = 48 + rng.randrange(10)
    return bytes(damaged)


def check(pool: ParserPool, files: list[bytes]) -> tuple[int, int]:
    """Read all; how many became documents and how many errors."""
    results = read_all(pool, files)
    for result, seconds in results:
        assert isinstance(result, (Document, ExtractError))
        assert seconds < SECONDS + 20, "a busy machine takes a while to stop a worker"
    documents = sum(isinstance(result, Document) for result, _ in results)
    return documents, len(results) - documents


def test_three_hundred_damaged_files_are_survived(pool: ParserPool) -> None:
    sources = [paper(), hiding(TRICKS[16]), hiding(TRICKS[17]), hiding(TRICKS[18]), scanned_with_text_layer()]
    documents, errors = check(pool, [mutated(sources[seed % len(sources)], seed) for seed in range(312)])
    assert documents > 50
    assert errors > 20


@pytest.mark.slow
def test_damaged_real_papers_are_survived(pool: ParserPool, shared_data: Path) -> None:
    papers = sorted((shared_data / "papers").glob("*.pdf"), key=lambda path: path.stat().st_size)[:8]
    documents, errors = check(pool, [mutated(path.read_bytes(), seed) for path in papers for seed in range(12)])
    assert documents > 10
    assert errors > 5
