"""dair.ai's weekly lists of ten papers: ``dair:2024-W05``, ``dair:2024-01-29..2024-02-04``, ``dair:latest``.

The lists were one README until April 2026 and are one file a year (``years/2024.md``) since; both are read. The list
has no licence: titles (editors' nicknames), links and order are taken over, the prose is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from digest.errors import BadContentError, NotFoundError, UsageError
from digest.fetch import Fetcher
from digest.models import Collection, Entry
from digest.sources.dair_headings import Heading, date_headings, read_heading
from digest.sources.dair_rows import read_row
from digest.sources.weeks import Period, parse_period

PREFIX = "dair:"
_MAX_BYTES = 20_000_000
_FRESH = 6 * 3600.0
_DAY = 86_400.0
"""Seconds for which it is believed that there is no file of a year: the lists' form changes once in years."""

_ONE_WEEK = 9
"""A span of at most this many days means one week's list; the lists' own weeks have 6 to 8 days."""

_RULE = re.compile(r"\s*\|?[\s:|-]*-{3,}[\s:|-]*$")
_NUMBERED = re.compile(r"\s*\|?\s*(?:\*\*)?\s*\d{1,3}\s*\\?[.)]")
_HEADER = re.compile(r"[\s|*_]*papers?\b[^|\[]{0,40}\|[\s*_]*links?[\s|*_]*$", re.IGNORECASE)
_YEAR_FILE = re.compile(r"\(\s*(?:\./)?(?P<path>(?:[\w-]+/)*(?P<year>20\d\d)\.md)[^)]*\)")


@dataclass(frozen=True)
class Week:
    """The list of one week: heading, days, and its rows in order."""

    title: str
    period: Period
    rows: tuple[Entry, ...]


def handles(spec: str) -> bool:
    """Whether the spec names this source."""
    return spec.startswith(PREFIX)


def read_weeks(text: str, *, file_year: int | None = None) -> tuple[Week, ...]:
    """Read a list file of either form, newest week first.

    Args:
        text: The Markdown of a README or of a year's file.
        file_year: The year that the file's name tells.

    Returns:
        The weeks with every row of theirs; none for a README that is an index only.
    """
    headings: list[Heading] = []
    bodies: list[list[str]] = []
    within = False
    for line in text.removeprefix("\ufeff").splitlines():
        if heading := read_heading(line):
            headings.append(heading)
            bodies.append([])
            within = True
        elif re.match(r"\s{0,3}#{1,6}\s", line):
            within = False
        elif within:
            bodies[-1].append(line)
    periods = date_headings(headings, file_year=file_year)
    weeks = [
        Week(heading.title, period, read_rows(body))
        for heading, period, body in zip(headings, periods, bodies, strict=True)
    ]
    return tuple(sorted((week for week in weeks if week.rows), key=lambda week: week.period, reverse=True))


def read_rows(lines: Iterable[str]) -> tuple[Entry, ...]:
    """All rows of one table: every line between pipes but the header and the rule, and every numbered line."""
    texts: list[str] = []
    unfinished = False
    for line in lines:
        if _RULE.match(line):
            if texts and not _NUMBERED.match(texts[-1]):
                texts.pop()  # the line above the rule is the header
            unfinished = False
        elif _HEADER.match(line):
            unfinished = False
        elif line.lstrip().startswith("|") or _NUMBERED.match(line):
            texts.append(line)
            unfinished = not line.rstrip().endswith("|")
        elif unfinished and line.strip():
            texts[-1] += " " + line.strip()
            unfinished = not line.rstrip().endswith("|")
        else:
            unfinished = False
    return tuple(read_row(text, position) for position, text in enumerate(texts, 1))


def choose(weeks: Iterable[Week], period: Period) -> tuple[Week, ...]:
    """The weeks that a period means, oldest first.

    A period of about a week means the one list that shares most days with it and more than half of its days; a longer
    one means all lists of which it holds more than half.
    """
    weeks = sorted(weeks, key=lambda week: week.period)
    if period.days > _ONE_WEEK:
        return tuple(week for week in weeks if 2 * week.period.overlap(period) > week.period.days)
    best = max(weeks, key=lambda week: (week.period == period, week.period.overlap(period)), default=None)
    if best is None or 2 * best.period.overlap(period) <= min(period.days, best.period.days):
        return ()
    return (best,)


