from __future__ import annotations

import asyncio

import pytest

from digest.errors import (
    BadReplyError,
    ContextTooLongError,
    DigestError,
    ModelDownError,
    TruncatedContextError,
)
from digest.models import CallState
from digest.store import Store
from tests.fakes.chat import ChatServer
from tests.llm.asking import PAPER, Claim, request
from tests.llm.conftest import KEY, Opener


def asked(opened: Opener, *questions: str, **settings: object) -> list[Claim]:
    async def run() -> list[Claim]:
        async with opened(**settings) as model:
            return [(await model.ask(request(question), Claim))[0] for question in questions or ("How accurate?",)]

    return asyncio.run(run())


def failed(opened: Opener, kind: type[DigestError], **settings: object) -> DigestError:
    with pytest.raises(kind) as caught:
        asked(opened, **settings)
    assert KEY not in str(caught.value)
    return caught.value


def states(store: Store, chat: ChatServer) -> tuple[int, int]:
    """Calls with a price tag in the ledger, and completions that the endpoint sent."""
    return sum(line.calls for line in store.costs()), chat.answered


def test_a_reply_is_validated_and_rests_on_the_prompt(opened: Opener, chat: ChatServer) -> None:
    [claim] = asked(opened, "Which accuracy on HarborQA?")
    assert claim.sentences == [1]
    assert claim.anchor in PAPER
    assert chat.seen[0].headers["authorization"] == f"Bearer {KEY}"
    assert chat.seen[0].mode == "json_schema"
    assert chat.seen[0].body["temperature"] == 0


def test_the_second_run_sends_nothing(opened: Opener, chat: ChatServer) -> None:
    first = asked(opened)
    assert asked(opened) == first
    assert len(chat.seen) == 1


def test_a_further_sample_is_paid_anew(opened: Opener, chat: ChatServer) -> None:
    async def run() -> None:
        async with opened() as model:
            await model.ask(request(), Claim)
            await model.ask(request(sample=1), Claim)

    asyncio.run(run())
    assert len(chat.seen) == 2


@pytest.mark.parametrize("fault", ["429", "500", "503"])
def test_busy_servers_are_asked_again(opened: Opener, chat: ChatServer, fault: str) -> None:
    chat.plan = {1: fault}
    assert len(asked(opened)) == 1
    assert [seen.fault for seen in chat.seen] == [fault, None]


def test_retry_after_is_waited_for(opened: Opener, chat: ChatServer) -> None:
    chat.plan, chat.retry_after = {1: "429"}, "2"
    asked(opened)
    assert chat.seen[1].at - chat.seen[0].at >= 2.0


def test_a_server_that_asks_for_an_hour_is_down(opened: Opener, chat: ChatServer) -> None:
    chat.plan, chat.retry_after = {1: "429"}, "3600"
    assert "3600 seconds" in failed(opened, ModelDownError).message
    assert len(chat.seen) == 1


@pytest.mark.parametrize(
    ("fault", "hint"),
    [
        ("401", "DIGEST_API_KEY"),
        ("402", "plan"),
        ("403", "plan"),
        ("404", "base_url"),
        ("insufficient_quota", "quota"),
    ],
)
def test_what_will_not_mend_itself_ends_the_run_at_once(
    opened: Opener, chat: ChatServer, fault: str, hint: str
) -> None:
    chat.plan = {"*": fault}
    error = failed(opened, ModelDownError)
    assert hint in (error.hint or "")
    assert len(chat.seen) == 1


def test_a_prompt_that_does_not_fit_says_so(opened: Opener, chat: ChatServer) -> None:
    chat.plan = {"*": "context_length"}
    failed(opened, ContextTooLongError)
    assert len(chat.seen) == 1


def test_an_unknown_400_is_not_repeated(opened: Opener, chat: ChatServer) -> None:
    chat.plan = {"*": "400"}
    assert "Something else" in failed(opened, ModelDownError).message
    assert len(chat.seen) == 1


