"""The examples for cron, systemd and GitHub Actions: every command in them is one that the program takes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from digest.sources.weeks import last_full_week
from tests.weekly.world import IDS, ROOT, World, world

EXAMPLES = ROOT / "examples"


def commands() -> Iterator[tuple[str, list[str]]]:
    """File and words of every digest command in the examples, those that are commented out included."""
    for path in sorted(EXAMPLES.iterdir()):
        if path.suffix == ".pdf":
            continue
        for line in path.read_text().splitlines():
            if match := re.search(r"(?:^|&& |=%h/\.local/bin/|run: |\* {2,})(digest [a-z].*)$", line):
                yield path.name, shlex.split(match[1].replace("%h", "/home/me"))[1:]


@pytest.fixture
def loopback(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as servers:
        yield servers


def test_every_command_of_the_examples_runs(loopback: World) -> None:
    loopback.serve_votes(last_full_week(datetime.now(UTC).date()).week, {IDS[0]: 1})
    found = list(commands())
    assert {name for name, _ in found} == {"crontab", "digest-weekly.service", "github-actions-weekly.yml"}
    assert len(found) >= 6
    for name, words in found:
        dry = ["--dry-run"] if words[0] == "weekly" else []
        done = loopback.run(*words, *dry)
        assert done.returncode == 0, (name, words, done.stderr)


def test_crontab_lines_have_five_fields_and_the_workflow_is_yaml_that_runs_by_schedule() -> None:
    lines = [line.lstrip("#") for line in (EXAMPLES / "crontab").read_text().splitlines() if re.match(r"#?\d", line)]
    assert len(lines) >= 4
    for line in lines:
        assert re.match(r"\d+ \d+ [\d*]+ [\d*]+ [\d*]+  \S", line), line
    workflow = yaml.safe_load((EXAMPLES / "github-actions-weekly.yml").read_text())
    assert re.fullmatch(r"\d+ \d+ \* \* 1", workflow[True]["schedule"][0]["cron"])  # YAML 1.1 reads `on` as true
    assert workflow["permissions"] == {"contents": "write"}
    assert workflow["concurrency"]


def test_the_units_name_each_other_and_let_75_pass() -> None:
    service = (EXAMPLES / "digest-weekly.service").read_text()
    timer = (EXAMPLES / "digest-weekly.timer").read_text()
    assert "SuccessExitStatus=75" in service
    assert "Persistent=true" in timer
    assert "[Install]" in timer
