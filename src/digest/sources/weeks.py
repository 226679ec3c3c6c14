"""Weeks and other spans of days, as people and curated lists name them.

Weeks are ISO 8601 weeks: Monday to Sunday, and the year of a week is the year of its Thursday, so that 30 December 2024
lies in 2025-W01.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from digest.errors import UsageError

_WEEK = re.compile(r"(\d{4})-?[Ww](\d{1,2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_AGO = re.compile(r"(\d{1,4})\s*([dwmy])", re.ASCII)
_DAYS_IN = {"d": 1, "w": 7, "m": 30, "y": 365}
_FORMS = "Write 2024-W05, 2024-01-29, 2024-01 or 2024-01-29..2024-02-04."


@dataclass(frozen=True, order=True)
class Period:
    """The days from ``start`` to ``end``, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has; at least 1."""
        return (self.end - self.start).days + 1

    @property
    def middle(self) -> date:
        """The day in the middle, the earlier of two."""
        return self.start + (self.end - self.start) // 2

    @property
    def week(self) -> str:
        """The ISO week that the middle day lies in, as ``2024-W05``: the file name key of a weekly issue."""
        return week_key(self.middle)

    def overlap(self, other: Period) -> int:
        """How many days the two have in common."""
        return max(0, (min(self.end, other.end) - max(self.start, other.start)).days + 1)

    def __str__(self) -> str:
        return f"{self.start.isoformat()}..{self.end.isoformat()}"


def week_key(day: date) -> str:
    """The ISO week of a day, as ``%G-W%V`` writes it: ``2024-W05``."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def week_of(day: date) -> Period:
    """The ISO week, Monday to Sunday, that holds ``day``."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def last_full_week(today: date) -> Period:
    """The latest ISO week that is over on ``today``: on any day from Monday to Sunday, the week before its own."""
    return week_of(week_of(today).start - timedelta(days=1))


def weeks_between(first: date, last: date) -> tuple[Period, ...]:
    """All ISO weeks that share a day with ``first..last``, oldest first."""
    start = week_of(first).start
    count = (week_of(last).start - start).days // 7 + 1
    return tuple(week_of(start + timedelta(weeks=n)) for n in range(count))


def parse_week(text: str) -> Period:
    """Read ``2024-W05`` (also ``2024W5``).

    Raises:
        UsageError: It is no ISO week, or the year has no such week (2024 has no week 53, 2026 has).
    """
    match = _WEEK.fullmatch(text.strip())
    if not match:
        raise UsageError(f"{text!r} is not an ISO week", hint="Write 2024-W05.")
    try:
        return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except ValueError as error:
        raise UsageError(f"{match[1]} has no week {int(match[2])}", hint="Write 2024-W05.") from error


def parse_period(text: str) -> Period:
    """Read a week, a day, a month, or two of them with ``..`` between: ``2024-W05``, ``2024-01-29..2024-02-04``.

    Raises:
        UsageError: It is none of these, there is no such day, or it ends before it starts.
    """
    text = text.strip()
    if ".." in text:
        first, last = text.split("..", 1)
        period = Period(parse_period(first).start, parse_period(last).end)
        if period.end < period.start:
            raise UsageError(f"{text!r} ends before it starts", hint=_FORMS)
        return period
    if _WEEK.fullmatch(text):
        return parse_week(text)
    if month := _MONTH.fullmatch(text):
        return _month(int(month[1]), int(month[2]), text)
    day = _day(text)
    return Period(day, day)


def parse_since(text: str, *, today: date) -> date:
    """Read the first day of a window: ``7d``, ``2w``, ``1m``, ``1y`` before ``today``, or a day, a month or a week.

    A month counts 30 days and a year 365.

    Raises:
        UsageError: It is none of these, or the day is not one that a calendar has.
    """
    if match := _AGO.fullmatch(text.strip().lower()):
        try:
            return today - timedelta(days=int(match[1]) * _DAYS_IN[match[2]])
        except OverflowError as error:
            raise UsageError(f"{text!r} is before the calendar begins", hint="Write 7d or 2024-01-29.") from error
    if ".." in text:
        raise UsageError(f"{text!r} is a range, not a first day", hint="Write 7d or 2024-01-29.")
    return parse_period(text).start


def _month(year: int, month: int, text: str) -> Period:
    try:
        start = date(year, month, 1)
        following = date(year + month // 12, month % 12 + 1, 1)
    except ValueError as error:
        raise UsageError(f"there is no month {text!r}", hint=_FORMS) from error
    return Period(start, following - timedelta(days=1))


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise UsageError(f"{text!r} is not a day, week or month", hint=_FORMS)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"there is no day {text!r}", hint=_FORMS) from error
