"""Notes: what is saved with them, how they are found, when they are stale."""

from __future__ import annotations

import threading

import pytest

from digest.errors import StoreError
from digest.models import CallState
from digest.store import Store
from tests.store.examples import answered, make_call, make_document, make_note, make_paper, rows, save


def test_a_note_comes_back_as_it_was_saved(store: Store) -> None:
    note = make_note(gist="「28.4 BLEU」に達するモデル。")
    save(store, note)
    assert store.note(note.key) == note
    assert store.notes_for("2106.11420") == [note]
    assert store.note("no such key") is None


def test_questions_answers_and_evidence_can_be_queried_with_plain_sql(store: Store) -> None:
    save(store, make_note())
    joined = rows(
        store,
        "SELECT n.paper_id, a.question, a.status, e.page, e.quote FROM notes n "
        "JOIN answers a ON a.note_key = n.key JOIN evidence e ON e.note_key = a.note_key AND e.answer = a.position "
        "WHERE a.position = 1",
    )
    assert joined == [("2106.11420", "How good is it?", "verified", 1, "We propose a model.")] * 2
    assert rows(store, "SELECT answers, verified FROM notes") == [(2, 2)]
    assert rows(store, "SELECT json_extract(note, '$.gist.text') FROM notes") == [("A model that reaches 28.4 BLEU.",)]


def test_a_note_made_anew_replaces_the_old_one_and_all_that_hung_on_it(store: Store) -> None:
    save(store, make_note(gist="zebra", questions=("old one?", "old two?", "old three?")))
    store.mark_stale("note-1", ["version 2 is out"])
    store.save_note(make_note(gist="giraffe", questions=("new?",)))
    assert [line.gist for line in store.list_notes()] == ["giraffe"]
    assert store.list_notes()[0].stale == ()
    assert rows(store, "SELECT question FROM answers") == [("new?",)]
    assert rows(store, "SELECT count(*) FROM evidence") == [(2,)]
    assert store.search("zebra") == []
    assert len(store.search("giraffe")) == 1


def test_a_note_uses_its_calls_and_clears_failures_in_the_same_step(store: Store) -> None:
    store.sent(make_call())
    store.received(answered(make_call()))
    for ref in ("2106.11420", "2106.11420v1", "2106.11420v2", "1706.03762"):
        store.record_failure(ref, "fetch", "went wrong", "FetchError")
    store.record_failure("/home/me/paper.pdf", "read", "went wrong", "ExtractError", paper_id="2106.11420")
    paper, document = make_paper(), make_document()
    store.save_paper(paper)
    store.save_document(paper.id, 1, document)
    store.save_note(make_note(), ["call-1", "call-1"])
    call = store.call("call-1")
    assert call is not None
    assert call.state is CallState.USED
    assert rows(store, "SELECT note_key, call_key FROM call_uses") == [("note-1", "call-1")]
    assert sorted(failure.ref for failure in store.failures()) == ["1706.03762", "2106.11420v2"]


def test_a_note_that_cannot_be_saved_leaves_nothing_behind(store: Store) -> None:
    store.sent(make_call())
    store.received(answered(make_call()))
    store.save_paper(make_paper())  # but not its document
    store.record_failure("2106.11420", "write", "went wrong", "ModelError")
    with pytest.raises(StoreError):
        store.save_note(make_note(), ["call-1"])
    for table in ("notes", "answers", "evidence", "note_texts", "call_uses"):
        assert rows(store, f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608 - our own names
    call = store.call("call-1")
    assert call is not None
    assert call.state is CallState.RECEIVED
    assert len(store.failures()) == 1


def test_a_note_of_an_unknown_paper_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match=r"2106\.11420v1"):
        store.save_note(make_note())


def test_the_latest_note_is_of_the_latest_version_then_the_newest(store: Store) -> None:
    document = make_document()
    for version, key in ((2, "v2-old"), (2, "v2-new"), (1, "v1-newest")):
        paper = make_paper(version=version)
        save(store, make_note(key, paper, document), paper, document)
    save(store, make_note("ja", make_paper(), document, language="ja"), make_paper(), document)
    found = [
        store.latest_note("2106.11420"),
        store.latest_note("2106.11420", version=1, language="en"),
        store.latest_note("2106.11420", "ja"),
        store.latest_note("2106.11420", "fr"),
    ]
    assert [note.key if note else None for note in found] == ["v2-new", "v1-newest", "ja", None]


def test_the_list_has_the_title_of_the_notes_own_version_and_can_be_narrowed(store: Store) -> None:
    for version in (1, 2):
        paper = make_paper(version=version, title=f"Title {version}")
        language = "ja" if version == 2 else "en"
        save(store, make_note(f"note-{version}", paper, language=language, model=f"model-{version}"), paper)
    assert [(line.key, line.title) for line in store.list_notes()] == [("note-2", "Title 2"), ("note-1", "Title 1")]
    assert [line.key for line in store.list_notes(language="en")] == ["note-1"]
    assert [line.key for line in store.list_notes(model="model-2")] == ["note-2"]
    assert store.list_notes(stale=True) == []


def test_stale_by_version_withdrawal_model_or_prompts_and_fresh_again(store: Store) -> None:
    other = make_paper("1706.03762", version=5)
    save(store, make_note())
    save(store, make_note("other", other, model="old-model", prompts="prompts-0"), other)
    assert store.find_stale() == []
    store.save_paper(make_paper(version=3))
    assert [(line.key, line.stale) for line in store.find_stale()] == [("note-1", ("version 3 is out",))]
    stale = {line.key: line.stale for line in store.find_stale(model="test-model", prompts="prompts-1")}
    assert stale == {"note-1": ("version 3 is out",), "other": ("made by old-model", "made with other prompts")}
    assert [line.key for line in store.list_notes(stale=False)] == []
    assert [line.key for line in store.find_stale(["1706.03762"], model="old-model")] == []
    store.save_paper(make_paper(version=3, withdrawn=True))
    assert [line.stale for line in store.find_stale()] == [("the paper was withdrawn",)]
    store.save_paper(make_paper(version=3, withdrawn=False))
    save(store, make_note("note-3", make_paper(version=3)), make_paper(version=3))
    assert store.find_stale() == []  # the new note stands in for the old one
    assert {line.key for line in store.list_notes(stale=False)} == {"note-3", "other"}
    assert [line.stale for line in store.list_notes(stale=True)] == [("version 3 is out",)]


def test_any_thread_may_read_and_write(store: Store) -> None:
    store.save_paper(make_paper())
    store.save_document("2106.11420", 1, make_document())
    problems: list[BaseException] = []

    def work(worker: int) -> None:
        try:
            for n in range(10):
                store.save_note(make_note(f"note-{worker}-{n}"))
                assert store.note(f"note-{worker}-{n}") is not None
        except BaseException as error:  # noqa: BLE001 - handed to the test
            problems.append(error)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(store.list_notes()) == 80
