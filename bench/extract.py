"""How clean the text of a PDF is and what it costs, ours beside six other readers.

    python -m bench.extract [--papers DIR] [--rounds N] [--slow N]

``DIR`` holds PDFs and a folder ``truth`` with the text of some of them as ``.txt`` or ``.md``. All readers take turns
on every paper in one run, each in a process of its own that has read a paper before. Times are processor time, the
median of the rounds, text only. Readers slower than a tenth of pypdf read the ``--slow`` shortest papers only and are
compared on those. What the product does by default on top of the text is timed and printed apart. Memory is the peak of
a process that reads all papers with one reader. The headings of level 1 are compared with ``extract_sections.json``,
written by hand from the papers' pages. The last line is JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import platform
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.extract_metrics import Score, Truth, bare, find_furniture, headings_right, noise, shared_words
from bench.extract_peers import document_of, pdfium, present, timed

PAPERS = Path(os.environ.get("DIGEST_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")) / "papers"
SECTIONS = Path(__file__).with_name("extract_sections.json")
SLOW = ("pymupdf4llm",)
WHOLE = "whole"
ONE_ROUND = ("pdfminer.six", "pdftext", "pymupdf4llm")


Turn = Callable[[Path], tuple[float, list[str]]]
"""Lets a reader read a paper: gives its processor seconds, and the text of each page."""


@dataclass
class Tally:
    """What one reader came to."""

    scores: dict[str, Score] = field(default_factory=dict)
    noise: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def per_thousand(self, what: str, names: list[str]) -> float:
        """Errors of one kind per 1000 words of the truth."""
        truth_words = sum(self.scores[name].truth_words for name in names)
        errors: list[int] = [getattr(self.scores[name], what) for name in names]
        return 1000 * sum(errors) / max(1, truth_words)

    def f1(self, names: list[str]) -> float:
        """The mean over documents."""
        return statistics.fmean(self.scores[name].f1 for name in names) if names else 0.0


def main() -> None:
    options = _options()
    papers = sorted(options.papers.glob("*.pdf"))
    if not papers:
        sys.exit(f"no PDFs in {options.papers}")
    versions, missing = present()
    print("\n".join(missing))
    truths = {path.stem: Truth(path.read_text(errors="replace")) for path in _truth_files(options.papers)}
    judged = [path for path in papers if path.stem in truths] or papers
    pages = {path.stem: len(pdfium(path)) for path in papers}
    short = {path.stem for path in sorted(judged, key=lambda path: pages[path.stem])[: options.slow]}
    shortest = min(papers, key=lambda path: pages[path.stem])
    with _in_turn([*versions, WHOLE], shortest) as turns:
        tallies = _compare(judged, turns, truths, short, options.rounds)
        _print_table(tallies, versions, pages, short)
        figures = _against_peers(tallies, pages, short)
        _print_whole(judged, turns[WHOLE], tallies["digest"], pages)
    figures |= _workers(papers, options.rounds)
    figures |= _memory(papers)
    figures |= _sections(papers)
    print(json.dumps({key: round(value, 4) for key, value in figures.items()}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the extraction of text against other readers.")
    parser.add_argument("--papers", type=Path, default=PAPERS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slow", type=int, default=3, help="papers for the slowest reader")
    return parser.parse_args()


def _truth_files(folder: Path) -> list[Path]:
    return [path for path in sorted((folder / "truth").glob("*")) if path.suffix in (".txt", ".md")]


@contextmanager
def _in_turn(names: Iterable[str], first: Path) -> Iterator[dict[str, Turn]]:
    """Every reader in a process of its own, so that none pays for another's heap, with one paper read before."""
    spawn = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        pools = {name: stack.enter_context(ProcessPoolExecutor(1, mp_context=spawn)) for name in names}
        for name, pool in pools.items():
            with suppress(Exception):  # it fails again when its time is taken, and is counted then
                pool.submit(timed, name, first).result()
        yield {name: partial(_turn, pool, name) for name, pool in pools.items()}


def _turn(pool: ProcessPoolExecutor, name: str, path: Path) -> tuple[float, list[str]]:
    return pool.submit(timed, name, path).result()


def _compare(
    papers: list[Path], turns: dict[str, Turn], truths: dict[str, Truth], short: set[str], rounds: int
) -> dict[str, Tally]:
    tallies = {name: Tally() for name in turns if name != WHOLE}
    for path in papers:
        times = defaultdict(list)
        furniture = find_furniture(pdfium(path))
        delivered: dict[str, list[str]] = {}
        for turn in range(rounds):
            for name, tally in tallies.items():
                if (name in SLOW and path.stem not in short) or (name in ONE_ROUND and turn):
                    continue
                try:
                    seconds, texts = turns[name](path)
                except Exception as error:  # noqa: BLE001 - a peer may fail in any way; that is a result
                    tally.failed.append(f"{path.stem}: {type(error).__name__}")
                    continue
                times[name].append(seconds)
                delivered.setdefault(name, texts)
        common = shared_words(["\n".join(texts) for texts in delivered.values()])
        for name, texts in delivered.items():
            tallies[name].noise[path.stem] = noise(texts, furniture)
            if path.stem in truths:
                tallies[name].scores[path.stem] = truths[path.stem].score("\n".join(texts), common)
        for name, seconds_taken in times.items():
            tallies[name].seconds[path.stem] = statistics.median(seconds_taken)
        print(f"  read {path.stem}", file=sys.stderr)
    return tallies


