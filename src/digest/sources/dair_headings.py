"""The headings of dair.ai's weekly lists, and the years that many of them leave out.

``Top AI Papers of the Week (January 29 - February 4) - 2024``; in 2023 without a year, with short months
(``Mar 20-Mar 26``), without the second month (``May 22-28``), and in the very first files as bold text in a third-level
heading.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

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
        return self.last < self.first

    def dated(self, year: int) -> Period | None:
        """The week when its first day lies in ``year``; None where that year has no such day."""
        try:
            return Period(date(year, *self.first), date(year + self.crosses, *self.last))
        except ValueError:
            return None


def read_heading(line: str) -> Heading | None:
    """The heading of a week, or None for any other line."""
    match = _HEADING.match(line)
    if not match:
        return None
    title = " ".join(re.sub(r"[*_#`]+", " ", match["title"]).split()).rstrip(" :")
    days = _RANGE.search(title)
    if not days:
        return None
    month = _MONTHS.get(days["month"][:3].lower())
    month2 = _MONTHS.get(days["month2"][:3].lower()) if days["month2"] else month
    if month is None or month2 is None:
        return None
    rest = _YEAR.search(days["rest"])
    stated = days["year2"] or (rest[0] if rest else None) or _before(title[: days.start()])
    first_year = int(days["year"]) if days["year"] else None
    last = (month2, int(days["day2"]))
    return Heading(title, (month, int(days["day"])), last, int(stated) if stated else None, first_year)


def _before(text: str) -> str | None:
    match = _YEAR.search(text)
    return match[0] if match else None


def date_headings(headings: list[Heading], *, file_year: int | None) -> list[Period | None]:
    """Give each heading its year: its own, else its neighbours', else the file's, else 2023 for the oldest.

    The lists run from week to week, so that the right year is the one that puts a week closest to its neighbour,
    whether the file runs up or down, and whatever weeks are missing.
    """
    dated: list[Period | None] = [_certain(heading, file_year) for heading in headings]
    if not any(dated) and headings:
        dated = _from_oldest(headings, file_year)
    for index in sorted(range(len(headings)), key=lambda i: _distance(dated, i)):
        if dated[index] is None:
            dated[index] = _closest(headings[index], _neighbour(dated, index))
    return dated


def _certain(heading: Heading, file_year: int | None) -> Period | None:
    """The week, where the heading or the file leaves no choice of year."""
    if heading.first_year is not None:
        return heading.dated(heading.first_year)
    if heading.crosses:
        return None  # the year stated is mostly the second one, and the file is mostly the first one's
    year = heading.year or file_year
    return heading.dated(year) if year else None


def _from_oldest(headings: list[Heading], file_year: int | None) -> list[Period | None]:
    """Date a file in which no heading is certain: the oldest week lies in the first year of the list."""
    anchor = next((h.year - h.crosses for h in headings if h.year), file_year)
    chain = [headings[0].dated(anchor or _FIRST_YEAR)]
    for heading in headings[1:]:
        before = next((p for p in reversed(chain) if p), None)
        chain.append(_closest(heading, before) if before else heading.dated(anchor or _FIRST_YEAR))
    oldest = min((p.start.year for p in chain if p), default=_FIRST_YEAR)
    shift = 0 if anchor else _FIRST_YEAR - oldest
    return [h.dated(p.start.year + shift) if p else None for h, p in zip(headings, chain, strict=True)]


def _distance(dated: list[Period | None], index: int) -> int:
    return min((abs(index - i) for i, period in enumerate(dated) if period), default=0)


def _neighbour(dated: list[Period | None], index: int) -> Period | None:
    known = [i for i, period in enumerate(dated) if period]
    return dated[min(known, key=lambda i: abs(i - index))] if known else None


def _closest(heading: Heading, neighbour: Period | None) -> Period | None:
    if neighbour is None:
        return None
    around = (heading.dated(neighbour.start.year + step) for step in (-1, 0, 1))
    if heading.year:
        around = (heading.dated(heading.year - step) for step in (1, 0))
    return min((p for p in around if p), key=lambda p: abs((p.start - neighbour.start).days), default=None)
