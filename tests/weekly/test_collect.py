"""Collections as users run them: the real commands against loopback servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.weekly.world import DAMAGED, IDS, WEEK, WITHDRAWN, World, world


@pytest.fixture
def loopback(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as servers:
        yield servers


def rows(loopback: World, *args: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in loopback.run(*args, "--json").stdout.splitlines()]


def test_a_paper_is_in_a_collection_once_whatever_its_version(loopback: World) -> None:
    loopback.run("collect", "mine", IDS[0], f"{IDS[1]}v1")
    loopback.run("collect", "mine", f"{IDS[0]}v1", IDS[2])
    assert [row["paper"] for row in rows(loopback, "status", "mine")] == [IDS[0], f"{IDS[1]}v1", IDS[2]]
    assert [(row["name"], row["papers"]) for row in rows(loopback, "collections")] == [("mine", 3)]


def test_status_tells_done_failed_missing_and_skipped_apart_and_retry_mends_what_can_be(loopback: World) -> None:
    loopback.run("collect", "mine", IDS[0], WITHDRAWN, DAMAGED)
    assert {row["state"] for row in rows(loopback, "status", "mine")} == {"missing"}
    assert loopback.run("retry", "mine").returncode == 1
    assert [row["state"] for row in rows(loopback, "status", "mine")] == ["done", "skipped", "failed"]
    loopback.run("collect", "mine", IDS[1])
    assert [row["paper"] for row in rows(loopback, "retry", "mine")] == [DAMAGED, IDS[1]]
    assert [row["state"] for row in rows(loopback, "status", "mine")] == ["done", "skipped", "failed", "done"]


def test_adding_a_list_keeps_it_under_its_own_name(loopback: World) -> None:
    assert loopback.run("add", f"dair:{WEEK}").stderr == "dair-2024-W05: 11 papers\n"
    assert not loopback.arxiv.hits


def test_a_collection_that_is_not_there_is_named_with_what_mends_it(loopback: World) -> None:
    done = loopback.run("status", "nothing")
    assert done.returncode == 1
    assert "digest collections" in done.stderr
