"""Which weeks a run without a person looks at."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.export.weekly import issue_name
from digest.models import Collection
from digest.sources.weeks import Period, last_full_week, parse_week, week_of
from digest.weekly import Plan, windows

MONDAY = date(2026, 11, 16)
DAYS = st.dates(date(2020, 1, 10), date(2035, 1, 1))


@pytest.mark.parametrize("weekday", range(7))
def test_on_any_day_of_a_week_the_week_before_it_is_done(weekday: int) -> None:
    assert windows(Plan("hf"), [], MONDAY + timedelta(days=weekday)) == (Period(date(2026, 11, 9), date(2026, 11, 15)),)


@given(DAYS)
def test_the_last_full_week_is_over_and_the_next_one_is_not(today: date) -> None:
    last = last_full_week(today)
    assert last.days == 7
    assert last.end < today <= last.end + timedelta(days=7)


@given(DAYS, st.integers(0, 9), st.integers(1, 5))
def test_missed_weeks_are_caught_up_without_gap_and_the_newest_known_is_looked_at_again(
    today: date, missed: int, most: int
) -> None:
    known = week_of(last_full_week(today).start - timedelta(weeks=missed))
    found = windows(Plan("hf", max_weeks=most), [known], today)
    assert found[-1] == last_full_week(today)
    assert len(found) == min(most, missed + 1)
    assert all(later.start - earlier.end == timedelta(days=1) for earlier, later in pairwise(found))


def test_a_week_or_a_first_day_is_what_is_done() -> None:
    assert windows(Plan("hf", week="2026-W40"), [], MONDAY) == (parse_week("2026-W40"),)
    since = windows(Plan("hf", since=date(2026, 11, 4)), [], MONDAY)
    assert since == (parse_week("2026-W45"), parse_week("2026-W46"), parse_week("2026-W47"))
    assert len(windows(Plan("hf", since=date(2020, 1, 1), max_weeks=3), [], MONDAY)) == 3


def test_issues_of_different_lists_have_different_names_in_one_folder() -> None:
    days = {"start": date(2024, 1, 29), "end": date(2024, 2, 4), "name": "x", "kind": "weekly", "title": "x"}
    names = [
        issue_name(Collection.model_validate({**days, "source": source, "entries": ()}))
        for source in ("dair:latest", "hf:2024-W05", "cat:cs.CL AND abs:retrieval")
    ]
    assert names == ["2024-W05", "2024-W05-hf", "2024-W05-cat-cs-cl-and-abs-retrieval"]


@pytest.mark.parametrize(("first", "week"), [(date(2026, 6, 14), "2026-W25"), (date(2026, 6, 21), "2026-W26")])
def test_a_list_from_sunday_to_sunday_is_named_by_the_week_that_it_mostly_is(first: date, week: str) -> None:
    last = first + timedelta(days=7)
    listed = Collection(name="x", kind="weekly", title="x", source="dair:latest", start=first, end=last)
    assert issue_name(listed) == week
