"""Collections, and the journal of failures, runs and exports."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version

import pytest

from digest.errors import StoreError
from digest.models import Collection, Entry, PaperRef
from digest.store import Store
from tests.store.examples import make_note, rows, save


def make_collection(name: str = "2024-W05", **fields: object) -> Collection:
    known: dict[str, object] = {
        "name": name,
        "kind": "weekly",
        "title": "Top papers",
        "start": date(2024, 1, 29),
        "end": date(2024, 2, 4),
        "source": "dair:2024-W05",
        "entries": (
            Entry(position=1, title="OLMo", ref=PaperRef(kind="arxiv", id="2402.00838"), url="http://x/1", votes=3),
            Entry(position=3, title="A blog", url="http://x/2", group="News", comment="c", reason="not on arXiv"),
            Entry(position=3, title="RAG", ref=PaperRef(kind="arxiv", id="2401.15024", version=1)),
        ),
    }
    return Collection.model_validate(known | fields)


def test_a_collection_comes_back_in_order_with_the_rows_that_are_no_papers(store: Store) -> None:
    collection = make_collection()
    store.save_collection(collection)
    assert store.collection("2024-W05") == collection
    assert store.collection("no such name") is None


def test_saving_again_replaces_the_entries(store: Store) -> None:
    store.save_collection(make_collection())
    shorter = make_collection(entries=make_collection().entries[2:], title="Other")
    store.save_collection(shorter)
    assert store.collection("2024-W05") == shorter
    assert rows(store, "SELECT count(*) FROM entries") == [(1,)]


def test_collections_are_listed_by_period(store: Store) -> None:
    store.save_collection(make_collection("b", start=date(2024, 2, 5)))
    store.save_collection(make_collection("a", start=date(2024, 2, 12)))
    store.save_collection(make_collection("c", start=None, end=None, kind="manual", entries=()))
    assert [(line.name, line.entries) for line in store.collections()] == [("c", 0), ("b", 3), ("a", 3)]


def test_a_repeat_is_recognised_whatever_the_version(store: Store) -> None:
    again = Entry(position=1, title="RAG", ref=PaperRef(kind="arxiv", id="2401.15024", version=2))
    twice = Entry(position=2, title="RAG", ref=PaperRef(kind="arxiv", id="2401.15024"))
    store.save_collection(make_collection("later", start=date(2024, 3, 4), entries=(again, twice)))
    store.save_collection(make_collection())
    page = Entry(position=1, title="Page", ref=PaperRef(kind="url", id="http://x/2"))
    store.save_collection(make_collection("web", start=None, end=None, entries=(page,)))
    assert [line.name for line in store.collections_with("2401.15024")] == ["2024-W05", "later"]
    assert [line.name for line in store.collections_with("url:http://x/2")] == ["web"]
    assert store.collections_with("1706.03762") == []


def test_what_was_odd_about_the_source_is_kept(store: Store) -> None:
    odd = ("the feed stands still since 2024-01-30", "3 items name no paper")
    store.save_collection(make_collection("feed", warnings=odd))
    kept = store.collection("feed")
    assert kept is not None
    assert kept.warnings == odd
    store.save_collection(make_collection("feed", warnings=()))
    again = store.collection("feed")
    assert again is not None
    assert again.warnings == ()


def test_a_failure_names_the_version_that_failed_and_the_program(store: Store) -> None:
    save(store, make_note())
    store.record_failure("2106.11420", "read", "damaged", "DamagedError", paper_id="2106.11420")
    store.record_failure("2401.99999", "find", "unknown", "NotFoundError")
    versions = {failure.ref: failure.version for failure in store.failures()}
    assert versions == {"2106.11420": 1, "2401.99999": None}
    assert {failure.program for failure in store.failures()} == {version("digest")}


def test_removing_a_collection_keeps_the_notes(store: Store) -> None:
    save(store, make_note())
    store.save_collection(make_collection())
    assert store.remove_collection("2024-W05")
    assert not store.remove_collection("2024-W05")
    assert store.collections() == []
    assert rows(store, "SELECT count(*) FROM entries") == [(0,)]
    assert len(store.list_notes()) == 1


def test_failures_count_attempts_and_keep_the_last_reason(store: Store) -> None:
    store.record_failure("1706.03762", "fetch", "timeout", "SourceDownError", paper_id="1706.03762")
    store.record_failure("1706.03762", "read", "damaged \ud800", "DamagedError")
    (failure,) = store.failures()
    assert (failure.attempts, failure.stage, failure.error) == (2, "read", "damaged \ufffd")
    assert failure.paper_id == "1706.03762"
    assert failure.first_at <= failure.last_at
    assert store.failure("1706.03762") == failure
    store.clear_failure("1706.03762")
    assert store.failures() == []
    assert store.failure("1706.03762") is None


def test_runs_are_kept_and_a_killed_one_has_no_end(store: Store) -> None:
    store.start_run("r1", "digest weekly")
    store.start_run("r2", "digest weekly")
    store.finish_run("r1", '{"done": 3}', exit_code=1)
    runs = {run.id: run for run in store.runs()}
    assert (runs["r1"].report, runs["r1"].exit_code) == ('{"done": 3}', 1)
    assert runs["r2"].finished_at is None
    assert [run.id for run in store.runs(limit=1)] == ["r2"]
    with pytest.raises(StoreError, match="r3"):
        store.finish_run("r3", "{}")


def test_exports_remember_what_was_written_last(store: Store) -> None:
    assert store.exported("/out/a.md") is None
    store.record_export("/out/a.md", "1" * 64)
    store.record_export("/out/a.md", "2" * 64)
    assert store.exported("/out/a.md") == "2" * 64
    assert store.exports() == {"/out/a.md": "2" * 64}
