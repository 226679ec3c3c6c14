"""The ledger: nothing that was paid for is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.models import CallState
from digest.store import Store
from tests.store.examples import answered, make_call, rows


def test_a_call_goes_from_sent_to_received_and_keeps_the_raw_reply(store: Store) -> None:
    assert store.call("call-1") is None
    store.sent(make_call())
    assert store.call("call-1") == make_call()
    reply = answered(make_call(), raw=bytes(range(256)), request_id="req_1")
    store.received(reply)
    assert store.call("call-1") == reply


def test_a_call_sent_again_is_a_further_attempt_and_the_lost_one_may_have_cost_something(store: Store) -> None:
    store.sent(make_call())
    store.sent(make_call())
    call = store.call("call-1")
    assert call is not None
    assert (call.attempts, call.state) == (2, CallState.SENT)
    assert rows(store, "SELECT attempt, state FROM calls ORDER BY attempt") == [(1, "unknown"), (2, "sent")]
    store.received(answered(call))
    assert rows(store, "SELECT attempt, state FROM calls ORDER BY attempt") == [(1, "unknown"), (2, "received")]


def test_the_cost_of_an_answer_that_was_of_no_use_stays_in_the_sum(store: Store) -> None:
    for _ in range(2):
        store.sent(make_call())
        store.received(answered(make_call(), cost=1_000))
        store.mark("call-1", CallState.FAILED, "not JSON")
    (line,) = store.costs()
    assert (line.calls, line.cost_microusd, line.unpriced) == (2, 2_000, 0)
    call = store.call("call-1")
    assert call is not None
    assert (call.state, call.error) == (CallState.FAILED, "not JSON")


def test_marking_keeps_an_earlier_explanation_and_ignores_unknown_calls(store: Store) -> None:
    store.sent(make_call())
    store.mark("call-1", CallState.UNKNOWN, "read timeout")
    store.mark("call-1", CallState.FAILED)
    store.mark("no such call", CallState.USED)
    call = store.call("call-1")
    assert call is not None
    assert (call.state, call.error) == (CallState.FAILED, "read timeout")


@pytest.mark.parametrize(
    ("by", "groups"),
    [("model", ["big", "small"]), ("paper", ["", "1706.03762"]), ("day", ["2026-03-01", "2026-03-02"])],
)
def test_costs_by_model_paper_and_day_in_utc(store: Store, by: str, groups: list[str]) -> None:
    tokyo = datetime.fromisoformat("2026-03-02T08:30:00+09:00")
    first = make_call("a", model="small", paper_id="1706.03762", sent_at=tokyo)
    second = make_call("b", model="big", paper_id=None, sent_at=datetime(2026, 3, 2, 0, 30, tzinfo=UTC))
    for call in (first, second):
        store.sent(call)
        store.received(answered(call))
    lines = store.costs(by)
    assert [line.group for line in lines] == groups
    for line in lines:
        assert (line.calls, line.input_tokens, line.output_tokens, line.cached_tokens) == (1, 1_000, 50, 400)
        assert (line.cost_microusd, line.unpriced) == (1_500, 0)


def test_an_unknown_price_is_unknown_and_not_zero(store: Store) -> None:
    for key, model, cost in (("a", "local", None), ("b", "mixed", None), ("c", "mixed", 70), ("d", "free", 0)):
        call = make_call(key, model=model)
        store.sent(call)
        store.received(answered(call, cost=cost))
    store.sent(make_call("e", model="in-flight"))
    refused = make_call("f", model="refused")
    store.sent(refused)
    store.mark("f", CallState.FAILED, "401")
    sums = {line.group: (line.cost_microusd, line.unpriced) for line in store.costs()}
    assert sums == {
        "local": (None, 1),
        "mixed": (70, 1),
        "free": (0, 0),
        "in-flight": (None, 1),
        "refused": (0, 0),
    }


def test_no_calls_no_lines(store: Store) -> None:
    assert store.costs() == []


def test_what_an_endpoint_can_do_is_remembered_for_each_model(store: Store) -> None:
    assert store.capability("http://a/v1", "m") is None
    store.remember_capability("http://a/v1", "m", "json_schema")
    store.remember_capability("http://a/v1", "m", "json_object")
    assert store.capability("http://a/v1", "m") == "json_object"
    assert store.capability("http://a/v1", "other") is None
    assert store.capability("http://b/v1", "m") is None
