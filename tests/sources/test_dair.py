"""dair.ai's weekly lists: no row is lost, whatever the hand that wrote it slipped on."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.models import Entry
from digest.sources.dair import Week, choose, handles, read_rows, read_weeks, to_collection
from digest.sources.weeks import Period, parse_period

WEEK_OF_29_JANUARY = [
    "2402.00838",
    "2401.13601",
    "2401.15884",
    "2402.00157",
    "2401.15347",
    "2401.15947",
    "2401.16380",
    "2401.14887",
    "2402.00253",
    "2401.15024v1",
]


def row(text: str) -> Entry:
    (entry,) = read_rows([text])
    return entry


def label(entry: Entry) -> str | None:
    return entry.ref.label if entry.ref else None


def listed(heading: str, rows: int = 2) -> str:
    table = "".join(
        f"| {n}) **Name {n}** - about. | [Paper](https://arxiv.org/abs/2401.{n:05d}), [Tweet](https://x.com/a) |\n"
        for n in range(1, rows + 1)
    )
    return f"{heading}\n| **Paper**  | **Links** |\n| ------------- | ------------- |\n{table}\n"


def periods(text: str, file_year: int | None = None) -> list[str]:
    return [str(week.period) for week in read_weeks(text, file_year=file_year)]


# --- the real files ---------------------------------------------------------------------------------------------------


def test_all_52_weeks_of_2024_have_exactly_ten_rows(shared_data: Path) -> None:
    text = (shared_data / "lists" / "dair-years-2024.md").read_text(encoding="utf-8")
    weeks = read_weeks(text, file_year=2024)
    assert [len(week.rows) for week in weeks] == [10] * 52
    assert weeks[-1].period.start == date(2024, 1, 1)
    assert weeks[0].period.end == date(2024, 12, 29)
    assert all((a.period.start - b.period.end).days == 1 for a, b in pairwise(weeks))


def test_the_old_readme_reaches_back_to_january_2023_without_losing_a_row(shared_data: Path) -> None:
    weeks = read_weeks((shared_data / "lists" / "dair-README-2024-02-04.md").read_text(encoding="utf-8"))
    assert [len(week.rows) for week in weeks] == [10] * 57
    assert weeks[-1].period == Period(date(2023, 1, 1), date(2023, 1, 8))


@pytest.mark.parametrize("name", ["dair-years-2024.md", "dair-README-2024-02-04.md"])
@pytest.mark.parametrize("asked", ["2024-W05", "2024-01-29..2024-02-04", "2024-02-01"])
def test_the_week_of_29_january_2024_gives_its_ten_papers_in_order(shared_data: Path, name: str, asked: str) -> None:
    weeks = read_weeks((shared_data / "lists" / name).read_text(encoding="utf-8"))
    (week,) = choose(weeks, parse_period(asked))
    assert [label(entry) for entry in week.rows] == WEEK_OF_29_JANUARY
    assert week.period.week == "2024-W05"


@pytest.mark.parametrize("name", ["dair-years-2024.md", "dair-README-2024-02-04.md"])
def test_every_row_has_a_title_a_link_and_a_paper_or_a_reason(shared_data: Path, name: str) -> None:
    weeks = read_weeks((shared_data / "lists" / name).read_text(encoding="utf-8"))
    for entry in (entry for week in weeks for entry in week.rows):
        assert 2 <= len(entry.title) <= 140
        assert "*" not in entry.title
        assert entry.url
        assert (entry.ref is None) == (entry.reason is not None)


def test_every_arxiv_paper_that_a_link_column_names_is_found(shared_data: Path) -> None:
    text = (shared_data / "lists" / "dair-years-2024.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| ") and "](" in line]
    named = sum("arxiv.org/" in line.rstrip(" |").rsplit("|", 1)[-1] for line in lines)
    found = [entry for week in read_weeks(text) for entry in week.rows if entry.ref and entry.ref.kind == "arxiv"]
    assert len(lines) == 520
    assert len(found) == named


# --- headings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "file_year", "days"),
    [
        ("## Top AI Papers of the Week (January 29 - February 4) - 2024", None, "2024-01-29..2024-02-04"),
        ("## Top ML Papers of the Week (January 29 - February 4) - 2024", 2024, "2024-01-29..2024-02-04"),
        ("## Top ML Papers of the Week (Mar 20-Mar 26)", 2023, "2023-03-20..2023-03-26"),
        ("## Top ML Papers of the Week (May 22-28)", 2023, "2023-05-22..2023-05-28"),
        ("## Top ML Papers of the Week (Feb 13 - 19)", None, "2023-02-13..2023-02-19"),
        ("### **Top ML Papers of the Week (Jan 1-8):**", None, "2023-01-01..2023-01-08"),
        ("## Top AI Papers of the Week (Sept 1 – Sept. 7) – 2025", None, "2025-09-01..2025-09-07"),
        ("## Top AI Papers of the Week (June 14 - June 21) - 2026  ", 2026, "2026-06-14..2026-06-21"),
        ("## Top AI Papers of the Week (December 30 - January 5) - 2025", 2024, "2024-12-30..2025-01-05"),
        ("## Top AI Papers of the Week (December 30 - January 5 - 2025)", None, "2024-12-30..2025-01-05"),
        ("## Top AI Papers of the Week (December 30, 2024 - January 5, 2025)", None, "2024-12-30..2025-01-05"),
        ("## Top AI Papers of the Week (December 30 - January 5)", 2024, "2024-12-30..2025-01-05"),
        ("## Top AI Papers of the Week (Mar 27 - 2)", 2023, "2023-03-27..2023-04-02"),
        ("## Top AI Papers of the Week (Ocotber 6 - October 12) - 2025", 2025, "2025-10-06..2025-10-12"),
        ("## Top AI Papers of the Week (February 23 - February 30) - 2026", 2026, "2026-02-23..2026-02-28"),
        ("## Top AI Papers of the Week (February 23 - January 1) - 2026", 2026, "2026-02-23..2026-03-01"),
    ],
)
def test_a_heading_alone_in_its_file_is_dated(heading: str, file_year: int | None, days: str) -> None:
    assert periods(listed(heading), file_year) == [days]


def test_a_year_left_out_is_the_one_that_puts_the_week_beside_its_neighbours() -> None:
    text = (
        listed("## Top ML Papers of the Week (January 1 - January 7) - 2024")
        + listed("## Top ML Papers of the Week (December 25 - December 31)")
        + listed("## Top ML Papers of the Week (December 18 - December 24)")
        + listed("## Top ML Papers of the Week (Jul 3 - Jul 9)")
        + listed("## Top ML Papers of the Week (Jan 2-8)")
        + listed("## Top ML Papers of the Week (December 26 - January 1)")
    )
    assert periods(text) == [
        "2024-01-01..2024-01-07",
        "2023-12-25..2023-12-31",
        "2023-12-18..2023-12-24",
        "2023-07-03..2023-07-09",
        "2023-01-02..2023-01-08",
        "2022-12-26..2023-01-01",
    ]


def test_a_file_without_any_year_begins_in_2023_whichever_way_it_runs() -> None:
    weeks = [f"## Top ML Papers of the Week ({days})" for days in ("Dec 25-31", "Jul 3 - Jul 9", "Feb 27-Mar 5")]
    expected = ["2023-12-25..2023-12-31", "2023-07-03..2023-07-09", "2023-02-27..2023-03-05"]
    assert periods("".join(map(listed, weeks))) == expected
    assert periods("".join(map(listed, reversed(weeks)))) == expected


def test_a_week_across_new_year_stands_between_its_neighbours_in_either_file() -> None:
    crossing = "## Top AI Papers of the Week (December 30 - January 5) - 2025"
    old_year = listed(crossing) + listed("## Top AI Papers of the Week (December 23 - December 29) - 2024")
    assert periods(old_year, 2024) == ["2024-12-30..2025-01-05", "2024-12-23..2024-12-29"]
    new_year = listed("## Top AI Papers of the Week (January 6 - January 12) - 2025") + listed(crossing)
    assert periods(new_year, 2025) == ["2025-01-06..2025-01-12", "2024-12-30..2025-01-05"]


def test_a_week_across_new_year_may_state_its_first_year() -> None:
    text = listed("## Top AI Papers of the Week (December 29 - January 4) - 2025") + listed(
        "## Top AI Papers of the Week (December 22 - December 28) - 2025"
    )
    assert periods(text, 2025) == ["2025-12-29..2026-01-04", "2025-12-22..2025-12-28"]


@given(st.dates(date(2023, 1, 2), date(2027, 12, 20)), st.integers(2, 110), st.sampled_from(("up", "down")), st.data())
def test_years_are_found_again_when_most_headings_leave_them_out(
    first: date, count: int, direction: str, data: st.DataObject
) -> None:
    starts = [first + timedelta(weeks=n) for n in range(count) if n == 0 or data.draw(st.integers(0, 9))]
    spans = [Period(start, start + timedelta(days=6)) for start in starts]
    dated = data.draw(st.integers(0, len(spans) - 1))
    heads = [
        f"## Top AI Papers of the Week ({p.start:%B} {p.start.day} - {p.end:%b} {p.end.day})"
        + (f" - {p.end.year}" if n == dated else "")
        for n, p in enumerate(spans)
    ]
    if direction == "down":
        heads.reverse()
    assert periods("".join(listed(head, rows=1) for head in heads)) == [str(p) for p in reversed(spans)]


def test_a_table_of_contents_and_other_sections_are_no_weeks() -> None:
    index = "## 2024\n\n- [Top ML Papers of the Week (January 1 - January 7)](./#top)\n\n[Paper](https://a.org)\n"
    text = index + listed("## Top ML Papers of the Week (January 1 - January 7) - 2024") + "## About\n1. Join us\n"
    (week,) = read_weeks(text)
    assert len(week.rows) == 2
    assert read_weeks(index) == ()


# --- rows -------------------------------------------------------------------------------------------------------------

PAPER = "[Paper](https://arxiv.org/abs/2501.00001)"


@pytest.mark.parametrize(
    ("line", "title", "paper"),
    [
        (f"| 1) **A Name** - about it. | {PAPER}, [Tweet](https://x.com/1) |", "A Name", "2501.00001"),
        (f"| 2) ****Four Stars**** - about it. | {PAPER} |", "Four Stars", "2501.00001"),
        (f"| 3) *8Bits** - about it. | {PAPER} |", "8Bits", "2501.00001"),
        (f"| 4) **Never Closed - about it and more. | {PAPER} |", "Never Closed", "2501.00001"),
        (f"| 4) **Never Closed - about *it* and more. | {PAPER} |", "Never Closed", "2501.00001"),
        (f"| 5) Plain Name - about it. | {PAPER} |", "Plain Name", "2501.00001"),
        (f"| 5) Plain: A Name - about it: all. | {PAPER} |", "Plain: A Name", "2501.00001"),
        (f"| 5) Plain Name: about it. | {PAPER} |", "Plain Name", "2501.00001"),
        (f"| 5\\) **Escaped** - about it. | {PAPER} |", "Escaped", "2501.00001"),
        (f"| 6) **Sizes** - found |r|≈0.88 at once. | {PAPER} |", "Sizes", "2501.00001"),
        (f"| 7) **Trailing** - about it. | {PAPER}, [Tweet](https://x.com/1)_ |", "Trailing", "2501.00001"),
        (f"| 8) **Open Cell** - about it. | {PAPER}, [Tweet](https://x.com/1)", "Open Cell", "2501.00001"),
        (f"| 9) **No Pipe** - about it. {PAPER}, [Tweet](https://x.com/1)", "No Pipe", "2501.00001"),
        (f"1. **First Form** - about it | {PAPER} |", "First Form", "2501.00001"),
        (f"| 1. **First Form** <br> about it | {PAPER} |", "First Form", "2501.00001"),
        (f"| **No Number** - about it. | {PAPER} |", "No Number", "2501.00001"),
        (f"| 1) **Separate** - cells. | {PAPER} | [Tweet](https://x.com/1) |", "Separate", "2501.00001"),
        (f"| 1) **Last** - empty cell. | {PAPER} | |", "Last", "2501.00001"),
        ("| 1) **V** | [Paper](https://arxiv.org/abs/2501.00001v3) |", "V", "2501.00001v3"),
        ("| 1) **W** | [Paper](https://www.arxiv.org/abs/2501.00001) |", "W", "2501.00001"),
        ("| 1) **P** | [Paper](http://arxiv.org/pdf/2501.00001) |", "P", "2501.00001"),
        ("| 1) **P** | [Paper](https://arxiv.org/pdf/2501.00001v2.pdf) |", "P", "2501.00001v2"),
        ("| 1) **Q** | [Paper](https://arxiv.org/abs/2501.00001?context=cs) |", "Q", "2501.00001"),
        ("| 1) **H** | [Paper](https://huggingface.co/papers/2501.00001) |", "H", "2501.00001"),
        (
            "| 1) **Under Project** | [Project](https://arxiv.org/abs/2501.00001), [Tweet](https://x.com/1) |",
            "Under Project",
            "2501.00001",
        ),
        ("| 1) **A Book** | [Book](https://arxiv.org/abs/2501.00001) |", "A Book", "2501.00001"),
        (
            "| 1) **Slip** | [Paper](https://a.org/x), [Tweet](https://arxiv.org/abs/2501.00001) |",
            "Slip",
            "2501.00001",
        ),
        (f"| 1) **Empty Tweet** - about it. | {PAPER}, [Tweet]() |", "Empty Tweet", "2501.00001"),
        (f"| 1) **Odd Label** - about it. | [Code](https://github.com/a/b), {PAPER} [Tweet)](https://x.com/1) |",
         "Odd Label", "2501.00001"),
    ],
)  # fmt: skip
def test_an_irregular_row_still_gives_its_title_and_paper(line: str, title: str, paper: str) -> None:
    entry = row(line)
    assert (entry.title, label(entry), entry.reason) == (title, paper, None)


def test_another_papers_link_inside_the_prose_is_not_the_rows_paper() -> None:
    entry = row(
        "| 1) **Ours** - builds on [an older one](https://arxiv.org/abs/2401.00001) | [Paper](https://a.org/x.pdf) |"
    )
    assert entry.ref is not None
    assert (entry.ref.kind, entry.ref.id) == ("url", "https://a.org/x.pdf")
    only_tweet = row("| 2) **Ours** - like https://arxiv.org/abs/2401.00001 here. | [Tweet](https://x.com/1) |")
    assert only_tweet.ref is None


def test_a_title_that_is_a_link_leads_to_the_paper() -> None:
    entry = row(
        "| 1. **[Muse](https://arxiv.org/abs/2301.00704)** - like [x](https://a.org) | [Tweet](https://x.com/1) |"
    )
    assert (entry.title, label(entry)) == ("Muse", "2301.00704")


def test_a_row_with_two_papers_names_the_second() -> None:
    entry = row(
        f"| 1) **Twice** | [Paper 1](https://arxiv.org/abs/2501.00001), [Paper 2](https://b.org/y.pdf), {PAPER} |"
    )
    assert label(entry) == "2501.00001"
    assert entry.comment == "Also: https://b.org/y.pdf"


@pytest.mark.parametrize(
    ("column", "url", "readable"),
    [
        ("[Paper](https://cdn.openai.com/a.pdf), [Tweet](https://x.com/1)", "https://cdn.openai.com/a.pdf", True),
        (
            "[Tweet](https://x.com/1), [Technical Report](https://a.org/r.pdf), [Blog](https://a.org/b)",
            "https://a.org/r.pdf",
            True,
        ),
        ("[Blog](https://a.org/b), [System Card](https://a.org/card)", "https://a.org/card", True),
        ("[Paper](https://www.cell.com/S0092-8674(25)01312-1)", "https://www.cell.com/S0092-8674(25)01312-1", True),
        ("[Paper](https://s3.aws.com/x.pdf?Expires=1&a=b)", "https://s3.aws.com/x.pdf?Expires=1&a=b", True),
        ("[GitHub](https://github.com/a/b), [Tweet](https://x.com/1)", "https://github.com/a/b", False),
        ("[Tweet](https://twitter.com/a/status/1)", "https://twitter.com/a/status/1", False),
        ("[Paper](https://arxiv.org/list/cs.CL/new)", "https://arxiv.org/list/cs.CL/new", False),
    ],
)  # fmt: skip
def test_rows_outside_arxiv_keep_their_best_link_and_say_why(column: str, url: str, readable: object) -> None:
    entry = row(f"| 3) **Elsewhere** - about it. | {column} |")
    assert (entry.title, entry.url) == ("Elsewhere", url)
    assert (entry.ref is not None) is readable is (entry.reason is None)


def test_a_row_with_only_a_tweet_says_so() -> None:
    assert row("| 1) **Told** - about. | [Tweet](https://x.com/1) |").reason == "the row links only a post on X"


def test_a_row_without_links_is_kept() -> None:
    entry = row("| 7) **Forgotten** - nothing to click. | |")
    assert (entry.title, entry.url, entry.reason) == ("Forgotten", None, "the row has no link")


def test_a_pdf_kept_in_a_repository_is_read_from_its_file() -> None:
    entry = row("| 1) **V3** | [Paper](https://github.com/a/b/blob/main/V3.pdf) |")
    assert entry.ref is not None
    assert entry.ref.id == "https://github.com/a/b/raw/main/V3.pdf"
    assert entry.url == "https://github.com/a/b/blob/main/V3.pdf"


def test_a_row_broken_over_lines_is_one_row() -> None:
    table = [
        "| 1) **Long** - first half",
        f"second half. | {PAPER} |",
        f"| 2) **Next** - x. | {PAPER} |",
        "",
        "Join us",
    ]
    assert [(entry.position, entry.title) for entry in read_rows(table)] == [(1, "Long"), (2, "Next")]


@pytest.mark.parametrize("header", [["| Paper / Project | Link |", "| --- | --- |"], ["| **Paper** | **Links** |"]])
def test_a_header_is_no_row(header: list[str]) -> None:
    table = [*header, f"| 1. **One** - x | {PAPER} |"]
    assert [entry.title for entry in read_rows(table)] == ["One"]


@given(st.text(alphabet="*[]()|-:<>./ abc\\", max_size=80), st.text(alphabet="*[]()|, abc:/.", max_size=60))
def test_no_text_in_a_row_loses_it(prose: str, column: str) -> None:
    (entry,) = read_rows([f"| 1) **Name** - x {prose} | {column} |"])
    assert entry.position == 1
    assert entry.title


# --- which week -------------------------------------------------------------------------------------------------------


def week(days: str) -> Week:
    return Week(title=days, period=parse_period(days), rows=(Entry(position=1, title=days),))


WEEKS_OF_2026 = [
    week("2026-03-02..2026-03-08"),
    week("2026-03-09..2026-03-15"),
    week("2026-03-22..2026-03-29"),
    week("2026-06-14..2026-06-21"),
    week("2026-06-21..2026-06-28"),
]


def test_of_overlapping_lists_the_one_with_most_days_in_the_week_is_taken() -> None:
    assert [w.title for w in choose(WEEKS_OF_2026, parse_period("2026-W25"))] == ["2026-06-14..2026-06-21"]
    assert [w.title for w in choose(WEEKS_OF_2026, parse_period("2026-W26"))] == ["2026-06-21..2026-06-28"]
    assert [w.title for w in choose(WEEKS_OF_2026, parse_period("2026-06-21..2026-06-28"))] == [
        "2026-06-21..2026-06-28"
    ]


def test_a_missing_week_is_not_filled_with_a_neighbour() -> None:
    assert choose(WEEKS_OF_2026, parse_period("2026-W12")) == ()


def test_a_longer_range_means_all_its_lists_as_groups() -> None:
    chosen = choose(WEEKS_OF_2026, parse_period("2026-03"))
    collection = to_collection(chosen, "dair:2026-03")
    assert [(e.position, e.group) for e in collection.entries] == [
        (1, "2026-03-02..2026-03-08"),
        (2, "2026-03-09..2026-03-15"),
        (3, "2026-03-22..2026-03-29"),
    ]
    assert (collection.start, collection.end) == (date(2026, 3, 2), date(2026, 3, 29))


def test_only_specs_with_its_prefix_are_its_own() -> None:
    assert handles("dair:latest")
    assert not handles("2402.00838")
