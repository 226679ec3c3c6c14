"""``digest weekly`` with lists other than dair.ai's: the real command against loopback servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote_plus

import pytest

from digest.sources.weeks import Period, last_full_week, parse_week
from tests.fakes.papers import FakePaper
from tests.weekly.world import IDS, WEEK, World, world

QUERY = "cat:cs.CL AND abs:study"


@pytest.fixture
def loopback(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as servers:
        yield servers


def last_week() -> Period:
    return last_full_week(datetime.now(UTC).date())


def issues(loopback: World) -> list[str]:
    return sorted(path.name for path in (loopback.folder / "issues").iterdir())


def test_hugging_faces_week_stands_in_the_order_of_its_votes_and_is_free_the_second_time(loopback: World) -> None:
    loopback.serve_votes(WEEK, {IDS[0]: 3, IDS[1]: 40, IDS[2]: 7})
    args = ("weekly", "--list", "hf", "--week", WEEK, "--out", "issues")
    assert loopback.run(*args, "-q").returncode == 0
    text = (loopback.folder / "issues" / f"{WEEK}-hf.md").read_text()
    assert "# Paper notes of the week: 2024-01-29 – 2024-02-04 (Daily Papers, Hugging Face)\n" in text
    places = [text.index(f"arxiv.org/abs/{paper}") for paper in (IDS[1], IDS[2], IDS[0])]
    assert places == sorted(places)
    asked = loopback.requests
    loopback.serve_votes(WEEK, {IDS[0]: 99, IDS[1]: 40, IDS[2]: 7})  # votes go on for ever, the issue is out
    again = loopback.run(*args)
    assert (again.returncode, again.stderr) == (0, "nothing new\n")
    assert loopback.requests == asked


def test_without_a_week_the_last_full_week_is_done_and_missed_ones_are_caught_up(loopback: World) -> None:
    weeks = [
        Period(last_week().start - timedelta(weeks=n), last_week().end - timedelta(weeks=n)).week for n in (3, 1, 2)
    ]
    for week in [*weeks, last_week().week]:
        loopback.serve_votes(week, {IDS[0]: 1})
    loopback.run("weekly", "--list", "hf", "--week", weeks[0], "--out", "issues", "-q")
    done = loopback.run("weekly", "--list", "hf", "--out", "issues", "-q", "--max-weeks", "2")
    assert (done.returncode, done.stderr) == (0, "")
    assert issues(loopback) == sorted(f"{week}-hf.md" for week in (weeks[0], weeks[1], last_week().week))


def test_a_query_asks_for_the_days_of_the_week_and_lists_what_was_submitted_in_it(loopback: World) -> None:
    week = parse_week("2024-W04")
    inside = {paper for paper in IDS if week.start <= loopback.arxiv.latest(paper).published.date() <= week.end}  # type: ignore[union-attr]
    args = ("weekly", "--list", QUERY, "--week", week.week, "--out", "issues")
    done = loopback.run(*args, "--json")
    assert {row["paper"] for row in json.loads(done.stdout)["papers"]} == inside
    assert 0 < len(inside) < len(IDS)
    assert "submittedDate:[202401220000 TO 202401282359]" in unquote_plus(loopback.arxiv.hits[0].path)
    assert issues(loopback) == ["2024-W04-cat-cs-cl-and-abs-study.md"]
    asked = loopback.requests
    loopback.run(*args)
    assert loopback.requests == asked


@dataclass(frozen=True)
class Dated(FakePaper):
    """A paper that was submitted on a day of one's choice."""

    day: date = date(2024, 1, 1)

    @property
    def published(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)


def test_since_makes_an_issue_of_every_week_from_that_day_on_the_running_one_included(loopback: World) -> None:
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=n) for n in (14, 7, 0)]
    for number, day in enumerate(days, 1):
        loopback.arxiv.add(Dated(f"2611.0000{number}", day=day))
    loopback.run("weekly", "--list", QUERY, "--since", "7d", "--out", "issues", "-q")
    assert issues(loopback) == [f"{day:%G-W%V}-cat-cs-cl-and-abs-study.md" for day in days[1:]]


@pytest.mark.parametrize("source", ["nonsense", "hf:2024-W05", "feed:cs.CL"])
def test_a_source_that_is_no_query_is_refused_before_anything_is_asked(loopback: World, source: str) -> None:
    done = loopback.run("weekly", "--list", source, "--out", "issues")
    assert done.returncode == 2
    assert "cat:cs.CL" in done.stderr
    assert loopback.requests == 0


def test_weeks_missed_in_one_language_are_not_those_of_another(loopback: World) -> None:
    weeks = [
        Period(last_week().start - timedelta(weeks=n), last_week().end - timedelta(weeks=n)).week for n in (2, 1, 0)
    ]
    for week in weeks:
        loopback.serve_votes(week, {IDS[0]: 1})
    args = ("weekly", "--list", "hf", "--out", "issues", "-q")
    loopback.run(*args, "--week", weeks[0], "--lang", "ja")
    loopback.run(*args)
    loopback.run(*args, "--lang", "ja")
    names = [f"{week}-hf" for week in weeks]
    assert issues(loopback) == sorted(
        [f"{names[0]}.md", f"{names[1]}.md", f"{names[2]}.md", *(f"{name}.ja.md" for name in names)]
    )


def test_a_week_without_any_paper_makes_no_issue_and_is_no_error(loopback: World) -> None:
    done = loopback.run("weekly", "--list", "cat:hep-th", "--week", WEEK, "--out", "issues")
    assert (done.returncode, done.stderr) == (0, "nothing new\n")
    assert not (loopback.folder / "issues").exists()
