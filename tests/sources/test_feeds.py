"""arXiv's category feeds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from digest.errors import BadContentError, UsageError
from digest.sources.feeds import FeedSpec, handles, parse_spec, read_feed, staleness, to_collection

TODAY = date(2026, 11, 20)


def item(number: str, kind: str, title: str = "A Title") -> str:
    return f"""<item><title>{title}</title><link>https://arxiv.org/abs/{number[:10]}</link>
    <description>arXiv:{number} Announce Type: {kind} \nAbstract: words</description>
    <guid isPermaLink="false">oai:arXiv.org:{number}</guid>
    <pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate><arxiv:announce_type>{kind}</arxiv:announce_type></item>"""


def rss(
    *items: str, mailed: str = "Fri, 20 Nov 2026 00:00:00 -0500", title: str = "cs.CL updates on arXiv.org"
) -> bytes:
    return f"""<?xml version='1.0' encoding='UTF-8'?>
    <rss xmlns:arxiv="http://arxiv.org/schemas/atom" version="2.0"><channel><title>{title}</title>
    <description>updates</description><lastBuildDate>Sat, 21 Nov 2026 03:29:33 +0000</lastBuildDate>
    <pubDate>{mailed}</pubDate>{"".join(items)}</channel></rss>""".encode()


MIXED = rss(
    item("2611.00001v1", "new", "One\n  <![CDATA[<b>]]>"),
    item("2611.00002v1", "cross"),
    item("2401.00003v4", "replace"),
    item("2401.00004v2", "replace-cross"),
    item("2611.00005v1", "new"),
    item("2611.00001v1", "cross"),
)


def labels(data: bytes, spec: str) -> list[str]:
    collection = to_collection(read_feed(data), parse_spec(spec), spec, today=TODAY)
    assert [entry.position for entry in collection.entries] == list(range(1, len(collection.entries) + 1))
    return [entry.ref.label for entry in collection.entries if entry.ref]


def test_only_new_submissions_are_taken_unless_others_are_asked_for() -> None:
    assert labels(MIXED, "feed:cs.CL") == ["2611.00001v1", "2611.00005v1"]
    assert labels(MIXED, "feed:cs.CL?types=replace") == ["2401.00003v4"]
    assert labels(MIXED, "feed:cs.CL?types=cross,replace-cross") == ["2611.00002v1", "2401.00004v2", "2611.00001v1"]


def test_a_paper_that_is_new_here_and_crossed_there_stands_once() -> None:
    assert labels(MIXED, "feed:cs.CL?types=all").count("2611.00001v1") == 1


def test_kinds_are_told_apart_as_groups_when_several_are_asked_for() -> None:
    feed = read_feed(MIXED)
    both = to_collection(feed, parse_spec("feed:cs.CL?types=new,cross"), "x", today=TODAY)
    assert [entry.group for entry in both.entries] == ["new", "cross", "new"]
    alone = to_collection(feed, parse_spec("feed:cs.CL"), "x", today=TODAY)
    assert {entry.group for entry in alone.entries} == {None}


def test_a_weekend_is_empty_without_an_error() -> None:
    feed = read_feed(rss())
    collection = to_collection(feed, parse_spec("feed:cs.CL"), "feed:cs.CL", today=date(2026, 11, 22))
    assert (collection.entries, collection.warnings, feed.problem) == ((), (), None)


@pytest.mark.parametrize(
    ("today", "stale"),
    [
        (date(2026, 11, 20), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 25), False),
        (date(2026, 11, 26), True),
        (date(2027, 1, 1), True),
        (date(2026, 11, 1), False),
    ],
)
def test_a_feed_that_stands_still_is_noticed_whatever_its_build_date_says(today: date, stale: object) -> None:
    warning = staleness(read_feed(rss(item("2611.00001v1", "new"))), today=today)
    assert (warning is not None) is stale
    if warning:
        assert "2026-11-20" in warning


def test_an_item_that_names_no_paper_is_counted_not_hidden() -> None:
    feed = read_feed(rss(item("2611.00001v1", "new"), item("9999.99999v1", "new")))
    collection = to_collection(feed, parse_spec("feed:cs.CL"), "x", today=TODAY)
    assert len(collection.entries) == 1
    assert collection.warnings == ("1 items of the feed name no arXiv paper and were left out",)


def test_the_kind_is_read_from_the_description_where_the_tag_is_missing() -> None:
    data = MIXED.replace(b"announce_type", b"other_tag")
    assert labels(data, "feed:cs.CL") == ["2611.00001v1", "2611.00005v1"]


@pytest.mark.parametrize(
    ("spec", "read"),
    [
        ("feed:cs.CL", FeedSpec(("cs.CL",))),
        ("feed:cs.CL+cs.LG+cs.CL", FeedSpec(("cs.CL", "cs.LG"))),
        ("feed:math", FeedSpec(("math",))),
        ("feed:cond-mat.mtrl-sci", FeedSpec(("cond-mat.mtrl-sci",))),
        ("feed:cs.CL?types=new,cross&form=atom", FeedSpec(("cs.CL",), ("new", "cross"), "atom")),
    ],
)
def test_specs_are_read(spec: str, read: FeedSpec) -> None:
    assert handles(spec)
    assert parse_spec(spec) == read


@pytest.mark.parametrize(
    "spec",
    [
        "feed:",
        "feed:cs.CL/../x",
        "feed:cs CL",
        "feed:cs.CL?types=old",
        "feed:cs.CL?types=",
        "feed:cs.CL?form=x",
        "feed:cs.CL?x=1",
    ],
)
def test_malformed_specs_are_refused_with_a_hint(spec: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_spec(spec)
    assert caught.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Rate exceeded.",
        b"<html><body>hello</body></html>",
        b"<rss version='2.0'/>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss><channel/></rss>",
        MIXED[: len(MIXED) // 2],
    ],
)
def test_what_is_no_feed_is_an_error_and_never_an_empty_day(data: bytes) -> None:
    with pytest.raises(BadContentError):
        read_feed(data)


def test_a_real_feed_of_2025_is_read(shared_data: Path) -> None:
    feed = read_feed((shared_data / "rss" / "zotero-arxiv-daily_arxiv_rss_example.xml").read_bytes())
    assert [(entry.ref.label, entry.kind) for entry in feed.items] == [
        ("2508.13426v1", "cross"),
        ("2508.13428v1", "cross"),
        ("2508.13429v1", "cross"),
        ("2508.13434v1", "cross"),
        ("2508.13435v1", "cross"),
        ("2508.14001v1", "new"),
        ("2508.14002v1", "new"),
    ]
    assert feed.mailed == date(2025, 8, 20)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_recorded_feeds_tell_an_unknown_archive_from_an_empty_day(shared_data: Path, form: str) -> None:
    unknown = read_feed((shared_data / "rss" / f"{form}_nosuch.xml").read_bytes())
    assert "Bad archive 'nosuch'" in str(unknown.problem)
    assert read_feed((shared_data / "rss" / f"{form}_cs.CL.xml").read_bytes()).problem is None
    assert [i.ref.label for i in read_feed((shared_data / "rss" / f"{form}_math.xml").read_bytes()).items] == [
        "2310.16106v1"
    ]
