"""The headings of dair.ai's weekly lists, and the years that many of them leave out.

``Top AI Papers of the Week (January 29 - February 4) - 2024``; in 2023 without a year, with short months
(``Mar 20-Mar 26``), without the second month (``May 22-28``), and in the very first files as bold text in a third-level
heading.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from digest.sources.weeks import Period

_FIRST_YEAR = 2023
"""The list began in January 2023, and no heading of that year says so."""

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_HEADING = re.compile(r"\s{0,3}#{1,6}\s*(?P<title>.*?(?:papers?|projects?).*?\bweek\b.*?)\s*$", re.IGNORECASE)
_DASH = r"\s*(?:[-‐‑‒–—―]+|to|until)\s*"
_DAY = r"(?P<{m}>[A-Za-z]{{3,9}})\.?\s*(?P<{d}>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,?\s*(?P<{y}>20\d\d))?"
_FIRST = _DAY.format(m="month", d="day", y="year")
_SECOND = r"(?:(?P<month2>[A-Za-z]{3,9})\.?\s*)?(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?:\s*,?\s*(?P<year2>20\d\d))?"
_RANGE = re.compile(rf"{_FIRST}{_DASH}{_SECOND}(?!\d)(?P<rest>.*)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


_LONGEST = 16
"""No list spans this many days; a heading that seems to has a slip in its second month."""


@dataclass(frozen=True)
class Heading:
    """A heading as it stands: first and last (month, day), and the year it states, if any."""

    title: str
    first: tuple[int, int]
    last: tuple[int, int]
    year: int | None
    first_year: int | None = None

    @property
    def crosses(self) -> bool:
        """Whether the week begins in one year and ends in the next."""
        return self.last < self.first and self.first[0] >= 11  # noqa: PLR2004 - in other months it is a slip

    def dated(self, year: int) -> Period:
        """The week when its first day lies in ``year``; with a slip in the last day it has seven days."""
        start, end = _day(year, *self.first), _day(year + self.crosses, *self.last)
        return Period(start, end if 0 <= (end - start).days < _LONGEST else start + timedelta(days=6))


def read_heading(line: str) -> Heading | None:
    """The heading of a week, or None for any other line."""
    match = _HEADING.match(line)
    if not match:
        return None
    title = " ".join(re.sub(r"[*_#`]+", " ", match["title"]).split()).rstrip(" :")
    days = _RANGE.search(title)
    if not days:
        return None
    month = _month(days["month"])
    if month is None:
        return None
    wraps = int(days["day2"]) < int(days["day"])  # "Mar 27 - 2" ends in April
    month2 = _month(days["month2"] or "") or (month % 12 + 1 if wraps else month)
    rest = _YEAR.search(days["rest"])
    stated = days["year2"] or (rest[0] if rest else None) or _before(title[: days.start()])
    first_year = int(days["year"]) if days["year"] else None
    last = (month2, int(days["day2"]))
    return Heading(title, (month, int(days["day"])), last, int(stated) if stated else None, first_year)


def _month(name: str) -> int | None:
    """The number of a month by its first letters, or by likeness (``Ocotber``)."""
    name = name.lower()
    if name[:3] in _MONTHS:
        return _MONTHS[name[:3]]
    alike = get_close_matches(name, [month.lower() for month in calendar.month_name if month], n=1)
    return _MONTHS[alike[0][:3]] if alike else None


def _day(year: int, month: int, day: int) -> date:
    """The day, or the month's last one for a 30 February."""
    return date(year, month, max(1, min(day, calendar.monthrange(year, month)[1])))


def _before(text: str) -> str | None:
    match = _YEAR.search(text)
    return match[0] if match else None


def date_headings(headings: list[Heading], *, file_year: int | None) -> list[Period]:
    """Give each heading its year: its own, else its neighbours', else the file's, else 2023 for the oldest.

    The lists run from week to week, so that the right year is the one that puts a week closest to its neighbour,
    whether the file runs up or down, and whatever weeks are missing.
    """
    if not headings:
        return []
    certain = [_certain(heading, file_year) for heading in headings]
    if not any(certain):  # the year of a week across New Year is mostly that of its end
        certain = [h.dated(h.year - h.crosses) if h.year else None for h in headings]
    dated: list[Period | None] = certain if any(certain) else [*_from_oldest(headings, file_year)]
    for index in sorted(range(len(headings)), key=lambda i: _distance(dated, i)):
        dated[index] = dated[index] or _closest(headings[index], _neighbour(dated, index))
    return [period for period in dated if period]


def _certain(heading: Heading, file_year: int | None) -> Period | None:
    """The week, where the heading or the file leaves no choice of year."""
    if heading.first_year is not None:
        return heading.dated(heading.first_year)
    if heading.crosses:
        return None  # the year stated is mostly the second one, and the file is mostly the first one's
    year = heading.year or file_year
    return heading.dated(year) if year else None


def _from_oldest(headings: list[Heading], file_year: int | None) -> list[Period]:
    """Date a file in which no heading states a year: the oldest week lies in the first year of the list."""
    chain = [headings[0].dated(file_year or _FIRST_YEAR)]
    for heading in headings[1:]:
        chain.append(_closest(heading, chain[-1]))
    shift = 0 if file_year else _FIRST_YEAR - min(period.start.year for period in chain)
    return [heading.dated(period.start.year + shift) for heading, period in zip(headings, chain, strict=True)]


def _distance(dated: list[Period | None], index: int) -> int:
    return min(abs(index - i) for i, period in enumerate(dated) if period)


def _neighbour(dated: list[Period | None], index: int) -> Period:
    return min(((abs(i - index), i, period) for i, period in enumerate(dated) if period))[2]


def _closest(heading: Heading, neighbour: Period) -> Period:
    around = [heading.dated(neighbour.start.year + step) for step in (-1, 0, 1)]
    if heading.year:
        around = [heading.dated(heading.year - step) for step in (1, 0)]
    return min(around, key=lambda p: abs((p.start - neighbour.start).days))
