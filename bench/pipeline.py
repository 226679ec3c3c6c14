"""How near a run of many papers comes to the ideal, and what the same run costs again: ``python -m bench.pipeline``.

The ideal is the number of calls times the endpoint's latency over the number of slots. Everything is on loopback; the
loopback arXiv sets no pace. The last line printed is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fakes.arxiv import ArxivServer
from tests.fakes.chat import ChatServer
from tests.fakes.papers import FakePaper, make_pdf


def main() -> None:
    """Run once, run again, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--papers", type=int, default=200)
    parser.add_argument("--slots", type=int, default=32)
    parser.add_argument("--latency", type=float, default=2.0)
    given = parser.parse_args()
    # Made beforehand: the server must not share the machine with the making of PDFs while it is measured.
    bare = [FakePaper(f"2401.{n + 1:05d}") for n in range(given.papers)]
    papers = [paper.with_pdf(make_pdf(paper)) for paper in bare]
    with (
        tempfile.TemporaryDirectory() as folder,
        ArxivServer(papers) as arxiv,
        ChatServer(latency=given.latency) as chat,
    ):
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment = (
            kept
            | arxiv.environment
            | {
                "DIGEST_DATA_DIR": folder,
                "DIGEST_BASE_URL": chat.url,
                "DIGEST_API_KEY": "sk-loopback-0123456789",
                "DIGEST_CONCURRENCY": str(given.slots),
            }
        )
        command = [sys.executable, "-m", "digest", "summarize", "-q", "-o", str(Path(folder) / "notes.md")]
        command += [paper.id for paper in papers]
        seconds, requests, calls = [], [], 0
        for _ in range(2):
            before, start = len(arxiv.hits) + len(chat.seen), time.monotonic()
            subprocess.run(command, env=environment, check=True)
            seconds.append(time.monotonic() - start)
            requests.append(len(arxiv.hits) + len(chat.seen) - before)
            calls = calls or chat.answered
    ideal = calls * given.latency / given.slots
    print(f"{given.papers} papers, {calls} calls, {given.slots} slots: {seconds[0]:.1f} s, ideal {ideal:.1f} s")
    print(f"again: {seconds[1]:.1f} s, {requests[1]} requests")
    figures = {
        "vs_ideal": round(seconds[0] / ideal, 3),
        "rerun_share": round(seconds[1] / seconds[0], 4),
        "rerun_requests": requests[1],
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
