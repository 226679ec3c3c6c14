"""``digest weekly`` as cron runs it: the real command in a process of its own, against loopback servers."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from tests.weekly.world import DAMAGED, IDS, WEEK, WITHDRAWN, World, world

GOLDEN = Path(__file__).parents[1] / "golden" / "weekly"
REWRITE = bool(os.environ.get("DIGEST_REWRITE_GOLDEN"))  # read before the fixtures clean the environment
ARGS = ("weekly", "--week", WEEK, "--out", "issues")


@pytest.fixture
def loopback(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as servers:
        yield servers


def issue(loopback: World, name: str = f"{WEEK}.md") -> Path:
    return loopback.folder / "issues" / name


def test_the_issue_has_every_row_in_its_place_and_the_run_names_what_failed(loopback: World) -> None:
    done = loopback.run(*ARGS, "--json")
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if line.startswith("digest: ") and "model" not in line] == [
        f"digest: {DAMAGED}v1: the file is no readable PDF (PdfReadError)"
    ]
    text = issue(loopback).read_text()
    places = [text.index(f"arxiv.org/abs/{paper_id}") for paper_id in IDS]
    assert places == sorted(places)
    assert text.count("Not summarized: The paper was withdrawn by its authors.") == 2
    assert text.count("Not summarized: Its PDF is damaged and cannot be read.") == 2
    assert "Notes on Sampling" in text
    report = json.loads(done.stdout)
    states = {row["paper"]: row["state"] for row in report["papers"]}
    assert states[DAMAGED] == states[WITHDRAWN] == "failed"
    assert list(states.values()).count("made") == len(IDS) - 2 + 1
    (kept,) = (loopback.folder / "data" / "runs").glob("*.json")
    assert json.loads(kept.read_text())["papers"] == report["papers"]


def test_a_second_run_asks_for_nothing_and_touches_no_issue(loopback: World) -> None:
    loopback.with_model()
    loopback.run(*ARGS)
    before, asked = issue(loopback).stat(), loopback.requests
    loopback.run(*ARGS)
    assert loopback.requests == asked
    assert (issue(loopback).stat().st_mtime_ns, issue(loopback).stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_run_without_failures_is_silent_and_a_second_one_leaves_no_report(loopback: World) -> None:
    loopback.arxiv.add(loopback.arxiv._by_label[f"{DAMAGED}v1"].with_pdf(b""))
    first = loopback.run(*ARGS, "-q")
    assert (first.returncode, first.stdout, first.stderr) == (0, "", "")
    again = loopback.run(*ARGS)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "nothing new\n")
    assert len(list((loopback.folder / "data" / "runs").iterdir())) == 1


def test_without_a_week_the_newest_list_is_done(loopback: World) -> None:
    loopback.run("weekly", "--out", "issues", "-q")
    assert [path.name for path in issue(loopback).parent.iterdir()] == [f"{WEEK}.md"]


def test_while_another_run_holds_the_lock_nothing_is_done(loopback: World) -> None:
    (loopback.folder / "data").mkdir()
    with FileLock(loopback.folder / "data" / "weekly.lock"):
        done = loopback.run(*ARGS)
    assert done.returncode == 75
    assert loopback.requests == 0
    assert not issue(loopback).exists()


def test_an_issue_edited_by_hand_is_kept_unless_forced(loopback: World) -> None:
    loopback.run(*ARGS)
    made = issue(loopback).read_text()
    issue(loopback).write_text("mine\n")
    done = loopback.run(*ARGS)
    assert "edited by hand" in done.stderr
    assert issue(loopback).read_text() == "mine\n"
    assert issue(loopback, f"{WEEK}.new.md").read_text() == made
    loopback.run(*ARGS, "--force")
    assert issue(loopback).read_text() == made


def test_a_dry_run_shows_the_list_and_makes_nothing(loopback: World) -> None:
    done = loopback.run(*ARGS, "--dry-run", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["paper"] for row in rows[:9]] == list(IDS[:9])
    assert {row["state"] for row in rows} == {"to do"}
    assert not issue(loopback).exists()
    assert not loopback.arxiv.hits


def test_papers_over_the_limit_stand_in_the_list_and_are_made_the_next_time(loopback: World) -> None:
    loopback.run(*ARGS, "--max-papers", "2")
    text = issue(loopback).read_text()
    assert text.count("Left for a later run") == len(IDS) + 1 - 2
    assert f"](https://arxiv.org/abs/{IDS[5]})  \n" in text  # in the list, with a link of its own
    assert text.count("\n## ") == 2
    loopback.run(*ARGS)
    assert "Left for a later run" not in issue(loopback).read_text()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_issue_is_the_golden_one(loopback: World, language: str) -> None:
    # Without a model: what the loopback endpoint answers changes with every word of the prompts.
    loopback.run(*ARGS, "--lang", language)
    name = f"{WEEK}.md" if language == "en" else f"{WEEK}.{language}.md"
    text = re.sub(r"127\.0\.0\.1:\d+", "pages.test", issue(loopback, name).read_text())
    if REWRITE:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(text)
    assert text == (GOLDEN / name).read_text()


@pytest.mark.slow
def test_after_kill_9_at_random_points_the_issue_is_the_same_bytes(loopback: World) -> None:
    loopback.with_model()
    loopback.run(*ARGS)
    whole = issue(loopback).read_bytes()
    shutil.rmtree(loopback.folder / "data")
    issue(loopback).unlink()
    chance = random.Random(5)
    for _ in range(6):
        process = subprocess.Popen(
            loopback.command(*ARGS),
            cwd=loopback.folder,
            env=loopback.environment,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.8, 3.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    loopback.run(*ARGS)
    assert issue(loopback).read_bytes() == whole


def test_the_real_list_of_the_week_gives_its_ten_papers_in_order(loopback: World, shared_data: Path) -> None:
    loopback.lists.put("/years/2024.md", (shared_data / "lists" / "dair-years-2024.md").read_bytes())
    done = loopback.run(*ARGS, "--dry-run", "--json")
    found = [json.loads(line)["paper"] for line in done.stdout.splitlines()]
    assert found == [*IDS[:9], f"{IDS[9]}v1"]


def test_a_collection_of_several_weeks_is_no_list_of_a_week(loopback: World) -> None:
    row = f"| 1) **Again** - Seen. | [Paper](https://arxiv.org/abs/{IDS[0]}) |"
    later = (
        f"## Top AI Papers of the Week (February 5 - February 11) - 2024\n\n| Paper | Links |\n| --- | --- |\n{row}\n\n"
    )
    loopback.lists.put("/years/2024.md", later + loopback.lists.routes["/years/2024.md"].body.decode())
    assert "dair-2024-W05-2024-W06: 12 papers" in loopback.run("add", "dair:2024-01-01..2024-12-31").stderr
    rows = [json.loads(line) for line in loopback.run("weekly", "--dry-run", "--json").stdout.splitlines()]
    assert {row["list"] for row in rows} == {"dair-2024-W06"}


def test_a_paper_that_failed_last_week_is_tried_again_with_this_weeks_list(loopback: World) -> None:
    loopback.settings["DIGEST_MAX_ATTEMPTS"] = "1"
    loopback.arxiv.faults[f"/pdf/{IDS[1]}"] = ["503"]
    assert loopback.run("weekly", "--out", "issues", "-q").returncode == 4
    assert "Its source did not answer" in issue(loopback).read_text()
    first = loopback.lists.routes["/years/2024.md"].body.decode()
    row = f"| 1) **Again** - Seen. | [Paper](https://arxiv.org/abs/{IDS[0]}) |"
    head = "## Top AI Papers of the Week (February 5 - February 11) - 2024\n\n| Paper | Links |\n| --- | --- |\n"
    loopback.lists.put("/years/2024.md", f"{head}{row}\n\n{first}")
    shutil.rmtree(loopback.folder / "data" / "cache")
    assert loopback.run("weekly", "--out", "issues", "-q").returncode == 0
    assert "Its source did not answer" not in issue(loopback).read_text()
    assert issue(loopback, "2024-W06.md").is_file()


def test_a_run_that_missed_a_week_does_it_and_says_which_paper_is_a_repeat(loopback: World) -> None:
    first = loopback.lists.routes["/years/2024.md"].body.decode()
    loopback.run("weekly", "--out", "issues", "-q")
    rows = f"| 1) **Again** - Seen. | [Paper](https://arxiv.org/abs/{IDS[0]}v1) |"
    table = "| **Paper** | **Links** |\n| --- | --- |\n"
    later = [
        f"## Top AI Papers of the Week (February {start} - February {end}) - 2024\n\n{table}{rows}\n"
        for start, end in ((12, 18), (5, 11))
    ]
    loopback.lists.put("/years/2024.md", "\n".join([*later, first]))
    shutil.rmtree(loopback.folder / "data" / "cache")
    loopback.run("weekly", "--out", "issues", "-q", "--max-weeks", "3")
    names = sorted(path.name for path in issue(loopback).parent.iterdir())
    assert names == [f"{WEEK}.md", "2024-W06.md", "2024-W07.md"]
    assert "January 29 - February 4" in issue(loopback, "2024-W06.md").read_text()