def test_nobody_at_the_door_is_tried_again_then_named(
    opened: Opener, chat: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.llm.openai_model.TRIES", 2)
    monkeypatch.setattr(chat, "port", 1)
    assert "cannot be reached" in failed(opened, ModelDownError).message


@pytest.mark.parametrize("fault", ["slow", "close"])
def test_a_call_without_an_answer_is_tried_once_more_and_marked_as_possibly_billed(
    opened: Opener, chat: ChatServer, store: Store, fault: str
) -> None:
    chat.plan, chat.slow = {"*": fault}, 3.0
    failed(opened, ModelDownError, model_timeout=0.4)
    assert len(chat.seen) == 2
    [line] = store.costs()
    assert line.calls == 2
    assert line.unpriced == 2


@pytest.mark.parametrize("fault", ["refusal", "content_filter", "empty", "null_choices", "html", "string_body"])
def test_replies_that_are_none_fail_and_are_not_served_again(opened: Opener, chat: ChatServer, fault: str) -> None:
    chat.plan = {1: fault}
    failed(opened, BadReplyError)
    assert len(chat.seen) == 1
    assert len(asked(opened)) == 1
    assert len(chat.seen) == 2


def test_a_fence_around_the_json_is_tolerated(opened: Opener, chat: ChatServer) -> None:
    chat.plan = {"*": "fenced"}
    assert len(asked(opened)) == 1
    assert len(chat.seen) == 1


@pytest.mark.parametrize("fault", ["invalid_json", "wrong_shape"])
def test_an_invalid_reply_gets_one_repair_turn_with_its_fault(opened: Opener, chat: ChatServer, fault: str) -> None:
    chat.plan = {1: fault}
    asked(opened)
    assert len(chat.seen) == 2
    roles = [message["role"] for message in chat.seen[1].body["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert "not what was asked for" in chat.seen[1].body["messages"][-1]["content"]


def test_a_reply_that_stays_invalid_fails(opened: Opener, chat: ChatServer) -> None:
    chat.plan = {"*": "invalid_json"}
    failed(opened, BadReplyError)
    assert len(chat.seen) == 2


def test_a_cut_reply_gets_twice_the_room_once(opened: Opener, chat: ChatServer) -> None:
    chat.plan = {1: "cut"}
    asked(opened)
    assert [seen.body["max_tokens"] for seen in chat.seen] == [500, 1000]


def test_after_a_cut_reply_the_model_is_told_to_be_shorter(opened: Opener, chat: ChatServer) -> None:
    chat.plan = {1: "cut"}
    asked(opened)
    first, second = (seen.body["messages"] for seen in chat.seen)
    assert [message["role"] for message in second] == [message["role"] for message in first], (
        "servers want them in turn"
    )
    assert second[:-1] == first[:-1], "what was read before stays in the server's cache"
    assert second[-1]["content"].startswith(first[-1]["content"])
    assert "cut off" in second[-1]["content"]


def test_a_reply_that_is_cut_again_fails_and_nothing_of_it_is_used(opened: Opener, chat: ChatServer) -> None:
    chat.plan = {"*": "cut"}
    assert "cut off at 1000" in failed(opened, BadReplyError).message
    assert len(chat.seen) == 2


def test_a_context_cut_in_silence_is_an_error(opened: Opener, chat: ChatServer) -> None:
    chat.plan = {"*": "truncated_context"}
    long = "\n".join(f"[{n}] The model was trained on corpus number {n} for many hours." for n in range(300))

    async def run() -> None:
        async with opened() as model:
            await model.ask(request(paper=long), Claim)

    with pytest.raises(TruncatedContextError, match="OLLAMA_CONTEXT_LENGTH"):
        asyncio.run(run())


def test_calls_fill_all_slots_at_once_and_no_more(opened: Opener, chat: ChatServer) -> None:
    chat.latency = 2.0  # long enough to send 32 requests on a busy machine

    async def run() -> None:
        async with opened(concurrency=32) as model:
            await asyncio.gather(*(model.ask(request(f"Question {n}?"), Claim) for n in range(40)))

    asyncio.run(run())
    assert chat.busiest == 32


def test_a_429_makes_room_for_others() -> None:
    from digest.llm.slots import Slots  # noqa: PLC0415 - only here

    slots = Slots(10)
    slots.refused()
    slots.refused()
    assert int(slots.allowed) == 8


def test_received_replies_survive_in_the_ledger_with_tokens(opened: Opener, chat: ChatServer, store: Store) -> None:
    async def run() -> str:
        async with opened() as model:
            return (await model.ask(request(), Claim))[1].call_key

    call = store.call(asyncio.run(run()))
    assert call is not None
    assert call.state is CallState.RECEIVED
    assert call.raw is not None
    assert call.usage is not None
    assert call.usage.input_tokens > 100
    assert call.cost_microusd is None  # nobody knows the price of this model
    assert call.request_id == "req-fake"
    assert states(store, chat) == (1, 1)
