from __future__ import annotations

import asyncio

import pytest

from digest.config import load_settings
from digest.errors import BudgetError
from digest.llm.budget import MICRO, Budget, Prices
from digest.models import Usage
from digest.store import Store
from tests.fakes.chat import ChatServer
from tests.llm.asking import PAPER, Claim, request
from tests.llm.conftest import Opener

PRICES: dict[str, object] = {"price_input": 1.0, "price_output": 10.0}


def spent(opened: Opener, budget: Budget, count: int, **settings: object) -> int:
    """Ask that many questions at once; how many were refused by the budget."""

    async def run() -> int:
        async with opened(budget=budget, **settings) as model:
            asked = [model.ask(request(f"Question {n}?"), Claim) for n in range(count)]
            outcomes = await asyncio.gather(*asked, return_exceptions=True)
        broken = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert all(isinstance(error, BudgetError) for error in broken)
        return len(broken)

    return asyncio.run(run())


def test_the_budget_holds_even_when_many_calls_start_at_once(opened: Opener, chat: ChatServer, store: Store) -> None:
    budget = Budget(0.03)
    refused = spent(opened, budget, 20, concurrency=20, **PRICES)
    assert refused > 0
    assert len(chat.seen) == 20 - refused > 0
    assert 0 < budget.spent <= 0.03 * MICRO
    assert sum(line.cost_microusd or 0 for line in store.costs()) == budget.spent


def test_what_was_paid_before_costs_nothing_again(opened: Opener, chat: ChatServer) -> None:
    spent(opened, Budget(1.0), 3, **PRICES)
    later = Budget(0.0)
    assert spent(opened, later, 3, **PRICES) == 0
    assert later.spent == 0
    assert len(chat.seen) == 3


def test_an_unknown_price_stops_before_anything_is_sent(opened: Opener, chat: ChatServer) -> None:
    async def run() -> None:
        async with opened(budget=Budget(1.0)) as model:
            await model.ask(request(), Claim)

    with pytest.raises(BudgetError, match="price_input"):
        asyncio.run(run())
    assert chat.seen == []


@pytest.mark.parametrize("fault", ["no_usage", "slow"])
def test_calls_of_unknown_cost_count_with_the_most_they_can_cost(opened: Opener, chat: ChatServer, fault: str) -> None:
    chat.plan, chat.slow = {1: fault}, 3.0
    budget = Budget(1.0)
    spent(opened, budget, 1, model_timeout=0.5, **PRICES)
    assert budget.spent >= 500 * 10  # the most that may come back, at ten dollars a million


def test_a_free_model_never_meets_its_budget(opened: Opener) -> None:
    assert spent(opened, Budget(0.0), 5, price_input=0, price_output=0) == 0


def test_prices_come_from_the_settings_then_from_the_list_then_stay_unknown() -> None:
    usage = Usage(input_tokens=1_000_000, output_tokens=1_000_000)
    own = load_settings(base_url="http://127.0.0.1:1/v1", **PRICES)
    assert Prices.of(own, "anything").cost(usage) == 11 * MICRO
    openai = load_settings(base_url="https://api.openai.com/v1")
    assert (Prices.of(openai, "gpt-4o-mini").cost(usage) or 0) > 0
    assert Prices.of(openai, "no-such-model-at-all").cost(usage) is None


def test_cached_tokens_are_cheaper() -> None:
    prices = Prices.of(load_settings(base_url="https://api.openai.com/v1"), "gpt-4o-mini")
    fresh, cached = Usage(input_tokens=100_000), Usage(input_tokens=100_000, cached_tokens=90_000)
    assert (prices.cost(cached) or 0) < (prices.cost(fresh) or 0)


def test_the_beginning_that_calls_share_is_read_from_the_cache(opened: Opener, store: Store) -> None:
    long = "\n".join(f"[{n}] The model was trained on corpus number {n} for many hours." for n in range(200))

    async def run() -> list[int]:
        cached = []
        async with opened() as model:
            for question in ("First?", "Second?"):
                key = (await model.ask(request(question, paper=long), Claim))[1].call_key
                call = store.call(key)
                assert call is not None
                assert call.usage is not None
                cached.append(call.usage.cached_tokens)
        return cached

    first, second = asyncio.run(run())
    assert first == 0
    assert second > 1_000


def test_what_a_model_counts_corrects_the_worst_case_of_its_next_calls(opened: Opener, chat: ChatServer) -> None:
    """The loopback model counts 0.93 tokens for one that we estimate; untried, a call is held to 1.3."""
    long = PAPER + "\n" + "A sentence that makes the paper longer than the least that is learned from. " * 150
    counted, cheap = 3_100, {"price_input": 1.0, "price_output": 0.0}

    async def run(budget: Budget, *questions: str) -> int:
        async with opened(budget=budget, **cheap) as model:
            for question in questions:
                await model.ask(request(question, paper=long), Claim)
        return budget.spent

    with pytest.raises(BudgetError):
        asyncio.run(run(Budget(1.2 * counted / MICRO), "First?"))
    spent = asyncio.run(run(Budget(1.5 * counted / MICRO), "First?"))
    assert 0.9 * counted < spent < 1.1 * counted
    asyncio.run(run(Budget(1.2 * counted / MICRO), "Second?"))  # remembered by the next run
    assert len(chat.seen) == 2