async def collect(fetcher: Fetcher, spec: str) -> Collection:
    """Fetch the list of a week (or of several, as groups of one collection).

    Raises:
        UsageError: The spec names no period.
        NotFoundError: There is no list for that period; the message names the nearest ones.
        BadContentError: The list file holds no week that can be read.
    """
    wanted = spec.removeprefix(PREFIX).strip()
    if wanted == "latest":
        weeks = await _newest_file(fetcher)
        return to_collection(weeks[:1], spec)
    if not wanted:
        raise UsageError(f"{spec!r} names no week", hint="Write dair:latest or dair:2024-W05.")
    period = parse_period(wanted)
    weeks = await _files_of(fetcher, period)
    chosen = choose(weeks, period)
    if not chosen:
        raise NotFoundError(f"dair.ai has no list for {wanted}", hint=_nearest(weeks, period))
    return to_collection(chosen, spec)


async def weeks_since(fetcher: Fetcher, first: date) -> tuple[Week, ...]:
    """All lists whose last day is ``first`` or later, oldest first: what a run that missed weeks has to catch up on."""
    found = list(await _newest_file(fetcher))
    if found[-1].period.start > first:
        # The week across New Year sits in the old year's file.
        for year in range((first - timedelta(days=7)).year, found[-1].period.end.year):
            found += await _year(fetcher, year)
    once = {(week.period, week.title): week for week in found if week.period.end >= first}
    return tuple(once[key] for key in sorted(once))


def to_collection(weeks: tuple[Week, ...], spec: str) -> Collection:
    """One collection of one or several weeks; several are told apart by ``Entry.group``."""
    first, last = weeks[0].period, weeks[-1].period
    entries = [
        row.model_copy(update={"group": week.title if len(weeks) > 1 else None}) for week in weeks for row in week.rows
    ]
    name = f"dair-{first.week}" if len(weeks) == 1 else f"dair-{first.week}-{last.week}"
    return Collection(
        name=name,
        kind="weekly",
        title=weeks[0].title if len(weeks) == 1 else f"{weeks[0].title} to {weeks[-1].title}",
        start=first.start,
        end=last.end,
        source=spec,
        entries=tuple(row.model_copy(update={"position": n}) for n, row in enumerate(entries, 1)),
    )


async def _files_of(fetcher: Fetcher, period: Period) -> tuple[Week, ...]:
    """The weeks of every file that can hold the period; the week across New Year sits in the old year's file."""
    margin = timedelta(days=7)
    years = range((period.start - margin).year, (period.end + margin).year + 1)
    found: list[Week] = []
    for year in sorted(years, key=lambda year: (abs(year - period.middle.year), year)):
        found += await _year(fetcher, year)
        if period.days <= _ONE_WEEK and any(week.period.overlap(period) >= max(1, period.days - 1) for week in found):
            break
    if not choose(found, period):
        found += await _readme(fetcher)
    if not found:
        raise NotFoundError(
            f"no list of dair.ai for {period} at {fetcher.settings.dair_lists}",
            hint="Look at the setting dair_lists; `digest doctor` shows it.",
        )
    return tuple(found)


async def _newest_file(fetcher: Fetcher) -> tuple[Week, ...]:
    """The weeks of the newest file, newest first: the README's own, else those of the newest year it links to."""
    text = await _text(fetcher, "README.md")
    weeks = read_weeks(text) if text else ()
    if weeks:
        return weeks
    years = sorted({int(match["year"]) for match in _YEAR_FILE.finditer(text or "")}, reverse=True)
    for year in years:
        if weeks := await _year(fetcher, year):
            return weeks
    raise BadContentError(
        f"found no weekly list at {fetcher.settings.dair_lists}",
        hint="Its form may have changed; name a week, as in dair:2024-W05, or see whether the setting is right.",
    )


async def _year(fetcher: Fetcher, year: int) -> tuple[Week, ...]:
    text = await _text(fetcher, f"years/{year}.md")
    return read_weeks(text, file_year=year) if text else ()


async def _readme(fetcher: Fetcher) -> tuple[Week, ...]:
    text = await _text(fetcher, "README.md")
    return read_weeks(text) if text else ()


async def _text(fetcher: Fetcher, path: str) -> str | None:
    """A file of the list, or None where there is none."""
    url = f"{fetcher.settings.dair_lists.rstrip('/')}/{path}"
    missing_age = None if path == "README.md" else _DAY  # without a README the whole source is amiss: ask each time
    try:
        fetched = await fetcher.get(url, expect="text", max_bytes=_MAX_BYTES, max_age=_FRESH, missing_age=missing_age)
    except NotFoundError:
        return None
    return fetched.body.decode("utf-8", errors="replace")


def _nearest(weeks: Iterable[Week], period: Period) -> str:
    near = sorted(weeks, key=lambda week: abs((week.period.middle - period.middle).days))[:2]
    return "The nearest lists are " + " and ".join(f"dair:{week.period}" for week in near) + "."
