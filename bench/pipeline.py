"""A run of many papers against its ideal, run again, killed, and made long: ``python -m bench.pipeline``.

The ideal is the number of calls times the endpoint's latency over the number of slots. Everything is on loopback, the
servers in a process of their own; the loopback arXiv sets no pace. The last line printed is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.loopback import Loopback

KILLED_PAPERS, KILLED_SLOTS, KILLED_LATENCY = 40, 8, 0.5
"""The run that is killed: long enough that every kill meets calls under way."""

FEW = 100
"""Papers of the short run that the memory of the long one is compared with."""


@dataclass(frozen=True)
class Run:
    """A digest process that has ended: wall-clock and processor seconds, and the most memory of its processes."""

    seconds: float
    processor: float
    megabytes: float


class Digest:
    """``digest summarize`` of all papers of a loopback world, with a data folder of its own."""

    def __init__(self, world: Loopback, folder: Path, slots: int) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.folder = folder
        self._environment = (
            kept
            | world.environment
            | {
                "DIGEST_DATA_DIR": str(folder),
                "DIGEST_API_KEY": "sk-loopback-0123456789",
                "DIGEST_MODEL": "fake-model",
                "DIGEST_CONCURRENCY": str(slots),
            }
        )
        self._command = [sys.executable, "-m", "digest", "summarize", "-q", "-o", str(folder / "notes.md"), *world.ids]

    def start(self, *, quiet: bool = False) -> subprocess.Popen[bytes]:
        """Begin, and leave it running; ``quiet`` when what its children say of its death is not wanted."""
        return subprocess.Popen(self._command, env=self._environment, stderr=subprocess.DEVNULL if quiet else None)

    def run(self) -> Run:
        """Run to the end.

        Raises:
            RuntimeError: It failed.
        """
        begun = time.monotonic()
        process = self.start()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"digest ended with {process.returncode}")
        return Run(time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)

    def in_flight(self) -> set[tuple[str, int]]:
        """The attempts of calls that were written down as sent, with nothing said of a reply."""
        if not (path := self.folder / "digest.db").exists():
            return set()
        with sqlite3.connect(path) as connection:
            try:
                return set(connection.execute("SELECT key, attempt FROM calls WHERE state = 'sent'"))
            except sqlite3.OperationalError:  # killed before the tables were made
                return set()

    def paid_again(self) -> int:
        """Attempts beyond the first of calls whose reply was on disk: nobody should ever make one."""
        sql = "SELECT count(*) FROM calls WHERE state IN ('received', 'used') GROUP BY key HAVING count(*) > 1"
        with sqlite3.connect(self.folder / "digest.db") as connection:
            return sum(count - 1 for (count,) in connection.execute(sql))


def ideal_and_again(papers: int, slots: int, latency: float) -> dict[str, float]:
    """One run of all papers against the ideal, and the same run again."""
    with tempfile.TemporaryDirectory() as folder, Loopback(papers, latency) as world:
        digest = Digest(world, Path(folder), slots)
        first = digest.run()
        seen = world.counts()
        second = digest.run()
        after = world.counts()
    ideal = seen.answered * latency / slots
    again = after.arxiv + after.chat - seen.arxiv - seen.chat
    print(f"{papers} papers, {seen.answered} calls of {latency:g} s, {slots} slots, at most {seen.busiest} at once")
    print(f"  ideal           {ideal:8.2f} s")
    print(f"  first run       {first.seconds:8.2f} s   {first.seconds / ideal:6.3f}   (bar: 1.15)   {_used(first)}")
    share = second.seconds / first.seconds
    print(
        f"  the same again  {second.seconds:8.2f} s   {share:6.4f}   (bar: 0.01)   {again} requests   {_used(second)}"
    )
    return {
        "vs_ideal": round(first.seconds / ideal, 3),
        "rerun_share": round(share, 4),
        "rerun_requests": again,
    }


def killed(kills: int, seed: int = 20) -> int:
    """Calls paid twice that were not in flight at one of the kills."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, Loopback(KILLED_PAPERS, KILLED_LATENCY) as world:
        digest = Digest(world, Path(folder), KILLED_SLOTS)
        flying: set[tuple[str, int]] = set()
        done = 0
        for _ in range(kills):
            goal = world.asked() + chance.randint(1, KILLED_SLOTS)
            process = digest.start(quiet=True)
            while world.asked() < goal and process.poll() is None:
                time.sleep(0.01)
            time.sleep(chance.random() * 2 * KILLED_LATENCY)
            done += process.poll() is None
            process.kill()
            process.wait()
            flying |= digest.in_flight()
        digest.run()
        sent, again = world.counts().sent, digest.paid_again()
    twice = sum(sent.values()) - len(sent)
    print(f"{done} kills of a run of {len(sent)} calls, {KILLED_SLOTS} at once")
    print(f"  in flight when killed   {len(flying):4d}")
    beyond = max(again, twice - len(flying), 0)
    print(f"  sent twice              {twice:4d}   beyond those in flight {beyond}   (bar: 0)")
    return beyond


def memory(slots: int, papers: int) -> float:
    """The peak memory of a run of many papers over that of a run of few."""
    peaks = []
    for count in (FEW, papers):
        with tempfile.TemporaryDirectory() as folder, Loopback(count, 0.0) as world:
            run = Digest(world, Path(folder), slots).run()
        print(f"{count:5d} papers queued   {run.megabytes:7.1f} MB   {run.seconds:.1f} s, {_used(run)}")
        peaks.append(run.megabytes)
    print(f"  {papers} against {FEW}   {peaks[1] / peaks[0]:.3f}   (bar: 1.2)")
    return round(peaks[1] / peaks[0], 3)


def _used(run: Run) -> str:
    return f"{run.processor:.1f} s of processor, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--papers", type=int, default=200)
    parser.add_argument("--slots", type=int, default=32)
    parser.add_argument("--latency", type=float, default=2.0)
    parser.add_argument("--kills", type=int, default=20, help="0 leaves this part out")
    parser.add_argument("--queued", type=int, default=1_000, help="0 leaves this part out")
    given = parser.parse_args()
    figures: dict[str, float | None] = {**ideal_and_again(given.papers, given.slots, given.latency)}
    figures["paid_twice_beyond_flight"] = killed(given.kills) if given.kills else None
    figures["memory_1000_vs_100"] = memory(given.slots, given.queued) if given.queued else None
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
