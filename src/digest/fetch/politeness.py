"""One clock a host, shared by all processes of this user through a lock file.

arXiv's terms allow one request in three seconds over one connection, counted over everything one runs
(https://info.arxiv.org/help/api/tou.html). The lock is held while a request is under way, which is what makes it one
connection, and the file holds the time of the last one.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from filelock import AsyncFileLock


class Clock:
    """The turns at one host. ``interval`` is in seconds; 0 lets everything pass at once and takes no lock."""

    def __init__(self, folder: Path, host: str, interval: float) -> None:
        self.interval = interval
        self._stamp = folder / f"host-{host.replace(':', '_')}.time"
        self._lock = AsyncFileLock(self._stamp.with_suffix(".lock"), poll_interval=0.05)
        self._mine = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for our turn and hold it until the request is done."""
        if self.interval <= 0:
            yield
            return
        async with self._mine, self._lock:
            await asyncio.sleep(self._due() - time.time())
            self._note(time.time())
            try:
                yield
            finally:
                # A slow answer must not be followed by the next request at once.
                self._note(max(time.time() - self.interval / 2, self._last()))

    def postpone(self, seconds: float) -> None:
        """Let nobody ask this host for so many seconds: it told one of us to wait."""
        if self.interval > 0:
            self._note(time.time() + seconds - self.interval)

    def _due(self) -> float:
        last = self._last()
        # A time in the far future is a clock that was set back, not a turn.
        return last + self.interval if last < time.time() + 3_600 else 0.0

    def _last(self) -> float:
        try:
            return float(self._stamp.read_text())
        except (OSError, ValueError):
            return 0.0

    def _note(self, when: float) -> None:
        aside = self._stamp.with_suffix(f".{os.getpid()}")
        aside.write_text(f"{when:.3f}")
        aside.replace(self._stamp)  # nobody reads half a time, for which he would not wait