def _print_table(tallies: dict[str, Tally], versions: dict[str, str], pages: dict[str, int], short: set[str]) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} processors")
    print("| reader | ordered F1 | glued | false spaces | hyphens | noise/page | pages/s |")
    print("|---|---|---|---|---|---|---|")
    for name, tally in tallies.items():
        names = list(tally.scores)
        read = sum(pages[stem] for stem in tally.seconds)
        label = f"{name} {versions[name]}" + (f" ({len(short)} papers)" if name in SLOW else "")
        print(
            f"| {label} | {tally.f1(names):.4f} | {tally.per_thousand('glued', names):.2f} "
            f"| {tally.per_thousand('split', names):.2f} | {tally.per_thousand('hyphens', names):.2f} "
            f"| {sum(tally.noise.values()) / max(1, read):.3f} | {read / max(1e-9, sum(tally.seconds.values())):.1f} |"
        )
        if tally.failed:
            print(f"  {name} failed on {', '.join(tally.failed)}")


def _against_peers(tallies: dict[str, Tally], pages: dict[str, int], short: set[str]) -> dict[str, float]:
    mine = tallies["digest"]
    names = list(mine.scores)
    figures = {
        "ordered_f1": mine.f1(names),
        "ordered_f1_best_peer": max(
            (tally.f1(names) for name, tally in tallies.items() if name not in (*SLOW, "digest")), default=0.0
        ),
        "glued": mine.per_thousand("glued", names),
        "false_spaces": mine.per_thousand("split", names),
        "hyphens": mine.per_thousand("hyphens", names),
        "noise_per_page": sum(mine.noise.values()) / sum(pages[stem] for stem in mine.noise),
    }
    if "pypdf" in tallies:
        theirs = tallies["pypdf"]
        figures["word_errors_vs_pypdf"] = (1 - mine.f1(names)) / (1 - theirs.f1(names)) if names else 0.0
        figures["speed_vs_pypdf"] = sum(theirs.seconds.values()) / sum(mine.seconds.values())
    for name in SLOW:
        if name in tallies:
            theirs = tallies[name]
            figures[f"speed_vs_{name}"] = sum(theirs.seconds.values()) / sum(mine.seconds[s] for s in theirs.seconds)
            some = [stem for stem in names if stem in short]
            print(f"on the {len(some)} papers that {name} read: F1 {theirs.f1(some):.4f}, ours {mine.f1(some):.4f}")
    return figures


def _print_whole(papers: list[Path], turn: Turn, text_only: Tally, pages: dict[str, int]) -> None:
    """What the product takes as it runs by default: with the search for hidden text, figures and tables."""
    read = sum(pages[path.stem] for path in papers)
    whole = sum(turn(path)[0] for path in papers)
    text = sum(text_only.seconds.values())
    print(f"digest, text only: {read / text:.1f} pages/s")
    print(f"digest with figures, tables and the search for hidden text: {read / whole:.1f} pages/s")


# --- workers and memory -----------------------------------------------------------------------------------------------


def _workers(papers: list[Path], rounds: int) -> dict[str, float]:
    from digest.pool import ParserPool  # noqa: PLC0415 - see extract_peers

    # the longest first, and each twice, so that the end of the run does not wait for one long paper
    work = sorted((path.read_bytes() for path in papers * 2), key=len, reverse=True)

    async def read_all(workers: int) -> float:
        with ParserPool(workers, memory_bytes=2_000_000_000, seconds=120) as pool:
            await asyncio.gather(*(pool.run(document_of, work[-1]) for _ in range(workers * 2)))
            begin = time.perf_counter()
            await asyncio.gather(*(pool.run(document_of, data) for data in work))
            return time.perf_counter() - begin

    ratios = [asyncio.run(read_all(1)) / asyncio.run(read_all(2)) for _ in range(rounds)]
    print(f"two workers against one: {', '.join(f'{ratio:.2f}' for ratio in ratios)}")
    return {"two_workers": statistics.median(ratios)}


def _memory(papers: list[Path]) -> dict[str, float]:
    peaks = {}
    for name in ("digest", "pypdf"):
        command = [sys.executable, "-m", "bench.extract_memory", name, str(papers[0].parent)]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        peaks[name] = float(done.stdout)
    print(f"peak memory: digest {peaks['digest']:.0f} MB, pypdf {peaks['pypdf']:.0f} MB")
    return {"memory_vs_pypdf": peaks["digest"] / peaks["pypdf"]}


# --- sections ---------------------------------------------------------------------------------------------------------


def _sections(papers: list[Path]) -> dict[str, float]:
    """Headings found over headings there are, wrong ones counted against it. Abstracts and titles are left aside."""
    truth: dict[str, list[str]] = json.loads(SECTIONS.read_text())
    right = total = 0
    for path in papers:
        if path.stem not in truth:
            continue
        document = document_of(path.read_bytes())
        found = [s.title for s in document.sections if s.level == 1 and s.kind != "abstract"]
        hits = headings_right(found, truth[path.stem])
        right += hits
        total += max(len(truth[path.stem]), len(found))
        if hits < max(len(truth[path.stem]), len(found)):
            wanted, got = {bare(t) for t in truth[path.stem]}, {bare(t) for t in found}
            extra, lost = (
                [t for t in found if bare(t) not in wanted],
                [t for t in truth[path.stem] if bare(t) not in got],
            )
            print(f"  {path.stem}: missed {lost}, too many {extra}")
    print(f"headings of level 1: {right} of {total}")
    return {"sections_level1": right / total} if total else {}


if __name__ == "__main__":
    main()
