"""What becomes of an issue when its papers change after it was made."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import weekly
from digest.cli.session import open_store, open_tools
from digest.config import Settings
from digest.sources.weeks import last_full_week
from tests.fakes.papers import FakePaper
from tests.weekly.test_lists import Dated
from tests.weekly.world import IDS, WEEK, World, world

QUERY = "cat:cs.CL AND abs:study"


@pytest.fixture
def loopback(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as servers:
        yield servers


def listed(loopback: World, tmp_path: Path) -> list[str]:
    """The ids of the last full week's list, as a run would take them; the list is kept as a run does."""

    async def work() -> list[str]:
        settings = Settings(data_dir=tmp_path / "own", arxiv_api=f"{loopback.arxiv.url}/api/query", request_interval=0)
        settings.data_dir.mkdir(exist_ok=True)
        shutil.rmtree(settings.data_dir / "cache", ignore_errors=True)  # another day
        with open_store(settings) as store:
            async with open_tools(settings, store) as tools:
                (found,) = await weekly.lists(weekly.Plan(QUERY), tools, datetime.now(UTC).date())
            store.save_collection(found)
        return [entry.ref.id for entry in found.entries if entry.ref]

    return asyncio.run(work())


@pytest.mark.parametrize(("settling", "expected"), [(timedelta(days=30), 1), (timedelta(days=-30), 0)])
def test_quirk_13_and_18_papers_that_appear_late_are_found_for_a_week(
    loopback: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settling: timedelta, expected: int
) -> None:
    monkeypatch.setattr(weekly, "SETTLING", settling)
    assert listed(loopback, tmp_path) == []
    loopback.arxiv.add(Dated("2611.00001", day=last_full_week(datetime.now(UTC).date()).end))
    assert len(listed(loopback, tmp_path)) == expected


def test_quirk_20_a_paper_that_is_withdrawn_later_loses_its_note_in_the_next_issue(loopback: World) -> None:
    args = ("weekly", "--week", WEEK, "--out", "issues", "-q")
    loopback.run(*args)
    path = loopback.folder / "issues" / f"{WEEK}.md"
    assert path.read_text().count("Not summarized: The paper was withdrawn by its authors.") == 2
    loopback.arxiv.add(FakePaper(IDS[0], 2, comment="This paper has been withdrawn by the authors: a wrong proof"))
    loopback.run("refresh", "dair-2024-W05")
    loopback.run(*args)
    text = path.read_text()
    assert text.count("Not summarized: The paper was withdrawn by its authors.") == 4
    assert "a wrong proof" in text


def test_a_note_stays_in_the_issue_until_another_is_asked_for(loopback: World) -> None:
    args = ("weekly", "--week", WEEK, "--out", "issues")
    path = loopback.folder / "issues" / f"{WEEK}.md"
    loopback.with_model()
    loopback.run(*args, "-q")
    issue, paid = path.read_text(), len(loopback.chat.seen)
    loopback.arxiv.add(FakePaper(IDS[0], 2))
    loopback.run("refresh")
    loopback.settings["DIGEST_MODEL"] = "another-model"
    assert loopback.run(*args).stderr == "nothing new\n"
    del loopback.settings["DIGEST_BASE_URL"], loopback.settings["DIGEST_MODEL"]  # as when a key is missing in cron
    assert loopback.run(*args).stderr == "nothing new\n"
    assert (path.read_text(), len(loopback.chat.seen)) == (issue, paid)
    loopback.with_model()
    loopback.run("refresh", "--remake", IDS[0], "-q")
    loopback.run(*args, "-q")
    assert f"arxiv.org/abs/{IDS[0]}v2" in path.read_text()
    assert f"arxiv.org/abs/{IDS[0]}v1" not in path.read_text()


def test_notes_without_a_model_give_way_once_there_is_one_and_others_to_a_model_that_is_named(loopback: World) -> None:
    args = ("weekly", "--week", WEEK, "--out", "issues", "-q")
    path = loopback.folder / "issues" / f"{WEEK}.md"
    loopback.run(*args)
    assert "no language model used" in path.read_text()
    loopback.with_model()
    loopback.run(*args)
    assert "no language model used" not in path.read_text()
    loopback.chat.models = (*loopback.chat.models, "another-model")
    loopback.run(*args, "--model", "another-model")
    assert path.read_text().count("Model: another-model.") == len(IDS) - 2 + 1
