"""Papers, versions and documents."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.document import Page, Section, Sentence
from digest.errors import SchemaError, StoreError
from digest.store import Store
from tests.store.examples import make_document, make_paper, rows


def test_a_paper_comes_back_as_it_was_saved(store: Store) -> None:
    paper = make_paper(title="注意 is all — “you” need", categories=("cs.CL", "cs.LG"), licence="http://x/by/4.0")
    store.save_paper(paper)
    assert store.paper(paper.id, 1) == paper
    assert store.papers() == [paper]


def test_an_unknown_paper_is_none(store: Store) -> None:
    assert store.paper("1706.03762") is None
    assert store.blob_ref("1706.03762", 1) is None
    assert store.document("no such key") is None
    assert store.document_for("1706.03762", 1, "test 1") is None


@pytest.mark.parametrize("order", [(1, 2, 11), (11, 2, 1), (2, 11, 1)])
def test_without_a_version_the_latest_known_is_meant(store: Store, order: tuple[int, ...]) -> None:
    for version in order:
        store.save_paper(make_paper(version=version, title=f"Title {version}"))
    latest = store.paper("2106.11420")
    assert latest is not None
    assert latest.version == 11
    assert [paper.version for paper in store.papers()] == [11]
    assert rows(store, "SELECT title FROM papers") == [("Title 11",)]


@pytest.mark.parametrize("paper_id", ["2106.11420", "0704.0010", "1501.00010", "math/0309136", "file:00000000000000e1"])
def test_ids_are_text_whatever_they_look_like(store: Store, paper_id: str) -> None:
    store.save_paper(make_paper(paper_id))
    found = store.paper(paper_id)
    assert found is not None
    assert found.id == paper_id
    assert rows(store, "SELECT id, typeof(id) FROM papers") == [(paper_id, "text")]


def test_asking_the_source_again_keeps_the_pdf(store: Store) -> None:
    store.save_paper(make_paper())
    store.save_blob_ref("2106.11420", 1, "cd" * 32)
    store.save_paper(make_paper(withdrawn=True))
    assert store.blob_ref("2106.11420", 1) == "cd" * 32
    found = store.paper("2106.11420")
    assert found is not None
    assert found.withdrawn


def test_a_pdf_of_an_unknown_version_is_refused(store: Store) -> None:
    store.save_paper(make_paper())
    with pytest.raises(StoreError, match=r"2106\.11420v2"):
        store.save_blob_ref("2106.11420", 2, "cd" * 32)


def test_a_document_of_an_unknown_paper_is_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        store.save_document("2106.11420", 1, make_document())
    assert store.document(make_document().key) is None


def test_the_same_bytes_under_two_papers_are_one_document(store: Store) -> None:
    document = make_document()
    for paper_id in ("2106.11420", "file:00000000000000e1"):
        store.save_paper(make_paper(paper_id))
        store.save_blob_ref(paper_id, 1, document.sha256)
        store.save_document(paper_id, 1, document)
    assert store.document_for("2106.11420", 1, "test 1") == document
    assert store.document_for("file:00000000000000e1", 1, "test 1") == document
    assert store.document_for("2106.11420", 1, "test 2") is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), min_size=2), spans=st.lists(st.integers(0, 100), max_size=6))
def test_offsets_survive_storage_whatever_the_text_holds(store: Store, text: str, spans: list[int]) -> None:
    cuts = sorted({0, len(text), *(n % len(text) for n in spans)})
    spans_of_text = list(pairwise(cuts))
    plain = make_document(text, sha256=hashlib.sha256(repr((text, cuts)).encode()).hexdigest())
    document = replace(
        plain,
        sentences=tuple(Sentence(start=a, end=b) for a, b in spans_of_text),
        sections=(Section(title=text[:5], level=1, start=0, end=len(text), page=1),),
    )
    store.save_paper(make_paper())
    store.save_document("2106.11420", 1, document)
    found = store.document(document.key)
    assert found is not None
    assert found.sentences == document.sentences
    assert len(found.text) == len(document.text)
    for before, after in zip(document.text, found.text, strict=True):
        assert after == ("\ufffd" if "\ud800" <= before <= "\udfff" else before)


def test_lone_surrogates_and_nuls_do_not_stop_a_paper(store: Store) -> None:
    store.save_paper(make_paper(title="A\ud835B\x00C"))
    found = store.paper("2106.11420")
    assert found is not None
    assert found.title == "A\ufffdB\x00C"
    assert rows(store, "SELECT title FROM versions") == [("A\ufffdB\ufffdC",)]


def test_a_value_that_another_version_wrote_is_named_and_not_half_read(store: Store) -> None:
    store.save_paper(make_paper())
    rows(store, "UPDATE versions SET paper = json_set(paper, '$.new_field', 1)")
    with pytest.raises(SchemaError, match=r"Paper.*new_field"):
        store.paper("2106.11420")


def test_a_hundred_pages_come_back_as_they_were(store: Store) -> None:
    text = "".join(f"Sentence {n} has some words in it, as sentences do. " for n in range(8_000))
    size = len(text) // 100
    document = replace(
        make_document(text),
        pages=tuple(Page(number=n + 1, start=n * size, end=(n + 1) * size) for n in range(100)),
        sentences=tuple(Sentence(start=n, end=n + 50) for n in range(0, len(text) - 50, 50)),
    )
    store.save_paper(make_paper())
    store.save_document("2106.11420", 1, document)
    assert store.document(document.key) == document


def test_a_damaged_document_is_said_to_be_damaged(store: Store) -> None:
    store.save_paper(make_paper())
    store.save_document("2106.11420", 1, make_document())
    rows(store, "UPDATE documents SET document = x'789c00ff'")
    with pytest.raises(StoreError, match="damaged"):
        store.document(make_document().key)


def test_a_version_that_no_database_can_hold_is_an_error_of_ours(store: Store) -> None:
    with pytest.raises(StoreError, match="too large"):
        store.paper("2106.11420", 10**30)
