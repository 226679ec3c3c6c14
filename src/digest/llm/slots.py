"""How many calls may be under way at once: up to the limit, and fewer after a server said that it is too many."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

SHRINK = 0.8
GROW = 0.25
COOLDOWN = 15.0
"""Seconds during which several refusals count as one, and nothing grows."""


class Slot:
    """A slot that somebody holds."""

    def __init__(self, freed: Callable[[], None]) -> None:
        self._freed: Callable[[], None] | None = freed

    def free(self) -> None:
        """Let the next one have it; once is enough."""
        freed, self._freed = self._freed, None
        if freed:
            freed()


class Slots:
    """Starts at the limit, shrinks by a fifth for each round of refusals, and grows back with each success."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.allowed = float(limit)
        self._busy = 0
        self._until = 0.0
        self._waiting: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._arrivals = itertools.count()

    @asynccontextmanager
    async def one(self, *, first: bool = False) -> AsyncIterator[Slot]:
        """Wait for a slot and hold it. Who is ``first`` goes before who is not, else in the order of arrival."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (not first, next(self._arrivals), mine))
        self._grant()
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():  # granted in vain
                self._free()
            raise
        slot = Slot(self._free)
        try:
            yield slot
        finally:
            slot.free()

    def _free(self) -> None:
        self._busy -= 1
        self._grant()

    def _grant(self) -> None:
        """Hand free slots to those who wait; a slot is theirs before they wake up."""
        while self._waiting and self._busy < max(1, int(self.allowed)):
            waiter = heapq.heappop(self._waiting)[2]
            if not waiter.done():
                self._busy += 1
                waiter.set_result(None)

    def refused(self, after: float | None = None) -> None:
        """The server said that it is too much; ``after`` is how long it asks to wait, in seconds."""
        now = time.monotonic()
        if now >= self._until:
            self.allowed = max(1.0, self.allowed * SHRINK)
        self._until = now + max(COOLDOWN, after or 0.0)

    def succeeded(self) -> None:
        """A call went through."""
        if time.monotonic() >= self._until:
            self.allowed = min(float(self.limit), self.allowed + GROW)
