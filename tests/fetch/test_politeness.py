"""One clock a host, whoever asks."""

from __future__ import annotations

import asyncio
import itertools
import subprocess
import sys
import time
from pathlib import Path

from digest.config import Settings
from digest.fetch import Fetcher
from digest.fetch.politeness import Clock

ASK = """
import asyncio, sys, time
from pathlib import Path
from digest.fetch.politeness import Clock

async def ask():
    clock = Clock(Path(sys.argv[1]), "arxiv.example", 0.3)
    for _ in range(3):
        async with clock.turn():
            print(time.time(), flush=True)

asyncio.run(ask())
"""


def test_two_processes_take_turns_at_one_host(tmp_path: Path) -> None:
    runs = [
        subprocess.Popen([sys.executable, "-c", ASK, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    times = sorted(float(line) for run in runs for line in run.communicate(timeout=60)[0].split())
    assert len(times) == 6
    assert min(later - sooner for sooner, later in itertools.pairwise(times)) >= 0.28


def test_no_interval_costs_no_time_and_no_file(tmp_path: Path) -> None:
    async def ask() -> None:
        clock = Clock(tmp_path, "mirror.example", 0)
        for _ in range(1_000):
            async with clock.turn():
                pass

    began = time.monotonic()
    asyncio.run(ask())
    assert time.monotonic() - began < 0.5
    assert not list(tmp_path.iterdir())


def test_all_services_of_arxiv_share_one_clock(tmp_path: Path) -> None:
    async def clocks() -> set[int]:
        async with Fetcher(Settings(data_dir=tmp_path)) as fetcher:
            hosts = ("arxiv.org", "export.arxiv.org", "oaipmh.arxiv.org", "rss.arxiv.org")
            return {id(fetcher._clock(host)) for host in hosts}

    assert len(asyncio.run(clocks())) == 1
