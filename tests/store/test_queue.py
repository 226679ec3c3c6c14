"""Writes that go through the store's own thread: in order, together, each with its own fate."""

from __future__ import annotations

import threading

import pytest

from digest.errors import StoreError
from digest.models import CallState
from digest.store import Store
from tests.store.examples import answered, make_call, rows


def held_up(store: Store, release: threading.Event) -> None:
    """Keep the store's thread busy, so that what is queued next gathers."""
    started = threading.Event()

    def wait() -> None:
        started.set()
        release.wait(10)

    store.soon(wait)
    assert started.wait(10)


def test_writes_of_one_batch_see_each_other_and_are_one_transaction(store: Store) -> None:
    release = threading.Event()
    held_up(store, release)
    work = [store.soon(store.sent, make_call()), store.soon(store.received, answered(make_call()))]
    work += [store.soon(store.mark, "call-1", CallState.FAILED, "no use"), store.soon(store.sent, make_call())]
    last = store.soon(store.call, "call-1")
    assert rows(store, "SELECT count(*) FROM calls") == [(0,)]
    release.set()
    call = last.result(10)
    assert call is not None
    assert (call.attempts, call.state) == (2, CallState.SENT)
    assert all(done.done() for done in work)
    assert rows(store, "SELECT attempt, state FROM calls ORDER BY attempt") == [(1, "failed"), (2, "sent")]


def test_one_that_fails_in_a_batch_takes_no_other_with_it(store: Store) -> None:
    release = threading.Event()
    held_up(store, release)
    good = store.soon(store.sent, make_call("good"))
    bad = store.soon(store.save_blob_ref, "nobody", 1, "0" * 64)
    also = store.soon(store.sent, make_call("also"))
    release.set()
    with pytest.raises(StoreError, match="nobodyv1 is not in the database"):
        bad.result(10)
    good.result(10)
    also.result(10)
    assert rows(store, "SELECT key FROM calls ORDER BY key") == [("also",), ("good",)]


def test_what_was_cancelled_before_its_turn_is_not_written(store: Store) -> None:
    release = threading.Event()
    held_up(store, release)
    assert store.soon(store.sent, make_call("left")).cancel()
    kept = store.soon(store.sent, make_call("kept"))
    release.set()
    kept.result(10)
    assert rows(store, "SELECT key FROM calls") == [("kept",)]


def test_closing_writes_what_is_queued_first(store: Store) -> None:
    work = [store.soon(store.sent, make_call(f"call-{number:02}")) for number in range(30)]
    store.close()
    assert all(done.done() for done in work)
    assert rows(store, "SELECT count(*) FROM calls") == [(30,)]
    store.soon(store.sent, make_call("later")).result(10)
    assert rows(store, "SELECT count(*) FROM calls") == [(31,)]


def test_a_block_that_fails_writes_nothing(store: Store) -> None:
    def both() -> None:
        with store.together():
            store.sent(make_call("first"))
            raise ValueError("between")

    with pytest.raises(ValueError, match="between"):
        both()
    assert rows(store, "SELECT count(*) FROM calls") == [(0,)]
    store.sent(make_call("afterwards"))
    assert rows(store, "SELECT key FROM calls") == [("afterwards",)]


def test_a_block_within_a_block_belongs_to_the_outer_one(store: Store) -> None:
    def nested() -> None:
        with store.together():
            with store.together():
                store.sent(make_call("inner"))
            store.sent(make_call("outer"))
            raise ValueError("at the end")

    with pytest.raises(ValueError, match="at the end"):
        nested()
    assert rows(store, "SELECT count(*) FROM calls") == [(0,)]
