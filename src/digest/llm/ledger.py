"""The ledger: a call is written down before it is sent, and its raw reply before it is understood.

A process that is killed therefore pays again only for calls that were in flight. The rows are kept by whoever
implements ``CallStore``; the writes go through its own thread, so that the event loop never waits for a disk, and
those that wait for the disk at the same time go to it at once.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any, ParamSpec, Protocol, TypeVar

from digest.llm.budget import Budget, Prices
from digest.llm.replies import read_usage
from digest.llm.request import Message, Request
from digest.models import Call, CallState

P = ParamSpec("P")
T = TypeVar("T")

PAID = (CallState.RECEIVED, CallState.USED)


class CallStore(Protocol):
    """Where the rows are kept. Every method is committed when it returns, and may be called from any thread."""

    def soon(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run one of the other methods in the store's own thread."""
        ...

    def call(self, key: str) -> Call | None:
        """The last attempt of a call."""
        ...

    def sent(self, call: Call) -> None:
        """Note a call, or a further attempt at it, before it is sent."""
        ...

    def received(self, call: Call) -> None:
        """Keep the raw reply of a call."""
        ...

    def mark(self, key: str, state: CallState, error: str | None = None) -> None:
        """Change the state of the last attempt."""
        ...

    def capability(self, endpoint: str, model: str) -> str | None:
        """What is known of a model at an endpoint."""
        ...

    def remember_capability(self, endpoint: str, model: str, capability: str) -> None:
        """Keep what was found out about a model at an endpoint."""
        ...


def call_key(request: Request, messages: tuple[Message, ...], model: str, schema: dict[str, Any], most: int) -> str:
    """The identity of a call: what changes its reply. How the JSON is asked for does not: a resumed run must not pay
    twice because a probe came out differently.
    """  # noqa: D205 - one thought
    parts = [
        model,
        request.task,
        [[message.role, message.content] for message in messages],
        schema,
        most,
        request.sample,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")).hexdigest()


class Ledger:
    """Writes calls down; see the module's docstring."""

    def __init__(self, store: CallStore, budget: Budget, prices: Prices, endpoint: str) -> None:
        self._store = store
        self._budget = budget
        self._prices = prices
        self._endpoint = endpoint

    async def _write(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.wrap_future(self._store.soon(function, *args, **kwargs))

    async def paid(self, key: str) -> bytes | None:
        """The raw reply of a call that was already paid for."""
        call = await self._write(self._store.call, key)
        return call.raw if call and call.state in PAID else None

    async def sent(self, key: str, request: Request) -> Call:
        """Note that a call is about to be sent."""
        call = Call(
            key=key,
            task=request.task,
            paper_id=request.paper_id,
            endpoint=self._endpoint,
            model=self._prices.model,
            state=CallState.SENT,
            sent_at=datetime.now(UTC),
        )
        await self._write(self._store.sent, call)
        return call

    async def received(self, call: Call, raw: bytes, status: int, request_id: str | None, worst: int | None) -> None:
        """Keep a raw reply with its tokens and its cost; without tokens the budget counts the ``worst`` case."""
        usage = read_usage(raw)
        cost = self._prices.cost(usage) if usage else None
        self._budget.settle(worst if cost is None else cost)
        done = call.model_copy(
            update={
                "state": CallState.RECEIVED,
                "received_at": datetime.now(UTC),
                "http_status": status,
                "request_id": request_id,
                "raw": raw,
                "usage": usage,
                "cost_microusd": cost,
            }
        )
        # Shielded: when the run is cancelled now, what was paid for is still written down.
        await asyncio.shield(self._write(self._store.received, done))

    async def failed(self, key: str, error: str, *, billed: bool = False) -> None:
        """Note that a call brought nothing; ``billed`` when the provider may have worked for it."""
        await self._write(self._store.mark, key, CallState.UNKNOWN if billed else CallState.FAILED, error)

    async def rejected(self, key: str, error: str) -> None:
        """Note that a paid reply could not be used, so that it is not served again."""
        await self._write(self._store.mark, key, CallState.FAILED, error)

    async def capability(self) -> str | None:
        """What is remembered of this model at this endpoint."""
        return await self._write(self._store.capability, self._endpoint, self._prices.model)

    async def remember(self, capability: str) -> None:
        """Remember what was found out about this model at this endpoint."""
        await self._write(self._store.remember_capability, self._endpoint, self._prices.model, capability)
