"""Progress of long work on stderr, only when that is a terminal: papers, calls, money so far, time left."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from digest.llm.budget import Budget

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from digest.models import PaperRef
    from digest.pipeline import Outcome

VERBS = {"fetch": "fetching", "read": "reading", "write": "writing"}
_MINUTE = 60
_HOUR = 3600


class Meter(Budget):
    """A budget that also counts: ``calls`` that were paid for, ``unpriced`` ones whose price nobody knows."""

    def __init__(self, limit_usd: float | None) -> None:
        super().__init__(limit_usd)
        self.calls = 0
        self.unpriced = 0

    def settle(self, cost: int | None) -> None:
        """Add what a call really cost."""
        super().settle(cost)
        self.calls += 1
        self.unpriced += cost is None

    def __str__(self) -> str:
        """``12 calls, $0.0340``; a price that is not known is said to be unknown, and is not zero."""
        if not self.calls:
            return ""
        money = f"${self.spent / 1_000_000:.4f}"
        if self.unpriced:
            money = "price unknown" if self.unpriced == self.calls else f"{money} and {self.unpriced} of unknown price"
        return f"{self.calls} call{'s' if self.calls > 1 else ''}, {money}"


class Progress:
    """A bar that shows itself only to people: never in a pipe, a log or with ``quiet``."""

    def __init__(self, total: int, *, quiet: bool, meter: Meter | None = None) -> None:
        self._total = total
        self._shown = not quiet and sys.stderr.isatty()
        self._meter = meter
        self._bar: Bar | None = None
        self._doing: dict[str, str] = {}
        self._waiting = total
        self._made = 0
        self._since = time.monotonic()

    def __enter__(self) -> Self:
        if self._shown:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

            self._bar = Progress(
                SpinnerColumn(),
                BarColumn(bar_width=20),
                MofNCompleteColumn(),
                TextColumn("papers{task.fields[spent]}{task.fields[left]}  {task.description}", markup=False),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._bar.add_task("starting", total=self._total, spent="", left="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def stage(self, ref: PaperRef, stage: str) -> None:
        """A paper has reached a stage."""
        self._doing[ref.label] = VERBS[stage]
        self._describe()

    def done(self, outcome: Outcome) -> None:
        """A paper is done or has failed."""
        self._doing.pop(outcome.ref.label, None)
        self._waiting -= 1
        self._made += not outcome.reused
        if self._bar:
            self._bar.advance(self._bar.task_ids[0])
        self._describe()

    def _describe(self) -> None:
        if not self._bar:
            return
        shown = ", ".join(f"{verb} {label}" for label, verb in list(self._doing.items())[:2])
        more = f" and {len(self._doing) - 2} more" if len(self._doing) > 2 else ""  # noqa: PLR2004 - two fit on a line
        spent = str(self._meter or "")
        self._bar.update(
            self._bar.task_ids[0],
            description=(shown + more) or "working",
            spent=f", {spent}" if spent else "",
            left=self._left(),
        )

    def _left(self) -> str:
        """How long the rest takes if it goes on as so far; papers that were there already say nothing about that."""
        if not self._made or not self._waiting:
            return ""
        return f", {spoken((time.monotonic() - self._since) / self._made * self._waiting)} left"


def spoken(seconds: float) -> str:
    """A time as people say it: ``40 s``, ``3 min``, ``1 h 20 min``."""
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes} min" if seconds < _HOUR else f"{minutes // 60} h {minutes % 60} min"
