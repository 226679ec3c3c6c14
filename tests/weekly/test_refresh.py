"""``digest refresh``: what is behind is found with one request, and remade only when asked for."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.papers import FakePaper
from tests.weekly.world import IDS, World, world


@pytest.fixture
def loopback(tmp_path: Path) -> Iterator[World]:
    """Three papers with notes in the collection ``mine``; the log of requests is empty."""
    with world(tmp_path) as servers:
        servers.run("collect", "mine", *IDS[:3])
        servers.run("retry", "mine", "-q")
        servers.arxiv.hits.clear()
        yield servers


def refresh(loopback: World, *args: str) -> dict[str, dict[str, Any]]:
    """The rows by paper."""
    done = loopback.run("refresh", *args, "--json")
    return {row["paper"]: row for row in map(json.loads, done.stdout.splitlines())}


def asked(loopback: World, prefix: str) -> int:
    return sum(hit.path.startswith(prefix) for hit in loopback.arxiv.hits)


def test_one_request_tells_new_versions_and_withdrawals_and_nothing_is_remade(loopback: World) -> None:
    assert refresh(loopback, "mine") == {}
    assert len(loopback.arxiv.hits) == 1
    loopback.arxiv.add(FakePaper(IDS[0], 2))
    loopback.arxiv.add(FakePaper(IDS[1], 2, comment="This paper has been withdrawn by the authors"))
    loopback.arxiv.hits.clear()
    rows = refresh(loopback, "mine")
    assert {paper: (row["why"], row["state"]) for paper, row in rows.items()} == {
        f"{IDS[0]}v1": ("version 2 is out", "stale"),
        f"{IDS[1]}v1": ("the paper was withdrawn", "withdrawn"),
    }
    assert (asked(loopback, "/api/"), asked(loopback, "/pdf/")) == (1, 0)
    assert refresh(loopback) == rows


def test_only_the_notes_that_are_asked_for_are_remade(loopback: World) -> None:
    for paper in IDS[:2]:
        loopback.arxiv.add(FakePaper(paper, 2))
    rows = refresh(loopback, "mine", "--remake", IDS[1])
    assert {paper: row["state"] for paper, row in rows.items()} == {f"{IDS[0]}v1": "stale", f"{IDS[1]}v1": "remade"}
    assert json.loads(loopback.run("show", IDS[1], "--json").stdout)["note"]["version"] == 2
    assert set(refresh(loopback)) == {f"{IDS[0]}v1"}


def test_all_that_is_behind_can_be_remade_but_what_was_withdrawn(loopback: World) -> None:
    loopback.arxiv.add(FakePaper(IDS[0], 2))
    loopback.arxiv.add(FakePaper(IDS[1], 2, comment="This paper has been withdrawn by the authors"))
    states = {paper: row["state"] for paper, row in refresh(loopback, "--remake", "all").items()}
    assert states == {f"{IDS[0]}v1": "remade", f"{IDS[1]}v1": "withdrawn"}
    assert set(refresh(loopback)) == {f"{IDS[1]}v1"}


def test_notes_of_another_model_or_of_other_prompts_are_behind_and_cost_nothing_until_remade(loopback: World) -> None:
    loopback.with_model()
    rows = refresh(loopback, "mine")
    assert len(rows) == 3
    assert all("made by extractive" in row["why"] for row in rows.values())
    assert not [seen for seen in loopback.chat.seen if seen.body.get("messages")]
    assert {row["state"] for row in refresh(loopback, "mine", "--remake", "all", "-q").values()} == {"remade"}
    assert refresh(loopback, "mine") == {}
    with contextlib.closing(sqlite3.connect(loopback.folder / "data" / "digest.db")) as raw, raw:
        raw.execute("UPDATE notes SET prompts = 'earlier' WHERE paper_id = ? AND model <> 'extractive'", (IDS[0],))
    assert {paper: row["why"] for paper, row in refresh(loopback, "mine").items()} == {
        f"{IDS[0]}v1": "made with other prompts"
    }


def test_when_arxiv_is_down_it_is_said_and_the_notes_are_as_they_were(loopback: World) -> None:
    loopback.arxiv.faults["/api/"] = ["403"] * 9
    done = loopback.run("refresh", "mine")
    assert done.returncode == 4
    assert "denied access" in done.stderr
    assert loopback.run("show", IDS[0]).returncode == 0
