"""Collections as users run them: the real commands against loopback servers."""

from __future__ import annotations

import json
import re
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


def test_a_collection_is_shown_with_its_headings_reasons_and_what_was_odd_about_its_source(loopback: World) -> None:
    reading = "# Agents\n- [Good one](https://arxiv.org/abs/{0})\n\n# Code\n- [Tool](https://github.com/a/b)\n"
    (loopback.folder / "mine.md").write_text(reading.format(IDS[0]))
    assert loopback.run("collect", "mine", "list:mine.md").returncode == 0
    shown = loopback.run("show", "mine").stdout
    places = [shown.index(text) for text in ("# mine", "## Agents", "1. Good one", "## Code", "2. Tool", "not a paper")]
    assert places == sorted(places)
    (line,) = loopback.run("show", "mine", "--json").stdout.splitlines()
    assert [entry["group"] for entry in json.loads(line)["entries"]] == ["Agents", "Code"]


def test_a_feed_that_stands_still_is_said_to_be_whenever_it_is_shown(loopback: World) -> None:
    old = "Mon, 05 Jan 2026 00:00:00 -0500"
    item = f"<item><title>Old</title><guid>oai:arXiv.org:{IDS[0]}v1</guid><pubDate>{old}</pubDate></item>"
    loopback.lists.put("/rss/cs.CL", f"<rss version='2.0'><channel>{item}</channel></rss>", media="application/xml")
    loopback.settings["DIGEST_ARXIV_RSS"] = loopback.lists.url
    (name,) = re.findall(r"^(\S+): 1 papers$", loopback.run("add", "feed:cs.CL").stderr, re.MULTILINE)
    assert "⚠ the feed stands still" in loopback.run("show", name).stdout
    assert "the feed stands still" in loopback.run("status", name).stderr


def test_a_collection_that_is_not_there_is_named_with_what_mends_it(loopback: World) -> None:
    done = loopback.run("status", "nothing")
    assert done.returncode == 1
    assert "digest collections" in done.stderr
