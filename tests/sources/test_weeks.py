"""Weeks and spans of days as users write them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import UsageError
from digest.sources.weeks import (
    Period,
    parse_period,
    parse_since,
    parse_week,
    week_key,
    week_of,
    weeks_between,
)

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))


@given(days)
def test_the_key_of_a_day_reads_back_to_the_week_that_holds_it(day: date) -> None:
    week = parse_week(week_key(day))
    assert week.start <= day <= week.end
    assert week.days == 7
    assert week.start.weekday() == 0
    assert week.week == week_key(day) == day.strftime("%G-W%V")


@given(days, st.integers(min_value=0, max_value=800))
def test_weeks_between_two_days_follow_each_other_without_gap(first: date, count: int) -> None:
    last = first + timedelta(days=count)
    weeks = weeks_between(first, last)
    assert weeks[0].start <= first <= weeks[0].end
    assert weeks[-1].start <= last <= weeks[-1].end
    assert all((b.start - a.end).days == 1 for a, b in itertools.pairwise(weeks))
    assert len({week.week for week in weeks}) == len(weeks)


@given(days, days, days, days)
def test_overlap_counts_the_days_in_both(a: date, b: date, c: date, d: date) -> None:
    one, two = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    assert one.overlap(two) == two.overlap(one) <= min(one.days, two.days)
    assert one.overlap(one) == one.days


@given(days, days)
def test_a_period_reads_back_as_it_is_written(a: date, b: date) -> None:
    period = Period(min(a, b), max(a, b))
    assert parse_period(str(period)) == period


def test_weeks_across_new_year_belong_to_the_year_of_their_thursday() -> None:
    assert week_key(date(2024, 12, 30)) == "2025-W01"
    assert week_key(date(2027, 1, 3)) == "2026-W53"
    assert parse_week("2025-W01") == Period(date(2024, 12, 30), date(2025, 1, 5))


def test_only_long_years_have_a_week_53() -> None:
    assert parse_week("2026-W53") == Period(date(2026, 12, 28), date(2027, 1, 3))
    with pytest.raises(UsageError, match="2024 has no week 53"):
        parse_week("2024-W53")


def test_a_list_that_runs_from_sunday_to_sunday_is_keyed_by_the_week_it_mostly_is() -> None:
    assert Period(date(2026, 6, 14), date(2026, 6, 21)).week == "2026-W25"
    assert Period(date(2026, 6, 21), date(2026, 6, 28)).week == "2026-W26"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024-W05", date(2024, 1, 29), date(2024, 2, 4)),
        ("2024w5", date(2024, 1, 29), date(2024, 2, 4)),
        ("2024-01-29", date(2024, 1, 29), date(2024, 1, 29)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2024-W05..2024-W06", date(2024, 1, 29), date(2024, 2, 11)),
        (" 2024-01-29..2024-02-04 ", date(2024, 1, 29), date(2024, 2, 4)),
    ],
)
def test_periods_are_read_in_every_form(text: str, start: date, end: date) -> None:
    assert parse_period(text) == Period(start, end)


@pytest.mark.parametrize(
    "text",
    ["", "last week", "2024-W00", "2024-13", "2024-02-30", "2024-02-04..2024-01-29", "2024-1-9", "0000-01", "٢٠٢٤-01"],
)
def test_what_is_no_period_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_period(text)
    assert caught.value.hint is not None
    assert "2024-W05" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("7d", date(2024, 2, 23)),
        ("2w", date(2024, 2, 16)),
        ("1m", date(2024, 1, 31)),
        ("2024-W05", date(2024, 1, 29)),
        ("2024-02-03", date(2024, 2, 3)),
        ("2024-02", date(2024, 2, 1)),
    ],
)
def test_since_takes_an_age_or_a_day(text: str, first: date) -> None:
    assert parse_since(text, today=date(2024, 3, 1)) == first


@pytest.mark.parametrize("text", ["d", "7", "-7d", "9999y", "2024-01-01..2024-02-01", "yesterday"])
def test_what_is_no_first_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_since(text, today=date(2024, 3, 1))


def test_the_week_of_a_sunday_ends_that_day() -> None:
    assert week_of(date(2024, 2, 4)).end == date(2024, 2, 4)
