"""What a run without a person leaves behind: budgets, failures for good, kills, progress for those who do look."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.papers import FakePaper
from tests.weekly.world import DAMAGED, IDS, WEEK, World, world

ARGS = ("weekly", "--week", WEEK, "--out", "issues")
PRICES = {"DIGEST_PRICE_INPUT": "1", "DIGEST_PRICE_OUTPUT": "2"}


@pytest.fixture
def loopback(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as servers:
        yield servers


def issue(loopback: World) -> str:
    return (loopback.folder / "issues" / f"{WEEK}.md").read_text()


def runs(loopback: World) -> list[dict[str, Any]]:
    return [json.loads(line) for line in loopback.run("status", "--json").stdout.splitlines()]


def test_a_spent_budget_gives_the_issue_with_what_is_done_and_exit_3_and_the_rest_comes_later(loopback: World) -> None:
    loopback.with_model()
    loopback.settings |= PRICES | {"DIGEST_CONCURRENCY": "1", "DIGEST_PARSE_WORKERS": "1"}  # few papers at once
    done = loopback.run(*ARGS, "--max-cost", "0.07", "--json")
    assert done.returncode == 3
    report = json.loads(done.stdout)
    made = [row["paper"] for row in report["papers"] if row["state"] == "made"]
    stopped = [row["paper"] for row in report["papers"] if row["kind"] == "BudgetError"]
    assert made
    assert stopped
    assert all(
        any(line.startswith(f"digest: {paper}: the budget") for line in done.stderr.splitlines()) for paper in stopped
    )
    assert issue(loopback).count("Left for a later run: the budget of this one was reached.") == 2 * len(stopped)
    assert loopback.run(*ARGS, "-q").returncode == 0
    assert "Left for a later run" not in issue(loopback)


def test_a_damaged_paper_fails_the_run_that_meets_it_and_no_later_one(loopback: World) -> None:
    assert loopback.run(*ARGS, "-q").returncode == 1
    asked = loopback.requests
    again = loopback.run(*ARGS)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "nothing new\n")
    assert loopback.requests == asked
    assert len(runs(loopback)) == 1
    assert issue(loopback).count("Its PDF is damaged and cannot be read.") == 2
    (row,) = (row for row in status(loopback) if row["paper"] == DAMAGED)
    assert row["state"] == "failed"
    assert "digest retry dair-2024-W05" in row["why"]


def test_a_failure_for_good_is_tried_again_when_asked_for_or_when_a_new_version_is_out(loopback: World) -> None:
    loopback.run(*ARGS, "-q")
    assert loopback.run("retry", "dair-2024-W05", "-q").returncode == 1
    loopback.arxiv.add(FakePaper(DAMAGED, 2))
    assert loopback.run(*ARGS, "-q").returncode == 0  # nobody told us of the new version yet
    loopback.run("refresh", "dair-2024-W05")
    assert loopback.run(*ARGS, "-q").returncode == 0
    assert "damaged" not in issue(loopback)
    assert f"arxiv.org/abs/{DAMAGED}v2" in issue(loopback)


def status(loopback: World) -> list[dict[str, Any]]:
    return [json.loads(line) for line in loopback.run("status", "dair-2024-W05", "--json").stdout.splitlines()]


def test_a_run_that_was_killed_is_shown_as_interrupted(loopback: World) -> None:
    loopback.arxiv.faults["/pdf/"] = ["slow30"] * 20
    process = subprocess.Popen(
        loopback.command(*ARGS), cwd=loopback.folder, env=loopback.environment, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not list((loopback.folder / "data" / "runs").glob("*.json")):
        time.sleep(0.1)
    assert [run["state"] for run in runs(loopback)] == ["running"]
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert [run["state"] for run in runs(loopback)] == ["interrupted"]
    loopback.arxiv.faults.clear()
    loopback.run(*ARGS, "-q")
    assert [(run["state"], run["exit"]) for run in runs(loopback)] == [("finished", 1), ("interrupted", None)]
    kept = [json.loads(path.read_text())["state"] for path in sorted((loopback.folder / "data" / "runs").iterdir())]
    assert kept == ["interrupted", "finished"]


def test_a_run_that_is_told_to_end_says_so(loopback: World) -> None:
    loopback.arxiv.faults["/pdf/"] = ["slow30"] * 20
    process = subprocess.Popen(
        loopback.command(*ARGS), cwd=loopback.folder, env=loopback.environment, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not list((loopback.folder / "data" / "runs").glob("*.json")):
        time.sleep(0.1)
    process.terminate()
    assert process.wait(timeout=60) == 130
    assert [(run["state"], run["exit"]) for run in runs(loopback)] == [("interrupted", 130)]


def seen_on_a_terminal(loopback: World, *args: str) -> tuple[str, str]:
    """What a command shows on stderr when that is a terminal, and what it prints on stdout."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        loopback.command(*args), cwd=loopback.folder, env=loopback.environment | {"COLUMNS": "200", "TERM": "xterm"},
        stdout=subprocess.PIPE, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 120)[0]:
        try:
            data = os.read(ours, 65_536)
        except OSError:  # Linux's way of saying that the other end is closed
            break
        if not data:
            break
        shown += data
    os.close(ours)
    out, _ = process.communicate(timeout=60)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf-8", "replace")), out.decode()


def test_a_terminal_shows_papers_calls_money_and_time_left_and_a_pipe_shows_nothing(loopback: World) -> None:
    loopback.with_model()
    loopback.settings |= PRICES
    loopback.arxiv.faults[f"/pdf/{IDS[8]}"] = ["slow3"]  # so that others are done while one is under way
    shown, out = seen_on_a_terminal(loopback, *ARGS)
    assert out == ""
    assert re.search(r"\b[1-9]\d*/11 papers, \d+ calls?, \$0\.\d{4}, \d+ s left  \w+ing \d{4}\.\d{5}", shown)
    quiet, _ = seen_on_a_terminal(loopback, *ARGS, "-q", "--force")
    assert quiet == ""
    assert "papers," not in loopback.run(*ARGS, "--lang", "ja").stderr


def test_rows_without_a_paper_stand_in_their_place_with_the_reason(loopback: World) -> None:
    rows = [
        f"| 1) **First** - Prose. | [Paper](https://arxiv.org/abs/{IDS[0]}) |",
        "| 2) **Only a Tweet** - Prose. | [Tweet](https://x.com/a/status/1) |",
        "| 3) **No link** - Prose. |  |",
        "| 4) **Code** - Prose. | [Code](https://github.com/example/code) |",
        f"| 5) **Last** - Prose. | [Paper](https://arxiv.org/abs/{IDS[1]}) |",
    ]
    head = "## Top AI Papers of the Week (January 29 - February 4) - 2024\n\n| **Paper** | **Links** |\n| --- | --- |\n"
    loopback.lists.put("/years/2024.md", head + "\n".join(rows) + "\n")
    done = loopback.run(*ARGS, "--lang", "ja")
    assert done.returncode == 0
    text = (loopback.folder / "issues" / f"{WEEK}.ja.md").read_text()
    listing = [line for line in text.splitlines() if re.match(r"\d\.  ", line)]
    assert [line[:2] for line in listing] == ["1.", "2.", "3.", "4.", "5."]
    for title, reason in (("Only a Tweet", "Xへの投稿"), ("No link", "リンクがない"), ("Code", "コードのリポジトリ")):
        assert re.search(rf"\[{title}\]\(#[\w-]+\)  \n    要約なし：.*{reason}", text)
