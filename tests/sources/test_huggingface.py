"""Hugging Face's daily papers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digest.errors import BadContentError
from digest.sources.huggingface import handles, ranked, read_items


def papers(*votes: int | None, first: int = 1) -> bytes:
    return json.dumps(
        [
            {
                "paper": {"id": f"2609.{n:05d}", "title": f"Paper\n {n}", "upvotes": count, "new_field": {}},
                "title": f"Paper {n}",
                "publishedAt": "2026-09-27T20:00:00.000Z",
            }
            for n, count in enumerate(votes, first)
        ]
    ).encode()


def test_papers_are_ranked_by_votes_and_ties_keep_their_order() -> None:
    entries = ranked(read_items(papers(3, 50, 3, None)))
    assert [(e.position, e.votes, e.title) for e in entries] == [
        (1, 50, "Paper 2"),
        (2, 3, "Paper 1"),
        (3, 3, "Paper 3"),
        (4, None, "Paper 4"),
    ]


def test_a_paper_on_two_pages_or_days_stands_once() -> None:
    entries = ranked((*read_items(papers(3, 5)), *read_items(papers(5, 1, first=2))))
    assert [e.ref.id for e in entries if e.ref] == ["2609.00002", "2609.00001", "2609.00003"]


def test_an_item_without_a_readable_paper_is_kept_with_the_reason() -> None:
    entries = read_items(json.dumps([{"paper": {"id": "not-an-id", "title": "T"}}, {"title": "x"}, 7]).encode())
    assert [(e.ref, bool(e.reason)) for e in entries] == [(None, True)] * 3
    assert entries[0].title == "T"


@pytest.mark.parametrize("data", [b"", b"<html>", b'{"error": "x"}', b"null", b"\xff"])
def test_what_is_no_list_is_an_error(data: bytes) -> None:
    with pytest.raises(BadContentError):
        read_items(data)


def test_recorded_items_are_read(shared_data: Path) -> None:
    data = (shared_data / "lists" / "daily_papers_2026-09-30_two_items_trimmed.json").read_bytes()
    assert [(e.ref.label, e.votes, e.title) for e in ranked(read_items(data)) if e.ref] == [
        ("2609.36012", 358, "In-Context Learning for Robots: Methods and Applications"),
        ("2609.35427", 66, "LLMs are General Asynchronous Agents"),
    ]


def test_only_specs_with_its_prefix_are_its_own() -> None:
    assert handles("hf:2026-W40")
    assert not handles("2609.36012")
