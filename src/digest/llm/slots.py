"""How many calls may be under way at once: up to the limit, and fewer after a server said that it is too many."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SHRINK = 0.8
GROW = 0.25
COOLDOWN = 15.0
"""Seconds during which several refusals count as one, and nothing grows."""


class Slots:
    """Starts at the limit, shrinks by a fifth for each round of refusals, and grows back with each success."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.allowed = float(limit)
        self._busy = 0
        self._until = 0.0
        self._freed = asyncio.Condition()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Wait for a slot and hold it."""
        async with self._freed:
            try:
                await self._freed.wait_for(lambda: self._busy < max(1, int(self.allowed)))
            except asyncio.CancelledError:
                self._freed.notify()  # whoever was woken in vain passes it on
                raise
            self._busy += 1
        try:
            yield
        finally:
            async with self._freed:
                self._busy -= 1
                self._freed.notify(max(1, int(self.allowed) - self._busy))

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
